"""A build killed at any moment leaves the last good build serving; `make prove-intake` kills fifty more."""

from pathlib import Path

from tests.proofs.killed_build import kill_builds


def test_a_build_killed_at_any_moment_leaves_the_last_good_one_serving(tmp_path: Path) -> None:
    outcome = kill_builds(tmp_path, steps=[3, -6, -5, -4, -3, -2, -1], n_random=2, seed=1, n_postings=60)
    assert outcome.failures == []
    assert outcome.n_passed == 10
    assert outcome.moments["in the build"] >= 2
    assert outcome.moments["after the swap"] >= 1

"""What counts how much stands in a file that a bureau may change while the service runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.matching.features import FEATURES
from service.matching.weights import WEIGHTS, load_weights


@pytest.mark.parametrize(
    ("text", "word"),
    [("[postings]\noccupation = 1\n[seekers]\n", "多了或少了"), (None, "不小于 0")],
)
def test_a_weights_file_that_is_wrong_says_what_is_wrong(tmp_path: Path, text: str | None, word: str) -> None:
    path = tmp_path / "weights.toml"
    lines = "\n".join(f"{name} = {-1 if name == 'pay' else 1}" for name in FEATURES)
    path.write_text(text if text is not None else f"[postings]\n{lines}\n[seekers]\n{lines}\n", "utf-8")
    with pytest.raises(ValueError, match=word):
        load_weights(path)


def test_a_changed_weights_file_counts_from_the_next_answer(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    text = WEIGHTS.read_text("utf-8")
    path.write_text(text, "utf-8")
    before = load_weights(path).postings["pay"]
    path.write_text(text.replace(f"\npay = {before:.2f} ", "\npay = 12.34 ", 1), "utf-8")
    assert load_weights(path).postings["pay"] == 12.34

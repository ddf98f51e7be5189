"""Keys: shown once, kept as hashes, revoked at once; without keys only this machine is let in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.auth import Caller, KeyFile, bearer, open_access
from service.errors import BadRequest, KeyNeeded, NotAllowed, RecordMissing

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_a_key_lets_its_holder_in_with_its_role(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "keys.json")
    key, secret = keys.add("市门户网站", "portal", now=NOW)
    assert keys.caller(secret) == Caller("portal", key.id, "市门户网站")


def test_the_file_holds_no_secret_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "keys.json")
    _, secret = keys.add("门户", "portal", now=NOW)
    assert secret.split("_", 2)[2] not in (tmp_path / "keys.json").read_text("utf-8")
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("presented", ["", "zp_", "zp_00000000_x", "nonsense", "xx_1_2"])
def test_an_unknown_key_is_refused_with_the_way_to_get_one(tmp_path: Path, presented: str) -> None:
    keys = KeyFile(tmp_path / "keys.json")
    keys.add("门户", "portal", now=NOW)
    with pytest.raises(KeyNeeded, match="zunpei key add"):
        keys.caller(presented)


def test_a_revoked_key_is_refused_at_once_and_others_stay(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "keys.json")
    first, first_secret = keys.add("门户", "portal", now=NOW)
    _, second_secret = keys.add("镇里", "staff", now=NOW)
    keys.revoke(first.id)
    with pytest.raises(KeyNeeded):
        keys.caller(first_secret)
    assert keys.caller(second_secret).role == "staff"
    with pytest.raises(RecordMissing, match=first.id):
        keys.revoke(first.id)


def test_a_portal_may_not_do_what_staff_may() -> None:
    with pytest.raises(NotAllowed, match="经办人员"):
        Caller("portal").must_be("staff", "admin")
    Caller("staff").must_be("staff", "admin")


@pytest.mark.parametrize(
    ("access", "is_loopback", "has_keys", "is_open"),
    [
        ("auto", True, False, True),
        ("auto", True, True, False),
        ("auto", False, False, False),
        ("keys", True, False, False),
        ("open", False, True, True),
    ],
)
def test_who_is_let_in_without_a_key(access: str, is_loopback: bool, has_keys: bool, is_open: bool) -> None:
    assert open_access(access, is_loopback=is_loopback, has_keys=has_keys) is is_open


def test_the_authorization_header_must_be_a_bearer_key() -> None:
    assert bearer("Bearer zp_1_2") == "zp_1_2"
    assert bearer("") == ""
    with pytest.raises(BadRequest, match="Bearer"):
        bearer("Basic eHh4")

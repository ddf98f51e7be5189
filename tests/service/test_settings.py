"""Settings: one place, every name known, secrets never shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from service.errors import BadSettings
from service.settings import Settings, describe, load_settings, secret_of


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("ZUNPEI_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_defaults_need_no_server_and_stay_on_this_machine() -> None:
    settings = load_settings()
    assert settings.database.startswith("sqlite:///")
    assert settings.redis_url == ""
    assert settings.is_loopback


def test_an_unknown_name_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZUNPEI_PROT", "8000")
    with pytest.raises(BadSettings, match="ZUNPEI_PROT"):
        load_settings()


def test_an_unknown_name_in_the_env_file_is_an_error_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ZUNPEI_DATADIR=/x\nPOSTGRES_PASSWORD=y\n", encoding="utf-8")
    with pytest.raises(BadSettings, match="ZUNPEI_DATADIR"):
        load_settings()


def test_a_wrong_value_names_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZUNPEI_PORT", "eighty")
    with pytest.raises(BadSettings, match=r"ZUNPEI_PORT.*eighty"):
        load_settings()


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("ZUNPEI_PORT=1001\nZUNPEI_WORKERS=3\n", encoding="utf-8")
    monkeypatch.setenv("ZUNPEI_PORT", "1002")
    assert load_settings().port == 1002
    assert load_settings(port=1003).port == 1003
    assert load_settings().workers == 3


def test_the_day_can_be_held_still() -> None:
    assert load_settings(asof="2026-11-23").asof == date(2026, 11, 23)


def test_secrets_are_masked_when_settings_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZUNPEI_SECRET_KEY", "very-secret")
    monkeypatch.setenv("ZUNPEI_DATABASE_URL", "postgresql+psycopg://u:hidden@h/d")
    lines = {line.name: line for line in describe(load_settings())}
    assert "very-secret" not in str(lines)
    assert "hidden" not in str(lines)
    assert lines["ZUNPEI_SECRET_KEY"].source == "环境变量"


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path / "d")
    first = secret_of(settings)
    assert secret_of(settings) == first
    assert len(first) == 64
    assert (tmp_path / "d" / "secret.key").stat().st_mode & 0o077 == 0

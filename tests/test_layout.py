"""The house keeps its shape: imports point down, pure rooms stay pure, packages do no work on import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("models", "indexer", "service")
FORBIDDEN_NAMES = {"types.py", "base.py", "utils.py", "common.py", "helpers.py"}
HEAVY = {"fastapi", "starlette", "sqlalchemy", "alembic", "redis", "faiss", "tantivy", "pymilvus", "uvicorn", "jinja2"}
SQL_ROOMS = {"indexer/store.py", "indexer/ledger.py", "indexer/tables.py", "indexer/database.py"}
PURE_PLACEMENT = {"service/placement/problem.py", "service/placement/solve.py", "service/placement/check.py"}
SETTINGS_DOORS = {"service/cli.py", "service/app.py", "service/settings.py"}


def sources(*floors: str) -> list[Path]:
    """Return every Python file of the given floors."""
    return sorted(path for floor in floors for path in (ROOT / floor).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Yield the dotted name of every import in a file, also those inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def name(path: Path) -> str:
    """Return the path as written in the rules."""
    return path.relative_to(ROOT).as_posix()


def heavy_imports(path: Path) -> set[str]:
    """Return the web, SQL, cache and index libraries that a file imports."""
    return {imported.split(".")[0] for imported in imports(path)} & HEAVY


@pytest.mark.parametrize(("floor", "upstairs"), [("models", ("indexer", "service")), ("indexer", ("service",))])
def test_nobody_imports_upstairs(floor: str, upstairs: tuple[str, ...]) -> None:
    seen = [(name(p), i) for p in sources(floor) for i in imports(p) if i.split(".")[0] in upstairs]
    assert seen == []


def test_the_pure_rooms_know_no_web_sql_redis_or_faiss() -> None:
    pure = [*sources("models", "service/matching"), *(ROOT / p for p in PURE_PLACEMENT if (ROOT / p).exists())]
    assert {name(path): heavy_imports(path) for path in pure if heavy_imports(path)} == {}


def test_api_and_web_do_not_know_each_other_nor_sql_nor_faiss() -> None:
    for room, other in (("service/api", "service.web"), ("service/web", "service.api")):
        for path in sources(room):
            assert not heavy_imports(path) & {"sqlalchemy", "faiss"}, name(path)
            assert not [i for i in imports(path) if i.startswith(other)], name(path)


def test_sql_lives_in_the_store_rooms() -> None:
    offenders = [
        name(path)
        for path in sources("indexer", "service")
        if "sqlalchemy" in heavy_imports(path)
        and name(path) not in SQL_ROOMS
        and not name(path).startswith(("indexer/migrations/", "indexer/store/"))
    ]
    assert offenders == []


def test_settings_are_read_only_at_the_doors() -> None:
    for path in sources(*FLOORS):
        if name(path) in SETTINGS_DOORS:
            continue
        text = path.read_text("utf-8")
        assert "load_settings(" not in text, name(path)
        assert "os.environ" not in text, name(path)


def test_a_package_init_is_one_docstring() -> None:
    for path in sources(*FLOORS):
        if path.name == "__init__.py":
            body = ast.parse(path.read_text("utf-8")).body
            assert len(body) == 1, name(path)
            assert isinstance(body[0], ast.Expr), name(path)


def test_no_room_is_called_after_nothing() -> None:
    assert [name(p) for p in sources(*FLOORS) if p.name in FORBIDDEN_NAMES] == []


def test_every_module_says_what_it_turns_into_what() -> None:
    missing = [name(p) for p in sources(*FLOORS) if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert missing == []

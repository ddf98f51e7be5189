"""One small real service for the tests of the API: a store of its own, the bundled model, a build, three callers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from indexer.build import build
from service.app import create_app
from service.auth import KeyFile
from service.resources import Resources
from service.settings import Settings
from tests.builders import ASOF

BASE = "/api/v1"

POSTINGS: list[dict[str, Any]] = [
    {
        "id": "p-bricks",
        "title": "砌筑工",
        "employer": "遵义某某建筑有限公司",
        "description": "砌砖、砌花台围墙，联系王师傅19900000001",
        "county_code": "520324",
        "township": "凤仪街道",
        "headcount": 3,
        "pay_text": "260元/天",
        "valid_until": "2026-12-31",
        "contact_name": "王大力",
        "contact_phone": "19900000001",
    },
    {
        "id": "p-care",
        "title": "养老护理员",
        "employer": "正安县某某养老院",
        "description": "照料老人起居，白班",
        "county_code": "520324",
        "headcount": 2,
        "pay_text": "3500-4200元/月",
        "benefits": "包吃住",
        "valid_until": "2026-12-31",
        "contact_name": "李院长",
        "contact_phone": "19900000002",
    },
    {
        "id": "p-forklift",
        "title": "叉车司机",
        "employer": "仁怀某某物流有限公司",
        "description": "仓库叉车装卸",
        "county_code": "520382",
        "headcount": 1,
        "pay_text": "6000元/月",
        "certificates": ["N1叉车证"],
        "valid_until": "2026-12-31",
        "contact_name": "赵经理",
        "contact_phone": "19900000003",
    },
]
SEEKERS: list[dict[str, Any]] = [
    {
        "id": "s-bricks",
        "name": "周大山",
        "phone": "19900000011",
        "birth_year": 1980,
        "sex": "男",
        "county_code": "520324",
        "township": "凤仪街道",
        "skills_text": "砌砖、粉墙二十年，找周大山打19900000011",
        "desired_jobs_text": "泥水活",
        "consent": True,
    },
    {
        "id": "s-care",
        "name": "吴小芳",
        "phone": "19900000012",
        "birth_year": 1985,
        "sex": "女",
        "county_code": "520324",
        "skills_text": "照顾老人，做过护工",
        "desired_jobs_text": "养老护理",
        "consent": True,
    },
    {
        "id": "s-no-consent",
        "name": "郑不愿",
        "birth_year": 1985,
        "county_code": "520324",
        "skills_text": "砌砖",
        "consent": False,
    },
]
LABELLED_NAMES = ("周大山", "吴小芳", "王大力", "李院长", "赵经理")


@dataclass(frozen=True)
class Desk:
    """The service and how its callers reach it."""

    app: FastAPI
    client: TestClient
    staff: dict[str, str]
    portal: dict[str, str]

    @property
    def resources(self) -> Resources:
        """What the service was assembled with."""
        return cast(Resources, self.app.state.resources)

    def ask(self, method: str, path: str, *, by: str = "staff", **given: Any) -> Any:
        """Return the response to a request of a caller."""
        headers = {**getattr(self, by), **given.pop("headers", {})} if by else given.pop("headers", {})
        return self.client.request(method, BASE + path, headers=headers, **given)

    def rebuild(self) -> None:
        """Make a build of what is stored, as `zunpei build` does."""
        parts = self.resources
        build(
            parts.store,
            parts.encoder,
            parts.segmenter,
            parts.vocabulary,
            parts.settings.builds_dir,
            asof=parts.clock.today(),
            now=parts.clock.now(),
            occupation_space=parts.occupation_space,
        )


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("api")) as made:
        yield made


@contextmanager
def open_desk(data_dir: Path) -> Iterator[Desk]:
    """Open a service of its own over the few records above, built."""
    settings = Settings(_env_file=None, data_dir=data_dir, asof=ASOF)
    keys = KeyFile(settings.keys_file)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    secrets = {role: keys.add(role, role, now=now)[1] for role in ("staff", "portal")}
    app = create_app(settings)
    bearer = {role: {"Authorization": f"Bearer {secret}"} for role, secret in secrets.items()}
    with TestClient(app) as client:
        made = Desk(app, client, bearer["staff"], bearer["portal"])
        for noun, records in (("postings", POSTINGS), ("seekers", SEEKERS)):
            for record in records:
                assert made.ask("PUT", f"/{noun}/{record['id']}", json=record).status_code == 201
        made.rebuild()
        yield made

"""No name, ID number or phone of the sample stands in passages, index files, logs or what a portal is told."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.records import Posting, Seeker
from models.text import posting_passage, seeker_passage
from service.opening import open_resources
from service.resources import Resources
from service.settings import Settings
from tests.builders import ASOF
from tests.journeys.serving import Served, serving, zunpei

SENTENCES = (
    "会砌砖，想在正安找日结的活",
    "养老护理员",
    "叉车司机",
    "卸货",
    "采茶",
    "打混凝土",
    "保洁",
    "会计",
    "月嫂",
    "酒厂",
)


@pytest.fixture(scope="module")
def portal_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data_dir = tmp_path_factory.mktemp("portal")
    zunpei("demo", "--no-serve", data_dir=data_dir)
    return data_dir


@pytest.fixture(scope="module")
def key(portal_data: Path) -> str:
    made = zunpei("key", "add", "--label", "市门户", "--role", "portal", "--json", data_dir=portal_data)
    secret: str = json.loads(made.stdout)["key"]
    return secret


@pytest.fixture(scope="module")
def portal(portal_data: Path, key: str) -> Iterator[Served]:
    with serving(portal_data) as running:
        yield running


@pytest.fixture(scope="module")
def resources(portal_data: Path) -> Iterator[Resources]:
    with open_resources(Settings(data_dir=portal_data, asof=ASOF)) as opened:
        yield opened


@pytest.fixture(scope="module")
def seekers(resources: Resources) -> list[Seeker]:
    return [seeker for batch in resources.store.iter_seekers() for seeker in batch]


@pytest.fixture(scope="module")
def postings(resources: Resources) -> list[Posting]:
    return [posting for batch in resources.store.iter_postings() for posting in batch]


@pytest.fixture(scope="module")
def numbers(seekers: list[Seeker], postings: list[Posting]) -> set[str]:
    found = {s.id_number for s in seekers} | {s.phone for s in seekers}
    for posting in postings:
        found |= set(re.findall(r"\d{11}", posting.contact_phone))
    return {number for number in found if len(number) >= 11}


def names_in(text: str, names: set[str]) -> set[str]:
    """Return which of `names` (three characters and more, so no common word is one) stand in `text`."""
    return {name for name in names if len(name) >= 3 and name in text}


def ask(base: str, path: str, key: str, body: dict[str, object] | None = None) -> str:
    request = urllib.request.Request(
        base + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {key}"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        received: str = answer.read().decode()
        return received


def test_the_sample_has_enough_to_look_for(numbers: set[str], seekers: list[Seeker]) -> None:
    assert len(numbers) > 4000
    assert len({s.name for s in seekers}) > 1500


def test_no_passage_holds_a_name_an_id_or_a_phone(
    seekers: list[Seeker], postings: list[Posting], numbers: set[str]
) -> None:
    leaks = []
    for seeker in seekers:
        passage = seeker_passage(seeker)
        if (len(seeker.name) >= 2 and seeker.name in passage) or re.search(r"\d{11}", passage):
            leaks.append(seeker.id)
    for posting in postings:
        passage = posting_passage(posting)
        if (len(posting.contact_name) >= 2 and posting.contact_name in passage) or re.search(r"\d{11}", passage):
            leaks.append(posting.id)
    everything = "\n".join([*map(seeker_passage, seekers), *map(posting_passage, postings)])
    assert leaks == []
    assert {number for number in numbers if number in everything} == set()


def test_no_passage_holds_a_sensitive_tag(seekers: list[Seeker]) -> None:
    tags = re.compile(r"脱贫|监测户|低保|易地搬迁|刑满释放|刑释|戒毒|残疾|坐月子|离异|苗族|仡佬族|汉族")
    places = re.compile(r"[一-鿿]{2,12}(?:自治县|族乡)")  # 务川仡佬族苗族自治县 is a place, not a person's ethnicity
    assert [s.id for s in seekers if tags.search(places.sub("", seeker_passage(s)))] == []


def test_no_index_file_holds_a_name_an_id_or_a_phone(
    portal_data: Path, seekers: list[Seeker], numbers: set[str]
) -> None:
    files = [path for path in (portal_data / "index").rglob("*") if path.is_file()]
    assert files
    names = {s.name for s in seekers}
    for path in files:
        raw = path.read_bytes()
        assert {n for n in numbers if n.encode() in raw or n.encode("utf-16-le") in raw} == set(), path.name
        text = raw.decode("utf-8", errors="ignore")
        assert names_in(text, names) == set(), path.name


def test_no_answer_to_a_portal_holds_a_name_an_id_or_a_phone(
    portal: Served, key: str, seekers: list[Seeker], postings: list[Posting], numbers: set[str]
) -> None:
    answers = []
    for sentence in SENTENCES:
        answers.append(ask(portal.url, "/api/v1/match/postings", key, {"text": sentence, "top_k": 100}))
        answers.append(ask(portal.url, "/api/v1/match/seekers", key, {"text": sentence, "top_k": 100}))
    for posting in postings[::100]:
        if posting.status.value == "live":
            answers.append(ask(portal.url, "/api/v1/match/seekers", key, {"posting_id": posting.id}))
    everything = "\n".join(answers)
    assert everything.count('"rank"') > 1000
    assert {number for number in numbers if number in everything} == set()
    assert names_in(everything, {s.name for s in seekers}) == set()
    contacts = {p.contact_name for p in postings if len(p.contact_name) >= 3}
    shown = {name for name in contacts if f'"{name}"' in everything}
    assert shown == set()


def test_the_log_holds_none_of_them_either(portal: Served, key: str, seekers: list[Seeker], numbers: set[str]) -> None:
    with pytest.raises(urllib.error.HTTPError):
        ask(portal.url, "/api/v1/match/postings", key, {"seeker": {"name": seekers[0].name, "nope": 1}})
    log = portal.log.read_text("utf-8")
    assert log
    assert {number for number in numbers if number in log} == set()
    assert names_in(log, {s.name for s in seekers}) == set()

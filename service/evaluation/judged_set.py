"""Turn a folder of postings, people, queries and grades into one judged set, or say what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from indexer.interchange import InterchangeError, record_from_line
from models.judgements import numbered_lines, read_qrels, read_texts
from models.records import Posting, Seeker
from service.evaluation.misuse import Misuse

POSTINGS, SEEKERS, QUERIES = "postings.jsonl", "seekers.jsonl", "queries.tsv"
QUERY_GRADES, SEEKER_GRADES = "qrels_queries.tsv", "qrels_jobs.tsv"
TOPICS, UTTERANCES = "topics.tsv", "utterances.jsonl"

Grades = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Topic:
    """What a query or a person is about: a trade group and the county asked from; "" is not said."""

    group: str = ""
    county: str = ""


@dataclass(frozen=True)
class JudgedSet:
    """A judged set as read. `titles` are those of the postings in the file, by id, whatever an import says of them.

    `unreadable` lists the posting lines that are no record; `n_unknown_postings` counts graded ids without a posting.
    """

    folder: Path
    postings: Mapping[str, Posting]
    seekers: Mapping[str, Seeker]
    queries: Mapping[str, str]
    query_grades: Grades
    seeker_grades: Grades
    topics: Mapping[str, Topic]
    utterances: Path | None
    n_unknown_postings: int = 0
    unreadable: tuple[str, ...] = field(default=())

    @property
    def files(self) -> list[Path]:
        """Return the files that an import reads."""
        return [path for path in (postings_file(self.folder), self.folder / SEEKERS) if path.exists()]


def postings_file(folder: Path) -> Path:
    """Return where the postings of a set stand: in its folder, or in the one above for sets that share them."""
    own = folder / POSTINGS
    return own if own.exists() else folder.parent / POSTINGS


def read_judged_set(folder: Path) -> JudgedSet:
    """Read a folder; every file but the postings is optional, one file of grades must be there.

    Sets that share their postings lie side by side, with the postings in the folder above them.

    Raises:
        Misuse: a file is missing or cannot be read, a grade names a query or a person that is not there, or a grade
            lies outside -1 to 3.
    """
    if not folder.is_dir():
        raise Misuse(f"“{folder}”不是文件夹。--judged 要一个装有 {POSTINGS} 和判断文件的文件夹。")
    if not postings_file(folder).exists():
        raise Misuse(f"文件夹“{folder}”和它的上一级里都没有 {POSTINGS}（一行一个岗位的 JSON）。")
    if not any((folder / name).exists() for name in (QUERY_GRADES, SEEKER_GRADES)):
        raise Misuse(f"文件夹“{folder}”里没有判断：至少要有 {QUERY_GRADES} 或 {SEEKER_GRADES} 之一。")
    postings, unreadable = _records(postings_file(folder), Posting)
    seekers, unreadable_people = _records(folder / SEEKERS, Seeker)
    try:
        queries = read_texts(folder / QUERIES) if (folder / QUERIES).exists() else {}
        of_queries = _grades(folder / QUERY_GRADES, queries, QUERIES)
        of_seekers = _grades(folder / SEEKER_GRADES, seekers, SEEKERS)
        topics = _topics(folder / TOPICS)
    except ValueError as error:
        raise Misuse(str(error)) from None
    graded = {posting for grades in (of_queries, of_seekers) for by_id in grades.values() for posting in by_id}
    return JudgedSet(
        folder=folder,
        postings=postings,
        seekers=seekers,
        queries=queries,
        query_grades=of_queries,
        seeker_grades=of_seekers,
        topics=topics,
        utterances=folder / UTTERANCES if (folder / UTTERANCES).exists() else None,
        n_unknown_postings=len(graded - postings.keys()),
        unreadable=(*unreadable, *unreadable_people),
    )


def json_lines(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Read a file of JSON objects, one a line, with their line numbers.

    Raises:
        Misuse: a line is no JSON object.
    """
    found: list[tuple[int, dict[str, Any]]] = []
    try:
        for number, line in numbered_lines(path):
            value = msgspec.json.decode(line.encode())
            if not isinstance(value, dict):
                raise Misuse(f"“{path.name}”第{number}行不是 JSON 对象，应为一行一个 {{…}}。")
            found.append((number, value))
    except msgspec.DecodeError as error:
        raise Misuse(f"“{path.name}”第{number}行不是完整的 JSON（{error}），应为一行一个 {{…}}。") from None
    except ValueError as error:
        raise Misuse(str(error)) from None
    return found


def _records(path: Path, kind: type[Any]) -> tuple[dict[str, Any], list[str]]:
    """Read records by id; a line that is no record is left out and named: an import would return it as well."""
    found: dict[str, Any] = {}
    unreadable: list[str] = []
    if not path.exists():
        return found, unreadable
    for number, line in json_lines(path):
        try:
            record = record_from_line(line, "posting" if kind is Posting else "seeker")
        except InterchangeError as error:
            unreadable.append(f"“{path.name}”第{number}行：{error}")
            continue
        found.setdefault(record.id, record)
    return found, unreadable


def _grades(path: Path, known: Mapping[str, Any], source: str) -> dict[str, dict[str, int]]:
    if not path.exists():
        return {}
    grades = read_qrels(path)
    if unknown := sorted(grades.keys() - known.keys()):
        more = f"等{len(unknown)}个" if len(unknown) > 1 else ""
        raise Misuse(f"“{path.name}”判断了“{unknown[0]}”{more}，但 {source} 里没有。请补上或删掉这些判断。")
    for query, by_id in grades.items():
        for posting, grade in by_id.items():
            if not -1 <= grade <= 3:
                raise Misuse(f"“{path.name}”里 {query} 对 {posting} 的等级是 {grade}，只能是 -1、0、1、2、3。")
    return grades


def _topics(path: Path) -> dict[str, Topic]:
    found: dict[str, Topic] = {}
    if not path.exists():
        return found
    for number, line in numbered_lines(path):
        cells = [cell.strip() for cell in line.split("\t")]
        if number == 1 and cells[0].casefold() in {"id", "qid", "编号"}:
            continue
        if len(cells) < 2:
            raise ValueError(f"“{path.name}”第{number}行应为“编号<Tab>工种组<Tab>县区代码”。")
        found[cells[0]] = Topic(cells[1], cells[2] if len(cells) > 2 else "")
    return found

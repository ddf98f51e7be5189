"""Turn the normalised rows of one file into kept records with ids, and rows that are copies of them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from indexer.normalise.completion import completed
from indexer.normalise.issues import IssueCodes
from indexer.normalise.keys import employer_key, key_id, posting_keys, squeezed, unnumbered_seeker_id
from indexer.normalise.sheet_context import Normalised
from models.records import Employer, Issue, Posting, Seeker


class PostingCopies:
    """Gives postings their ids and marks copies; keeps what it has seen, so a stream can be settled batch by batch.

    Rows of one natural key are told apart by their words (`posting_keys`): the same words are a copy, other words are a
    second posting with an id of its own, and so are the same words under another number of the office's (`row.key`).
    Within one call the row with the strongest claim is kept, and a row that is
    returned for another reason never displaces a sound one.
    """

    def __init__(self, codes: IssueCodes) -> None:
        self._codes = codes
        self._bases: set[str] = set()
        self._kept: dict[str, str] = {}

    def settle(self, rows: Sequence[Normalised[Posting]]) -> None:
        """Settle rows in place. A row whose record has an id already is told by that id alone."""
        here: dict[str, Normalised[Posting]] = {}
        for row in sorted((row for row in rows if row.record is not None), key=_claim):
            assert row.record is not None
            base, words = (row.record.id, "") if row.record.id else posting_keys(row.record)
            key = f"{base} {words} {row.key}"
            if key in here:
                _take_over(here[key], row, self._codes)
            elif key in self._kept:
                row.issues.insert(0, duplicate_issue(self._codes, self._kept[key], ()))
            else:
                here[key] = row
                self._kept[key] = _where(row)
                if not row.record.id:
                    own = base if base not in self._bases else key_id("p", base, words, row.key)
                    row.record = msgspec.structs.replace(row.record, id=own)
                self._bases.add(base)


def settle_employers(rows: Sequence[Normalised[Employer]], codes: IssueCodes) -> None:
    """Mark copies of an employer (same credit code, else same name) within the file as duplicates."""
    kept: dict[str, Normalised[Employer]] = {}
    for row in sorted((row for row in rows if row.record is not None), key=_claim):
        assert row.record is not None
        key = employer_key(row.record)
        if key in kept:
            _take_over(kept[key], row, codes)
        else:
            kept[key] = row


def settle_seekers(rows: Sequence[Normalised[Seeker]], codes: IssueCodes) -> None:
    """Mark copies of a person within the file as duplicates; give those without ID number an id.

    A person is known by the ID number; without one by name and phone, else by name and school when only one such
    graduate is known. The same number under another name is no copy but a question for the officer; relatives who share
    a phone are different people. Persons with an ID number get their id from the store (`indexer.persons`).
    """
    people = sorted((row for row in rows if row.record is not None), key=_claim)
    by_number: dict[str, Normalised[Seeker]] = {}
    known: dict[tuple[str, ...], list[Normalised[Seeker]]] = {}
    for row in people:
        record = row.record
        assert record is not None
        if not record.id_number:
            continue
        first = by_number.get(record.id_number)
        if first is None:
            by_number[record.id_number] = row
            for key in _weak_keys(record):
                known.setdefault(key, []).append(row)
        elif first.record is not None and first.record.name == record.name:
            _take_over(first, row, codes)
        else:
            other_name(row, codes)
    for row in people:
        record = row.record
        assert record is not None
        if record.id_number or record.id:
            continue
        twin = next((known[key][0] for key in _weak_keys(record) if len(known.get(key, ())) == 1), None)
        if twin is not None:
            _take_over(twin, row, codes)
            continue
        row.record = msgspec.structs.replace(record, id=unnumbered_seeker_id(record))
        for key in _weak_keys(record):
            known.setdefault(key, []).append(row)


def other_name(row: Normalised[Seeker], codes: IssueCodes) -> None:
    """Set a row aside whose ID number belongs to somebody of another name.

    The number moves to the remark, so that whoever looks the number up finds the person registered under it first.
    """
    record = row.record
    assert record is not None
    row.issues.append(codes.issue("id_other_name", "id_no"))
    remark = "；".join(part for part in (record.remark, f"证件号与他人相同：{record.id_number}") if part)
    row.record = msgspec.structs.replace(record, id_number="", remark=remark, id=unnumbered_seeker_id(record))


def duplicate_issue(codes: IssueCodes, where: str, taken: Sequence[str]) -> Issue:
    """Return the issue of a copy: of which row it is one, and what it completed there."""
    return codes.issue("duplicate", "", f"与{where}是同一条" + (f"，已补入{'、'.join(taken)}" if taken else ""))


def _claim(row: Normalised[Posting] | Normalised[Seeker] | Normalised[Employer]) -> tuple[int, ...]:
    return (int(row.outcome == "rejected"), *row.claim)


def _weak_keys(record: Seeker) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = []
    if record.phone:
        keys.append(("phone", record.name, record.phone))
    elif record.graduate is None:
        keys.append(("home", record.name, record.county_code, record.township, record.village, str(record.birth_year)))
    if record.graduate is not None and record.graduate.school:
        keys.append(("school", record.name, squeezed(record.graduate.school), squeezed(record.major)))
    return keys


def _take_over(
    first: Normalised[Posting] | Normalised[Seeker] | Normalised[Employer],
    copy: Normalised[Posting] | Normalised[Seeker] | Normalised[Employer],
    codes: IssueCodes,
) -> None:
    assert first.record is not None
    assert copy.record is not None
    taken: tuple[str, ...] = ()
    if first.outcome != "rejected":
        first.record, taken = completed(first.record, copy.record, newer=True)  # type: ignore[type-var]
    copy.issues.insert(0, duplicate_issue(codes, _where(first), taken))


def _where(row: Normalised[Posting] | Normalised[Seeker] | Normalised[Employer]) -> str:
    return f"“{row.sheet}”第{row.row}行" if row.sheet else f"第{row.row}行"

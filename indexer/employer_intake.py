"""Turn normalised employers and the wage-arrears list into stored employers, and postings suspended or set free."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from indexer.employer_register import apply_arrears
from indexer.file_rows import FileRows
from indexer.intake import Run, count_rows, count_stored
from indexer.normalise.completion import updated
from indexer.normalise.copies import settle_employers
from indexer.normalise.employer_rows import Arrears, employer_of_arrears, is_in_arrears, with_arrears
from indexer.normalise.keys import squeezed
from indexer.normalise.sheet_context import Normalised
from indexer.reconcile import Outcome
from indexer.report import FileReport
from models.records import Employer


def take_employers(run: Run, rows: FileRows, entry: FileReport, arrears_entry: FileReport | None, batch: int) -> None:
    """Store the employers of a file with what its wage-arrears list says of them.

    The list decides wherever it names an employer; with a list or a column for it in the file, an employer that is not
    named is off it. A file with the list only touches those it names. Postings follow, whichever came first.
    """
    settle_employers(rows.employers, run.codes)
    lines = _listed(rows.arrears)
    used: set[int] = set()
    found: list[Employer] = []
    for row in rows.employers:
        if row.record is None or row.outcome == "rejected":
            continue
        line = lines.get(row.record.uscc) or lines.get(squeezed(row.record.name))
        if line is not None and line.record is not None:
            row.record = with_arrears(row.record, line.record)
            used.add(id(line))
        found.append(row.record)
    own = len(found)
    for line in rows.arrears:
        if line.record is not None and line.outcome != "rejected" and id(line) not in used:
            found.append(employer_of_arrears(line.record, rows.contexts[line.sheet], line.row))
    for start in range(0, len(found), batch):
        part = found[start : start + batch]
        outcomes = _store(run, part, entry, states_arrears=rows.states_arrears)
        mine = max(0, min(own - start, len(part)))
        count_stored(entry, outcomes[:mine])
        if arrears_entry is not None:
            count_stored(arrears_entry, outcomes[mine:])
    count_rows(entry, rows.employers, run.codes)
    if arrears_entry is not None:
        count_rows(arrears_entry, rows.arrears, run.codes)


def _listed(lines: Sequence[Normalised[Arrears]]) -> dict[str, Normalised[Arrears]]:
    listed: dict[str, Normalised[Arrears]] = {}
    for line in lines:
        if line.record is None or line.outcome == "rejected":
            continue
        for key in (line.record.uscc, squeezed(line.record.name)):
            if key:
                listed[key] = line
    return listed


def _store(run: Run, part: Sequence[Employer], entry: FileReport, *, states_arrears: bool) -> list[Outcome]:
    by_code = run.store.employers_by_uscc(sorted({e.uscc for e in part if e.uscc}))
    by_name = run.store.employers_by_name(sorted({e.name for e in part if e.name}))
    ids = {e.id: (e.id, by_code.get(e.uscc, ""), by_name.get(e.name, "")) for e in part}
    stored = run.store.employers(sorted({i for three in ids.values() for i in three if i}))
    before: list[Employer | None] = []
    after: list[Employer] = []
    for employer in part:
        old = next((stored[i] for i in ids[employer.id] if i in stored), None)
        before.append(old)
        if old is None:
            after.append(employer)
            continue
        merged = updated(old, employer)
        if states_arrears:
            merged = msgspec.structs.replace(
                merged,
                arrears_from_on=employer.arrears_from_on,
                arrears_until_on=employer.arrears_until_on,
                arrears_note=employer.arrears_note,
            )
        after.append(merged)
    outcomes = run.store.put(after, now=run.now, import_id=run.import_id)
    n_suspended, n_freed = apply_arrears(run.store, before, after, asof=run.asof, now=run.now)
    entry.effects.update({"postings_suspended": n_suspended, "postings_freed": n_freed})
    entry.effects.update({"employers_in_arrears": sum(is_in_arrears(e, run.asof) for e in after)})
    return outcomes

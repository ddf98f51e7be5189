"""Turn normalised crews and rosters into stored crews whose members are linked to registered people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from indexer.file_rows import FileRows
from indexer.intake import Run, count_rows, count_stored, status_of
from indexer.normalise.keys import squeezed
from indexer.normalise.sheet_context import Normalised
from indexer.report import FileReport
from indexer.store import Store
from models.records import Crew, CrewMember


def take_crews(run: Run, rows: FileRows, entry: FileReport, members_entry: FileReport | None) -> None:
    """Store the crews of a file with their members; a member who is not registered, or did not sign, is noted."""
    links = _links(run.store, (m.record for _, m in rows.members if m.record is not None))
    rosters: dict[str, list[CrewMember]] = {}
    known = {key for crew in rows.crews if crew.record is not None for key in _keys(crew)}
    for key, member in rows.members:
        if rows.crews and key not in known:
            member.issues.append(run.codes.issue("crew_unknown", "crew_id", key))
        if member.record is None or member.outcome == "rejected":
            continue
        linked = _linked(member.record, links)
        if not linked.seeker_id:
            member.issues.append(run.codes.issue("member_not_registered", "id_no", linked.name))
        rosters.setdefault(key, []).append(linked)
    keep: list[Crew] = []
    seen: dict[str, Normalised[Crew]] = {}
    for crew in rows.crews:
        if crew.record is None or crew.outcome == "rejected":
            continue
        first = seen.setdefault(crew.record.id, crew)
        if first is not crew:
            crew.issues.append(run.codes.issue("duplicate", "crew_id", f"与“{first.sheet}”第{first.row}行是同一个班组"))
            continue
        roster = next((rosters[key] for key in _keys(crew) if key in rosters), [])
        status, reason = status_of(crew.issues, crew.record.status, crew.record.status_reason)
        keep.append(msgspec.structs.replace(crew.record, members=tuple(roster), status=status, status_reason=reason))
    count_stored(entry, run.store.put(keep, now=run.now, import_id=run.import_id))
    count_rows(entry, rows.crews, run.codes)
    if members_entry is not None:
        count_rows(members_entry, [member for _, member in rows.members], run.codes)


def relink_crews(run: Run) -> int:
    """Link members who were registered after their crew, and return how many there were."""
    n_linked = 0
    for crews in run.store.iter_crews():
        open_members = [m for crew in crews for m in crew.members if not m.seeker_id]
        links = _links(run.store, open_members)
        better: list[Crew] = []
        for crew in crews:
            members = tuple(m if m.seeker_id else _linked(m, links) for m in crew.members)
            if members != crew.members:
                n_linked += sum(a != b for a, b in zip(members, crew.members, strict=True))
                better.append(msgspec.structs.replace(crew, members=members))
        if better:
            run.store.put(better, now=run.now, import_id=run.import_id)
    return n_linked


def _keys(crew: Normalised[Crew]) -> list[str]:
    assert crew.record is not None
    return [crew.key, squeezed(crew.record.name)] if crew.key else [squeezed(crew.record.name)]


def _links(store: Store, members: Iterable[CrewMember]) -> dict[tuple[str, str], str]:
    wanted = list(members)
    links: dict[tuple[str, str], str] = {}
    numbers = store.seekers_by_id_number(sorted({m.id_number for m in wanted if m.id_number}))
    links |= {("", number): seeker for number, seeker in numbers.items()}
    pairs = {(m.name, m.phone) for m in wanted if not m.id_number and m.name and m.phone}
    return links | store.seekers_by_name_phone(sorted(pairs))


def _linked(member: CrewMember, links: Mapping[tuple[str, str], str]) -> CrewMember:
    key = ("", member.id_number) if member.id_number else (member.name, member.phone)
    seeker = links.get(key, "")
    return msgspec.structs.replace(member, seeker_id=seeker) if seeker else member

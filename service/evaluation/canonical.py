"""Turn what the writer of a judged set noted for an utterance into canonical values that can be compared."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from models.records import Limits, Schedule, TimeSlot
from models.understand.benefits import parse_lodging
from models.understand.certificate import parse_certificates
from models.understand.dates import parse_slot
from models.understand.demand import Demand, limits_of
from models.understand.limits import find_demands
from models.understand.query import Side, side_of
from models.understand.schedule import parse_schedule
from models.understand.settlement import parse_settlement
from models.vocabulary import Vocabulary

WORDS = Path(__file__).parent.parent / "data" / "expected_words.toml"
HARD_OF_DEMAND: Mapping[str, str] = {
    "night": "schedule",
    "minutes": "schedule",
    "dates": "schedule",
    "part_time": "schedule",
    "weekend": "schedule",
    "settlement": "settlement",
    "lodging": "lodging",
    "area": "region",
    "region": "region",
    "kind": "kind",
    "avoid": "avoid",
    "pay": "pay",
}
"""The field of a judged set that a demand of `models.understand.demand` is about."""
_TIMED = re.compile(r"^(ends_by|starts_after|from|until)[:：=](.+)$")
_CODE = re.compile(r"^\d-\d{2}-\d{2}-\d{2}$")


class Unreadable(ValueError):
    """A noted value has no meaning known here; the message is a Chinese sentence."""


@dataclass(frozen=True)
class Canon:
    """Reads noted values. `asof` is the day the utterances were spoken on."""

    vocabulary: Vocabulary
    asof: date

    @cached_property
    def words(self) -> Mapping[str, Mapping[str, Any]]:
        """The table of `service/data/expected_words.toml`."""
        with WORDS.open("rb") as file:
            return tomllib.load(file)

    def occupations(self, value: Any) -> tuple[str, ...]:
        """Return the accepted codes, best first. A name of 大典 may stand for its code."""
        codes = []
        for item in _listed(value):
            text = str(item).strip()
            code = text if _CODE.match(text) else self._code_by_name.get(text, "")
            if not code:
                raise Unreadable(f"职业“{text}”不是大典代码（如 6-29-01-01），也不是大典里的名称")
            codes.append(code)
        return tuple(codes)

    def region(self, value: Any) -> str | None:
        """Return a GB/T 2260 or township code."""
        if value in (None, "", []):
            return None
        text = str(_listed(value)[0]).strip()
        if not re.fullmatch(r"\d{6}|\d{9}|\d{12}", text):
            raise Unreadable(f"地区“{text}”不是六位区划代码或九位乡镇代码")
        return text[:9] if len(text) == 12 else text

    def pay(self, value: Any) -> dict[str, Any] | None:
        """Return the named ones of min, max and unit."""
        if value in (None, "", {}):
            return None
        if not isinstance(value, Mapping):
            raise Unreadable(f"工资“{value}”应写成 {{min, max, unit}}")
        try:
            named: dict[str, Any] = {k: float(value[k]) for k in ("min", "max") if value.get(k) not in (None, "")}
        except (TypeError, ValueError):
            raise Unreadable(f"工资“{value}”的 min、max 应为数字") from None
        if unit := value.get("unit"):
            named["unit"] = self._word("pay_unit", unit, "工资单位")
        return named or None

    def settlement(self, value: Any) -> str | None:
        """Return the settlement, also when it is written as people say it."""
        if value in (None, "", []):
            return None
        text = str(_listed(value)[0])
        if not (found := self._known("settlement", text)):
            said = parse_settlement(text)
            if said is None:
                raise Unreadable(f"结算方式“{text}”不认识")
            found = said.value
        return found

    def lodging(self, value: Any) -> bool | None:
        """Return whether lodging is wanted or offered."""
        if value is None or value == "" or isinstance(value, bool):
            return value if isinstance(value, bool) else None
        said = {"true": True, "yes": True, "false": False, "no": False}.get(str(value).strip().lower())
        said = said if said is not None else parse_lodging(str(value))
        if said is None:
            raise Unreadable(f"住宿“{value}”应为 true 或 false")
        return said

    def headcount(self, value: Any) -> int | None:
        """Return how many people are asked for."""
        if value in (None, "", []):
            return None
        if isinstance(value, bool) or not re.fullmatch(r"\d+(?:\.0)?", str(value).strip()):
            raise Unreadable(f"人数“{value}”应为整数")
        return int(float(value))

    def certificates(self, value: Any) -> frozenset[str]:
        """Return certificate codes; a name is read by the product's own table."""
        codes: set[str] = set()
        for item in _listed(value):
            text = str(item).strip()
            if text in self.vocabulary.certificates:
                codes.add(text)
                continue
            found = [c.code for c in parse_certificates(text, self.vocabulary, asof=self.asof) if c.code]
            if not found:
                raise Unreadable(f"证书“{text}”不在证书表里")
            codes.update(found)
        return frozenset(codes)

    def schedule(self, value: Any) -> frozenset[str]:
        """Return meanings: no_night, day, night, rotating, part_time, weekend, and times such as ends_by:17:00."""
        found: set[str] = set()
        items = _pairs(value) if isinstance(value, Mapping) else _listed(value)
        for item in items:
            found |= self._schedule_pair(*item) if isinstance(item, tuple) else self._schedule_words(str(item))
        return frozenset(found)

    def hard(self, value: Any) -> frozenset[str]:
        """Return the fields that are limits."""
        found: set[str] = set()
        for item in _listed(value):
            text = str(item).strip()
            name = self._known("hard", text) or self._known("hard", re.split(r"[:：.=]", text)[0])
            if name:
                found.add(name)
                continue
            demands = find_demands(text, self.vocabulary, asof=self.asof, home="520300")
            if not demands:
                raise Unreadable(f"限制条件“{text}”不是字段名，也读不出意思")
            found.update(HARD_OF_DEMAND[demand.field] for demand in demands)
        return frozenset(found)

    def side_of(self, speaker: str, text: str) -> Side:
        """Return what is sought: a worker seeks postings, an employer seekers.

        A caseworker notes for either: the words decide, see `models.understand.query.side_of`.
        """
        if speaker in ("worker", "employer"):
            return "postings" if speaker == "worker" else "seekers"
        return side_of(text)

    @cached_property
    def _code_by_name(self) -> Mapping[str, str]:
        return {occupation.name: code for code, occupation in self.vocabulary.occupations.items()}

    def _known(self, table: str, text: str) -> str:
        folded = re.sub(r"\s+", "", str(text)).lower()
        return next((name for name, forms in self.words[table].items() if folded in forms), "")

    def _word(self, table: str, text: Any, label: str) -> str:
        found = self._known(table, str(text))
        if not found:
            raise Unreadable(f"{label}“{text}”不认识，可用：{'、'.join(self.words[table])}")
        return found

    def _schedule_words(self, text: str) -> set[str]:
        if match := _TIMED.match(text.strip()):
            return self._schedule_pair(match[1], match[2])
        if name := self._known("schedule", text):
            return {name}
        demands = find_demands(text, self.vocabulary, asof=self.asof)
        # What is demanded is read best by the reader of demands: to the others "五点前收工" begins at five.
        found = schedule_meanings(None, limits_of(demands), demands) or schedule_meanings(parse_schedule(text), None)
        slot = None if found else parse_slot(text, text, asof=self.asof)
        found |= slot_meanings(slot) if slot else set()
        if not found:
            raise Unreadable(f"时间安排“{text}”读不出意思")
        return found

    def _schedule_pair(self, key: str, value: Any) -> set[str]:
        name = self.words["schedule_keys"].get(str(key).strip().lower())
        if name is None:
            raise Unreadable(f"时间安排里的“{key}”不认识，可用：{'、'.join(self.words['schedule_keys'])}")
        if value is False or value is None:
            opposite = self.words["schedule_false"].get(name) if value is False else None
            return {opposite} if opposite else set()
        if name in ("ends_by", "starts_after"):
            return {f"{name}:{_clock(value)}"}
        if name in ("from", "until"):
            return {f"{name}:{str(value).strip()[:10]}"}
        return {name}


def schedule_meanings(schedule: Schedule | None, limits: Limits | None, demands: Sequence[Demand] = ()) -> set[str]:
    """Return the canonical meanings of hours as understood; a wish for the day ("最好白天做") is "day"."""
    found: set[str] = set()
    if schedule is not None:
        said = {
            "day": bool(schedule.long_day_shift),
            "night": bool(schedule.night) and not schedule.rotating,
            "no_night": schedule.night is False and not schedule.long_day_shift,
            "rotating": bool(schedule.rotating),
            "part_time": bool(schedule.part_time),
            "weekend": bool(schedule.weekend),
        }
        found |= {name for name, is_said in said.items() if is_said}
        found |= _times(schedule.start_minute, schedule.end_minute)
    if limits is not None:
        found |= {"no_night"} if limits.no_night else set()
        found |= _times(limits.earliest_minute, limits.latest_minute)
        found |= {f"from:{limits.available_from}"} if limits.available_from else set()
        found |= {f"until:{limits.available_until}"} if limits.available_until else set()
    for demand in demands:
        if demand.field == "night" and demand.strength == "wish":
            found.add("day")
        found |= _times(demand.earliest_minute, demand.latest_minute)
    return found


def slot_meanings(slot: TimeSlot) -> set[str]:
    """Return the canonical meanings of the dates and hours of a gig."""
    found = {f"from:{slot.starts_on}"} if slot.starts_on else set()
    found |= {f"until:{slot.ends_on}"} if slot.ends_on else set()
    return found | _times(slot.start_minute, slot.end_minute)


def _times(earliest: int | None, latest: int | None) -> set[str]:
    found = {f"starts_after:{minutes(earliest)}"} if earliest is not None else set()
    return found | ({f"ends_by:{minutes(latest)}"} if latest is not None else set())


def minutes(value: int) -> str:
    """Return minutes from midnight as HH:MM; past midnight begins at 00:00 again."""
    return f"{value // 60 % 24:02d}:{value % 60:02d}"


def _clock(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return minutes(value)
    match = re.match(r"^\s*(\d{1,2})[:：](\d{2})", str(value))
    if not match:
        raise Unreadable(f"钟点“{value}”应写成 17:00 这样")
    return f"{int(match[1]) % 24:02d}:{match[2]}"  # 24:00 is 00:00


def _listed(value: Any) -> list[Any]:
    if value in (None, "", [], ()):
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _pairs(value: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return list(value.items())

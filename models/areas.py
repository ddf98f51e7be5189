"""Turn the area tables into units that know their parent, their centre and the names people use for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from typing import Literal

from models.data_files import DataFiles, DataTableError, Row, split_list
from models.records import Place

Level = Literal["country", "province", "city", "county", "township", "unknown"]

COUNTRY = "000000"
EARTH_RADIUS_KM = 6371.0  # mean radius; Source: IUGG

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|"
    "达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|"
    "鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_AUTONOMOUS = re.compile(rf"(.{{2,}}?)((?:(?:{_PEOPLES})族?)+)(自治[州县旗区]|[乡区])$")
_SUFFIX = re.compile(r"(特别行政区|自治[州县旗区]|街道办事处|街道|地区|林区|新区|省|市|盟|县|区|旗|镇|乡)$")


@dataclass(frozen=True)
class Area:
    """One unit: province, city, county (6 digits) or township (9 digits). `is_rough` marks a centre borrowed from its
    parent, so a distance to it is only that of the parent."""

    code: str
    name: str
    level: Level
    parent: str
    lng: float
    lat: float
    is_rough: bool = False
    note: str = ""

    @cached_property
    def short_names(self) -> tuple[str, ...]:
        """Return what people call it: 道真仡佬族苗族自治县 is 道真自治县, 道真县 and 道真; one character is no name."""
        return _short_names(self.name, self.level)


class LocalKind(StrEnum):
    """What a local name is: another name, several units, a district without a code, no place in free text, or a
    township that is a plain word too, so that only words beside it make it a place."""

    ALIAS = "alias"
    REGION = "region"
    DISTRICT = "district"
    NOT_IN_TEXT = "not_in_text"
    PLAIN_WORD = "plain_word"


@dataclass(frozen=True)
class LocalArea:
    """A name that has no code of its own; `codes` are the units it stands for, `local_code` the bureau's own code."""

    name: str
    codes: tuple[str, ...]
    kind: LocalKind
    note: str = ""
    local_code: str = ""


@dataclass(frozen=True, eq=False)
class Areas(Mapping[str, Area]):
    """All units by code. `home_city` is the city whose counties and townships are meant when a name has no context."""

    units: Mapping[str, Area]
    local: Mapping[str, LocalArea]
    children: Mapping[str, tuple[str, ...]] = field(repr=False)
    home_city: str

    def __getitem__(self, code: str) -> Area:
        return self.units[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self.units)

    def __len__(self) -> int:
        return len(self.units)

    def county(self, code: str) -> Area | None:
        """Return the county of a county or township code; None for cities, provinces and unknown codes."""
        area = self.units.get(code[:6])
        return area if area is not None and area.level == "county" else None

    def chain(self, code: str) -> tuple[Area, ...]:
        """Return the unit and its parents, the province last; () for an unknown code."""
        found: list[Area] = []
        area = self.units.get(code)
        while area is not None:
            found.append(area)
            area = self.units.get(area.parent)
        return tuple(found)

    def is_within(self, code: str, outer: str) -> bool:
        """Return whether `code` is `outer` or lies under it, by digits, so also for codes that are not in the table."""
        return code == outer or outer == COUNTRY or (bool(outer) and code.startswith(_stem(outer)))

    def full_name(self, code: str) -> str:
        """Return the name from the province down: "贵州省遵义市播州区三合镇"; "" for an unknown code."""
        return "".join(area.name for area in reversed(self.chain(code)))

    def local_name(self, place: Place) -> str:
        """Return a place as people here say it: without the home city, else without the home province, else whole."""
        province, city = self.full_name(self.home_city[:2] + "0000"), self.full_name(self.home_city)
        name = place.name
        return name.removeprefix(city).removeprefix(province) or name

    def place(self, code: str, *, raw: str = "", note: str = "") -> Place:
        """Return a unit as a `Place`; a township without a centre of its own (`is_rough`) stands at its county's.

        Raises:
            KeyError: the code is not in the table.
        """
        if code == COUNTRY:
            return Place(raw=raw, level="country", county_code=COUNTRY, name="全国", note=note)
        area = self.units[code]
        return Place(
            raw=raw,
            level=area.level,
            county_code=area.parent if area.level == "township" else code,
            township_code=code if area.level == "township" else "",
            name=self.full_name(code),
            lng=area.lng,
            lat=area.lat,
            note=note,
        )

    def distance_km(self, a: Place, b: Place) -> float | None:
        """Return the great-circle distance between two places, by their centres.

        0.0 for the same township. None when a coordinate is missing, when either place is wider than a county, and for
        two places of one county of which no own coordinates are known: nobody can say how far they are apart.
        """
        if a.township_code and a.township_code == b.township_code:
            return 0.0
        if not {a.level, b.level} <= {"county", "township"}:
            return None
        if a.lng is None or a.lat is None or b.lng is None or b.lat is None:
            return None
        if a.county_code == b.county_code and (a.lng, a.lat) == (b.lng, b.lat):
            return None
        return great_circle_km(a.lng, a.lat, b.lng, b.lat)

    def neighbours(self, county_code: str, *, within_km: float = 60.0) -> tuple[str, ...]:
        """Return the counties whose centre lies within a distance of this one's, nearest first, ties by code.

        An approximation of "adjacent": the tables hold centres, no borders.
        """
        centre = self.units.get(county_code)
        if centre is None:
            return ()
        found = [
            (great_circle_km(centre.lng, centre.lat, other.lng, other.lat), code)
            for code, other in self.units.items()
            if other.level == "county" and code != county_code and abs(other.lat - centre.lat) < within_km / 100
        ]
        return tuple(code for km, code in sorted(found) if km <= within_km)

    @cached_property
    def by_name(self) -> Mapping[str, tuple[str, ...]]:
        """Return codes by every full and short name, widest unit first, then by code."""
        names: dict[str, list[str]] = {}
        for code in sorted(self.units, key=lambda c: (len(c), not c.endswith("0000"), not c.endswith("00"), c)):
            area = self.units[code]
            for name in (area.name, *area.short_names):
                names.setdefault(name, []).append(code)
        return {name: tuple(dict.fromkeys(codes)) for name, codes in names.items()}


def load_areas(files: DataFiles) -> Areas:
    """Read `areas.tsv`, `townships.tsv` and `local_areas.tsv`.

    Raises:
        DataTableError: a township names a county that is not in the table, or a coordinate is no number.
    """
    units: dict[str, Area] = {}
    for row in files.rows("areas.tsv", ["code"]):
        units[row["code"]] = _area(row)
    for code, area in list(units.items()):
        if area.parent and area.parent not in units:
            units[code] = replace(area, parent=code[:2] + "0000")
    for row in files.rows("townships.tsv", ["code"]):
        units[row["code"]] = _township(row, units)
    children: dict[str, list[str]] = {}
    for code in sorted(units):
        children.setdefault(units[code].parent, []).append(code)
    local = {row["name"]: _local(row) for row in files.rows("local_areas.tsv", ["name"])}
    home = local["@home"].codes[0] if "@home" in local else ""
    return Areas(units, local, {code: tuple(codes) for code, codes in children.items()}, home)


def great_circle_km(lng_a: float, lat_a: float, lng_b: float, lat_b: float) -> float:
    """Return the haversine distance between two points given in degrees."""
    dlat, dlng = radians(lat_b - lat_a), radians(lng_b - lng_a)
    h = sin(dlat / 2) ** 2 + cos(radians(lat_a)) * cos(radians(lat_b)) * sin(dlng / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(h))


def _stem(code: str) -> str:
    if len(code) == 6 and code.endswith("0000"):
        return code[:2]
    return code[:4] if len(code) == 6 and code.endswith("00") else code


def _area(row: Row) -> Area:
    code = row["code"]
    level: Level = "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
    parent = "" if level == "province" else code[:2] + "0000" if level == "city" else code[:4] + "00"
    try:
        lng, lat = float(row["lng"]), float(row["lat"])
    except ValueError as error:
        raise DataTableError(f"数据表“areas.tsv”中{code}的经纬度“{row['lng']},{row['lat']}”不是数字。") from error
    return Area(code, row["name"], level, parent, lng, lat, row["is_rough"] == "1", row["note"])


def _township(row: Row, units: Mapping[str, Area]) -> Area:
    county = units.get(row["code"][:6])
    if county is None:
        raise DataTableError(f"数据表“townships.tsv”中{row['code']}{row['name']}所属的县不在“areas.tsv”里。")
    own = bool(row.get("lng") and row.get("lat"))
    lng, lat = (float(row["lng"]), float(row["lat"])) if own else (county.lng, county.lat)
    return Area(row["code"], row["name"], "township", county.code, lng, lat, not own)


def _local(row: Row) -> LocalArea:
    try:
        kind = LocalKind(row["kind"])
    except ValueError as error:
        raise DataTableError(
            f"数据表“local_areas.tsv”中“{row['name']}”的类别“{row['kind']}”不认识，请用{'、'.join(LocalKind)}。"
        ) from error
    return LocalArea(row["name"], split_list(row["codes"]), kind, row["note"], row["local_code"])


def _short_names(name: str, level: Level) -> tuple[str, ...]:
    names: list[str] = []
    if autonomous := _AUTONOMOUS.match(name):
        stem, _, tail = autonomous.groups()
        names = [stem + tail, stem + tail[-1], stem]
    elif (stem := _SUFFIX.sub("", name)) != name:
        names = [stem]
    if level == "township" and name.endswith("街道"):
        names += [name[:-2] + "街道办", name[:-2] + "街道办事处", name[:-2] + "镇"]
    return tuple(dict.fromkeys(n for n in names if len(n) >= 2 and n != name))

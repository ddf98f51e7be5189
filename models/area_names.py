"""Turn the names of areas into mentions of places in a text, each settled by what stands before it and by a home."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from models.areas import COUNTRY, Area, Areas, Level, LocalArea, LocalKind
from models.phrases import PhraseFinder
from models.records import Place

# A name followed by one of these is a dish, a street or a people, not a place to work in. Source: our choice.
_NO_PLACE_BEFORE = re.compile(
    r"[路巷]|街(?!道|上|头)|大道|火锅|小面|拉面|小吃|[川湘粤]?菜(?!场|市|地)|米[粉线]|粉[店馆面]|牛肉|羊肉|烧烤|烤[鸭肉鱼串]|豆腐"
    r"|风味|口味|特产|话|籍|人(?![民力才社寿工])"
)
# 贵阳火锅店 is a shop there; 重庆火锅店 and 兰州拉面馆 stand anywhere. Source: our choice.
_SHOP_OF_A_DISH = re.compile(
    r"(?:火锅|小面|拉面|小吃|[川湘粤黔]?菜|粉|[牛羊]肉|烧烤|烤[鸭肉鱼串]|豆腐)[一-龥]{0,2}(?:店|馆|城|楼)"
)
_KNOWN_FOR_DISHES = re.compile(
    r"重庆|成都|四川|兰州|沙县|桂林|柳州|潮汕|东北|新疆|内蒙|长沙|湖南|北京|广东|云南|花溪|虾子"
)
# Where somebody studied is no wish: 遵义医专护理应届.
_STUDIED_THERE = re.compile(
    r"(?:医专|医科大学?|医学院|幼师|幼专|师专|师范(?:大学|学院)?|[一-龥]{0,6}(?:职院|职校|中职|技校|大学|学院|学校|高专|一中|中学))"
    r"[^，,。；;]{0,10}(?:毕业|应届|在读|大[一二三四]|专科|本科|出来|就读|读书|读的)"
)
# Things that are called after a place and made anywhere: 大理石厂 need not be in 大理.
_THINGS = {"大理": "石", "哈密": "瓜", "武昌": "鱼", "金华": "火腿", "宣威": "火腿"}
# Names that stand across the border of two words (老汉中风, 学习水电, 东西安装). Source: our choice.
_ACROSS_WORDS = re.compile(
    r"(?<=[老懒好])汉中|(?<=学)习水|(?<=知)道真|(?<=[白今明昨每前后几两三四五])天水|(?<=[非平经异日])常熟|常熟(?=练|手|悉|人)|(?<=[复混配])合肥"
    r"|(?<=便)宜宾|(?<=[今每生整当节假平])日照|日照(?=顾|料)|[一-龥]安(?=[装全检排静心](?!镇|乡|场))|大理(?=货|发|由|想)|南通(?=过|讯|风|知)|江门(?=口|卫|面)|武汉(?=堡)|太平(?=洋)|大足(?=够)"
    r"|和田(?=里|头|坎|土)|仁怀(?=孕)|天津(?=贴)|保定(?=期)|东营(?=业)|昌平(?=时|均)|石狮(?=子)|安顺(?=利|序)|天长(?=日|时)|兴义(?=务)|南充(?=电)|都匀(?=称)|自贡(?=献)|余庆(?=祝)"
)
_GAP = re.compile(r"[\s,，、·\-—>/()（）:：的]{0,2}")
# A short name (慈溪, 三合) may be a piece of another word (修水管), so in running text something beside it must say
# that it is a place. Source: our choice.
_SAID_BEFORE = re.compile(
    r"(?:去|到|在|回|往|住|(?<![打过访])问|(?<![农大酷皇国专作厂店管搬买商主])家|屋头|老家|离|赴|意向|来自|想去|驻|挨|靠近?|奔|停|设在|位于|地点|地址|我们|出了?|离开|守(?:到|着)|除了|除开)$"
)
_BUSINESS = (
    r"药[房店]|诊所|医院|卫生院|酒店|宾馆|旅馆|民宿|饭店|餐馆|餐厅|火锅店|[一-龥]?[粉面]馆|烧烤店|农家乐|酒楼|茶楼|超市|商场|市场|菜市?场|[一-龥]{0,2}店"
    r"|加油站|驾校|学校|中学|小学|幼儿园|食堂|[敬养]老院|福利院|[一-龥]{0,4}[厂矿棚]|工地|项目部|水库|[客货]运站|物流|快递|仓库|园区|工业园"
    r"|[一-龥]{0,3}基地|茶[园山场]|果园|林场|[一-龥]{0,2}[羊牛猪鸡鸭沙石]场|养殖场|[一-龥]{0,4}合作社|村委会?|政府|社区|景区|搅拌站|银行|公司|安置房|毛坯房|楼盘|小区|(?:就业)?帮扶(?:车间|点)|(?:扶贫|就业)车间"
)
_THERE = (
    r"(?:这|那)(?:边|点|片|头|里|块|面|方|踏|塌|一[路带片块]|个(?:地方|方向|位置))"
    r"|一带|附近|周边|街[上头]|镇[上里]|乡[上里]|城头|城里|县城|市区|园区|工业园|开发区|打工"
)
_SAID_THERE = re.compile(_THERE)
_SAID_AFTER = re.compile(rf"{_THERE}|某|(?:的|嘞|有?一(?:家|个)?)?(?:{_BUSINESS})|(?:的|人|本地|当地|老家)$")
_BEGINS = re.compile(r"(?:^|[\s,，、。:：;；!！?？~(（【\[·/下从原是\-—>])$")
_BREAK = re.compile(r"(?:^|[\s,，、。:：;；!！?？~·\]】【\[(（])$")
_NEXT_TO = re.compile(r"(?:的|街上|镇上|那边)?(?:隔壁|旁边|侧边|对门|对面|边上|背后|过去点?)的?")
_NEARBY = re.compile(r"(?:的|这边|那边|这点|那点)?")
_HOME_LEVELS: dict[str, Level] = {
    "@township": "township",
    "@county": "county",
    "@city": "city",
    "@province": "province",
}


@dataclass(frozen=True)
class PlaceMention:
    """Where a text names places: `[start, end)` in characters, and what is meant. `is_near_home`: "就近", "本县"."""

    start: int
    end: int
    places: tuple[Place, ...]
    is_near_home: bool = False


class AreaNames:
    """The finder over one `Areas`; build once per vocabulary."""

    def __init__(self, areas: Areas) -> None:
        self._areas = areas
        names = {name for name in areas.by_name if len(name) >= 2}
        self._finder = PhraseFinder(sorted(names | {name for name in areas.local if not name.startswith("@")}))

    def mentions(self, text: str, *, within: str = "", spoken: bool = False) -> list[PlaceMention]:
        """Return the mentions in text order. "贵州省遵义市播州区" is one mention of the county.

        A name that means several places is settled by the wider place named just before it, then by `within` (a code:
        its county, city, province), then by the home city; what stays open is left out. `spoken` also takes townships
        of the home city by their short names ("忠庄这边"), where a word beside them says that they are a place.
        """
        found: list[PlaceMention] = []
        context: tuple[int, int, Area] | None = None
        hits = self._finder.find(text)
        starts = {start for start, _, _ in hits}
        taken = 0
        for start, end, name in hits:
            if start < taken or _ACROSS_WORDS.match(text, start, end + 2):
                continue
            if shared := self._with_shared_character(name, text, end, within):
                taken, area = shared
                found.append(PlaceMention(start, taken, (self._areas.place(area.code, raw=text[start:taken]),)))
                context = (start, taken, area)
                continue
            # 巷口镇 begins with 巷, but it is the next place and no alley of the one before.
            if end not in starts and _is_no_place(name, text, end) and not (spoken and text[end:] in ("人", "籍")):
                continue
            before = context if context and _GAP.fullmatch(text, context[1], start) else None
            if before:
                narrowed = self._named(name, inside=before[2].code)
                if len(narrowed) == 1 and narrowed[0] != before[2].code:
                    if found and found[-1].end == before[1]:
                        found.pop()
                    context = (before[0], end, self._areas[narrowed[0]])
                    raw = text[before[0] : end]
                    found.append(PlaceMention(before[0], end, (self._areas.place(narrowed[0], raw=raw),)))
                    continue
            local = self._areas.local.get(name)
            kind = local.kind if local is not None else None
            is_word = kind in (LocalKind.NOT_IN_TEXT, LocalKind.PLAIN_WORD)
            if kind is LocalKind.NOT_IN_TEXT and not (spoken and _SAID_THERE.match(text, end)):
                continue
            if local is not None and not is_word:
                places, near = self._local(local, name, within)
                if near and found and not found[-1].is_near_home and _NEARBY.fullmatch(text, found[-1].end, start):
                    continue  # "忠庄附近" is near 忠庄, not near home
                found.append(PlaceMention(start, end, places, near))
                context = (start, end, self._areas[local.codes[0]]) if local.codes[0] in self._areas else None
                continue
            code = self.settle(name, within=within, strict=True)
            if not code and spoken:
                code = self._short_township(name, text, start, end, is_word=is_word)
            is_next = bool(found) and found[-1].end == start
            if code and (is_next or not self._is_piece(code, name, text, start, end, within)):
                found.append(PlaceMention(start, end, (self._areas.place(code, raw=name),)))
                context = (start, end, self._areas[code])
        found = _told_by_neighbour(found, text)
        # "都可以" after a named place is no wish for the whole country.
        named = [mention for mention in found if not _is_anywhere(mention)]
        return named or found

    def local(self, name: str, *, within: str = "") -> tuple[Place, ...]:
        """Return what a local name stands for, () when it is none or needs a home that is not given."""
        local = self._areas.local.get(name)
        return () if local is None or not local.codes else self._local(local, name, within)[0]

    def home_unit(self, which: str, home: str, *, raw: str = "") -> Place | None:
        """Return the unit that "@township", "@county", "@city" or "@province" means for a home; None when unknown.

        Without a home, the city and province are those of this deployment. A home known only to the county stands in
        for its township.
        """
        chain = self._areas.chain(home) or (
            () if which in ("@township", "@county") else self._areas.chain(self._areas.home_city)
        )
        levels: dict[Level, str] = {area.level: area.code for area in chain}
        code = levels.get(_HOME_LEVELS[which]) or (levels.get("county", "") if which == "@township" else "")
        return self._areas.place(code, raw=raw) if code else None

    def around_home(self, home: str) -> tuple[Place, ...]:
        """Return what "near home" reaches: the township, when the home is known to it, and then its county."""
        units = (self.home_unit("@township", home), self.home_unit("@county", home))
        return tuple(dict.fromkeys(unit for unit in units if unit is not None))

    def settle(self, name: str, *, within: str = "", strict: bool = False) -> str:
        """Return the code of the one unit a name means, "" when there is none or no telling which.

        `strict` is for free text, where a short name of a township or of a county elsewhere may be a plain word: a
        township must be named in full or lie in `within`, and a short county name must be the only one in the country.
        """
        codes = self._areas.by_name.get(name, ())
        ranked = [(rank, code) for code in codes if (rank := self._nearness(code, name, within, strict)) > 0]
        if not ranked:
            return ""
        best = max(rank for rank, _ in ranked)
        winners = [code for rank, code in ranked if rank == best]
        return winners[0] if len(winners) == 1 else ""

    def _short_township(self, name: str, text: str, start: int, end: int, *, is_word: bool) -> str:
        """Return the township of the home city a short name means, "" where nothing says that it is a place.

        One that is a plain word too (礼仪, 长期) does not become a place by standing first or before a business.
        """
        codes = [
            code for code in self._areas.by_name.get(name, ()) if self._areas.is_within(code, self._areas.home_city)
        ]
        if len(codes) != 1:
            return ""
        alone = _BREAK.search(text[:start]) and _BREAK.match(text[end : end + 1])
        said = alone or _SAID_THERE.match(text, end) or _SAID_BEFORE.search(text, 0, start)
        if not is_word:
            said = said or _SAID_AFTER.match(text, end) or _BREAK.search(text[:start])
        return codes[0] if said else ""

    def _with_shared_character(self, name: str, text: str, end: int, within: str) -> tuple[int, Area] | None:
        """Return where "赤水市中街道" ends and what it means: the 市 of the city begins the name of its township."""
        if name[-1] not in "市县区" or not (outer := self.settle(name, within=within, strict=True)):
            return None
        inner = [self._areas[code] for code in self._areas.children.get(outer, ())]
        named = [area for area in inner if text.startswith(area.name, end - 1)]
        return (end - 1 + len(named[0].name), named[0]) if named else None

    def _is_piece(self, code: str, name: str, text: str, start: int, end: int, within: str) -> bool:
        """Return whether a short county name from elsewhere stands where nothing says that it is a place."""
        area = self._areas[code]
        if area.level != "county" or area.name == name or len(name) > 2:
            return False
        if any(outer and self._areas.is_within(code, outer) for outer in (self._areas.home_city, within[:4] + "00")):
            return False
        return not (
            _BEGINS.search(text, 0, start) or _SAID_BEFORE.search(text, 0, start) or _SAID_AFTER.match(text, end)
        )

    def _nearness(self, code: str, name: str, within: str, strict: bool) -> int:
        area = self._areas[code]
        if area.level in ("province", "city"):
            return 100 if area.level == "province" else 95
        # A home known only to the city says nothing about which of its townships is meant.
        if within and not within[:6].endswith("00") and self._areas.is_within(code, within[:6]):
            return 90
        in_full = area.name == name
        if within and self._areas.is_within(code, within[:4] + "00"):
            return 80 if in_full or area.level == "county" or not strict else 0
        if self._areas.home_city and self._areas.is_within(code, self._areas.home_city):
            return 70 if in_full or area.level == "county" or not strict else 0
        if within and self._areas.is_within(code, within[:2] + "0000"):
            return 60
        if strict and not in_full and len(self._areas.by_name[name]) > 1:
            return 0
        return 10

    def _named(self, name: str, *, inside: str) -> list[str]:
        inside = "" if inside == COUNTRY else inside
        codes = [code for code in self._areas.by_name.get(name, ()) if self._areas.is_within(code, inside)]
        inner = all(self._areas.is_within(code, codes[0]) for code in codes[1:])
        return codes[:1] if inner else codes

    def _local(self, local: LocalArea, raw: str, within: str) -> tuple[tuple[Place, ...], bool]:
        if local.codes and local.codes[0] in _HOME_LEVELS:
            place = self.home_unit(local.codes[0], within, raw=raw)
            return ((place,) if place else ()), local.codes[0] in ("@county", "@township")
        return tuple(self._areas.place(code, raw=raw, note=local.note) for code in local.codes), False


def merge_places(places: Iterable[Place]) -> tuple[Place, ...]:
    """Return places in order, each unit once."""
    seen: dict[str, Place] = {}
    for place in places:
        seen.setdefault(place.township_code or place.county_code, place)
    return tuple(seen.values())


def _is_no_place(name: str, text: str, end: int) -> bool:
    if _STUDIED_THERE.match(text, end) or text.startswith(_THINGS.get(name, "\n"), end):
        return True
    if _SHOP_OF_A_DISH.match(text, end) and not _KNOWN_FOR_DISHES.match(name):
        return False
    return bool(_NO_PLACE_BEFORE.match(text, end))


def _told_by_neighbour(found: list[PlaceMention], text: str) -> list[PlaceMention]:
    """Return mentions with "枫香隔壁泮水镇" as one of 泮水镇: the first place only tells where the second lies."""
    kept: list[PlaceMention] = []
    for mention in found:
        if kept and _NEXT_TO.fullmatch(text, kept[-1].end, mention.start):
            mention = replace(mention, start=kept.pop().start)
        kept.append(mention)
    return kept


def _is_anywhere(mention: PlaceMention) -> bool:
    return any(place.level == "country" for place in mention.places)

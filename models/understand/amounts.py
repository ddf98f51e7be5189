"""Turn the sums of money in a text into numbers with their unit of time or work and the words around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.records import PayUnit
from models.understand.numerals import PIECE_NOUN, PIECE_UNITS, SCALES, arabic_amounts

# "一天两百八一个星期结一回钱": behind a sum, when it is paid out is no unit.
_PAY_DAY = r"(?!(?:就|都|给)?(?:结|打|发|付)(?:[一1]|工|钱|清))"
_TIME_UNITS: tuple[tuple[str, PayUnit | None, str], ...] = (
    (r"个?半天", "day", "半天"),
    (r"个?(?:小时|钟头|时|h(?:our)?|点钟|钟(?!工))", "hour", ""),
    (r"(?:天(?!天(?!天)|[亮黑])|日|工日|个?工(?![作资价人地厂位种程序艺友头商友期]))", "day", ""),
    (r"(?:晚上?|夜)", "day", "晚"),
    (r"(?:个?班(?!车|组|长|制|倒)|班次)", "day", "班"),
    (rf"(?:周|个?星期|个?礼拜)(?![一二三四五六日天末]){_PAY_DAY}", None, "周"),
    (rf"个?月(?!嫂){_PAY_DAY}", "month", ""),
    (r"年", "year", ""),
)
_UNIT_AFTER = re.compile(
    r"\s*(?:钱)?\s*(?P<join>/|每人每|每|一|按|per|·)?\s*(?:"
    + "|".join(f"(?P<t{i}>{pattern})" for i, (pattern, _, _) in enumerate(_TIME_UNITS))
    + rf"|(?P<piece>{PIECE_UNITS}))(?P<rest>)",
    re.IGNORECASE,
)
_TRADES = r"大工|小工|技工|师傅|石匠"
_UNIT_BEFORE: tuple[tuple[str, PayUnit | None, str], ...] = (
    (r"时薪|[按论](?:小时|钟头|钟点)|(?:每|一|1)个?(?:小时|钟头|钟)|小时工资|钟点", "hour", ""),
    (r"半天", "day", "半天"),
    (r"(?:每|一)(?:晚|夜)", "day", "晚"),
    (r"(?:每|一)个?班|台班", "day", "班"),
    (r"日薪|(?:每|一|1)(?:天|日)|日工资|日结|日入|天天结|点工|日均|按天|按日", "day", ""),
    (_TRADES, "day", ""),
    (r"周薪|(?:每|一)(?:周|个?星期)", None, "周"),
    (
        r"月薪|(?:每|一)个?月|(?<!\d)1个月|月工资|月均|月入|月收入|月综合|月保底|综合(?:月|工资|收入|薪)|按月|月度|月结",
        "month",
        "",
    ),
    (r"年薪|(?:每|一)年|年收入|年入|年综合|年均", "year", ""),
)
_HALF_A_DAY = 30  # yuan; a smaller number before 半天 is a day or a count. Source: our choice
_A_MONTH = 1000  # yuan; 炒菜师傅六千五 is a month's wage, 大工三百五 a day's. Source: our choice
_A_SMALL_PIECE = 10  # yuan; less is no day's wage. Source: our choice
_SHARE = re.compile(r"\s*(?:另外?)?(?:提|抽|奖|补|加)")
_A_DAY_EACH = re.compile(r"(?:一|每)天\s*$")
_PIECE_BEFORE = re.compile(
    rf"(?:每|一|按|论)个?(?P<piece>{PIECE_UNITS}){PIECE_NOUN}\s*(?:大概|约|给|算|是|开|付|:|的|·)*\s*$"
)
# 缺一个四千: whom is wanted is no unit.
_ONE_WANTED = re.compile(r"(?:[缺要招请找差来聘收]|还差)一个$")

_PARTS_OF_A_YUAN = {"毛": 0.1, "角": 0.1, "分钱": 0.01}
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?)"
_ONE = (
    r"(?P<#n>" + _NUMBER + r")\s*(?P<#s>[百千万kw](?![a-z]))?(?P<#t>(?<=[百千万])\d(?![\d.]))?(?P<#v>多|来|余)?"
    r"(?:\s*(?P<#y>元整?|块钱?|分钱|圆|rmb|人民币|[¥￥毛角]))?"
)
_AMOUNT = re.compile(
    r"(?<![\d.a-z])(?<!\d米)(?P<yen>[¥￥$])?\s*"
    + _ONE.replace("#", "a")
    + r"(?:\s*(?:/\s*(?:月|天|日|时|小时))?\s*(?:-+|~|至|到)\s*[¥￥]?"
    + _ONE.replace("#", "b")
    + r")?(?P<mark>\s*(?:\+(?!\s*[\d.]*\s*(?:[提绩计加奖全餐夜补津岗工房保包]|底薪|年终|社|[三四五六七]险))"
    r"|以上|及以上|往上|起步?(?!重)|开外|以下|以内|之内|封顶|左右|上下|不等))?",
    re.IGNORECASE,
)
# 两百来平 and 150箱 are how much there is to do.
QUANTITY = re.compile(
    r"\s*(?:来|多|几)?个?(?:平(?![时均台])|方(?![便面])|亩|吨|斤|箱(?!子)|件(?!套)|桌|袋|棵|株|米|单(?![位休独身])|盒(?!饭)|页|只|盆|趟|棒|捆|筐|栋)"
)
_HOTLINES = frozenset({"12333", "12345", "12348", "12328", "12315"})
"""Numbers that are called. Source: 人力资源社会保障 and other government lines."""
# 小松200 and 卡特320 are machines.
_OF_A_PERSON = re.compile(
    r"(?:小松|卡特|三一|徐工|日立|斗山|沃尔沃|神钢|柳工|临工|身高|个子|个头|体重|年龄|年纪|视力)(?:要|在|须|不低于|约)?\s*$"
)
_MARK_AFTER_UNIT = re.compile(r"\s*(以上|左右|起(?!重)|上下|以下|以内|\+(?=[,;。)]|$))")
# A number followed by one of these counts something that is not money.
_NOT_MONEY = re.compile(
    r"\s*(?:薪|岁|周岁|人|名|位|号|点|小时|个小时|分钟|%|％|公里|km|米|层|楼|度|元以上起|年(?:以上|以下|左右)?(?:经验|工作|驾龄|以上)|个月(?!\d)|期|届|后(?!天)|级|险|休|班倒|寸|码|cm|kg|公斤|岁以|轮|代|室|床|人间|餐|顿|天(?![亮黑]))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Amount:
    """One sum in a text. `low`/`high` are yuan per unit, None where the words leave that side open.

    `marked` says that something near it (元, k, /天, 月薪, 左右) shows that it is money. `lead` are the words since the
    previous sum or break, `tail` those up to the next break; `start`/`end` delimit number, currency and unit.
    """

    start: int
    end: int
    low: float | None
    high: float | None
    approximate: bool
    unit: PayUnit | None
    raw_unit: str
    marked: bool
    lead: str
    tail: str
    words: str


def find_amounts(text: str) -> list[Amount]:
    """Return the sums of money in cleaned text, in order. Counts, ages, hours and "13薪" are not among them."""
    text = arabic_amounts(text.lower())
    found: list[Amount] = []
    last_end = 0
    position = 0
    while (match := _AMOUNT.search(text, position)) is not None:
        position = match.end()
        amount = _read(text, match, last_end)
        if amount is not None:
            found.append(amount)
            position = last_end = max(amount.end, match.end())
    return found


def _read(text: str, match: re.Match[str], last_end: int) -> Amount | None:
    currency = match["ay"] or match["by"] or match["yen"]
    scale = match["as"] or match["bs"]
    if not currency and not match["mark"] and not match["av"] and _NOT_MONEY.match(text, match.end()):
        return None
    if match["an"] in _HOTLINES or (not currency and QUANTITY.match(text, match.end("an"))):
        return None
    if not currency and re.match(r"\s*[年月](?!薪|/|底|结|休|初)", text[match.end() :]) and not scale:
        return None
    lead = re.split(r"[,;。\n()、;!?|]", text[last_end : match.start()])[-1][-14:]
    if not currency and _OF_A_PERSON.search(lead):
        return None
    unit, raw_unit, end, unit_marked = _unit(text, match, lead, bool(currency or scale))
    low, high, approximate = _bounds(match, lead, text[end : end + 6])
    low, high = low or None, high or None
    if low is None and high is None:
        return None
    tail = re.split(r"[,;。\n()、;+]", text[end:])[0][:14]
    marked = bool(currency or scale or match["mark"] or match["av"] or unit_marked)
    return Amount(
        match.start(), end, low, high, approximate, unit, raw_unit, marked, lead, tail, text[match.start() : end]
    )


def _unit(text: str, match: re.Match[str], lead: str, money: bool) -> tuple[PayUnit | None, str, int, bool]:
    inner = re.search(r"/\s*(月|天|日|时|小时)\s*[-~至到]", match[0])
    after = _UNIT_AFTER.match(text, match.end())
    is_half_day = after is not None and after["t0"] is not None and _value(match, "a") >= _HALF_A_DAY
    if after and after["piece"] and _value(match, "a") >= _A_MONTH and _SHARE.match(text, after.end()):
        after = None  # 底薪两千四一单提五块
    piece = _piece_before(lead, _value(match, "a"))
    if piece and _value(match, "a") < _A_SMALL_PIECE and not (after and after["piece"]):
        return "piece", piece, match.end(), True  # 一条一角二一天能做…: the day is what follows
    if after and (after["join"] or is_half_day or (money and after["piece"] is None)):
        for i, (_, unit, raw_unit) in enumerate(_TIME_UNITS):
            if after[f"t{i}"]:
                return unit, raw_unit, after.end(), True
        if after["piece"] == "个" and _A_DAY_EACH.search(lead):
            return "day", "", after.end(), True  # 一天三百一个: each of a crew
        return "piece", after["piece"], after.end(), True
    if inner:
        word = inner[1]
        return ("month" if word == "月" else "hour" if "时" in word else "day"), "", match.end(), True
    if piece:
        return "piece", piece, match.end(), True
    best: tuple[int, PayUnit | None, str] | None = None
    for pattern, unit, raw_unit in _UNIT_BEFORE:
        if (pattern == _TRADES or raw_unit == "半天") and _value(match, "a") >= _A_MONTH:
            continue
        for word in re.finditer(pattern, lead):
            if best is None or word.end() > best[0]:
                best = (word.end(), unit, raw_unit)
    if best is not None:
        return best[1], best[2], match.end(), True
    return None, "", match.end(), False


def _piece_before(lead: str, value: float) -> str:
    """Return the unit that is paid for right before a sum, "" for none."""
    piece = _PIECE_BEFORE.search(lead)
    if piece is None or _ONE_WANTED.search(lead) or (piece["piece"] in "个间" and value >= _A_MONTH):
        return ""
    return piece["piece"]


def _bounds(match: re.Match[str], lead: str, after: str) -> tuple[float | None, float | None, bool]:
    first = _value(match, "a")
    mark = (match["mark"] or "").strip()
    if not mark and (following := _MARK_AFTER_UNIT.match(after)):
        mark = following[1]
    if match["bn"] is not None:
        second = _value(match, "b")
        if match["bs"] and not match["as"] and first < second:
            factor = SCALES[match["bs"]]
            if first * factor <= second or first < 100:
                first = round(first * factor, 4)
        if first > second:
            first, second = second, first
        if mark in {"以上", "及以上", "+", "起", "起步", "往上"}:
            return first, None, False
        return first, second, mark in {"左右", "上下"}
    if mark in {"左右", "上下", "不等"} or re.search(
        r"(?:大概|大约|约|差不多|均|平均|估计|将近)\s*(?:是|有|为|在)?\s*$", lead
    ):
        return first, first, True
    if match["av"] == "来":
        return first, first, True
    if mark in {"以下", "以内", "之内", "封顶"} or re.search(
        r"(?:不超过|最高|最多|不高于|封顶)\s*(?:可达|可拿|拿|达)?\s*$", lead
    ):
        return None, first, False
    if (
        mark
        or match["av"]
        or re.search(
            r"(?:不低于|至少|最少|不少于|少于|少了|低于|最低|起码|保底|底薪|>=?|≥)\s*(?:要|是|有|为|给|得)?\s*$", lead
        )
    ):
        return first, None, bool(match["av"])
    return first, first, False


def _value(match: re.Match[str], part: str) -> float:
    number = float(match[part + "n"].replace(",", "")[:15])
    scale = SCALES.get((match[part + "s"] or "").lower(), 1)
    value = number * scale * _PARTS_OF_A_YUAN.get(match[part + "y"] or "", 1)
    if match[part + "t"]:
        value += int(match[part + "t"]) * scale / 10
    return round(value, 4)

"""Turn the pay words of a posting or a person into a `Pay`; settlement is read next door."""

from __future__ import annotations

import re

from msgspec.structs import replace

from models.records import Pay, PayUnit
from models.understand.amounts import Amount, find_amounts
from models.understand.clean import clean_text
from models.understand.numerals import arabic_amounts
from models.understand.settlement import parse_settlement

__all__ = ["DAYS_PER_MONTH", "HOURS_PER_DAY", "parse_pay", "parse_settlement"]

DAYS_PER_MONTH = 22
"""Source: our choice for sorting only, near the 21.75 paid days of 劳社部发〔2008〕3号."""
HOURS_PER_DAY = 8.0
"""Source: 劳动法36."""
WEEKS_PER_MONTH = 52 / 12

_NEGOTIABLE = re.compile(r"面议|面谈|面洽|详谈|电议|协商|商议|商量|另议|待定|见面谈|看活谈|面商")
_EXTRA = (
    r"返费|返现|返利|返钱|入职奖|推荐奖|推荐费|介绍费|介绍奖|奖励|全勤|满勤|餐补|餐费|饭补|餐标|伙食|房补|住宿补|住房补|租房|交通补|车补|话补|话费|通讯补|高温|低温|工龄"
    r"|夜补|夜班补|夜宵|补贴|津贴|补助|奖金|年终|节日|生日|开门红|社保|公积金|押金|保证金|服装费|扣|水电(?![工安包改维师线站力路])|路费|车费|体检|其中|抵|超产|绩效奖|满月(?!\d{4})|满\d|额外|另有|另加|另给|报销|福利|保险|油补|油费"
    r"|奖(?!学)"
)
_EXTRA_BEFORE = re.compile(_EXTRA)
# "20元/时 返费3000元" are two sums: an extra behind a blank that has a sum of its own does not take the one before.
_EXTRA_AFTER = re.compile(
    rf"^(?!\s*(?:额外|另[有加给])|\s*(?:{_EXTRA})[^\d,;。]{{0,3}}\d{{2,}})\s*(?:元|块)?\s*(?:的|一次|每次)?\s*(?:(?:{_EXTRA})(?!我出|我们|公司|老板|报销|全|不[收要交]|没得|免)|以酒|房租|保底(?=外))"
)
# What people owe, spend or draw beside the work is no wage: 房租一千六, 退休金2900, 欠账九万.
NO_WAGE = re.compile(
    r"(?:房租|租金|退休金|退休工资|养老金|低保金?|欠(?:账|款|债|起|了|着|我)?|还债|花(?:了|掉|去)|流水|油钱|贷款|房贷|车贷|月供|学费|药费|医药费|彩礼|罚款?|赔(?:了|的)?|粉丝|本钱|存款|生活费)"
    r"[^,;。\d块元]{0,4}$"
)
_STIPEND = re.compile(r"(?:岗位|生活|见习|实习|公益性?岗位?|就业见习|劳务|工作|基本生活)(?:补贴|补助|津贴)(?:费|标准)?")
_OVERTIME = re.compile(r"加班|超时|ot")
_TRIAL = re.compile(r"试用|学徒|培训期|实习期|见习期|新手|生手|适应期|学习期|试岗|带教期")
# 节假日一天三百 is paid beside the wage; "夜班我上得，三千二" and "周末有空，六十一小时" tell when the work is.
_VARIANT = re.compile(
    r"(?:夜班|晚班|周末|节假日|春节(?:期间)?|双倍|旺季|雨天)(?:值班|上班|加班|期间|的话)?(?:工资|单价|时薪)?(?:每|一)?(?:个?小时|天|晚|个?班)?"
    r"(?:也|都|就|再|另|按|给|算|是|加|到|多|:|\s)*$"
)
_ADDS = re.compile(r"(?:加|补|多|另)(?:给|算)?\s*$")
_BASE = re.compile(r"底薪|保底|无责|基本工资|固定工资|基本薪|基础工资|底工资|岗位工资")
_TOTAL = re.compile(
    r"综合|月均|平均|人均|总收入|到手|拿到手|一般|月入|收入|转正|正式|熟手|熟练|老手|合计|总计|可拿|可达|能拿|计件.{0,3}(?:工资)?$|学会后|出师"
)
_CONTINGENT = re.compile(
    r"\s*(?:\+|加|和|外加)\s*(?:高额?|个人|销售|业绩|超额)?(?:提成|绩效|计件|业绩|奖金|超产|分成|抽成|提点)|\s*,?\s*(?:另|还|另外)?(?:有|加|算)(?:提成|提点|绩效|奖金)"
)
_THIRTEENTH = re.compile(r"\d{2}\s*薪|年底双薪|双薪")
_EXTRA_WORDS = re.compile(
    r"(?<![无不没])(?:返费|返现|入职奖|推荐奖|全勤奖?|满勤奖?|餐补|饭补|房补|住宿补贴|交通补贴|话补|高温补贴|工龄奖?|夜班补贴|夜补|年终奖|岗位补贴|绩效奖金?)[^,;。\n()、]{0,16}"
)
_HELD_BACK = re.compile(
    r"(?<![无不没])(?<!没有)(?<!不用)(?<!不会)(?:押|压)(?:了|着)?\s*(?:(?:半|一|两|1|2|十五|15|10|十|20|7|七|三|3)?\s*个?(?:月|天|周|星期)(?:的)?\s*(?:工资|薪资|薪|钱)?|工资|薪资?|钱)"
    r"(?:\s*(?:半|一|两|三|1|2|3|十五|15|10|十|20|7|七)\s*个?(?:月|天|周|星期))?"
)
_AFTER_TAX = re.compile(r"到手|税后|实发|净得|拿到手|实得")
_BEFORE_TAX = re.compile(r"税前|应发")
_HOURS = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d)?)\s*个?(?:小时|钟头|h)(?!工)")
_NO_PAY = re.compile(r"^(?:无|不限|否|是|/|-|暂无|没有|有|都可以|随便|看情况|均可|—)*$")
_PIECE_ONLY = re.compile(r"计件|论件|论斤|按件|按斤|按吨|按平方|按班组计件|按块|做多得多|多劳多得")
_PAY_WORDS = re.compile(r"薪|工资|工价|待遇|报酬|收入|底薪|保底|综合|提成|到手|月入")
_OFFERED = re.compile(r"(?:给|开价?|挣|拿|(?<![不需主])要|只要|出|收|工钱|价|统一)(?:个|到|够|得|你|你们|他)?\s*$")
_ENOUGH = re.compile(
    r"\s*(?:我)?(?:也|都|就|才)(?:行|做|干|来|去|得|可以|要得|成|够)|\s*(?:打底|封顶|就够)|\s*[嘛吧哈](?=$|[,;。])"
)
"""What follows a sum that somebody names as enough: 三百八就行."""
_LEAST_OFFER = 60  # yuan; smaller bare numbers count things. Source: our choice
_A_FULL_MONTH = 1000  # yuan. Source: our choice
_MEASURE = re.compile(r"\s*[\da-z米人斤公家名瓦字亩吨平个棵只年月日号条里件份头位次户岁]")
_WITH_BOARD = re.compile(r"\s*(?:还|都|另)?[包管供](?:[吃住食宿饭伙]|[早中午晚]|[一两三1-3][顿餐])")
_ORDER_UNITS = frozenset({"单", "趟"})
_MONTHS_ORDER = 3000
"""Yuan from which one order is about a month's work (a 月嫂 stays 26 days); a parcel or a trip is not converted.
Source: our choice."""


def parse_pay(text: str) -> Pay | None:
    """Read what is paid. None when nothing about pay is said; 面议 without a sum gives `negotiable`, never zero.

    返费, 13薪, 餐补, 全勤 and the like go to `extras`, 押薪 to `held_back`; none of them enters the wage. A base plus
    commission gives a minimum only, unless a total (综合) is stated: a total range is the pay, a single total is the
    upper end above the base. 左右 gives min = max; 多, 以上, 起, + give a minimum, 以下 a maximum. Several trades with
    several rates (大工300 小工180) give their span. Piece pay keeps its `raw_unit` and is never converted.
    """
    cleaned = clean_text(text)
    if not cleaned or _NO_PAY.match(cleaned):
        return None
    lowered = arabic_amounts(cleaned.lower())
    extras = [m[0].strip() for m in _THIRTEENTH.finditer(lowered)]
    wage: dict[str, list[Amount]] = {"main": [], "base": [], "total": [], "trial": [], "stipend": [], "variant": []}
    overtime: float | None = None
    found = find_amounts(cleaned)
    for amount in found:
        role = _role(amount, lowered)
        if role == "overtime":
            if amount.unit in {None, "hour"} and amount.low is not None and amount.low < 500:
                overtime = amount.low
        elif role == "no_wage":
            continue
        elif role == "extra":
            extras.append((amount.lead + amount.words).strip(" ,;:+-"))
        elif role in {"base", "trial"} or _counts(amount, lowered, cleaned, alone=len(found) == 1):
            wage[role].append(amount)
    for words in _EXTRA_WORDS.findall(lowered):
        if not any(words.strip() in e or e in words for e in extras) and not _STIPEND.match(words):
            extras.append(words.strip())
    chosen = _choose(wage, lowered)
    pay = Pay(raw=text, held_back=_held_back(lowered), overtime_yuan_per_hour=overtime)
    if chosen is None:
        return _without_amount(lowered, replace(pay, extras=_distinct(extras)))
    trial = [a for a in wage["trial"] if a is not chosen.source]
    left = [a for role in ("main", "total", "base", "variant") for a in wage[role] if a not in chosen.used]
    extras += [(a.lead + a.words).strip(" ,;:+-") for a in [*trial, *left]]
    return _with_amount(chosen, lowered, replace(pay, extras=_distinct(extras)))


def _distinct(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for w in words if w))


class _Chosen:
    """The wage picked from a text: bounds, unit, and the total a month that was stated beside it."""

    def __init__(self, source: Amount, low: float | None, high: float | None, used: list[Amount]) -> None:
        self.source = source
        self.low = low
        self.high = high
        self.used = used
        self.month_total: Amount | None = None
        self.unit, self.sure = _unit_of(source)


def _role(amount: Amount, text: str) -> str:
    lead, tail = amount.lead, amount.tail
    if (amount.low or 0) >= _A_FULL_MONTH:
        lead = lead.removesuffix("满月")  # 带满月8800 is a month's wage, 满月500 an extra
    if NO_WAGE.search(lead) or re.match(r"\s*(?:个)?粉丝", tail):
        return "no_wage"
    if _OVERTIME.search(lead) and not re.search(r"加班\s*[,另]", lead):
        return "overtime"
    if _STIPEND.search(lead) or re.match(rf"\s*{_STIPEND.pattern}", tail):
        return "stipend"
    if _TRIAL.search(lead):
        return "trial"
    extras = list(_EXTRA_BEFORE.finditer(lead))
    if extras and not _PAY_WORDS.search(lead, extras[-1].end()):
        return "extra"
    if _EXTRA_AFTER.match(tail):
        return "extra"
    if _VARIANT.search(lead):
        return "extra" if _ADDS.search(lead) else "variant"
    if _BASE.search(lead) or re.match(r"\s*(?:底薪|保底|无责)(?!\s*:?\s*\d)", tail):
        return "base"
    if _TOTAL.search(lead):
        return "total"
    return "main"


def _counts(amount: Amount, text: str, written: str, *, alone: bool) -> bool:
    """Tell whether a number is a sum: marked as one, the whole text, after a pay word, or of the size of wages."""
    if amount.marked:
        return True
    if re.fullmatch(r"[^\d]{0,4}[\d.,~\-至到 ]+(?:\(.*\))?", text):
        return True
    low = amount.low if amount.low is not None else amount.high or 0
    if _PAY_WORDS.search(amount.lead) or _BASE.search(amount.lead) or _TOTAL.search(amount.lead):
        return True
    if low >= _LEAST_OFFER and _OFFERED.search(amount.lead):
        return True
    if low >= _LEAST_OFFER and _ENOUGH.match(text, amount.end):
        return True
    if low >= _LEAST_OFFER and _WITH_BOARD.match(text, amount.end):
        return True
    if 1900 <= low <= 2100 and low == amount.high and f"{low:g}" in written:
        return bool(_PAY_WORDS.search(text)) and alone
    return 1000 <= low < 100000 and not _MEASURE.match(text, amount.end)


def _choose(wage: dict[str, list[Amount]], text: str) -> _Chosen | None:
    main, base, total = wage["main"], wage["base"], wage["total"]
    months = [a for a in total if _unit_of(a)[0] == "month"]
    if base:
        picked = base[0]
        same = [a for a in [*total, *main] if _unit_of(a)[0] == _unit_of(picked)[0]]
        if not same:
            is_all = picked.approximate and not _CONTINGENT.match(text, picked.end)
            least = picked.low if picked.low is not None else picked.high
            return _Chosen(picked, least, picked.high if is_all else None, [picked])
        other = same[0]
        if other.low is not None and other.high is not None and other.high > other.low:
            return _Chosen(other, other.low, other.high, [other, picked])
        low = picked.low if picked.low is not None else other.low
        high = other.high if other.high is not None else None
        if high is not None and low is not None and high < low:
            low, high = high, low
        return _Chosen(other if other.unit else picked, low, high, [other, picked])
    if main:
        timed = [a for a in main if _unit_of(a)[0] not in {"piece", None} or a.raw_unit == "周"]
        if not timed and months:
            return _from(months[0])
        picked = timed[0] if timed else main[0]
        unit = _unit_of(picked)[0]
        peers = [a for a in main if _unit_of(a)[0] == unit and a.raw_unit == picked.raw_unit]
        chosen = _from(picked)
        contingent = bool(_CONTINGENT.match(text, picked.end))
        if len(peers) > 1 and all(a.high is not None and a.low is not None for a in peers):
            chosen = _Chosen(picked, min(a.low for a in peers if a.low), max(a.high for a in peers if a.high), peers)
        elif total and unit == "month" and _unit_of(total[0])[0] == "month":
            chosen = _from(total[0])
            if chosen.low == chosen.high and picked.low is not None and chosen.low is not None and contingent:
                chosen.low = min(picked.low, chosen.low)
            chosen.used.append(picked)
        elif contingent:
            chosen.high = None
        if unit in {"hour", "day"} and months:
            chosen.month_total = months[0]
            chosen.used.append(months[0])
        return chosen
    for role in ("total", "stipend", "trial", "variant"):
        if wage[role]:
            return _from(wage[role][0])
    return None


def _from(amount: Amount) -> _Chosen:
    return _Chosen(amount, amount.low, amount.high, [amount])


def _unit_of(amount: Amount) -> tuple[PayUnit | None, bool]:
    """Return the unit and whether it was written; an unwritten one is judged by the size of the sum."""
    if amount.raw_unit in _ORDER_UNITS:
        return "order", True
    if amount.unit is not None or amount.raw_unit == "周":
        return amount.unit, True
    size = amount.high if amount.high is not None else amount.low or 0.0
    if size >= 120000:
        return "year", False
    if size >= 1000:
        return "month", False
    if size >= 60:
        return "day", False
    return ("hour", False) if size >= 8 else (None, False)


def _with_amount(chosen: _Chosen, text: str, pay: Pay) -> Pay:
    amount, unit, raw_unit = chosen.source, chosen.unit, chosen.source.raw_unit
    if unit == "month" and not chosen.sure and re.search(r"\d{2}天(?:一|为)?单", text):
        unit, raw_unit = "order", "单"  # 26天一单，九千八
    hours_match = _HOURS.search(re.sub(r"加班\s*\d+(?:\.\d)?\s*个?小时", "", text))
    hours = float(hours_match[1]) if hours_match and 2 <= float(hours_match[1]) <= 24 else None
    if raw_unit == "半天":
        hours = hours or HOURS_PER_DAY / 2
    month_low, month_high, assumption = _by_month(unit, raw_unit, chosen.low, chosen.high, hours)
    if chosen.month_total is not None:
        month_low, month_high = chosen.month_total.low, chosen.month_total.high
        assumption = "按写明的综合月收入"
    return replace(
        pay,
        min_yuan=chosen.low,
        max_yuan=chosen.high,
        unit=unit,
        raw_unit=raw_unit,
        hours_per_day=hours,
        approximate=amount.approximate,
        after_tax=True if _AFTER_TAX.search(text) else False if _BEFORE_TAX.search(text) else None,
        month_min_yuan=month_low,
        month_max_yuan=month_high,
        assumption=assumption,
        confidence=0.95 if chosen.sure else 0.8 if unit == "month" else 0.5,
    )


def _by_month(
    unit: PayUnit | None, raw_unit: str, low: float | None, high: float | None, hours: float | None
) -> tuple[float | None, float | None, str]:
    """Return yuan a month for sorting, with the assumption in Chinese; piece pay and small orders are not converted."""
    per_day = hours or HOURS_PER_DAY
    if raw_unit == "周":
        factor, assumption = WEEKS_PER_MONTH, "按每月4.33周折算"
    elif unit == "month":
        factor, assumption = 1.0, ""
    elif unit == "year":
        factor, assumption = 1 / 12, "按12个月平均折算"
    elif unit == "day":
        factor, assumption = (
            float(DAYS_PER_MONTH),
            f"按每月{DAYS_PER_MONTH}{(raw_unit and '个' + raw_unit) or '天'}折算",
        )
    elif unit == "hour":
        factor, assumption = per_day * DAYS_PER_MONTH, f"按每天{per_day:g}小时、每月{DAYS_PER_MONTH}天折算"
    elif unit == "order" and (low or high or 0) >= _MONTHS_ORDER:
        factor, assumption = 1.0, "按每月一单折算"
    else:
        return None, None, ""
    return (
        None if low is None else round(low * factor, 2),
        None if high is None else round(high * factor, 2),
        assumption,
    )


def _without_amount(text: str, pay: Pay) -> Pay | None:
    negotiable = bool(_NEGOTIABLE.search(text))
    piece = bool(_PIECE_ONLY.search(text))
    if not (negotiable or piece or pay.extras or pay.held_back):
        return None
    unit: PayUnit | None = "piece" if piece and not negotiable else None
    return replace(pay, unit=unit, negotiable=negotiable, confidence=0.9 if negotiable else 0.5)


def _held_back(text: str) -> str:
    match = _HELD_BACK.search(text)
    return match[0].strip() if match else ""

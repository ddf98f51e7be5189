"""Turn the ways in which people write hours of the day into minutes from midnight."""

from __future__ import annotations

import re

from models.understand.clean import clean_text

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}

_JANUARY = re.compile(r"(?<![\d一二三四五六七八九十百块角])元月(?!子)")


def arabic_dates(text: str) -> str:
    """Write Chinese numerals before 年/月/日/号 and in clock times as digits."""

    def number(match: re.Match[str]) -> str:
        return _numeral(match[0])

    text = _JANUARY.sub("1月", text)
    text = re.sub(r"[〇零○一二三四五六七八九]{4}(?=年)", lambda m: "".join(str(_DIGITS[c]) for c in m[0]), text)
    text = re.sub(r"(?<![百千万周期拜])[一二三四五六七八九十两廿]{1,3}(?=个?[月日号点时])", number, text)
    return re.sub(
        r"(?<=\d月)(?:[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?)(?![个人名位天多来几块元斤])", number, text
    )


def _numeral(words: str) -> str:
    words = words.replace("廿", "二十")
    if "十" not in words:
        return "".join(str(_DIGITS[c]) for c in words)
    tens, _, ones = words.partition("十")
    return str((_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0))


_CLOCK = (
    r"(?P<{p}n>次日|第二天|当日|当天|隔天|[今明当](?=[早晚]))?\s*"
    r"(?P<{p}w>凌晨|清早|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚|夜里|夜间|半夜)?\s*"
    r"(?P<{p}n2>次日|第二天)?\s*"
    r"(?P<{p}h>\d{1,2})\s*(?:[:：]\s*(?P<{p}m>\d{2})(?::\d{2})?|[点时](?:(?P<{p}q>半)|\s*(?P<{p}k>\d{1,2})(?!\d|\s*[个名人块元斤天/])\s*分?)?(?:钟|整)?)?"
)
_WORKS = r"(?:[上做干忙播扫跑卖守站开搞弄摘采打看睡值]|营业|工作)"
_BEGINS = r"(?:开[工播门始]|开始(?:忙|做|上班)?|上[班工岗]|到岗|接班?|来(?:上班)?|起)"
_HOURS_SPAN = re.compile(
    _CLOCK.replace("{p}", "a")
    + rf"\s*(?:(?:{_BEGINS}[,，]?)?(?:一直)?(?:{_WORKS}(?:得|要)?)?(?:至|到)|~|-{{1,2}})\s*"
    + _CLOCK.replace("{p}", "b")
    + r"(?!半|\d|\s*(?:小时|个小时|天|元|人|[-./]\d))"
)
_DAWN = 300
"""From five a span without words for the day runs to the evening. Source: our choice."""
_MOMENT = re.compile(_CLOCK.replace("{p}", "a"))
_MINUTES = re.compile(
    r"(?<=[点时])(?:(?P<n>[二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九])(?![个名人块元斤天岁多来百千万])|(?P<k>[一三])刻)分?"
)
_QUARTERS = {"一": 15, "三": 45}
_IN_TIME = (
    r"\s*(?:钟|整)?(?:就|要|得|准时|之?前|左右|才|都|可以|必须|能|打卡(?=走|下)|刷卡(?=走|下)|统一|全部|一起|一到)*"
)
_ENDS = re.compile(
    rf"{_IN_TIME}(?:下班|收工|放工|[散歇落]工|落班|下工|走(?!路)|回家|关门|打烊|收摊|结束|为止|交班|交(?=$|[,，。])|放(?![假工饭学心])"
    r"|闭店|下播|完工|离园|离岗|散场|收(?:车|班|档|市|台|铺))"
)
_UNTIL = re.compile(rf"(?:{_WORKS}(?:得|要)?到|下班(?:时间)?[是:]?)\s*$")
_EVENING_TEXT = re.compile(r"晚上(?!休|回)|夜市|晚市|晚班|夜宵|下午班")
_MORNING_TEXT = re.compile(r"早|上午|凌晨|中午|白班|到晚|次日|第二天")
_HOUR_WORD = r"(\d{1,2}|[一二三四五六七八九十]{1,2})(?:[:点](\d{2})|点?(半))?点?"
_ADJACENT = re.compile(rf"(?:早上?|朝|上午)\s*{_HOUR_WORD}\s*,?\s*(?:晚上?|下午)\s*{_HOUR_WORD}")


def parse_hours(text: str) -> tuple[int | None, int | None]:
    """Return (start, end) minutes from midnight of the first span of hours in `text`; (None, None) when none.

    A single moment (凌晨5点, 7点半到) gives a start, one of leaving (五点下班) an end, both together a span.
    早9晚8 is 9:00-20:00.
    """
    spans = parse_spans(text)
    if spans:
        return spans[0]
    start: int | None = None
    for match in _MOMENT.finditer(prepared := _prepared(text)):
        minute = _clock_minute(match, "a") if _is_clock(match, "a") else None
        if minute is None:
            continue
        if _ENDS.match(prepared, match.end()) or _UNTIL.search(prepared[: match.start()]):
            return start, _end_of_work(minute, start, match["aw"])
        start = minute if start is None else start
    return start, None


def _end_of_work(minute: int, start: int | None, word: str | None) -> int:
    """Return when work ends: a bare 六点下班 is in the evening, an end before the start on the next day."""
    if not word and minute < 720 and (minute <= 480 if start is None else minute <= start < minute + 720):
        minute += 720
    return minute + 1440 if start is not None and minute <= start else minute


def parse_spans(text: str) -> list[tuple[int, int]]:
    """Return every span of hours in `text` as (start, end) minutes; an end past 1440 lies in the next day.

    A bare span after the morning is in the afternoon: 8点到12点，2点到6点 ends at 18:00.
    """
    cleaned = _prepared(text)
    found: list[tuple[int, int, int, bool]] = []
    taken: list[tuple[int, int]] = []
    for match in _ADJACENT.finditer(cleaned):
        start = _word_minute(match[1], match[2], match[3], "早")
        end = _word_minute(match[4], match[5], match[6], "晚")
        if start is not None and end is not None:
            found.append((match.start(), start, end, False))
            taken.append(match.span())
    for match in _HOURS_SPAN.finditer(cleaned):
        overlaps = any(a < match.end() and match.start() < b for a, b in taken)
        if overlaps or not (_is_clock(match, "a") or _is_clock(match, "b")):
            continue
        span = _read_span(match)
        if span is not None:
            found.append((match.start(), *span, not match["aw"] and not match["bw"]))
    spans: list[tuple[int, int]] = []
    is_evening = bool(_EVENING_TEXT.search(cleaned) and not _MORNING_TEXT.search(cleaned) and len(found) == 1)
    for _, start, end, is_bare in sorted(found):
        is_afternoon = is_bare and spans and 600 < spans[-1][1] <= 840 and start < end <= 720 and start < spans[-1][1]
        # 请晚上看店的，六点到十一点: the evening was said before.
        is_afternoon = is_afternoon or (is_bare and is_evening and _DAWN - 60 <= start < end <= 720)
        spans.append((start + 720, end + 720) if is_afternoon else (start, end))
    return spans


def _prepared(text: str) -> str:
    text = _MINUTES.sub(
        lambda m: f"{_QUARTERS[m['k']] if m['k'] else int(_numeral(m['n'].removeprefix('零'))):02d}分",
        arabic_dates(clean_text(text)),
    )
    return re.sub(r"(?<=[至到~-])\s*(?:中午|正午)(?!\s*\d)", "12:00", text)


def _read_span(match: re.Match[str]) -> tuple[int, int] | None:
    start, end = _clock_minute(match, "a"), _clock_minute(match, "b")
    if start is None or end is None:
        return None
    if match["an"] in {"次日", "第二天"} and start < 1440:
        start += 1440
    word = (match["aw"] or "")[:1]
    if not match["bw"] and not match["bn"] and not match["bn2"] and end <= 720:
        is_evening = word in {"下", "晚", "傍"} and start < end + 720
        is_working_day = _DAWN <= start <= 720 and end <= start  # 八点上到六点
        end += 720 if is_evening or is_working_day else 0
    if end <= start:
        end += 1440
    return start, end


def _word_minute(hour: str, minute: str | None, half: str | None, word: str) -> int | None:
    digits = hour if hour.isdigit() else _numeral(hour)
    return _minute(int(digits), 30 if half else int(minute or 0), word)


def _is_clock(match: re.Match[str], part: str) -> bool:
    """Tell whether a number is written as a time of day, not as a bare count."""
    if match[part + "m"] is not None:
        return True
    written = match[0]
    hour = match[part + "h"]
    return bool(re.search(rf"{hour}\s*[点时](?!薪)", written)) or (match[part + "w"] is not None)


def _clock_minute(match: re.Match[str], part: str) -> int | None:
    minute = 30 if match[part + "q"] else int(match[part + "m"] or match[part + "k"] or 0)
    return _minute(int(match[part + "h"]), minute, match[part + "w"] or "")


def _minute(hour: int, minute: int, word: str) -> int | None:
    if (
        word.startswith(("下午", "傍晚", "晚", "夜")) and 1 <= hour <= 11 and not (word.startswith("夜") and hour < 6)
    ) or (word == "中午" and 1 <= hour <= 3):
        hour += 12
    elif word.startswith(("晚", "夜", "半夜")) and hour == 12:
        hour = 24
    if hour > 24 or minute > 59:
        return None
    return hour * 60 + minute

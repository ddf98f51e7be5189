"""Turn Chinese numerals that stand for sums of money ("一天百二", "三十五一平", "两块五") into digits."""

from __future__ import annotations

import re
from typing import Final

DIGITS: Final = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
SCALES: Final = {"十": 10, "百": 100, "千": 1000, "k": 1000, "万": 10000, "w": 10000}
PIECE_UNITS: Final = (
    r"百斤|[百千万][块个张只件匹](?=砖|瓦|坯|石|[一-龥]{0,2}$)|公斤|千克|斤|件|吨|平方米|平方|平米|平|㎡|m2|趟|桶|台|场|单(?!位|休)|立方米|立方|方|米|间|餐|次|个(?!人|月|小时|钟|星期|礼拜|班|工(?!件))|棒|车|户|亩|棵|株|箱|袋|套|双|打|项"
    r"|人次|课时|节课|节|瓶|坛|公里|本|块(?!钱|一|左)|张|根|担|捆|筐|篓|筒|盒|包|页|条|头|只|窝|层|扇|片|盘|票|例|副|幅|处|点位|份|字|千字|对|格|圈|甑|桌|席"
    r"|板|挑|垛|床|罐|炉|棚|樘|孔|背篓|垄|厢|窑|匹|碗|杯|枚|栋|幢"
)
"""What is counted where work is paid by the piece. Source: our choice, from postings and from how people speak."""
PIECE_NOUN: Final = r"(?:(?![工月天年面性起共班晚人薪算给大约住一二两三四五六七八九十百千万])[一-龥]){0,2}?"
"""What may stand between a unit and its sum: 一头猪八十, 一车石子一百二."""

_CN = "零一二两三四五六七八九"
_TIME = r"个?小时|个?钟头|天|日|晚|个?班|个?月(?![底结初休份])|年|个?工(?!人)"
_A_UNIT = rf"一(?:{_TIME}|{PIECE_UNITS}|个(?!人))"
_SAID_AFTER = rf"(?=$|[,;。!\s/每多左起以上]|{_A_UNIT})"
_BANKER = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬俩", "一二三四五六七八九十百千万两")
_NUMERAL = re.compile(rf"(?<![{_CN}十百千万\d])[{_CN}十百千万]+?(?={_A_UNIT}|[^{_CN}十百千万]|$)")
_LOOSE = re.compile(rf"(?<!统)(?P<a>[{_CN[1:]}])(?P<b>[{_CN[1:]}])(?P<s>[十百千万])(?P<x>多|块|元|来)?")
# 十五六块 is 15 to 16, 二十五三十 is 25 to 30.
_TENS_TO = re.compile(
    rf"(?<![{_CN}十百千万\d])(?P<h>[{_CN[1:]}]?十)(?:(?P<a>[{_CN[1:]}])(?P<b>[{_CN[1:]}])(?![{_CN}十])|(?P<c>[{_CN[1:]}]?)(?P<d>[{_CN[1:]}]十[{_CN[1:]}]?))"
    rf"(?=块|元|一(?:{_TIME}|{PIECE_UNITS})|都(?:行|可以|要得|得行))"
)
# 一百八两百 is 180 to 200, 三千三千五 3000 to 3500.
_SUM_TO = re.compile(
    rf"(?<![{_CN}十百千万\d])(?P<a>[{_CN[1:]}](?P<s>[百千])[{_CN[1:]}]?)(?P<b>[{_CN[1:]}](?P=s)[{_CN[1:]}]?)(?![{_CN}十百千万])"
)
# "两百八九" is 280 to 290.
_LOOSE_END = re.compile(
    rf"(?<![{_CN}十百千万\d])(?P<h>[{_CN[1:]}]?(?P<s>[百千万]))(?P<a>[{_CN[1:]}])(?P<b>[{_CN[1:]}])"
    rf"(?={_A_UNIT}|[^{_CN}十百千万]|$)"
)
_TENS = rf"[{_CN[1:]}]?十[{_CN[1:]}]?"
# "一个平方三十五", "三十五一平": a unit beside a numeral below a hundred makes it a sum. A round number before days is
# left alone: 二十一天 counts them.
_PER_PIECE = re.compile(
    rf"(时薪|(?:一|每)(?:个?小时|个?钟头|{PIECE_UNITS}|个(?!人)){PIECE_NOUN})(?:给|开|算|付)?({_TENS})(?:([到至~-])({_TENS}))?(?![{_CN}十百千万\d个人天年月岁名了])"
)
# "一天八十" ends there: 一天十二小时 counts hours.
_PER_DAY = re.compile(
    rf"((?:一|每)(?:天|晚|日)(?:晚上)?(?:给|开|付|算|拿|挣|有|是)?)({_TENS})(?=$|[,，;。!\s]|左右|以上|块|元)"
)
_BY_PIECE = re.compile(
    rf"(?<![{_CN}十百千万\d])(?P<n>{_TENS})(?P<x>多|来)?"
    rf"(?=(?:左右|上下)?一(?:(?:个?小时|个?钟头)|(?:{PIECE_UNITS})[一-龥]?(?=$|[,;。!\s莫都才就])|(?<=[六七八九]十.)[天晚]|(?<=[六七八九]十..)[天晚]))"
)
_NUMERAL_END = re.compile(r"\s*(?![米人斤公家名瓦字亩吨平个棵只条里件份头位次户年岁分]|多(?!$|[块元点的,;。\s]))")
# 两块五 ends there, whatever is said next (一斤一块二做好多算好多), unless the digit counts or begins a numeral.
_AND_A_TENTH = re.compile(
    rf"(?<![\d.])(?P<n>\d{{1,3}})(?P<u>[块毛角])(?!一(?:{_TIME}|{PIECE_UNITS}))(?P<d>[一二三四五六七八九1-9])(?:[毛角分](?!钱)|(?={_A_UNIT})"
    rf"|(?![{_CN}\d十百千万.块元个名位人份斤件吨张只点分次米平方单趟条根桶箱包袋样号楼天年月日口家间层道门])|(?=一个?人|天天|人家|家里|点(?:钱|工|收)|[天日]结)|(?<![一1])(?=月(?:底|结)|日结))"
)
# "一块砖一分五" is 0.015 yuan; a 分 without a thing before it is a minute or a mark.
_FEN = re.compile(rf"((?:一|每)(?:个?(?:{PIECE_UNITS})|块){PIECE_NOUN})([{_CN[1:]}])分钱?([{_CN[1:]}半])?(?![{_CN}钟])")
# "码一万块砖一百八": for how many the sum is.
_PER_MANY = re.compile(rf"一([百千万][块个张只件匹][砖瓦坯石])(?=[一-龥]?(?:\d|[{_CN}]))")
_TOGETHER = re.compile(r"块(?:儿)?(?:做|干|去|来|出|打工|走|住|找|上班|进|学|跑|搞)")
_NO_SUMS: Final = frozenset({"万一", "千万"})


def arabic_amounts(text: str) -> str:
    """Write Chinese numerals that stand for sums as digits: 两百多 -> 200多, 三千五 -> 3500, 三四千 -> 3000-4000.

    百把块 becomes "100来块", 百二 120, 两块五 "2.5块". Numerals that count something else (一天, 两班倒, 三餐, 五险)
    are left alone.
    """
    text = _PER_MANY.sub(r"每\1", text)
    text = re.sub(r"(?:过|上|破)([千万])(?=$|[,;。元不])", lambda m: f"{SCALES[m[1]]}以上", text.translate(_BANKER))
    text = _LOOSE_END.sub(_loose_end, _FEN.sub(_fen, _SUM_TO.sub(_sum_to, text)))
    text = _LOOSE.sub(_loose, re.sub(r"(?<!\d)(\d)、(\d)(?=\s*[百千万kw])", r"\1-\2", text))
    text = re.sub(
        rf"(?<![{_CN}十百千万\d])(?P<s>[百千万])(?:把|来|多)(?=块|元|$|[,;。])", lambda m: f"{SCALES[m['s']]}来", text
    )
    text = _TENS_TO.sub(_tens_to, text)
    text = _PER_PIECE.sub(_per_piece, text)
    text = _PER_DAY.sub(lambda m: m[1] + f"{numeral(m[2]) or 0:g}", text)
    text = _BY_PIECE.sub(lambda m: f"{numeral(m['n']) or 0:g}{m['x'] or ''}", text)
    return _AND_A_TENTH.sub(_and_a_tenth, _NUMERAL.sub(_exact, text))


def _per_piece(match: re.Match[str]) -> str:
    up_to = f"{match[3]}{numeral(match[4]) or 0:g}" if match[4] else ""
    return f"{match[1]}{numeral(match[2]) or 0:g}{up_to}"


def _loose(match: re.Match[str]) -> str:
    low, high, scale = DIGITS[match["a"]], DIGITS[match["b"]], SCALES[match["s"]]
    if high != low + 1:
        return match[0]
    return f"{low * scale}-{high * scale}{match['x'] if match['x'] in {'块', '元'} else ''}"


def _loose_end(match: re.Match[str]) -> str:
    if DIGITS[match["b"]] != DIGITS[match["a"]] + 1 or not _NUMERAL_END.match(match.string[match.end() :]):
        return match[0]
    return f"{numeral(match['h'] + match['a']) or 0:g}-{numeral(match['h'] + match['b']) or 0:g}"


def _sum_to(match: re.Match[str]) -> str:
    low, high = numeral(match["a"]) or 0, numeral(match["b"]) or 0
    return f"{low:g}-{high:g}" if low < high else match[0]


def _tens_to(match: re.Match[str]) -> str:
    low = match["h"] + (match["a"] or match["c"] or "")
    high = match["h"] + match["b"] if match["b"] else match["d"]
    is_span = (numeral(low) or 0) < (numeral(high) or 0)
    return f"{numeral(low):g}-{numeral(high):g}" if is_span else match[0]


def _exact(match: re.Match[str]) -> str:
    words, following = match[0], match.string[match.end() :]
    big = any(c in words for c in "百千万") and (any(c in DIGITS for c in words) or words[0] == "十")
    small = re.match(
        r"\s*(?:多|来)?(?:块(?![砖板瓦田地布石玻木肉曲糍])|[元毛角]|分钱)|\s*(?:-|~|至|到)\s*\S{1,3}[块元毛角]",
        following,
    )
    if words == "一" and _TOGETHER.match(following):
        return words
    if words in _NO_SUMS or (not (big and _NUMERAL_END.match(following)) and not small):
        return words
    value = numeral(words)
    return words if value is None else f"{value:g}"


def _fen(match: re.Match[str]) -> str:
    tenth = 5 if match[3] == "半" else DIGITS[match[3]] if match[3] else 0
    each = "每块" if match[1] == "一块" else match[1]  # 一块八分钱 is each brick's, and no sum of one yuan eight
    return f"{each}{(DIGITS[match[2]] + tenth / 10) / 100:g}元"


def _and_a_tenth(match: re.Match[str]) -> str:
    digit = DIGITS.get(match["d"]) or int(match["d"])
    return f"{match['n']}.{digit}{match['u']}"


def numeral(words: str) -> float | None:
    """Return the value of a Chinese numeral (一万二 is 12000, 两百五 is 250, 百二 is 120); None when it is none."""
    total, section, digit, last_scale = 0, 0, 0, 1
    pending = False
    for word in words:
        if word in DIGITS:
            digit = DIGITS[word]
            pending = True
            if word == "零":
                last_scale = 1
                pending = False
        elif word == "万":
            total += (section + digit or 1) * 10000
            section, digit, pending, last_scale = 0, 0, False, 10000
        else:
            scale = SCALES[word]
            is_first = word == "十" or (total == 0 and section == 0)
            section += (digit if pending else is_first) * scale
            digit, pending, last_scale = 0, False, scale
    if pending:
        section += digit * (last_scale // 10 if last_scale >= 100 else 1)
    value = total + section
    return float(value) if value > 0 else None

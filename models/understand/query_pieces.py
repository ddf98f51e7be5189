"""Turn one piece of a worker's sentence after another into the fields of a seeker and the parts shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from models.records import Place
from models.understand.area import find_mentions
from models.understand.certificate import says_certificate
from models.understand.demand import Demand
from models.understand.education import parse_education
from models.understand.limits import find_demands
from models.understand.nights import (
    is_told,
    only_tells_of_nights,
    refused_nights,
    refuses_what_was_spoken_of,
    speaks_of_nights,
    taken_nights,
    without_told_nights,
)
from models.understand.numerals import arabic_amounts
from models.understand.occupation import link_occupations
from models.understand.pay import parse_pay
from models.understand.query_papers import read_papers
from models.understand.query_wording import SEXES, sentence
from models.understand.reading import Reading
from models.understand.refused import find_refused
from models.understand.turns import find_turns
from models.understand.work_words import names_work, work_words
from models.vocabulary import Vocabulary

_AGE = re.compile(
    r"^(?:今年|年龄|年纪|刚|快|满|我|才)*(\d{2})(?:周?岁)?(?:了|的人)?$|(?<!\d)(\d{2})周?岁(?!以|左右的)|(?<=[姐哥叔姨婶孃嬢伯爷妹师傅匠某嫂婆娘])(\d{2})$"
)
_AGE_IN_WORDS = re.compile(
    r"^(?:我)?(?:今年|快|满)?([二三四五六])十([一二三四五六七八九])?(?:多)?(?:岁|了(?!天|年|斤|个))"
)
_CHILD_OF_AGE = re.compile(
    r"^(?:我|我们)?(?:家|屋头|家头)?的?(?:大|小|二|幺)?(?:幺儿|幺妹|幺女|娃儿?|娃娃|儿子?|崽|女儿?|姑娘|弟弟?|妹妹?|侄儿?|侄女|外甥|孙子|孙女|他|她)"
    r"(?:今年|才|刚刚?|快|也|都)*(?:满|有)?(?:十([四五六七八九])|(1[4-9]))(?:周?岁|了|多)"
)
_SEX = re.compile(r"^(男|女)(?:的|性|士|同志|娃|人)?$")
_AGES: Final = range(14, 91)  # a bare number outside is no age
_HOME_BEFORE = re.compile(
    r"^(?:我|我们|人|本人|现在?|也)*(?P<home>(?:家|屋头|屋里|老家|住处|户口|住)(?:是|就|也|都)*(?:住在|住|在|是)?(?:我们)?)?(?P<stay>人在|是|在|人)?$"
)
_ONLY_HOME = re.compile(
    r"^(?:的|人|这边|那边|这点|这片|街上|镇上|村上?|籍|户籍|户口|这里|这方|本地|嘞|哩|农村|农民|土生土长|[一-龥]{1,3}族|搬迁户|移民户|住户|居民)*$"
)
_SAYS_SUM = re.compile(r"\d|百把|计件|按件")
_SAYS_EDUCATION = re.compile(r"小学|初中|高中|中专|技校|职高|大专|专科|本科|硕士|研究生|博士|文化|学历|毕业")
_CHILD_AT_SCHOOL = re.compile(r"(?:娃|孩子|小孩|崽|儿子|女儿|姑娘|孙子|孙女)[^，,]{0,6}(?:读|上|念)")
_SAYS_MAJOR = re.compile(r"专业|^学(?!徒|校|过|东西|点|门|手).{2,}的?$|毕业|.{2,}(?:专科|本科)$|方向$")
_SAYS_MONEY = re.compile(r"[块元角毛]|小时|钟头|时薪|\d/|每|一[斤件单趟张]")
_NO_WORK: Final = frozenset({"avoid", "night", "area", "minutes", "dates", "settlement", "part_time", "weekend"})
"""Demands whose words tell of no work; those of lodging may (住家保姆)."""
_OF_TIME: Final = frozenset({"minutes", "dates", "part_time"})
"""Demands whose words may tell of the work as well: 下午一点到五点那段给人打扫."""
_OF_NIGHTS = re.compile(r"夜|晚|倒|轮班|通宵")
_WORK_OF_NAME = re.compile(
    r"^(?:我是|我)?([做干搞开修砌扎打养种炒烤跑焊粉装刮贴守带当][一-龥]{1,5})的?(?:老|小|阿)[一-龥]{1,2}$"
)
_EVENING: Final = 1080
"""Who comes at 18:00 or later works of an evening (做晚上的). Source: our choice; judged/utterances.md."""
_OTHERS_PHONE = re.compile(r"电话|打来|回电|联系")


def read_piece(piece: str, reading: Reading, vocabulary: Vocabulary, asof: date) -> None:
    """Take one piece in. A piece may say several things: where, when, for how much, which work."""
    words = vocabulary.query_patterns
    piece = _person(piece, reading)
    if not piece or any(pattern.search(piece) for pattern in words["side_talk"]):
        return
    if any(pattern.search(piece) for pattern in words["name"]) and not (
        says_certificate(piece) or refused_nights(piece) or names_work(piece, vocabulary)
    ):
        piece = _place_of_name(piece, vocabulary)
        if not piece:
            return
    piece = _home(piece, reading, vocabulary)
    if not piece:
        return
    home = reading.home_code
    demands = find_demands(piece, vocabulary, asof=asof, home=home)
    if demands:
        fields = {"night": "schedule", "minutes": "schedule", "dates": "schedule", "part_time": "schedule",
              "weekend": "schedule", "region": "region", "area": "region"}  # fmt: skip
        kept = "other" if _OTHERS_PHONE.search(piece) else fields.get(demands[0].field, "other")
        reading.keep(kept, without_told_nights(piece) if kept == "schedule" else piece)
    taken = read_papers(piece, reading, vocabulary, asof)
    _schedule(piece, reading, demands, vocabulary)
    _pay(piece, reading, demands)
    is_education = bool(_SAYS_EDUCATION.search(piece) and not _CHILD_AT_SCHOOL.search(piece) and parse_education(piece))
    if is_education:
        reading.keep("education", piece)
        reading.show("education", piece, sentence("education", piece))
    if any(pattern.search(piece) for pattern in (*words["relatives"], *words["elsewhere"])):
        return
    refused = [
        demand.words
        for demand in demands
        if demand.field in _NO_WORK
        and not (demand.field in _OF_TIME and link_occupations(demand.words, vocabulary, top_k=1))
    ]
    phrases = _not_refused(piece, work_words(piece, vocabulary, refused=refused, taken=taken), demands)
    is_done = any(pattern.search(piece) for pattern in words["done"])
    is_left = any(pattern.search(piece) for pattern in words["left"])
    is_wanted = not is_left and any(pattern.search(piece) for pattern in words["wanted"])
    is_done = is_done or is_left
    if taken and link_occupations(piece, vocabulary, top_k=1):
        reading.keep("licence", piece)
    if taken and not phrases:
        return
    if _SAYS_MAJOR.search(piece) and not is_wanted:
        reading.keep("major", *phrases)
    else:
        reading.keep("done" if is_done and not is_wanted else "wanted", *phrases)
        if is_wanted and any(pattern.search(piece) for pattern in words["wished"]):
            reading.keep("wished", *phrases)


def _person(piece: str, reading: Reading) -> str:
    """Take in age and sex; return what else the piece says."""
    match = _AGE.search(piece)
    age = int(match[1] or match[2] or match[3]) if match else 0
    if match and age in _AGES and not reading.age:
        reading.age = age
        reading.show("age", piece, sentence("age", str(age)))
        piece = _AGE.sub("", piece).strip()
    elif reading.is_for_another and not reading.age and (match := _CHILD_OF_AGE.match(piece)):
        reading.age = int(match[2]) if match[2] else 10 + "零一二三四五六七八九".index(match[1])
        reading.show("age", match[0], sentence("age", str(reading.age)))
        piece = piece[match.end() :].strip()
    elif (match := _AGE_IN_WORDS.match(piece)) and not reading.age:
        digits = "零一二三四五六七八九"
        reading.age = digits.index(match[1]) * 10 + digits.index(match[2] or "零")
        reading.show("age", match[0], sentence("age", str(reading.age)))
        piece = piece[match.end() :].strip()
    if match := _SEX.match(piece):
        reading.sex = "male" if match[1] == "男" else "female"
        reading.show("sex", piece, sentence("sex", SEXES[reading.sex]))
        return ""
    return piece


def _home(piece: str, reading: Reading, vocabulary: Vocabulary) -> str:
    """Take in "我在正安凤仪街道", "屋头播州石板镇的" or "绥阳郑场人" as where the person lives; return the rest.

    Without 家 or 屋头 before it, a place is the home only when nothing but 的, 人 follows it, and it is a county's or
    smaller: "我在仁怀酒厂做过" tells where somebody worked.
    """
    within = reading.home_code[:6]
    for mention in find_mentions(piece, vocabulary, within=within, spoken=True):
        if len(mention.places) != 1 or mention.is_near_home:
            continue
        before, after = _HOME_BEFORE.match(piece[: mention.start]), piece[mention.end :]
        if mention.places[0].level not in ("county", "township"):
            if before is not None and before["home"] and not _is_here(mention.places[0], vocabulary):
                return "" if _ONLY_HOME.match(after) else after  # 老家四川的: neither a home here nor a wish
            continue
        is_whole = bool(_ONLY_HOME.match(after))
        says_so = before is not None and (
            before["home"] or (is_whole and (before["stay"] or after.startswith(("人", "籍"))))
        )
        if not says_so:
            return piece
        is_origin = before is not None and (before["home"] or "").startswith(("老家", "户口"))
        if is_origin and any(part.field == "place" for part in reading.parts):
            return "" if is_whole else after  # 人在绥阳，老家凤冈 lives in 绥阳
        reading.home = mention.places[0]
        said = piece if is_whole else piece[: mention.end]
        reading.show("place", said, sentence("home", vocabulary.areas.local_name(mention.places[0])))
        return "" if is_whole else after
    return piece


def _is_here(place: Place, vocabulary: Vocabulary) -> bool:
    return vocabulary.areas.is_within(vocabulary.areas.home_city, place.county_code)


def _place_of_name(piece: str, vocabulary: Vocabulary) -> str:
    """Return what else a piece says that looks like a name: all of 红花岗老城, 正安安场 of 正安安场李大哥, 开挖机 of
    开挖机的老张, "" of 小王."""
    if match := _WORK_OF_NAME.match(piece):
        return match[1]
    mentions = find_mentions(piece, vocabulary, spoken=True)
    if any(_ONLY_HOME.match(piece[mention.end :]) for mention in mentions):
        return piece
    return next((piece[: mention.end] for mention in mentions if mention.start == 0), "")


def _schedule(piece: str, reading: Reading, demands: tuple[Demand, ...], vocabulary: Vocabulary) -> None:
    """Take in the shifts a person takes or asks for: 夜班也行, 倒班接受, 半天, 周末."""
    if reading.spoke_of_nights and refuses_what_was_spoken_of(piece):
        reading.refuse_nights(piece)
        return
    reading.spoke_of_nights = reading.spoke_of_nights or speaks_of_nights(piece)
    if any(demand.field == "night" and _OF_NIGHTS.search(demand.words) for demand in demands):
        return
    if any((demand.earliest_minute or 0) >= _EVENING for demand in demands if demand.field == "minutes"):
        reading.take_shift("night", piece)
    demanded = {demand.field for demand in demands}
    for value, words in _shifts(piece, vocabulary):
        if reading.take_shift(value, piece) and value not in demanded:
            reading.show("schedule", words, sentence(f"works_{value}"), "wish")


def _shifts(piece: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    if nights := taken_nights(piece):
        yield "night", nights
    if only_tells_of_nights(piece):
        return
    if (turns := find_turns(piece)) and not is_told(piece, turns):
        yield "rotating", turns
    for pattern, value in vocabulary.limit_patterns.get("works", ()):
        if match := pattern.search(piece):
            yield value, match[0]


def _pay(piece: str, reading: Reading, demands: tuple[Demand, ...]) -> None:
    floor = next((demand for demand in demands if demand.pay), None)
    if floor is not None:
        reading.keep("pay", piece)
        return
    if (
        re.search(r"\d", arabic_amounts(reading.text("pay")))
        or not _SAYS_SUM.search(arabic_amounts(piece))
        or _OTHERS_PHONE.search(piece)
    ):
        return
    if any(demand.field == "dates" for demand in demands) and not re.search(r"[块元千万百薪]|以上|\d{3}", piece):
        return
    pay = parse_pay(piece)
    if pay is not None and pay.min_yuan is not None and pay.unit in (None, "hour") and not _SAYS_MONEY.search(piece):
        return  # "刚满20", "切配1": a small bare number is no wage
    if pay is not None and (pay.min_yuan is not None or pay.max_yuan is not None or pay.unit == "piece"):
        reading.texts.pop("pay", None)  # 计件 alone gives way to a sum
        reading.keep("pay", piece)
        reading.show("pay", piece, sentence("pay", piece), "wish")


def _not_refused(piece: str, phrases: list[str], demands: tuple[Demand, ...]) -> list[str]:
    """Leave out what is only left of words that refuse: "不想…了"."""
    if any(demand.field == "avoid" and demand.words not in piece for demand in demands):
        return []  # "长途我不跑" refuses all it names
    if any(demand.field == "avoid" for demand in demands):
        phrases = [phrase for phrase in phrases if not re.match(r"(?:再也|都)?(?:不|莫|别|除)", phrase)]
    # What is left of "没得社保的不去" would refuse 社保 when it is read again.
    return [phrase for phrase in phrases if not re.match(r"不想|不愿", phrase) and not find_refused(phrase)]

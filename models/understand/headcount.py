"""Turn words of an employer that count people ("来三四个人", "传菜3 洗碗1", "找个杀猪匠") into a headcount."""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = r"(?P<n>\d{1,4}|[一两二三四五六七八九十百]{1,4})(?P<about>来|多|几)?"
# 个 counts many things; these are no people. Source: our choice.
_NOT_PEOPLE: Final = (
    r"(?![月半钟星礼周班平方立米娃病宝孩学亩车柜箱吨季项场房间院字图])"
    r"(?!小时|小娃|小孩|老人|老的|工(?!人)|点|多月|来月|把月)"
)
_COUNT = re.compile(
    rf"(?P<each>各)?(?:要|招|请|来)?(?:(?<![每\d第一二三四五六七八九十])|(?<=各)|(?<=各[要招请来])){_NUMBER}(?:(?:个|位){_NOT_PEOPLE}(?:人|师傅|工人|大工|小工|零工)?"
    rf"|名|(?:人|工人)(?![间次份一每\d均头家员事力])|(?:师傅|大工|小工|零工))"
)
_PER_HEAD = re.compile(r"一(?:个)?人\s*(?:[一二两三四五六七八九]百|\d{2,4})|一(?:个)?人(?:一天|做|带|在家)")
_ONE = re.compile(
    r"(?:招|找|要|请|来|缺|差|聘|需)(?:一)?个(?![月小半钟星礼])(?!十|[两二三四五六七八九]|人(?:们|都))|急[招聘]一?个"
)
_AFTER_TRADE = re.compile(r"(?<=[一-龥])(?P<n>\d{1,2})(?=\s|$|[,，、;；])")
_MOST_OF_A_TRADE: Final = 99  # "大工380小工220" are wages. Source: our choice
_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_AND = re.compile(r"[和跟与、]|还有|以及")


def find_headcount(text: str) -> tuple[str, int] | None:
    """Return the words and the number of people asked for, None when none is said ("招保洁", "做3个月").

    Several trades with a number each are added up ("客房4名前台1名"), unless one number is the sum of the others;
    各三个 counts for every trade joined before it; 三四个 is 4, 十来个 10, "找个" 1.
    """
    found: list[tuple[str, int]] = []
    for match in _COUNT.finditer(text):
        if _PER_HEAD.match(text, match.start()):
            continue
        number = _number(match["n"])
        if number is None or number == 0 or (number > _MOST_OF_A_TRADE and match[0].endswith(("大工", "小工", "师傅"))):
            continue
        if match["each"]:
            clause = re.split(r"[，,。；; ]", text[: match.start()])[-1]
            number *= len(_AND.findall(clause)) + 1
        found.append((match[0], number))
    if not found:
        found = [(match[0], int(match["n"])) for match in _AFTER_TRADE.finditer(text) if int(match["n"])]
        if found and any(re.search(rf"[A-Za-z]{re.escape(words)}", text) for words, _ in found):
            found = []
    if not found:
        one = _ONE.search(text)
        return (one[0], 1) if one else None
    numbers = [number for _, number in found]
    largest = max(numbers)
    total = largest if len(numbers) > 1 and sum(numbers) - largest == largest else sum(numbers)
    return "、".join(words for words, _ in found), total


def _number(words: str) -> int | None:
    if words.isdigit():
        return int(words)
    if re.fullmatch(r"[一两二三四五六七八九]{2}", words):
        return _DIGITS[words[1]]
    if "百" in words:
        hundreds, _, rest = words.partition("百")
        return _DIGITS.get(hundreds, 1) * 100 + (_number(rest) or 0 if rest else 0)
    tens, ten, ones = words.partition("十")
    if not ten:
        return _DIGITS.get(words)
    return (_DIGITS.get(tens[-1], 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)

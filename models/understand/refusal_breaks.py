"""Find where a refusal begins and ends in speech without pauses ("只在镇上做远了不去我有证")."""

from __future__ import annotations

import re
from typing import Final

from models.understand.numerals import PIECE_UNITS
from models.vocabulary import Vocabulary

_ADVERBS: Final = r"(?:我|他|她|都|也|就|是|一概|一律|坚决|绝对|打死|死活|说死|确实|再)*"
_VERB: Final = r"(?:做|干|去|来|接|上|跑|谈|考虑|当|进|碰|下|行|要|打|扫|洗|搬|沾)"
_NO: Final = (
    rf"(?:不(?:想|得|愿意?|考虑)?{_VERB}{{1,2}}(?:了|咯)?|莫(?:再)?(?:喊|找|叫)(?:我|他|她)?|免谈|(?:就)?算了|一律推掉"
    r"|(?:做|接|干|搬|爬)不(?:了|得|动|来)(?:了)?)"
)
_PER: Final = rf"(?:(?:每|一)个?(?:月|天|小时|钟头|年|晚|{PIECE_UNITS}))"
_SUM: Final = (
    rf"{_PER}?(?:\d[\d.]*[千万百kKwW]?\d?|[一二两三四五六七八九十百千万]{{2,6}}|[一二两三四五六七八九十]{{1,3}}(?=[块角]))"
    rf"(?:块钱?|元|角)?{_PER}?"
)
_TOO_LITTLE: Final = re.compile(
    rf"{_PER}?(?:要是|如果)?(?:低于|少于|低过|少过|不到|没得|少了|低了){_SUM}(?:的|以上的?)?{_ADVERBS}{_NO}|{_SUM}(?:以下|打底再低|打底少了)(?:的)?{_ADVERBS}{_NO}"
)
_TOO_FAR: Final = re.compile(rf"(?:再)?(?:低|少|远|早|晚|贵|迟)了(?:的)?(?:话)?{_ADVERBS}{_NO}")
_ELSEWHERE: Final = re.compile(
    rf"(?:别处|别的地方|别的县|其他地方|外县|外省|省外|外地|外头|外面)(?:喊|给)?(?:我|再多|再高|工资再高)*{_ADVERBS}{_NO}|(?<![做干])(?:别的|其他的?){_ADVERBS}{_NO}"
)
_NAMED: Final = re.compile(
    rf"(?:(?:KTV|ktv|夜场|酒吧|足浴店?|洗脚城|煤矿|矿上|矿井|井下|工地|厂头|进厂|端盘子|洗碗|喷漆|刷漆|高空|爬高|长途|夜班|晚班|倒班|大夜|陪酒|住家保姆|重活|脏活|搬重|架子|扫厕所|扫街|农药|油漆)"
    rf"(?:[的嘞](?:活路?)?|那种|那号活?|这些|那些)?{_ADVERBS}{_NO})"
)
_ALL: Final = (_TOO_LITTLE, _TOO_FAR, _ELSEWHERE, _NAMED)
# What a verb may still be waiting for: "长途不跑" ends there, 不上 in "白班夜班不上架子" does not.
_OBJECT: Final = re.compile(
    r"(?:夜班|大夜|晚班|通宵|架子|厂|井|长途|工地|外省|省外|外地|外头|外面|远|这|那|山|得|起|[一-龥]{0,5}(?:了|的活)|的|话|吗|嘛|哈|嘞|哦)"
)
_ENDS_BEFORE: Final = re.compile(r"(?:[了过嘞咯哈岁痛疼]|可以|得行|都行|也行|要得|做得来|证有)$")
_FAR: Final = 8  # characters that are a clause of their own rather than the thing refused. Source: our choice


def refusal_spans(clause: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Return the positions of the refusals in a clause that are complete in themselves, in text order."""
    found: list[tuple[int, int]] = []
    for pattern in _ALL:
        for match in pattern.finditer(clause):
            rest = clause[match.end() : match.end() + 8]
            waits = pattern is _NAMED and not match[0].endswith(("了", "我", "咯", "免谈"))
            if waits and rest and (_OBJECT.match(rest) or _is_place(rest, vocabulary)):
                continue
            # "喷漆刷漆的一概不做": what is refused may begin before the word that is known.
            is_whole = pattern is not _NAMED or match.start() >= _FAR or _ENDS_BEFORE.search(clause[: match.start()])
            found.append((match.start() if is_whole else 0, match.end()))
    return sorted(found)


def _is_place(text: str, vocabulary: Vocabulary) -> bool:
    return any(mention.start == 0 for mention in vocabulary.area_names.mentions(text, spoken=True))

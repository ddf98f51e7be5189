"""Turn where somebody says they will or will not work into demands; where they were before is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from models.area_names import PlaceMention
from models.understand.area import find_mentions
from models.understand.demand import Demand, Strength
from models.understand.limit_words import find_wording
from models.vocabulary import Vocabulary

_NO_TO = (
    r"(?:不(?:想|愿意?|要|考虑|打算|喜欢)?(?:再)?(?:去|到|在|回|进)?"
    r"|(?:莫|别|不要)(?:再)?(?:喊|叫|安排|派|介绍)?我?(?:去|到|在)?|除了?|除开)"
)
_NOT_TO = re.compile(rf"{_NO_TO}$")
_STAYS_IN = re.compile(r"不(?:想|愿意?|能|得|打算|肯)?(?:再)?(?:出|离开)$")
_NOT_THERE = re.compile(
    r"^(?:那边|这边|那头|那些地方|的)?(?:我|就|都|也|是)*(?:(?:不(?:想|愿意?|考虑)?(?:再)?(?:去|下|到|跑)(?:了|哈|嘛)?(?=$|[，,。\s]|就|只|要)|去不(?:了|得|起)|不考虑|免谈|除外|不得?行|就算了|莫(?:喊|叫)我))"
)
_ONLY_THERE = re.compile(
    r"(?:只(?=[要想能去做在考到下上回往找干])|必须|一定|就在|就要(?!得)|(?<![想还也都需主])要(?=在))"
    r"(?:想|要|能|愿意?|考虑|打算|可以|是|在|去|到|回|下|上|往|找|做|干|接|我|们|本地|老家|屋头|家头|挨到|靠|的|搞|活路?|打工)*$"
)
_NOT_NOT = re.compile(r"(.)不\1$")
_AWAY = re.compile(r"外出|出远门|去外地")
_NEARBY = re.compile(r"走不远|近|不远|附近|就近|挨屋近|离家近|隔屋近|门口|边")
_AND = re.compile(r"(?:和|跟|与|还有|[、/\s])?")
_FROM_THERE = re.compile(
    r"(?:从|(?:前(?:些|几|两)|那几|往)年在?|原(?:先|来)?在?|以前在?|之前在?|前头(?:一直)?在?|去年在?|早[先年]在?|曾在?|一直在)(?:[^，,]{0,2})$"
)
_WAS_THERE = re.compile(
    r"^[^，,想要找]{0,8}?(?:过来(?:的|$|[，,])|嫁(?:过来|到)|回来|返乡|回乡|回家|[做干搞待打学当上读]过|的时候|那(?:几年|阵|时)|[做干搞待打学读当](?:了|满)|[\d一二两三四五六七八九十几](?:来|多|几)?年(?!底)|做完|修完|完工|实习|毕业|打工(?:多年|\d|回)|上大学|读书)"
)
_OF_OTHERS = re.compile(
    r"(?:丈夫|老公|男人|老婆|媳妇|婆娘|爱人|爸妈|父母|爸|妈|哥|姐|弟|妹|儿子|女儿|姑娘|孙子|孙女|孩子|细娃|娃儿?|亲戚|老乡|朋友|邻居|别个|别人|人家|屋头人)(?:们|都|也|又|现在|一直|还)*在?$"
)
_FOLLOWS = re.compile(r"过去|跟(?:到|着|起)?去|一路|那边去")


def find_place_demands(
    clause: str,
    vocabulary: Vocabulary,
    home: str,
    unless_soft: Strength,
    unless_excepted: Strength,
) -> Iterator[Demand]:
    """Yield where work may be, must be and may not be; where somebody was before, or others are, is no wish."""
    names = vocabulary.area_names
    bounded = find_wording("area", clause, vocabulary)
    if bounded is not None:
        near = bounded[1] in ("@county", "@township")
        if not home and (away := _AWAY.search(bounded[0])):
            # Where home is nobody said, so the place is a question; what is refused is not.
            yield Demand("avoid", away[0], unless_soft)
        unit = names.home_unit(bounded[1], home)
        places = names.around_home(home) if _NEARBY.search(bounded[0]) else (unit,) if unit else ()
        yield Demand("area", bounded[0], unless_soft, places=places, is_near_home=near)
    found: list[Demand] = []
    refused_from = len(clause) + 1
    mentions = find_mentions(clause, vocabulary, within=home, spoken=True)
    if said := find_wording("kind", clause, vocabulary):
        # 长期 is a township too; "只做长期" speaks of none.
        mentions = [mention for mention in mentions if clause[mention.start : mention.end] not in said[0]]
    only_there = _bound(clause, mentions, lambda before: bool(_ONLY_THERE.search(before)))
    refused = _bound(clause, mentions, lambda before: bool(_NOT_TO.search(before) and not _NOT_NOT.search(before)))
    for mention in reversed(mentions):
        words, before, after = clause[mention.start : mention.end], clause[: mention.start], clause[mention.end :]
        is_listed = refused_from <= len(clause) and _AND.fullmatch(clause, mention.end, refused_from)
        if mention.start in refused or _NOT_THERE.match(after) or is_listed:
            refused_from = mention.start
            found.append(Demand("avoid", words, unless_excepted))
        elif any(place.level == "country" for place in mention.places):
            continue
        elif _STAYS_IN.search(before):
            if bounded is None or words not in bounded[0]:
                found.append(Demand("area", words, unless_soft, places=mention.places))
        elif (
            _FROM_THERE.search(before)
            or _WAS_THERE.match(after)
            or (_OF_OTHERS.search(before) and not _FOLLOWS.search(after))
        ):
            continue
        elif bounded is None or words not in bounded[0]:
            is_around = mention.is_near_home and home and _NEARBY.search(words)
            places = names.around_home(home) if is_around else mention.places
            strength: Strength = unless_soft if mention.start in only_there else "wish"
            found.append(Demand("region", words, strength, places=places, is_near_home=mention.is_near_home))
    yield from reversed(found)


def _bound(clause: str, mentions: Sequence[PlaceMention], is_bound: Callable[[str], bool]) -> set[int]:
    """Return where the mentions begin that `is_bound` by what stands before; a list is bound as its first is."""
    found: set[int] = set()
    for before, mention in zip((None, *mentions), mentions, strict=False):
        goes_on = before is not None and before.start in found and _AND.fullmatch(clause, before.end, mention.start)
        if goes_on or is_bound(clause[: mention.start]):
            found.add(mention.start)
    return found

"""Turn where somebody says they will or will not work into demands; where they were before is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from models.area_names import PlaceMention
from models.understand.area import find_mentions
from models.understand.demand import Demand, Strength
from models.understand.firmness import ADVERBS, FORBIDS, OR_ELSE, REFUSES
from models.understand.limit_words import find_kind, find_wording
from models.vocabulary import Vocabulary

_NO_TO = (
    r"(?:不(?:想|愿意?|要|考虑|打算|喜欢)?(?:再)?(?:去|到|在|回|进|往|上|下|跑)?"
    r"|(?:莫|别|不要)(?:再)?(?:喊|叫|安排|派|介绍)?我?(?:去|到|在)?|除了?|除开)"
)
_NOT_TO = re.compile(rf"{_NO_TO}$")
_STAYS_IN = re.compile(r"不(?:想|愿意?|能|得|打算|肯)?(?:再)?(?:出|离开)$")
_NOT_THERE = re.compile(
    r"^(?:那边|这边|那头|那些地方|的)?(?:我|就|都|也|是|再|可|真|打死|坚决|绝对|死活|一概|肯定|反正|·)*(?:(?:不(?:想|愿意?|考虑|敢|肯|得)?(?:再)?(?:去|下|到|跑)(?:了|哈|嘛)?(?=$|[，,。\s]|就|只|要)|去不(?:了|得|起)|不考虑|免谈|除外|不得?行|(?:就)?算了|没门|门都没得|想都莫想|莫(?:喊|叫|找)我))"
)
_REFUSED_THERE = re.compile(
    rf"^(?:那边|这边|那头|那些地方|的)?{ADVERBS}{REFUSES}(?:了|的|哈|嘛|嘞|咯|啦)*(?=$|[，,。\s·])"
)
"""浙江我是再也不去的; 汇川不上夜班 refuses nights, not the place."""
_ONLY_THERE = re.compile(
    r"(?:只(?=[要想能肯愿去做在考到下上回往找干])|(?<![不无])[仅只]?限(?=$|于|在)|仅(?=$|在)|必须|一定|(?<![人住家])就在|就要(?!得)|(?<![想还也都需主])要(?=在))"
    r"(?:想|要|能|肯|愿意?|考虑|打算|可以|是|在|去|到|回|下|上|往|找|做|干|接|我|们|本地|老家|屋头|家头|挨到|靠|的|搞|活路?|打工)*$"
)
_WHERE = r"(?:这边|那边|这里|那里|境内?|地界|城头|城里|县城|县内|市内|街上|镇上|本地|的话?|以内|里头?|范围)*"
_ELSEWHERE = (
    r"(?:哪(?:里|儿|点|方|个地方|头|样地方)|别处|别的(?:地方|县|镇|地头)?"
    r"|其[他它余](?:地方|县|镇|地头)?|旁的地方|外(?:面|头|地|县|省|边)|远处|任何地方)"
)
_OUT_OF = re.compile(r"(?:(?:[走跨迈]?出|离开?|离)了?|超出|超过)$")
_WALKS_AWAY = re.compile(rf"^{_WHERE}[^，,]{{0,6}}?{ADVERBS}{OR_ELSE}")
_EXCEPT_THERE = re.compile(r"(?:除了?|除开|除非)(?:在|去|是|到)?$")
_NOWHERE_ELSE = re.compile(
    rf"^{_WHERE}(?:以外|之外)?[·，,]?(?:我|就|那)*{_ELSEWHERE}的?{ADVERBS}[^，,]{{0,6}}?{OR_ELSE}"
)
_BEYOND = re.compile(rf"^(?:县|市|区|镇|乡)?(?:以外|之外|外头|外面)的?(?:地方|活路?|工作|厂|单位)?{ADVERBS}{OR_ELSE}")
_IF_NOT_THERE = re.compile(r"(?<![人我他她])(?:不是(?:在)?|[不没]在)$")
"""公司不在播州我就不去."""
_OUTSIDE = re.compile(r"^(?:县|市|区|镇|乡)?(?:以外|之外)")
"""不到凤冈以外的地方做."""
_ONLY_IF_THERE = re.compile(
    rf"^{_WHERE}(?:的|做|干|上班|活路?|厂|单位|工地|附近)*(?:我|他|她)?才(?:去|来|做|干|接|考虑|行|得行|要得|可以|愿)"
)
_KEEPS_TO = re.compile(
    r"(?:(?:就|只|光)(?:想|愿意?|肯|要|认|能)*(?:守|待|呆|蹲|留|窝|耍|认|围)(?:到|着|在|起|倒)?|(?:走不出|出不得|出不了|不得出|不准出|不许出|不让出|离不(?:开|得|了)|舍不得离开|丢不开)了?|(?<![一-龥])非)$"
)
_AWAY_FROM_HOME = tuple(
    (re.compile(pattern), unit)
    for unit, words in (
        ("@province", "省"), ("@city", "市"), ("@county", "县城?|区|远?门"), ("@township", "镇|乡|村|寨"),
    )
    for pattern in (
        rf"(?:出了?|离开|离了|[跨走]出了?)(?:本|这个?|我们|自己)?(?:{words})(?:的|以后|就|的话)?[^，,]{{0,4}}?{ADVERBS}{OR_ELSE}",
        rf"{FORBIDS}出(?:{words})",
    )
)  # fmt: skip
_FORBIDDEN_FAR = re.compile(
    rf"(?:{FORBIDS}|(?:莫|别|不要|不消)(?:再|给我|跟我)*(?:喊|叫|让|安排|派|介绍|推荐)(?:我|他|她)?)"
    r"(?:到|跑|往|走|去|出)*(?:[省县市]外|外(?:地|省|县|头|面)|远(?:处|方|的|了|地方|门)?)"
)
_FAR = re.compile(
    rf"(?:{FORBIDS}|(?:莫|别|不要|不消)(?:再)?(?:喊|叫|让|安排|派|介绍)(?:我|他|她))(?:到|跑|往|走|去|出)*(?:外(?:地|省|县|头|面)|远(?:处|方|的|了|地方|门)?)"
)
_FAR = re.compile(
    rf"(?<![一-龥])(?:我|但是?|就是|说|离家|离屋头?|隔屋头?|太)*(?:再?远(?:了|处|方|的|点|很|一步|地方)*|别处|别的(?:地方|县)|其[他它](?:地方|县)|外(?:地|县|头|面|省)|省外|[县区市]外|跑远路|出门在外)的?(?:活路?|厂|单位|地方|话)?(?:给再多|钱再多|再多钱|再高的?工资|再好|一步|半步)*{ADVERBS}{REFUSES}(?!也|都)"
)
_NOT_NOT = re.compile(r"(.)不\1$")
_NEARBY = re.compile(r"走不远|近|不远|附近|就近|挨屋近|离家近|隔屋近|门口|边")
_TIED_DOWN = re.compile(r"[走离丢抽脱]不(?:[开脱]|得[开身屋家])")
"""走不开 tells of hours as often as of places."""
_AND = re.compile(r"(?:和|跟|与|还有|[、/\s])?")
_FROM_THERE = re.compile(
    r"(?:从|(?:前(?:些|几|两)|那几|往)年在?|原(?:先|来)?在?|以前在?|之前在?|前头(?:一直)?在?|去年在?|早[先年]在?|曾在?|一直在)(?:[^，,]{0,2})$"
)
_WAS_THERE = re.compile(
    r"^[^，,想要找]{0,8}?(?:过来(?:的|$|[，,])|嫁(?:过来|到)|回来|返乡|回乡|回家|(?<![通不超路难经好])(?![来去见听看])[一-龥]过(?![年来去夜敏滤磅])|[跑待呆住混做干熬漂](?:惯|腻|够|怕|厌|伤)|跑熟|的时候|那(?:几年|阵|时)|[做干搞待打学读当](?:了|满)|[\d一二两三四五六七八九十几](?:来|多|几)?年(?!底)|务工(?:者|人员|的|返)|做完|修完|完工|实习|毕业|打工(?:多年|\d|回)|上大学|读书)"
)
_RELATIVES = (
    r"(?:丈夫|老公|男人|老婆|媳妇|婆娘|爱人|爸妈|父母|爸|妈|爹|娘|哥|姐|弟|妹|儿子|女儿|姑娘"
    r"|孙子|孙女|孩子|细娃|娃儿?|亲戚|屋头人)"
)
_OF_OTHERS = re.compile(rf"(?:{_RELATIVES}|老乡|朋友|邻居|别个|别人|人家)(?:们|都|也|又|现在|一直|还)*在?$")
_MOVED_AWAY = re.compile(
    rf"{_RELATIVES}(?:们|都|也|又|已经|前年|去年|早就)*(?:嫁|搬|调|考|分|走|住|发)(?:到|去|往|在|起)$"
)
_GOES_ALONG = re.compile(rf"(?:跟|和|陪|送|接|看)(?:到|着|我)?{_RELATIVES}(?:一起|一路|一道)?(?:去|到|回|下|上)$")
_FOR_FAMILY = re.compile(
    rf"^(?:那边)?(?:给|帮|替|看|陪|跟)(?:我)?{_RELATIVES}|^(?:看病|住院|治病|开刀|手术|耍|过年|走亲|读书|上学|吃酒|喝酒|带孙|带娃|照顾)"
)
_WORKS = re.compile(r"找|做(?!手术)|打工|上班|干活|务工|应聘")
_CAME_BACK = re.compile(r"^[^，,想]{0,24}?(?:才|就|都)(?:回|转)来")
_OVER_THERE = re.compile(
    r"^(?:那边|这边)?[^，,想]{0,8}?(?:都|全|也)?(?:倒闭?了|倒了?[一二两三四五几]家|垮了|关门|停产|停工|裁员|欠我|压我|房租|给我(?:$|一天|一个?月|开|出|\d|[一二三四五六七八九]))"
)
_OFFERED = re.compile(
    r"(?:别个|别人|人家|有人|他们|老乡|朋友|亲戚|同学|工友|同村的?|隔壁|老板|中介|屋头人|[伯叔哥姐弟妹表舅姨孃婶]+|兄弟|师傅)[^，,]{0,5}?(?:喊|叫|约|劝|让|拉|邀|介绍|动员)(?:我们?|他|她)(?:一起|一路|再|跟到|跟着|也)*(?:去|到|下|上|回|出)$"
)
"""What others proposed (老乡喊我去深圳) is not yet a wish."""
_ACCEPTS = re.compile(r"^[^，,]{0,6}(?:我|他|她)?(?:也?(?:想|愿意)|可以|准备|打算)(?!不)")
_TOO_FAR = re.compile(
    r"^(?:那边|那头|那里|城头|城里)?(?:就|又|也|还|那|离|隔|有点|实在|确实|硬是)*(?:得)?(?:太|好|很|多)?(?:远(?!程|洋|大|志)|贵(?!阳|州|定)|吵|挤(?!奶)|住不起|待不惯|呆不惯|过不惯)"
)
"""县城远得很 tells why one stays away."""
_STILL_THERE = re.compile(r"(?:^|本|我)人(?:都|还|现在|目前|正)*在$")
_FOLLOWS = re.compile(r"也想[^，,]{0,4}去|过去|跟(?:到|着|起)?去|一路|那边去")


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
    bounded = bounded or _bounded_by_refusal(clause)
    if bounded is not None:
        near = bounded[1] in ("@county", "@township")
        unit = names.home_unit(bounded[1], home)
        places = names.around_home(home) if _NEARBY.search(bounded[0]) else (unit,) if unit else ()
        yield Demand("area", bounded[0], unless_soft, places=places, is_near_home=near)
    found: list[Demand] = []
    refused_from = len(clause) + 1
    mentions = find_mentions(clause, vocabulary, within=home, spoken=True)
    if said := find_kind(clause, vocabulary):
        # 长期 is a township too; "只做长期" speaks of none.
        mentions = [mention for mention in mentions if clause[mention.start : mention.end] not in said[0]]
    only_there = _bound(clause, mentions, lambda before: bool(_ONLY_THERE.search(before)))
    refused = _bound(clause, mentions, lambda before: bool(_NOT_TO.search(before) and not _NOT_NOT.search(before)))
    for mention in reversed(mentions):
        words, before, after = clause[mention.start : mention.end], clause[: mention.start], clause[mention.end :]
        is_listed = refused_from <= len(clause) and _AND.fullmatch(clause, mention.end, refused_from)
        if _keeps_within(before, after):
            if bounded is None or words not in bounded[0]:
                found.append(Demand("area", words, unless_soft, places=mention.places))
        elif mention.start in refused or _NOT_THERE.match(after) or _REFUSED_THERE.match(after) or is_listed:
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
            or _is_no_wish(before, after, mention)
        ):
            continue
        elif bounded is None or words not in bounded[0]:
            is_around = mention.is_near_home and home and _NEARBY.search(words)
            places = names.around_home(home) if is_around else mention.places
            strength: Strength = unless_soft if mention.start in only_there else "wish"
            found.append(Demand("region", words, strength, places=places, is_near_home=mention.is_near_home))
    yield from reversed(found)


def stays_near_unknown_home(demand: Demand) -> bool:
    """Return whether somebody cannot go far (只能就近) who does not say from where: no other province will do."""
    is_bound = demand.field == "area" and demand.strength == "limit" and not demand.places
    return is_bound and not _TIED_DOWN.search(demand.words)


def _bounded_by_refusal(clause: str) -> tuple[str, str] | None:
    """Return the words that refuse to leave the home's province, city, county or township, and which of them."""
    for pattern, unit in _AWAY_FROM_HOME:
        if match := pattern.search(clause):
            return match[0], unit
    match = _FORBIDDEN_FAR.search(clause) or _FAR.search(clause)
    return (match[0], "@province" if "省" in match[0] else "@county") if match else None


def _is_no_wish(before: str, after: str, mention: PlaceMention) -> bool:
    """Return whether a place is where others went, where one goes for the family, or where one is glad to be gone."""
    if _MOVED_AWAY.search(before) or _CAME_BACK.match(after) or _OVER_THERE.match(after) or _TOO_FAR.match(after):
        return True
    if _OFFERED.search(before) and not _ACCEPTS.match(after):
        return True
    if (_GOES_ALONG.search(before) or (not before.endswith("回") and _FOR_FAMILY.match(after))) and not _WORKS.search(
        after
    ):
        return True
    is_far = any(place.level in ("province", "city") for place in mention.places)
    return is_far and not after and bool(_STILL_THERE.search(before))


def _keeps_within(before: str, after: str) -> bool:
    """Return whether somebody will work at a place alone: 出了湄潭我不去, 除了湄潭哪点都不去, 湄潭的才去."""
    if _OUT_OF.search(before) and _WALKS_AWAY.match(after):
        return True
    if _EXCEPT_THERE.search(before) and _NOWHERE_ELSE.match(after):
        return True
    if _IF_NOT_THERE.search(before) and _WALKS_AWAY.match(after):
        return True
    if _NOT_TO.search(before) and _OUTSIDE.match(after):
        return True
    return bool(_BEYOND.match(after) or _ONLY_IF_THERE.match(after) or _KEEPS_TO.search(before))


def _bound(clause: str, mentions: Sequence[PlaceMention], is_bound: Callable[[str], bool]) -> set[int]:
    """Return where the mentions begin that `is_bound` by what stands before; a list is bound as its first is."""
    found: set[int] = set()
    for before, mention in zip((None, *mentions), mentions, strict=False):
        goes_on = before is not None and before.start in found and _AND.fullmatch(clause, before.end, mention.start)
        if goes_on or is_bound(clause[: mention.start]):
            found.add(mention.start)
    return found

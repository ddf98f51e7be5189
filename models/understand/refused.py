"""Turn what a person refuses ("莫喊我进厂", "工地不去", "除了搬运都行") into the words of what is refused."""

from __future__ import annotations

import re
from typing import Final

from models.understand.firmness import (
    ADVERBS,
    DONE_WITH,
    FORBIDS,
    JOINT,
    NO_MORE,
    REFUSES,
    SPOKEN_OF,
    THAT_KIND,
    is_forbidden_by_firm,
)

_MUST_NOT: Final = (
    r"(?:不想|不敢|不愿意?|不要(?!再?(?:给我)?(?:喊|叫|安排|派|介绍|推荐|让))|不考虑|不接受|不肯|不打算|(?<![总又哪还未])不能|(?<![骑跑走坐站看吃闻碰沾提拿穿听])不得(?!行|空|了)|不喜欢|拒绝|(?:莫|不要|不消|不用|(?<![特个分区性识])别)"
    r"(?:再|给我)?(?:喊|叫|安排|派|介绍|推荐|让)(?:我|他|她|人家|本人)?)"
)
_GO: Final = r"(?:再|又|去|来|上(?![货料])|下(?![货料])|进|做|干|搞|整|弄|跑|当|从事|碰|沾|到)"
_HARD: Final = (
    r"(?:登|爬|扛|抬|搬|背|坐(?=办公|班)|洗(?=[碗菜头脚车])|端(?=盘|菜)|扫(?=厕|街|地)|打(?=农?药|螺丝|灰|锚)|喂(?=[猪牛鸡])"
    r"|杀(?=[猪鸡鱼])|守(?=夜|灵|尸|病|工地)|带(?=货|团|客|[奶小]?娃|孩|小孩|孙)|送(?=外卖|货|快递|餐)|卖(?=房|保险|酒)|陪(?=酒|护|床)|出(?=差))"
)
_THING: Final = r"(?:(?!不(?!锈))[^\W\d_]){1,14}"
_BEFORE: Final = (
    re.compile(rf"(?P<forbids>{FORBIDS})(?P<verbs>{_GO}*)(?P<thing>{_THING})"),
    re.compile(rf"{_MUST_NOT}(?P<verbs>{_GO}*)(?P<thing>{_THING})"),
    re.compile(
        rf"(?:(?<![可如么])不|莫|(?<![特个分区性识])别)(?P<verbs>(?:再|又)?(?:去|上|下|进|做|干|搞|跑|当|碰|沾)+|(?={_HARD}))"
        rf"(?P<thing>{_THING})"
    ),
    re.compile(
        rf"(?P<verbs>[爬扛抬搬背下站闻坐做干搞])不(?:得(?![行空闲])|了|起|动)(?!就|也|都|了|咯|嘛|哈|哦)(?P<thing>{_THING})"
    ),
)
_AFTER: Final = re.compile(
    rf"^(?:但是?|就是|我|他说|她说|说|那种|像|其他都行|只是)*(?P<thing>{_THING}?)(?:那种|这种|那些|的话|[的嘞]活路?|些)?{ADVERBS}(?P<no>{REFUSES}|(?P<who>谁|哪个)爱[做干去](?P=who)[做干去]|不(?:想|愿意?)(?=[了咯啦]|$))"
)
_NOT_OF_A_THING: Final = re.compile(
    r"[坐待站]不(?:下去|惯)$|^[走谈看转动值]不|^跑不起|不转$|^不(?:想|愿意?|敢|肯|得|会|能|再|去|来)*(?:动|走|谈|看|认|签|要|加|出门|答应|开口|点头)|^(?:不成|(?:就)?算了|拉倒|拜拜)$"
)
"""Refusals said of sums, hours and people as often as of work; they alone refuse nothing that is named before."""
_ENDS_A_VERB: Final = re.compile(r"[起回过出转]$")
"""起不来 and 转不过来 tell of the body and of time."""
_THING_FIRST: Final = re.compile(
    rf"^(?:但是?|就是|像|那种)*(?P<thing>{_THING}?)(?:那些|些|的话)?"
    rf"{ADVERBS}不(?:想|愿意?|敢|再|得)*(?P<verb>[打洗扛搬背端跑卖守喂坐挑爬割杀带送扫刷倒修采摘剪捡焊陪种煮炒拖抬站蹲钻喷拉]|(?<=[车机吊船])开)[了咯哈的嘛哦嘞哩咧噻啦]*$"
)
"""农药我不打, 长途不跑: what it is done to stands before the verb."""
_THAT_KIND: Final = re.compile(rf"^{SPOKEN_OF}{JOINT}{THAT_KIND}")
_DONE_WITH: Final = re.compile(rf"^{DONE_WITH}{JOINT}{NO_MORE}")
_TOO_MUCH: Final = re.compile(
    rf"(?:^|我|太)(?P<thing>高|重)的(?:地方|东西|活路?)?{ADVERBS}(?P<verb>[爬登上搬扛抬挑背拿])不(?:得|了|动|起|来)"
)
_UNWANTED: Final = re.compile(
    rf"^(?:但是?|就是|像|要是)*(?P<thing>{_THING}?)的(?:活路?|工作|岗位?|那种|那些)?(?:我|他|她|就|都|也|是|坚决)*"
    r"(?:不要|莫要|不沾|不碰|不行|不得行)(?:了|哈|嘛|哦)*$"
)
EXCEPT: Final = re.compile(
    rf"(?:除了?|除开)(?P<thing>{_THING}?)(?:我?不(?:上|做|去|干)|之外|以外|外)?[,，]?(?:其他|别的|其余|啥子|什么|哪样|我)*(?:都|也)(?:行|可以|得行|要得|接|做|干|能|没问题)"
    rf"|(?:只要)?不是(?P<other>{_THING}?)(?:都|就)(?:行|可以|得行|要得|好)"
)
_BEGINS: Final = re.compile(r"^(?:现在|如今|那种|这种|那些|啥子|什么|任何|在)+")
_ENDS: Final = re.compile(
    r"(?:[的嘞]?(?:活路?|工作|(?<!红花)岗位?|事情?|职位)|那种|这种|那些|之类|一类|了|嘛|哈|哦|的话|就行|都行|也行|其他|别的|别个|只|就|要|想|最好|日结|包住|工资|可以|随便|啥子都|什么都|不).*$"
)
# Not things to be shut out: nights and pay are limits of their own, places too; the rest is talk.
_NOT_A_THING: Final = re.compile(
    r"夜(?!场|总会|市|店|宵|摊)|通宵|(?<!坐)班(?!主任|车)|^(?:低|少|高|多)了|^(?:读|念|上学|读书)|^(?:实在|真的|确实|坚决|年纪|岁数|年龄|身体|血压|血糖|心脏|膝盖|颈椎|肩膀|手杆|手脚|脚(?!手架)|腿|骨|风湿|肺|胃|头[痛昏晕]|腰|眼睛|耳朵|好久|差|缺|丢|跨|超过|过了|找得?到|(?:零|短|长|散|临时|固定)工?$|(?:零|短|长)(?:工|活|期)|临时(?:工|活|的)|散工)|(?:老板娘?|公司|老公|男人|婆娘|媳妇|儿子|女儿|婆婆|爹|妈)$|费$|远门|^(?:离|隔)(?:家|屋)|^[男女]的|^(?:公益性?|见习|实习)岗?$|^(?:烟酒?|酒|牌|赌博?|麻将|槟榔)$|烟酒|打牌|个月$|给钱$|我才?$|押金|不然|否则|白条|宿舍|歇处|床[铺位]|夫妻房|^住处|白天|晚上|^(?:以外|之外|天|[日周月天]结|城头|城里|县城|街上|镇上|乡下|那么|这么|太?远|很远|跑?那么|远|近|别处|别的|别人|别个|其他|外地|外省|外县|外面|外头|哪|那里|这里|这个|那个|出|省|县|市|"
    r"外出|押|拖|欠|求|要求|限|学历|文凭|经验|证|钱|学(?!徒)|人|我|你|他|她|得|什么|啥|行|来|去|成|好|到|住|包(?!工|装)|太多|多|少|低|高不|起|[一二三四五六七八九十两几半]|于|了|的)"
    r"|^高$|以下|以上|低于|少于|一分|工资|结$|省$|县$|市$|全天|加班"
    r"|^(?:再|更|太)?[晚早迟慢]|^(?:隔|明|后|今|昨|每|当)[天日夜晚]|^(?:第二天|次日)|^(?:再|更)|^(?:农忙|过年|拖|天黑|下雨|这样|那样|时候|时间|迟到|耽误|麻烦|客气|坐车|介绍|没得|没有)|^(?:骗|哄|坑|吼)|^(?:周|星期|礼拜)[一二三四五六日天末]|^要(?!饭)|^现[钱金结]|^回(?:来|家|屋|去)|^走|^(?:怀孕|怀起|生病|受伤|有病|刚?手术|开刀|老了)|^在?(?:屋头|屋里|家里|家头|家中|地头|土头|田头)"
)
_HARDNESS: Final = ("重", "累", "脏", "苦", "粗", "险")
_WORK: Final = re.compile(r"活路?|工作")
_THEN: Final = re.compile(r"^[^，,]{1,5}?(?:的话)?(?:我|那)?就(?!行|可以|要得|得行|好|成|是|要)")
"""不要叉车就装车也干 says what else is done where none is wanted, and refuses nothing."""
_CHOSEN: Final = re.compile(r"(?:活路?|工|岗位?|班|厂|单位|地方|工资|时间|工种|行业|啥子?|哪样|什么)$")
"""啥子工都不挑 refuses nothing."""
_LACKS: Final = re.compile(r"不|^(?:我|就|是|要是|如果)*[没无]")
"""没双休不去 asks for what is lacking."""
_AND: Final = re.compile(r"(?<!暖)和(?!尚|面)|跟|或者?|还有")
_TWO_ALIKE: Final = re.compile(r"(?<=[厂地井矿馆])(?=[进下])|(?<=^[一-龥](.))(?=[一-龥]\1$)")
"""Between two things refused in one breath: 进厂进工地, 上货搬货."""
_SHORT_THINGS: Final = frozenset("厂井")
_NO_OBJECT: Final = frozenset("我你他她人也都就是还再这那")
_ASKED: Final = re.compile(r"(?:(.)不\1|没有?|没得|不是|无所谓|有|[要招缺]人?)$")


def find_refused(clause: str) -> list[str]:
    """Return the words of the things a clause refuses, in text order, each once; [] mostly.

    Nights, hours, sums and distances are no things ("不上夜班", "300以下不做", "不想跑那么远"), and a question ("要不要
    人", "做不做") refuses nothing. Places are left to the caller, who knows their names.
    """
    found: list[tuple[int, str]] = []
    for pattern in _BEFORE:
        for match in pattern.finditer(clause):
            if _asks(clause, match.start()) or (match[0].startswith("不要") and _THEN.match(match["thing"])):
                continue
            if match.groupdict().get("forbids") and is_forbidden_by_firm(clause, match.start()):
                continue
            verb = "进" if "进" in match["verbs"] else match["verbs"][-1:]
            thing = _cut(match["thing"])
            keeps_verb = thing and (
                (verb == "进" and thing[0] in "厂工车")
                or (verb == "下" and thing[0] in "井矿窑地水乡")
                or (verb in "爬站扛抬搬背" and verb)
            )
            found.append((match.start(), verb + thing if keeps_verb else thing))
    if (
        (after := _AFTER.match(clause))
        and not _NOT_OF_A_THING.search(after["no"])
        and not _ENDS_A_VERB.search(after["thing"])
        and not _asks(clause, after.end("thing"))
        and not _LACKS.search(after["thing"])
    ):
        found.append((after.start(), _cut(after["thing"])))
    if (first := _THING_FIRST.match(clause)) and not _DONE_WITH.match(clause) and not _asks(clause, first.end("thing")):
        thing = _cut(first["thing"])
        is_thing = thing and thing[-1] not in _NO_OBJECT and not _NOT_A_THING.search(thing)
        is_thing = is_thing and not (first["verb"] == "挑" and _CHOSEN.search(thing))
        found.append((first.start(), first["verb"] + thing if is_thing else ""))
    if that := _THAT_KIND.match(clause):
        found.append((that.start("of"), that["of"]))
    if done_with := _DONE_WITH.match(clause):
        found.append((done_with.start("was"), done_with["was"]))
    if too_much := _TOO_MUCH.search(clause):
        found.append((too_much.start(), "重活" if too_much["thing"] == "重" else "爬高"))
    if (unwanted := _UNWANTED.match(clause)) and not _asks(clause, unwanted.end("thing")):
        found.append((unwanted.start(), _cut(unwanted["thing"])))
    for match in EXCEPT.finditer(clause):
        found.append((match.start(), _cut(match["thing"] or match["other"] or "")))
    listed = [thing for _, one in sorted(found) for thing in _listed(one)]
    things = [thing for thing in listed if len(thing) > 1 or thing in _SHORT_THINGS]
    things = [thing for thing in things if not _NOT_A_THING.search(thing)]
    return [thing for thing in dict.fromkeys(things) if all(thing == one or thing not in one for one in things)]


def _listed(things: str) -> list[str]:
    """Return each of several things said together ("酒吧和足浴店"); a part too short to be one leaves them whole."""
    parts = _AND.split(things)
    if len(parts) == 1:
        parts = _TWO_ALIKE.sub("，", things).split("，")
    return parts if all(len(part) > 1 for part in parts) else [things]


def _cut(thing: str) -> str:
    thing = _BEGINS.sub("", thing)
    short = _ENDS.sub("", thing)
    if short.endswith(_HARDNESS) and (work := _WORK.match(thing, len(short))):
        return short + work[0]  # 重活 is heavy work; 重 alone says nothing
    short = short.removesuffix("的")
    return short if len(short) > 1 or short in _SHORT_THINGS else thing


def _asks(clause: str, at: int) -> bool:
    """Return whether the 不 at `at` is the middle of a question (要不要) or itself denied (没有不做的)."""
    before, after = clause[max(0, at - 3) : at], clause[at + 1 : at + 2]
    return bool(before) and (before[-1] == after or bool(_ASKED.search(before)))

"""Tell whether a clause refuses nights, takes them, or only tells of them: of former work, of other people, of pay."""

from __future__ import annotations

import re
from typing import Final

from models.understand.firmness import ADVERBS, FORBIDS, REFUSES, is_forbidden_by_firm

_DARK: Final = r"(?:晚上|夜里|夜间|夜头|夜晚|晚黑|黑夜|深夜|半夜|大半夜|后半夜|下半夜|三更半夜|半夜三更|深更半夜)头?"
_SHIFT: Final = (
    rf"(?:(?:大|小|后|下|上|前)?夜班|夜间班|夜[工勤岗]|(?:大小|[大小])夜(?!班|里|色)|通夜|(?<!早)(?<!中)(?<!早班)晚班|半夜场|晚场|(?<![去进])夜场(?!(?:我|就|都|也|是)*不?(?:去|进|考虑))|通宵|值夜|{_DARK}的?(?:班次?|活路?|工|场|单子?)"
    r"|熬夜)"
)
"""What work at night is called. Source: our choice, from calls and from how people speak here."""
_WORK: Final = r"[上做干搞熬值倒接播守跑开排轮加站拉送]"
_WATCH: Final = r"(?:守夜|打更|巡夜)"
"""Work that is a shift as well: who cannot watch at night refuses nights. Source: our choice."""
UNWILLING: Final = (
    r"(?:不|莫|别|甭|休|没法|无法|不(?:太|大)?想|不(?:太|大)?愿意?|不能|不敢|不再|不得|不肯|不准备|不打算|不会|不可能)"
    r"(?:要|用|消)?(?:再|去|给我|让我|喊我|叫我|跟我|帮我)*"
)
_UNABLE: Final = (
    r"(?:[上做干搞熬值倒接播守跑开轮站扛顶挺撑耐搁拖遭受吃]|坚持|适应)(?:我|也|都)?"
    r"不(?:了|得|动|起|来|住|成|赢|消|下[去来]?|惯|到)"
)
BETWEEN: Final = r"(?:(?![也可能肯愿想怕嫌白早]|都[行可得能]|没[得有]?问题|无所谓)[^，,。；;？?！!\s]){0,8}?"
"""What may stand between the night and its refusal: 夜班(这种活我是打死)不上了. Source: our choice."""
REFUSAL: Final = (
    rf"(?:(?:再也|也|都|想都|绝对|坚决)*{UNWILLING}(?:{_WORK}|来|去|碰|考虑|接受|安排|派|找|要(?!紧)|喊|叫|算|行|得行)"
    rf"(?!不行|怕|也(?:行|得|可)|都(?:行|得|可))|(?:也|都)?{_UNABLE}|免谈|免了|除外|不谈|不行|不得行|拒绝|算了|没门|不(?:同意|准|让|许|放心)|反对|就不去)"
)
_AWAY: Final = (
    r"(?:[来去出走跑](?:得)?不(?:了|得(?!行|空|闲)|成|来|去|脱|起|赢)|(?:脱|抽|离)(?:身)?不(?:了|得|开|出|脱)身?"
    r"|不(?:敢|能|得|方便)?(?:出(?:门|来|去)|走夜路))"
)
_DEEP: Final = r"(?:深更半夜|三更半夜|半夜三更|大?半夜|[后下]半夜|凌晨)"
_REFUSED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_SHIFT}|{_WATCH}){BETWEEN}{REFUSAL}",
        # 上夜班的厂我不进, 夜车打死不跑
        rf"(?:{_SHIFT}|{_WATCH}|夜[路车])(?:的|那种|这种|那些)*(?:厂|店|单位|活路?|岗位?|班)?{ADVERBS}(?:[上熬做值倒]?(?:够了|怕了|伤了)[^，,]{{0,3}}?再也?)?{REFUSES}",
        # the refusal of a clause that was joined: 夜班？做了六年·打死不上了
        rf"{_SHIFT}[^，,]{{0,24}}·(?:现在|如今|以后|我|死活|打死)*(?:再也|再|决|绝对|坚决)?不(?:再|想|得|敢)*[上熬值倒]",
        rf"{_DEEP}[^，,]{{0,8}}?(?:我|就|都|也|是)*(?:不(?:想|愿意?)?(?:做|干|去|来|起|上|接|值|考虑)(?!也|都)|[做起熬干](?:我)?不(?:了|得|来|起))",
        # 半夜下料那种班给好多钱都不去
        rf"{_DEEP}(?:我|就|都|也)*[^，,·]{{0,6}}(?:的|那种|这种|那号|那样的?)(?:班|活路?|事情?|工作|岗位?){ADVERBS}{REFUSES}",
        # 黑了我不出门, 过了十二点的活莫找我
        rf"(?:天|麻|断|擦)?黑(?:尽|完|定)?(?:了|过|以后|之后|过后)+{ADVERBS}(?:不(?:敢|想|能|再)?(?:出门|出车|跑|做|干|开车)|{_AWAY})",
        rf"过(?:了)?(?:晚上|夜里|半夜)?(?:十[一二]|1[12]|零)点(?:的|以后)?(?:活路?|班|单子?)?{ADVERBS}{REFUSES}",
        rf"{_DARK}[^，,娃孩老]{{0,5}}(?:我|人|腿脚|脚杆?|眼睛|身体|心脏|腰杆?|血压|精神)(?:就|是|都|也|又)*(?:不(?:得)?行|不好使|跟不上|受不了|遭不住|扛不住)",
        rf"{_DARK}[^，,]{{0,3}}[爬起]不(?:起来|来|起|得床)",
        rf"(?:{_SHIFT})[^，,不也都]{{0,3}}(?:要(?:出事|出人命|死|垮|倒|我的?命)|会(?:出事|垮|死|倒|晕|发病)|要命)",
        # 晚上也来不成, 夜里头走不脱
        rf"(?<!白天)(?<!和)(?<!跟){_DARK}(?:我|人|就|都|也|是|还|实在|又)*{_AWAY}",
        rf"(?:莫|别|不要|不消|少)(?:再)?(?:喊|叫|安排|派|排|找)我?(?:去|来|在|到|做|上)?{_DARK}",
        rf"{_DARK}的?(?:话)?(?:我|就|都|也|是|可|实在|真的|绝对|坚决|打死|死活|反正)*"
        rf"(?:{UNWILLING}(?:[上做干熬值接播跑起加排](?!电话|视频|待)|去(?!处)|出(?:去|门|车|工)|喊|叫|安排|派|找|开车|考虑)(?!也|都|不)|{_UNABLE}|免谈)",
        rf"(?<![要没怕])(?:{UNWILLING}|拒绝|避开|躲开)(?:{_WORK}|要|安排|派|接受|考虑|沾|碰|有|带|涉及|干)*(?:{_SHIFT}|夜(?=$|[，,。的路车]))",
        rf"(?:少|莫|别)(?:给我|让我|喊我|叫我|安排|派|排|上|做)+{_SHIFT}",
        rf"(?<!有)(?:没得|没有|没|无|免|不含|不带|不排)(?:上|倒|什么|啥子?)?{_SHIFT}(?!也|都|就不|不[做去干来]|嘛|吗|不$)",
        rf"(?<![不没])(?<!哪)(?:害?怕|怯|厌烦?|恨|烦)(?:上|倒|做|值|熬|了)*{_SHIFT}",
        rf"{_UNABLE}(?:{_SHIFT}|夜(?!市|宵))",
        rf"(?:[上做干熬值倒守](?:怕|厌|伤|够|腻|烦)(?:了|咯)?)(?:{_SHIFT}|夜)|{_SHIFT}[^，,]{{0,3}}[上做干熬值倒守](?:怕|厌|伤|够|腻|烦)(?:了|咯|$)",
        rf"{_SHIFT}(?:我)?(?:能不能|可不可以|可以|能)(?:不|少)(?:排|上|安排|派)",
        rf"{_WORK}到(?:凌晨|半夜|天亮|深夜)[^，,]{{0,8}}?{REFUSAL}",
        rf"{_DARK}[^，,]{{0,10}}(?:下班|收工|关门|打烊|下夜)[^，,]{{0,5}}?{REFUSAL}",
        rf"(?:除了?|除开|除却|只要不是?|只要没得?)(?:上|做|值|熬|排)?{_SHIFT}",
    )
)
_FORBIDDEN: Final = re.compile(
    rf"{FORBIDS}{_WORK}*(?:{_SHIFT}|夜(?!饭|市))|(?:不放心|不同意|反对)我?(?:去)?{_WORK}*{_SHIFT}"
)
_REFUSED_LATER: Final = re.compile(
    rf"^(?:我|所以|反正|现在|如今|这回|是|就|真的|实在)*(?:再也|打死|坚决|死活|绝对|说(?:什么|啥子?|哪样)(?:也|都)?|无论如何(?:也|都)?|都|也)*"
    rf"(?:{UNWILLING}[上熬值倒](?:了|咯|啦|嘛)?|[上熬值倒]不(?:了|得|动|起|来|住)(?:了|咯)?|能(?:不[上熬值倒]|免)就(?:不[上熬值倒]|免))$"
)
"""A clause of its own that refuses the shift spoken of just before: 夜班？…再也不上了."""

_ASSENT: Final = (
    r"(?:(?<!不)可以|[也都就](?:行|得|来|去|接|上|做|干|要)|得行|要得|(?<!不)能(?!不)|(?<!不)愿意?|(?<!不)肯|不怕|不嫌|不挑|不怵|习惯|没[得有]?问题|无所谓|没关系|没事"
    r"|(?<!不)接受|(?<!不)想(?!起|到|当年)|(?<![不需想主])要(?!不|求|死|命)|找|继续|接着|照样|适应|优先|更好|最好|随便|只[做上跑接]|专[做上跑门]"
    r"|精神|来劲|随叫随到|随喊随到|[熬顶扛撑挺]得(?:住|下来?|起|惯|过)|在行|不虚|不成问题|没意见|听安排|服从)"
)
_ASSENTS = re.compile(_ASSENT)
_ANOTHER_WISH = re.compile(r"我(?=就?想|要|只|找|现)|现在|如今|今年")
"""Where a clause goes over from what is told to what is wished."""
_ONCE = re.compile(
    r"住院|上个?月|上回|上次|昨[天晚夜]|前[天晚]|以前|原来|原先|之前|从前|那阵|那时|那几?年|去年|前年|前[些几]年|早年|往年|过去(?!的)|年轻(?:时|的时候)|在厂头?的时候|上一?家"
)
_HAS_WORKED = re.compile(
    r"(?<![不莫])[上做干熬值倒守跑开当](?:了|过|满|够|怕|厌|伤|腻)|[上做干熬值倒守]得?(?:太)?多了|\d年|[一二两三四五六七八九十半几]年"
)
_OTHERS = re.compile(
    r"(?:老公|男人|丈夫|媳妇|婆娘|老婆|爱人|老伴|对象|男朋友|女朋友|爸|妈|爹|老汉|老者|儿子|幺儿|女儿|姑娘|女婿|弟弟?|妹妹?|哥哥?|姐姐?|嫂子?"
    r"|邻居|护工|室友|同学|朋友|亲戚|人家|别个|别人|他们|她们|公公|婆婆)(?:现在|也|都|还|天天|经常|常年|是|每天|一直|又|就|在|[^，,我]{1,8}?)*?$"
)
_SPOKEN_OF = re.compile(
    rf"{_SHIFT}(?:费|补|津贴|工资|多少|几点|太多|好多|多(?:得|了)?|的?人|嘞?时候|回来|下来|才(?:下班|回)|没人|司机|那个)"
    rf"|(?:天天|老是|总是|尽是|全是|又是|每天都?是?){_SHIFT}|{_SHIFT}(?:太|又|好|很|特别|实在)*(?:恼火|遭罪|累|苦|多|难|伤|熬)"
)
_TRADES: Final = frozenset({"守夜", "打更"})
"""Who has done it for years looks for it: here the shift is the work itself."""
_NEAR: Final = 4
"""Characters before the night within which an assent still speaks of it (找个上夜班的). Source: our choice."""
_ASKED = re.compile(
    r"听说|听讲|是不是|用不用|要不要(?:去|上)|你们(?:那个?|这个?)?(?:厂|店|公司|家|里|单位)?(?:头)?(?:要|都|是)*(?:上|倒)$"
)
_NIGHT_WORDS = re.compile(rf"{_SHIFT}|通宵|夜班")

_TAKEN: Final = tuple(
    re.compile(pattern)
    for pattern in (
        _SHIFT,
        rf"(?:专门?|只|光|就)?(?:[跑做上干熬开守接值播])(?:{_DARK}|夜(?=$|[，,的车路单])|大夜)(?!饭|校|市|必须|要|得|回|不|走|没)",
        rf"{_DARK}[^，,要得必]{{0,6}}?(?:也|都|就|倒)?(?:来得|去得|接得|做得|干得|上得|得行|可以|要得|没问题|不怕|不嫌|无所谓|没关系|没事|不要紧|熬得住|随便|习惯)",
        rf"(?:{_DARK}|凌晨)[^，,要得必]{{0,6}}?(?:(?:我|人|还|反而|也|都|更|最|越)*(?:精神|清醒|有劲|来劲)|(?:也|都|更|最|越)(?:[来去接出做干上跑开拉送](?!不|电话|视频|学|厕)|行|能(?!不)|在行|顶得|熬得|扛得|撑得)|随(?:叫|喊|时)(?:随)?(?:到|来))",
        r"(?:整|一|通)夜(?:不睡|不眠|到亮|站到亮)[^，,不]{0,4}(?:都|也)(?:行|可以|没问题|没事|得|要得|习惯|不怕)",
        r"(?:熬|守|做|干|忙|站)到(?:凌晨|半夜)?(?:[一两二三四1-4](?:[、两三四五]|点)+)(?:半|钟)?(?:我)?(?:也|都)?(?:没问题|行|可以|没事|不怕|要得|得行|精神)",
        r"天黑(?:了)?(?:以后|过后|之后)[^，,不要得]{0,6}(?:喜欢|跑|做|干|上班|来劲|更好|有空)",
        r"黑白颠倒[^，,]{0,4}(?:不怕|习惯|没事|没问题|无所谓|可以|得行)",
        r"(?:上班|收工|下班)?越(?:晚|夜|黑)(?:我|人)?越(?:好|精神|有劲|来劲|得行|合适)|夜里精神",
        rf"(?<![要得天])(?:{_DARK})(?:想|来|能|可以|去|帮人|出去|也|都|再)*(?:兼职)?(?:跑|打)(?:代驾|滴滴|外卖|车|单|工)",
        rf"(?<![要得天])(?:{_DARK})(?:想|来|能|可以|去|帮人|出去|也|都)*(?:出摊|摆摊|值班|打更|巡逻|巡夜|上班|做活|干活|出车"
        r"|(?:[给帮替][^，,]{1,4})?[守看](?!不|清|见|得|娃|孩|老|病|妈|婆|爹|公|到?娃|到?屋|电视|书|手机|家|孙|猪|牛)[^，,]{0,4}?(?:门|库|场|地|车|店|厂|货|料|棚|塘|园|楼|班|$))",
        rf"(?:{_DARK}|凌晨|天不亮|鸡叫)[^，,]{{0,5}}起(?:来|床)[^，,]{{0,8}}(?:得|行|可以|没问题|不成问题|不怕|没事)",
        rf"{_DARK}(?:才|都|就|我)*(?:有空|得空|得闲|没事|有时间)",
        rf"{_DARK}的?(?:代驾|跑腿|送(?:餐|外卖|货|快递|单)|陪护|陪床|护理|看护|值守|看守|巡逻|巡查|巡护|守护|抢修|抢险|施工|作业|养护|保洁|装卸|卸货|上货|理货|补货|保安|门卫|收银|分拣|配送|出摊)",
        rf"{_DARK}(?:做|上|干|跑)(?:的|$)|守夜|打更|通夜|夜猫子|夜[路车](?:我|都|也)*(?:[跑开]得|敢|可以|不怕|[跑开](?!不))",
        r"(?:做|干|守|上|忙|开|站|跑|搞|播|卖|熬|烤)(?:得|要)?到(?:第二天)?(?:凌晨|半夜|后半夜|下半夜|天亮|深夜)",
    )
)


def refused_nights(clause: str) -> str | None:
    """Return the words by which a clause refuses nights ("晚班莫排我"), None when it does not or speaks of others."""
    for pattern in _REFUSED:
        match = pattern.search(clause)
        if match and ("我" in match[0] or not _OTHERS.search(clause[: match.start()])):
            return match[0]
    forbidden = _FORBIDDEN.search(clause)
    return forbidden[0] if forbidden and not is_forbidden_by_firm(clause, forbidden.start()) else None


def refuses_what_was_spoken_of(clause: str) -> bool:
    """Return whether a clause refuses without saying what: "再也不上了" after "夜班？"."""
    return bool(_REFUSED_LATER.search(clause))


def taken_nights(clause: str) -> str | None:
    """Return the words by which somebody takes work at night, None when the clause refuses or only tells of it."""
    match = next((match for pattern in _TAKEN if (match := pattern.search(clause))), None)
    return None if match is None or refused_nights(clause) or _is_told(clause, match) else match[0]


def speaks_of_nights(clause: str) -> bool:
    """Return whether a clause names work at night at all."""
    return bool(_NIGHT_WORDS.search(clause))


def only_tells_of_nights(clause: str) -> bool:
    """Return whether nights are told of and not offered: 做了八年夜班保安, 我老公上夜班, 夜班费."""
    match = _NIGHT_WORDS.search(clause)
    return match is not None and not refused_nights(clause) and _is_told(clause, match)


def _is_told(clause: str, match: re.Match[str]) -> bool:
    before = clause[: match.start()]
    if _ASKED.search(before):
        return True
    of_it = _ANOTHER_WISH.split(clause[match.start() :], maxsplit=1)[0]
    if _ASSENTS.search(of_it) or _ASSENTS.search(before[-_NEAR:]):
        return False
    has_worked = _HAS_WORKED.search(clause) and match[0] not in _TRADES
    return bool(has_worked or _ONCE.search(clause) or _OTHERS.search(before) or _SPOKEN_OF.search(clause))


def is_told(clause: str, words: str) -> bool:
    """Return whether `words` of a clause are told of former work or of others, and not offered."""
    match = re.search(re.escape(words), clause)
    return match is not None and _is_told(clause, match)


def without_told_nights(clause: str) -> str:
    """Return a clause with commas for the nights that it only tells of; its length stays."""
    return _NIGHT_WORDS.sub(lambda match: "，" * len(match[0]), clause) if only_tells_of_nights(clause) else clause

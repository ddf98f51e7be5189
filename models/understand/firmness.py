"""How people refuse, forbid and insist: the grammar that tells a limit from a wish, whatever it is about.

What is refused or demanded (a night shift, a place, a sum) is read elsewhere; the pieces here stand beside it.
Source of all of them: our choice, from how people in Zunyi speak on the telephone.
"""

from __future__ import annotations

import re
from typing import Final

ADVERBS: Final = (
    r"(?:我们?|他|她|本人|人家|就|都|也|是|那|还|可|真|实在|确实|坚决|绝|决|对|死活|打死|说死|肯定|一律|一概|通通|统统|全部|全"
    r"|万万|从来|从此|硬是|反正|根本|恐怕|怕是|身体|现在|如今|两个|几个|俩|再|二回|二天|以后|的|话|嘞|哈|啊|些|·"
    r"|(?:就算|哪怕|就是|即使)?(?:再)?(?:给|加|出|开|拿|添|涨)(?:我)?(?:到)?(?:再|好|几|多少|双|两|三|十|一万|金山银山|座金山)*[倍多高]?(?:的?(?:钱|工资|工钱|价|薪))?(?=我?[都也])"
    r"|(?:钱|工资|工钱|价)(?:给|开|出)?(?:得)?再[多高](?=我?[都也])|(?:八抬大轿|八匹马)(?:来)?(?=我?[都也]))*"
)
"""What may stand between a thing and its refusal: 夜班我是坚决不上."""
_VERB: Final = (
    r"(?:考虑|接受|去|来(?!得及)|做|干|接|上(?!算)|下(?!单)|进|跑|动|走|谈|看|碰|沾|认|签|值(?!得|当)|熬|倒|排|搞|整|弄|当|守|播|轮|加|要(?!紧|求|得|饭|命)"
    r"|返(?!还|工)|动心|眼红|眨眼|伺候|答应|奉陪|稀罕|出门|挪窝|开工|开口|松口|点头|伸手)"
)
_CANNOT_DO: Final = (
    r"(?:[去来做干接上下进跑动走值熬倒搞整守加站爬搬背扛抬挑蹲碰闻沾轮当开排播]不(?:了|得(?!不|行|空|闲)|成|起|动|(?<!来不)来|转|开|赢|下[去来])"
    r"|[请喊叫劝拉抬](?:我|他|她)?不(?:动|来|去|走)(?:我|他|她)?"
    r"|(?:遭|受|熬|扛|顶|坐|待|站|挺|撑)不(?:住|了|起)|吃不消|撑不下去|[坐待住]不惯)"
)
_SEND_AWAY: Final = (
    r"(?:(?:莫|别|不要|不用|不消|少)(?:再|去|来|给我|跟我|帮我|替我)*"
    r"(?:喊|叫|找|排|派|安排|介绍|推荐|推|考虑|通知|联系|打电话|打搅|问|提|跟我[讲说谈提])(?:给)?(?:我们?|他|她|本人)?)"
)
_NO_DEAL: Final = (
    r"(?:免谈|没得谈|没(?:得|有)?(?:商量|余地|二话)|谈都(?:莫|别|不)谈|不(?:得)?行|不可以|不成|要不得|没门|门都没得|想都(?:莫|别|不)[要用]?想"
    r"|谢绝|拒绝|拜拜|推(?:掉|了)|拉倒|(?:就)?算了|除外)"
)
REFUSES: Final = (
    rf"(?:不(?:想|愿意?|敢|肯|得(?!不|行|空|闲)|会|能|打算|准备|喜欢|再|去|来)*{_VERB}"
    rf"|{_CANNOT_DO}|{_SEND_AWAY}|{_NO_DEAL})"
)
"""不去, 做不成, 莫喊我, 免谈."""
_DISDAINS: Final = (
    r"(?:走人|(?:扭头|转身|掉头|抬脚|拔腿|马上|立马)就?走|(?:喊|找|请|叫)别(?:个|人)|另(?:请|找|寻)|懒得|不伺候|划不(?:来|着)|鬼才|(?:还)?不如(?!意)"
    r"|(?:哪个|谁|哪有人)(?:还|会|愿意?|肯|敢|来)*(?:做|干|去|来|接|跑|搞|开|愿)|图(?:个)?(?:啥|哪样|什么)|咋个?(?:做|干|活|过|去|办|得行)|安逸|宁(?:愿|可)|(?:在)?(?:屋头|家)(?:睡|耍|歇|躺)"
    r"|(?:屁股|手|脚|眼皮|头)都(?:不|懒)|动都不动|抬都不抬|门都不出|看都不看|理都不理|绕(?:道|路|开)|勿(?:扰|来)|(?:莫|别)来)"
)
OR_ELSE: Final = rf"(?:{REFUSES}|{_DISDAINS})"
"""What follows when a condition is not met, also as a question that wants no answer: 哪个做嘛, 还不如在屋头耍."""
FORBIDS: Final = (
    r"(?:(?:不准|不许|不让|不允许|不同意|不答应|不要|不放心|反对)(?:我|他|她|本人)|(?:不准|不许|不允许)|(?:喊|叫|劝|让)(?:我|他|她)(?:莫|别|不要|不能|不准|少))"
    r"(?:再|又|去|出去|跟到|跟着)*"
)
"""老公不准我…, 医生喊我莫…"""
_EMPLOYER: Final = re.compile(
    r"(?:老板娘?|单位|厂[头里]?|公司|店[头里]?|老师|学校|酒店|工地|领导|班长|主管|经理|上面)[^，,]{0,3}$"
)

_MUST: Final = re.compile(
    r"(?:必须|一定|务必|非要|非得|非|无论如何|不管咋|咋个都要|说哪样都要|死活要|硬要|第一(?:条|个|位|件)|头一(?:条|件)|首先|前提|唯一|底线|关键"
    r"|(?:一个|一条|这个|这条)(?:要求|条件)|除非|(?<![必])须|(?<![没无有不])要求|只有(?!周|星期|礼拜|\d|[一二两三四五六七八九十半])|丑话|先说(?:好|断)|说(?:断|死)|(?<![一-龥])光|仅限?|只(?=[要做接干去找收认]))[^，,]{0,7}$"
)
_MUST_WITHIN: Final = re.compile(r"必须|一定要|务必|非得|非要")
"""Stands inside what is demanded: 下班必须当场数钱."""
_ONLY_THEN: Final = re.compile(
    r"^[^，,]{0,7}?(?:我|他|她|那)?才(?:去|来|做|干|接|上|行|得行|要得|可以|考虑|签|敢|肯|动|走|进|出|放心|答应|安心|谈|算数)"
)
_INSISTS_AFTER: Final = re.compile(
    r"^[^，,·]{0,6}·|^[^，,]{0,4}?(?:不可(?!以|能)|(?:是|这是|就是)?(?:必须|一定|第一|头一|前提|底线|首要|死条件|硬条件|最要紧|最重要|起码的)|(?:少|缺|差|免|变)不得|少不了|不能(?:少|变|含糊|拖)"
    rf"|没得?商量|雷打不动|(?:不然|要不然|否则|要不|不然的话)[^，,]{{0,6}}?{OR_ELSE})"
)
_IF_NOT: Final = re.compile(
    r"(?:没得|没有|没|无|不(?:是|给|包|管|提供|安排|解决|按|得|能|准)*|少了|缺了|差了)(?:个|点|给|我|安排|解决|提供)*$"
)
_REFUSED_AFTER: Final = re.compile(rf"^(?:住|结|给|的|了)?(?:要是|如果)?{ADVERBS}{OR_ELSE}")

_BODY: Final = (
    r"(?:(?:老)?腰杆?|腿|脚杆?|手杆?|眼睛|心脏|膝盖|骨头|颈椎|肩膀|"
    r"背|肺|胃|脑壳|血压|人|屋头|家头|娃儿?|老公|男人|婆娘|媳妇)"
)
"""Who or what does not stand more than was said: 多了我腰不答应. Source: our choice."""
_CONDITION_ALONE: Final = re.compile(
    rf"[，,。；;！!\s]+(?=(?:那|反正|哈)?(?:(?:不然|要不然|要不|否则|不(?:这样|给|答应|安排|解决|同意|结清?|包|管|兑现)|做不到|办不到|达不到|没得(?:这[个条样])?|没有(?:这[个条样])?|(?:少|缺|差)(?:了)?(?:这?一?[样条个点])|再(?:低|少)|(?:少|低)了|(?:少于|低于|不到)(?:这个|那个|我说的)(?:数|价|钱)?)"
    rf"(?:的?话|的)?(?:都|也)?{ADVERBS}{OR_ELSE}|(?:再)?(?:给|加|出|开)(?:我)?(?:再|好|几|多少|双|两|三|十)*[倍多高]?(?:的?(?:钱|工资|工钱|价))?(?:都|也){ADVERBS}{OR_ELSE}"
    rf"|(?:再)?(?:多|久|长|晚|超)(?:了|过)(?:的?话)?(?:点|些)?{ADVERBS}{_BODY}?{ADVERBS}{OR_ELSE}|没得?商量|免谈|谈都不谈|雷打不动|这是底线|(?:少|缺)不得)[^，,。；;！!\s]{{0,4}}(?:$|[，,。；;！!\s]))"
)
_NO_DEBTS: Final = re.compile(
    rf"(?:[日周月现天]结|[结给拿清付收领]|现钱|到账|数钱)[^，,。；;！!\s]{{0,4}}(?P<gap>[，,。；;！!\s]+)(?=(?:隔夜[账钱]|欠账|赊账|白条|打白条|[拖欠押压赊赖](?:到|起|着|我|一天|几天)*的?(?:工资|工钱|账|钱|薪水?)?的?(?:厂|老板|活路?|单位)?|(?:少|晚|迟|差|隔|拖|欠|压|过)(?:了|个)?(?:一|半|两|几)?(?:天|日|夜)(?:钱)?){ADVERBS}{OR_ELSE})"
)
"""钱当天清，隔夜账我不认: what is owed is refused, so the way of paying before it is demanded."""
_DEMAND_ALONE: Final = re.compile(
    r"(?:(?:我)?(?:就|只有?)(?:这?一个|一条)(?:要求|条件)|(?:唯一的?|第一个?)(?:要求|条件|条)|丑话(?:先)?说(?:在)?前头|先说(?:好|断)(?:后不乱)?|前提是?|底线是?)(?=[，,：:\s])"
    r"(?P<gap>[，,：:\s]+)"
)
_ASKED_IN_SCORN: Final = re.compile(
    rf"(?<=[一-龥])[?？]+(?={ADVERBS}(?:算了|免谈|没门|门都没得|想都(?:莫|别|不)[要用]?想|(?:打死|坚决|绝对|才)?不(?:去|做|干|来|上|进)))"
)
"""喊我去浙江？算了嘛: the question is refused in the next breath."""
_FOLLOWS_THERE: Final = re.compile(
    r"(?:丈夫|老公|男人|老婆|媳妇|婆娘|爱人|儿子|女儿|姑娘|爸妈|父母|哥|姐)(?:们|都|也|现在|一直)*在[^，,。；;！!\s]{2,12}(?:[，,\s](?:他|她)?(?:们|也|老是|一直|天天)*(?:喊|叫|约|催|让|劝)(?:我|她|他)[^，,。\s]{0,2}去[^，,。\s]{0,2})?(?P<gap>[，,\s]+)(?=(?:我|她|他|本人)?也(?:想|要)[^，,]{0,3}去[^，,。\s]{0,10}(?:$|[，,。\s]))"
)
"""老公在贵阳，她也想跟过去: the place of another is the wish of who follows."""
_OFFER_TAKEN: Final = re.compile(
    r"(?:喊|叫|约|劝|让|拉|邀|介绍)(?:我们?|他|她)[^，,。；;！!\s]{0,3}(?:去|到|下|上)[^，,。；;！!\s]{2,8}(?P<gap>[，,\s]+)(?=(?:我们?|他|她)?(?:也|就)?(?:想|愿意|准备|打算|可以|答应)[^，,不]{0,3}(?:去|了|试))"
)
"""老乡约我去东莞，我也想去: what others proposed is wished for as well."""
_NO_MORE_NIGHTS: Final = re.compile(
    r"(?:夜班|晚班|通宵)[^；;！!]{0,24}[，,。\s](?:现在|如今|以后|我|死活|打死)*(?:再也|再|决|绝对|坚决)?不(?:再|想|得|敢)*[上熬值倒](?=了|咯|哈|嘛|$|[，,。；;！!\s])"
)
SPOKEN_OF: Final = (
    r"(?P<of>[一-龥]{2,6}?)(?:里头|那边|头|里|上)?(?:那种|的?活路?|的?工作)?(?:是|真的?|实在|又|也|都|好|太|很|最|有点|点)*"
    r"(?:冷|热|累|苦|脏|臭|吵|危险|灰大|闷|伤人|磨人|熬人|晒|吓人|遭罪|受罪|费[腰眼力神]|呛|乱|味道)[^，,。；;\s·]{0,8}"
)
"""What is said to be hard to bear, before it is refused: 冻库冷得骨头痛(，那个地方我不进)."""
DONE_WITH: Final = (
    r"(?P<was>(?P<verb>[洗端搬扛送跑打守背炒切喂抬焊刷贴砌挖开做])[一-龥]{1,3}?)我?"
    r"(?P=verb)(?:得|了|伤|怕|够|腻)[^，,。；;\s·]{0,8}"
)
"""洗碗洗得手烂, before (不洗了)."""
NO_MORE: Final = r"(?:我|再也|再|现在|如今|坚决|打死|真的|是|都)*不(?:想|敢|愿意?|得)?(?:再)?(?P=verb)(?:了|咯|啦|哈)"
_DONE_WITH: Final = re.compile(rf"(?:(?<=^)|(?<=[，,。；;\s])){DONE_WITH}[，,\s]{NO_MORE}")
THAT_KIND: Final = (
    rf"(?:所以|反正|我)?(?:那|这)(?:个|种|些|样|号|点)(?:地方|活路?|工作|厂|单位|场合|事情?|苦|罪)?{ADVERBS}{REFUSES}"
)
_SPOKEN_OF: Final = re.compile(rf"(?:(?<=^)|(?<=[，,。；;\s])){SPOKEN_OF}[，,](?={THAT_KIND})")
JOINT: Final = "·"
"""Stands for the comma between a demand and the consequence that hangs on it, which are then one clause."""


def joined(text: str) -> str:
    """Return text in which a threat or a heading that says nothing alone is one clause with what it hangs on.

    "日结，不然免谈" demands 日结 and "就一个要求，包住" demands 包住. One character stands for one.
    """
    text = _SPOKEN_OF.sub(lambda match: match[0][:-1] + JOINT, text)
    text = _ASKED_IN_SCORN.sub(lambda match: JOINT * len(match[0]), text)
    text = _CONDITION_ALONE.sub(lambda match: JOINT * len(match[0]), text)
    for told in (_DONE_WITH, _FOLLOWS_THERE):
        text = told.sub(lambda match: re.sub(r"[，,\s]", JOINT, match[0]), text)
    for alone in (_NO_DEBTS, _DEMAND_ALONE, _OFFER_TAKEN):
        text = alone.sub(lambda match: match[0][: -len(match["gap"])] + JOINT * len(match["gap"]), text)
    return _NO_MORE_NIGHTS.sub(lambda match: re.sub(r"[，,。？?\s]", JOINT, match[0]), text)


def insists_on(words: str, clause: str) -> bool:
    """Return whether a clause insists on the part it says in `words`: 必须 before it, 才来 or 不然免谈 after it.

    Only what stands beside the words counts: "必须持证，日结" insists on the certificate.
    """
    at = clause.find(words)
    if at < 0:
        return False
    before, after = clause[:at], clause[at + len(words) :]
    if _MUST_WITHIN.search(words) or _MUST.search(before) or _ONLY_THEN.match(after) or _INSISTS_AFTER.match(after):
        return True
    return bool(_IF_NOT.search(before) and _REFUSED_AFTER.match(after))


def is_forbidden_by_firm(clause: str, at: int) -> bool:
    """Return whether the 不准 at `at` is an employer's rule, which says nothing of what a person will not do."""
    return bool(_EMPLOYER.search(clause[:at]))

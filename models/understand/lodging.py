"""Turn a worker's words about where they sleep into lodging that is wanted, refused or not needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from models.understand.bed_words import DWELLING, EMPLOYER, HOST, INSIDE, LODGING, ROOM, SLEEP, WORKPLACE

_END: Final = r"(?=$|[，,。;；、\s的嘛哈了就我])"
_BED: Final = rf"(?:{DWELLING}|{LODGING})"
_THING: Final = rf"(?:{DWELLING}|{LODGING}|{ROOM}(?=$|[，,。;；给我]))"
_ALL_ONE: Final = (
    r"(?:都|也|就|我|倒|全|是)*(?:无所谓|不管|行|可以|随便|没关系|不要紧|要得|得行|好说|好办|不讲究|不在乎"
    r"|不挑|不计较|不介意|没得?事|不影响|能接受|凑合)"
)
_WHETHER: Final = (
    r"(?:包不包|管不管|给不给|供不供|有没[有得]|有不有|有无|住不住|要不要|提不提供|提供不提供|安不安排|安排不安排"
    r"|解决不解决)"
)
# "包不包住无所谓", "宿舍有没得都行", "没得宿舍也没关系", "住厂还是回家都可以": nothing is asked for.
_INDIFFERENT: Final = re.compile(
    rf"{_WHETHER}[^，,。;；]{{0,6}}?[住宿铺床][^，,。;；]{{0,4}}?{_ALL_ONE}|(?:住|{_BED})(?:的)?{_WHETHER}[^，,。;；]{{0,3}}?{_ALL_ONE}"
    rf"|(?:没得|没有|不包|不管|不提供|没)(?:得)?(?:住|宿舍|住宿|{_BED})(?:的)?(?:话)?(?:也|都|倒也)(?:无所谓|行|可以|没关系|不要紧|要得|得行|没得?事|能接受|来|去|干|做)"
    rf"|[住回][^，,。;；]{{0,5}}?(?:还是|或者?|跟|和)[^，,。;；]{{0,4}}?[住回][^，,。;；]{{0,5}}?{_ALL_ONE}"
)
# What was, and how others live, asks for nothing.
_NOT_MINE_NOW: Final = re.compile(
    r"以前|之前(?!要)|原来|原先|从前|早先|那阵|那时|上一?家|上个?(?:厂|单位|公司|老板)|那家|前年|去年|往年|过去(?:在|那)"
    r"|(?:娃儿?|儿子|女儿|姑娘|孩子|孙子|孙女|崽|细娃|学生|兄弟|[他她](?!也|说|想|要)|男人|老公|丈夫|老婆|媳妇|婆娘|爱人|爸|妈|老汉|侄儿|侄女|哥|弟|妹)(?:们|都|也|还|现在|在)*[^，,]{0,4}?(?:住|寄宿)"
)
_NOW: Final = re.compile(r"现在|如今|这回|这次|今年|(?<![不需])要(?!得)|想|最好|希望|必须|一定|只")
_MUST: Final = re.compile(
    r"(?<![不需主想只])要(?!得|是|说|好|死|不要|不)|必须|务必|一定|只(?=[要找去接做考])|非|须|(?<![不觉晓值记懂舍])得(?=[有要给管包回转拢住在把])|要求"
)
_OR_NOT: Final = re.compile(
    r"才(?:去|干|做|来|接|行|得行|要得|走|考虑|肯)|(?:不然|否则|要不然)|不可(?=$|[，,。;；])"
    r"|(?:我|就|都|也|是|那|肯定|坚决|实在)*(?:不(?:去|来|干|做|行|得行|考虑|接)|[来去做干待]不(?:成|了|起|得)|免谈|莫(?:喊|叫|找)|别(?:喊|叫|找)|算了|没法|走人)"
)
_SELF: Final = r"(?:我们?自己|我们?|自己|自家|各人|本人|自)"
_HOME: Final = (
    r"(?:我|自己|各人|自家)?的?(?:家(?!具|政|属|教|长)|屋(?!顶|面)头?|屋里头?|屋去)(?:头|里|里头|去|来)?(?:头|去|来)?"
)
_GO: Final = r"(?:回|转|拢|落|归)(?:去|来|到)?"
_DAILY: Final = (
    r"(?:天天|每天|每晚|日日|晚上|晚黑|夜里|夜头|夜间|黑了|天黑|当天|下班|收工|放工|下了班|收了工|做完|做归一)"
)
_NEED_NOT: Final = r"(?:不消|不用|不需要?|不要(?!紧)|无需|不必|莫|别|用不着|不劳|不麻烦|不求)"
_PROVIDE: Final = r"(?:留|安排|准备|管|包|分|铺|操心|考虑|提供|解决|腾|找|费心|担心|愁|供|给)"

# Firm words first; each pattern is one way to sleep elsewhere than where the work is.
_LIVES_OUT: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # 要回家睡, 晚上骑车回屋歇, 非拢屋歇不可
        rf"(?:必须|要|得|一定|只能|非|想|能|可以|{_DAILY})[^，,。;；]{{0,8}}?(?:{_GO}{_HOME}|[回转]去)(?:住|睡|歇|过夜|落脚)(?!不(?!可))",
        rf"(?:晚上|晚黑|夜里|夜头|夜间|黑了|每晚)[^，,。;；]{{0,4}}?(?:要|必须|得|一定|只能){_GO}{_HOME}(?=$|[，,。;；的嘛哈])",
        # 天天回家, 每晚都要转屋
        rf"(?:天天|每天|每晚|日日)[^，,。;；]{{0,6}}?(?<!难得)(?<!才)(?:{_GO})(?:我|自己|各人)?(?:家|屋头?|屋里)(?:头|里)?(?=$|[，,。;；的嘛哈])",
        r"(?:不|莫|别)(?:想|愿意?|考虑|要|接受|打算)?(?:做|干|接|当|要|去|找)?住家(?!附近|旁|都|也)",
        # 住家保姆我不当, 住宿舍睡不惯
        r"(?:住家|住人家|二十四小时|24小时)[^，,。;；不]{0,6}?(?:我|就|都|也|是)*(?:不(?:做|干|接|当|考虑|要|去|行|得行|找|想|愿)(?!也|都)|[做干接]不(?:来|了|起|得|成)|莫(?:喊|叫|找)|别(?:喊|叫|找)|免谈|除外)",
        rf"(?:{DWELLING}|{HOST}|{WORKPLACE}|大通铺|外头|外面|外边)(?:{INSIDE})?(?:我|就|都|也|是|实在|真的|确实)*(?:[住睡歇]不(?:惯|了|来|得|起)|不(?:想|愿意?|肯|能|得|要)?(?:住|睡|歇|过夜)(?!也|都))",
        rf"[住睡]不(?:惯|来|了|得)(?:那种)?(?:集体|大)?(?:{DWELLING}|{HOST}|{WORKPLACE}|外头|大通铺)",
        rf"(?<![差好])不(?:想|愿意?|肯|打算|能|要|得|喜欢|方便|可能)*(?:再)?(?:(?:在|去|到)(?:{HOST}|{WORKPLACE}|外头|外面|外边|那边|那里|那点|别处)(?:{INSIDE})?(?:住|睡|歇|过夜)|住(?:在)?(?:{HOST}|{WORKPLACE}|外头|外面|那里|那边|那点|{DWELLING})|在外过夜|过夜|[^，,。;；]{{0,4}}?挤)",
        # 包住的我不要
        r"(?<!不)(?:[包管](?:吃[包管]?)?住|包食宿|要住|住宿)的(?:那种)?(?:活|岗位|工作)?(?:我|就|都|也|是)*(?:不(?:要|去|做|干|考虑|接|来|想)|莫(?:喊|叫|找)|免谈)",
        r"(?:早出晚归|早去晚[回归]|早上?去晚上?[回归]|当天去当天[回归])(?!太|恼|遭|受)|走读",
        rf"(?:天天|每天|骑车|开车|坐车|坐公交|骑摩托)[^，,。;；]{{0,5}}?(?:来回|往返|跑通勤|通勤)(?:都|就|也)?(?:方便|可以|得行|要得|没问题|不远|近|上下班|{_END})",
    )
)
_NEEDS_NONE: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # 床铺不消给我留, 住处不用操心
        rf"(?:{_THING}|[住床铺宿]宿?)(?:的)?(?:我|就|都|也|你们?|厂头?|那些|这些|方面|问题)*{_NEED_NOT}(?:{EMPLOYER}|你们?|再|专门|另外|给我?|帮我)*(?:{_PROVIDE}|$)",
        # 不消给我安排住处, 莫给我留铺, 不需住宿
        rf"{_NEED_NOT}(?:{EMPLOYER}|你们?|再|专门|另外|给我?|帮我|替我)*(?:{_PROVIDE})(?:我|的|个|一个|一张|间|一间|啥子?|什么)*(?:{_BED}|住(?![院户])|[床铺](?=$|[，,。;；])|房)",
        rf"{_NEED_NOT}(?:{_BED}|住(?=$|[，,。;；]))|(?:{_BED})(?:我|就|都|也)*不(?:要|用|需要)(?:了|的)?(?=$|[，,。;；])",
        r"有(?:自己|自家|各人)的?(?:住房|房|屋|住处|住的)",
        # 住处我自己有, 住的地方都租好了
        rf"(?:{_BED}|房子|住(?=的?{_SELF}|各人|自己))(?:的)?(?:这边|那边|城头|街上|县城|镇上)?(?:的)?(?:{_SELF}|都|也|早就|已经|就|是|个人)*(?:租得?有|有现成|有(?!更|最|才|的?话|就|得?住|没)|租好|找好|找到|解决|想办法|不愁|不缺|现成|安顿好|自理|落实好)",
        rf"{_SELF}[^，,。;；要想]{{0,8}}?(?:有|租(?:得有|得|了|好|起)|买(?:得|了)?(?:有)?)(?:个|间|套|一间|一套|得有)?(?:住处|住的|房子?(?!贷|租|东|要)|屋(?!头)|地方住|落脚)",
        r"(?:住|歇|睡)(?:在)?(?:我|自己|各人|自家|[他她]们?|亲戚|娘家|我?[姐哥妹弟女儿子]+|老乡)(?:的)?(?:家|屋头|那里|那点|房子)(?!附近|旁|边|近|远|在)",
        r"(?:在|住|歇|回)屋头(?:住|歇|睡)(?!瞌睡)(?!不)|住屋头",
    )
)
_HOME_LOST: Final = re.compile(r"(?:房子?|屋)[^，,。;；]{0,6}?(?:到期|拆|退了|塌|卖|没分|烧|收回|涨)")
_GIVEN: Final = r"(?:要|有|给|能|得|可以|提供|安排|解决|配|分|找|求|准备|腾|落实|包|管|供|带|最好|希望|想|需要?|须|租)"
_FOR_ME: Final = (
    r"(?:给|归|让|供|够|安排|把)?(?:我们?|两口子|人|我们两个|一家人?)?(?:能|可以|好|来|去|将就|凑合|先|得|就)*"
)
# Each is one way to want a bed where the work is.
_LIVES_IN: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # 没得歇处我做不成, 没地方睡
        rf"(?<!有)(?:没得|没有|没|莫得|不得|无)(?:个|一个|得)?(?:{_BED}|(?:{ROOM}){SLEEP}|[床铺](?=$|[，,。;；我])|(?:地方|地头){SLEEP})",
        rf"不(?:包|管|供|提供|给|安排)(?:吃)?(?:住|{_BED})(?:的)?(?:话|厂|活路?|店|地方)?(?:我|就|都|也|那)*(?:不|免谈|莫|别)",
        r"(?:来回|两头|天天|每天)(?:都)?跑不(?:转|起|赢|了)",
        # 要有板房给我住, 有住处更好, 工棚也要给我安排
        rf"{_GIVEN}[^，,。;；不没学莫]{{0,7}}?{_BED}(?!不(?:去|要|住|考虑|得)|[我就都也]*不)",
        rf"(?:{_BED})(?:的)?(?:我|都|也|就|总|得|要|必须|一定|能|最好|希望|你们?|{EMPLOYER}|给)*(?:有|管|包|安排|解决|提供|给|供|落实|出)(?!没|不)",
        # 有床给我睡, 有个床铺将就睡, 给一间屋住
        rf"(?:{_GIVEN})[^，,。;；不没]{{0,5}}?(?:{ROOM}|{DWELLING}|[床铺]|[一两]间){_FOR_ME}{SLEEP}",
        # 有张床就行
        r"(?:要|有|给|得|留)(?:我)?(?:得有)?(?:一?[张个间])?(?:床(?!上|垫|头|单)|铺(?!子|面|垫|床|地|路|砖|[一个张]|沥|设)|屋(?!头|里|面|顶))(?=$|[，,。;；就将更最才也])",
        r"(?:给我|帮我)(?:安|搭|铺|支|摆)(?:一?[张个间])(?:床|铺)",
        # 给住就干, 有得住最好, 要在店头歇
        r"(?:(?<![不需主])要|给|让|有|能|可以)(?:得|我|给)*(?:住|歇|睡)(?:人|觉)?(?=$|[，,。;；的就才那更也最])(?!的?近|的?远)",
        rf"(?:(?<![不需主])要|想|能|可以|愿意?|最好|就|给|让)(?:吃住)?(?:都)?在(?:{WORKPLACE}|{HOST}|那里|那边|那点)(?:{INSIDE})?(?:住|睡|歇|吃住|过夜)",
        r"(?:哪里|哪点|哪家|哪个|哪儿)[^，,。;；]{0,4}?(?:有|给|管|包)(?:床|铺|住|宿|房)",
        # 能睡在场里头, 吃住都在店里
        rf"(?:吃住|食宿|住(?!院(?![里头]))|睡|歇)(?:都|全|也|就|一起)*(?:在|到|进)?(?:{WORKPLACE}|{HOST})(?:{INSIDE})?(?=$|[，,。;；的就我都也那更最嘛一])(?!的?(?:附近|旁|边|背后))",
        rf"(?:吃住|食宿)(?:都|全|也|就|一起)*在(?:里头?|里面|一起|那里|那点|{WORKPLACE}|{HOST})",
        rf"(?:{WORKPLACE})(?:{INSIDE})?(?:能|可以|得|有|给|让|管)+(?:个|我)?(?:地方)?(?:住|睡|歇)",
        r"(?:(?<![不需主])要|想|能|需要?|须|可以|给|有|让我)(?:长期|直接|能)?(?:住宿?|歇)(?=$|[，,。;；]|的(?=$|[，,。;；岗活])|最好|更好|才)",
        r"(?:两口子|夫妻|我们两个|一家人?|我们)[^，,。;；不]{0,6}?住(?:在)?(?:得)?(?:一起|一间|一路|一堆|拢)",
        r"(?:住家|住店|住厂)(?=的|活|$|[，,。])(?<![不就]住[家店厂])(?!的?附近)",
    )
)


@dataclass(frozen=True)
class SaidLodging:
    """Where a worker will sleep: `words` as written; `is_firm` when they take nothing else.

    "wanted" is a bed where the work is, "refused" none there, "own" that they need none.
    """

    words: str
    answer: Literal["wanted", "refused", "own"]
    is_firm: bool


def find_lodging(clause: str) -> SaidLodging | None:
    """Return what one clause of a worker says of a bed; None when it says nothing or that either will do.

    How it was before, and how the children live, is no wish.
    """
    if asks_for_no_bed(clause):
        return None
    for pattern in _LIVES_OUT:
        if match := pattern.search(clause):
            goes_home = pattern is _LIVES_OUT[0] and not _MUST.search(match[0])
            return SaidLodging(match[0], "own" if goes_home else "refused", is_firm=not goes_home)
    for pattern in _NEEDS_NONE:
        if (match := pattern.search(clause)) and not _HOME_LOST.search(clause):
            return SaidLodging(match[0], "own", is_firm=False)
    for pattern in _LIVES_IN:
        if match := pattern.search(clause):
            before, after = clause[: match.end()], clause[match.end() :]
            is_lacking = match[0][0] in "没莫不无来两天每"
            is_firm = is_lacking or bool(_MUST.search(before) or _OR_NOT.search(after))
            return SaidLodging(match[0], "wanted", is_firm)
    return None


def asks_for_no_bed(clause: str) -> bool:
    """Return whether what a clause says of beds asks for nothing: lodging or none is the same ("包不包住都行"), or it
    tells how it was ("上家厂头没得宿舍") or how the children live."""
    if _INDIFFERENT.search(clause):
        return True
    return bool(_NOT_MINE_NOW.search(clause)) and not _NOW.search(clause)

"""Turn words about when wages are paid out into a `Settlement`, and tell whether the speaker insists on it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from models.records import Settlement
from models.understand.clean import clean_text

_PAY_OUT: Final = (
    r"(?:现?结(?!婚|束)|给(?!老|娃|他|她|人|病|鸡|猪|牛|妈|婆|孩|学生|顾|客|宝|狗|饭|药|雇)|付|拿|发|清|收|算|兑现)"
)
# Verbs that pay whatever stands before them; 给, 发, 拿 alone may give something else (每天给老人煮饭).
_PAID: Final = (
    r"(?:结(?!婚|束|合|构|实|果)|付(?!出)|[清对]总?账|算总账|兑现|到[账手]|[给拿付发算](?:清|齐|完)|打(?:银行卡|卡上|账上)|走(?:银行|账|对公)|转(?:工[钱资]|薪)|见现?钱|(?:领|拿|收)[到得](?:工?钱|工资|现|薪)|当面(?:点|数|给|拿)|(?:结|发|领|开)薪|拿(?:薪|款)|打(?:款|钱|工钱)|转(?:账|微信|支付宝|钱)|发(?:钱|工资|工钱|薪|现金)|开(?:钱|工资)"
    r"|给(?:钱|现|工钱|工资)|拿(?:钱|现钱|现金|工钱|工资)|[数点领收]钱|算(?:钱|账|工钱|清)|领(?:工资|工钱)|把(?:钱|账|工钱|工资)[^，,。;；不]{0,3}?[清给结付拿算])"
)
_DAYS_END: Final = (
    r"(?:下班|下了班|下工|收工|收了工|放工|打烊|收摊|收档|关门|收车|交班|散场|(?:吃了|吃完)?(?:晚|夜)饭后?|天黑|天亮|天一黑|黑了"
    r"|当天|当日|当晚|每天|每日|每晚|每夜|天天|日日|干完活)"
)
"""When a day's work is over. Source: our choice."""
_TODAY: Final = r"(?:当[天日]|今[天日])"
_MONTHS_TURN: Final = r"月[底末尾头初中]"
_WHOLE_JOB: Final = (
    r"[修打接挖架拉]通|[盖立建修搭砌竖][起拢]|封顶|竣工|收尾|通车|[做带干守]满(?!意|[七7]天|[一1半]?个?(?:周|星期|礼拜|月))|归一|落教|煞角|出月子|满月|下户|期满"
    r"|(?:工程|工期|活动|项目|[茶烟果稻]季|农忙|季节|展会|庙会|这一季)(?:全部|都)?(?:完|结束|过|满|做完)"
)
"""When a piece of work as a whole is over: the road is open, the house stands, the season is past."""
_IN_ONE: Final = (
    r"(?<![月周天年每])(?:一次性?|一把|一总|总共?一次|一口气)(?:都|全|就|给|地)*(?:付|结(?!构)|算|拿|清|给)(?:清|总?账|钱|完|齐|$|(?=[，,。;；]))"
    r"|(?<![月年周])(?<![月年]底)(?<!每天)(?:算|结)总账|(?<![一-龥]月)总结账"
)
"""Everything in one sum, which no month or day names: 一次付清, 算总账."""
_DATE: Final = r"(?<![月\d一二三四五六七八九十])[\d一二三四五六七八九十]{1,3}[号日]"
_SETTLEMENTS: Final = (
    (Settlement.MONTHLY, re.compile(r"日清月结|日结月发")),
    (
        Settlement.ON_COMPLETION,
        re.compile(
            rf"(?<![\d日号月])完工|交工{_PAY_OUT}|当[趟单次场](?:结|付清)|验收(?:合格|通过|过|完|好)?(?:了|后|就|当天|当场|现场|马上)*(?:结|付|给|即|清|转|打|拿)|活动(?:完|(?:当天|当晚)?结束)|完结|包干结|单完"
            rf"|(?:做|干|搞|弄|搬|装|卸|修|拆|挖|砌|刷|贴|铺|焊|割|栽|收|摘|掏|打|拉|送)(?:完|好|归一|落教)了?"
            rf"(?:就|再|马上|一起|一次|一把|当场|现场|全部)*(?:把钱|钱|点)?{_PAY_OUT}|(?<=[一-龥])完(?:了|就|当场)*点钱"
            r"|(?<![说吃讲看听])(?<=[一-龥])完了?(?:就|再|马上|一起)?(?:把钱)?(?:现?结|给|付|清|拿钱|收钱|算钱)"
            rf"|(?:[做干跑带接拉送洗修装卸照]|完|满|好)[一1每整](?:个)?[单趟件户家场桌台车期季批](?:活路?|工|货)?(?:就|要|马上|当场|的|也|都|再)*(?:{_PAID}|{_PAY_OUT}(?=$|[，,。;；清]))"
            rf"|{_IN_ONE}|(?:{_WHOLE_JOB})(?:了|后|就|要|得|再|那天|当天|当场|马上)*[^，,。;；不没月]{{0,4}}?{_PAID}"
            rf"|[完好做干拉装卸修][一1]?[单趟件户家场台桌亩车](?:就|的)?{_PAY_OUT}[一1]?[单趟件户家场台桌亩车]|[一1][单趟场户车家桌台件批席][一1]{_PAY_OUT}|按(?:[单趟场户车]|工程|项目|进度)(?:现)?(?:结|给钱|付|清|算钱)"
            rf"|结束(?:后)?(?:当天|.天内)?(?:结|付|发|转)|下户结|(?:(?<![说讲吃听看年])(?<=[一-龥])完|[做干弄装修补砌刷贴铺搞搬洗缝盖漆焊]好|归一)了?(?!结婚)[^，,。;；不没]{{0,6}}?{_PAID}|[工账]完账清|完一?[个单户家趟处]?[^，,。;；]{{0,3}}?(?:清|结|算|付|给|拿)[一1](?:次|回|道)账?|交(?:货|活|工|房)(?:就|后|时|当天|当场)*[^，,。;；不]{{0,3}}?{_PAID}|(?:这|一)(?:批|季|单|趟|场|期)(?:货|活)?(?:完|做完|收完|摘完)[^，,。;；不]{{0,4}}?{_PAID}|(?:三|五|七|\d)天内|一次性结|交活结|项目结束"
        ),
    ),
    (
        Settlement.DAILY,
        re.compile(
            rf"日结(?!报|账|单据|对账|数据)|(?:天天|每天|当天|当日)(?:都|要|得)*(?:晚上|做完|干完|收工|下班)?(?:能|现|就|都|要|得|一)*{_PAY_OUT}|现结|现过现|现钱|现金结|(?<![十五七\d])天结|日清"
            r"|(?:钱|账|工资|工钱)(?:都|要|得|必须|一定)*当(?:场|面)(?:点|数|结|付|给|拿|清)|(?:下班|收工|放工|天黑)(?:了)?(?:就|都|当天|马上|现|时)*(?:结|给|拿|付|[点数领发算]钱|兑现)|次日(?:上午|下午|早上)?(?:结|转|付|到账|打)"
            rf"|[一1每](?:天|日|班|晚|夜)[一1]{_PAY_OUT}|(?<![\d一二三四五六七八九十号作])日付|按班(?:次)?[结付给发]|{_TODAY}(?:的)?(?:活路?|工|班|账|事|做|干)(?:完|好)?(?:就)?{_TODAY}(?:就|的|要|得)*(?:钱|清|了|{_PAY_OUT})"
            rf"|(?:钱|账|工资)?不(?:拖|等|留|压|欠|隔)(?:到|过)?(?:第二天|明天|隔夜|隔天)|(?<![第这那有头])[一-龥][一1]天(?:班|工|活)?[,，]?(?:的)?(?:就)?(?:结|算|给|付|得|拿|清|领|发|收)[一1]天|按[天日](?:现?结|给|付|拿|发|清)|当面结清|隔天结"
            r"|(?:一天|当天|每天).{0,6}给现(?:钱|金)"
            rf"|{_DAYS_END}[^，,。;；不月周]{{0,6}}?(?:{_PAID}|扫码|现付|结[当今]|清工钱)|[一1]天(?:结|给|算|付|拿|清|发)[一1](?:次|回|道)|(?:钱|账|工资)不(?:过|隔)夜|(?:当天|当日)(?:的)?(?:钱|账|工钱|工资)(?:当天|当日)"
        ),
    ),
    (
        Settlement.WEEKLY,
        re.compile(
            rf"周结|(?:每|周)周{_PAY_OUT}|一周(?:就)?[一给]?(?:结|付|发|拿|算)|每?一?个?(?:星期|礼拜)(?:就)?[结给]?一?[结回次发拿算]|(?:星期|礼拜)(?:一)?结"
            r"|(?:周|星期|礼拜)[^，,。;；不休歇]{0,3}?(?:打|结|发|拿|给|付|算|清)[一1](?:次|回|道)"
            r"|(?<![上下这本])(?:周|星期|礼拜)[一二三四五六日天末](?:晚上|下午|下班|收工|统一|准时|就|来|都|才|能)*(?:领(?:钱|工|薪)|发(?:钱|工|薪)|拿(?:钱|工[钱资]|薪)|结(?:账|工|薪|钱|清|一)|打(?:钱|款|工)|数钱|算(?:账|钱))"
            r"|[7七]天[^，,。;；不休歇]{0,4}?(?:结|算|发|拿|给|打|付|清)[一1](?:次|回|道)|[7七]天一?[结算拿]|[每一个]+(?:周|星期|礼拜)[一二三四五六日天末](?:晚上|下班|收工)?(?:就|都|来)?(?:结|给|付|拿|发|清|领)|按(?:周|星期|礼拜)(?:结|发|付|给|拿|算|清|打)"
            r"|(?:每|逢|到)个?(?:周|星期|礼拜)[一二三四五六日天末][^，,。;；不休歇]{0,4}?(?:结|付|发(?:钱|工资|工钱)|[拿给领数]钱|打(?:钱|款)|算账|清账)|(?:一|每)个?(?:周|星期|礼拜)(?:就)?(?:结|给|算|付|拿|清|发|打)[一1]?(?:次|回|道)"
        ),
    ),
    (
        Settlement.MONTHLY,
        re.compile(
            rf"(?<!日)月清(?!洗|洁|理|扫|点|淤)|{_MONTHS_TURN}(?:的时候|那天|就|再|一起|统一|准时|都|才)*(?:对账|盘账|对工|算账|打卡)?(?:就|再|后)*(?:结(?!束|婚)|发(?!货|传|展|车)|付|清(?!洗|洁|仓|理)|领|到[账手])"
            rf"|(?:(?:发|开|领|拿|结)(?:薪|工[资钱]|钱|账)|(?:工资|工钱|薪水|钱))(?:日|都|是|就|逢|在|等|要|按|定|到)*{_MONTHS_TURN}|(?:发|开|领|结)(?:薪|工[资钱])(?:日|都|是|为|就|逢|在|定|按)*(?:每|次|下)个?月(?!\d{{3}})"
            r"|月结|按月(?:足额|准时)?(?:结|发|开|付|走|打|支付|代发|核|领|拿|算)|[一1每]个?月[一1](?:结|付|发|清|算|开|给|领)|月底(?:就|再|一起|统一)*(?:结|发(?!货|传|展|车))|开月薪|月付|月月(?:结|清|发|拿)"
            r"|每个?月(?:底|初|中|\d{1,2}[日号])?(?:左右|按时|准时)*(?:结|发)|\d{1,2}[日号](?:准时|左右)?发(?:工资|工钱|钱)"
            r"|次月\d{0,2}[日号]?(?:左右|前)?(?:发|结|付|打)|每月\d{1,2}[日号]?(?:左右|前)?(?:发|结|打)"
            rf"|(?:每个?月|次月|下个?月|月月|月底|月初|月中|月头|月尾|月末)[^，,。;；不休歇放]{{0,8}}?(?:{_PAID}|打卡|(?:发|结|给|打|拿)[一1](?:次|回))|月底(?:统一|一起|准时|再|就)*(?:[给付拿打]|清(?!洗|洁|仓|理|扫))"
            rf"|{_DATE}[^，,。;；不]{{0,5}}?(?:发(?:上个?月|上月)?的?(?:工资|薪|钱)|打卡|打工资|到账|开工资|结工资|发薪)|(?:工资|工钱|薪水)(?:都|是|就|每月|每个月|当月|次月)*(?:[1-3]?\d|[一二三]?十?[一二三四五六七八九十])[号日](?:左右|前|准时|按时|就)*(?:发|到|开|给|打|结|领|拿)"
            r"|[一每]个?月(?:就|才)?(?:结|给|算|付|拿|清|发|打|开|领)[一1]?(?:次|回|道)|半个?月[一1]?(?:就)?(?:结|付|发(?!货)|清|开|给)|(?:十|10|15|十五)天一结"
        ),
    ),
)
_DENIED: Final = re.compile(
    r"(?:(?:不|(?<!有)没得|(?<!有)没有|无|别|莫)(?:搞|做|是|要|能|接受|考虑)?|非(?![要得])(?:搞|做|是)?)$"
)
_OR_NOT: Final = re.compile(
    r"^(?:的|嘞|话|钱|清|我|就|都|也|那|是|哈)*(?:不(?:干|做|去|来|接|考虑|上|开|动|搞|进|谈)|[熬等拖]不(?:起|住|了|得)|走人|(?:立马|马上|扭头)|懒得|算了|莫(?:喊|找|叫)|免谈)"
)
"""What follows a denied wording when it is insisted on: 不日结不干."""
_INSISTS: Final = re.compile(
    r"(?:(?<![不需主想])要(?!得|求)|只(?!有)|必须|一定|(?<![不觉])得(?=$|[当每天日现按])|非)(?!.*[找想])[^,，]{0,7}$"
)
_MUST: Final = re.compile(r"必须|一定|务必|非得|(?<![不需主想])要(?=[结给付拿清发算数领当现打转])")
_OR_NOTHING: Final = re.compile(
    r"^[^,，]{0,5}(?:才(?:干|做|去|来|接|行|得行|要得|上|开|动|肯|愿意)|(?:否则|不然|要不然).{0,3}不|(?:不|少)?[^,，]{0,2}免谈)"
)
# "月底不结清我立马走人": the denial stands inside, and what is denied is insisted on.
_UNLESS_PAID: Final = re.compile(
    r"(?:月底|月月|当天|每天|天天|每周|周末|收工|下班|[做干搞]完|完工|每月)(?:要是|如果|当场|当天|当面|马上|立马|就|都|还)*(?P<no>不|没得|没)(?:结清?|给清?|付清?|发|清账|到账|拿钱|兑现)(?:钱|工资|工钱|现钱)?(?:的(?:厂|老板|活路?|单位|工地|地方))?"
)


@dataclass(frozen=True)
class SaidSettlement:
    """When wages are paid out: `words` as written; `is_firm` when the speaker takes nothing else."""

    words: str
    settlement: Settlement
    is_firm: bool


def parse_settlement(text: str) -> Settlement | None:
    """Return when wages are paid, None when it is not said; see `find_settlement`."""
    found = find_settlement(text)
    return None if found is None else found.settlement


def find_settlement(text: str) -> SaidSettlement | None:
    """Return when wages are paid as a text says it, None when it does not.

    The earliest wording wins. 半月结 and 十天一结 count as monthly, the slower of the two nearest, so that nobody who
    asked for weekly pay is promised it; 次日结 counts as daily. A denied wording (不要月结) is passed over, unless
    it is insisted on (不日结不干). A bare wording is not firm: people name 现过现 as the way they like it.
    """
    cleaned = clean_text(text).replace(" ", "")
    if (unpaid := _UNLESS_PAID.search(cleaned)) and _OR_NOT.match(cleaned[unpaid.end() :]):
        cleaned = cleaned[: unpaid.start("no")] + cleaned[unpaid.end("no") :]
        return replace(found, is_firm=True) if (found := find_settlement(cleaned)) else None
    best: tuple[int, int, SaidSettlement] | None = None
    for order, (settlement, pattern) in enumerate(_SETTLEMENTS):
        for match in pattern.finditer(cleaned):
            before, after = cleaned[: match.start()], cleaned[match.end() :]
            is_or_not = False
            if _DENIED.search(before[-4:]):
                is_or_not = bool(_OR_NOT.match(after))
                if not is_or_not:
                    continue
            if best is None or (match.start(), order) < best[:2]:
                is_firm = is_or_not or bool(
                    _MUST.search(match[0]) or _INSISTS.search(before) or _OR_NOTHING.match(after)
                )
                best = (match.start(), order, SaidSettlement(match[0], settlement, is_firm))
            break
    return None if best is None else best[2]

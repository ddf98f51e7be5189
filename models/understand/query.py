"""Turn one sentence, as a caseworker hears it on the phone, into a query: who asks for what, and how firmly."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, Literal

from msgspec.structs import replace

from models.records import Place
from models.understand.clean import clean_text
from models.understand.headcount import after_trades, find_headcount
from models.understand.occupation import OccupationSpace
from models.understand.query_parts import Query, QueryPart
from models.understand.query_posting import read_posting
from models.understand.query_seeker import read_seeker
from models.vocabulary import Vocabulary

__all__ = ["Query", "QueryPart", "Side", "side_of", "understand_query"]

Side = Literal["postings", "seekers"]

# Source: our choice, from how caseworkers note calls: a person by sex and age, an employer by whom they want.
_HIRES: Final = re.compile(
    r"(?<![还在没哪])招(?!不招|商|生|呼|标|待|手|不|没|牌|财)|诚聘|急聘|(?<![应解受返])聘(?!用|过|书|请)|用工|用人单位|[男女]工?优先|限[男女]|(?<!缺不)缺(?:人|工|\d|[一二两三四五六七八九十])|(?:要|请|找|差|需要?)(?:几个|些)?人(?:手|来|做|帮|[卸搬摘采收装挖打栽种挑背割剪剥铲])|不限人数|人数?不限|限\d+人"
    r"|(?:请|收|雇|聘)(?:一|两|几|[三四五六七八九十]|\d{1,2})?[个名位](?![假客月])|(?:请|找|雇)人(?!介绍|问|代|帮|家|说)"
    r"|找(?:一)?个(?:月嫂|育儿嫂|保姆|钟点工|家教|护工|阿姨)(?!的?(?:活|工作|事))"
    r"|(?<![不需主])要(?:几|[两三四五六七八九十]|\d{1,2})[个名位](?![月钟小半班星礼钱证活岗床铺]|名额|地方|工作)|(?:要|找)(?:会|懂|敢)[^，,\s]{1,10}的(?=[，,\s]|$)|(?:差|缺)(?:一)?个(?![证月小头学娃活]|工作)|找几个(?![活月钱小工事厂])|(?:找|请|喊)一?个?[^，,\s]{1,6}(?:师傅|匠)来(?:修|做|看|弄|搞|帮|打|装|换)|请[^，,\s假问]{1,8}(?:师傅|工|员)(?=[，,\s]|$)|(?<![不需主])要[^，,\s]{2,6}(?:[一两二三四五六七八九十]{1,3}|\d{1,3})[个名](?=[，,\s]|$)|有没[有得](?:会|懂)[^，,\s计]{1,8}的?(?:师傅|匠人?)|找[^，,\s]{2,8}的师傅(?=[，,\s]|$)|[一-龥]总(?:来电|打来|电话|来?报)|求[^，,\s职学助购教稳带]{2,6}?\d+名"
)
_FIRM: Final = (
    r"(?:厂|[商酒饭]?店|公司|矿|[养猪鸡牛羊鱼渔砂石茶苗农林牧殖料货车]场|合作社|酒楼|茶楼|餐馆|[饭粉面]馆|宾馆|酒店|学校|幼儿园|托管班|医院|卫生院|养老院|敬老院"
    r"|超市|物业|项目部|工地|施工队|加油站|驾校|网吧|银行|物流园|基地|村委会|作坊|车间|园区|家政|[Kk][Tt][Vv]|台球室|门市|单位|企业|景区|农家乐|民宿|搅拌站|拌合站)"
)
_BOSS: Final = r"(?:老板娘?|厂长|店长|经理|人事|负责人|包工头|工头|场长|园长|院长|校长|村支书|村主任|理事长|社长|大户)"
# A firm or its head that wants somebody, not something (酒厂要两个…; a person's words are 想进酒厂, 要包住).
_WANTS: Final = (
    r"(?:要|找|缺|需要?|请)(?!包|管|日结|月结|现|住|做|干|白班|夜班|双休|接|回|求|得|什么|啥|有[^证]|近|离"
    r"|轻松|稳定|工作|活|是|不|会|看|人介绍)"
)
_FIRM_HIRES: Final = re.compile(
    rf"某[^，,。；;\s]{{0,6}}?{_FIRM}|{_FIRM}[^，,。；;\s]{{0,4}}(?:来电|打来|来登记|来报|报(?=[:：]))"
    rf"|(?<![想进去到在做干问]){_FIRM}(?:[,，:：\s]|现在?|急|还)?{_WANTS}|{_BOSS}[^，,。；;\s]{{0,5}}(?:来电|打来|电话|{_WANTS})|来电人?(?:是|:|：)?{_BOSS}"
    rf"|(?<![回在我住自离全搬])家(?:里)?(?:要|想|需要?)?(?:请|找|要)(?:一?个)?(?=保姆|阿姨|月嫂|人(?:带|煮|照)|带|煮|照)"
)
_STARTS_WITH_FIRM: Final = re.compile(
    rf"^(?!.{{0,8}}(?:想|进|去|做过|干过))[^，,。；;\s]{{0,10}}?{_FIRM}(?=[\s，,:：]|[一-龥]{{1,5}}[工员师](?=[\s，,、]))"
)
# What is said of people wanted as well as of a person: with a number of people to a trade it is an employer's.
_WEAK: Final = re.compile(
    r"(?:脱贫户|监测户|低保|易迁户|返乡|应届|退役|夫妻|两口子|屋头|丈夫|妻子)|.?会[一-龥]|[一-龥]证[都也]有"
)
_PEOPLE_OF_A_TRADE: Final = re.compile(
    r"(?<=[一-龥\s])(?<![们共起家行妻弟妹子女])(?:\d{1,3}|[一二两三四五六七八九十]{1,3})(?:名|人)(?=[，,。;；、\s]|$)"
)
_AN_AGE: Final = range(25, 76)  # a bare number behind a trade: 石匠61 is a person. Source: our choice
_A_PERSON: Final = re.compile(
    r"(?:^|[\s,，;；:：、户])[男女](?:性)?[\s,，]{0,2}\d{2}(?!\s*[人名个以])|(?<!\d)\d{2}岁?[\s,，]{0,2}[男女](?![的工员])"
    r"|求职|(?:有没(?:有|得)(?!会|懂|人)[^，,。\s会懂]{1,8}|哪(?:家|里|点|个)[^，,。\s]{0,5})(?:招(?!牌|呼)|要人|缺人|请人)|缺不缺人|要不要(?:人|熟手)|找(?:个|点|份)?(?:活|工作|事)|(?:^|[\s,，])(?:现|我)?想(?:找|做|去|要|在|回|学|当|到|从|进|干|搞|跑|开|上|拜|跟|谋)|做过|干过|搞过|本人|失业|待业|脱贫户|监测户|低保|易迁户|返乡|意向"
    r"|(?:^|[\s,，])愿(?:意)?(?:进|去|做|到)|应届|退役|不出省|不外出|屋头(?!老人|的?[爹妈爷婆])|老伴|夫妻(?!优先|两个|[也都]|房|店|老|开|一对|工|档|\d|[一两二三四五六七八九]对)|两口子|(?:姐|孃|嬢|婶|哥|叔|姨|[师匠某嫂](?:傅)?)\s?[2-7]\d(?!\d|[元块个名人])|找个?师傅带|人一起(?=[，,\s]|$)|不出县|不进厂|每天回家|接单做|(?:^|[\s,，])会(?![计展所员])[一-龥]|[一-龥]证(?:都|也)有|(?<![放休])(?:有空|得空)|丈夫|妻子|拜师|(?:女儿|儿子|姑娘|侄儿|侄女|孙子|孙女|外甥女?|弟弟|妹妹)\s?(?:1[6-9]|[23]\d)岁?(?![\d元块个名人])|(?:娃儿|孩子)(?:上学|读书|要)"
)

_OFTEN: Final = 6
_STUTTER: Final = re.compile(rf"(.{{1,4}}?)\1{{{_OFTEN},}}", re.DOTALL)


def side_of(text: str) -> Side:
    """Return what a caseworker's note seeks: "postings" for a person (男52 泥水 要日结), "seekers" for an employer
    (招洗碗工2名, 要5个人).

    Words that hire (招, 用工, 缺人, 酒厂来电) decide first, unless the note begins with a person; then words of a
    person; then a number of people asked for, or a firm at the beginning. With none of them it is a person's.
    """
    cleaned = clean_text(text)
    person = _A_PERSON.search(cleaned)
    hires = [match for pattern in (_HIRES, _FIRM_HIRES) if (match := pattern.search(cleaned))]
    if hires and (person is None or min(match.start() for match in hires) < person.start()):
        return "seekers"
    if person is not None:
        is_weak = all(_WEAK.fullmatch(match[0]) for match in _A_PERSON.finditer(cleaned))
        return "seekers" if is_weak and (_HIRES.search(cleaned) or _PEOPLE_OF_A_TRADE.search(cleaned)) else "postings"
    if _STARTS_WITH_FIRM.search(cleaned):
        return "seekers"
    ages = [match[0] for match in after_trades(cleaned) if int(match["n"]) in _AN_AGE]
    count = find_headcount(cleaned)
    return "seekers" if count and count[0] not in ages else "postings"


def understand_query(
    text: str,
    vocabulary: Vocabulary,
    *,
    side: Side,
    asof: date,
    home: Place | None = None,
    occupation_space: OccupationSpace | None = None,
) -> Query:
    """Return what a sentence asks for; never raises on any text.

    `side` is what is sought: "postings" reads the sentence as a worker's words, "seekers" as an employer's. `home` is
    where the asker is (the caseworker's township); without it "就近" is a question, not a limit.
    """
    read = read_seeker if side == "postings" else read_posting
    query = read(_without_stutter(text), vocabulary, asof=asof, home=home, space=occupation_space)
    return replace(query, text=text)


def _without_stutter(text: str) -> str:
    """Return text with what is said over and over said a few times: a held key must not keep the readers busy."""
    return _STUTTER.sub(lambda match: match[1] * _OFTEN, text)

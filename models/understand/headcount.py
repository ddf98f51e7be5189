"""Turn words of an employer that count people ("来三四个人", "传菜3 洗碗1", "找个杀猪匠") into a headcount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.understand.numerals import numeral

_CN: Final = "一二两三四五六七八九"
_NUMBER: Final = (
    rf"(?:(?P<least>\d{{1,4}}|[{_CN}十]{{1,3}})\s*[-~到至]\s*)?"
    rf"(?P<n>\d{{1,4}}|[{_CN}十百]{{1,5}})(?P<about>来|多|几|把)?"
)
# 个 counts many things; these are no people. Source: our choice.
_THINGS: Final = (
    r"(?:盆|桶|碗|锅|坛|窖|灶|炉|池|棚|圈|塘|山|坡|坝|村|组|寨|镇|县|省|市|厂|店|铺子?|馆|园|楼|栋|门面?|窗|灯"
    r"|包|瓶|筐|篓|篮|笼|台|架|轮子?|项目|路口|站|口|货|机|摊子?|洞|字|号"
    r"|群|班|仓库|工地|小区|单位|岗亭|窗口|档口|地方|办法|问题|条件)"
)
_NOT_PEOPLE: Final = (
    rf"(?!{_THINGS}(?:$|[，,。;；\s的了要在得有都就]))"
    # 一个两分钱, 一个5角: what is paid for each.
    rf"(?!(?<=一个)(?:\d+(?:\.\d+)?|[{_CN}半])[块元角毛分])"
    r"(?!月(?!嫂|薪)|[半钟星礼周班平方立米娃病宝孩亩车柜箱吨季项场房间院字图])"
    r"(?!(?:多|来|把)?(?:小时|钟(?!点工)|月(?!嫂)|星期|礼拜|平方)|小娃|小孩|老人|老的|工(?!人)|点|学(?![徒员])|[小初高]中?学?生|人的?(?:饭|菜|伙食|[早中晚]餐)|人(?:吃|用餐)|(?!人)[一-龥]{0,4}(?:班子|班组|队(?!员|长)|团队)|(?![一每人])[一-龥]{1,3}(?:[\d.]+|[一二三四五六七八九十百]+)[块元角毛分])"
)
_COUNT = re.compile(
    rf"(?P<each>各)?(?:要|招|请|来|缺|差|需|配)?(?:(?<![每\da-zA-Z第几{_CN}十百千万])|(?<=各)|(?<=各[要招请来缺差需配])){_NUMBER}(?:(?:个|位|号(?=人)){_NOT_PEOPLE}(?:人|师傅|工人|大工|小工|零工)?"
    rf"|名|(?:人|工人)(?![间次份每均头家员事力宿]|一(?!小时|个?钟头|天|个月|晚)|\d(?!\d)|的?(?:饭|菜|伙食|量)|吃|用餐)|(?:师傅|大工|小工|零工))"
    r"|(?<=[要招请来找缺差喊收工员师匠手嫂])(?P<few>[俩仨])(?:人|个)?"
    rf"|(?<=[要缺差请找招喊需来])(?P<workers>\d{{1,3}}|[{_CN}十]{{1,3}})个工(?![\d{_CN}人钱资地时])"
    rf"|(?<![第{_CN}\d])(?P<pairs>\d{{1,2}}|[{_CN}十]{{1,2}})对(?:夫妻|两口子|夫妇)|(?P<pair>(?<=[招找要缺请聘收])(?:一对)?(?:夫妻|两口子|老两口)|一对夫妻|夫妻一对)(?!房|店|间|宿舍|肺)"
)
_PER_HEAD = re.compile(
    rf"一(?:个)?人[\s，,]*(?:一(?:天|晚|夜|班|个?月)|[{_CN}][百千万]|\d{{2,5}})|一(?:个)?人(?:一天|做|带|在家)"
)
_PRICE_BEFORE = re.compile(r"[块元钱毛角]$")
# 每层一个人, 上一个管家, 那两个外出了, 走了三个人, 不是七个: a rule for all, people of before, or none.
_OTHERS = re.compile(
    r"(?:每[一-龥]{1,3}|[上那这前头另](?:一|面)?|原来的?|以前的?|后面?|剩(?:下|起)?|(?:[走招请到辞退死跑]|(?:次|回|天|年|前)来)了|不是)$"
)
_LEFT = re.compile(
    r"(?:(?![有要还再])[一-龥]{1,4}?)?(?:昨天|今天|前天|上个?月|刚刚?|才|又|都|要|一下)*(?:走|辞|辞职|跑|回家|回去|请假|生病|病|摔|生娃|生|嫁|退休|不干|不做|不来)了"
)
# Who is there already is not asked for: "我和老爹两个忙不过来", "园里娃儿有一百二十个". Source: our choice.
_OURS = re.compile(
    r"(?<![给帮派])(?:我们?|咱们?|俺们?|夫妻|夫妇|两口子|兄弟|姊妹|姐妹|父子|母女|一家|一共|爷爷|爹|爸|妈|老[婆公汉]|媳妇|男人|娃儿?|老人|朋友)[们俩]?$"
    r"|(?<![要还])(?:有|养|喂|住|带|管)(?:得|了|起|到|着)?(?:差不多|将近|大概)?$"
)
_ASKING: Final = ("要", "招", "请", "缺", "差", "需")
_OPEN = re.compile(r"[^，,。；;\s]{0,4}(?:名额|岗|空|缺)")
_ONE = re.compile(
    r"(?:招|找|寻|要|请|(?<![十百千万\d])来|缺|差|聘|需|收|喊|雇|叫|添|补)(?:一)?个(?![小半钟星礼证活]|工作|月(?!嫂))(?!十|[两二三四五六七八九]|人(?:们|都))|急[招聘]一?个"
)
_AFTER_TRADE = re.compile(
    r"(?:(?<=[一-龥])|(?<=[A-Z]{2})|(?<=[一-龥][×xX*]))(?:(?<=[房月儿]嫂)|(?<![儿侄孙妹嫂]子)(?<![姐哥嬢孃叔娘嫂某姨伯爷公婆妹弟女男儿娃崽孙侄生士龄班薪补资价费餐结给付钱奖补罚扣约到至是有共超满前后早晚师的嘞]))(?P<n>\d{1,2})(?=\s|$|[,，、;；+])"
)
# 裁剪1车工3尾部1, in one breath.
_CHAIN = re.compile(r"(?:[一-龥]{2,4}(?<![午上晚早点])\d{1,2}){2,}(?=$|[，,。;；\s])")
_MOST_OF_A_TRADE: Final = 99  # "大工380小工220" are wages. Source: our choice
# "一平28", "一小时40": what stands before is what a sum is paid for.
_A_UNIT_BEFORE = re.compile(r"(?:[一每按论]个?[一-龥]{1,3}|[年月日时周]薪|[单每][天日月])$")
_FIRST_TOTAL = re.compile(r"共|合计|总计|一起")
_TRADE_END = re.compile(r"[一-龥]{1,4}?(?:工(?![厂地作业程商具])|员|师|长|手|匠)")
# "要两个 哦不是 三个", "三个服务员哦四个", "3人改为5人": the first number is taken back.
_SAID: Final = rf"(?:\d{{1,3}}|[{_CN}十]{{1,3}})"
_CORRECTED = re.compile(
    rf"(?:{_SAID}[-~到至])?{_SAID}(?:[个名位]人?|人)?[一-龥]{{0,6}}?[\s，,]*"
    r"(?:[哦呃啊噢哎]*(?:不是|不对|[说讲记写]?错了|不不+)[\s，,]*(?:(?:是|应该是?|该是|要|改成?|改为)[\s，,]*)?|[哦呃噢]+[\s，,]*(?:是|要)?"
    r"|(?:现在?|今天)?(?:改成|改为|改到|改|变成|加到|增加到|增到|添到|减到|减成|减为))"
    rf"(?={_SAID}(?:[-~到至]{_SAID})?[个名位人])"
)
# "塔吊要人，两班倒，一班一个": people to a shift times shifts.
_SHIFTS = re.compile(
    rf"(?P<shifts>[{_CN}2-4])班(?:倒|轮换?|制)?[^。；;]{{0,8}}?[一每]个?班(?:要|配|来)?(?P<n>[{_CN}]|\d{{1,2}})(?=[个名位人])"
)
_AND = re.compile(r"[和跟与、]|还有|以及")
_ADJACENT = re.compile(rf"([{_CN}])[{_CN}](?=[十百]|$)")


def find_headcount(text: str) -> tuple[str, int] | None:
    """Return the words and the number of people asked for, None when none is said ("招保洁", "做3个月").

    Several trades with a number each are added up ("客房4名前台1名"), unless one number is the sum of the others
    ("共3人，保洁2名门卫1名"); 各三个 counts for every trade joined before it. Of a span the least counts: 三四个 is 3,
    2-3人 is 2, 十来个 10; "找个" is 1.
    """
    text = _CORRECTED.sub(lambda match: " " * len(match[0]), text)
    if (shifts := _SHIFTS.search(text)) is not None:
        return shifts[0], _whole(shifts["shifts"]) * _whole(shifts["n"])
    found: list[tuple[str, int]] = []
    for match in _COUNT.finditer(text):
        number = _number(match)
        if number and _is_asked(match, after_others=bool(found)):
            found.append((match[0], number))
    if not found:
        text = _CHAIN.sub(lambda match: re.sub(r"(?<=\d)(?=[一-龥])", "、", match[0]), text)
        found = [(match[0], _each(match, int(match["n"]))) for match in after_trades(text) if int(match["n"])]
        if found and any(re.search(rf"(?<![A-Za-z])[A-WYZa-wyz]{re.escape(words)}", text) for words, _ in found):
            found = []
    if not found:
        one = _ONE.search(text)
        return (one[0], 1) if one else None
    numbers = [number for _, number in found]
    largest = max(numbers)
    is_first = numbers[0] == largest and len(numbers) > 1 and _stands_alone(text, found[0][0])
    if is_first and re.search(rf"{re.escape(found[0][0])}来?\s*[:：]", text):
        return found[0]
    is_said_twice = sum(numbers) == 2 * largest and (is_first or bool(_FIRST_TOTAL.search(text)))
    total = largest if is_said_twice else sum(numbers)
    return "、".join(words for words, _ in found), total


def after_trades(text: str) -> Iterator[re.Match[str]]:
    """Yield the bare numbers that stand behind a trade: 传菜3, 焊工46."""
    return (m for m in _AFTER_TRADE.finditer(text) if not _A_UNIT_BEFORE.search(text[: m.start()]))


def _stands_alone(text: str, words: str) -> bool:
    """Return whether a number counts all trades that follow (招4人：…) rather than one (客房4名, 一个门卫)."""
    before, _, after = text.partition(words)
    of_a_trade = re.search(r"[一-龥]$", before) and not re.search(
        r"(?:招|聘|要|请|缺|找|需要?|来|差|共|的|用工|招工|用人|人数)$", before
    )
    return not of_a_trade and re.match(r"来?(?:[，,:：;；。\s]|$)", after) is not None


def _is_asked(match: re.Match[str], *, after_others: bool) -> bool:
    text, start, end = match.string, match.start(), match.end()
    if _PER_HEAD.match(text, start):
        return False
    if match[0].startswith(_ASKING):
        return True  # "我要三个", "九块要六个人"
    if _PRICE_BEFORE.search(text[:start]):
        return False
    if after_others and text[end : end + 1] == "都":
        return False  # "一个保育员一个阿姨，两个都要有健康证" speaks of those named before
    if _OTHERS.search(text[:start]) or _LEFT.match(text, end):
        return False
    return not _OURS.search(text[:start]) or bool(_OPEN.match(text, end))


def _number(match: re.Match[str]) -> int:
    """Return the number said, the least of a span; 0 for none."""
    if match["pair"]:
        return 2
    if match["pairs"]:
        return 2 * _whole(match["pairs"])
    if match["few"]:
        return 2 if match["few"] == "俩" else 3
    if match["workers"]:
        return _whole(match["workers"])
    words = match["least"] or match["n"]
    number = int(words if words.isdigit() else numeral(_ADJACENT.sub(r"\1", words)) or 0)
    if number > _MOST_OF_A_TRADE and match[0].endswith(("大工", "小工", "师傅")):
        return 0
    return _each(match, number) if match["each"] else number


def _whole(words: str) -> int:
    return int(words if words.isdigit() else numeral(words) or 0)


def _each(match: re.Match[str], number: int) -> int:
    """Return the number for all trades that stand before 各, the number itself without one."""
    clause = re.split(r"[，,。；; ]", re.sub(r"[，,。；; ]+(各?)$", r"\1", match.string[: match.start("n")]))[-1]
    if "各" not in clause[-3:]:
        return number
    # 下料安装各差一个: of each means two at least.
    return number * max(len(_AND.findall(clause)) + 1, len(_TRADE_END.findall(clause)), 2)

"""Tell whom a household asks somebody to care for: "老汉八十二了，找个人陪到起" is an old person's carer."""

from __future__ import annotations

import re
from typing import Final

_CARES: Final = (
    r"(?:陪(?:到|起|护|伴|床|夜)?|照顾|照看|照料|照管|服侍|伺候|经佑|看护|护理|守(?:到|起|夜)?|看(?:到|起|着|管)"
    r"|守(?:着|住|护)?(?=[她他])|喂饭|翻身|端屎|擦身|擦澡|洗澡|换尿|带(?:到|起|着)?|引|哄|接送)"
)
_OLD: Final = (
    r"(?:老人家?|老汉|老妈妈?|老娘|老爹|老爸|老太|老者|老伴|婆婆|公公|外公|外婆|奶奶|爷爷|岳母|岳父|娘娘|嬢嬢|姑妈|姨妈"
    r"|(?<![一-龥])[我他她]?(?:家)?[妈爹]|瘫痪|卧床|半瘫|偏瘫|脑梗|痴呆"
    r"|[七八九]十[一二三四五六七八九几多]?岁?|[789]\d岁?)"
)
_SICK: Final = r"(?:病人|住院|病房|医院|术后|手术|开刀)"
_CHILD: Final = r"(?:娃儿?|娃娃|宝宝|孩子|小孩|细娃|孙子|孙女|双胞胎|奶娃|幺儿|[一二两三四五]岁)"
_COOKS: Final = r"(?:[煮做弄炒](?:[一两三]?[顿餐个])?[饭菜])"
_CLEANS: Final = r"(?:打扫|洗衣|收拾|拖地|做卫生)"
_NO_HOUSEHOLD: Final = re.compile(r"食堂|学校|工地|厂|店|馆|公司|酒楼|单位|院|项目部")
# The likelier meaning first: an old person in hospital is nursed there. Source: our choice, from calls of households.
_CARED_FOR: Final = tuple(
    (re.compile(rf"{whom}.{{0,24}}?{_CARES}|{_CARES}.{{0,8}}?{whom}"), words)
    for whom, words in ((_SICK, "陪护病人"), (_OLD, "照顾老人"), (_CHILD, "带娃"))
)


_CHORE: Final = re.compile(rf"{_COOKS}|{_CLEANS}.{{0,3}}")


def care_asked(text: str) -> str:
    """Return the name of the care or housework that a household's words ask for, "" when they ask for none."""
    if found := next((words for pattern, words in _CARED_FOR if pattern.search(text)), ""):
        return found
    keeps_house = re.search(rf"{_COOKS}.{{0,12}}{_CLEANS}|{_CLEANS}.{{0,12}}{_COOKS}", text)
    return "做家务" if keeps_house and not _NO_HOUSEHOLD.search(text) else ""


def is_chore(words: str) -> bool:
    """Return whether words are cooking or cleaning, which whoever cares for a household does as well."""
    return bool(_CHORE.fullmatch(words))

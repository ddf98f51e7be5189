"""Turn words that only fill a pause (嗯, 就是说, 跟你说嘛) into commas: a new thing follows them."""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = r"[\d一二两三四五六七八九十百千万块元个名人]"
# What takes something back keeps its sigh: "三千呃不三千五", "两个哦三个", "去东莞唉算了".
_NOT_TAKEN_BACK: Final = (
    rf"(?![，,\s]*(?:不|算了|[说讲记搞写]?错|是(?!这|不)))(?!(?<={_NUMBER}.){_NUMBER})(?!(?<={_NUMBER}..){_NUMBER})"
)
# Source of the words: our choice, from how people in Zunyi speak on the telephone and to a phone that writes for them.
_SIGH: Final = rf"(?:[嗯呃唔诶欸]|[哎唉](?![呀哟])|哎[呀哟]喂?|(?<=[，,。\s])哈(?=[我你想要就]))+{_NOT_TAKEN_BACK}"
_SAYING: Final = (
    r"(?:(?:就|也)是说(?![好定清明不])|(?:我)?跟(?:你们?|您)(?:讲|说)(?:嘛|哈|嘞|句实话|老?实话)?(?!说)|[说讲]句?老?实(?:在)?话|说白了|讲真的"
    r"|(?:怎么|咋个|咋|啷个)(?:说|讲)(?:呢|嘛|嘞|哦)|你(?:晓得|知道)(?:不|吧|嘛)(?:嘛)?|(?<![不没问])晓得不(?:嘛|哦)?(?![得晓])|(?<![不就])(?:是|对)(?:吧|不嘛)(?![台])"
    r"|(?<![不没就])是这样(?:子)?(?:的|嘞)(?:嘛|哈|哦)?|(?<!不)(?:哦|噢)对[了咯]|我想[一下]?(?:哈|想)(?=[，,]|那|嘛))"
)
_THEN: Final = (
    r"(?<!洗完)然后(?:呢|嘛|就是)?(?![再又])|还有(?:就是|一[个点样条])?(?=[，,]|要(?!求)|我|最好|必须|工资|包|不|莫)"
)
_THAT: Final = (
    r"(?:那个|这个){2,}|(?<![^，,。；;！!？?\s])(?:那个|这个)+"
    r"(?!地方|老板|时候|厂|人|单位|公司|店|工地|活|号|村|镇|点(?!都)|娃|女|男|[一-龥]{0,5}[的嘞]?(?:叫|姓))(?:嘛|啥子?|哪样)?"
)
_FILLERS: Final = re.compile(rf"{_SIGH}|{_SAYING}|{_THEN}|{_THAT}")


def without_fillers(text: str) -> str:
    """Return text with commas in place of what only fills a pause; its length stays."""
    return _FILLERS.sub(lambda match: "，" * len(match[0]), text)

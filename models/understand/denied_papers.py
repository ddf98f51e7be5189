"""Tell from a piece of what was said that its speaker holds no papers ("电工证那些啥子证都没得", "没去考证")."""

from __future__ import annotations

import re
from typing import Final

_PAPER: Final = (
    r"(?:(?:操作|上岗|资格|从业|执业|特种作业|等级|技能)?证书?(?![明据实件])|本本|本子|执照|驾照|驾驶证|驾驶本|教资)"
)
_ANY_KIND: Final = r"(?:啥子?|什么|哪样|任何|一样|一个|一张|半个|半张|样样)"
_LACKS: Final = r"(?:没得|莫得|没有|没|莫|无|冇|毛得)"
_NOT_YET: Final = (
    rf"{_LACKS}(?:去|来得及|有去|时间|机会|能)*(?:考|办|拿|领|取|学)(?:脱|到|过|起|上|成|出来|下来|赢)?(?!试)"
)
_BETWEEN: Final = r"(?:(?!过期|到期|问题|关系|保证|人)[^，,有不]){0,6}?"
_ENDS: Final = r"(?=$|[，,。\s了的嘛哈哦呢呀啊嘞]|行不行|可不可以|能不能|要不要|得不得|能(?:做|干)|但|就|可以|想|也行)"
_TOGETHER: Final = rf"(?:的话|那些|这些|啥子的?|之类的?|这种|我|就|都|也|还|倒是|是|一个|一样|{_ANY_KIND}{_PAPER})*"
_DENIED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # 没得证, 手头莫得本本, 没得啥子证
        rf"(?<!有){_LACKS}(?:得|有|持|带|拿)?(?:那个|这个|那些|相关的?|正规的?|{_ANY_KIND})*{_BETWEEN}{_PAPER}",
        # 没去考证, 没考过啥子证
        rf"{_NOT_YET}(?:得有|那个|这个|那些|{_ANY_KIND})*{_BETWEEN}{_PAPER}",
        # 啥子证都没得, 电工证那些都没考, 证还没下来
        rf"{_PAPER}{_TOGETHER}(?:{_NOT_YET}|{_LACKS}(?:得|有)?(?:办|下来|到手|拿到)?(?:下来|到手|好|起)?){_ENDS}",
        rf"{_PAPER}(?:正|还|都)*(?:在考|在办|在学|在培训)",
        rf"(?:考{_PAPER}|{_PAPER}考(?:试|了)?)(?:[一两二三几]?[次回]?(?:都|也|还)?)*(?:没(?:过|考过|通过|赢|脱|起)|考不(?:到|起|脱|过))",
        r"(?<!有)无(?:操作|上岗|资格)?证(?!明|据)|没(?:得)?本(?=$|[，,])",
    )
)
_NOT_WORK_PAPERS: Final = re.compile(
    r"(?:健康|身份|居住|暂住|毕业|学位|学生|残疾|退伍|结婚|户口|房产|营业|出生|独生子女|社保)(?:证|本|执照)"
)
_FIRST_OF_LACK: Final = "没莫无冇毛"
_NAME_BEFORE: Final = re.compile(r"[^有证本照，,、;；。\s]*$")
_ASKS_OR_TAKES: Final = re.compile(
    r"有没(?:得|有)?|有不有|要不要|不(?:要|用|需要?|消|看)(?:啥子?|什么|哪样)?[^，,]{0,4}证"
)


def denies_papers(text: str) -> bool:
    """Return whether somebody says of papers of work, of one kind or of any, that they hold none.

    健康证, which anybody has within days, and papers that are none of work (身份证, 毕业证) do not count, nor does
    work asked for that needs none ("不要证的活").
    """
    return _first_denial(text) is not None


def without_denied_papers(text: str) -> str:
    """Return text without the papers it denies, with their names: "低压有证电梯证没得" is "低压有证"."""
    while (match := _first_denial(text)) is not None:
        before = text[: match.start()]
        if match[0][0] not in _FIRST_OF_LACK:
            before = _NAME_BEFORE.sub("", before)
        text = f"{before} {text[match.end() :]}"
    return text.strip()


def _first_denial(text: str) -> re.Match[str] | None:
    left = text
    for pattern in (_NOT_WORK_PAPERS, _ASKS_OR_TAKES):
        left = pattern.sub(lambda match: " " * len(match[0]), left)
    return next((match for pattern in _DENIED if (match := pattern.search(left))), None)

"""Hear that somebody cannot work without a place to sleep, or cannot sleep away from home."""

from __future__ import annotations

import re
from typing import Final

from models.understand.firmness import ADVERBS, OR_ELSE, REFUSES

_BED: Final = (
    r"(?:(?:可以|能|好)?(?:住|睡|歇|落脚|安身)(?:觉)?(?:的|个)?(?:地方|地头|处|屋|点|场合|位置)|住处|歇处|住所|宿舍|寝室|板房|活动房|工棚|单间|夫妻[房间]|铺位?|床铺?|床位|吃住|食宿|住宿"
    r"|(?:地方|地头|铺位?|床铺?|床位|屋|房间|房子?)(?:给|让)?(?:我|我们|人)?(?:住|睡|歇)|住的|睡的|歇的)"
)
_GIVE: Final = r"(?:给|有|包|管|供|提供|安排|解决|分|留|落实|腾|配|得|能|让|找|弄)"
_ME: Final = r"(?:我|我们|他|她|人|本人)?"
_A: Final = r"(?:个|一个|张|一张|间|一间|床|点|处|一处)?"
_NEEDS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # 没得歇处我做不成, 不给安排住的我不来
        rf"(?:没得|没有|没|无|不{_GIVE}+{_ME}){_GIVE}*{_ME}{_A}(?:{_BED}|住)(?:的)?(?:话)?{ADVERBS}{OR_ELSE}",
        rf"(?:住的?|宿舍|吃住|食宿)(?:都|也|要是|如果)*不(?:包|管|给|安排|提供|解决)(?:的)?(?:话)?{ADVERBS}{OR_ELSE}",
        # 工地上有住的才去
        rf"{_GIVE}+{_ME}{_A}(?:{_BED}|住)(?:的)?(?:厂|单位|活路?|地方)?{ADVERBS}才(?:去|来|做|干|接|行|得行|考虑|可以|敢|肯|要得)",
        # 工地上要有板房给我住, 只要有床给我睡, 公司得给个铺位
        rf"(?<![不需主])(?:要(?![得不是])|必须|一定|只要|非得?|务必|(?<![不觉显记懒])得)(?:要|得|能|也|都|先)*{_GIVE}+{_ME}{_GIVE}*{_A}(?:[^，,]{{0,2}}的)?{_BED}",
        # 工棚也要给我安排起
        rf"{_BED}(?:也|还|都|就|是|我|得|必须|一定|单位|厂头?|老板|你们|公司)*(?:要(?![得不是])|必须|一定|得)(?:要|得|单位|厂头?|老板|你们|公司)*(?:给{_ME})?(?:安排|解决|准备|落实|留|有|包|管|备)",
        r"(?<![不需主是想也我])要住(?=$|[，,。·])|(?:必须|一定|只要)(?:要|能|得)*(?:夫妻|两口子)?(?:能)?(?:住(?:在)?一(?:起|路|间|屋)|住(?:在)?(?:里头?|厂头?|店头?)(?=$|[，,。·]))",
    )
)
_LIKES: Final = re.compile(
    rf"(?<!自己)(?<!我们)(?<!我)(?<!家)(?<!屋头)(?<!不)(?<!没){_GIVE}+{_ME}{_A}(?:{_BED})(?!不)"
    rf"|{_BED}(?:最好|能)(?:能)?(?:有|给|包|管|提供|安排)"
    r"|(?:吃住|吃睡|住|睡|歇)(?:都|也|全|就)*(?:在|到)(?:里头?|店[头里]|厂[头里]|场[头里]+|山上|工地上?|单位里?|棚[头里]?|东家|主家|老板屋头)(?!的话|不)"
)
_NEEDS_NONE: Final = re.compile(
    rf"{_BED}(?:我|你们|单位|厂头?|都|也|就)*(?:不消|不用|不要|不需要?|不必|莫|用不着)(?:你们|单位|老板|再)?(?:给|帮|替)?{_ME}(?:留|安排|管|准备|操心|解决|考虑|备)"
    r"|(?:晚上|下班|收工|天天|每天|每晚)(?:就|都|我|能|可以)*(?:骑车|走路|坐车|开车)?(?:就|能|可以|我)?(?:回|转)(?:家|屋头?|自己屋头?)(?:去|头)?(?:睡|歇|住)"
)
_SLEEPS_AT_HOME: Final = re.compile(
    r"(?:非(?:要|得)?|必须|一定)(?:要|得)?(?:拢|回|转|归)(?:来|去)?(?:屋头?|家头?|家里)?(?:来|去)?(?:住|睡|歇|过夜)(?:不可)?"
    r"|(?:每天|天天|每晚|天天晚上)(?:都|就|我)*(?:要|得|必须)(?:要)?(?:回|转)(?:来|去|家|屋头?)(?=$|[，,。·])"
    rf"|(?:住家|住人家|24小时)(?:的|保姆|阿姨|月嫂|活路?|单|那种|这种)*{ADVERBS}{REFUSES}"
    r"|(?<!不)(?<!没)(?:包住|管住|要住(?:厂|店|宿舍|工地)|集体宿舍)(?:的|那种)*(?:活路?|厂)?(?:我|就|都|也|是)*(?:不(?:要|去|来|做|干|考虑|接)|住不惯|免谈)"
)
_ASKS: Final = re.compile(r"^.{0,3}(?:不要|要不要|有没|有不有|是不是)")


def needs_bed(clause: str) -> str:
    """Return the words that make a place to sleep a condition, "" when there are none."""
    for pattern in _NEEDS:
        if (match := pattern.search(clause)) and not _ASKS.search(clause[max(0, match.start() - 2) : match.end()]):
            return match[0]
    return ""


def sleeps_at_home(clause: str) -> str:
    """Return the words of who must sleep at home and of who refuses to be lodged, "" when there are none."""
    match = _SLEEPS_AT_HOME.search(clause)
    return match[0] if match else ""


def likes_bed(clause: str) -> str:
    """Return the words of a clause that merely likes a place to sleep: 有间屋给我睡更好, 吃住都在场头."""
    match = _LIKES.search(clause)
    return match[0] if match else ""


def needs_no_bed(clause: str) -> str:
    """Return the words of who needs no place to sleep and would not refuse one: 床铺不消给我留."""
    match = _NEEDS_NONE.search(clause)
    return match[0] if match else ""

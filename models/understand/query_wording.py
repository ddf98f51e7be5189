"""Turn a code and its values into the Chinese sentence that tells a person how a query was understood."""

from __future__ import annotations

from typing import Final

# One sentence per field of a query; `understood` and `words` are filled in by `models.understand.query`.
SENTENCES: Final = {
    "done": "做过的：按“{understood}”理解",
    "wanted": "想做的：按“{understood}”理解",
    "occupation": "工种：按“{understood}”理解",
    "text": "没有认出工种，按原话“{understood}”查找",
    "unknown_occupation": "“{understood}”不是具体工种，请问想做哪一类活？",
    "also": "“{words}”也可能是“{understood}”",
    "age": "年龄：{understood}岁",
    "age_wish": "年龄：{understood}（只作参考，不排除人）",
    "sex": "性别：{understood}（只用于法律对女职工的保护）",
    "certificate": "证书：{understood}",
    "no_certificate": "没有证书：“{words}”，要证的活不介绍",
    "education": "学历：{understood}",
    "pay": "工资：{understood}",
    "headcount": "人数：{understood}人",
    "slot": "时间：{understood}",
    "meals": "包餐",
    "no_meals": "不包餐",
    "place": "地点：{understood}",
    "home": "住在{understood}",
    "region_limit": "只在{understood}",
    "region_wish": "最好在{understood}",
    "near_home": "只在家附近：{understood}",
    "near_home_wish": "最好离家近：{understood}",
    "near_home_question": "想在家附近，请问家住哪个县、哪个乡镇？",
    "area_question": "“{words}”要看家在哪里，请问家住哪个县、哪个乡镇？",
    "night_limit": "不上夜班",
    "night_wish": "最好白天做",
    "settlement_limit": "只要{understood}",
    "settlement_wish": "最好{understood}",
    "settlement_fact": "{understood}",
    "lodging_limit": "要包住",
    "lodging_wish": "最好包住",
    "lodging_fact": "包住",
    "no_lodging_fact": "不包住",
    "no_lodging_limit": "不住在单位或主人家",
    "no_lodging_wish": "不用包住",
    "pay_limit": "工资最低要求：{understood}",
    "pay_wish": "工资最好：{understood}",
    "worked_night": "夜班",
    "worked_rotating": "倒班",
    "worked_part_time": "半天、几个小时或兼职",
    "worked_weekend": "周末",
    "works_night": "能上夜班",
    "works_rotating": "能倒班",
    "works_part_time": "做半天、几个小时或兼职",
    "works_weekend": "周末做",
    "kind_limit": "只要{understood}",
    "kind_wish": "最好是{understood}",
    "avoid_limit": "不要“{understood}”",
    "avoid_wish": "最好不是“{understood}”",
    "minutes_limit": "时间限制：{understood}",
    "minutes_wish": "最好{understood}",
    "dates_limit": "能做的日期：{understood}",
    "dates_fact": "能做的日期：{understood}",
    "dates_wish": "最好{understood}",
    "part_time_limit": "只做半天、几个小时或兼职",
    "weekend_limit": "只在周末做",
    "set_aside": "“{words}”不能作为招用条件，已放在一边：{understood}",
}

SETTLEMENTS: Final = {"daily": "日结", "weekly": "周结", "monthly": "月结", "on_completion": "完工结"}
KINDS: Final = {
    "regular": "长期岗位",
    "gig": "零工",
    "order": "劳务输出",
    "internship": "就业见习",
    "public_welfare": "公益性岗位",
    "work_relief": "以工代赈",
}
AGE_LIMIT: Final = "年龄不作为条件，只看能不能做这个活；未满十八周岁和特殊工种按法律办"
PAY_NEGOTIABLE: Final = "面议"
PAY_UNITS: Final = {"hour": "小时", "day": "天", "month": "月", "year": "年", "piece": "件", "order": "单"}
SEXES: Final = {"male": "男", "female": "女"}


def sentence(code: str, understood: str = "", words: str = "") -> str:
    """Return the sentence of a code.

    Raises:
        KeyError: no sentence has this code.
    """
    return SENTENCES[code].format(understood=understood, words=words)

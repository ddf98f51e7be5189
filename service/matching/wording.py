"""Turn codes into the Chinese sentences people read; every sentence of the matching room is here, by code.

Each entry holds two sentences: to the person looking for work, and to whoever looks for people. Braces are filled by
`explain.py`; a name in braces that has no value makes the sentence unusable, which a test refuses.
"""

from __future__ import annotations

from collections.abc import Mapping

from models.records import KINDS, PostingKind
from service.matching.rules import Direction

Pair = tuple[str, str]

REASONS: Mapping[str, Pair] = {
    "occupation": ("您想找{wanted}，岗位要{asked}", "本人想找{wanted}，正是这个岗位"),
    "occupation_near": ("您想找{wanted}，岗位要{asked}，是相近工种", "本人想找{wanted}，和{asked}是相近工种"),
    "occupation_shares": (
        "您想找{wanted}，{asked}是相近工种，都要会{skill}",
        "本人想找{wanted}，和{asked}是相近工种，都要会{skill}",
    ),
    "experience": ("会{done}，岗位要{asked}", "会{done}，岗位要{asked}"),
    "experience_near": ("会{done}，和岗位要的{asked}是相近工种", "会{done}，和{asked}是相近工种"),
    "aim": ("和您想找的活意思相近", "本人想找的活和这个岗位意思相近"),
    "experience_shares": ("会{done}，{asked}是相近工种，都要会{skill}", "会{done}，和{asked}是相近工种，都要会{skill}"),
    "meaning": ("岗位内容和您说的意思相近", "本人情况和岗位内容意思相近"),
    "words": ("岗位里写到了“{words}”", "本人情况里写到了“{words}”"),
    "synonyms": ("岗位里写的“{words}”，和您说的是一类活", "本人写的“{words}”，和岗位要的是一类活"),
    "skills": ("您会的{skills}，岗位用得上", "会{skills}，岗位用得上"),
    "certificate": ("岗位要{certificate}，您有", "有{certificate}"),
    "place_township": ("就在本乡镇（街道）", "就住在本乡镇（街道）"),
    "place_km": ("离家约{km}公里", "离岗位约{km}公里"),
    "place_county": ("就在本县（市、区）", "住在本县（市、区）"),
    "region": ("在您想去的{region}", "本人愿意去{region}"),
    "pay": ("工资{pay}，够您要的{expected}", "期望{expected}，岗位给得到"),
    "pay_near": ("工资{pay}，和您要的{expected}接近", "期望{expected}，和岗位给的{pay}接近"),
    "terms": ("不按月、做完就算钱，合您的意", "本人想按天、按件算钱，岗位就是"),
    "night": ("不上夜班，合您的意", "本人想上白班，岗位不上夜班"),
    "settlement": ("{settlement}，合您的意", "本人想{settlement}，岗位就是{settlement}"),
    "lodging": ("包住，合您的意", "本人想包住，岗位包住"),
    "education": ("学历要求{asked_education}，您符合", "学历{has_education}，符合要求"),
    "age": ("年龄符合岗位写的{age_text}", "年龄符合岗位写的要求"),
    "freshness": ("{days}新发布的", "岗位是{days}新发布的"),
    "headcount": ("还招{headcount}人", "岗位还招{headcount}人"),
    "mutual": ("您想做的和您会做的，都对得上这个岗位", "本人既想做又会做"),
    "kind_wished": ("就是您要的{kind}", "本人要找的就是{kind}"),
    "kind_internship": ("就业见习岗位，适合毕业生", "毕业生，可以安排见习"),
    "kind_relief": ("本县以工代赈岗位，优先用本地人", "本县人，以工代赈优先安排"),
    "limit_area": ("在您限定的地点里", "岗位在本人限定的地点里"),
    "limit_province": ("不用出省", "不用出省，合本人要求"),
    "limit_dates": ("日期合您的要求", "日期合本人要求"),
    "limit_hours": ("钟点合您的要求", "钟点合本人要求"),
    "limit_night": ("不上夜班", "不上夜班，合本人要求"),
    "limit_settlement": ("{settlement}", "{settlement}，合本人要求"),
    "limit_lodging": ("包住", "包住，合本人要求"),
    "limit_pay": ("工资{pay}，不低于您的底线", "工资不低于本人底线"),
    "limit_avoid": ("不是您不愿做的活", "不是本人不愿做的活"),
    "limit_avoid_kind": ("不是您不愿做的那类活", "不是本人不愿做的那类活"),
    "limit_avoid_area": ("不在您不愿去的地方", "不在本人不愿去的地方"),
    "limit_kind": ("是您要的岗位类型", "是本人要的岗位类型"),
    "nothing_against": ("没有和您的情况相冲突的地方", "没有和岗位要求相冲突的地方"),
}

DOUBTS: Mapping[str, Pair] = {
    # 规则判不清的：缺什么就问什么
    "full": ("招几个人没写清楚，请先电话确认还招不招", "岗位招几个人没写清楚，请先核实"),
    "consent_missing": ("还没有登记您的同意匹配意见", "本人还没有签同意匹配，联系前请先征得同意"),
    "under_16": ("您的出生年月没登记，请先核对已满16周岁", "出生年月没登记，请先核对已满16周岁"),
    "minor_hazard": (
        "这活有{hazards}，未满18周岁不能做；您的年龄没登记，请先核对",
        "这活有{hazards}，未满18周岁不能做；本人年龄没登记，请先核对",
    ),
    "licence": ("要{licences}，您有证吗？", "要{licences}，本人有没有证没登记，请先问清"),
    "women_hazard": (
        "这活属于女职工禁忌劳动范围（{hazards}），请先核对登记的性别",
        "这活属于女职工禁忌劳动范围（{hazards}），请先核对登记的性别",
    ),
    "retired_hazard": (
        "这活有{hazards}，超过法定退休年龄不能做，请先核对年龄和职工类别",
        "这活有{hazards}，超过法定退休年龄不能做，请先核对年龄和职工类别",
    ),
    "uninsured_gig": ("这活有风险，没写买不买保险，请先问清", "这活有风险，没写保险，派工前先核实"),
    "limit_area": ("具体在哪个地方没写清楚，请先电话确认", "岗位具体地点没写清楚，本人只去限定的地方，请先确认"),
    "limit_avoid_area": ("在哪里上班没写，您有不愿去的地方，请先确认", "岗位在哪里没写，本人有不愿去的地方，请先确认"),
    "limit_province": ("在哪个省没写清楚，您不出省，请先电话确认", "岗位或本人的所在地没写清楚，本人不出省，请先确认"),
    "limit_dates": ("上工日期没写，请先确认和您的空闲对不对得上", "上工日期没写，请先和本人对日期"),
    "limit_hours": ("上下班钟点没写，请先电话确认", "上下班钟点没写，本人有钟点要求，请先确认"),
    "limit_night": ("班次没写，您不上夜班，请先电话确认", "班次没写，本人不上夜班，请先确认"),
    "limit_settlement": ("怎么结工钱没写，请先电话确认", "怎么结工钱没写，本人有要求，请先确认"),
    "limit_lodging": ("包不包住没写，请先电话确认", "包不包住没写，本人要求包住，请先确认"),
    "limit_pay": ("工资写的是“{pay}”，能不能到您要的数，请先问清", "工资写的是“{pay}”，不一定到本人要的数"),
    # 不是规则、只影响先后的
    "occupation": ("和您想找的{wanted}不是一个工种", "本人想找的是{wanted}，先问愿不愿意"),
    "experience": ("您没登记做过这类活（岗位要{asked}）", "没登记做过{asked}"),
    "place": ("离家约{km}公里，有点远", "住得远，约{km}公里"),
    "region": ("不在您想去的地方（在{place}）", "岗位不在本人想去的地方"),
    "pay": ("工资{pay}，比您要的{expected}低", "本人期望{expected}，岗位给的是{pay}"),
    "pay_unknown": ("工资没写明（{pay}），请先问清", "岗位工资没写明，本人会问"),
    "terms_gig": ("是零工，不按月发工资，先问能做多久", "本人想要按月的活，这是零工，先问愿不愿意"),
    "terms_monthly": ("不是按天、按件算钱的活", "本人想按天、按件算钱，岗位不是"),
    "night": ("可能要上夜班", "本人想上白班，岗位要上夜班"),
    "settlement": ("是{settlement}，不是您想要的结法", "岗位是{settlement}，不是本人想要的结法"),
    "lodging": ("不包住", "本人想包住，岗位不包住"),
    "education": ("岗位写要{asked_education}，可以先问能不能放宽", "学历{has_education}，低于写的{asked_education}"),
    "age": ("岗位写{age_text}，可以先问能不能放宽", "年龄在写的{age_text}之外；年龄不是硬条件"),
    "kind_not_wished": ("不是您要的{kind}", "本人想找的是{kind}"),
    "kind_internship": ("这是见习岗位，一般招毕业生和失业青年，请先问清", "不是毕业生，见习条件请先核对"),
    "kind_welfare": ("公益性岗位，市场上找不到合适的再申请", "公益性岗位是兜底安排，请先核对认定条件"),
    "kind_relief": ("以工代赈岗位优先本地人，外县的请先问清", "不是本县人，以工代赈优先本地"),
    "freshness": ("发布有{days}了，请先确认还招不招", "岗位发布有{days}了，请先确认还招不招"),
    "licence_ends_soon": ("您的{certificate}到{until}到期，请记得复审", "{certificate}到{until}到期，请核对"),
    "licence_undated": ("{certificate}的有效期没登记，请带上证件核对", "{certificate}的有效期没登记，请核对原件"),
    "licence_needs_review": ("{certificate}需要核对：{note}", "{certificate}需要核对：{note}"),
    "past_retirement": (
        "您已过法定退休年龄，请和单位签用工协议，并问清有没有工伤保障",
        "已过法定退休年龄，须签用工协议并落实工伤保障",
    ),
    "women_ask": (
        "这活有{hazards}；女职工经常搬的一次不超过20公斤，请先问清多重",
        "岗位有{hazards}；女职工经常搬的一次不超过20公斤，请先说清多重",
    ),
    "retired_ask": (
        "这活有{hazards}，您已过法定退休年龄，请先问清做不做得下来、有没有工伤保障",
        "岗位有{hazards}，本人已过法定退休年龄，请先问清身体吃不吃得消",
    ),
    "held_back": ("写了“{words}”，扣着工资不发是不合规的，请问清", "岗位写了“{words}”，请核实"),
    "off_trade": ("和您说的不太对口，供参考", "做过的和这个岗位不太对口，供参考"),
    "no_contact": ("没留联系电话，请到服务窗口联系", "岗位没留联系电话"),
    "overwork": (
        "工时可能超过法定上限（“{words}”），请问清加班和轮休",
        "岗位工时可能超过法定上限（“{words}”），请核实",
    ),
    "no_social_insurance": ("写有“{words}”，签不签合同、买不买社保请问清", "岗位写有“{words}”，请核实"),
    "below_min": ("工资可能低于最低工资标准（“{words}”），请问清", "岗位工资可能低于最低工资标准，请核实"),
    "avoid": ("您说不想“{words}”，岗位里提到了，请先问清", "本人说过不想“{words}”，请先问清"),
}

EXCLUDED: Mapping[str, Pair] = {
    "posting_not_live": ("{count}个岗位还在审核或已停止招聘", "岗位还在审核或已停止招聘，{count}人没有推荐"),
    "employer_in_arrears": ("{count}个岗位因单位在欠薪名单上被排除", "单位在欠薪名单上，{count}人没有推荐"),
    "expired": ("{count}个岗位已过期", "岗位已过期，{count}人没有推荐"),
    "full": ("{count}个岗位已招满", "岗位已招满，{count}人没有推荐"),
    "seeker_not_live": ("您的登记还在审核，{count}个岗位暂不推荐", "{count}人的登记还在审核"),
    "opted_out": ("您没有同意匹配，{count}个岗位没有推荐", "{count}人不同意匹配"),
    "consent_missing": ("{count}个岗位等您登记同意意见", "{count}人还没有登记同意意见"),
    "under_16": ("{count}个岗位因上工时未满16周岁被排除", "{count}人上工时未满16周岁"),
    "minor_hazard": ("{count}个岗位有未满18周岁不能做的活", "{count}人未满18周岁，不能做这类活"),
    "licence": ("{count}个岗位因需{licences}被排除", "{count}人没有需要的{licences}"),
    "women_hazard": ("{count}个岗位属于女职工禁忌劳动", "{count}人因女职工禁忌劳动规定不能安排"),
    "retired_hazard": ("{count}个岗位是超过退休年龄不能做的危险作业", "{count}人已过退休年龄，不能做危险作业"),
    "uninsured_gig": ("{count}个零工有风险又没保险，不能派", "这个零工有风险又没保险，{count}人没有推荐"),
    "below_min_wage": (
        "{count}个岗位写的工资低于最低工资标准，先不推荐",
        "工资低于最低工资标准，{count}人没有推荐",
    ),
    "limit_area": ("{count}个岗位不在您限定的地点", "{count}人限定的地点不含这里"),
    "limit_province": ("{count}个岗位在外省", "{count}人不出省"),
    "limit_dates": ("{count}个岗位的日期和您的空闲对不上", "{count}人的空闲日期对不上"),
    "limit_hours": ("{count}个岗位的钟点和您的要求对不上", "{count}人的钟点对不上"),
    "limit_night": ("{count}个岗位要上夜班", "{count}人不上夜班"),
    "limit_settlement": ("{count}个岗位的结算方式不是您要的", "{count}人不接受这种结算方式"),
    "limit_lodging": ("{count}个岗位不包住", "{count}人要求包住"),
    "limit_pay": ("{count}个岗位工资低于您的底线", "{count}人要的工资更高"),
    "limit_avoid": ("{count}个岗位是您说不愿做的活", "{count}人不愿做这类活"),
    "limit_avoid_kind": ("{count}个岗位是您说不愿做的那类活", "{count}人不愿做这一类活"),
    "limit_avoid_area": ("{count}个岗位在您说不愿去的地方", "{count}人不愿去这里"),
    "limit_kind": ("{count}个岗位不是您要的类型", "{count}人不要这类岗位"),
}

RELAXATIONS: Mapping[str, str] = {
    "limit_area": "地点放宽到{area}，可多看{count}个",
    "limit_province": "愿意出省的话，可多看{count}个",
    "limit_dates": "日期能调的话，可多看{count}个",
    "limit_hours": "钟点能调的话，可多看{count}个",
    "limit_night": "能上夜班的话，可多看{count}个",
    "limit_settlement": "换别的结算方式，可多看{count}个",
    "limit_lodging": "自己能解决住处的话，可多看{count}个",
    "limit_pay": "工资底线放到每月{pay}元，可多看{count}个",
    "limit_avoid": "不愿做的活也看的话，可多看{count}个",
    "limit_avoid_kind": "不愿做的那类活也看的话，可多看{count}个",
    "limit_avoid_area": "不愿去的地方也看的话，可多看{count}个",
    "limit_kind": "别的岗位类型也行的话，可多看{count}个",
    "together": "{limits}都放宽，可多看{count}个",
}

LIMIT_NAMES: Mapping[str, str] = {
    "limit_area": "地点",
    "limit_province": "不出省",
    "limit_dates": "日期",
    "limit_hours": "钟点",
    "limit_night": "夜班",
    "limit_settlement": "结算方式",
    "limit_lodging": "住宿",
    "limit_pay": "工资底线",
    "limit_avoid": "不愿做的活",
    "limit_avoid_kind": "不愿做的那类活",
    "limit_avoid_area": "不愿去的地方",
    "limit_kind": "岗位类型",
}

HINTS: Mapping[str, Pair] = {
    "priority": ("按公开的优先规则前移", "按公开的优先规则前移"),
    "priority_named": ("按公开的优先规则前移：{rule}", "按公开的优先规则前移：{rule}"),
    "insurance": ("打零工请确认买了当天的意外险", "派工前请给零工买好当天的意外险"),
    "not_wage": ("另写了“{words}”，不算在工资里", "岗位另写了“{words}”，不算在工资里"),
    "travel": ("有组织输出，{depart}出发", "有组织输出，{depart}出发"),
}

QUESTIONS: Mapping[str, str] = {
    "under_16": "您的出生年月没登记，请补上，好核对哪些岗位能做。",
    "minor_hazard": "您的出生年月没登记，请补上，好核对哪些岗位能做。",
    "women_hazard": "您的性别没登记，请补上，好核对女职工不能做的活。",
    "retired_hazard": "您到没到退休年龄要看性别和职工类别，登高、带电这类有危险的活请先核对。",
    "wanted": "还不知道您想找什么活，可以说说做过什么、想做什么。",
    "place": "还不知道您住在哪里，说了才好算远近。",
    "full": "招几个人没写，请补上，免得推荐过多。",
    "uninsured_gig": "这活有风险，没写保险，请先投保单日意外险再派工。",
    "occupation": "还看不出招的是什么工种，可以写具体一点。",
}

KIND_NAMES: Mapping[PostingKind, str] = dict(
    zip(KINDS, ("企业招聘", "零工", "劳务输出", "就业见习", "公益性岗位", "以工代赈"), strict=True)
)

FEATURE_NAMES: Mapping[str, str] = {
    "occupation": "想找的工种与岗位工种在大典里的远近",
    "experience": "做过的工种与岗位工种的远近",
    "aim": "想找的活与岗位的语义相似度",
    "meaning": "全部所说与岗位的语义相似度",
    "words": "字面相符",
    "synonyms": "字面或同义说法相符",
    "skills": "技能词相符",
    "certificate": "岗位要的证件已有",
    "place": "离家远近",
    "region": "想去的地方",
    "pay": "工资与期望",
    "terms": "按天、按件还是按月",
    "night": "夜班意愿",
    "settlement": "结算方式意愿",
    "lodging": "住宿意愿",
    "education": "学历（软条件）",
    "age": "年龄（软条件）",
    "freshness": "发布新旧",
    "headcount": "还招多少人",
    "mutual": "双方都合意",
    "kind": "岗位类型是否适合、是不是想要的",
}

SEARCH_NAMES: Mapping[str, str] = {
    "all": "全部所说的意思",
    "focus": "想找（要招）的活的意思",
    "words": "说过的词",
    "more_words": "说过的词和同义说法",
    "same": "同一细类职业",
    "group": "同一小类职业",
    "near": "相近职业",
    "here": "想去的地方，没说就是本县",
}

PAY_UNITS: Mapping[str, str] = {
    "hour": "时",
    "day": "天",
    "month": "月",
    "year": "年",
    "piece": "件",
    "order": "单",
}

SETTLEMENT_NAMES: Mapping[str, str] = {
    "daily": "日结",
    "weekly": "周结",
    "monthly": "月结",
    "on_completion": "做完就结",
}


def sentence(table: Mapping[str, Pair], code: str, side: Direction, **values: object) -> str:
    """Return the sentence of `code` for whoever seeks `side`, filled with `values`.

    Raises:
        KeyError: the code has no sentence, or a name in braces has no value.
    """
    to_seeker, to_employer = table[code]
    return (to_seeker if side == "postings" else to_employer).format(**values)

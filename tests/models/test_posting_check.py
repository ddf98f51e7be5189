"""The posting check: what the law forbids is found in words nobody planted, and harmless words stay harmless."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from models.posting_check import check_posting, decide
from models.posting_rules import RULES_FILE, PostingRulesError, load_posting_rules
from models.records import (
    Certificate,
    Finding,
    GigDetails,
    OccupationLink,
    OrderDetails,
    Pay,
    Posting,
    PostingFacts,
    PostingKind,
)
from models.understand.clean import clean_text
from models.vocabulary import load_vocabulary

ASOF = date(2026, 11, 23)
UNTIL = date(2026, 12, 31)


def _posting(**values: object) -> Posting:
    plain: dict[str, object] = {
        "id": "p1",
        "title": "普工",
        "headcount": 3,
        "pay_text": "4000-5000元/月",
        "valid_until": UNTIL,
    }
    return Posting(**(plain | values))  # type: ignore[arg-type]


def _codes(**values: object) -> set[str]:
    return {finding.code for finding in check_posting(_posting(**values), asof=ASOF)}


SEX = [
    "限男",
    "只招男工",
    "仅限女性",
    "限男性，女性勿扰",
    "只要男的",
    "男性优先",
    "男士优先，能吃苦",
    "女生优先考虑",
    "不招女工",
    "不要女的",
    "招男工5名",
    "男3名、女2名",
    "需要男工，力气大",
    "要求男性，45岁以下",
    "女性勿扰",
    "谢绝女性应聘",
    "性别：男",
    "必须是女的",
    "老板要求只要男的",
    "招女服务员",
    "找个男的来搬",
    "男的来就行",
    "本岗仅面向男性",
    "适合男性",
    "要力气大的男人",
]
MARITAL = [
    "已婚已育优先",
    "限未婚",
    "未婚女性优先",
    "三年内不得生育",
    "入职两年内不准结婚",
    "近期无生育计划",
    "不招孕妇",
    "怀孕自动离职",
    "入职体检须验孕",
    "合同期内不能怀孕",
    "已育者优先",
    "无备孕打算",
    "只要没结过婚的",
    "两年内不打算要孩子",
]
HUKOU = [
    "限本地户口",
    "只招本地人",
    "本市户口优先",
    "外地人勿扰",
    "须遵义市户籍",
    "不招外省人",
    "不要外地人",
    "限城镇户口",
    "农民工勿扰",
]
ETHNIC = ["不招少数民族", "限汉族", "汉族优先", "少数民族勿扰", "回民勿扰", "不收彝族", "仅招汉族"]
DISEASE = ["乙肝携带者勿扰", "体检须查两对半", "无乙肝", "大小三阳不要", "乙肝五项合格", "查乙肝"]
DISABLED = ["残疾人勿扰", "不招残疾人", "四肢健全", "残疾人不予录用", "须无残疾"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (code, words)
        for code, list_ in [
            ("sex_limit", SEX),
            ("marital", MARITAL),
            ("hukou", HUKOU),
            ("ethnicity", ETHNIC),
            ("disease", DISEASE),
            ("disability", DISABLED),
            ("religion", ["有宗教信仰者勿扰", "须无宗教信仰"]),
            ("unrelated_trait", ["不要属虎的", "有纹身的不要"]),
        ]
        for words in list_
    ],
)
def test_discriminatory_wording_goes_to_an_officer_with_law_and_neutral_words(code: str, words: str) -> None:
    posting = _posting(requirements=f"能吃苦；{words}；服从安排")
    findings = check_posting(posting, asof=ASOF)
    found = [f for f in findings if f.code == code]
    assert found, [f.code for f in findings]
    assert found[0].law
    assert found[0].suggestion
    assert found[0].field == "requirements"
    assert found[0].words in clean_text(posting.requirements)
    assert decide(findings) == "review"


@pytest.mark.parametrize(
    "words",
    [
        "男女不限",
        "性别不限，身体健康",
        "男女均可，45岁以下",
        "不限男女",
        "不限民族",
        "民族不限、户籍不限",
        "各民族劳动者均可报名",
        "少数民族优先",
        "残疾人优先",
        "欢迎残疾人应聘",
        "夫妻岗，可安排夫妻房",
        "负责女装裁剪、女鞋打包",
        "女宾部、男宾部更衣室保洁",
        "照顾女主人坐月子",
        "提供单身宿舍",
        "婚育不限",
        "不得询问婚育情况",
        "不查乙肝，乙肝携带者可录用",
        "可解决户口、子女入学",
        "带好身份证和户口本登记",
        "党员、退役军人优先",
        "熟手优先，24小时陪护",
        "月嫂、阿姨，住家",
        "依法保护女职工权益，提供女职工休息室",
        "户籍民警协助登记",
        "招聘女性用品导购",
        "有男装销售经验",
        "孕妇护理，产妇餐制作",
        "妇女儿童用品陈列",
        "做民族服装、苗族刺绣",
        "身体健康，无传染病",
        "年龄50岁以下，身体好可放宽",
    ],
)
def test_harmless_wording_is_not_discrimination(words: str) -> None:
    assert _codes(requirements=words, description="按要求作业") == set()


def test_a_sex_column_is_kept_as_text_but_a_limit_in_it_is_found() -> None:
    assert _codes(sex_text="男") == set()
    assert _codes(sex_text="男/女") == set()
    assert _codes(sex_text="1") == set()
    assert _codes(sex_text="限男") == {"sex_limit"}


def test_public_work_posts_may_ask_for_local_people() -> None:
    assert _codes(requirements="限本村户籍脱贫劳动力", kind=PostingKind.PUBLIC_WELFARE) == set()
    assert "hukou" in _codes(requirements="限本村户籍")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("fee", "入职交押金500元，离职退还"),
        ("fee", "须缴纳保证金1000元"),
        ("fee", "服装费300元自理"),
        ("fee", "报名费50元"),
        ("fee", "报名交信息费20元"),
        ("fee", "工钱里扣介绍费10元/人"),
        ("fee", "体检费交公司代收"),
        ("fee", "先交培训费1980元"),
        ("fee", "收取工装押金200"),
        ("fee", "押金满一年可退"),
        ("fee", "介绍费200元面交"),
        ("fee", "首月工资扣服装费"),
        ("fee", "入职需付建档费80元"),
        ("id_retention", "扣押身份证原件七天"),
        ("id_retention", "身份证由公司统一保管"),
        ("id_retention", "上交毕业证原件"),
        ("id_retention", "押身份证"),
        ("training_loan", "培训贷可免首付"),
        ("training_loan", "学费可分期，毕业后还"),
        ("training_loan", "交钱保录用"),
        ("training_loan", "内部名额，推荐费2万元，包进国企"),
        ("fraud", "给商家刷单，佣金日结"),
        ("fraud", "抖音点赞返利"),
        ("fraud", "先垫付88元激活"),
        ("fraud", "出租银行卡、电话卡"),
        ("fraud", "高价收微信号"),
        ("fraud", "用自己的银行卡走流水"),
        ("fraud", "去缅北做客服"),
        ("fraud", "柬埔寨客服，月薪3万，包机票"),
        ("fraud", "境外打字员，包签证，高薪"),
        ("fraud", "日入上千，有手机就行"),
        ("fraud", "一天赚500，在家可做，无门槛"),
        ("fraud", "裸聊陪聊"),
        ("fraud", "发展下线有提成"),
        ("fraud", "博彩平台推广"),
        ("under16", "14岁以上即可"),
        ("under16", "15岁起可做"),
        ("under16", "满15周岁可报名"),
        ("under16", "未满16岁也行，家长同意"),
        ("under16", "初中生也可以来打工"),
        ("in_kind", "工资一半以酒抵付"),
        ("in_kind", "以货抵薪"),
        ("in_kind", "用购物卡抵工资"),
        ("in_kind", "其中600元折成茶叶发放"),
        ("in_kind", "一半工资发购物券"),
        ("fee", "押金五百"),
        ("fee", "服装押金三百元"),
        ("training_loan", "花5万包进烟草公司"),
        ("fraud", "租用你的微信，一天100"),
        ("under16", "初三毕业未满16也要"),
    ],
)
def test_fees_fraud_minors_and_wages_in_kind_are_not_published(code: str, words: str) -> None:
    findings = check_posting(_posting(requirements=f"能吃苦；{words}"), asof=ASOF)
    assert code in {f.code for f in findings}, [f.code for f in findings]
    assert decide(findings) == "block"


@pytest.mark.parametrize(
    "words",
    [
        "不收任何费用",
        "公开招聘，不收取押金、服装费等任何费用",
        "不收押金",
        "免收报名费",
        "无押金、无中介费",
        "不需要交押金",
        "凡收取押金的，一律举报",
        "有押金一律举报",
        "谨防刷单、垫付等骗局",
        "如遇要求出租银行卡，请拨打110举报",
        "体检费由公司承担",
        "服装费公司报销",
        "免费培训，包考证",
        "培训费补贴300元",
        "不扣押身份证",
        "携带身份证原件核验，当场退还",
        "收银员，负责收取顾客押金",
        "办理会员卡，收会员费（顾客）",
        "自带银行卡，工资打卡发放",
        "工资以货币形式按月足额发放",
        "不得以实物抵工资",
        "种菠菜、收菠菜",
        "不招未满16周岁",
        "未满16周岁请勿投",
        "年满18周岁",
        "照顾12岁以上学生，接送孩子",
        "初中文化，15年以上经验优先",
        "反诈宣传员，讲解刷单骗局",
        "叉车充电、以旧换新",
        "海外仓打包，跨境电商",
        "对外劳务合作，持经营资格证书，赴新加坡",
        "中秋发茶叶、月饼福利",
        "贷款客服专员",
        "押运员，负责押送货物",
        "压力容器操作",
        "介绍费一分不收",
        "医院检验科，做乙肝两对半检测",
        "电信营业厅卖手机卡",
        "保证系统安全过程可控",
        "有3年以上货代业务经验",
        "福利：出国机会、国外豪华游",
        "免费领工装，离职退还工装",
    ],
)
def test_promises_not_to_charge_and_ordinary_duties_do_not_block(words: str) -> None:
    findings = check_posting(_posting(requirements=words), asof=ASOF)
    assert decide(findings) == "ok", [(f.code, f.words) for f in findings]


def test_an_age_cell_below_sixteen_blocks_even_without_words_in_the_text() -> None:
    assert _codes(age_text="15-40岁") == {"under16"}
    assert _codes(age_text="16—24周岁") == set()


def test_expiry_is_judged_on_the_given_day_and_a_missing_validity_is_only_noted() -> None:
    assert _codes(valid_until=date(2026, 11, 22)) == {"expired"}
    assert _codes(valid_until=ASOF) == set()
    no_date = check_posting(_posting(valid_until=None, valid_text="长期"), asof=ASOF)
    assert [(f.code, f.severity) for f in no_date] == [("no_validity", "note")]
    assert decide(no_date) == "ok"


def test_a_gig_expires_after_its_last_day() -> None:
    def gig(day: str) -> set[str]:
        return _codes(kind=PostingKind.GIG, valid_until=None, pay_text="150元/天", gig=GigDetails(date_text=day))

    assert gig("2026-11-20至11-22") == {"expired"}
    assert gig("2026-11-22至11-24") == set()
    assert gig("11月15日") == {"expired"}


@pytest.mark.parametrize("headcount", [0, -2])
def test_a_headcount_of_nobody_is_refused(headcount: int) -> None:
    assert "headcount" in _codes(headcount=headcount)
    assert "headcount" not in _codes(headcount=None)


@pytest.mark.parametrize(
    ("schedule", "fires"),
    [
        ("12小时两班倒，月休2天", True),
        ("每天12小时，月休1天", True),
        ("12小时，无休", True),
        ("早8晚9，全年无休", True),
        ("8小时，做六休一", False),
        ("早9晚8，单休", False),
        ("三班倒，月休4天", False),
        ("两班倒（每班8小时）", False),
        ("24小时住家，月休4天", False),
    ],
)
def test_hours_beyond_the_law_are_warned_about(schedule: str, fires: bool) -> None:
    assert ("overwork" in _codes(schedule_text=schedule)) is fires


def test_live_in_care_is_not_measured_by_factory_hours() -> None:
    assert _codes(title="住家月嫂", schedule_text="12小时，月休2天") == set()


@pytest.mark.parametrize(
    ("pay", "form", "fires"),
    [
        ("1200元/月", "", True),
        ("1000-1400", "", True),
        ("底薪1200+提成", "", False),
        ("1200元/月", "非全日制", False),
        ("1500元/月", "兼职", False),
        ("2200元/月", "", False),
        ("面议", "", False),
    ],
)
def test_full_time_pay_below_the_configured_minimum_is_warned_about(pay: str, form: str, fires: bool) -> None:
    assert ("below_min" in _codes(pay_text=pay, employment_form=form)) is fires


def test_a_stipend_of_an_internship_or_welfare_post_is_no_low_wage() -> None:
    assert _codes(kind=PostingKind.PUBLIC_WELFARE, pay_text="岗位补贴800元/月") == set()
    assert _codes(kind=PostingKind.INTERNSHIP, pay_text="见习补贴1500元/月") == set()


def test_the_minimum_wage_is_said_to_be_unverified() -> None:
    found = [f for f in check_posting(_posting(pay_text="1200元/月"), asof=ASOF) if f.code == "below_min"]
    assert "未核对" in found[0].text


def test_a_welfare_post_may_not_add_an_age_limit() -> None:
    assert _codes(kind=PostingKind.PUBLIC_WELFARE, age_text="50岁以下") == {"welfare_age_limit"}
    assert _codes(kind=PostingKind.PUBLIC_WELFARE, age_text="有劳动能力即可") == set()
    assert _codes(kind=PostingKind.PUBLIC_WELFARE, age_text="18岁以上") == set()
    assert _codes(age_text="50岁以下") == set()


@pytest.mark.parametrize(
    ("title", "certificates", "fires"),
    [
        ("维修电工", (), True),
        ("维修电工", ("不限",), True),
        ("维修电工", ("低压电工作业",), False),
        ("叉车工", ("无",), True),
        ("叉车工", ("N1",), False),
        ("焊工", (), True),
        ("架子工", ("登高证",), False),
        ("锅炉工", (), True),
        ("电工工程师", (), False),
        ("焊锡普工", (), False),
        ("电工学徒", (), False),
    ],
)
def test_a_licensed_trade_without_its_certificate_is_warned_about(
    title: str, certificates: tuple[str, ...], fires: bool
) -> None:
    assert ("missing_licence_text" in _codes(title=title, certificates=certificates)) is fires


@pytest.mark.parametrize(("confidence", "fires"), [(0.95, True), (0.5, False)])
def test_a_sure_reading_of_the_trade_asks_for_its_licence_and_a_doubtful_one_accuses_nobody(
    confidence: float, fires: bool
) -> None:
    vocabulary = load_vocabulary()
    link = OccupationLink(code="6-30-05-02", name="起重工", confidence=confidence, how="name")
    posting = _posting(title="起重指挥帮手", facts=PostingFacts(occupations=(link,), pay=Pay(raw="", min_yuan=4000)))
    found = {f.code for f in check_posting(posting, asof=ASOF, vocabulary=vocabulary)}
    assert ("missing_licence_text" in found) is fires
    held = PostingFacts(
        occupations=(link,), pay=Pay(raw="", min_yuan=4000), certificates=(Certificate(code="q1", name="Q1"),)
    )
    certified = replace(posting, facts=held)
    assert "missing_licence_text" not in {f.code for f in check_posting(certified, asof=ASOF, vocabulary=vocabulary)}


def test_the_watched_licences_are_in_the_vocabulary() -> None:
    assert load_posting_rules().watched_licences <= set(load_vocabulary().licences)


def test_a_dangerous_gig_without_insurance_is_warned_about() -> None:
    def gig(risk: str, insurance: str, title: str = "零工") -> set[str]:
        return _codes(
            kind=PostingKind.GIG,
            title=title,
            insurance_text=insurance,
            pay_text="200元/天",
            gig=GigDetails(date_text="2026-11-25", risk_text=risk),
        )

    assert gig("屋面作业，须登高证", "无") == {"uninsured_hazard"}
    assert gig("工地", "没有") == {"uninsured_hazard"}
    assert gig("须焊工证", "无", title="焊栏杆") == {"uninsured_hazard"}
    assert gig("屋面作业", "单日意外险") == set()
    assert gig("室内人字梯", "无") == set()
    assert gig("有限空间不得进入", "无") == set()


def test_held_back_wages_and_rebates_are_told_but_do_not_stop_a_posting() -> None:
    order = OrderDetails(order_id="o1", depart_on=UNTIL, price_terms="返费2000元满90天发放；押薪半个月")
    findings = check_posting(_posting(kind=PostingKind.ORDER, order=order), asof=ASOF)
    assert {f.code: f.severity for f in findings} == {"wage_held_back": "warn", "rebate": "note"}
    assert decide(findings) == "ok"
    clean = OrderDetails(order_id="o1", depart_on=UNTIL, price_terms="无返费，无押薪")
    assert check_posting(_posting(kind=PostingKind.ORDER, order=clean), asof=ASOF) == ()


def test_unknown_pay_is_noted_and_piece_rates_are_not_unknown() -> None:
    assert _codes(pay_text="面议") == {"pay_unknown"}
    assert _codes(pay_text="") == {"pay_unknown"}
    assert _codes(pay_text="计件，0.35元/件") == set()


def test_the_worst_finding_comes_first_and_decides() -> None:
    findings = check_posting(_posting(requirements="限男；押金500元；押一个月工资"), asof=ASOF)
    assert [f.severity for f in findings] == ["block", "review", "warn"]
    assert decide(findings) == "block"
    assert decide(findings[1:]) == "review"
    assert decide(findings[2:]) == "ok"
    assert decide(()) == "ok"


def test_spaces_and_full_width_do_not_hide_a_limit() -> None:
    assert "sex_limit" in _codes(requirements="限 男 性")
    assert "fee" in _codes(requirements="交押金５００元")


def test_every_rule_names_its_law_and_every_text_is_chinese() -> None:
    rules = load_posting_rules()
    said = [(r.law, r.suggestion, r.text) for r in rules.wordings]
    said += [(r.law, r.suggestion, r.text) for r in rules.computed.values()]
    for law, suggestion, text in said:
        assert law
        assert suggestion
        assert any("一" <= c <= "鿿" for c in text)


def test_a_broken_pattern_is_refused_with_a_sentence(tmp_path: Path) -> None:
    source = RULES_FILE.read_text(encoding="utf-8")
    broken = tmp_path / "rules.toml"
    broken.write_text(source.replace("'刷单|", "'刷单(|", 1), encoding="utf-8")
    with pytest.raises(PostingRulesError, match="写错了"):
        load_posting_rules(broken)


def test_a_finding_never_carries_contact_or_address() -> None:
    posting = _posting(address="限男大院3号", contact_name="限男", contact_phone="19900000000", employer="只招男工公司")
    assert check_posting(posting, asof=ASOF) == ()


def test_decide_reads_only_severity() -> None:
    assert decide([Finding(code="x", severity="note", field="", words="")]) == "ok"

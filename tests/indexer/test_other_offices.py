"""Workbooks of offices that lay out, head and word things otherwise: every row ends where the table says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from indexer.ingest import ingest
from indexer.normalise.issues import load_issue_codes
from indexer.store import Store, open_store
from models.records import PostingKind, Status
from models.vocabulary import Vocabulary, load_vocabulary
from tests.indexer.offices import ASOF, NOW, id_number, uscc, write_workbook

CODES = load_issue_codes()
OK = "accepted"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'store.db'}", secret=b"s" * 32)
    yield opened
    opened.close()


def imported(path: Path, store: Store, vocabulary: Vocabulary, record: str) -> dict[str, Any]:
    report = ingest([path], store, vocabulary, asof=ASOF, now=NOW, codes=CODES).as_dict(CODES)
    return next(entry for entry in report["files"] if entry["record"] == record)


def outcomes(entry: dict[str, Any], first: int, n_rows: int) -> list[str]:
    """Return for each row from `first` its outcome, with the codes that made it one where it is not accepted."""
    worst: dict[int, tuple[str, set[str]]] = {}
    for issue in entry["issues"]:
        outcome, codes = worst.setdefault(issue["row"], (OK, set()))
        if issue["outcome"] == "rejected" and outcome != "rejected":
            outcome, codes = "rejected", set()
        elif issue["outcome"] == "review" and outcome == OK:
            outcome = "review"
        if issue["outcome"] == outcome:
            codes.add(issue["code"])
        worst[issue["row"]] = (outcome, codes)
    lines = [worst.get(row, (OK, set())) for row in range(first, first + n_rows)]
    return [outcome if outcome == OK else f"{outcome} {' '.join(sorted(codes))}" for outcome, codes in lines]


def assert_outcomes(entry: dict[str, Any], first: int, wanted: Sequence[str]) -> None:
    """Compare row by row; a wanted outcome names one code at least, and the counts of the entry must add up to it."""
    found = outcomes(entry, first, len(wanted))
    wrong = [
        (first + i, want, got)
        for i, (want, got) in enumerate(zip(wanted, found, strict=True))
        if not set(want.split()) <= set(got.split())
    ]
    assert not wrong
    counts = Counter(want.split()[0] for want in wanted)
    assert (entry["accepted"], entry["review"], entry["rejected"]) == (
        counts[OK],
        counts["review"],
        counts["rejected"],
    )


# ------------------------------------------------------- one: codes as headings, sections, sums, columns shuffled
JOB_HEADINGS = (
    "AAE013",
    "ACB204",
    "BCE055",
    "招工单位",
    "社会信用代码",
    "需工人数",
    "报酬",
    "联系方式",
    "截止时间",
    "岗位职责",
    "核验进度",
)


def a_job(i: int, **given: Any) -> list[Any]:
    cells = {
        "AAE013": "",
        "ACB204": f"湄潭县永兴镇{i}号",
        "BCE055": ("分拣工", "洗碗工", "门卫", "包装工", "质检员", "导购")[i % 6],
        "招工单位": f"湄潭县第{i}食品厂",
        "社会信用代码": uscc(i),
        "需工人数": 2 + i % 5,
        "报酬": "3200—4300元/月",
        "联系方式": f"刘主任 19900{i:06d}",
        "截止时间": "2027.1.31",
        "岗位职责": "分拣、打包、清洁",
        "核验进度": "已核",
    }
    return [({**cells, **given})[heading] for heading in JOB_HEADINGS]


JOBS: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, OK),
    ({"截止时间": "2026年11月"}, OK),
    ({"截止时间": "2026-10-01至2026-12-31"}, OK),
    ({"截止时间": "年底前"}, OK),
    ({"截止时间": "招满即止"}, OK),
    ({"截止时间": "/"}, OK),
    ({"截止时间": 46300}, "rejected expired"),
    ({"截止时间": "26/11/2"}, "rejected expired"),
    ({"截止时间": "9月1日-10月31日"}, "rejected expired"),
    ({"截止时间": "2026-02-30"}, "rejected date_unreadable"),
    ({"需工人数": "十二人"}, OK),
    ({"需工人数": "30+"}, OK),
    ({"需工人数": "2人（急）"}, OK),
    ({"需工人数": "零"}, "rejected headcount_not_positive"),
    ({"联系方式": "刘主任 1990000001"}, "rejected bad_phone"),
    ({"联系方式": "0851-2422 1234"}, OK),
    ({"联系方式": "没有电话"}, OK),
    ({"报酬": "=3000+200"}, "rejected formula_cell"),
    ({"BCE055": ""}, "rejected title_missing"),
    ({"社会信用代码": uscc(3)[:-2] + "77"}, "review bad_uscc"),
    ({"岗位职责": "打包装箱" * 600}, "review cell_too_long"),
    ({"AAE013": "清一色男工"}, "review discrimination"),
    ({"岗位职责": "女，18-40岁，形象好"}, "review discrimination"),
    ({"AAE013": "三年内不考虑生育"}, "review discrimination"),
    ({"AAE013": "户口在本镇者优先"}, "review discrimination"),
    ({"AAE013": "澳抗阳性者不录"}, "review discrimination"),
    ({"AAE013": "聋哑人不收"}, "review discrimination"),
    ({"AAE013": "男女不限，残疾人优先，不限户籍，宝妈可做"}, OK),
    ({"AAE013": "工衣押金150，做满一年退"}, "rejected fee"),
    ({"AAE013": "身份证原件交公司保管"}, "rejected fee"),
    ({"AAE013": "学费3980元可分期，先学后付"}, "rejected fee"),
    ({"AAE013": "不收押金、服装费，体检费公司报销，免费培训后上岗"}, OK),
    ({"岗位职责": "刷抖音点赞，佣金日结，先垫付"}, "rejected fraud"),
    ({"岗位职责": "收购闲置电话卡，出租收款码"}, "rejected fraud"),
    ({"岗位职责": "保险公司保洁，押运车清洗，刷漆、刷碗"}, OK),
    ({"AAE013": "年满14即可"}, "rejected under16_post"),
    ({"岗位职责": "接送12岁以下孩子，辅导作业"}, OK),
    ({"报酬": "工资4000，其中800元折酒"}, "rejected in_kind"),
    ({"AAE013": "中秋春节发酒、发购物卡作福利"}, OK),
)


def test_a_sheet_of_code_headings_with_sections_and_sums(tmp_path: Path, store: Store, vocabulary: Vocabulary) -> None:
    rows = [a_job(i, **given) for i, (given, _) in enumerate(JOBS, start=1)]
    wanted = [want for _, want in JOBS]
    twin = a_job(1, 招工单位="湄潭县第1 食品厂", 报酬="３２００—４３００元/月", 截止时间="2027.2.28")
    other_place = a_job(1, ACB204="湄潭县兴隆镇")
    sums = ["小计", "", "", "", "", "=SUM(F3:F41)"]
    table = [["附件3"], ["湄潭县用工需求"], JOB_HEADINGS, *rows, twin, other_place, [], sums, ["累计", *[""] * 4, 99]]
    relief = [["二、以工代赈项目"], JOB_HEADINGS, a_job(90), ["第2页"], ["注：岗位信息免费发布"]]
    path = write_workbook(tmp_path / "7a.xlsx", {"Sheet1": [*table, *relief]})
    entry = imported(path, store, vocabulary, "posting")
    after = [
        "rejected duplicate",
        OK,
        OK,
        OK,
        OK,
        OK,
        OK,
        OK,
    ]  # the twin, the other place, blank, sums, section, relief
    found = outcomes(entry, 4, len(wanted) + len(after))
    assert_rows = [*wanted, *after]
    assert [g for g, w in zip(found, assert_rows, strict=True) if not set(w.split()) <= set(g.split())] == []
    assert entry["rows"] == len(rows) + 3
    assert entry["rejected"] == sum(want.startswith("rejected") for want in assert_rows)
    assert entry["review"] == sum(want.startswith("review") for want in assert_rows)
    postings = [posting for batch in store.iter_postings() for posting in batch]
    assert {posting.county_code for posting in postings} == {"520328"}
    assert sum(posting.kind is PostingKind.WORK_RELIEF for posting in postings) == 1


# ------------------------------------------------------- two: a ledger with three heading rows and other words
GROUPS = ("", "基本信息", "", "", "", "", "家庭信息", "", "就业信息", "", "授权")
LEDGER = (
    "NO",
    "劳动者姓名",
    "男女",
    "公民身份号码",
    "本人电话",
    "年龄",
    "村居",
    "家庭类型",
    "会什么",
    "持证情况",
    "是否授权匹配",
)


def a_person(i: int, **given: Any) -> list[Any]:
    cells = {
        "NO": i,
        "劳动者姓名": f"{'赵钱孙李周吴郑王'[i % 8]}{chr(0x4E00 + 300 + i)}",
        "男女": "1-男",
        "公民身份号码": id_number(f"19{60 + i % 40}0{1 + i % 9}1{i % 9}", serial="993", area="520329"),
        "本人电话": f"19911{i:06d}",
        "年龄": "",
        "村居": "龙溪社区",
        "家庭类型": "边缘易致贫户",
        "会什么": "砌砖",
        "持证情况": "",
        "是否授权匹配": "☑同意 □不同意",
    }
    return [({**cells, **given})[heading] for heading in LEDGER]


X_NUMBER = next(n for s in range(1, 999, 2) if (n := id_number("19750303", serial=f"{s:03d}")).endswith("X"))
PEOPLE: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, OK),
    ({"公民身份号码": X_NUMBER.lower(), "劳动者姓名": "周 九"}, OK),
    (
        {"公民身份号码": " ".join((X_NUMBER[:6], X_NUMBER[6:14], X_NUMBER[14:])), "劳动者姓名": "周九"},
        "rejected duplicate",
    ),
    ({"公民身份号码": X_NUMBER, "劳动者姓名": "王十"}, "review id_other_name"),
    ({"公民身份号码": "未办"}, "review id_missing"),
    ({"公民身份号码": "520329740506991"}, "rejected id_fifteen"),
    ({"公民身份号码": "5.20329E+17"}, "rejected id_digits_lost"),
    ({"公民身份号码": X_NUMBER[:-1]}, "rejected id_too_short"),
    ({"公民身份号码": X_NUMBER.replace("0", "O", 1)}, "rejected id_letter"),
    ({"公民身份号码": id_number("20300101")}, "rejected id_birth_date"),
    ({"公民身份号码": id_number("20101124")}, "rejected under16"),
    ({"公民身份号码": id_number("20101123")}, OK),
    ({"公民身份号码": id_number("19810101", serial="992"), "男女": "1-男"}, "review sex_mismatch"),
    ({"公民身份号码": id_number("19810102", serial="992"), "男女": "2-女"}, OK),
    ({"公民身份号码": id_number("19810103"), "年龄": "=2026-1981"}, OK),
    ({"公民身份号码": id_number("19810104"), "年龄": "52"}, "review age_mismatch"),
    ({"本人电话": "空号"}, OK),
    ({"本人电话": "1991100001"}, "rejected phone_short"),
    ({"劳动者姓名": "=B3"}, "rejected formula_cell"),
    ({"劳动者姓名": ""}, "rejected name_missing"),
    ({"是否授权匹配": "□同意 ☑不同意"}, OK),
    ({"是否授权匹配": "□同意 □不同意"}, OK),
    ({"是否授权匹配": "拒绝"}, OK),
)


def test_a_ledger_with_group_headings_and_boxes_to_tick(tmp_path: Path, store: Store, vocabulary: Vocabulary) -> None:
    rows = [a_person(i, **given) for i, (given, _) in enumerate(PEOPLE, start=1)]
    table = [["余庆县龙溪镇劳动力资源台账"], ["填表人：某某", "", "", "审核人：某某"], GROUPS, LEDGER]
    path = write_workbook(tmp_path / "x.et", {"龙溪镇": [*table, *rows, ["合计", "", "", "", len(rows)]]})
    entry = imported(path, store, vocabulary, "seeker")
    assert_outcomes(entry, 5, [want for _, want in PEOPLE])
    assert (entry["reasons"]["consent_N"], entry["reasons"]["consent_blank"]) == (2, 1)
    people = [seeker for batch in store.iter_seekers() for seeker in batch]
    assert {(seeker.county_code, seeker.township) for seeker in people} == {("520329", "龙溪镇")}
    assert {seeker.consent for seeker in people} == {True, False, None}


# ------------------------------------------------------- three: orders on one sheet, gigs in a text file
ORDERS = (
    "订单编号",
    "用工企业",
    "输入地",
    "需求总人数",
    "岗位名称",
    "需求人数",
    "工价",
    "包车数量",
    "单车核载",
    "订单截止日期",
    "联系电话",
)


def test_orders_on_a_single_sheet_are_judged_by_what_their_lines_state(
    tmp_path: Path, store: Store, vocabulary: Vocabulary
) -> None:
    phone = "19900000001"
    rows = [
        ["D1", "珠海甲电器", "广东珠海", 50, "装配工", 30, "5500-6500元/月", 1, 55, "2027年2月", phone],
        ["D1", "", "", "", "质检员", 20, "5800元/月", "", "", "", phone],
        ["D2", "东莞乙电子", "广东东莞", 60, "普工", 60, "5000元/月", 1, 49, "2027-02-15", phone],
        ["D3", "惠州丙光电", "广东惠州", 10, "普工", 10, "5000元/月，返费2000", 1, 49, "2026年10月", phone],
        ["D4", "佛山丁家具", "广东佛山", 10, "木工", "=5+5", "6000元/月", 1, 49, "2027.3", phone],
    ]
    path = write_workbook(tmp_path / "d.xlsx", {"外出": [["有组织输出订单"], ORDERS, *rows]})
    entry = imported(path, store, vocabulary, "order_line")
    wanted = [OK, OK, "review bus_capacity_short", "rejected expired", "rejected formula_cell"]
    assert_outcomes(entry, 3, wanted)
    lines = sorted((p for batch in store.iter_postings() for p in batch), key=lambda p: p.title)
    assert {(p.title, p.headcount, p.status) for p in lines} == {
        ("装配工", 30, Status.LIVE),
        ("质检员", 20, Status.LIVE),
        ("普工", 60, Status.REVIEW),
    }
    assert all(p.order is not None and p.order.order_headcount in (50, 60) for p in lines)


GIGS = "登记时间,雇主,联系人,手机,所需工种,要几个人,哪天,时段,集合点,工钱,结算,买保险没有,注意事项,状态\r\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_gigs_in_a_text_file_of_any_encoding(
    tmp_path: Path, store: Store, vocabulary: Vocabulary, encoding: str
) -> None:
    line = "2026-11-22 07:10,{who},陈姐,{phone},搬运工,{n},{day},8:00-17:00,湄潭县茶城,{pay},日结,有,{note},{state}\r\n"
    sound = {"who": "茶城", "n": "3", "day": "11月28日", "pay": "180元/天", "note": "轻货", "state": ""}
    given: list[tuple[dict[str, str], str]] = [
        ({}, OK),
        ({"n": "2大1小"}, OK),
        ({"n": "若干"}, OK),
        ({"n": ""}, "rejected headcount_missing"),
        ({"phone": ""}, "rejected contact_missing"),
        ({"day": "2026.11.20-11.22"}, "rejected expired"),
        ({"day": "11.31"}, "rejected date_unreadable"),
        ({"note": '"每人收10元信息费\n现场交"'}, "rejected fee"),
        ({"note": "要男的，女的莫来"}, "review sex_limit"),
        ({"note": "男女都行，不收任何费用"}, OK),
        ({"note": "工钱拿酒抵"}, "rejected in_kind"),
        ({"state": "人满了"}, OK),
        ({"state": "作废"}, OK),
    ]
    text = "某某零工驿站用工登记\r\n" + GIGS
    for i, (changes, _) in enumerate(given):
        text += line.format(**{**sound, "phone": f"19922{i:06d}", **changes})
    text += "合计,,,,,40,,,,,,,,\r\n"
    path = tmp_path / "零工 登记(1).txt"
    path.write_bytes(text.encode(encoding))
    entry = imported(path, store, vocabulary, "gig")
    assert_outcomes(entry, 3, [want for _, want in given])
    assert (entry["reasons"]["full"], entry["reasons"]["cancelled"]) == (1, 1)

"""Pay is read as a caseworker would read it: the wage alone, and nothing made up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.records import Settlement
from models.understand.clean import clean_text
from models.understand.numerals import arabic_amounts
from models.understand.pay import DAYS_PER_MONTH, HOURS_PER_DAY, parse_pay, parse_settlement

_PAY_ALPHABET = "0123456789.-~至元块万千k/天月年时件斤面议底薪+提成综合左右以上返费薪多两三百一，。（） "
UNKNOWN = (None, None, None)


def _read(text: str) -> tuple[float | None, float | None, str | None]:
    pay = parse_pay(text)
    assert pay is not None, text
    return pay.min_yuan, pay.max_yuan, pay.unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4000-6000元/月", (4000, 6000, "month")),
        ("4K–6K", (4000, 6000, "month")),
        ("0.4万", (4000, 4000, "month")),
        ("０．５１－０．８１万元／月", (5100, 8100, "month")),
        ("1.2-2万·13薪", (12000, 20000, "month")),
        ("7.5千-1.5万·15薪", (7500, 15000, "month")),
        ("4.1-4.5千", (4100, 4500, "month")),
        ("0.8-1万/月", (8000, 10000, "month")),
        ("15-20万/年", (150000, 200000, "year")),
        ("年薪15-20万", (150000, 200000, "year")),
        ("3,500元/月", (3500, 3500, "month")),
        ("4000至6000", (4000, 6000, "month")),
        ("肆仟元", (4000, 4000, "month")),
        ("3800", (3800, 3800, "month")),
        ("4400+", (4400, None, "month")),
        ("6800以上", (6800, None, "month")),
        ("3900元起，按技能定级", (3900, None, "month")),
        ("不低于4500", (4500, None, "month")),
        ("3千多", (3000, None, "month")),
        ("一天两百多", (200, None, "day")),
        ("1.5千以下/月", (None, 1500, "month")),
        ("综合6000左右", (6000, 6000, "month")),
        ("6500元左右", (6500, 6500, "month")),
        ("一天百把块", (100, 100, "day")),
        ("底薪2500+提成", (2500, None, "month")),
        ("2600底薪＋提成，上不封顶", (2600, None, "month")),
        ("保底4500+计件", (4500, None, "month")),
        ("工资5000加提成", (5000, None, "month")),
        ("4500~5500+提成", (4500, None, "month")),
        ("底薪2500+提成，综合3200-5900", (3200, 5900, "month")),
        ("保底4000+计件，综合6400", (4000, 6400, "month")),
        ("4700-9300元/月（底薪+提成）", (4700, 9300, "month")),
        ("试用期4600，转正5100-8200", (5100, 8200, "month")),
        ("学徒期4100，熟手7600-9200", (7600, 9200, "month")),
        ("多劳多得，一般3600到5200", (3600, 5200, "month")),
        ("见习补贴1800元/月", (1800, 1800, "month")),
        ("岗位补贴800元/月", (800, 800, "month")),
        ("850／月，一卡通发放", (850, 850, "month")),
        ("5000元/人/月", (5000, 5000, "month")),
        ("180元/天(8小时)+加班20/时", (180, 180, "day")),
        ("260/天包两餐", (260, 260, "day")),
        ("一天320", (320, 320, "day")),
        ("425块一天", (425, 425, "day")),
        ("一天110到150，半月一结", (110, 150, "day")),
        ("一百八一天", (180, 180, "day")),
        ("两三百一天", (200, 300, "day")),
        ("大工300 小工180", (180, 300, "day")),
        ("打零工一天百三", (130, 130, "day")),
        ("一天两百八九", (280, 290, "day")),
        ("三千二三", (3200, 3300, "month")),
        ("水电包工一平二十八", (28, 28, "piece")),
        ("一台车提八块 底薪两千", (2000, None, "month")),
        ("26天一单，九千八", (9800, 9800, "order")),
        ("万二一个月", (12000, 12000, "month")),
        ("四十二一平", (42, 42, "piece")),
        ("二十五一个小时", (25, 25, "hour")),
        ("刮腻子八块五一平", (8.5, 8.5, "piece")),
        ("包一个八毛五", (0.85, 0.85, "piece")),
        ("一挑十五块", (15, 15, "piece")),
        ("剪一头羊八块", (8, 8, "piece")),
        ("修一单五百起", (500, None, "order")),
        ("送一单五块", (5, 5, "order")),
        ("一块砖一分二", (0.012, 0.012, "piece")),
        ("一百斤给二十块", (20, 20, "piece")),
        ("一个钟22", (22, 22, "hour")),
        ("凉菜师傅五千五", (5500, 5500, "month")),
        ("大工三百二小工一百八", (180, 320, "day")),
        ("340/天或按平方", (340, 340, "day")),
        ("0.35/棒；120/天", (120, 120, "day")),
        ("110元/半天", (110, 110, "day")),
        ("150-170元/晚", (150, 170, "day")),
        ("15元/时", (15, 15, "hour")),
        ("二十块一小时", (20, 20, "hour")),
        ("22元/时，夜班35元/时", (22, 22, "hour")),
        ("24元/时，综合6500-7500元/月", (24, 24, "hour")),
        ("1.2元/斤", (1.2, 1.2, "piece")),
        ("0.35元/件", (0.35, 0.35, "piece")),
        ("32-45/平方", (32, 45, "piece")),
        ("按吨25", (25, 25, "piece")),
        ("185元/趟", (185, 185, "order")),
        ("5-6元/单", (5, 6, "order")),
        ("一个5毛", (0.5, 0.5, "piece")),
        ("11000-16000元/单（26天）", (11000, 16000, "order")),
        ("三千五", (3500, 3500, "month")),
        ("一万二", (12000, 12000, "month")),
        ("三四千", (3000, 4000, "month")),
        ("月薪过万", (10000, None, "month")),
        ("工资少了四千我不去", (4000, None, "month")),
        ("面议（3000起）", (3000, None, "month")),
        ("招8个人，一天120", (120, 120, "day")),
        ("红花岗建材市场 卸瓷砖 8个人 7点半到 半天 120 管早饭", (120, 120, "day")),
        ("我今年45岁，开挖机12年，一个月要八千", (8000, 8000, "month")),
    ],
)
def test_pay_forms_of_the_field_are_read(text: str, expected: tuple[float | None, float | None, str | None]) -> None:
    assert _read(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "无", "不限", "是", "否", "无返费，无押薪", "上不封顶", "18-45岁", "3年以上经验", "一个月休4天", "0", "0元"],
)
def test_nothing_about_pay_is_none_and_zero_is_no_wage(text: str) -> None:
    assert parse_pay(text) is None


@pytest.mark.parametrize("text", ["面议", "工资面议", "薪资面谈", "电议", "待遇协商"])
def test_negotiable_is_unknown_never_zero(text: str) -> None:
    pay = parse_pay(text)
    assert pay is not None
    assert pay.negotiable
    assert (pay.min_yuan, pay.max_yuan, pay.month_min_yuan, pay.month_max_yuan) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "extra"),
    [
        ("3100元起，按技能定级，返费2000元", "返费2000元"),
        ("6500-9500（计件）（另返费3000）", "返费3000"),
        ("到手4100以上；入职满3个月返费1500", "返费1500"),
        ("月薪3800-5200，餐补15元/天", "餐补15元/天"),
        ("4500-6000/月+全勤奖200+年终奖", "全勤奖200"),
        ("5700至8600元，13薪", "13薪"),
        ("月薪5000元+全勤200+夜补15/天", "夜补15/天"),
        ("试用期4600，转正5100-8200", "试用期4600"),
        ("工价22元/小时 返费2000元", "返费2000"),
    ],
)
def test_sums_beside_the_wage_are_kept_as_words_and_never_added(text: str, extra: str) -> None:
    pay = parse_pay(text)
    assert pay is not None
    assert any(extra in words for words in pay.extras), pay.extras
    low, _, _ = _read(text)
    assert low is not None
    assert low not in {2000, 3000, 1500, 15, 200, 13}


def test_a_rebate_alone_is_no_wage() -> None:
    assert _read("返费2000元满90天发放，不计入工价") == UNKNOWN


def test_held_back_wages_are_kept_apart() -> None:
    pay = parse_pay("4000元/月，押薪半个月")
    assert pay is not None
    assert pay.held_back == "押薪半个月"
    assert pay.min_yuan == 4000
    for text in ("不压工资，4000元/月", "无押薪，4000元/月", "4000元/月，压力小"):
        other = parse_pay(text)
        assert other is not None
        assert other.held_back == ""


def test_overtime_and_hours_are_read_beside_a_day_rate() -> None:
    pay = parse_pay("180元/天(8小时)+加班20/时")
    assert pay is not None
    assert (pay.hours_per_day, pay.overtime_yuan_per_hour) == (8, 20)


def test_tax_words_are_kept() -> None:
    for text, expected in (("到手5000", True), ("税前8000", False), ("8000", None)):
        pay = parse_pay(text)
        assert pay is not None
        assert pay.after_tax is expected


def test_monthly_value_is_arithmetic_and_says_its_assumption() -> None:
    day, hour, year, piece, month = (parse_pay(t) for t in ("200元/天", "20元/时", "12万/年", "0.5元/件", "4000元/月"))
    assert day is not None
    assert hour is not None
    assert year is not None
    assert piece is not None
    assert month is not None
    assert day.month_min_yuan == 200 * DAYS_PER_MONTH == 4400
    assert "22天" in day.assumption
    assert hour.month_min_yuan == 20 * HOURS_PER_DAY * DAYS_PER_MONTH == 3520
    assert "8小时" in hour.assumption
    assert year.month_min_yuan == 120000 / 12 == 10000
    assert (piece.month_min_yuan, piece.month_max_yuan, piece.assumption) == (None, None, "")
    assert (month.month_min_yuan, month.assumption) == (4000, "")


def test_a_stated_monthly_total_beats_the_reckoned_one() -> None:
    pay = parse_pay("24元/时，综合6500-7500元/月")
    assert pay is not None
    assert (pay.month_min_yuan, pay.month_max_yuan) == (6500, 7500)


def test_the_raw_unit_of_piece_work_is_kept() -> None:
    for text, unit in (("1.2元/斤", "斤"), ("17/平方", "平方"), ("180/场", "场"), ("3/桶", "桶"), ("65块一次", "次")):
        pay = parse_pay(text)
        assert pay is not None
        assert pay.raw_unit == unit
        assert pay.raw == text


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet="0123456789.-~至元块万千k/天月年时件斤面议底薪+提成综合左右以上返费薪多两三百一，。（） ", max_size=24
    )
)
def test_any_pay_text_gives_ordered_bounds_and_never_zero(text: str) -> None:
    pay = parse_pay(text)
    if pay is None:
        return
    if pay.min_yuan is not None and pay.max_yuan is not None:
        assert 0 < pay.min_yuan <= pay.max_yuan
    if pay.negotiable:
        assert pay.min_yuan is None
        assert pay.max_yuan is None
    assert pay.raw == text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_no_text_at_all_makes_the_parser_fail(text: str) -> None:
    parse_pay(text)
    parse_settlement(text)


@settings(max_examples=60, deadline=None)
@given(st.integers(800, 90000), st.integers(0, 5000), st.sampled_from(["元/月", "元/天", "元/时", "元/件", "元/年"]))
def test_full_width_and_a_second_cleaning_change_nothing(low: int, more: int, unit: str) -> None:
    text = f"{low}-{low + more}{unit}"
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    narrow_pay, wide_pay = parse_pay(text), parse_pay(wide)
    assert narrow_pay is not None
    assert wide_pay is not None
    assert (narrow_pay.min_yuan, narrow_pay.max_yuan, narrow_pay.unit) == (low, low + more, narrow_pay.unit)
    assert (wide_pay.min_yuan, wide_pay.max_yuan, wide_pay.unit) == (low, low + more, narrow_pay.unit)
    assert clean_text(clean_text(wide)) == clean_text(wide)


def test_numerals_that_count_other_things_are_left_alone() -> None:
    for text in ("两班倒", "一个月", "管三餐", "五险一金", "三年经验", "二十一天"):
        assert arabic_amounts(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("日结", Settlement.DAILY),
        ("现过现", Settlement.DAILY),
        ("做完就给", Settlement.ON_COMPLETION),
        ("装好一台收一台的钱", Settlement.ON_COMPLETION),
        ("当天干完就给", Settlement.DAILY),
        ("收工当天拿钱", Settlement.DAILY),
        ("一个星期给一次", Settlement.WEEKLY),
        ("月月发清", Settlement.MONTHLY),
        ("一天给现钱", Settlement.DAILY),
        ("次日上午转账", Settlement.DAILY),
        ("周结", Settlement.WEEKLY),
        ("月结", Settlement.MONTHLY),
        ("次月15日发", Settlement.MONTHLY),
        ("日清月结", Settlement.MONTHLY),
        ("半月结", Settlement.MONTHLY),
        ("完工验收结", Settlement.ON_COMPLETION),
        ("砌完当场点钱", Settlement.ON_COMPLETION),
        ("12月3号进场20号完工", None),
        ("门店日结报表", None),
        ("每个星期六发钱", Settlement.WEEKLY),
        ("完工当天结", Settlement.ON_COMPLETION),
        ("活动结束三天内", Settlement.ON_COMPLETION),
        ("不要月结，要日结", Settlement.DAILY),
        ("4000元/月", None),
        ("", None),
    ],
)
def test_settlement_words(text: str, expected: Settlement | None) -> None:
    assert parse_settlement(text) is expected


def test_dates_beside_a_rate_are_no_sums() -> None:
    assert _read("2026年12月1日到5日，240一天") == (240, 240, "day")


@pytest.mark.parametrize("text", ["抬完给钱", "拉一车结一车", "犁完就清", "做一单结一单"])
def test_paid_when_the_piece_of_work_is_done(text: str) -> None:
    assert parse_settlement(text) is Settlement.ON_COMPLETION

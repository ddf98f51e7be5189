"""Invented postings of every kind, chosen so that every rule and every feature has something to decide."""

# ruff: noqa: E501  one record a line reads best

from __future__ import annotations

from datetime import date
from typing import Any

from models.records import GigDetails, OrderDetails, Posting, PostingKind, Status


def job(title: str, **given: Any) -> Posting:
    """Return a live regular posting in 正安县凤仪街道 with two places."""
    values: dict[str, Any] = {
        "id": f"p-{title}", "title": title, "employer": f"遵义{title}有限公司", "county_code": "520324",
        "township": "凤仪街道", "headcount": 2, "valid_until": date(2026, 12, 31), "posted_on": date(2026, 11, 20),
        "contact_phone": "19900000001",
    }  # fmt: skip
    return Posting(**{**values, **given})


JOBS: tuple[Posting, ...] = (
    job("砌筑工", description="砌砖、砌花台围墙", pay_text="260元/天，日结", schedule_text="早7:30晚5:00"),
    job("砌砖零工", kind=PostingKind.GIG, description="砌围墙", pay_text="280元/天", schedule_text="7:00-16:30",
        gig=GigDetails(date_text="2026-11-25", hours_text="7:00-16:30", insurance_text="单日意外险", settlement_text="日结")),
    job("翻瓦零工", kind=PostingKind.GIG, description="屋面捡瓦，登高作业", pay_text="300元/天",
        gig=GigDetails(date_text="2026-11-26", hours_text="8:00-18:00", insurance_text="无", settlement_text="日结")),
    job("外墙零工", kind=PostingKind.GIG, description="外墙吊篮刷漆", pay_text="320元/天",
        gig=GigDetails(date_text="2026-12-20至12-28", hours_text="8:00-18:00")),
    job("低压电工", description="厂房线路检修", certificates=("低压电工证",), pay_text="5000-6000元/月", schedule_text="长白班",
        education_text="中专", benefits="包吃住"),
    job("焊工", description="钢结构焊接", certificates=("焊工证",), county_code="440402", township="", pay_text="7000元/月",
        benefits="包住", age_text="18-45岁"),
    job("架子工", description="外架搭设", certificates=("建筑架子工证",), pay_text="350元/天", schedule_text="白班"),
    job("叉车司机", kind=PostingKind.ORDER, description="成品上货架", certificates=("N1叉车证",), county_code="440402", township="",
        pay_text="6500元左右/月", benefits="包吃住", headcount=10,
        order=OrderDetails(order_id="LW1", destination="广东珠海", depart_on=date(2027, 2, 20))),
    job("搬运工", description="卸瓷砖，单件约30公斤，重体力", pay_text="120元/半天，日结", schedule_text="7:30-12:00"),
    job("井下采煤工", description="井下采煤", pay_text="9000元/月", schedule_text="三班倒", county_code="520330", township=""),
    job("保洁员", description="商场清扫", pay_text="2200-2600元/月", schedule_text="早班7:00-15:00", county_code="520303",
        township="", benefits="不包食宿", age_text="55岁以下"),
    job("餐厅服务员", description="点菜传菜", pay_text="3500元/月", certificates=("健康证",), benefits="包吃住",
        schedule_text="10:00-21:00"),
    job("夜班保安", description="夜班守厂", pay_text="2800元/月，月结", schedule_text="夜班19:00-次日7:00", benefits="不包住"),
    job("流水线普工", description="电子厂流水线，两班倒", pay_text="5000-6000元/月", schedule_text="两班倒", county_code="440402",
        township="", benefits="包住", headcount=60),
    job("会计", description="做账报税，会计专业", education_text="本科", pay_text="4000-5000元/月，月结", county_code="520102",
        township="", schedule_text="朝九晚五，双休", contact_phone=""),
    job("出纳见习", kind=PostingKind.INTERNSHIP, description="就业见习，会计专业", education_text="大专", pay_text="2000元/月"),
    job("软件测试员", description="编写测试用例", education_text="大专", pay_text="5K-8K", schedule_text="早9晚5，双休"),
    job("月嫂", description="照顾产妇新生儿", pay_text="8000元/月", benefits="包吃住", certificates=("健康证",)),
    job("公益性保洁", kind=PostingKind.PUBLIC_WELFARE, description="村里清扫", pay_text="1300元/月", headcount=1),
    job("以工代赈小工", kind=PostingKind.WORK_RELIEF, description="搬砖运灰", pay_text="150元/天", headcount=15,
        posted_on=date(2026, 7, 1)),
    job("泥水匠面议", description="粉墙贴砖", pay_text="面议", headcount=None, county_code="", township="", posted_on=None),
    job("过期泥水匠", description="砌砖", pay_text="260元/天", valid_until=date(2026, 11, 22)),
    job("全天洗碗工", description="洗碗", pay_text="1200元/月", schedule_text="早9晚8"),
    job("招满泥水匠", description="砌砖", pay_text="260元/天", headcount=0),
    job("待审泥水匠", description="砌砖", pay_text="260元/天", status=Status.REVIEW),
    job("欠薪泥水匠", description="砌砖", pay_text="260元/天", status=Status.SUSPENDED, status_reason="employer_in_arrears"),
)  # fmt: skip

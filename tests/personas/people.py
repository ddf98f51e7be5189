"""Invented people of every kind the service meets, one of them nobody at all; everything is fictional."""

# ruff: noqa: E501  one record a line reads best

from __future__ import annotations

from datetime import date
from typing import Any

from models.records import GraduateDetails, Limits, PostingKind, Seeker, Settlement, Status


def person(name: str, **given: Any) -> Seeker:
    """Return a consenting person of 正安县 who lives in 凤仪街道."""
    values: dict[str, Any] = {
        "id": f"s-{name}",
        "name": name,
        "county_code": "520324",
        "township": "凤仪街道",
        "consent": True,
    }
    return Seeker(**{**values, **given})


PEOPLE: tuple[Seeker, ...] = (
    Seeker(id="s-empty"),
    person("老周", birth_year=1974, sex="male", township="洛龙镇", county_code="520325", skills_text="砌砖、粉墙", education="小学",
           desired_jobs_text="泥水活，要日结，下午5点前收工", desired_regions_text="就在家附近", pay_expect_text="200元/天"),
    person("田川", birth_year=1984, sex="male", skills_text="烧电焊八年、满焊切割", desired_jobs_text="电焊工", education="高中",
           certificates=("焊工证，有效期至2028-05",), desired_regions_text="广东", pay_expect_text="6800元/月",
           willing_out_of_province=True, groups=("脱贫劳动力", "易地搬迁")),
    person("骆铭", birth_year=1996, sex="male", skills_text="看得懂图、弯箍套丝、扎钢筋", desired_jobs_text="工地钢筋工，只要日结",
           desired_regions_text="浙江", pay_expect_text="330元/天", willing_out_of_province=True, education="初中"),
    person("郑敏", birth_year=1988, sex="female", skills_text="扫地拖地、打扫厕所不嫌脏", desired_jobs_text="打扫卫生，不上夜班",
           pay_expect_text="2300元/月", willing_out_of_province=False, education="初中"),
    person("犹维", birth_year=1988, sex="female", skills_text="服务员、传菜", desired_jobs_text="服务员，要包住", education="初中",
           certificates=("健康证，有效期至2026-12-10",), pay_expect_text="3400-4400元/月"),
    person("小罗", birth_year=2009, sex="male", skills_text="会电脑", desired_jobs_text="流水线普工", education="初中"),
    person("阿明", birth_year=2011, sex="male", desired_jobs_text="服务员", education="初中"),
    person("冉大姐", birth_year=1970, sex="female", skills_text="搬砖、背货", desired_jobs_text="搬运工", education="小学",
           groups=("大龄",)),
    person("韦师傅", birth_year=1961, sex="male", skills_text="搭架子二十年", desired_jobs_text="架子工", education="小学",
           certificates=("建筑架子工证",)),
    person("陈叔", birth_year=1960, sex="male", skills_text="守门", desired_jobs_text="门卫", education="初中", schedule_text="白班"),
    person("李电工", birth_year=1985, sex="male", skills_text="装电表、接线", desired_jobs_text="电工", education="中专",
           certificates=("低压电工证，有效期至2026-11-01",)),
    person("王电工", birth_year=1986, sex="male", skills_text="水电安装", desired_jobs_text="电工", education="中专"),
    person("张叉车", birth_year=1990, sex="male", skills_text="开叉车", desired_jobs_text="叉车司机", education="高中",
           certificates=("N1叉车证，有效期至2028-01",), pay_expect_text="5500元/月"),
    person("骆琴", birth_year=1979, sex="female", skills_text="带过娃、做饭", desired_jobs_text="月嫂、保姆", education="初中",
           certificates=("母婴护理证", "健康证"), pay_expect_text="7000元/月"),
    person("杜鹃", birth_year=2003, sex="female", major="会计", education="本科", desired_jobs_text="会计、出纳",
           desired_regions_text="贵阳", pay_expect_text="4000元/月", graduated_on=date(2026, 6, 30),
           graduate=GraduateDetails(school="黔北师范学院", destination_text="未就业"), groups=("脱贫家庭",)),
    person("赵阳", birth_year=2004, sex="male", major="软件技术", education="大专", desired_jobs_text="软件测试员",
           graduated_on=date(2026, 6, 30), graduate=GraduateDetails(school="川东工程职业学院", destination_text="未就业"),
           certificates=("英语四级",)),
    person("不同意", birth_year=1980, sex="male", skills_text="砌砖", desired_jobs_text="泥水匠", consent=False),
    person("没问过", birth_year=1980, sex="male", skills_text="砌砖", desired_jobs_text="泥水匠", consent=None),
    person("待核", birth_year=1980, sex="male", skills_text="砌砖", desired_jobs_text="泥水匠", status=Status.REVIEW),
    person("没性别", birth_year=1972, skills_text="下过井", desired_jobs_text="搬运工"),
    person("过了年走", birth_year=1990, sex="male", skills_text="砌砖", desired_jobs_text="泥水匠，不想做保安，不去广东",
           availability_text="12月10日以后，2027年1月31日之前", desired_regions_text="只在本县"),
)  # fmt: skip

# 窗口登记时逐项勾选的限制，句子里读不出来的都在这里。
LIMITS: dict[str, Limits] = {
    "s-骆琴": Limits(pay_month_min_yuan=6000, lodging=True),
    "s-陈叔": Limits(no_night=True, earliest_minute=7 * 60, latest_minute=19 * 60),
    "s-张叉车": Limits(
        avoid=("工地",), kinds=(PostingKind.REGULAR, PostingKind.ORDER), settlements=(Settlement.MONTHLY,)
    ),
    "s-冉大姐": Limits(areas=("520324001", "520303")),
}

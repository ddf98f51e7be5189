from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.records import (
    PERSONAL_FIELDS,
    SENSITIVE_FIELDS,
    Certificate,
    Finding,
    GigDetails,
    OccupationLink,
    Place,
    PostingFacts,
    SeekerFacts,
)
from models.text import posting_passage, seeker_passage
from tests.builders import a_posting, a_seeker

BRICKLAYER = OccupationLink(code="6-29-01-01", name="砌筑工", confidence=0.9, how="name")

names = st.text(alphabet="石朝祥余桂素覃娄轩航犹霞邓骆铭", min_size=2, max_size=4)
separators = st.sampled_from(["", " ", "-", "—", "  ", ".", "·", "－", "/"])
phones = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
id_numbers = st.from_regex(r"52[01][0-9]{14}[0-9X]", fullmatch=True)
old_id_numbers = st.from_regex(r"522121[5-9][0-9]{8}", fullmatch=True)
frames = st.sampled_from(
    ["会砌砖{}", "{}，做过钢筋工", "在广东打工五年 {} 随时可以上班", "联系{}会抹灰", "扎钢筋（{}）"]
)
person_fields = st.sampled_from(
    ["skills_text", "experience_text", "desired_jobs_text", "schedule_text", "desired_regions_text", "major"]
)
posting_fields = st.sampled_from(["title", "description", "requirements", "schedule_text", "benefits", "major_text"])


def digits_of(text: str) -> str:
    return "".join(character for character in text if character.isdecimal() or character in "Xx")


def grouped(number: str, separator: str) -> str:
    """Write a number in groups, as people do."""
    return separator.join([number[:3], number[3:7], number[7:11], number[11:]]).rstrip(separator)


@given(names, frames, person_fields, st.sampled_from(["", " ", "  "]))
@settings(max_examples=60, deadline=None)
def test_a_persons_name_never_reaches_the_passage(name: str, frame: str, field: str, gap: str) -> None:
    passage = seeker_passage(a_seeker(name=name, **{field: frame.format(gap.join(name))}))
    assert name not in passage.replace(" ", "")


@given(phones | id_numbers | old_id_numbers, separators, frames, person_fields)
@settings(max_examples=120, deadline=None)
def test_a_persons_phone_and_id_number_never_reach_the_passage(
    number: str, separator: str, frame: str, field: str
) -> None:
    passage = seeker_passage(a_seeker(**{field: frame.format(grouped(number, separator))}))
    assert number not in digits_of(passage)


@given(phones, separators, frames, posting_fields)
@settings(max_examples=80, deadline=None)
def test_a_contacts_phone_never_reaches_the_passage(number: str, separator: str, frame: str, field: str) -> None:
    passage = posting_passage(a_posting(**{field: frame.format(grouped(number, separator))}))
    assert number not in digits_of(passage)


@pytest.mark.parametrize(
    "number", ["１９９００００００１２", "１９９-００００-００１２", "０８５１ ２６５０ １２３４", "QQ：1234567"]
)
def test_full_width_numbers_landlines_and_chat_numbers_are_taken_out(number: str) -> None:
    passage = seeker_passage(a_seeker(skills_text=f"砌砖 {number}"))
    assert digits_of(passage) == ""
    assert "砌砖" in passage


@pytest.mark.parametrize("words", ["月薪5000-6000元", "1.5米高", "C1驾驶证", "2026年11月", "13-15人", "N1叉车证"])
def test_numbers_that_tell_of_the_work_stay(words: str) -> None:
    assert words in seeker_passage(a_seeker(skills_text=words))


def test_no_field_that_names_a_person_or_their_hardship_is_read() -> None:
    words = {
        "name": "犹桂祥",
        "id_number": "520324197411230012",
        "phone": "19900000012",
        "village": "窝凼村",
        "household": "监测户家里",
        "ethnicity": "仡佬族人",
        "health_text": "腿脚不便",
        "remark": "刑满释放人员",
    }
    assert {*PERSONAL_FIELDS, *SENSITIVE_FIELDS} - {
        "contact_name",
        "contact_phone",
        "address",
        "groups",
        "marital",
    } <= {*words}
    passage = seeker_passage(a_seeker(**words, groups=("脱贫劳动力", "低保")))
    assert [word for word in [*words.values(), "脱贫", "低保"] if word in passage] == []


def test_an_employers_contact_and_address_are_not_read() -> None:
    posting = a_posting(
        contact_name="覃师傅",
        contact_phone="19900000034",
        address="凤仪街道土地垭村5组",
        employer="李家民房",
        sex_text="男",
        remark="只要本村的",
    )
    passage = posting_passage(posting)
    assert [w for w in ("覃师傅", "19900000034", "土地垭", "李家", "只要本村的") if w in passage] == []


def test_tags_of_hardship_in_free_text_are_taken_out() -> None:
    text = "会绑钢筋，脱贫户，低保，残疾人，刑满释放，戒毒康复人员，已婚未育，土家族，有慢性病"
    passage = seeker_passage(a_seeker(skills_text=text))
    assert "绑钢筋" in passage
    assert [w for w in ("脱贫", "低保", "残疾", "刑满", "戒毒", "已婚", "土家族", "慢性病") if w in passage] == []


def test_a_village_and_a_house_number_are_taken_out_and_the_township_stays() -> None:
    passage = seeker_passage(a_seeker(experience_text="在瑞溪镇四方井村5组砌砖，住万里路12号附3号"))
    assert "瑞溪镇" in passage
    assert "四方井村" not in passage
    assert "12号" not in passage


def test_unlawful_wishes_of_an_employer_are_left_out() -> None:
    finding = Finding(code="sex", severity="review", field="requirements", words="限男性")
    posting = a_posting(requirements="限男性，会看图纸", facts=PostingFacts(findings=(finding,)))
    passage = posting_passage(posting)
    assert "限男性" not in passage
    assert "会看图纸" in passage


def test_a_posting_is_told_by_its_work_place_and_terms() -> None:
    facts = PostingFacts(
        occupations=(BRICKLAYER,),
        certificates=(Certificate(code="c", name="建筑架子工证"),),
        place=Place(name="正安县瑞溪镇", level="township", county_code="520324"),
    )
    gig = GigDetails(hours_text="7:00-17:00", settlement_text="日结", muster_point="何家老屋门口")
    posting = a_posting(title="急招砌砖师傅", benefits="包中餐", schedule_text="白班", facts=facts, gig=gig)
    passage = posting_passage(posting)
    for words in ("急招砌砖师傅", "砌筑工", "砌花台围墙", "建筑架子工证", "正安县瑞溪镇", "白班", "包中餐", "日结"):
        assert words in passage
    assert "何家老屋" not in passage


def test_a_person_is_told_by_wish_skills_experience_and_schooling() -> None:
    seeker = a_seeker(
        experience_text="在珠海厂里做过两年",
        major="机电一体化",
        education="中专",
        facts=SeekerFacts(wanted=(BRICKLAYER,), place=Place(name="正安县凤仪街道")),
    )
    passage = seeker_passage(seeker)
    for words in ("泥水活", "砌筑工", "砌砖、粉墙", "珠海厂里", "机电一体化", "中专", "凤仪街道"):
        assert words in passage


def test_an_empty_record_gives_a_passage_without_inventions() -> None:
    empty = a_seeker(education="", skills_text="", desired_jobs_text="", township="")
    assert seeker_passage(empty) == ""

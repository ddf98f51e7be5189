"""The vocabulary is one consistent whole, and a bureau can lay its own rows over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.area_names import AreaNames
from models.areas import great_circle_km
from models.data_files import DataFiles, DataTableError
from models.occupations import small_group
from models.records import Place
from models.vocabulary import Vocabulary, load_vocabulary

ZUNYI_COUNTIES = 14


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def overlaid(folder: Path, name: str, text: str) -> Vocabulary:
    (folder / name).write_text(text, "utf-8")
    return load_vocabulary(folder)


def test_every_county_of_zunyi_and_its_townships_are_there(vocabulary: Vocabulary) -> None:
    counties = [code for code in vocabulary.areas if len(code) == 6 and code.startswith("5203") and code != "520300"]
    assert len(counties) == ZUNYI_COUNTIES
    assert all(vocabulary.areas.children[county] for county in counties)


def test_bozhou_stands_at_its_own_centre_and_not_at_the_citys(vocabulary: Vocabulary) -> None:
    city, bozhou = vocabulary.areas["520300"], vocabulary.areas["520304"]
    assert (bozhou.lng, bozhou.lat) == (106.83, 27.53)
    assert great_circle_km(city.lng, city.lat, bozhou.lng, bozhou.lat) > 15


def test_a_known_distance_comes_out_as_reckoned_by_hand(vocabulary: Vocabulary) -> None:
    # One degree of latitude on a sphere of 6371 km radius is 2 * pi * 6371 / 360 = 111.19 km.
    assert great_circle_km(107, 27, 107, 28) == pytest.approx(111.19, abs=0.01)


def test_nobody_claims_a_distance_inside_a_county_whose_townships_have_no_coordinates(vocabulary: Vocabulary) -> None:
    areas = vocabulary.areas
    here, there = areas.place("520324001"), areas.place("520324101")
    assert areas.distance_km(here, here) == 0.0
    assert areas.distance_km(here, there) is None
    assert areas.distance_km(here, areas.place("520000")) is None
    assert areas.distance_km(here, Place(level="county", county_code="999999")) is None
    km = areas.distance_km(here, areas.place("520325105"))
    assert km is not None
    assert 30 < km < 50


def test_neighbours_are_the_near_counties_nearest_first(vocabulary: Vocabulary) -> None:
    near = vocabulary.areas.neighbours("520324", within_km=50)
    assert near[0] == "520325"
    assert "520382" not in near
    assert vocabulary.areas.neighbours("999999") == ()


def test_a_township_lies_within_its_county_city_and_province(vocabulary: Vocabulary) -> None:
    areas = vocabulary.areas
    assert all(areas.is_within("520304104", outer) for outer in ("520304104", "520304", "520300", "520000", "000000"))
    assert not areas.is_within("520304104", "520382")
    assert not areas.is_within("520304", "")
    assert areas.full_name("520304104") == "贵州省遵义市播州区三合镇"


def test_all_occupations_have_four_levels_and_what_is_known_of_them(vocabulary: Vocabulary) -> None:
    bricklayer = vocabulary.occupations["6-29-01-01"]
    assert bricklayer.name == "砌筑工"
    assert bricklayer.level == 4
    assert "泥水匠" in {word.words for word in vocabulary.colloquial if bricklayer.code in word.codes}
    assert bricklayer.everyday
    assert {occupation.level for occupation in vocabulary.occupations.values()} == {1, 2, 3, 4}
    assert not [o.name for o in vocabulary.occupations.values() if o.name.endswith(("L", "S"))]


@pytest.mark.parametrize(("code", "group"), [("6-29-01-01", "6-29-01"), ("6-31-05-00", "6-31-05"), ("2-02-00-00", "")])
def test_the_small_group_of_a_code_is_its_first_three_parts(code: str, group: str) -> None:
    assert small_group(code) == group


def test_a_wider_driving_licence_covers_the_narrower_ones(vocabulary: Vocabulary) -> None:
    covered = vocabulary.licences_covered("driver_a2")
    assert {"driver_a2", "driver_b2", "driver_c1"} <= set(covered)
    assert "driver_a1" not in covered
    assert [vocabulary.licence_bit[code] for code in covered] == sorted(
        vocabulary.licence_bit[code] for code in covered
    )
    assert vocabulary.licences_covered("no such certificate") == ()


def test_an_electrician_needs_an_electricians_licence_and_a_teacher_of_a_small_group_its_own(
    vocabulary: Vocabulary,
) -> None:
    assert "low_voltage" in vocabulary.occupation_licences("6-31-01-03")
    assert vocabulary.occupation_licences("2-05-08-04") == ("nurse",)
    assert vocabulary.occupation_licences("6-29-01-01") == ()


def test_a_higher_degree_ranks_higher_and_nothing_ranks_lowest(vocabulary: Vocabulary) -> None:
    rank = vocabulary.education_rank
    assert 0 == rank("") < rank("71") < rank("61") == rank("41") < rank("31") < rank("21") < rank("11")


def test_a_bureau_adds_a_township_with_its_coordinates(tmp_path: Path) -> None:
    local = overlaid(tmp_path, "townships.tsv", "code\tname\tlng\tlat\n520304999\t新设镇\t106.9\t27.6\n")
    place = local.areas.place("520304999")
    assert (place.lng, place.lat) == (106.9, 27.6)
    assert "520304104" in local.areas


def test_a_bureau_replaces_a_row_and_the_version_tells(tmp_path: Path, vocabulary: Vocabulary) -> None:
    heading = "name\tcodes\tkind\tlocal_code\tnote\tsource\n"
    local = overlaid(tmp_path, "local_areas.tsv", heading + "新蒲新区\t520303\tdistrict\t\t已由局里确认\t局\n")
    assert local.areas.local["新蒲新区"].codes == ("520303",)
    assert local.areas.local["新蒲新区"].note == "已由局里确认"
    assert local.version != vocabulary.version
    assert load_vocabulary().version == vocabulary.version


def test_another_city_is_home_by_one_row(tmp_path: Path) -> None:
    heading = "name\tcodes\tkind\tlocal_code\tnote\tsource\n"
    local = overlaid(tmp_path, "local_areas.tsv", heading + "@home\t520100\talias\t\t\t局\n")
    home = AreaNames(local.areas).home_unit("@city", "")
    assert home is not None
    assert home.county_code == "520100"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("townships.tsv", "code\tname\n999999001\t某镇\n", "所属的县不在"),
        ("areas.tsv", "code\tname\tlng\tlat\tis_rough\n520399\t某县\t东经\t27\t0\n", "不是数字"),
        ("areas.tsv", "code\tname\n520399\t某县\t1\t2\t3\t4\n", "第2行有6格"),
        ("areas.tsv", "名称\n某县\n", "缺少“code”列"),
        ("local_areas.tsv", "name\tcodes\tkind\tnote\tlocal_code\n某地\t520304\t别名\t\t\n", "类别“别名”不认识"),
        ("colloquial.tsv", "colloquial\tstandard_term\tcontext\tcodes\n某词\t某工\t\t9-99-99-99\n", "不在大典表里"),
        ("occupation_aliases.tsv", "alias\tcode\n某称\t9-99-99-99\n", "不在大典表里"),
        ("occupation_knowledge.jsonl", '{"code":"9-99-99-99","name":"某工"}\n', "不在大典表里"),
        ("occupation_knowledge.jsonl", '{"code":1}\n', "不是规定的 JSON"),
        ("trades.tsv", "code\ttrade\tname\twords\n9-99-99-99\tx\t某工种\t某词\n", "“某工种”的职业代码“9-99-99-99”"),
        ("occupation_priors.tsv", "code\tads\n9-99-99-99\t3\n", "不在大典表里"),
        ("occupation_priors.tsv", "code\tads\n6-29-01-01\t很多\n", "不是数字"),
        ("occupation_licences.tsv", "occupation\tlicence\n6-29-01-01\tnone_such\n", "不在“certificates.tsv”里"),
    ],
)
def test_a_wrong_row_is_refused_with_a_sentence_that_names_it(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(DataTableError, match=says):
        overlaid(tmp_path, name, text)


def test_an_overlay_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataTableError, match="找不到本地词表文件夹"):
        DataFiles(tmp_path / "none")

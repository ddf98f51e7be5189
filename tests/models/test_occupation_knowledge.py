"""The knowledge of occupations agrees with the code table, with itself and with the table of certificates."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from models.data_files import DataFiles
from models.occupations import Occupation
from models.understand.certificate import parse_certificates
from models.vocabulary import Vocabulary, load_vocabulary

ASOF = date(2026, 11, 23)
STANDINGS = {"licence", "abolished", "assessment", "training", "health", "not_one"}
# One official name stands for two units in the published table.
NAMED_TWICE = {"甘油制造工"}
# One is a rest of its group, the other the group itself, which the source lists as a 细类.
UNDESCRIBED = {"其他人民团体和群众团体负责人", "金属加工机械制造人员"}
# Aliases of the source that were read and found wrong; they must not come back with a newer edition.
WRONG_ALIASES = {
    ("药物警戒", "4-14-01-01"),
    ("吊车司机", "6-30-05-02"),
    ("运营总监", "1-06-02-00"),
    ("销售工程师", "2-02-30-10"),
    ("护理员", "4-14-01-01"),
}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="module")
def described(vocabulary: Vocabulary) -> list[Occupation]:
    return [o for o in vocabulary.occupations.values() if o.everyday or o.says]


@pytest.fixture(scope="module")
def official(vocabulary: Vocabulary) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for occupation in vocabulary.occupations.values():
        if occupation.level == 4:
            found.setdefault(occupation.name, set()).add(occupation.code)
    return found


def test_every_occupation_of_the_table_is_described(vocabulary: Vocabulary) -> None:
    bare = {o.name for o in vocabulary.occupations.values() if o.level == 4 and not (o.everyday and o.skills)}
    assert bare == UNDESCRIBED


def test_near_occupations_are_official_names_and_never_the_occupation_itself(
    described: list[Occupation], official: dict[str, set[str]]
) -> None:
    assert [(o.name, name) for o in described for name in o.near if name not in official or name == o.name] == []


def test_an_occupation_is_never_both_near_and_confusable(described: list[Occupation]) -> None:
    assert [(o.name, set(o.near) & set(o.confusable)) for o in described if set(o.near) & set(o.confusable)] == []


def test_an_everyday_name_is_never_the_official_name_of_another(
    described: list[Occupation], official: dict[str, set[str]]
) -> None:
    assert [(o.name, n) for o in described for n in o.everyday if n in official and o.code not in official[n]] == []
    assert {name for name, codes in official.items() if len(codes) > 1} == NAMED_TWICE


def test_nothing_is_empty_or_said_twice(described: list[Occupation]) -> None:
    wrong = [
        (o.name, word)
        for o in described
        for words in (o.everyday, o.says, o.skills, o.tools, o.places, o.certificates, o.near, o.confusable, o.aliases)
        for word, times in Counter(words).items()
        if times > 1 or not word.strip()
    ]
    assert wrong == []


def test_a_name_of_several_occupations_has_one_that_comes_first(vocabulary: Vocabulary) -> None:
    first = {"测量员": "4-08-03-04", "美工": "2-09-06-01", "裱花师": "6-02-01-02", "光伏安装工": "6-29-03-07"}
    assert {name: vocabulary.occupation_names.by_name[name].codes[0] for name in first} == first


def test_aliases_that_were_found_wrong_are_gone(vocabulary: Vocabulary) -> None:
    kept = {(alias, o.code) for o in vocabulary.occupations.values() for alias in o.aliases}
    assert kept & WRONG_ALIASES == set()


def test_every_certificate_is_known_or_noted_and_a_note_says_what_it_is(
    vocabulary: Vocabulary, described: list[Occupation]
) -> None:
    notes = {row["name"]: row["standing"] for row in DataFiles().rows("certificate_notes.tsv", ["name"])}
    assert set(notes.values()) <= STANDINGS
    named = {certificate for o in described for certificate in o.certificates}
    unknown = {name for name in named if not any(c.code for c in parse_certificates(name, vocabulary, asof=ASOF))}
    assert unknown - notes.keys() == set()
    assert notes.keys() - named == set(), "a note about a certificate that no occupation names"


def test_what_the_law_asks_of_an_occupation_is_among_its_certificates(vocabulary: Vocabulary) -> None:
    missing = []
    for asked, licences in vocabulary.licences_by_occupation.items():
        for o in vocabulary.occupations.values():
            if o.level == 4 and (o.code == asked or o.code.startswith(asked + "-")):
                held = {c.code for name in o.certificates for c in parse_certificates(name, vocabulary, asof=ASOF)}
                covered = {code for one in held if one for code in (one, *vocabulary.certificates[one].covers)}
                if not covered & set(licences):
                    missing.append((o.name, licences))
    assert missing == []


def test_words_for_a_person_are_no_occupation(vocabulary: Vocabulary) -> None:
    for word in ("宝妈", "宝爸", "全职妈妈"):
        assert vocabulary.occupation_names.by_name[word].codes == ()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("快递小哥", "4-02-07-08"),
        ("外卖小哥", "4-10-08-01"),
        ("美团骑手", "4-10-08-01"),
        ("滴滴司机", "4-02-02-01"),
        ("保洁阿姨", "4-09-08-01"),
        ("月嫂", "4-10-01-06"),
        ("家教", "2-08-99-00"),
        ("吊车司机", "6-30-05-01"),
    ],
)
def test_what_people_call_it_is_understood(said: str, code: str, vocabulary: Vocabulary) -> None:
    named = vocabulary.occupation_names.exact(said)
    assert named is not None
    assert named.codes[0] == code


def test_the_trades_of_an_occupation_have_words_of_their_own(vocabulary: Vocabulary) -> None:
    for occupation in vocabulary.occupations.values():
        words = Counter(word for trade in occupation.trades for word in trade.words)
        assert [word for word, times in words.items() if times > 1] == []
        assert len({trade.trade for trade in occupation.trades}) == len(occupation.trades)

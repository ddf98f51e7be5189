"""Turn one sentence, as a caseworker hears it on the phone, into a query: who asks for what, and how firmly."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, Literal

from models.records import Place
from models.understand.clean import clean_text
from models.understand.headcount import find_headcount
from models.understand.occupation import OccupationSpace
from models.understand.query_parts import Query, QueryPart
from models.understand.query_posting import read_posting
from models.understand.query_seeker import read_seeker
from models.vocabulary import Vocabulary

__all__ = ["Query", "QueryPart", "Side", "side_of", "understand_query"]

Side = Literal["postings", "seekers"]

# Source: our choice, from how caseworkers note calls: a person by sex and age, an employer by whom they want.
_HIRES: Final = re.compile(
    r"(?<![还在没哪])招(?!不招|商|生|呼|标|待|手|不|没|牌|财)|诚聘|急聘|招聘|用工|用人单位|[男女]工?优先|限[男女]|缺(?:人|工|\d|[一二两三四五六七八九十])|(?:要|请|找|差|需要?)(?:几个|些)?人(?:手|来|做|帮|[卸搬摘采收装挖])"
)
_A_PERSON: Final = re.compile(
    r"(?:^|[\s,，;；:：、户])[男女](?:性)?[\s,，]{0,2}\d{2}(?!\s*[人名个以])|(?<!\d)\d{2}岁?[\s,，]{0,2}[男女](?![的工员])"
    r"|求职|找(?:个|点|份)?(?:活|工作|事)|(?:^|[\s,，])(?:现|我)?想(?:找|做|去|要|在|回|学|当|到|从)|做过|干过|搞过|本人|失业|待业|脱贫户|监测户|低保|易迁户|返乡|意向"
    r"|(?:^|[\s,，])愿(?:意)?(?:进|去|做|到)|应届|退役|不出省|不外出|屋头|老伴|夫妻(?!房|店|老|开)|两口子|(?:姐|孃|嬢|婶|哥|叔|姨|[师匠某嫂](?:傅)?)\s?[2-7]\d(?!\d|[元块个名人])|不出县|不进厂|每天回家|接单做|(?:^|[\s,，])会(?![计展所员])[一-龥]|[一-龥]证(?:都|也)有|(?<![放休])(?:有空|得空)|丈夫|妻子|(?:娃儿|孩子)(?:上学|读书|要)"
)


def side_of(text: str) -> Side:
    """Return what a caseworker's note seeks: "postings" for a person (男52 泥水 要日结), "seekers" for an employer
    (招洗碗工2名, 要5个人).

    Words that hire (招, 用工, 缺人) decide first, unless the note begins with a person; then words of a person; then a
    number of people asked for. With none of them it is a person's.
    """
    cleaned = clean_text(text)
    person, hires = _A_PERSON.search(cleaned), _HIRES.search(cleaned)
    if hires and (person is None or hires.start() < person.start()):
        return "seekers"
    if person is not None:
        return "postings"
    return "seekers" if find_headcount(cleaned) else "postings"


def understand_query(
    text: str,
    vocabulary: Vocabulary,
    *,
    side: Side,
    asof: date,
    home: Place | None = None,
    occupation_space: OccupationSpace | None = None,
) -> Query:
    """Return what a sentence asks for; never raises on any text.

    `side` is what is sought: "postings" reads the sentence as a worker's words, "seekers" as an employer's. `home` is
    where the asker is (the caseworker's township); without it "就近" is a question, not a limit.
    """
    read = read_seeker if side == "postings" else read_posting
    return read(text, vocabulary, asof=asof, home=home, space=occupation_space)

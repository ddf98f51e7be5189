"""Show that nothing which breaks the law or a stated limit passes the gates: 10,000 random pairs, judged a second time.

`python -m tests.proofs.random_pairs` prints one line. The second judge reads the raw words with plain patterns of its
own and shares no code with the rules, so that a fault of understanding, of the columns or of a rule shows as a pair
that passed and should not have. Each person says one limit, drawn from `SAYINGS`, in words.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from msgspec.structs import replace

from indexer.posting_attributes import posting_columns
from indexer.seeker_attributes import seeker_columns
from models.encoder import load_encoder
from models.occupation_space import build_occupation_space
from models.records import Posting, Seeker, Status
from models.understand.seeker import understand_seeker
from models.vocabulary import load_vocabulary
from service.matching.rules import screen
from tests.journeys.serving import ASOF
from tests.proofs.sample import imported_sample

N_PAIRS, PER_PERSON = 10_000, 5
LEAST_BREACHES = 10  # of each saying; fewer would show nothing
Breaks = Callable[[Posting, Seeker], bool]

_NIGHT = re.compile(r"夜班|倒|四班|大夜|通宵|守夜|次日")
_NO_NIGHT = re.compile(r"不(?:上|倒|用上|需上)?夜班|无夜班|没有夜班|不倒班")
_TO = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-—~至]\s*(?:次日)?(\d{1,2})[:：](\d{2})")
_PLAIN_MONTHLY = re.compile(
    r"(?:月薪|工资|综合|试用期\d{4}，转正)?(\d{4,5}|\d(?:\.\d)?K)(?:[-—~～至](\d{4,5}|\d(?:\.\d)?K))?(?:元|左右)?"
    r"(?:/月|每月|一月)?(?:（税前）|，餐补15元/天|，13薪)?"
)


def said(posting: Posting) -> str:
    """Return everything a posting says, gig fields included."""
    gig = posting.gig
    own = (gig.date_text, gig.hours_text, gig.settlement_text, gig.meals_text, gig.risk_text) if gig else ()
    return "；".join(
        (posting.title, posting.description, posting.requirements, posting.pay_text, posting.benefits, *own)
    ) + ("；" + posting.schedule_text)


def works_at_night(posting: Posting, _seeker: Seeker) -> bool:
    hours = posting.schedule_text + (posting.gig.hours_text if posting.gig else "")
    return bool(_NIGHT.search(hours)) and not _NO_NIGHT.search(said(posting))


def another_county(posting: Posting, seeker: Seeker) -> bool:
    return len(posting.county_code) == 6 and posting.county_code[:6] != seeker.county_code[:6]


def another_province(posting: Posting, seeker: Seeker) -> bool:
    return bool(posting.county_code) and posting.county_code[:2] != seeker.county_code[:2]


def paid_by_the_month(posting: Posting, _seeker: Seeker) -> bool:
    text = posting.pay_text + (posting.gig.settlement_text if posting.gig else "")
    return bool(re.search(r"月结|按月|半月一结|周结", text)) and not re.search(r"日结|现结|天结|当天", text)


def without_lodging(posting: Posting, _seeker: Seeker) -> bool:
    return bool(re.match(r"不提供$|不包食宿|不住宿|有班车，不住宿", posting.benefits))


def in_a_factory(posting: Posting, _seeker: Seeker) -> bool:
    return bool(re.search(r"普工|操作工|流水线|打螺丝|针车", posting.title + posting.description))


def on_a_site(posting: Posting, _seeker: Seeker) -> bool:
    return bool(re.search(r"钢筋|模板工|支模|砌筑工|砌砖|抹灰工|架子工|脚手架|混凝土|工地", posting.title))


def in_guangdong(posting: Posting, _seeker: Seeker) -> bool:
    return posting.county_code.startswith("44")


def late(posting: Posting, _seeker: Seeker) -> bool:
    match = _TO.search(posting.gig.hours_text if posting.gig else "")
    if match is None:
        return False
    start, end = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    return end > 17 * 60 or end < start


def under_5000(posting: Posting, _seeker: Seeker) -> bool:
    match = _PLAIN_MONTHLY.fullmatch(posting.pay_text.strip())
    return match is not None and _yuan(match[2] or match[1]) < 5000


def _yuan(text: str) -> float:
    return float(text[:-1]) * 1000 if text.endswith("K") else float(text)


def a_gig(posting: Posting, _seeker: Seeker) -> bool:
    return posting.kind.value == "gig"


# How people say a limit, in several ways, and when a posting breaks it beyond doubt.
SAYINGS: tuple[tuple[tuple[str, ...], Breaks], ...] = (
    (("不上夜班", "夜班不行", "莫喊我上夜班", "只能上白班", "晚上走不开"), works_at_night),
    (("只在本县", "不出县", "就在本县做，别处不去"), another_county),
    (("不出省", "外省不去", "只在省内"), another_province),
    (("只要日结", "必须日结", "要一天一结"), paid_by_the_month),
    (("必须包住", "要包住，没地方住", "一定要有宿舍"), without_lodging),
    (("不想进厂", "不进厂", "莫喊我进厂"), in_a_factory),
    (("不去工地", "工地不去", "不想上工地"), on_a_site),
    (("不下广东", "不去广东", "广东不去"), in_guangdong),
    (("下午5点前要收工", "17点前要下班"), late),
    (("低于5000不做", "少于5000不做"), under_5000),
    (("不做零工", "不打零工"), a_gig),
)


def unlawful(posting: Posting, seeker: Seeker, asof: date) -> Iterator[str]:
    """Yield what the law forbids about a pair, read from the raw fields."""
    if posting.status is not Status.LIVE or seeker.status is not Status.LIVE:
        yield "not live"
    if posting.valid_until is not None and posting.valid_until < asof:
        yield "expired"
    if posting.headcount == 0:
        yield "full"
    if seeker.consent is False:
        yield "no consent"
    born = seeker.birth_year
    if born is not None and asof.year - born < 16:
        yield "under 16"
    if born is not None and asof.year - born < 18 and re.search(r"井下|脚手架|高空|喷漆|电焊", said(posting)):
        yield "minor"
    if seeker.sex == "female" and re.search(r"井下采|下井|采煤工", said(posting)):
        yield "women"
    held = "".join(seeker.certificates)
    if held and "叉车证" in "".join(posting.certificates) and not re.search(r"叉车|N1|N2", held + seeker.skills_text):
        yield "forklift licence"


@dataclass
class Tally:
    """How many pairs were judged, how many pass, how many the second judge found broken, by what."""

    judged: int = 0
    passed: int = 0
    broken: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def prove(n_pairs: int = N_PAIRS, seed: int = 20261124) -> str:
    """Judge `n_pairs` random pairs of the sample twice; return what was found.

    Raises:
        AssertionError: a pair passed that the second judge calls broken, or a kind of breach hardly came up.
    """
    asof, chance = date.fromisoformat(ASOF), random.Random(seed)
    vocabulary = load_vocabulary()
    space = build_occupation_space(vocabulary, load_encoder(""))
    with imported_sample(vocabulary, space) as store:
        postings = sorted((p for batch in store.iter_postings() for p in batch), key=_content)
        seekers = sorted((s for batch in store.iter_seekers() for s in batch), key=_content)
    columns = posting_columns(postings, vocabulary)
    tally = Tally()
    while tally.judged < n_pairs:
        ways, breaks = SAYINGS[tally.judged // PER_PERSON % len(SAYINGS)]
        words = chance.choice(ways)
        asked = replace(chance.choice(seekers), availability_text=words)
        seeker = understand_seeker(asked, vocabulary, asof=asof, occupation_space=space)
        rows = chance.sample(range(len(postings)), PER_PERSON)
        allowed = screen(
            columns.take(rows), seeker_columns([seeker], vocabulary), asof=asof.toordinal(), side="postings"
        ).allowed()
        for row, passes in zip(rows, allowed.tolist(), strict=True):
            posting = postings[row]
            broken = [*unlawful(posting, seeker, asof), *([ways[0]] if breaks(posting, seeker) else [])]
            tally.judged += 1
            tally.passed += passes
            tally.broken.update(broken)
            if passes and broken:
                tally.wrong.append(f"“{words}” {seeker.id} × {posting.id} {posting.title}: {', '.join(broken)}")
    if tally.wrong:
        raise AssertionError(f"{len(tally.wrong)} pairs passed and should not have: " + "; ".join(tally.wrong[:8]))
    if rare := [ways[0] for ways, _ in SAYINGS if tally.broken[ways[0]] < LEAST_BREACHES * n_pairs / N_PAIRS]:
        raise AssertionError(f"too few breaches to show anything: {', '.join(rare)}")
    return (
        f"{tally.judged} pairs, {tally.passed} pass, {tally.broken.total()} breaches found by the second judge "
        f"({len(tally.broken)} kinds), none of them passed"
    )


def _content(record: Posting | Seeker) -> str:
    """Return what a record says: an order that does not hang on ids, which are new with every import."""
    return repr(replace(record, id=""))


if __name__ == "__main__":
    print(prove())
    sys.exit(0)

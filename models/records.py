"""The records of the field: what a person, a posting, an employer and a crew are, and what was understood of them.

A record has two halves. The *written* half is what somebody typed, under the names of the NDJSON interchange
(`docs/interchange.md`); it is kept word for word. The *understood* half (`facts`) is derived from it by
`models.understand` and can be derived again at any time, so a better reading never loses what was written.

Fields whose comment says PERSONAL identify a person; fields whose comment says SENSITIVE must never reach a passage,
an index, a log or an answer to a portal. `models.text` and the privacy tests read both sets below.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from msgspec import Struct

PERSONAL_FIELDS = frozenset({"name", "id_number", "phone", "contact_name", "contact_phone", "address", "village"})
SENSITIVE_FIELDS = frozenset({"groups", "household", "ethnicity", "health_text", "marital"})


class PostingKind(StrEnum):
    """The kinds of posting, in the order in which they are numbered in the index columns."""

    REGULAR = "regular"
    GIG = "gig"
    ORDER = "order"
    INTERNSHIP = "internship"
    PUBLIC_WELFARE = "public_welfare"
    WORK_RELIEF = "work_relief"


class Status(StrEnum):
    """Whether a stored record may be recalled; only `LIVE` is. The order numbers them in the index columns."""

    LIVE = "live"
    REVIEW = "review"
    BLOCKED = "blocked"
    CLOSED = "closed"
    SUSPENDED = "suspended"


class Settlement(StrEnum):
    """When wages are paid out, in the order in which they are numbered (from 1; 0 is unknown) in the index columns."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    ON_COMPLETION = "on_completion"


SETTLEMENTS = tuple(Settlement)
KINDS = tuple(PostingKind)
STATUSES = tuple(Status)

PayUnit = Literal["hour", "day", "month", "year", "piece", "order"]


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of everything that is stored as JSON: immutable, compared by value, unknown fields refused on reading."""


class Origin(Record, frozen=True):
    """Where a record came from: file name, sheet name ("" for text files), row counted from 1 as Excel shows it."""

    file: str
    sheet: str = ""
    row: int = 0


class Pay(Record, frozen=True):
    """Pay as written and as understood.

    `min_yuan`/`max_yuan` are per `unit`; None is unknown (面议 is unknown, never zero). `raw_unit` keeps 斤, 件, 平方.
    `month_min_yuan`/`month_max_yuan` exist for sorting only, under the assumption said in `assumption` (Chinese).
    `extras` are sums that are not wage (返费, 餐补, 全勤), each as the words that were written.
    """

    raw: str
    min_yuan: float | None = None
    max_yuan: float | None = None
    unit: PayUnit | None = None
    raw_unit: str = ""
    hours_per_day: float | None = None
    overtime_yuan_per_hour: float | None = None
    negotiable: bool = False
    approximate: bool = False
    after_tax: bool | None = None
    held_back: str = ""
    extras: tuple[str, ...] = ()
    month_min_yuan: float | None = None
    month_max_yuan: float | None = None
    assumption: str = ""
    confidence: float = 0.0


class Place(Record, frozen=True):
    """A place down to the township. `county_code` is GB/T 2260 (6 digits), `township_code` the 9-digit statistics code.

    `level` says how exact it is. A city or province stands as `county_code` "520300" or "520000".
    """

    raw: str = ""
    level: Literal["country", "province", "city", "county", "township", "unknown"] = "unknown"
    county_code: str = ""
    township_code: str = ""
    name: str = ""
    lng: float | None = None
    lat: float | None = None
    note: str = ""


class TimeSlot(Record, frozen=True):
    """A gig's dates and daily hours. Minutes count from midnight; `end_minute` past 1440 runs into the next day."""

    starts_on: date | None = None
    ends_on: date | None = None
    start_minute: int | None = None
    end_minute: int | None = None


class Schedule(Record, frozen=True):
    """Working hours as understood; None is not said. `days_off_per_month` counts rest days.

    `weekend` is work on Saturdays and Sundays only.
    """

    raw: str = ""
    night: bool | None = None
    rotating: bool | None = None
    long_day_shift: bool | None = None
    hours_per_day: float | None = None
    days_off_per_month: float | None = None
    part_time: bool | None = None
    start_minute: int | None = None
    end_minute: int | None = None
    weekend: bool | None = None


class OccupationLink(Record, frozen=True):
    """One reading of a text as an occupation of 大典 2022: `code` "6-29-01-01", `confidence` 0..1, `how` it was found.

    `words` is the part of the text that it was read from.
    """

    code: str
    name: str
    confidence: float
    how: Literal["code", "name", "alias", "colloquial", "everyday", "encoder"]
    words: str = ""


class Certificate(Record, frozen=True):
    """A certificate asked for or held. `code` is from `models/data/certificates.tsv`; "" means the text fits none.

    `valid_until_on` None is not stated. `optional` marks "持证优先". `any_of` joins alternatives: certificates of one
    posting with the same non-zero number are alternatives of each other.
    """

    code: str
    name: str
    raw: str = ""
    valid_until_on: date | None = None
    needs_review: str = ""
    optional: bool = False
    any_of: int = 0


class AgeRange(Record, frozen=True):
    """An age wish as written; always soft unless `legal_basis` names the law."""

    raw: str = ""
    min_years: int | None = None
    max_years: int | None = None
    flexible: bool = False
    legal_basis: str = ""


class Finding(Record, frozen=True):
    """What the posting check found: `severity` decides, `law` justifies, `suggestion` is a neutral rewording."""

    code: str
    severity: Literal["block", "review", "warn", "note"]
    field: str
    words: str
    law: str = ""
    text: str = ""
    suggestion: str = ""


class PostingFacts(Record, frozen=True):
    """What was understood of a posting. `version` is `models.understand.posting.FACTS_VERSION`."""

    version: int = 0
    pay: Pay | None = None
    place: Place | None = None
    occupations: tuple[OccupationLink, ...] = ()
    schedule: Schedule | None = None
    slot: TimeSlot | None = None
    settlement: Settlement | None = None
    lodging: bool | None = None
    meals: bool | None = None
    certificates: tuple[Certificate, ...] = ()
    education_code: str = ""
    age: AgeRange | None = None
    hazards: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


class GigDetails(Record, frozen=True):
    """What only a gig has; texts as written."""

    date_text: str = ""
    hours_text: str = ""
    muster_point: str = ""
    settlement_text: str = ""
    meals_text: str = ""
    transport_text: str = ""
    tools_text: str = ""
    insurance_text: str = ""
    risk_text: str = ""
    crew_text: str = ""
    signed_up: int = 0
    state_text: str = ""


class Quota(Record, frozen=True):
    """How many people of an order a county (or one of its townships) may send."""

    county_code: str
    n_people: int
    township: str = ""


class Bus(Record, frozen=True):
    """One departure of an order; `seats` is the licensed load (核载)."""

    label: str
    plate: str = ""
    seats: int = 0
    n_planned: int = 0
    depart_on: date | None = None
    depart_time: str = ""
    pickup: str = ""


class OrderDetails(Record, frozen=True):
    """What only a posting of a labour-export order has; `order_id` joins the postings of one order."""

    order_id: str
    line: int = 0
    destination: str = ""
    order_headcount: int | None = None
    depart_on: date | None = None
    depart_time: str = ""
    muster_point: str = ""
    contract_text: str = ""
    agency_licence: str = ""
    agency_licence_until_on: date | None = None
    travel_text: str = ""
    price_terms: str = ""
    insurance_text: str = ""
    interview_text: str = ""
    station: str = ""
    organiser: str = ""
    follow_up_text: str = ""
    quotas: tuple[Quota, ...] = ()
    buses: tuple[Bus, ...] = ()


class Posting(Record, frozen=True):
    """A job offer of any kind. Everything down to `source` is written by people and interchanged as is."""

    id: str
    title: str
    kind: PostingKind = PostingKind.REGULAR
    employer: str = ""
    description: str = ""
    requirements: str = ""
    county_code: str = ""
    township: str = ""
    headcount: int | None = None
    headcount_text: str = ""
    pay_text: str = ""
    benefits: str = ""
    schedule_text: str = ""
    certificates: tuple[str, ...] = ()
    age_text: str = ""
    education_text: str = ""
    major_text: str = ""
    sex_text: str = ""  # kept as written for the officer; never a filter, never in a passage (就业促进法 27)
    valid_until: date | None = None
    valid_text: str = ""
    posted_on: date | None = None
    occupation_code: str = ""
    employer_id: str = ""
    uscc: str = ""
    industry: str = ""
    employment_form: str = ""
    insurance_text: str = ""
    address: str = ""  # PERSONAL below the township when it is a private home
    contact_name: str = ""  # PERSONAL
    contact_phone: str = ""  # PERSONAL
    source: str = ""
    remark: str = ""
    gig: GigDetails | None = None
    order: OrderDetails | None = None

    status: Status = Status.LIVE
    status_reason: str = ""
    origin: Origin | None = None
    facts: PostingFacts | None = None


class Limits(Record, frozen=True):
    """What a person stated as a limit; a posting outside any of them is not recalled at all. Empty means not stated.

    `areas` are GB/T 2260 codes of any level (province "440000", city "520300", county, 9-digit township); a posting
    must lie under one of them. `avoid` holds the words of things refused ("进厂"). Minutes count from midnight, but
    `longest_minutes` is the length of a day's work. `weekend` leaves Saturdays and Sundays alone.
    """

    areas: tuple[str, ...] = ()
    no_night: bool = False
    settlements: tuple[Settlement, ...] = ()
    lodging: bool = False
    pay_month_min_yuan: float | None = None
    kinds: tuple[PostingKind, ...] = ()
    avoid: tuple[str, ...] = ()
    available_from: date | None = None
    available_until: date | None = None
    earliest_minute: int | None = None
    latest_minute: int | None = None
    back_by_latest: bool = False
    longest_minutes: int | None = None
    weekend: bool = False


class SeekerFacts(Record, frozen=True):
    """What was understood of a person. `done` is from skills and experience, `wanted` from what they ask for.

    `slot` are days the person named ("明天后天有空") without making them a limit.
    """

    version: int = 0
    birth_on: date | None = None
    place: Place | None = None
    done: tuple[OccupationLink, ...] = ()
    wanted: tuple[OccupationLink, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    education_code: str = ""
    pay_expected: Pay | None = None
    regions: tuple[Place, ...] = ()
    near_home: bool | None = None
    schedule: Schedule | None = None
    no_night: bool | None = None
    settlement: Settlement | None = None
    lodging_needed: bool | None = None
    skills: tuple[str, ...] = ()
    slot: TimeSlot | None = None
    limits: Limits | None = None


class Service(Record, frozen=True):
    """One service given to a graduate (1131): `kind` policy, guidance, recommendation, training or result."""

    kind: Literal["policy", "guidance", "recommendation", "training", "result"]
    text: str
    on: date | None = None


class GraduateDetails(Record, frozen=True):
    """What only a graduate has; `destination_text` is 毕业去向."""

    school: str = ""
    graduated_text: str = ""
    cohort_text: str = ""
    destination_text: str = ""
    internship_text: str = ""
    services: tuple[Service, ...] = ()
    officer: str = ""


class Seeker(Record, frozen=True):
    """A person looking for work. Everything down to `source` is written by people and interchanged as is."""

    id: str
    name: str = ""  # PERSONAL
    id_number: str = ""  # PERSONAL, normalised to 18 upper-case characters
    phone: str = ""  # PERSONAL
    birth_year: int | None = None
    sex: Literal["", "male", "female"] = ""
    county_code: str = ""
    township: str = ""
    village: str = ""  # PERSONAL: below the township
    education: str = ""
    major: str = ""
    skills_text: str = ""
    experience_text: str = ""
    certificates: tuple[str, ...] = ()
    desired_jobs_text: str = ""
    desired_regions_text: str = ""
    pay_expect_text: str = ""
    schedule_text: str = ""
    willing_out_of_province: bool | None = None
    availability_text: str = ""
    groups: tuple[str, ...] = ()  # SENSITIVE
    household: str = ""  # SENSITIVE
    ethnicity: str = ""  # SENSITIVE
    health_text: str = ""  # SENSITIVE
    consent: bool | None = None
    graduated_on: date | None = None
    source: str = ""
    remark: str = ""  # SENSITIVE: free words of a caseworker
    employment_text: str = ""
    graduate: GraduateDetails | None = None

    status: Status = Status.LIVE
    status_reason: str = ""
    origin: Origin | None = None
    facts: SeekerFacts | None = None


class Employer(Record, frozen=True):
    """A registered employer. `arrears_until_on` is set while it stands on the wage-arrears list (令45号)."""

    id: str
    name: str
    uscc: str = ""
    kind_text: str = ""
    industry: str = ""
    county_code: str = ""
    township: str = ""
    address: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    is_key: bool = False
    licence_text: str = ""
    licence_until_on: date | None = None
    arrears_from_on: date | None = None
    arrears_until_on: date | None = None
    arrears_note: str = ""
    remark: str = ""
    status: Status = Status.LIVE
    status_reason: str = ""
    origin: Origin | None = None


class CrewMember(Record, frozen=True):
    """One member of a crew; `seeker_id` is "" while the person is not registered. `consent` None: not said."""

    name: str  # PERSONAL
    id_number: str = ""  # PERSONAL
    phone: str = ""  # PERSONAL
    role: str = ""
    trade: str = ""
    certificates: tuple[str, ...] = ()
    notice_text: str = ""
    seeker_id: str = ""
    consent: bool | None = None


class Crew(Record, frozen=True):
    """A registered crew (班组) that takes gigs together."""

    id: str
    name: str
    county_code: str = ""
    township: str = ""
    leader_name: str = ""  # PERSONAL
    leader_phone: str = ""  # PERSONAL
    trade: str = ""
    composition_text: str = ""
    n_members: int | None = None
    scope_text: str = ""
    price_text: str = ""
    tools_text: str = ""
    insurance_text: str = ""
    availability_text: str = ""
    registered_on: date | None = None
    members: tuple[CrewMember, ...] = ()
    remark: str = ""
    status: Status = Status.LIVE
    status_reason: str = ""
    origin: Origin | None = None


AnyRecord = Posting | Seeker | Employer | Crew


class Issue(Record, frozen=True):
    """Something an import has to say about one row. `outcome` "note" leaves the row accepted."""

    outcome: Literal["note", "review", "rejected"]
    code: str
    field: str
    text: str
    row: int = 0
    sheet: str = ""

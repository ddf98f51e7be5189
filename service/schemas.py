"""The shapes of HTTP requests and responses; the OpenAPI document is generated from them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Kind = Literal["regular", "gig", "order", "internship", "public_welfare", "work_relief"]
SettlementWord = Literal["daily", "weekly", "monthly", "on_completion"]
AreaCode = Annotated[str, Field(pattern=r"^\d{6}(\d{3})?$", description="区划代码：6 位（GB/T 2260）或 9 位（乡镇）")]
MAX_TOP_K = 100


class Strict(BaseModel):
    """Base of everything a caller sends: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LimitsIn(Strict):
    """What must hold; a posting outside any of them is not returned, one that does not say is, with a doubt."""

    areas: tuple[AreaCode, ...] = Field((), max_length=4, description="只看这些地方（省、市、县、乡镇代码均可）")
    kinds: tuple[Kind, ...] = Field((), description="只看这些岗位类型")
    settlements: tuple[SettlementWord, ...] = Field((), description="只接受这些结算方式")
    no_night: bool = Field(False, description="不上夜班")
    lodging: bool = Field(False, description="必须包住")
    pay_month_min_yuan: float | None = Field(None, ge=0, description="折合每月不低于多少元")
    available_from: date | None = Field(None, description="最早哪天可以上工")
    available_until: date | None = Field(None, description="最晚做到哪天")


class MatchPostingsIn(Strict):
    """A person in one of three forms: the id of a stored seeker, a seeker inline, or a sentence."""

    seeker_id: str | None = Field(None, description="已入库求职者的编号")
    seeker: dict[str, Any] | None = Field(None, description="求职者（交换格式，见 docs/interchange.md）")
    text: str | None = Field(None, min_length=1, max_length=2000, description="一句话，如“会砌砖，想在正安找日结活”")
    limits: LimitsIn = LimitsIn()
    top_k: int = Field(10, ge=1, le=MAX_TOP_K)
    offset: int = Field(0, ge=0, le=1000)

    @model_validator(mode="after")
    def _one_person(self) -> MatchPostingsIn:
        if sum(value is not None for value in (self.seeker_id, self.seeker, self.text)) != 1:
            raise ValueError("seeker_id、seeker、text 三者必须且只能给一个")
        return self


class MatchSeekersIn(Strict):
    """A posting in one of three forms: the id of a stored posting, a posting inline, or a sentence."""

    posting_id: str | None = Field(None, description="已入库岗位的编号")
    posting: dict[str, Any] | None = Field(None, description="岗位（交换格式，见 docs/interchange.md）")
    text: str | None = Field(None, min_length=1, max_length=2000, description="一句话，如“卸瓷砖要8个人，半天120”")
    top_k: int = Field(10, ge=1, le=MAX_TOP_K)
    offset: int = Field(0, ge=0, le=1000)

    @model_validator(mode="after")
    def _one_posting(self) -> MatchSeekersIn:
        if sum(value is not None for value in (self.posting_id, self.posting, self.text)) != 1:
            raise ValueError("posting_id、posting、text 三者必须且只能给一个")
        return self


class SearchPostingsIn(Strict):
    """The query string of `GET /search/postings`."""

    q: str = Field(min_length=1, max_length=500, description="一句话或几个词")
    area: AreaCode | None = None
    kind: Kind | None = None
    settlement: SettlementWord | None = None
    no_night: bool = False
    lodging: bool = False
    pay_month_min_yuan: float | None = Field(None, ge=0)
    top_k: int = Field(10, ge=1, le=MAX_TOP_K)
    offset: int = Field(0, ge=0, le=1000)

    def limits(self) -> LimitsIn:
        """Return the filters as limits."""
        return LimitsIn(
            areas=(self.area,) if self.area else (),
            kinds=(self.kind,) if self.kind else (),
            settlements=(self.settlement,) if self.settlement else (),
            no_night=self.no_night,
            lodging=self.lodging,
            pay_month_min_yuan=self.pay_month_min_yuan,
        )


class SearchSeekersIn(Strict):
    """The query string of `GET /search/seekers`."""

    q: str = Field(min_length=1, max_length=500, description="要什么人，一句话")
    top_k: int = Field(10, ge=1, le=MAX_TOP_K)
    offset: int = Field(0, ge=0, le=1000)


class ListIn(Strict):
    """The query string of the list routes: records ordered by id, after `after`."""

    after: str = Field("", description="上一页最后一个编号")
    limit: int = Field(50, ge=1, le=500)


class Out(BaseModel):
    """Base of everything that is sent."""

    model_config = ConfigDict(frozen=True)


class PayOut(Out):
    """Pay as understood; null is unknown, never zero."""

    text: str
    min_yuan: float | None
    max_yuan: float | None
    unit: str | None
    raw_unit: str
    month_min_yuan: float | None = Field(description="仅供排序的折算值")
    assumption: str


class OccupationOut(Out):
    """An occupation of 大典 2022."""

    code: str
    name: str
    confidence: float


class CertificateOut(Out):
    """A certificate asked for or held."""

    code: str
    name: str
    optional: bool = False
    valid_until: date | None = None
    needs_review: str = ""


class GigOut(Out):
    """What only a gig has."""

    starts_on: date | None
    ends_on: date | None
    hours_text: str
    muster_point: str
    meals_text: str
    transport_text: str
    tools_text: str
    insurance_text: str
    risk_text: str
    crew_text: str


class OrderOut(Out):
    """What only a posting of a labour-export order has."""

    order_id: str
    destination: str
    depart_on: date | None
    depart_time: str
    muster_point: str
    contract_text: str
    travel_text: str
    price_terms: str
    insurance_text: str


class FindingOut(Out):
    """What the posting check found."""

    code: str
    severity: str
    field: str
    words: str
    law: str
    text: str
    suggestion: str


class PostingOut(Out):
    """A posting as a caller sees it. `contact_*`, `findings` and `origin` are null for a portal."""

    id: str
    kind: Kind
    title: str
    employer: str
    description: str
    requirements: str
    county_code: str
    place: str
    headcount: int | None
    pay: PayOut | None
    benefits: str
    schedule_text: str
    occupations: tuple[OccupationOut, ...]
    certificates: tuple[CertificateOut, ...]
    age_text: str
    education_text: str
    valid_until: date | None
    posted_on: date | None
    settlement: str | None
    gig: GigOut | None
    order: OrderOut | None
    status: str
    contact_name: str | None
    contact_phone: str | None
    findings: tuple[FindingOut, ...] | None
    origin: str | None


class SeekerOut(Out):
    """A person as a caller sees them: masked name, no numbers, nothing sensitive; the way on is through the bureau."""

    id: str
    masked_name: str
    age: int | None
    place: str
    county_code: str
    education: str
    major: str
    skills: str
    experience: str
    occupations: tuple[OccupationOut, ...]
    wanted: tuple[OccupationOut, ...]
    desired_jobs: str
    desired_regions: str
    pay_expected: PayOut | None
    certificates: tuple[CertificateOut, ...]
    consent: bool | None


class ReasonOut(Out):
    """Why this result stands here; `weight` is its part of the score."""

    code: str
    text: str
    weight: float


class DoubtOut(Out):
    """What should be asked or checked before anyone sets out."""

    code: str
    text: str


class UnderstoodOut(Out):
    """One part of what was understood, and the words it was read from."""

    field: str
    words: str
    text: str
    strength: str


class ExcludedOut(Out):
    """How many otherwise fitting items a rule kept out."""

    rule: str
    count: int
    text: str


class RelaxationOut(Out):
    """Which limit, if given up, would show how many more."""

    limit: str
    count: int
    text: str


class AnswerOut(Out):
    """What every match and search answers besides its results."""

    understood: tuple[UnderstoodOut, ...]
    also: tuple[str, ...] = Field(description="也可能是……")
    set_aside: tuple[str, ...] = Field(description="没有采用的要求及原因")
    questions: tuple[str, ...] = Field(description="还想问本人的问题，答了会改变结果")
    total: int
    excluded: tuple[ExcludedOut, ...]
    relaxations: tuple[RelaxationOut, ...]
    build: str
    model: str
    rules_version: str
    took_ms: float


class PostingResult(Out):
    """One recommended posting."""

    rank: int
    score: float
    posting: PostingOut
    reasons: tuple[ReasonOut, ...]
    doubts: tuple[DoubtOut, ...]
    hints: tuple[str, ...]


class SeekerResult(Out):
    """One recommended person."""

    rank: int
    score: float
    seeker: SeekerOut
    reasons: tuple[ReasonOut, ...]
    doubts: tuple[DoubtOut, ...]
    hints: tuple[str, ...]


class PostingAnswer(AnswerOut):
    """Postings, best first."""

    results: tuple[PostingResult, ...]


class SeekerAnswer(AnswerOut):
    """People, best first."""

    results: tuple[SeekerResult, ...]


class PostingPage(Out):
    """A page of postings ordered by id; `next` goes into `after`."""

    postings: tuple[PostingOut, ...]
    next: str | None


class SeekerPage(Out):
    """A page of people ordered by id; `next` goes into `after`."""

    seekers: tuple[SeekerOut, ...]
    next: str | None


class LineOut(Out):
    """What happened to one line of a bulk upload."""

    line: int
    id: str
    outcome: Literal["new", "changed", "same", "review", "rejected"]
    code: str = ""
    text: str = ""


class BulkOut(Out):
    """The report of a bulk upload, line by line."""

    total: int
    accepted: int
    review: int
    rejected: int
    lines: tuple[LineOut, ...]


class IssueOut(Out):
    """Something to be said about a record: `outcome` note leaves it accepted, review keeps it for an officer."""

    outcome: Literal["note", "review", "rejected"]
    code: str
    field: str
    text: str


class StoredOut(Out):
    """What happened to one stored record; `status` is how it stands now ("suspended": the employer owes wages)."""

    id: str
    outcome: Literal["new", "changed", "same", "review", "deleted"]
    status: str = ""
    issues: tuple[IssueOut, ...] = ()
    findings: tuple[FindingOut, ...] = ()


class CheckOut(Out):
    """What the posting check says of a posting that was not stored: ok, review (by an officer) or block."""

    decision: Literal["ok", "review", "block"]
    findings: tuple[FindingOut, ...]


class Problem(Out):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    fields: tuple[str, ...] | None = Field(None, description="有问题的参数或字段")
    issues: tuple[IssueOut, ...] | None = Field(None, description="没有被接受的原因，逐条列出")
    findings: tuple[FindingOut, ...] | None = Field(None, description="岗位内容检查的结果")

"""What is heard of a worker's or an employer's sentence, for tests that read like one."""

from __future__ import annotations

from typing import Literal

from models.records import Limits, PostingFacts, SeekerFacts
from models.understand.query import Query, understand_query
from models.vocabulary import load_vocabulary
from tests.builders import ASOF

VOCABULARY = load_vocabulary()


def ask(text: str, side: Literal["postings", "seekers"] = "postings") -> Query:
    """Return the query of a sentence, a worker's unless people are sought."""
    return understand_query(text, VOCABULARY, side=side, asof=ASOF)


def said(text: str) -> SeekerFacts:
    """Return what a worker's sentence tells of them."""
    seeker = ask(text).seeker
    assert seeker is not None
    assert seeker.facts is not None
    return seeker.facts


def limits(text: str) -> Limits:
    """Return what a worker's sentence insists on."""
    return said(text).limits or Limits()


def offered(text: str) -> PostingFacts:
    """Return what an employer's sentence offers."""
    posting = ask(text, "seekers").posting
    assert posting is not None
    assert posting.facts is not None
    return posting.facts


def work(text: str) -> str:
    """Return the code of the work that a worker's sentence wishes for, else has done; "" for none."""
    facts = said(text)
    return (facts.wanted or facts.done)[0].code if facts.wanted or facts.done else ""


def work_asked(text: str) -> str:
    """Return the code of the work that an employer's sentence asks for; "" for none."""
    links = offered(text).occupations
    return links[0].code if links else ""

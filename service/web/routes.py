"""The caseworker's pages: a sentence in, explained matches out, open one, match it the other way."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from service import audit
from service.answers import posting_answer, seeker_answer
from service.auth import Caller, open_access
from service.desk import (
    postings_for_seeker,
    postings_for_text,
    seekers_for_posting,
    seekers_for_text,
    stored_posting,
    stored_seeker,
)
from service.errors import KeyNeeded
from service.resources import Resources
from service.schemas import LimitsIn, Strict
from service.views import posting_view, seeker_view
from service.web.pages import EXAMPLES, child_areas, page

TOP_K = 10

router = APIRouter(include_in_schema=False)


class HomeIn(Strict):
    """The query string of the first page. Empty choices of the form arrive as empty strings."""

    side: str = "postings"
    q: str = ""
    area: str = ""
    kind: str = ""
    offset: int = 0


class DetailIn(Strict):
    """The query string of a posting's or a person's page."""

    matches: bool = False
    offset: int = 0


class NotSignedIn(Exception):
    """The pages of this service want a sign-in first."""


def signed_in(request: Request) -> Caller:
    """Return the person at the desk.

    Raises:
        NotSignedIn: the service wants a key and this browser has shown none, or it was revoked.
    """
    resources: Resources = request.app.state.resources
    settings, keys = resources.settings, resources.keys.all()
    key_id = request.session.get("key")
    for key in keys:
        if key.id == key_id and key.role != "portal":
            return Caller(key.role, key.id, key.label)
    if open_access(settings.access, is_loopback=settings.is_loopback, has_keys=bool(keys)):
        return Caller("staff" if settings.is_loopback else "portal")
    raise NotSignedIn


Who = Annotated[Caller, Depends(signed_in)]


@router.get("/")
def home(request: Request, asked: Annotated[HomeIn, Query()], who: Who) -> Response:
    """Show the search form and, after a sentence, what was understood and what fits."""
    resources: Resources = request.app.state.resources
    side = "seekers" if asked.side == "seekers" else "postings"
    question = asked.q.strip()
    values: dict[str, Any] = {
        "side": side,
        "q": question,
        "area": asked.area,
        "kind": asked.kind,
        "offset": max(0, asked.offset),
        "top_k": TOP_K,
        "examples": EXAMPLES[side],
        "counties": child_areas(resources),
        "here": "/?" + urlencode({"side": side, "q": question, "area": asked.area, "kind": asked.kind}),
    }
    if not question:
        return page(request, "home.html", **values)
    if len(question) > 500:
        return page(request, "home.html", status=422, error="这句话太长了，请缩到 500 字以内。", **values)
    given = {"top_k": TOP_K, "offset": values["offset"], "role": who.role}
    if side == "seekers":
        found = seekers_for_text(resources, question, **given)
        audit.searched_people(resources, who, "GET /", len(found.results))
        shown: Any = seeker_answer(found, resources.vocabulary, asof=resources.clock.today())
    else:
        limits = LimitsIn.model_validate(
            {"areas": (asked.area,) if asked.area else (), "kinds": (asked.kind,) if asked.kind else ()}
        )
        found = postings_for_text(resources, question, limits=limits, **given)
        shown = posting_answer(found, resources.vocabulary, who.role)
    return page(request, "home.html", answer=shown, versions=shown, **values)


@router.get("/postings/{posting_id}")
def posting_page(request: Request, posting_id: str, asked: Annotated[DetailIn, Query()], who: Who) -> Response:
    """Show a posting and, when asked, the people who fit it."""
    resources: Resources = request.app.state.resources
    posting = stored_posting(resources, posting_id)
    values: dict[str, Any] = {"p": posting_view(posting, resources.vocabulary, who.role), "side": "postings"}
    if asked.matches:
        offset = max(0, asked.offset)
        found = seekers_for_posting(resources, posting, top_k=TOP_K, offset=offset, role=who.role)
        audit.searched_people(resources, who, "GET /postings/{posting_id}", len(found.results))
        shown = seeker_answer(found, resources.vocabulary, asof=resources.clock.today())
        values |= {"answer": shown, "versions": shown, "offset": offset, "top_k": TOP_K}
        values["here"] = f"/postings/{quote(posting_id)}?matches=1"
    return page(request, "posting.html", **values)


@router.get("/seekers/{seeker_id}")
def seeker_page(request: Request, seeker_id: str, asked: Annotated[DetailIn, Query()], who: Who) -> Response:
    """Show a person, masked, and, when asked, the postings that fit."""
    resources: Resources = request.app.state.resources
    who.must_be("staff", "admin")
    seeker = stored_seeker(resources, seeker_id)
    audit.looked_at_person(resources, who, "GET /seekers/{seeker_id}", seeker_id)
    today = resources.clock.today()
    values: dict[str, Any] = {"s": seeker_view(seeker, resources.vocabulary, asof=today), "side": "seekers"}
    if asked.matches:
        offset = max(0, asked.offset)
        found = postings_for_seeker(resources, seeker, top_k=TOP_K, offset=offset, role=who.role)
        shown = posting_answer(found, resources.vocabulary, who.role)
        values |= {"answer": shown, "versions": shown, "offset": offset, "top_k": TOP_K}
        values["here"] = f"/seekers/{quote(seeker_id)}?matches=1"
    return page(request, "seeker.html", **values)


@router.get("/login")
def login_form(request: Request) -> Response:
    """Ask for a staff key."""
    return page(request, "login.html")


@router.post("/login")
def login(request: Request, key: Annotated[str, Form(max_length=200)]) -> Response:
    """Sign this browser in with a staff key; the key itself is not kept, only its id in the signed cookie."""
    resources: Resources = request.app.state.resources
    try:
        caller = resources.keys.caller(key.strip())
    except KeyNeeded:
        return page(request, "login.html", status=401, error="密钥不对或已撤销，请核对后再试。")
    if caller.role == "portal":
        return page(request, "login.html", status=403, error="这是门户用的密钥，不能登录经办页面。")
    request.session["key"] = caller.key_id
    return RedirectResponse("/", status_code=303)


@router.get("/logout")
def logout(request: Request) -> Response:
    """Sign this browser out."""
    request.session.clear()
    return RedirectResponse("/login", status_code=303)

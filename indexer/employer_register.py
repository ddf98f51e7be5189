"""Turn the employer a posting names into the registered one, and a wage-arrears listing into suspended postings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from indexer.normalise.employer_rows import ARREARS_REASON, is_in_arrears
from indexer.normalise.keys import squeezed
from indexer.store import Store
from models.records import Employer, Posting, Status
from models.understand.identity import uscc_problem

# Bodies that hire without standing in the employers' register.
_PUBLIC_BODY = re.compile("村民委员会|居民委员会|村委会|居委会|社区|人民政府|街道办|办事处|合作联社|[镇乡]政府")


class EmployerRegister:
    """Finds employers by credit code, else by name, with a memory for one run."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_code: dict[str, Employer | None] = {}
        self._by_name: dict[str, Employer | None] = {}
        self.is_empty = store.count("employer") == 0

    def load(self, postings: Iterable[Posting]) -> None:
        """Look up every employer that postings name and that is not known yet, in two questions to the store."""
        wanted = list(postings)
        codes = {p.uscc for p in wanted if p.uscc} - self._by_code.keys()
        names = {p.employer for p in wanted if p.employer} - self._by_name.keys()
        if self.is_empty or (not codes and not names):
            return
        by_code = self._store.employers_by_uscc(sorted(codes))
        by_name = self._store.employers_by_name(sorted(names))
        found = self._store.employers(sorted({*by_code.values(), *by_name.values()}))
        self._by_code |= {code: found.get(by_code.get(code, "")) for code in codes}
        self._by_name |= {name: found.get(by_name.get(name, "")) for name in names}

    def of(self, posting: Posting) -> Employer | None:
        """Return the employer of a posting, after `load`; a credit code wins over a name."""
        return self._by_code.get(posting.uscc) or self._by_name.get(posting.employer)

    def is_missing(self, posting: Posting) -> bool:
        """Return whether a posting names an employer that should stand in the register and does not.

        Village committees, streets and an empty register are no reason for a remark.
        """
        if self.is_empty or not posting.employer or _PUBLIC_BODY.search(posting.employer):
            return False
        return self.of(posting) is None


def apply_arrears(
    store: Store, before: Sequence[Employer | None], after: Sequence[Employer], *, asof: date, now: datetime
) -> tuple[int, int]:
    """Suspend the postings of employers that are on the wage-arrears list, and free those of employers that left it.

    `before` are the employers as they were stored, None for new ones. Returns (suspended, freed). A posting that comes
    free goes back to review when it has a reason of its own. Source: 令45号.
    """
    n_suspended = n_freed = 0
    for old, new in zip(before, after, strict=True):
        listed = is_in_arrears(new, asof)
        if not listed and (old is None or not (old.arrears_until_on or old.arrears_note)):
            continue
        ids = store.postings_of_employer(uscc="" if uscc_problem(new.uscc) else new.uscc, name=new.name)
        postings = [p for p in store.postings(ids).values() if _is_of(p, new)]
        if listed:
            live = [p.id for p in postings if p.status in (Status.LIVE, Status.REVIEW)]
            n_suspended += len(store.set_statuses("posting", live, Status.SUSPENDED, ARREARS_REASON, now=now))
            continue
        held = [p for p in postings if p.status is Status.SUSPENDED and p.status_reason == ARREARS_REASON]
        for status, reason in sorted({_free(p) for p in held}):
            ids = [p.id for p in held if _free(p) == (status, reason)]
            n_freed += len(store.set_statuses("posting", ids, status, reason, now=now))
    return n_suspended, n_freed


def _is_of(posting: Posting, employer: Employer) -> bool:
    if posting.uscc and employer.uscc and not uscc_problem(posting.uscc):
        return posting.uscc == employer.uscc
    return squeezed(posting.employer) == squeezed(employer.name)


def _free(posting: Posting) -> tuple[Status, str]:
    if posting.uscc and uscc_problem(posting.uscc):
        return Status.REVIEW, "bad_uscc"
    findings = posting.facts.findings if posting.facts else ()
    code = next((finding.code for finding in findings if finding.severity == "review"), "")
    return (Status.REVIEW, code) if code else (Status.LIVE, "")

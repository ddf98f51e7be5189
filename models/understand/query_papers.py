"""Take the papers that a piece of a worker's sentence names, denies or lets lapse into what is read of it."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from models.records import Certificate
from models.understand.certificate import parse_certificates, says_certificate, says_lapsed, still_held
from models.understand.denied_papers import denies_papers, without_denied_papers
from models.understand.query_wording import sentence
from models.understand.reading import Reading
from models.understand.said_papers import certificate_of_trade
from models.vocabulary import Vocabulary

# "以前有焊工证，去年过期了没去审": the paper stands in the piece before.
_ONLY_LAPSED: Final = re.compile(
    r"^(?:但|不过|可惜|就是|现在|前年|去年|今年|上个?月|前几天|早就|早都|好像|已经|都|也|又|刚|才|我|一直|还)*"
    r"(?:过(?:了)?期|到(?:了)?期|失效|作废|吊销|没(?:去|有|得空)*(?:复|年)?[审换]|遭(?:吊销|扣))(?!前|之前)"
)


def read_papers(piece: str, reading: Reading, vocabulary: Vocabulary, asof: date) -> list[str]:
    """Take in the certificates a piece names; return their words. One that has lapsed is none.

    Who says that they hold none has told of their papers: a licence they lack is not asked for again.
    """
    if _ONLY_LAPSED.match(piece) and (lapsed := _lapses_before(piece, reading)):
        return lapsed
    if denies_papers(piece) or not says_certificate(piece) or re.search(r"身份证", piece):
        return _denied(piece, reading, vocabulary, asof)
    work = [phrase for name in ("done", "wanted") for phrase in reversed(reading.texts.get(name, ()))]
    if of_trade := certificate_of_trade(piece, work, vocabulary, asof=asof):
        held = still_held(parse_certificates(of_trade, vocabulary, asof=asof))
        if held:
            reading.keep("certificate", of_trade)
            reading.show("certificate", piece, sentence("certificate", held[0].name))
        trade = of_trade.partition("证")[0]
        return piece.replace(trade, " ").split() if trade in piece else [piece]
    found = parse_certificates(piece, vocabulary, asof=asof, beside="".join(work))
    if not still_held(found):
        if any(certificate.code != "health" for certificate in found):
            reading.keep("certificate", piece)
        return [certificate.raw for certificate in found]
    return _held(piece, found, reading)


def _denied(piece: str, reading: Reading, vocabulary: Vocabulary, asof: date) -> list[str]:
    """Take in a piece that denies papers and perhaps names others; return the words of those denied."""
    if not denies_papers(piece):
        return []
    rest = without_denied_papers(piece)
    held = still_held(parse_certificates(rest, vocabulary, asof=asof)) if says_certificate(rest) else ()
    reading.keep("certificate", piece)
    if held:
        return [*_held(rest, held, reading), piece.replace(rest, "")]
    reading.show("certificate", piece, sentence("no_certificate", words=piece))
    return [piece] if not rest else [piece.replace(rest, "")]


def _held(piece: str, found: tuple[Certificate, ...], reading: Reading) -> list[str]:
    """Take in certificates that a piece says are held; return their words."""
    found = still_held(found)
    reading.keep("certificate", piece)
    names = "、".join(dict.fromkeys(certificate.name for certificate in found))
    reading.show("certificate", piece, sentence("certificate", names))
    lowered = piece.lower()
    taken = []
    for certificate in found:
        at = lowered.find(certificate.raw.lower())
        if at >= 0:
            end = at + len(certificate.raw)
            taken.append(piece[at : end + 1] if piece[end : end + 1] in "证照本" else piece[at:end])
    return taken


def _lapses_before(piece: str, reading: Reading) -> list[str]:
    """Take back the paper of the piece before, which has lapsed; return the words of the piece, [] without a paper."""
    papers = reading.texts.get("certificate", [])
    shown = next((part for part in reversed(reading.parts) if part.field == "certificate"), None)
    if not papers or shown is None or not says_lapsed(piece):
        return []
    reading.parts.remove(shown)
    papers[-1] += piece
    return [piece]

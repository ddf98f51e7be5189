"""Turn the words that someone used for a kind of work into the trade they mean within its occupation."""

from __future__ import annotations

from models.occupation_names import fold_name
from models.occupations import Trade
from models.records import OccupationLink
from models.vocabulary import Vocabulary


def trade_of(words: str, code: str, vocabulary: Vocabulary) -> Trade | None:
    """Return the trade of an occupation that `words` tell of (月嫂 within 家政服务员), None if they tell of none.

    The longest word decides, then the later one in the text, then the order of `trades.tsv`.
    """
    occupation = vocabulary.occupations.get(code)
    if occupation is None or not occupation.trades:
        return None
    folded = fold_name(words)
    best: tuple[int, int] | None = None
    found: Trade | None = None
    for trade in occupation.trades:
        for word in trade.words:
            key = (len(word), folded.rfind(fold_name(word)))
            if key[1] >= 0 and (best is None or key > best):
                best, found = key, trade
    return found


def trade_number(words: str, code: str, vocabulary: Vocabulary) -> int:
    """Return the place, from 1, of the trade that `words` tell of among those of its occupation; 0 if of none."""
    trade = trade_of(words, code, vocabulary)
    return 0 if trade is None else 1 + vocabulary.occupations[code].trades.index(trade)


def same_trade(one: OccupationLink, other: OccupationLink, vocabulary: Vocabulary) -> bool | None:
    """Return whether two readings of the same occupation mean the same trade; None when one does not say, or differs.

    None also for an occupation that holds only one trade, and for two different occupations.
    """
    if one.code != other.code:
        return None
    first, second = (trade_of(link.words, link.code, vocabulary) for link in (one, other))
    return None if first is None or second is None else first.trade == second.trade


def trade_name(link: OccupationLink, vocabulary: Vocabulary) -> str:
    """Return what to call the work of a link when it is shown: its trade, or else the name of its occupation."""
    trade = trade_of(link.words, link.code, vocabulary)
    return link.name if trade is None else trade.name

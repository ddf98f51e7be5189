"""Turn two occupations into the ground on which one may be offered to who knows the other: a skill, or near work."""

from __future__ import annotations

from models.occupation_names import fold_name
from models.occupations import Occupation
from models.vocabulary import Vocabulary

# Two occupations that nobody called near are so with this many skills in common. Source: our choice; of
# random pairs with two, most had only words such as 过滤 and 干燥 in common.
_ENOUGH_SKILLS = 3


def near_trades(code_a: str, code_b: str, vocabulary: Vocabulary) -> str | None:
    """Return why `code_b` is near to one who does `code_a`: a skill they share, "" for near without one, None if not.

    Near is what the knowledge of either calls near, or what shares three skills and neither calls confusable; not the
    same occupation. A skill is shared when one is the other or holds it (抹灰 in 抹灰粉刷); of several the
    longest is returned, then the first of `code_b`.
    """
    one, other = vocabulary.occupations.get(code_a), vocabulary.occupations.get(code_b)
    if one is None or other is None or one.code == other.code:
        return None
    shared = [skill for skill in (_shared(skill, one) for skill in other.skills) if skill]
    is_near = other.name in one.near or one.name in other.near
    if not is_near and (len(set(shared)) < _ENOUGH_SKILLS or _are_confused(one, other)):
        return None
    return max(shared, key=len, default="")


def _shared(skill: str, known_by: Occupation) -> str:
    """Return what a skill has in common with one of an occupation, the longest such, "" for nothing."""
    folded = fold_name(skill)
    own = (fold_name(word) for word in known_by.skills)
    found = (min(folded, word, key=len) for word in own if word in folded or folded in word)
    return max(found, key=len, default="")


def _are_confused(one: Occupation, other: Occupation) -> bool:
    """Return whether either calls a name of the other confusable."""
    return any(not {b.name, *b.everyday}.isdisjoint(a.confusable) for a, b in ((one, other), (other, one)))

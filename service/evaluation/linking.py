"""Turn titles with their right occupations into how often the product, its dictionary and its encoder name them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from models.evaluate import evaluate_linking, read_titles
from models.understand.occupation import link_occupations
from models.vocabulary import Vocabulary
from service.evaluation.misuse import Misuse
from service.evaluation.tools import Tools

CUTS = (1, 10)

Advance = Callable[[int, int | None], None]
Answers = Sequence[Sequence[str]]


def read_linking(path: Path) -> list[tuple[str, str]]:
    """Read titles and expected codes.

    Raises:
        Misuse: the file or a column is missing, it has no rows, or a title or code is empty.
    """
    try:
        titles = read_titles(path)
    except (ValueError, OSError) as error:
        raise Misuse(f"读不出“{path}”：{error}" if isinstance(error, OSError) else str(error)) from None
    if not titles:
        raise Misuse(f"“{path.name}”里没有一行职位名称。")
    for number, (title, code) in enumerate(titles, start=2):
        if not title.strip() or not code.strip():
            raise Misuse(f"“{path.name}”第{number}行缺少 job_name 或 expected_code，请补上或删掉这一行。")
    return titles


def measure_linking(
    titles: Sequence[tuple[str, str]], tools: Tools, *, advance: Advance | None = None
) -> dict[str, Any]:
    """Return accuracy@1 and @10 of linking, of its dictionary alone, of the encoder alone, and by 大类."""
    words, space = tools.vocabulary, tools.occupation_space
    product: list[list[str]] = []
    dictionary: list[list[str]] = []
    for done, (title, _) in enumerate(titles, start=1):
        product.append([link.code for link in link_occupations(title, words, encoder=space, top_k=CUTS[-1])])
        dictionary.append([link.code for link in link_occupations(title, words, top_k=CUTS[-1])])
        if advance and done % 100 == 0:
            advance(done, len(titles))
    near = space.search_many([title for title, _ in titles], CUTS[-1])
    encoder = [[code for code, _ in found] for found in near]
    return {
        **_accuracy(titles, product),
        "dictionary": _accuracy(titles, dictionary),
        "encoder": _accuracy(titles, encoder),
        "by_major": _by_major(titles, product, words),
    }


def _by_major(titles: Sequence[tuple[str, str]], answers: Answers, vocabulary: Vocabulary) -> dict[str, Any]:
    parts: dict[str, list[int]] = {}
    for i, (_, expected) in enumerate(titles):
        parts.setdefault(expected[0], []).append(i)
    return {
        major_name(digit, vocabulary): _accuracy([titles[i] for i in parts[digit]], [answers[i] for i in parts[digit]])
        for digit in sorted(parts)
    }


def major_name(digit: str, vocabulary: Vocabulary) -> str:
    """Return the number and name of a 大类."""
    named = vocabulary.occupations.get(f"{digit}-00-00-00")
    return f"{digit} {named.name}" if named else f"{digit} 大类"


def _accuracy(titles: Sequence[tuple[str, str]], answers: Answers) -> dict[str, Any]:
    numbered = [(str(i), expected) for i, (_, expected) in enumerate(titles)]
    figures = evaluate_linking(numbered, lambda i: answers[int(i)], cuts=CUTS)
    return {"n": figures.n_titles, **{f"accuracy_at_{cut}": share for cut, share in figures.accuracy.items()}}

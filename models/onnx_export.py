"""Turn a transformer that sentence-transformers loads into a folder that onnxruntime runs in int8, and measure both.

`python -m models.onnx_export FOLDER --out DIR` needs `pip install 'zunpei[transformers,onnx-export]'`; the folder it
writes needs `zunpei[onnx]` only.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace

from models.card import CARD_FILE, ModelCard, Vectors, write_card
from models.encoder import Encoder
from models.model_choices import EncoderUnavailable
from models.onnx_encoder import MODEL_FILE, SENTENCE_OUTPUT, TOKENIZER_FILE, OnnxEncoder, fingerprint_of
from models.sentence_encoder import SentenceEncoder
from models.vocabulary import load_vocabulary

LOWEST_COSINE = 0.95
"""Source: our choice, see decision 0014; mean cosine to float32 under which a quantised model is called unfit."""

_ONE_FILE_BYTES = 1_800_000_000  # Source: a protobuf file ends at 2 GiB
_EXAMPLES = ("会砌砖，想在正安找日结的活", "招两名砌筑工")
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def export_onnx(source: SentenceEncoder, out: Path, *, int8: bool = True) -> ModelCard:
    """Write graph, tokenizer and card of `source` into the folder `out` and return the card.

    The graph holds every module of the model, pooling included. int8 quantises the weights with seven bits per channel:
    the eighth would overflow in processors without VNNI instructions.

    Raises:
        EncoderUnavailable: a library is missing, or the model cannot be exported.
    """
    try:
        import onnx  # noqa: F401
        import onnxscript  # noqa: F401
        from onnxruntime.quantization import QuantType, quantize_dynamic
    except ImportError as error:
        raise EncoderUnavailable(
            "导出要用 onnx、onnxscript 和 onnxruntime，请执行 pip install 'zunpei[transformers,onnx-export]'。"
        ) from error
    if not hasattr(source.transformer.tokenizer, "backend_tokenizer"):
        raise EncoderUnavailable(f"模型“{source.card.name}”没有快速分词器（{TOKENIZER_FILE}），导不出来。")
    out.mkdir(parents=True, exist_ok=True)
    (out / CARD_FILE).unlink(missing_ok=True)
    for old in out.glob(f"{MODEL_FILE}*"):
        old.unlink()
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        graph = Path(scratch) / MODEL_FILE if int8 else out / MODEL_FILE
        with _quiet():
            apart = _write_graph(source, graph)
            if int8:
                quantize_dynamic(
                    graph,
                    out / MODEL_FILE,
                    weight_type=QuantType.QInt8,
                    per_channel=True,
                    reduce_range=True,
                    use_external_data_format=apart,
                )
    for written in out.glob(f"{MODEL_FILE}*"):
        written.chmod(0o644)  # the libraries make files that only their owner may read
    tokenizer = source.transformer.tokenizer.backend_tokenizer
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(out / TOKENIZER_FILE))
    card = replace(
        source.card,
        name=f"{source.card.name}-{'int8' if int8 else 'onnx'}",
        sha256=fingerprint_of(out, out / MODEL_FILE),
        revision=source.card.sha256[:16],
    )
    write_card(card, out)
    return card


def agreement(exact: Encoder, quick: Encoder, texts: Sequence[str]) -> dict[str, float]:
    """Compare two encoders on texts: mean and lowest cosine of the two rows, and the mean share of common ten nearest.

    The ten nearest of a text are looked for among the other texts, ties by place.

    Raises:
        ValueError: fewer than 12 texts, so that ten neighbours say nothing.
    """
    if len(texts) < 12:
        raise ValueError("agreement needs at least 12 texts")
    one, two = exact.encode_passages(texts), quick.encode_passages(texts)
    cosines = (one * two).sum(axis=1)
    pairs = zip(_nearest(one), _nearest(two), strict=True)
    return {
        "cosine_mean": float(cosines.mean()),
        "cosine_min": float(cosines.min()),
        "top10_overlap": float(np.mean([len(set(a) & set(b)) / 10 for a, b in pairs])),
        "n_texts": float(len(texts)),
    }


def speed(encoder: Encoder, queries: Sequence[str], texts: Sequence[str]) -> dict[str, float]:
    """Measure one query at a time (median and 90th percentile, milliseconds) and texts in bulk (per second)."""
    encoder.encode_queries(queries[:3])
    took = []
    for query in queries:
        started = time.perf_counter()
        encoder.encode_queries([query])
        took.append((time.perf_counter() - started) * 1000)
    started = time.perf_counter()
    encoder.encode_passages(texts)
    seconds = time.perf_counter() - started
    return {
        "query_ms_p50": float(np.median(took)),
        "query_ms_p90": float(np.percentile(took, 90)),
        "texts_per_second": len(texts) / seconds,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Export, measure against float32 and write the card; returns 1 when the quantised model differs too much."""
    parser = argparse.ArgumentParser(prog="python -m models.onnx_export", description="把模型导出成 ONNX int8 并量一遍")
    parser.add_argument("model", help="模型文件夹，或本机缓存里的名称")
    parser.add_argument("--out", type=Path, required=True, help="写到哪个文件夹")
    parser.add_argument("--fp32", action="store_true", help="不量化，只导出")
    parser.add_argument("--texts", type=Path, help="拿来比较的文本，每行一条；不给则用 300 条职业描述")
    parser.add_argument("--threads", type=int, default=1, help="量速度用几个线程")
    given = parser.parse_args(arguments)
    try:
        source = SentenceEncoder(given.model, n_threads=given.threads)
        card = export_onnx(source, given.out, int8=not given.fp32)
        exported = OnnxEncoder(given.out, n_threads=given.threads)
    except EncoderUnavailable as error:
        print(error, file=sys.stderr)
        return 1
    texts = _lines(given.texts) if given.texts else _occupation_texts(300)
    metrics = agreement(source, exported, texts)
    queries = [text[:20] for text in texts[:50]]
    for name, encoder in (("torch", source), ("onnx", exported)):
        metrics |= {f"{name}_{key}": value for key, value in speed(encoder, queries, texts[:100]).items()}
    write_card(replace(card, metrics={key: round(value, 4) for key, value in metrics.items()}), given.out)
    size = sum(path.stat().st_size for path in given.out.glob(f"{MODEL_FILE}*")) / 1e6
    print(f"已写入 {given.out}：{size:.0f} MB，{card.dim} 维，最多读 {card.max_tokens} 个词元")
    print(
        f"与 float32 比（{len(texts)} 条）：余弦平均 {metrics['cosine_mean']:.4f}、最低 {metrics['cosine_min']:.4f}，"
        f"前十名重合 {metrics['top10_overlap']:.1%}"
    )
    for name in ("torch", "onnx"):
        print(
            f"{name}：查一句中位 {metrics[f'{name}_query_ms_p50']:.1f} 毫秒，"
            f"批量每秒 {metrics[f'{name}_texts_per_second']:.0f} 条（{given.threads} 个线程）"
        )
    if metrics["cosine_mean"] < LOWEST_COSINE:
        print(f"余弦平均低于 {LOWEST_COSINE}：这个模型量化后走样，请加 --fp32 导出，或者换一个模型。", file=sys.stderr)
        return 1
    print(f"下一步：ZUNPEI_MODEL={given.out} zunpei build --full")
    return 0


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep back warnings of the exporting libraries, which are about their own insides."""
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)


def _write_graph(source: SentenceEncoder, path: Path) -> bool:
    """Export every module of a model as one graph from token ids to `SENTENCE_OUTPUT`.

    Returns whether the weights had to be put into a file of their own, beside the graph.
    """
    import torch

    model = source.transformer
    features = model.preprocess(list(_EXAMPLES))
    names = [name for name in _INPUTS if name in features]

    class Sentence(torch.nn.Module):
        def forward(self, *tensors: Any) -> Any:
            made = dict(zip(names, tensors, strict=True))
            for module in modules:
                made = module(made)
            return made[SENTENCE_OUTPUT]

    modules = torch.nn.ModuleList(list(model)).eval()
    sentence = Sentence()
    sentence.modules_kept = modules
    batch = torch.export.Dim("batch", min=1, max=4096)
    length = torch.export.Dim("length", min=1, max=max(source.card.max_tokens, 8))
    apart = sum(weight.numel() * 4 for weight in model.parameters()) > _ONE_FILE_BYTES
    try:
        with torch.no_grad():
            torch.onnx.export(
                sentence,
                tuple(features[name] for name in names),
                str(path),
                input_names=names,
                output_names=[SENTENCE_OUTPUT],
                dynamic_shapes=(tuple({0: batch, 1: length} for _ in names),),
                dynamo=True,
                external_data=apart,
                verbose=False,
            )
    # The exporter raises many kinds of error for a model that it cannot follow.
    except Exception as error:
        reason = " ".join(str(error).split())[:200]
        raise EncoderUnavailable(
            f"模型“{source.card.name}”导不成 ONNX（{type(error).__name__}: {reason}）。"
            "可以直接用 ZUNPEI_MODEL 指向原来的文件夹（要装 torch），或者换一个 BERT 类的模型。"
        ) from error
    return bool(apart)


def _nearest(vectors: Vectors) -> list[list[int]]:
    similar = vectors @ vectors.T
    np.fill_diagonal(similar, -np.inf)
    nearest: list[list[int]] = np.argsort(-similar, axis=1, kind="stable")[:, :10].tolist()
    return nearest


def _occupation_texts(n: int) -> list[str]:
    """Return what people say of their work, of `n` occupations spread over the whole classification."""
    occupations = sorted(load_vocabulary().occupations.values(), key=lambda occupation: occupation.code)
    texts = [" ".join((occupation.name, *occupation.says)) for occupation in occupations if occupation.says]
    return texts[:: max(1, len(texts) // n)][:n]


def _lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    sys.exit(main())

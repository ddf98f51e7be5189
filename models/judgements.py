"""Turn the files of a test collection, `id TAB text` and TREC judgements, into texts and grades by id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

# First cells that name a column and are no id, and names of grade columns. Source: TREC, BEIR, MTEB and our own files.
_ID_HEADINGS = frozenset(
    {
        "id",
        "_id",
        "qid",
        "q_id",
        "query_id",
        "query-id",
        "queryid",
        "did",
        "docid",
        "doc_id",
        "c_id",
        "cid",
        "corpus_id",
    }
    | {
        "corpus-id",
        "pid",
        "posting_id",
        "seeker_id",
        "编号",
        "查询编号",
        "文档编号",
        "序号",
        "查询",
        "topic",
        "topic_id",
    }
)
_GRADE_HEADINGS = frozenset(
    {"score", "grade", "relevance", "rel", "label", "judgment", "judgement", "等级", "相关性", "分数", "得分"}
)


def read_texts(path: Path) -> dict[str, str]:
    """Read `id TAB text` lines; empty lines and a heading line are skipped, further columns join the text.

    Raises:
        ValueError: a line has no tab, no id or no text, or an id comes twice; a Chinese sentence names file and line.
    """
    texts: dict[str, str] = {}
    for number, line in numbered_lines(path):
        key, tab, text = line.partition("\t")
        key, text = key.strip(), " ".join(text.split())
        if number == 1 and key.casefold() in _ID_HEADINGS:
            continue
        if not tab:
            raise ValueError(f"“{path.name}”第{number}行没有制表符，应为“编号<Tab>文本”。")
        if not key or not text:
            raise ValueError(f"“{path.name}”第{number}行的{'编号' if not key else '文本'}是空的，请补上或删掉这一行。")
        if key in texts:
            raise ValueError(f"“{path.name}”第{number}行的编号“{key}”重复。")
        texts[key] = text
    if not texts:
        raise ValueError(f"“{path.name}”里没有一行“编号<Tab>文本”。")
    return texts


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Read judgements: `query 0 document grade` as TREC writes them, or the same without the second column.

    Columns are parted by tabs or, in a line without one, by blanks; a heading line is skipped.

    Raises:
        ValueError: a line has another number of columns, its grade is no integer, or a pair is graded twice
            differently; a Chinese sentence names file and line.
    """
    qrels: dict[str, dict[str, int]] = {}
    for number, line in numbered_lines(path):
        cells = [cell.strip() for cell in line.split("\t")] if "\t" in line else line.split()
        if number == 1 and (cells[0].casefold() in _ID_HEADINGS or cells[-1].casefold() in _GRADE_HEADINGS):
            continue
        grade = _grade(cells[-1])
        if len(cells) < 3 or grade is None:
            raise ValueError(f"“{path.name}”第{number}行应为“查询 0 文档 等级”，等级是整数。")
        if len(cells) > 4:
            raise ValueError(f"“{path.name}”第{number}行有{len(cells)}列，应为三列或四列。")
        grades = qrels.setdefault(cells[0], {})
        if grades.setdefault(cells[-2], grade) != grade:
            raise ValueError(f"“{path.name}”第{number}行：{cells[0]}与{cells[-2]}前面已判过别的等级，请只留一个。")
    return qrels


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text file that hold anything, with their numbers from 1; UTF-8 with or without BOM, or
    GB18030; any line ending.

    Raises:
        ValueError: the file cannot be read, or is neither of the two encodings.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ValueError(f"打不开文件“{path}”：{error.strerror or error}。请核对路径。") from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValueError(f"“{path.name}”不是 UTF-8 文本，请用 UTF-8 重新保存。")
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if line.strip():
            yield number, line


def _grade(cell: str) -> int | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return int(value) if value == int(value) else None

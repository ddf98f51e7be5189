"""Turn a row's look into what it is in an office's table: heading, total, note, section, example, empty or data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.aliases import Aliases, normal_heading
from indexer.rows import Row

RowKind = Literal["data", "empty", "total", "note", "section", "title", "example"]

_LONGEST_HEADING = 60
_LONGEST_SECTION = 30
_SHORTEST_TITLE = 3
_TOTAL = re.compile(
    r"^(?:本[页表镇村组县区]|全[县区市镇村]|各\S{1,4}|[\u4e00-\u9fff]{1,6}(?=[小合总]计))?"
    r"(?:合计|小计|总计|共计|累计|总合计|合计数|总数)(?:人数|数|数量|金额)?(?:[(（][^)）]*[)）])?[:：]?[\d.,]*[人个户家条单名岗位]*$"
)
_TOTAL_COUNT = re.compile(r"^(?:总共|合计|共计|共)[\d.,]+[人个户家条单名岗位]+[。.]?$")
_NOTE = re.compile(
    r"^(?:注[:：\d一]|注意|备注[:：\d]|说明[:：\d]|填表说明|填报说明|填写说明|填报要求|温馨提示|提示[:：]|备注$|以下空白|[(（]?以下空白"
    r"|第\d+页|共\d+页|制表|审核|复核|打印|单位[:：]|数据(?:日期|来源)|导出(?:日期|时间)|※|★)"
)
_SIGNATURE = re.compile(
    r"^(?:填报|填表|制表|审核|复核|打印|经办|分管|主管|单位|部门|负责|联系|日期|时间|数据|导出|报送|上报|签字|盖章|截止)[^:：]{0,10}[:：]"
)
_TABLE_TITLE = re.compile(
    r"^附(?:件|表)\s*[\d一二三四五六七八九十]*[:：]?$"
    r"|(?:台账|登记表|采集表|汇总表?|明细表?|名单|一览表|花名册|分配表|统计表|计划表|信息表|需求表|情况表|清单|订单|表)(?:[(（].*[)）])?$"
)
_NUMBERED = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．:： ]|[(（][一二三四五六七八九十\d]{1,3}[)）]"
    r"|第[一二三四五六七八九十]+[部批类])"
)
_SECTION_NUMBER = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．:：]\s*|[(（][一二三四五六七八九十\d]{1,3}[)）]\s*)"
)
_SECTION_END = re.compile(
    r"(?:岗位|用工|招聘|项目|类|企业|单位|见习|街道|镇|乡|村|社区|县|区|市|批|组|部分|基地|园区)(?:[(（].*[)）])?[:：]?$"
)
_NOTE_NUMBER = re.compile(r"^(?:\d{1,2}[、.．)）]|[①-⑳])")
_EXAMPLE = re.compile(r"^[(（【]?(?:示例|样例|例|例如|填写示例|举例|范例|样表)\d?[)）】]?[:：]?$")
_DATA_LIKE = re.compile(r"\d{7,}|^\d{4}[-/.年]\d{1,2}|^\d+(?:\.\d+)?$|[:：]\s*\d{4}年")


_SERIAL = re.compile(r"^\d+(?:\.\d+)?[.、．]?$")
_COUNT = re.compile(r"^(?:共|计|合计|小计)?\d+(?:\.\d+)?[人个户家条单名岗位]*$")
_COUNTY = re.compile(r"^[\u4e00-\u9fff]{1,8}(?:县|市|区|镇|乡|街道)$")
_QUOTA_PLACES = 5  # a row of data names fewer places. Source: our choice
_CONTINUED = re.compile(r"\s*[（(]?续[表页]?\d*[)）]?$")
_MOST_UNLABELLED_SUMS = 3


@dataclass(frozen=True, slots=True)
class HeadingLook:
    """How a row looks as a heading: `n` cells with text, `known` of them known headings; `data_like` rules it out."""

    n: int
    known: int
    data_like: bool

    @property
    def is_heading(self) -> bool:
        """Say whether the row is a heading row by itself."""
        if self.data_like:
            return False
        if self.known >= 3:
            return self.known >= 0.4 * self.n
        return self.known == 2 and self.n <= 4

    @property
    def may_be_heading(self) -> bool:
        """Say whether the row may be a heading row where no better one is found."""
        return not self.data_like and self.known >= 2 and self.known >= 0.2 * self.n


def own_cells(row: Row) -> dict[int, str]:
    """Return the cells that hold text of their own (not filled down from a merged cell), outer white space removed."""
    return {
        column: text for column, cell in enumerate(row.cells) if (text := cell.strip()) and column not in row.merged
    }


def heading_look(row: Row, aliases: Aliases) -> HeadingLook:
    """Measure how much a row looks like headings."""
    cells = own_cells(row)
    data_like = any(len(text) > _LONGEST_HEADING or _DATA_LIKE.search(text) for text in cells.values())
    data_like = data_like or any(column in row.number_cells or column in row.formulas for column in cells)
    data_like = data_like or sum(text[-1] in ":：" for text in cells.values()) >= 2  # a form's labels
    if data_like:
        return HeadingLook(len(cells), 0, True)
    known = {normal_heading(text) for text in cells.values() if aliases.is_known(text)}
    places = sum(bool(_COUNTY.match(text)) for text in cells.values())
    return HeadingLook(len(cells), len(known) + (places if known and places >= _QUOTA_PLACES else 0), False)


def starts_like_heading(row: Row, aliases: Aliases) -> bool:
    """Say cheaply whether a row can be a heading at all: two of its first five texts are known headings."""
    seen = known = 0
    for cell in row.cells:
        if not cell or cell.isspace():
            continue
        seen += 1
        if len(cell) <= _LONGEST_HEADING and aliases.is_known(cell):
            known += 1
            if known == 2:
                return True
        if seen == 5:
            return False
    return False


def is_subheading(upper: Sequence[Row], row: Row, aliases: Aliases) -> bool:
    """Say whether `row` continues the heading rows `upper` downwards (two-row merged headings, codes above names)."""
    last = upper[-1]
    cells = own_cells(row)
    if any(column in row.merged and row.cells[column] == last.cells[column] for column in own_cells(last)):
        return True
    if not cells:
        return False
    look = heading_look(row, aliases)
    if look.data_like:
        return False
    texts = {normal_heading(text) for text in cells.values()}
    if look.is_heading:
        return texts != {normal_heading(text) for text in own_cells(last).values()}
    above = own_cells(last)
    return any(column + 1 not in above for column in above) and all(
        len(text) <= 20 and (column not in above or (column + 1 not in above and column + 1 in cells))
        for column, text in cells.items()
    )


def row_kind(row: Row, index_columns: frozenset[int], titles: frozenset[str]) -> RowKind:
    """Say what a row below the headings is.

    `index_columns` are those of 序号, which alone do not make a row. A total is known by its label in the first three
    texts, or by holding nothing but formulas; a section by standing alone in the first columns.
    """
    everything = own_cells(row)
    cells = {column: text for column, text in everything.items() if column not in index_columns}
    label = next((everything[column] for column in sorted(index_columns & everything.keys())), "")
    if not cells and (not label or _SERIAL.match(label)):
        unseen = row.formulas - index_columns
        return "empty" if not unseen else "total" if len(unseen) <= _MOST_UNLABELLED_SUMS else "data"
    if label and _EXAMPLE.match(label):
        return "example"
    texts = list(cells.values())
    if label and not _SERIAL.match(label):
        if _NUMBERED.match(label) and len(texts) <= 2 and all(_COUNT.match(text) for text in texts):
            return "section"
        texts.insert(0, label)
    if _is_total(texts[:3]) or (cells and row.formulas >= cells.keys() and all(map(_is_number, cells.values()))):
        return "total"
    if len(set(texts)) == 1:
        column = min(cells) if cells else min(index_columns)
        return _alone(texts[0], column, index_columns, titles)
    signed = sum(bool(_SIGNATURE.match(text)) for text in texts)
    if texts and _SIGNATURE.match(texts[0]) and 2 * signed >= len(texts):
        return "note"
    return "data"


def _alone(text: str, column: int, index_columns: frozenset[int], titles: frozenset[str]) -> RowKind:
    plain = unicodedata.normalize("NFKC", text).strip()
    if text in titles or _CONTINUED.sub("", text) in titles:
        return "title"
    if _NOTE.match(plain) or _SIGNATURE.match(plain):
        return "note"
    first = column == 0 or column in index_columns
    if first and len(plain) >= _SHORTEST_TITLE and _TABLE_TITLE.search(plain):
        return "title"
    if _is_number(plain):
        return "data"
    if (
        (first or column == 1)
        and len(plain) <= _LONGEST_SECTION
        and (_NUMBERED.match(plain) or _SECTION_END.search(plain))
    ):
        return "section" if first or _NUMBERED.match(plain) else "data"
    if column in index_columns:
        return "section" if len(plain) <= _LONGEST_SECTION else "note"
    if first and (_NOTE_NUMBER.match(plain) or len(plain) > _LONGEST_SECTION):
        return "note"
    return "data"


def _is_total(texts: Sequence[str]) -> bool:
    for text in texts:
        plain = "".join(unicodedata.normalize("NFKC", text).split())
        if _TOTAL.match(plain) or _TOTAL_COUNT.match(plain):
            return True
    return False


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def section_name(text: str) -> str:
    """Return the text of a section row without its numbering: "二、以工代赈项目岗位" -> "以工代赈项目岗位"."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return _SECTION_NUMBER.sub("", plain).rstrip(":：") or plain


def heading_paths(rows: Sequence[Row]) -> Mapping[int, tuple[str, ...]]:
    """Return the heading texts above each column from top to bottom, a group's text standing over all its columns."""
    owns = [own_cells(row) for row in rows]
    width = max((len(row.cells) for row in rows), default=0)
    paths: dict[int, tuple[str, ...]] = {}
    for column in range(width):
        path = [text for level in range(len(rows)) if (text := _at_level(owns, level, column))]
        if path:
            paths[column] = tuple(dict.fromkeys(" ".join(text.split()) for text in path))
    return paths


def _at_level(owns: Sequence[Mapping[int, str]], level: int, column: int) -> str:
    own = owns[level]
    if column in own:
        return own[column]
    below = owns[level + 1 :]
    if not any(column in cells for cells in below):
        return ""
    start = max((c for c in own if c < column), default=-1)
    # a group reaches over columns that have headings below, and begins with one
    if start < 0 or not all(any(c in cells for cells in below) for c in range(start, column + 1)):
        return ""
    return own[start]

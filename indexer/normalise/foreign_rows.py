"""Turn JSON objects of somebody else's form into mapped rows, so that they are read like a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer.aliases import Aliases
from indexer.columns import MappedRow

# English keys of scraped and exported postings; Chinese keys are read with the headings of posting sheets.
FOREIGN_KEYS: Mapping[str, str] = {
    "title": "job_title",
    "job_title": "job_title",
    "position": "job_title",
    "name": "job_title",
    "company": "employer_name",
    "employer": "employer_name",
    "company_name": "employer_name",
    "salary": "wage_text",
    "pay": "wage_text",
    "wage": "wage_text",
    "city": "work_place",
    "location": "work_place",
    "place": "work_place",
    "address": "work_place",
    "area": "work_place",
    "text": "job_desc",
    "description": "job_desc",
    "desc": "job_desc",
    "content": "job_desc",
    "requirements": "requirements",
    "requirement": "requirements",
    "category": "industry",
    "industry": "industry",
    "source": "source",
    "education": "edu_req",
    "degree": "edu_req",
    "experience": "exp_req",
    "headcount": "headcount",
    "number": "headcount",
    "welfare": "welfare",
    "benefits": "welfare",
    "phone": "contact_phone",
    "contact": "contact_name",
    "posted": "publish_from",
    "date": "publish_from",
    "valid_until": "publish_to",
}


class ForeignForm:
    """The mapping of the keys of one file, learned as keys turn up; None: a key that is not read."""

    def __init__(self, aliases: Aliases) -> None:
        self._aliases = aliases
        self.mapping: dict[str, str | None] = {}

    @property
    def fields(self) -> frozenset[str]:
        """Return the fields that any key was read as."""
        return frozenset(field for field in self.mapping.values() if field)

    def fits(self, line: Mapping[str, Any]) -> bool:
        """Return whether a line names a job: no interchange id, but a key for the title."""
        return "id" not in line and any(self._field(key) == "job_title" for key in line)

    def row(self, line: Mapping[str, Any], number: int) -> MappedRow:
        """Return a line as a mapped row; `raw` are its values in the order of their keys."""
        values: dict[str, str] = {}
        for key, value in line.items():
            field = self._field(key)
            text = _text(value).strip()
            if field and text and field not in values:
                values[field] = text
        return MappedRow(number=number, values=values, raw=tuple(_text(value) for value in line.values()))

    def _field(self, key: str) -> str | None:
        if key not in self.mapping:
            self.mapping[key] = FOREIGN_KEYS.get(key.lower()) or self._aliases.field("posting", key, "")
        return self.mapping[key]


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "、".join(_text(item) for item in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

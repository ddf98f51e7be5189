"""Turn the name of a text model into what its makers ask for: prompts, and the lengths its vectors may be cut to."""

from __future__ import annotations

from pathlib import Path

from models.data_files import DataFiles, split_list
from models.records import Record


class KnownModel(Record, frozen=True):
    """What the makers say of a model. `dims` holds allowed shorter lengths: "256" or, with both ends, "32-1024"."""

    query_prompt: str = ""
    passage_prompt: str = ""
    dims: tuple[str, ...] = ()

    def allows(self, dim: int) -> bool:
        """Return whether a vector may be cut to its first `dim` numbers."""
        for part in self.dims:
            low, _, high = part.partition("-")
            if int(low) <= dim <= int(high or low):
                return True
        return False


def known_model(name_or_folder: str, overlay: Path | None = None) -> KnownModel:
    """Return what `models/data/encoders.tsv` (and a bureau's own rows in `overlay`) says; nothing for others.

    Models are told by the last part of their name, as a folder keeps it; a bureau's row comes before ours.
    """
    wanted = Path(name_or_folder).name.lower()
    for row in reversed(DataFiles(overlay).rows("encoders.tsv", ("name",))):
        if Path(row["name"]).name.lower() == wanted:
            return KnownModel(
                query_prompt=_unescaped(row["query_prompt"]),
                passage_prompt=_unescaped(row["passage_prompt"]),
                dims=split_list(row["dims"]),
            )
    return KnownModel()


def _unescaped(cell: str) -> str:
    return cell.replace("\\n", "\n")

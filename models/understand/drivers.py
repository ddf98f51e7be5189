"""Tell from a licence which vehicles a bare 司机 drives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from models.records import Certificate, OccupationLink
from models.vocabulary import Vocabulary

_LORRIES: Final = frozenset({"driver_a2", "driver_b2", "road_freight", "road_dangerous"})
_COACHES: Final = frozenset({"driver_a1", "driver_a3", "driver_b1", "road_passenger"})
_LORRY_DRIVER: Final = "4-02-02-02"
"""Source: 机动车驾驶证申领和使用规定 (what each class of licence may drive); 大典 2022."""
_ANY_DRIVER: Final = re.compile(r"(?:男|女|老|大车)?(?:司机|驾驶员)|(?:开)?大车")


def driver_of(
    links: tuple[OccupationLink, ...], certificates: Iterable[Certificate], vocabulary: Vocabulary
) -> tuple[OccupationLink, ...]:
    """Return the links with a bare 司机 as the driver of the vehicles that the licence is for: A2 is for lorries."""
    held = {certificate.code for certificate in certificates}
    if not links or not _ANY_DRIVER.fullmatch(links[0].words) or not held & _LORRIES or held & _COACHES:
        return links
    lorries = vocabulary.occupations[_LORRY_DRIVER]
    return (
        replace(links[0], code=_LORRY_DRIVER, name=lorries.name),
        *(one for one in links[1:] if one.code != _LORRY_DRIVER),
    )

"""The next number of a year, taken inside the act that uses it (K-17, K-18, R-29)."""

from __future__ import annotations

from collections.abc import Callable

from models.domain import numbering
from models.services.office import Desk
from models.storage import register_queries

RECEIVED = "收"  # the kind that stands in the registry numbers of incoming documents


def next_carrier_number(desk: Desk, year: int) -> str:
    """A new carrier number of a year. Raises NumberError when the year is used up."""
    return numbering.carrier_number(year, _next(desk, f"carrier {year}", lambda: _last_carrier_serial(desk, year)))


def next_registry_number(desk: Desk, year: int) -> str:
    """A new registry number (收文编号) of a year."""
    return numbering.registry_number(year, RECEIVED, _next(desk, f"registry {year}", lambda: _last_registry(desk, year)))


def _next(desk: Desk, series: str, last: Callable[[], int]) -> int:
    serial = desk.serials.get(series)
    serial = (last() if serial is None else serial) + 1
    desk.serials[series] = serial
    return serial


def _last_carrier_serial(desk: Desk, year: int) -> int:
    found = register_queries.last_carrier_number(desk.read, year)
    return numbering.parse_carrier_number(found).serial if found else 0


def _last_registry(desk: Desk, year: int) -> int:
    prefix = f"{year}-{RECEIVED}"
    found = register_queries.last_registry_number(desk.read, prefix)
    return int(found.removeprefix(prefix)) if found else 0

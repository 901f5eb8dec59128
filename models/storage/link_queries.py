"""What a field that points to another ledger offers: few rows, by a part of their name."""

from __future__ import annotations

from models.storage.store import Reader, Row

_PERSONS_LIKE = """
SELECT p.id, p.name, u.name AS unit, p.post,
       (SELECT count(*) FROM persons o WHERE o.name = p.name AND o.state <> 'VOID') > 1 AS namesake
  FROM persons p LEFT JOIN units u ON u.id = p.unit_id
 WHERE p.state = 'IN_POST' AND (p.name LIKE ? ESCAPE '!' OR u.name LIKE ? ESCAPE '!' OR p.post LIKE ? ESCAPE '!')
 ORDER BY p.name, p.id LIMIT ?"""
_PERSON = """
SELECT p.id, p.name, u.name AS unit, p.post,
       (SELECT count(*) FROM persons o WHERE o.name = p.name AND o.state <> 'VOID') > 1 AS namesake
  FROM persons p LEFT JOIN units u ON u.id = p.unit_id WHERE p.id = ?"""


def persons_like(read: Reader, pattern: str, most: int) -> list[Row]:
    """Persons in post whose name, unit or post fits, by name; `namesake` if another has the same name."""
    return read.rows(_PERSONS_LIKE, (pattern, pattern, pattern, most))


def person(read: Reader, id_: int) -> Row | None:
    """One person in the same columns, in post or not."""
    return read.first(_PERSON, (id_,))


def units_like(read: Reader, pattern: str, most: int) -> list[Row]:
    """Units in use whose name fits."""
    return read.rows(
        "SELECT id, name FROM units WHERE state <> 'VOID' AND name LIKE ? ESCAPE '!' ORDER BY name LIMIT ?",
        (pattern, most),
    )


def rooms_like(read: Reader, pattern: str, most: int) -> list[Row]:
    """Rooms in use whose name fits."""
    return read.rows(
        "SELECT id, name FROM rooms WHERE state <> 'VOID' AND name LIKE ? ESCAPE '!' ORDER BY name LIMIT ?",
        (pattern, most),
    )


def cabinets(read: Reader) -> list[Row]:
    """All containers in use with their room: there are never many."""
    return read.rows(
        "SELECT k.id, k.name, r.name AS room FROM cabinets k LEFT JOIN rooms r ON r.id = k.room_id"
        " WHERE k.state <> 'VOID' ORDER BY r.id, k.id"
    )


def shelves(read: Reader) -> list[Row]:
    """All shelves in use with container and room, in walking order."""
    return read.rows(
        "SELECT s.id, s.name, s.code, k.id AS cabinet_id, k.name AS cabinet, r.name AS room FROM shelves s"
        " JOIN cabinets k ON k.id = s.cabinet_id LEFT JOIN rooms r ON r.id = k.room_id"
        " WHERE s.state <> 'VOID' AND k.state <> 'VOID' ORDER BY r.id, k.id, s.walk_order, s.id"
    )


def documents_from(read: Reader, start: str, most: int) -> list[Row]:
    """Documents whose reference or registry number begins so."""
    end = start + "\U0010ffff"
    return read.rows(
        "SELECT id, registry_number, reference_number, title, level FROM documents WHERE state <> 'VOID' AND"
        " (reference_number BETWEEN ? AND ? OR registry_number BETWEEN ? AND ?) ORDER BY id DESC LIMIT ?",
        (start, end, start, end, most),
    )


def carriers_from(read: Reader, start: str, most: int) -> list[Row]:
    """Carriers whose number begins so."""
    return read.rows(
        "SELECT id, number, title, level FROM carriers WHERE number BETWEEN ? AND ? ORDER BY number LIMIT ?",
        (start, start + "\U0010ffff", most),
    )

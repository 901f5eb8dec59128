"""What kind of file these bytes are, decided by the bytes and never by the name; and the first checks on a zip."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from io import BytesIO

from models.exchange.limits import Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LARGE = 1 << 20


class FileKind(StrEnum):
    """What is read: a workbook by calamine, text by the standard library."""

    WORKBOOK = "WORKBOOK"
    TEXT = "TEXT"


class BadFileError(Exception):
    """The file cannot be read; `code` tells the parent which sentence to show, `values` fill it in."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def file_kind(data: bytes, limits: Limits) -> FileKind:
    """Tell workbook from text; raise `BadFileError` for what is neither or is too large when unpacked."""
    if not data:
        raise BadFileError("EMPTY_FILE")
    if data.startswith(b"PK"):
        check_archive(data, limits)
        return FileKind.WORKBOOK
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise BadFileError("ENCRYPTED")
        return FileKind.WORKBOOK
    _refuse_markup(data)
    _refuse_binary(data)
    return FileKind.TEXT


def check_archive(data: bytes, limits: Limits) -> None:
    """Refuse a zip whose parts are too large together or packed too tightly, before anything unpacks it (I1)."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise BadFileError("DAMAGED") from error
    if any(part.flag_bits & 1 for part in parts):
        raise BadFileError("ENCRYPTED")
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise BadFileError("UNPACKED_TOO_LARGE", most=limits.unpacked_bytes >> 20)
    for part in parts:
        if part.file_size > _LARGE and part.file_size > limits.ratio * max(part.compress_size, 1):
            raise BadFileError("PACKED_TOO_TIGHTLY", ratio=part.file_size // max(part.compress_size, 1))
    if not any(part.filename in ("xl/workbook.xml", "xl/workbook.bin", "content.xml") for part in parts):
        raise BadFileError("NOT_A_WORKBOOK")


def _refuse_markup(data: bytes) -> None:
    """Old office systems write web pages and call them .xls."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<meta", b"<head", b"<?xml", b"<body")):
        raise BadFileError("WEB_PAGE")


def _refuse_binary(data: bytes) -> None:
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")):
        raise BadFileError("NOT_A_WORKBOOK")
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return  # it says itself that it is text
    if data[: 1 << 16].count(0) * 100 > len(data[: 1 << 16]) and not wide_text(data):
        raise BadFileError("NOT_A_WORKBOOK")


def wide_text(data: bytes) -> str:
    """Name the UTF-16 flavour of a text without BOM ("" if it is none): its zero bytes all stand on one side."""
    sample = data[: 1 << 16]
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if max(first, second) * 10 <= len(sample) // 2 or max(first, second) < 20 * min(first, second):
        return ""
    return "utf-16-le" if second > first else "utf-16-be"

"""The first wall, in child processes that really try."""

import pytest

from models.isolation.guard import FORBIDDEN, forbidden
from tests.isolation.child import run

STANDARD = ("socket", "_socket", "ssl", "_ssl", "http.client", "urllib.request", "ftplib", "smtplib", "asyncio",
            "multiprocessing", "multiprocessing.pool", "concurrent.futures.process", "xmlrpc.client", "webbrowser",
            "logging.handlers", "logging.config", "email.utils", "importlib.metadata", "PySide6.QtNetwork",
            "PySide6.QtQml")  # fmt: skip


def test_names_below_a_forbidden_one_are_forbidden_and_others_are_not() -> None:
    assert forbidden("http") and forbidden("http.client") and forbidden("PySide6.QtNetwork")
    assert not any(map(forbidden, ("selectors", "httpfoo", "urllib", "urllib.parse", "concurrent.futures", "logging")))
    assert {"socket", "ssl", "http", "urllib.request", "asyncio", "multiprocessing", "webbrowser"} <= set(FORBIDDEN)


@pytest.mark.parametrize("name", STANDARD)
def test_the_module_exists_and_is_refused(name: str) -> None:
    """Without the guard it comes in, so the refusal is the guard's doing."""
    program = """
        import importlib, sys
        from models.isolation import guard
        if sys.argv[2] == "guarded":
            result = guard.install_guard()
            assert result.stands and result.checked > 20, result
        try:
            importlib.import_module(sys.argv[1])
        except guard.NetworkImportRefused as error:
            print("refused", error.name)
        else:
            print("loaded")
    """
    assert run(program, name, "open") == "loaded"
    answer, refused = run(program, name, "guarded").split()
    assert answer == "refused" and forbidden(refused)


def test_a_module_loaded_before_the_guard_is_reported() -> None:
    program = """
        import socket
        from models.isolation.guard import install_guard
        result = install_guard()
        print(result.stands, *result.early)
    """
    assert run(program) == "False _socket socket"


def test_installing_twice_is_installing_once() -> None:
    program = """
        import sys
        from models.isolation.guard import install_guard
        before = len(sys.meta_path)
        install_guard(); install_guard()
        print(len(sys.meta_path) - before)
    """
    assert run(program) == "1"


def test_importing_the_package_installs_nothing() -> None:
    program = """
        import models.isolation.guard, models.isolation.seccomp, models.isolation.gate
        import socket
        socket.socket().close()
        print("free")
    """
    assert run(program) == "free"


def test_everything_the_program_needs_works_behind_it() -> None:
    program = """
        from models.isolation.guard import install_guard
        assert install_guard().stands
        import subprocess, tempfile, uuid, concurrent.futures, logging, zipfile, csv, gettext
        import sqlcipher3.dbapi2, pypdfium2, python_calamine, xlsxwriter, pypinyin
        import reportlab.pdfgen.canvas, reportlab.graphics.barcode.code128, reportlab.graphics.barcode.qr
        import cryptography.hazmat.primitives.kdf.argon2, cryptography.hazmat.primitives.asymmetric.ed25519
        import cryptography.hazmat.primitives.ciphers.aead, cryptography.hazmat.primitives.hashes
        from PySide6 import QtCore, QtGui, QtWidgets, QtPrintSupport, QtSvg
        assert subprocess.run(["true"]).returncode == 0
        print("works")
    """
    assert run(program) == "works"

"""Writes into the finished bundle what a site's reviewer asks for: `make bundle` runs this with the build's own Python.

文件清单.txt (every file with size, SHA-256 and SM3), licences/, SBOM.cdx.json, 变更说明.md and 运行环境.txt (with the glibc it
needs). Nothing here names an address.
"""

import hashlib
import json
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes

ROOT = Path(__file__).resolve().parents[1]
SITE = Path(sysconfig.get_path("purelib"))
FILE_LIST, SBOM, CHANGES, NEEDS = "文件清单.txt", "SBOM.cdx.json", "变更说明.md", "运行环境.txt"
#: Qt's wheels carry no licence text.
LGPL = ("PySide6_Essentials", "shiboken6")
COMMON_LICENCES = Path("/usr/share/common-licenses")


@dataclass
class Component:
    """A part made by others: its licence by name and the files with its text."""

    kind: str
    name: str
    version: str
    purl: str
    licence: str
    texts: list[Path] = field(default_factory=list)


def main() -> None:
    bundle = Path(sys.argv[1]).resolve()
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    components = [python(), *packages(), *embedded(), *system_libraries(bundle), *fonts()]
    copy_licences(bundle / "licences", components)
    (bundle / SBOM).write_text(json.dumps(sbom(version, components), ensure_ascii=False, indent=1) + "\n", "utf-8")
    shutil.copyfile(ROOT / "packaging" / CHANGES, bundle / CHANGES)
    (bundle / NEEDS).write_text(needs(bundle, version), "utf-8")
    (bundle / FILE_LIST).write_text(file_list(bundle), "utf-8")


def python() -> Component:
    places = [Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", Path("/usr/share/doc/python3.11/copyright")]
    version = platform.python_version()
    texts = [path for path in places if path.is_file()][:1]
    return Component("platform", "Python", version, f"pkg:generic/python@{version}", "PSF-2.0", texts)


def packages() -> Iterator[Component]:
    """The packages of requirements.txt as they are installed."""
    wanted = set(re.findall(r"^([\w-]+)==", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE))
    for folder in sorted(SITE.glob("*.dist-info")):
        facts = read_metadata(folder / "METADATA")
        if facts["Name"].lower().replace("_", "-") in wanted:
            name, version = facts["Name"], facts["Version"]
            texts = [path for path in sorted(folder.rglob("*")) if is_licence(folder, path)]
            if name in LGPL:
                texts += [COMMON_LICENCES / "LGPL-3", COMMON_LICENCES / "GPL-3"]
            purl = f"pkg:pypi/{name.lower()}@{version}"
            yield Component("library", name, version, purl, facts.get("License", "see licences/"), texts)


def embedded() -> Iterator[Component]:
    """What the wheels have built into them and say themselves."""
    from cryptography.hazmat.backends.openssl.backend import backend
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(":memory:")
    connection.execute("PRAGMA key = 'x'")
    apache = [COMMON_LICENCES / "Apache-2.0"]
    for name, said, licence, texts in (
        ("OpenSSL (in cryptography)", backend.openssl_version_text(), "Apache-2.0", apache),
        ("OpenSSL (in sqlcipher3)", one(connection, "cipher_provider_version"), "Apache-2.0", apache),
        ("SQLCipher", one(connection, "cipher_version"), "BSD-3-Clause", [ROOT / "packaging/licences/SQLCipher.txt"]),
    ):
        found = re.search(r"\d+(\.\d+)+", said)
        if not found:
            sys.exit(f"{name}: no version in {said!r}")
        yield Component("library", name, found.group(), f"pkg:generic/{name.split()[0].lower()}@{found.group()}", licence, texts)


def one(connection: Any, pragma: str) -> str:
    return str(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def read_metadata(path: Path) -> dict[str, str]:
    """The one-line fields of a package's METADATA; `License` is the short expression where there is one."""
    head = path.read_text("utf-8").split("\n\n", 1)[0]
    facts = dict(re.findall(r"^([A-Za-z-]+): (.+)$", head, re.MULTILINE))
    if "License-Expression" in facts:
        facts["License"] = facts["License-Expression"]
    return facts


def is_licence(folder: Path, path: Path) -> bool:
    inside = path.relative_to(folder)
    named = re.match(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", inside.name, re.IGNORECASE)
    return path.is_file() and ("licenses" in inside.parts[:-1] or bool(named))


def system_libraries(bundle: Path) -> Iterator[Component]:
    """The libraries that were taken from this system's packages."""
    owners: set[str] = set()
    for path in bundle.rglob("*.so*"):
        done = subprocess.run(["dpkg", "-S", f"*/{path.name}"], capture_output=True, text=True)
        for line in done.stdout.splitlines():
            owner, _, original = line.partition(": ")
            if Path(original).is_file() and Path(original).read_bytes() == path.read_bytes():
                owners.add(owner.split(":")[0])
    for owner in sorted(owners):
        done = subprocess.run(["dpkg-query", "-W", "-f", "${Version}\n", owner], capture_output=True, text=True, check=True)
        version = done.stdout.splitlines()[0]
        texts = [Path("/usr/share/doc") / owner / "copyright"]
        yield Component("library", owner, version, f"pkg:deb/debian/{owner}@{version}", "see licences/", texts)


def fonts() -> Iterator[Component]:
    folder = ROOT / "resources" / "fonts"
    for name, version, licence, texts in (
        ("Noto Serif SC", "2.003", "OFL-1.1", ["OFL-NotoSerifSC.txt"]),
        ("Noto Sans SC", "2.004", "OFL-1.1", ["OFL-NotoSansSC.txt"]),
        ("BabelStone Han (cut)", "15.0.5", "Arphic-1999", ["ARPHICPL.txt", "BabelStoneHan-copyright.txt"]),
    ):
        purl = f"pkg:generic/{name.split(' (')[0].replace(' ', '-').lower()}@{version}"
        yield Component("data", name, version, purl, licence, [folder / text for text in texts])


def copy_licences(target: Path, components: list[Component]) -> None:
    shutil.rmtree(target, ignore_errors=True)
    for component in components:
        if not component.texts:
            sys.exit(f"{component.name}: no licence text found")
        for number, path in enumerate(component.texts, 1):
            folder = target / re.sub(r"[^\w.-]+", "_", f"{component.name}-{component.version}")
            folder.mkdir(parents=True, exist_ok=True)
            clash = (folder / path.name).exists()
            shutil.copyfile(path, folder / (f"{number}-{path.name}" if clash else path.name))


def sbom(version: str, components: list[Component]) -> dict[str, object]:
    """CycloneDX 1.6."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "shoubu", "version": version}},
        "components": [
            {
                "type": component.kind,
                "name": component.name,
                "version": component.version,
                "purl": component.purl,
                "licenses": [{"license": {"name": component.licence}}],
            }
            for component in components
        ],
    }


def needs(bundle: Path, version: str) -> str:
    major, minor = max(glibc_versions(bundle))
    return (
        f"守簿 {version}\n"
        f"处理器：{platform.machine()}\n"
        f"glibc：{major}.{minor} 或更新（在终端里用 ldd --version 查看）\n"
        f"系统库：{' '.join(needed_packages())}\n"
        "网络：不需要，也不使用\n"
    )


def needed_packages() -> list[str]:
    """The Debian packages that Qt needs, as `setup.sh` installs them."""
    script = (ROOT / "packaging" / "setup.sh").read_text(encoding="utf-8")
    found = re.findall(r'^(?:OFFSCREEN|XCB)="([^"]+)"', script, re.MULTILINE)
    return [package for names in found for package in names.replace("\\", " ").split()]


def glibc_versions(bundle: Path) -> Iterator[tuple[int, int]]:
    """The versions of glibc symbols that the program files ask for."""
    for path in bundle.rglob("*"):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            if data.startswith(b"\x7fELF"):
                found = re.findall(rb"\0GLIBC_(\d+)\.(\d+)(?:\.\d+)?(?=\0)", data)
                yield from ((int(major), int(minor)) for major, minor in found)


def file_list(bundle: Path) -> str:
    lines = ["SHA-256  SM3  字节数  文件"]
    for path in sorted(bundle.rglob("*")):
        name = path.relative_to(bundle).as_posix()
        if path.is_symlink():
            lines.append(f"-  -  -  {name} -> {path.readlink()}")
        elif path.is_file() and name != FILE_LIST:
            data = path.read_bytes()
            lines.append(f"{hashlib.sha256(data).hexdigest()}  {sm3(data)}  {len(data)}  {name}")
    return "\n".join(lines) + "\n"


def sm3(data: bytes) -> str:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


if __name__ == "__main__":
    main()

"""Makes resources/fonts from its sources: `make fonts` (needs npm, apt-get and the packages of requirements-dev.txt).

The Noto fonts are taken as they are. BabelStone Han, the fallback glyph by glyph, is cut to the Chinese characters that
one of the four Noto fonts lacks. Every source is checked by its SHA-256, and the result is the same bytes on every run.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[1] / "resources" / "fonts"

SERIF, SANS = "@expo-google-fonts/noto-serif-sc@0.4.3", "@expo-google-fonts/noto-sans-sc@0.4.3"
HAN = "fonts-babelstone-han=15.0.5-2"

#: (package, path in it, name here, SHA-256)
TAKEN = (
    (SERIF, "package/400Regular/NotoSerifSC_400Regular.ttf", "NotoSerifSC-Regular.ttf",
     "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742"),
    (SERIF, "package/900Black/NotoSerifSC_900Black.ttf", "NotoSerifSC-Black.ttf",
     "092e71a70c744be3cc33999eb4edcb10fbe95c1b4cff6c2d7f04d6ff15d031e2"),
    (SANS, "package/400Regular/NotoSansSC_400Regular.ttf", "NotoSansSC-Regular.ttf",
     "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16"),
    (SANS, "package/700Bold/NotoSansSC_700Bold.ttf", "NotoSansSC-Bold.ttf",
     "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96"),
)
HAN_PATH = "usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf"
HAN_SHA256 = "a2027ca3606907f6a628e9cd869605e3879beaaa38b37c7fec95b372130628c8"
HAN_TERMS = "usr/share/doc/fonts-babelstone-han/copyright"
CUT = "BabelStoneHan-Cut.ttf"
CUT_FAMILY = "BabelStone Han Cut"
#: Section 2a of the Arphic Public License: how and when the file was changed, in the file.
CHANGE = (
    "CHANGED on 2026-11-23 by the Shoubu project: cut with fontTools to the Chinese characters that Noto Serif SC or "
    "Noto Sans SC lacks; other glyphs, hinting and layout tables removed; family name changed. "
)
#: Radicals, description characters, strokes, ideographs of every plane, compatibility ideographs. Symbols are left out.
CHINESE = (
    range(0x2E80, 0x2FE0), range(0x2FF0, 0x3000), range(0x31C0, 0x31F0), range(0x3400, 0x4DC0), range(0x4E00, 0xA000),
    range(0xF900, 0xFB00), range(0x20000, 0x32400),
)


def main() -> None:
    FONTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for package, licence in ((SERIF, "OFL-NotoSerifSC.txt"), (SANS, "OFL-NotoSansSC.txt")):
            source = fetch_npm(package, work)
            for _, path, name, digest in (row for row in TAKEN if row[0] == package):
                check(source / path, digest)
                shutil.copyfile(source / path, FONTS / name)
            shutil.copyfile(source / "package" / "LICENSE_FONT", FONTS / licence)
        han = fetch_debian(HAN, work)
        check(han / HAN_PATH, HAN_SHA256)
        cut(han / HAN_PATH, FONTS / CUT)
        terms = (han / HAN_TERMS).read_text("utf-8")
        (FONTS / "BabelStoneHan-copyright.txt").write_text(terms, "utf-8")
        (FONTS / "ARPHICPL.txt").write_text(arphic_licence(terms), "utf-8")


def fetch_npm(package: str, work: Path) -> Path:
    folder = Path(tempfile.mkdtemp(dir=work))
    subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
    (archive,) = folder.glob("*.tgz")
    shutil.unpack_archive(archive, folder, filter="data")
    return folder


def fetch_debian(package: str, work: Path) -> Path:
    folder = Path(tempfile.mkdtemp(dir=work))
    subprocess.run(["apt-get", "download", "-qq", package], cwd=folder, check=True)
    (archive,) = folder.glob("*.deb")
    subprocess.run(["dpkg-deb", "-x", archive.name, "."], cwd=folder, check=True)
    return folder


def check(path: Path, digest: str) -> None:
    if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        sys.exit(f"{path.name}: not the file this script was written for (SHA-256 differs)")


def cut(source: Path, target: Path) -> None:
    """Write to `target` the Chinese characters of `source` that are not in all four Noto fonts."""
    noto = [set(TTFont(FONTS / row[2], lazy=True).getBestCmap()) for row in TAKEN]
    font = TTFont(source, recalcTimestamp=False)
    present = set(font.getBestCmap()) - set.intersection(*noto)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["DSIG", "GSUB", "GPOS", "GDEF", "meta"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for code in present if any(code in block for block in CHINESE)])
    subsetter.subset(font)
    rename(font)
    font.save(target)


def rename(font: TTFont) -> None:
    names = font["name"]
    for record in list(names.names):
        text = record.toUnicode()
        if record.nameID in (1, 3, 4, 16):
            text = text.replace("BabelStone Han", CUT_FAMILY)
        elif record.nameID == 6:
            text = CUT_FAMILY.replace(" ", "")
        elif record.nameID == 10:
            text = CHANGE + text
        names.setName(text, record.nameID, record.platformID, record.platEncID, record.langID)


def arphic_licence(terms: str) -> str:
    """The licence's own text out of Debian's copyright file, its indentation taken away."""
    lines: list[str] = []
    for line in terms.split("License: arphic-public-license\n", 1)[1].splitlines():
        if not line.startswith(" "):
            break
        lines.append("" if line.strip() == "." else line[1:])
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""Cuts NotoSansCJK.otf, the font of the pictures, out of Debian's fonts-noto-cjk. It does not run at build time.

    apt-get install fonts-noto-cjk python3-fonttools
    internal/chart/font/subset.py

It keeps Latin with French, punctuation, currency signs, arrows and the like, all of GB 2312 (6,763 simplified characters), the
5,401 frequent characters of Big5 (traditional ones), and whatever else the starter content and the catalogues hold. Layout
rules other than Latin kerning, and the vertical metrics, are left out. License: OFL.txt, which stays beside the font.
"""
import pathlib

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
SOURCE = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
FACE, KOREAN = 2, 1  # Noto Sans CJK SC, KR
NARROW = (0x00B7, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022)

# Both ends included.
RANGES = [
    (0x0020, 0x007E), (0x00A0, 0x017F),  # Latin
    (0x2009, 0x200A), (0x2010, 0x2027), (0x202F, 0x203A), (0x2044, 0x2044),  # spaces and punctuation
    (0x2070, 0x2089), (0x20A0, 0x20BF), (0x2100, 0x2122),  # small figures, currencies, № ℃ ™
    (0x2190, 0x2199), (0x2212, 0x2212), (0x221E, 0x221E), (0x2248, 0x2248), (0x2260, 0x2265),  # arrows, signs
    (0x2460, 0x2473), (0x2500, 0x2503), (0x25A0, 0x25CF), (0x2605, 0x2606),  # circled figures, shapes
    (0x3001, 0x301F), (0x30FB, 0x30FB), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),  # Chinese punctuation, wide forms
]


def table(encoding, first, last):
    """The characters of two bytes in a national standard, from one row's first byte to another's."""
    for row in range(first, last + 1):
        for cell in range(0x40, 0xFF):
            try:
                text = bytes([row, cell]).decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(text) == 1 and "\u4e00" <= text <= "\u9fff":
                yield ord(text)


def shipped():
    """The characters of what the product can print."""
    for pattern in ("config/starter/*", "internal/present/catalogue/*"):
        for path in sorted(ROOT.glob(pattern)):
            yield from map(ord, path.read_text(encoding="utf-8"))


chinese = set(table("gb2312", 0xB0, 0xF7)) | set(table("big5", 0xA4, 0xC6))
wanted = {c for first, last in RANGES for c in range(first, last + 1)} | chinese | {c for c in shipped() if c > 0x1F}
options = subset.Options(
    font_number=FACE, layout_features=["kern"], layout_scripts=["latn", "DFLT"], hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 5, 13, 14],
    name_languages=[0x409], drop_tables=["BASE", "VORG", "vhea", "vmtx", "GSUB"], canonical_order=True, recalc_timestamp=False)
font = subset.load_font(SOURCE, options)
# The faces of the collection share their glyphs. Quotes and dots are as wide as Chinese characters in the Chinese face, which
# tears French and English apart; the Korean one has the narrow forms.
narrow = TTFont(SOURCE, fontNumber=KOREAN, lazy=True).getBestCmap()
for part in font["cmap"].tables:
    for c in NARROW:
        if c in part.cmap:
            part.cmap[c] = narrow[c]
cutter = subset.Subsetter(options)
cutter.populate(unicodes=wanted)
cutter.subset(font)
target = HERE / "NotoSansCJK.otf"
subset.save_font(font, str(target), options)
missing = sorted(wanted - set(font.getBestCmap()))
print(f"{target.name}: {target.stat().st_size:,} bytes, {len(font.getBestCmap()):,} characters")
print("asked for but not in the source:", " ".join(f"U+{c:04X}" for c in missing))

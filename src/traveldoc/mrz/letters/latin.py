"""Doc 9303-3, section 6 A: Latin-based characters; the recommended transliteration first, then the others."""

from typing import Final

LATIN: Final[dict[str, tuple[str, ...]]] = {
    "\u00c0": ("A",),  # À A grave
    "\u00c1": ("A",),  # Á A acute
    "\u00c2": ("A",),  # Â A circumflex
    "\u00c3": ("A",),  # Ã A tilde
    "\u00c4": (
        "AE",
        "A",
    ),  # Ä A diaeresis
    "\u00c5": (
        "AA",
        "A",
    ),  # Å A ring above
    "\u00c6": ("AE",),  # Æ ligature AE
    "\u00c7": ("C",),  # Ç C cedilla
    "\u00c8": ("E",),  # È E grave
    "\u00c9": ("E",),  # É E acute
    "\u00ca": ("E",),  # Ê E circumflex
    "\u00cb": ("E",),  # Ë E diaeresis
    "\u00cc": ("I",),  # Ì I grave
    "\u00cd": ("I",),  # Í I acute
    "\u00ce": ("I",),  # Î I circumflex
    "\u00cf": ("I",),  # Ï I diaeresis
    "\u00d0": ("D",),  # Ð Eth
    "\u00d1": (
        "N",
        "NXX",
    ),  # Ñ N tilde
    "\u00d2": ("O",),  # Ò O grave
    "\u00d3": ("O",),  # Ó O acute
    "\u00d4": ("O",),  # Ô O circumflex
    "\u00d5": ("O",),  # Õ O tilde
    "\u00d6": (
        "OE",
        "O",
    ),  # Ö O diaeresis
    "\u00d8": ("OE",),  # Ø O stroke
    "\u00d9": ("U",),  # Ù U grave
    "\u00da": ("U",),  # Ú U acute
    "\u00db": ("U",),  # Û U circumflex
    "\u00dc": (
        "UE",
        "UXX",
        "U",
    ),  # Ü U diaeresis
    "\u00dd": ("Y",),  # Ý Y acute
    "\u00de": ("TH",),  # Þ Thorn (Iceland)
    "\u0100": ("A",),  # Ā A macron
    "\u0102": ("A",),  # Ă A breve
    "\u0104": ("A",),  # Ą A ogonek
    "\u0106": ("C",),  # Ć C acute
    "\u0108": ("C",),  # Ĉ C circumflex
    "\u010a": ("C",),  # Ċ C dot above
    "\u010c": ("C",),  # Č C caron
    "\u010e": ("D",),  # Ď D caron
    "\u0110": ("D",),  # Đ D stroke
    "\u0112": ("E",),  # Ē E macron
    "\u0114": ("E",),  # Ĕ E breve
    "\u0116": ("E",),  # Ė E dot above
    "\u0118": ("E",),  # Ę E ogonek
    "\u011a": ("E",),  # Ě E caron
    "\u011c": ("G",),  # Ĝ G circumflex
    "\u011e": ("G",),  # Ğ G breve
    "\u0120": ("G",),  # Ġ G dot above
    "\u0122": ("G",),  # Ģ G cedilla
    "\u0124": ("H",),  # Ĥ H circumflex
    "\u0126": ("H",),  # Ħ H stroke
    "\u0128": ("I",),  # Ĩ I tilde
    "\u012a": ("I",),  # Ī I macron
    "\u012c": ("I",),  # Ĭ I breve
    "\u012e": ("I",),  # Į I ogonek
    "\u0130": ("I",),  # İ I dot above
    "\u0131": ("I",),  # ı I without dot (Turkey)
    "\u0132": ("IJ",),  # Ĳ ligature IJ
    "\u0134": ("J",),  # Ĵ J circumflex
    "\u0136": ("K",),  # Ķ K cedilla
    "\u0139": ("L",),  # Ĺ L acute
    "\u013b": ("L",),  # Ļ L cedilla
    "\u013d": ("L",),  # Ľ L caron
    "\u013f": ("L",),  # Ŀ L middle dot
    "\u0141": ("L",),  # Ł L stroke
    "\u0143": ("N",),  # Ń N acute
    "\u0145": ("N",),  # Ņ N cedilla
    "\u0147": ("N",),  # Ň N caron
    "\u014a": ("N",),  # Ŋ Eng
    "\u014c": ("O",),  # Ō O macron
    "\u014e": ("O",),  # Ŏ O breve
    "\u0150": ("O",),  # Ő O double acute
    "\u0152": ("OE",),  # Œ ligature OE
    "\u0154": ("R",),  # Ŕ R acute
    "\u0156": ("R",),  # Ŗ R cedilla
    "\u0158": ("R",),  # Ř R caron
    "\u015a": ("S",),  # Ś S acute
    "\u015c": ("S",),  # Ŝ S circumflex
    "\u015e": ("S",),  # Ş S cedilla
    "\u0160": ("S",),  # Š S caron
    "\u0162": ("T",),  # Ţ T cedilla
    "\u0164": ("T",),  # Ť T caron
    "\u0166": ("T",),  # Ŧ T stroke
    "\u0168": ("U",),  # Ũ U tilde
    "\u016a": ("U",),  # Ū U macron
    "\u016c": ("U",),  # Ŭ U breve
    "\u016e": ("U",),  # Ů U ring above
    "\u0170": ("U",),  # Ű U double acute
    "\u0172": ("U",),  # Ų U ogonek
    "\u0174": ("W",),  # Ŵ W circumflex
    "\u0176": ("Y",),  # Ŷ Y circumflex
    "\u0178": ("Y",),  # Ÿ Y diaeresis
    "\u0179": ("Z",),  # Ź Z acute
    "\u017b": ("Z",),  # Ż Z dot above
    "\u017d": ("Z",),  # Ž Z caron
    "\u1e9e": ("SS",),  # ẞ double s (Germany)
}

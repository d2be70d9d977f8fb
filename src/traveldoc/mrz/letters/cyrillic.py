"""Doc 9303-3, section 6 B: Cyrillic characters, with the forms that single languages use instead."""

from typing import Final

CYRILLIC: Final[dict[str, tuple[str, ...]]] = {
    "\u0401": ("E", "IO"),  # Ё; Belorussian IO
    "\u0402": ("D",),  # Ђ (the standard prints Ћ at this place)
    "\u0404": ("IE",),  # Є
    "\u0405": ("DZ",),  # Ѕ
    "\u0406": ("I",),  # І
    "\u0407": ("I",),  # Ї
    "\u0408": ("J",),  # Ј
    "\u0409": ("LJ",),  # Љ
    "\u040a": ("NJ",),  # Њ
    "\u040c": ("K", "KJ"),  # Ќ; Macedonian KJ
    "\u040e": ("U",),  # Ў
    "\u040f": ("DZ", "DJ"),  # Џ; Macedonian DJ
    "\u0410": ("A",),
    "\u0411": ("B",),
    "\u0412": ("V",),
    "\u0413": ("G", "H"),  # Г; Belorussian, Serbian, Ukrainian H
    "\u0414": ("D",),
    "\u0415": ("E",),
    "\u0416": ("ZH", "Z"),  # Ж; Serbian Z
    "\u0417": ("Z",),
    "\u0418": ("I", "Y"),  # И; Ukrainian Y
    "\u0419": ("I",),  # Й
    "\u041a": ("K",),
    "\u041b": ("L",),
    "\u041c": ("M",),
    "\u041d": ("N",),
    "\u041e": ("O",),
    "\u041f": ("P",),
    "\u0420": ("R",),
    "\u0421": ("S",),
    "\u0422": ("T",),
    "\u0423": ("U",),
    "\u0424": ("F",),
    "\u0425": ("KH", "H"),  # Х; Serbian, Macedonian H
    "\u0426": ("TS", "C"),  # Ц; Serbian, Macedonian C
    "\u0427": ("CH", "C"),  # Ч; Serbian C
    "\u0428": ("SH", "S"),  # Ш; Serbian S
    "\u0429": ("SHCH", "SHT"),  # Щ; Bulgarian SHT
    "\u042a": ("IE",),  # Ъ
    "\u042b": ("Y",),  # Ы
    "\u042d": ("E",),  # Э
    "\u042e": ("IU",),  # Ю
    "\u042f": ("IA",),  # Я
    "\u046a": ("U",),  # Ѫ
    "\u0474": ("Y",),  # Ѵ
    "\u0490": ("G",),  # Ґ
    "\u0492": ("G", "GJ"),  # Ғ; Macedonian GJ (meant for Ѓ, which the table leaves out)
    "\u04ba": ("C",),  # Һ as the standard has it
}

# Forms that Ukrainian uses for the first character of a word (same table).
CYRILLIC_FIRST: Final[dict[str, tuple[str, ...]]] = {
    "\u0404": ("YE",),
    "\u0407": ("YI",),
    "\u0419": ("Y",),
    "\u042e": ("YU",),
    "\u042f": ("YA",),
}

# Not in the standard: letters it leaves out, and how states have written names besides (Kazakhstan,
# Kyrgyzstan, Mongolia, Tajikistan, Uzbekistan, Bulgaria, North Macedonia, Serbia; Russia before 2010).
# A match that needs one of these is reported as such.
PRACTICE: Final[dict[str, tuple[str, ...]]] = {
    "\u0401": ("YO", "YE", "O"),
    "\u0402": ("DJ", "DZ"),
    "\u0403": ("G", "GJ", "DJ"),  # Ѓ
    "\u0404": ("YE", "E"),
    "\u0407": ("YI", "Y"),
    "\u040b": ("C",),  # Ћ
    "\u040f": ("DZH", "J"),
    "\u0415": ("YE", "IE"),
    "\u0416": ("J", "DZH"),
    "\u0418": ("II",),
    "\u0419": ("Y", "J", ""),
    "\u0425": ("X",),
    "\u0426": ("TC", "CZ"),
    "\u0429": ("SCH", "SHC", "SH"),
    "\u042a": ("", "A", "U"),
    "\u042b": ("I", "YI"),
    "\u042c": ("", "I", "Y", "J"),  # Ь
    "\u042d": ("YE",),
    "\u042e": ("YU", "JU", "U"),
    "\u042f": ("YA", "JA", "A"),
    "\u0492": ("GH",),
    "\u049a": ("K", "Q"),  # Қ
    "\u04a2": ("N", "NG"),  # Ң
    "\u04ae": ("U", "Y"),  # Ү
    "\u04b0": ("U",),  # Ұ
    "\u04b2": ("H", "KH"),  # Ҳ
    "\u04b6": ("J", "CH"),  # Ҷ
    "\u04ba": ("H",),
    "\u04d8": ("A", "E"),  # Ә
    "\u04e2": ("I",),  # Ӣ
    "\u04e8": ("O", "U"),  # Ө
    "\u04ee": ("U",),  # Ӯ
}

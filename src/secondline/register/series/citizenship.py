"""The names that statistics give to citizenships, as codes of Doc 9303-3, section 5."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from babel import Locale

from secondline.register.series.observed import TOTALS
from traveldoc.vocabulary import vocabulary

# Names of published tables that neither the standard nor CLDR uses.
OTHER_NAMES: Final = {
    "bolivia": "BOL", "china peoples republic of": "CHN", "tib": "",
    "brunei darussalam": "BRN", "burma": "MMR", "cape verde": "CPV",
    "cote d ivoire": "CIV", "saint vincent and the grenadines": "VCT",
    "ivory coast": "CIV", "congo": "COG", "republic of the congo": "COG",
    "congo d r": "COD", "congo dem rep": "COD", "congo democratic republic": "COD",
    "democratic republic of the congo": "COD", "dem rep of the congo": "COD", "czech republic": "CZE",
    "east timor": "TLS", "federated states of micronesia": "FSM", "gambia the": "GMB", "bahamas the": "BHS",
    "former yugoslav republic of macedonia the": "MKD", "macedonia": "MKD", "germany": "D",
    "germany until 1990 former territory of the frg": "D", "hong kong sar": "HKG",
    "united kingdom of great britain and northern ireland": "GBR", "tibetan": "",
    "hong kong": "HKG", "iran": "IRN", "iran islamic rep of": "IRN", "islamic republic of iran": "IRN",
    "kosovo": "RKS", "xkx": "RKS", "deu": "D", "laos": "LAO", "lao people s democratic republic": "LAO",
    "lao people s dem rep": "LAO", "moldova": "MDA", "republic of moldova": "MDA", "rep of moldova": "MDA",
    "myanmar": "MMR", "myanmar burma": "MMR", "north korea": "PRK", "south korea": "KOR",
    "rep of korea": "KOR", "republic of korea": "KOR", "dem people s rep of korea": "PRK",
    "occupied palestinian territories": "PSE", "palestine": "PSE", "palestinian": "PSE", "russia": "RUS",
    "russian federation": "RUS", "serbia": "SRB", "serbia and kosovo s res 1244 1999": "", "stl": "XXA",
    "stateless": "XXA", "refugee": "XXB", "swaziland": "SWZ", "syria": "SYR", "syrian arab rep": "SYR",
    "syrian arab republic": "SYR", "taiwan": "TWN", "tanzania": "TZA", "united rep of tanzania": "TZA",
    "united republic of tanzania": "TZA", "turkey": "TUR", "turkiye": "TUR", "united states": "USA",
    "united states of america": "USA", "uk": "GBR", "united kingdom": "GBR", "vatican city state": "VAT",
    "venezuela": "VEN", "venezuela bolivarian republic of": "VEN", "vietnam": "VNM", "viet nam": "VNM",
    "central african rep": "CAF", "dominican rep": "DOM", "stls": "XXA", "british overseas citizens": "GBO",
    "virgin islands british": "VGB", "pitcairn islands british": "PCN", "reunion french": "REU",
    "french guiana french": "GUF", "american samoa united states": "ASM", "cook islands nz": "COK",
    "south georgia and the south sandwich islands british": "SGS", "china including hong kong": "",
    "cyprus northern part of": "", "bolivia plurinational state of": "BOL",
    "micronesia federated states of": "FSM",
}  # fmt: skip
# Those whom a table does not name one by one: with the states that it names they are all.
RESTS: Final = frozenset(
    {
        *("all other", "others", "other", "unknown", "not specified", "not currently recorded", "various"),
        *("unspecified sub saharan nationals", "unspecified", "unspecified nationality", "ooo", "oos", "unk"),
        *("other and unknown", "recognised non citizen", "recognised non citizens"),
    }
)
# All together, or states that the table may name as well.
_AGGREGATES: Final = frozenset(
    {
        *("extra eu27 from 2020", "extra eu27 2020", "extra eu28", "eu27 2020", "eu28", "eu ms sac"),
        *("ext eu27 2020", "ext eu28", "ext eu27"),
        *("third country", "africa", "america", "asia", "europe", "oceania"),
    }
)
# Not one state, and known to be none: kept under the source's own word, without a remark.
GROUPS: Final = TOTALS | RESTS | _AGGREGATES


def folded(name: str) -> str:
    """Small letters without accents, dots, stars and brackets, so that spellings meet."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()
    words = re.sub(r"[^0-9a-z]+", " ", plain.replace("&", " and ")).split()
    return " ".join(["saint", *words[1:]] if words[:1] == ["st"] else words)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    known: dict[str, str] = {}
    territories = Locale("en").territories
    for term in vocabulary("state"):
        for name in (term.id, term.label(), term.alpha2 and territories.get(term.alpha2, "")):
            if name:
                known[folded(name)] = term.id
        if term.alpha2:
            known.setdefault(folded(term.alpha2), term.id)
    return known | {name: code for name, code in OTHER_NAMES.items() if code}


def is_total(name: str) -> bool:
    """Whether the word, or that there is none, means all together."""
    return not name or folded(name) in TOTALS


def is_rest(name: str) -> bool:
    """Whether those are meant whom the table does not name one by one, or who are of no single state."""
    word = folded(name)
    return word in RESTS or OTHER_NAMES.get(word) == ""


@lru_cache(maxsize=4096)
def citizenship_of(name: str) -> tuple[str, bool]:
    """The code ("" where the word is no single state), and whether the word is known at all."""
    word = folded(name)
    word = re.sub(r" (under united nations.*|unscr .*)$", "", word)
    if not word or word in GROUPS:
        return "", True
    code = _names().get(word, "")
    return code, bool(code) or word in OTHER_NAMES

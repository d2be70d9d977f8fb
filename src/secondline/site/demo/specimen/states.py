"""The fictional states of the demonstration: name, languages, colours, emblem.

All of them use the code UTO, which the standard keeps for specimens (Doc 9303-3, 5), so that no page can
be taken for that of a real state.
"""

from dataclasses import dataclass
from enum import StrEnum

from secondline.site.demo.specimen.inks import Colour, Ink

CODE = "UTO"


class Emblem(StrEnum):
    """What stands in the shield."""

    SUN = "sun"
    MOUNTAIN = "mountain"
    LIGHTHOUSE = "lighthouse"


@dataclass(frozen=True, slots=True)
class State:
    """How a state's documents look and which languages they speak (the last one is English or French)."""

    id: str
    name: str
    full_name: tuple[str, str]
    adjective: str
    languages: tuple[str, ...]
    emblem: Emblem
    dark: Colour
    first: Colour
    second: Colour
    third: Colour

    @property
    def line(self) -> Ink:
        """The main fine lines, running from one colour into another."""
        return Ink(self.first, into=self.second, cover=0.50)

    @property
    def faint(self) -> Ink:
        return Ink(self.third, into=self.first, cover=0.34)

    @property
    def solid(self) -> Ink:
        """The colour of headings and of the emblem."""
        return Ink(self.dark, cover=0.92, infrared=0.12)

    @property
    def wash(self) -> Ink:
        """A flat tint under everything."""
        return Ink(self.second, into=self.third, cover=0.19)


UTOPIA = State(
    id="utopia",
    name="UTOPIA",
    full_name=("REPUBLIC OF UTOPIA", "RÉPUBLIQUE D’UTOPIE"),
    adjective="UTOPIAN",
    languages=("en", "fr"),
    emblem=Emblem.SUN,
    dark=(16, 66, 92),
    first=(28, 128, 148),
    second=(206, 120, 128),
    third=(222, 172, 84),
)
EREWHON = State(
    id="erewhon",
    name="EREWHON",
    full_name=("COMMONWEALTH OF EREWHON", "ЕРЕУОН ДОСТАСТЫҒЫ · СОДРУЖЕСТВО ЭРЕВОН"),
    adjective="EREWHONIAN",
    languages=("kk", "ru", "en"),
    emblem=Emblem.MOUNTAIN,
    dark=(104, 28, 58),
    first=(160, 60, 96),
    second=(92, 116, 176),
    third=(214, 158, 104),
)
NEW_ATLANTIS = State(
    id="new-atlantis",
    name="NEW ATLANTIS",
    full_name=("ISLES OF NEW ATLANTIS", "ÎLES DE LA NOUVELLE ATLANTIDE"),
    adjective="NEW ATLANTEAN",
    languages=("en", "fr"),
    emblem=Emblem.LIGHTHOUSE,
    dark=(34, 44, 108),
    first=(72, 88, 176),
    second=(86, 158, 140),
    third=(168, 108, 168),
)

FOUR_WINDS = State(
    id="four-winds",
    name="FOUR WINDS",
    full_name=("FREE GOVERNMENT OF THE FOUR WINDS", "GOUVERNEMENT LIBRE DES QUATRE VENTS"),
    adjective="CITIZEN OF THE WINDS",
    languages=("en", "fr"),
    emblem=Emblem.LIGHTHOUSE,
    dark=(40, 40, 44),
    first=(176, 140, 40),
    second=(60, 130, 70),
    third=(190, 190, 90),
)
"""No state, not even in this world: what a fantasy document names as its issuer."""

STATES: tuple[State, ...] = (UTOPIA, EREWHON, NEW_ATLANTIS, FOUR_WINDS)

TITLES: dict[str, dict[str, str]] = {
    "type": {"en": "Type", "fr": "Type", "ru": "Тип", "kk": "Түрі"},
    "code": {"en": "Code of State", "fr": "Code de l’État", "ru": "Код государства", "kk": "Мемлекет коды"},
    "number": {"en": "Document No.", "fr": "N° du document", "ru": "№ документа", "kk": "Құжат №"},
    "surname": {"en": "Surname", "fr": "Nom", "ru": "Фамилия", "kk": "Тегі"},
    "given_names": {"en": "Given names", "fr": "Prénoms", "ru": "Имена", "kk": "Аты"},
    "nationality": {"en": "Nationality", "fr": "Nationalité", "ru": "Гражданство", "kk": "Азаматтығы"},
    "birth": {"en": "Date of birth", "fr": "Date de naissance", "ru": "Дата рождения", "kk": "Туған күні"},
    "sex": {"en": "Sex", "fr": "Sexe", "ru": "Пол", "kk": "Жынысы"},
    "birthplace": {
        "en": "Place of birth",
        "fr": "Lieu de naissance",
        "ru": "Место рождения",
        "kk": "Туған жері",
    },
    "issued": {"en": "Date of issue", "fr": "Date de délivrance", "ru": "Дата выдачи", "kk": "Берілген күні"},
    "expires": {"en": "Date of expiry", "fr": "Date d’expiration", "ru": "Срок действия", "kk": "Жарамды"},
    "authority": {"en": "Authority", "fr": "Autorité", "ru": "Орган выдачи", "kk": "Берген орган"},
    "personal": {"en": "Personal No.", "fr": "N° personnel", "ru": "Личный №", "kk": "Жеке №"},
    "signature": {"en": "Signature", "fr": "Signature", "ru": "Подпись", "kk": "Қолы"},
    "passport": {"en": "Passport No.", "fr": "N° de passeport", "ru": "№ паспорта", "kk": "Паспорт №"},
    "entries": {"en": "Entries", "fr": "Entrées", "ru": "Въезды", "kk": "Кіру саны"},
    "from": {"en": "Valid from", "fr": "Valable dès le", "ru": "Действует с", "kk": "Басталуы"},
    "until": {"en": "Valid until", "fr": "Jusqu’au", "ru": "Действует до", "kk": "Аяқталуы"},
}
"""The titles of the fields in the languages of the states."""

KINDS: dict[str, dict[str, str]] = {
    "passport": {"en": "PASSPORT", "fr": "PASSEPORT", "ru": "ПАСПОРТ", "kk": "ПАСПОРТ"},
    "identity-card": {
        "en": "IDENTITY CARD",
        "fr": "CARTE D’IDENTITÉ",
        "ru": "УДОСТОВЕРЕНИЕ ЛИЧНОСТИ",
        "kk": "ЖЕКЕ КУӘЛІК",
    },
    "visa": {"en": "VISA", "fr": "VISA", "ru": "ВИЗА", "kk": "ВИЗА"},
    "residence-permit": {
        "en": "RESIDENCE PERMIT",
        "fr": "TITRE DE SÉJOUR",
        "ru": "ВИД НА ЖИТЕЛЬСТВО",
        "kk": "ТҰРУҒА РҰҚСАТ",
    },
}


def titles(field: str, state: State) -> list[str]:
    """A field's title, from the longest form (all languages) to the shortest (the last language only)."""
    words = list(dict.fromkeys(TITLES[field][language] for language in state.languages))
    return [" / ".join(words[skip:]) for skip in range(len(words))]


def kind_name(kind: str, state: State) -> str:
    words = KINDS[kind]
    return " / ".join(dict.fromkeys(words[language] for language in state.languages))

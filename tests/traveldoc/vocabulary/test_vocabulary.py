import re
from importlib.resources import files

import pytest
import yaml

from traveldoc.mrz.kind import kind_of
from traveldoc.vocabulary import VERSION, Term, names, vocabulary

# Ids are stored in records: never reused or renamed, only superseded. Add, never change.
FROZEN = {
    "age-band": "under-18 18-to-34 35-to-64 65-and-over",
    "border": "air land sea",
    "cannot-determine": (
        "unverifiable no-specimen image-quality part-missing no-translation chip-unreadable other"
    ),
    "carrier": "aircraft ship train bus lorry car on-foot other",
    "conclusion": (
        "is-strong is-moderate is-weak neither is-not-weak is-not-moderate is-not-strong "
        "is-not-demonstrated cannot-determine"
    ),
    "detection-means": (
        "visual ultraviolet infrared transmitted-light magnifier mrz chip face-comparison database "
        "interview expert"
    ),
    "direction": "entry exit transit inland before-departure",
    "discovery": "presented found-on-search intercepted-in-mail",
    "document-fate": "seized returned-to-issuer laboratory given-back",
    "document-kind": (
        "passport passport-service passport-diplomatic passport-military passport-card "
        "emergency-travel-document identity-card residence-permit visa refugee-travel-document "
        "stateless-travel-document alien-travel-document seafarer-document laissez-passer "
        "crew-certificate stamp breeder-document other"
    ),
    "face-answer": "alike different cannot-tell",
    "face-feature": (
        "outline proportions hairline forehead eyebrows eyes cheeks nose ears mouth chin neck "
        "facial-hair lines scars marks skin alterations"
    ),
    "fraud": (
        "false-document counterfeit forged photo-substitution biodata-page-substitution "
        "other-page-substitution data-alteration visa-or-permit stamp chip-tampering pseudo fantasy "
        "camouflage genuine-document fraudulently-obtained impostor look-alike stolen-blank "
        "no-fraud-found cannot-determine"
    ),
    "leg-source": "stamp ticket told",
    "indicator": (
        "refused-entry illegal-crossing asylum-application inadequately-documented inland-detection overstay "
        "illegally-present return false-document-user false-document passenger-flow crossing"
    ),
    "inquiry-answer": "issued not-issued reported differ",
    "light": "white oblique transmitted ultraviolet-a infrared coaxial magnifier",
    "line": "first second laboratory",
    "mark": "morphed-photo",
    "modus-operandi": (
        "transit-swap documents-destroyed documents-returned facilitator-on-board group-travel "
        "multiple-identities family-relation-claimed visa-by-false-papers false-travel-history "
        "internal-collusion other"
    ),
    "outcome": "admitted refused returned arrested asylum-claim referral released",
    "procedure": (
        "face face-bearer face-print face-edges face-overlap face-second altered altered-surface "
        "altered-thin altered-uv altered-type altered-infrared lamina lamina-whole "
        "lamina-variable lamina-retro lamina-watermark lamina-fibres lamina-polymer lamina-window "
        "stitching stitching-thread stitching-holes stitching-pages stitching-hinge "
        "stitching-cover edges edges-flush edges-corners edges-card edges-label number "
        "number-same number-holes number-print number-pattern travel travel-stamps travel-visa "
        "travel-story travel-blank consistency consistency-design consistency-print "
        "consistency-spelling consistency-bearer consistency-others chip chip-symbol chip-place "
        "chip-face"
    ),
    "procedure-answer": "as-it-should-be not-as-it-should-be cannot-tell",
    "picture-quality": "good sufficient poor none",
    "quality": "poor fair good excellent",
    "referral": "asylum trafficking child health",
    "refusal": "A B C D E F G H I",
    "reported": "lost stolen revoked stolen-blank",
    "retake": (
        "retake-ultraviolet retake-infrared retake-transmitted retake-oblique retake-sharper magnify-photo "
        "magnify-print other-pages live-photo other-document"
    ),
    "role": "main support visa stamp breeder",
    "security-feature": (
        "substrate paper-uv-dull watermark watermark-multitone watermark-electrotype watermark-register "
        "watermark-by-page security-thread window-thread thread-microprint fibres-visible fibres-uv "
        "planchettes chemical-sensitizer see-through-register laser-perforation needle-perforation "
        "perforation-shaped perforated-image polycarbonate-layers transparent-window window-edge "
        "surface-relief hinge laminate laminate-retroreflective laminate-holographic laminate-intaglio "
        "edge-trim sewing-thread page-numbering index-marks cover-foil cover-uv endpaper-print printing "
        "guilloche guilloche-two-colour rainbow-printing offset-lines letterpress intaglio "
        "intaglio-blackwhite latent-image blind-embossing tactile-feature microprint microprint-error "
        "anti-scan relief-background unique-font print-in-register background-through-photo "
        "serial-number-font number-all-pages visa-page-design split-fountain-numbering screen-printing "
        "ink ink-uv-visible ink-uv-invisible ink-uv-two-wavelengths ink-bicolour-uv ink-phosphorescent "
        "ink-infrared-absorbing ink-infrared-transparent ink-anti-stokes ink-optically-variable "
        "ink-iridescent ink-metallic ink-thermochromic ink-reactive ink-penetrating ink-magnetic "
        "ink-metameric taggant ink-uv-numbering personalisation laser-engraving laser-engraving-tactile "
        "inkjet-data laser-toner-data thermal-transfer dye-diffusion portrait-integrated ghost-portrait "
        "ghost-portrait-uv ghost-portrait-window mli-cli stereo-laser-image steganography "
        "microprint-personal mrz-ocrb signature-image stamp-dry overlay-print barcode-2d digital-seal "
        "alteration-barrier date-consistency issue-authority validity-period stamp-form visa-sticker-edge "
        "optically-variable hologram kinegram ovd-transparent ovd-demetallised ovd-overprinted "
        "ovd-personal foil-colour-shift zero-order-device micro-lens-movement lenticular-tilt "
        "liquid-crystal ovd-microtext ovd-position polarisation-image electronic chip-present chip-symbol "
        "chip-place passive-authentication active-authentication chip-authentication access-pace "
        "access-bac chip-portrait chip-mrz chip-signer"
    ),
    "selection": "targeted officer-suspicion random tip-off system-hit equipment-alarm other",
    "sex": "F M X",
    "sharing": "red amber-strict amber green clear",
    "unit": "person event document reason vehicle",
    "substrate": "paper polymer",
    "urgency": "waiting departing held administrative",
}

# Doc 9303-3, section 5, parts A to H besides ISO 3166-1.
SPECIAL = {
    "A": "D GBD GBN GBO GBP GBS RKS",
    "B": "EUE",
    "C": "UNO UNA UNK",
    "D": "XBA XIM XCC XCE XCO XEC XPO XES XMP XOM XDC",
    "E": "XXA XXB XXC XXX",
    "F": "ANT NTZ",
    "G": "UTO",
    "H": "IAO",
}


def test_there_are_these_vocabularies_and_no_others() -> None:
    assert set(names()) == {*FROZEN, "state"}


@pytest.mark.parametrize("name", FROZEN)
def test_ids_are_frozen(name: str) -> None:
    assert [term.id for term in vocabulary(name)] == FROZEN[name].split()


@pytest.mark.parametrize("name", FROZEN)
def test_every_term_has_label_and_definition_in_three_languages_and_a_source(name: str) -> None:
    for term in vocabulary(name):
        for language in ("en", "ru", "kk"):
            assert term.labels[language].strip(), (term.id, language)
            assert term.definitions[language].strip().endswith("."), (term.id, language)
        assert term.source


@pytest.mark.parametrize("name", FROZEN)
def test_russian_and_kazakh_are_written_in_cyrillic_and_differ(name: str) -> None:
    for term in vocabulary(name):
        for language in ("ru", "kk"):
            assert re.search("[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]", term.definitions[language]), (term.id, language)
        assert term.definitions["ru"] != term.definitions["kk"]
        assert not re.search("[әғқңөұүһӘҒҚҢӨҰҮҺ]", term.labels["ru"] + term.definitions["ru"])


@pytest.mark.parametrize("name", FROZEN)
def test_parents_are_terms_of_the_same_vocabulary(name: str) -> None:
    for term in vocabulary(name):
        assert not term.parent or term.parent in vocabulary(name)


def test_a_security_feature_stands_in_a_group_and_names_its_lights_and_its_step() -> None:
    """The groups of Doc 9303-2, appendix A."""
    features = vocabulary("security-feature")
    groups = [term.id for term in features.roots()]
    assert groups == ["substrate", "printing", "ink", "personalisation", "optically-variable", "electronic"]
    single = [term for term in features if term.parent]
    assert len(single) >= 120
    for term in single:
        assert set(term.facets["lights"]) <= set(vocabulary("light").terms), term.id
        assert len(term.facets["step"]) == 1
        assert term.parent in groups


def test_fraud_is_a_tree_of_interpol_classes_and_their_subtypes() -> None:
    fraud = vocabulary("fraud")
    roots = [term.id for term in fraud.roots()]
    assert roots == ["false-document", "genuine-document", "no-fraud-found", "cannot-determine"]
    assert [term.id for term in fraud.children("false-document")] == ["counterfeit", "forged", "pseudo"]
    assert len(fraud.children("forged")) == 7
    assert [term.id for term in fraud.children("impostor")] == ["look-alike"]


def test_the_conclusion_scale_has_eight_steps_and_cannot_determine() -> None:
    ids = [term.id for term in vocabulary("conclusion")]
    assert len(ids) == 9
    assert ids[-1] == "cannot-determine"
    assert not any("%" in term.definition() for term in vocabulary("conclusion"))


@pytest.mark.parametrize(("part", "codes"), SPECIAL.items())
def test_doc_9303_3_section_5_special_codes_stand_in_their_part(part: str, codes: str) -> None:
    states = vocabulary("state")
    for code in codes.split():
        term = states[code]
        assert term.group == part
        assert term.source.startswith(f"Doc 9303-3, 5 part {part}")
        assert set(term.labels) == {"en", "ru", "kk"}
    if part != "A":
        assert {term.id for term in states if term.group == part} == set(codes.split())


def test_doc_9303_3_section_5_a_states_are_those_of_iso_3166_1_but_germany_is_d() -> None:
    states = vocabulary("state")
    iso = [term for term in states if term.group == "A" and term.id not in SPECIAL["A"].split()]
    assert len(iso) == 248  # ISO 3166-1 has 249; Germany is written D
    assert all(re.fullmatch("[A-Z]{3}", term.id) and re.fullmatch("[A-Z]{2}", term.alpha2) for term in iso)
    assert "DEU" not in states
    assert states["D"].alpha2 == "DE"
    for code, alpha2 in {
        "KAZ": "KZ",
        "RUS": "RU",
        "MNG": "MN",
        "THA": "TH",
        "LKA": "LK",
        "ROU": "RO",
        "COD": "CD",
        "TLS": "TL",
        "SSD": "SS",
    }.items():
        assert states[code].alpha2 == alpha2


def test_two_letter_codes_are_used_once() -> None:
    codes = [term.alpha2 for term in vocabulary("state") if term.alpha2]
    assert len(codes) == len(set(codes))


def test_a_label_falls_back_to_english_and_then_to_the_id() -> None:
    states = vocabulary("state")
    assert states.label("FRA", "kk") == states.label("FRA") == "France"
    assert states.label("XXB", "ru") == "Беженец (Конвенция 1951 года и Протокол 1967 года)"
    assert states.label("XXB", "ru-RU") == states.label("XXB", "ru")
    assert states.label("QQQ", "ru") == "QQQ"
    assert Term("x", {}).label("en") == ""
    assert (
        vocabulary("fraud")["forged"].definition("kk-KZ") == vocabulary("fraud")["forged"].definitions["kk"]
    )


def test_a_vocabulary_is_a_collection_of_its_terms() -> None:
    line = vocabulary("line")
    assert len(line) == 3
    assert "first" in line
    assert "third" not in line
    assert line.get("third") is None
    assert line["second"].id == "second"
    with pytest.raises(KeyError):
        line["third"]


def test_an_unknown_vocabulary_is_named_with_those_there_are() -> None:
    with pytest.raises(KeyError, match="There is no vocabulary 'nothing'"):
        vocabulary("nothing")


def test_a_vocabulary_is_read_once() -> None:
    assert vocabulary("fraud") is vocabulary("fraud")
    assert VERSION


def test_no_id_stands_twice_in_a_file() -> None:
    for name in names():
        rows = yaml.safe_load(
            files("traveldoc.vocabulary").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
        )
        ids = [row["id"] for row in rows]
        assert len(ids) == len(set(ids)) == len(vocabulary(name))
        assert all(isinstance(name, str) for name in ids)


@pytest.mark.parametrize(
    ("code", "nationality", "kind"),
    [
        ("P", "KAZ", "passport"),
        ("PP", "KAZ", "passport"),
        ("PD", "KAZ", "passport-diplomatic"),
        ("PS", "KAZ", "passport-service"),
        ("PS", "XXA", "stateless-travel-document"),
        ("PR", "XXB", "refugee-travel-document"),
        ("PZ", "KAZ", "passport"),
        ("AC", "KAZ", "crew-certificate"),
        ("IR", "KAZ", "residence-permit"),
        ("IP", "USA", "passport-card"),
        ("VC", "KAZ", "visa"),
        ("X", "KAZ", ""),
        ("", "", ""),
    ],
)
def test_document_codes_are_kinds_of_the_vocabulary(code: str, nationality: str, kind: str) -> None:
    assert kind_of(code, nationality) == kind
    assert kind == "" or kind in vocabulary("document-kind")


def test_a_letter_may_have_a_meaning_of_its_issuer() -> None:
    """A Chinese PO and a Swiss PM are ordinary passports."""
    assert kind_of("PO", "CHN", "CHN") == kind_of("PM", "CHE", "CHE") == "passport"
    assert kind_of("PO", "KAZ", "KAZ") == "passport-service"

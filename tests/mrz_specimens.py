"""Published specimens and examples (fictional holders), and how to examine them: used by tests/traveldoc/checks."""

from collections.abc import Mapping
from datetime import date

from traveldoc.examine import Examination, examine
from traveldoc.facts import Facts, Reading, VisualForm
from traveldoc.finding import Finding, Grade
from traveldoc.mrz.compose import Particulars, compose

# (who published it, the lines, a day on which the document was valid)
SPECIMENS: list[tuple[str, str, date]] = [
    (
        "Doc 9303-4, figure A-1",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
        date(2010, 1, 1),
    ),
    (
        "Doc 9303-5, figure A-2",
        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        date(2010, 1, 1),
    ),
    (
        "Doc 9303-6, figure A-1",
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
        date(2010, 1, 1),
    ),
    (
        "Doc 9303-7, figure A-1",
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX7408122F96121096ZE184226B<<<<<<",
        date(1996, 1, 1),
    ),
    (
        "Doc 9303-7, figure A-3",
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX7408122F9612109<<<<<<<<",
        date(1996, 1, 1),
    ),
    (
        "Doc 9303-7, appendix B",
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226B<<<<<<<",
        date(1994, 1, 1),
    ),
    (
        "Doc 9303-7, appendix E",
        "VCD<<DENT<<ARTHUR<PHILIP<<<<<<<<<<<<\n1234567XY7GBR5203116M2105253<<<<<<<<",
        date(2021, 1, 1),
    ),
    (
        "Germany, passport of 2007",
        "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\nC01X0006H1D<<6408125F1710319<<<<<<<<<<<<<<<0",
        date(2015, 1, 1),
    ),
    (
        "Germany, passport of 2017",
        "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\nC01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4",
        date(2020, 1, 1),
    ),
    (
        "Germany, test passport of BSI TR-03105",
        "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\nC11T002JM4D<<9608122F2310314<<<<<<<<<<<<<<04",
        date(2020, 1, 1),
    ),
    (
        "Netherlands, identity card of 2014",
        "I<NLDSPECI20142999999990<<<<<8\n6503101F2403096NLD<<<<<<<<<<<8\nDE<BRUIJN<<WILLEKE<LISELOTTE<<",
        date(2020, 1, 1),
    ),
    (
        "Austria, identity card of 2021",
        "IDAUTPA12345673<<<<<<<<<<<<<<<\n8112314F3108011AUT<<<<<<<<<<<6\nMUSTERFRAU<<MARIA<<<<<<<<<<<<<",
        date(2025, 1, 1),
    ),
    (
        "Belgium, identity card of 2020",
        "IDBEL000001115<7027<<<<<<<<<<<\n9502286F3001064BEL950228998747\nSPECIMEN<<SPECIMEN<<<<<<<<<<<<",
        date(2025, 1, 1),
    ),
    (
        "Belgium, identity card of 2015",
        "IDBEL592211692<1741<<<<<<<<<<<\n9003107F2509301BEL900310244094\nSPECIMEN<<SPECIMEN<<<<<<<<<<<<",
        date(2020, 1, 1),
    ),
    (
        "Portugal, card of 2015",
        "I<PRT000024759<ZZ72<<<<<<<<<<<\n8010100F2006017PRT<<<<<<<<<<<8\nCARLOS<MONTEIRO<<AMELIA<VANESS",
        date(2018, 1, 1),
    ),
    (
        "Portugal, card of 2024",
        "I<PRT007777779<ZZ92<<<<<<<<<<<\n8303143M3405282PRT<<<<<<<<<<<2\nCACADOR<DE<ARAUJO<<ANDRE<ESTEV",
        date(2025, 1, 1),
    ),
    (
        "Estonia, identity card of 2021",
        "IDESTAS0002261938001085718<<<<\n8001081M2606288EST<<<<<<<<<<<1\nJOERG<<JAAK<KRISTJAN<<<<<<<<<<",
        date(2025, 1, 1),
    ),
    (
        "France, identity card of 2021",
        "IDFRAX4RTBPFW46<<<<<<<<<<<<<<<\n9007138F3002119FRA<<<<<<<<<<<6\nMARTIN<<MAELYS<GAELLE<MARIE<<<",
        date(2025, 1, 1),
    ),
    (
        "France, identity card of 1988",
        "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\n8806923102858CORINNE<<<<<<<6512068F6",
        date(1995, 1, 1),
    ),
    (
        "France, identity card of 1994",
        "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\n9409923102854CORINNE<<<<<<<6512068F4",
        date(2000, 1, 1),
    ),
    (
        "France, identity card of 2005",
        "IDFRADOUEL<<<<<<<<<<<<<<<<<<<<932013\n0506932020438CHRISTIANE<<NI2906209F3",
        date(2010, 1, 1),
    ),
    (
        "France, identity card made in Geneva",
        "IDFRATEST<NAME<<<<<<<<<<<<<<<<0CHE02\n1710GVA123451ROBERTA<<<<<<<9112311F2",
        date(2020, 1, 1),
    ),
    (
        "France, visa of 2013",
        "VCFRASPECIMEN<<SPECIMEN<<<<<<<<<<<<<\nF000000005UTO0311063M1401143<M300703",
        date(2013, 12, 1),
    ),
    (
        "Spain, identity card of 2015",
        "IDESPBAA000589599999999R<<<<<<\n8001014F2501017ESP<<<<<<<<<<<7\nESPANOLA<ESPANOLA<<CARMEN<<<<<",
        date(2020, 1, 1),
    ),
    (
        "Iceland, passport of 2007",
        "PAISLAEVARSDOTTIR<<THURIDUR<OESP<<<<<<<<<<<<\nA2040611<0ISL1212123F1106297121212<1239<<<66",
        date(2010, 1, 1),
    ),
    (
        "Czechia, passport",
        "P<CZESPECIMEN<<VZOR<<<<<<<<<<<<<<<<<<<<<<<<<\n99003853<1CZE1101018M1207046110101111<<<<<94",
        date(2012, 1, 1),
    ),
    (
        "Latvia, identity card of 2012",
        "I<LVAPA99929216121282<88882<<<\n8212122M1703054LVA<<<<<<<<<<<0\nPARAUDZINS<<ANDRIS<<<<<<<<<<<<",
        date(2015, 1, 1),
    ),
    (
        "Liechtenstein, identity card of 2009",
        "IDLIEID98754015<<<<<<<<<<<<<<<\n8205122M1906224LIE<<<<<<<<<<<6\nOSPELT<BECK<<MARISA<<<<<<<<<<<",
        date(2015, 1, 1),
    ),
    (
        "Monaco, identity card of 2009",
        "I<MCO029067<<<0<<<<<<<<<<<<<<<\n9901018F0903248MCO<<<<<<<<<<<0\nSPECIMEN<<SPECIMEN<<<<<<<<<<<<",
        date(2009, 1, 1),
    ),
    (
        "Norway, passport of 2020",
        "P<NOROESTENBYEN<<AASAMUND<SPECIMEN<<<<<<<<<<\nCCC0022514NOR5604230M3004157<<<<<<<<<<<<<<04",
        date(2025, 1, 1),
    ),
    (
        "Sweden, identity card of 2012",
        "I<SWE59000002<8198703142391<<<\n8703145M1701027SWE<<<<<<<<<<<8\nSPECIMEN<<SVEN<<<<<<<<<<<<<<<<",
        date(2015, 1, 1),
    ),
    (
        "Ukraine, passport",
        "P<UKRTKACHENKO<<MARIANA<<<<<<<<<<<<<<<<<<<<<\nXX000000<0UKR9108242F23092571234567890<<<<70",
        date(2020, 1, 1),
    ),
    (
        "United Kingdom, passport of 2010",
        "P<GBRUK<SPECIMEN<<ANGELA<ZOE<<<<<<<<<<<<<<<<\n9250764733GBR8809117F2007162<<<<<<<<<<<<<<08",
        date(2015, 1, 1),
    ),
    (
        "United Kingdom, passport of 2015",
        "P<GBRUK<SPECIMEN<<ANGELA<ZOE<<<<<<<<<<<<<<<<\n5334013720GBR8812049F2509286<<<<<<<<<<<<<<00",
        date(2020, 1, 1),
    ),
    (
        "United Kingdom, passport of 2019",
        "P<GBRUK<SPECIMEN<<ANGELA<ZOE<<<<<<<<<<<<<<<<\n9992307632GBR9501016F2911272<<<<<<<<<<<<<<02",
        date(2020, 1, 1),
    ),
    (
        "Czechia, passport of 2006",
        "P<CZESPECIMEN<<VZOR<<<<<<<<<<<<<<<<<<<<<<<<<\n99009054<4CZE6906229F16072996956220612<<<<74",
        date(2010, 1, 1),
    ),
    (
        "China, passport of 2012",
        "POCHNZHENGJIAN<<YANGBEN<<<<<<<<<<<<<<<<<<<<<\nE000000008CHN8310291F2202059NGKELMPONBPJB972",
        date(2015, 1, 1),
    ),
    (
        "United States, passport of 1998",
        "P<USATRAVELER<<HAPPY<<<<<<<<<<<<<<<<<<<<<<<<\n1500000035USA5609165M0811150<<<<<<<<<<<<<<08",
        date(2005, 1, 1),
    ),
    (
        "United States, visa",
        "VNUSATRAVELER<<HAPPY<<<<<<<<<<<<<<<<<<<<<<<<\n1234567897CAN6612120M1407282B3XLC000FD142955",
        date(2013, 1, 1),
    ),
]

PASSPORT = SPECIMENS[0][1]
ON = date(2010, 1, 1)


def ask(text: str, on: date = ON, visual: Mapping[str, str] | None = None) -> Examination:
    form = VisualForm.from_mapping(visual) if visual else VisualForm()
    return examine(Facts((Reading((text,)),), form), on=on)


def worst(examination: Examination, *grades: Grade) -> dict[str, Finding]:
    """The findings of these grades (faults by default), by id."""
    wanted = grades or (Grade.INCONSISTENT, Grade.INCONCLUSIVE)
    return {finding.id: finding for finding in examination.findings if finding.grade in wanted}


def made(layout: str = "TD3", **particulars: str) -> str:
    given = {
        "document_code": {"T": "I", "M": "V"}[layout[0]] if layout != "TD3" else "P",
        "issuer": "KAZ",
        "surname": "SPECIMEN",
        "given_names": "AIGERIM",
        "document_number": "N12345678",
        "nationality": "KAZ",
        "date_of_birth": "900101",
        "sex": "F",
        "date_of_expiry": "300101",
    }
    return "\n".join(compose(layout, Particulars(**{**given, **particulars})))


def changed(text: str, line: int, column: int, to: str) -> str:
    """The text with the characters from this line and column (from 1) replaced."""
    lines = text.split("\n")
    old = lines[line - 1]
    lines[line - 1] = old[: column - 1] + to + old[column - 1 + len(to) :]
    return "\n".join(lines)

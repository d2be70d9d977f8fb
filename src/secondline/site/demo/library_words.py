"""What the demonstration's library says, in the languages of the house: features and signs."""

from secondline.site.demo.specimen.faults import Trait

Words = dict[str, str]


def say(en: str, ru: str, kk: str) -> Words:
    return {"en": en, "ru": ru, "kk": kk}


STATE_NAMES: dict[str, Words] = {
    "utopia": say("Utopia", "Утопия", "Утопия"),
    "erewhon": say("Erewhon", "Эревон", "Ереуон"),
    "new-atlantis": say("New Atlantis", "Новая Атлантида", "Жаңа Атлантида"),
}

# What is seen of a genuine feature.
LOOKS: dict[str, Words] = {
    "background-through-photo": say(
        "The fine lines run on into the portrait; its rim is soft, nothing is raised.",
        "Тонкие линии переходят в портрет; край мягкий, ничто не выступает.",
        "Жіңішке сызықтар портретке өтеді; жиегі жұмсақ, ештеңе шығып тұрған жоқ.",
    ),
    "ghost-portrait": say(
        "A second, paler portrait of the same person.",
        "Второй, более бледный портрет того же лица.",
        "Сол адамның екінші, бозғылттау портреті.",
    ),
    "hologram": say(
        "The emblem changes its colours when the page is tilted.",
        "Эмблема меняет цвета при наклоне страницы.",
        "Бетті еңкейткенде эмблема түсін өзгертеді.",
    ),
    "laser-perforation": say(
        "The number in fine holes, the same as the printed one.",
        "Номер из тонких отверстий, тот же, что напечатан.",
        "Басылған нөмірмен бірдей, ұсақ тесіктерден құралған нөмір.",
    ),
    "watermark": say(
        "The emblem of the state, lighter and darker than the paper, and a thread beside it.",
        "Герб государства, светлее и темнее бумаги, рядом нить.",
        "Мемлекет елтаңбасы қағаздан ашық және күңгірт, жанында жіп.",
    ),
    "fibres-uv": say(
        "Red, blue and yellow fibres at random; the paper itself stays dark.",
        "Красные, синие и жёлтые волокна вразброс; сама бумага тёмная.",
        "Қызыл, көк, сары талшықтар ретсіз; қағаздың өзі күңгірт.",
    ),
    "ink-uv-invisible": say(
        "A green emblem that is not seen in daylight.",
        "Зелёная эмблема, невидимая при дневном свете.",
        "Күндізгі жарықта көрінбейтін жасыл эмблема.",
    ),
    "microprint": say(
        "The lines of the heading are words, sharp under the magnifier.",
        "Линии заголовка состоят из слов, чётких под лупой.",
        "Тақырып сызықтары лупамен анық көрінетін сөздерден тұрады.",
    ),
    "mrz-ocrb": say(
        "OCR-B, evenly spaced; it stays black in infrared.",
        "OCR-B с ровным шагом; в инфракрасном остаётся чёрной.",
        "Біркелкі аралықты OCR-B; инфрақызылда қара қалпында қалады.",
    ),
    "tactile-feature": say(
        "Heading and emblem can be felt and cast shadows.",
        "Заголовок и герб ощутимы пальцем и дают тень.",
        "Тақырып пен елтаңба саусақпен сезіледі, көлеңке түсіреді.",
    ),
    "polycarbonate-layers": say(
        "One body without layers at the edge; it rings when it falls.",
        "Единое тело без слоёв на торце; при падении звенит.",
        "Қырында қабаты жоқ тұтас дене; құлағанда сыңғырлайды.",
    ),
    "laser-engraving": say(
        "Grey letters in the plastic, without dots.",
        "Серые знаки в толще пластика, без точек.",
        "Пластик ішіндегі нүктесіз сұр таңбалар.",
    ),
}
IMITATED: Words = say(
    "Copies show dots under the magnifier and glow all over under UV.",
    "Копии под лупой состоят из точек и целиком светятся в УФ.",
    "Көшірмелер лупада нүктелерден тұрады және ультракүлгінде түгел жарқырайды.",
)

# What is seen of each thing that differs on a false document: feature, light, words.
SIGNS: dict[Trait, tuple[str, str, Words]] = {
    Trait.SCRAPED: (
        "alteration-barrier",
        "ultraviolet-a",
        say("A scraped spot glows.", "Подчищенное место светится.", "Қырылған жер жарқырайды."),
    ),
    Trait.MRZ_BIRTH_DIGIT: (
        "mrz-ocrb",
        "white",
        say(
            "The year of birth differs from the visual zone.",
            "Год рождения не такой, как в визуальной зоне.",
            "Туған жылы көзбен оқылатын аймақтағыдан өзгеше.",
        ),
    ),
    Trait.VISUAL_BIRTH_DIGIT: (
        "guilloche",
        "white",
        say(
            "Fine lines are missing under the year of birth.",
            "Под годом рождения нет тонких линий.",
            "Туған жылдың астында жіңішке сызықтар жоқ.",
        ),
    ),
    Trait.LATER_EXPIRY: (
        "validity-period",
        "white",
        say("Valid for fifteen years.", "Срок действия пятнадцать лет.", "Жарамдылығы он бес жыл."),
    ),
    Trait.NO_CHECK_DIGITS: (
        "mrz-ocrb",
        "white",
        say(
            "Zeros stand where check digits belong.",
            "На месте контрольных цифр нули.",
            "Бақылау цифрларының орнында нөлдер тұр.",
        ),
    ),
    Trait.OTHER_PORTRAIT: (
        "ghost-portrait",
        "white",
        say(
            "The pale portrait shows another face.",
            "На бледном портрете другое лицо.",
            "Бозғылт портретте басқа адам.",
        ),
    ),
    Trait.CUT_EDGES: (
        "background-through-photo",
        "oblique",
        say(
            "A step at the rim of the portrait; the lines end there.",
            "Ступенька по краю портрета; линии там обрываются.",
            "Портрет жиегінде саты бар; сызықтар сонда үзіледі.",
        ),
    ),
    Trait.COPIER_PAPER: (
        "paper-uv-dull",
        "ultraviolet-a",
        say("The whole page glows blue.", "Вся страница светится голубым.", "Бүкіл бет көкшіл жарқырайды."),
    ),
    Trait.PRINTED_COPY: (
        "microprint",
        "magnifier",
        say(
            "Dots instead of lines; the microprint can't be read.",
            "Точки вместо линий; микротекст не читается.",
            "Сызық орнында нүктелер; микромәтін оқылмайды.",
        ),
    ),
    Trait.FOREIGN_TYPE: (
        "mrz-ocrb",
        "white",
        say("The lines are not in OCR-B.", "Строки не шрифтом OCR-B.", "Жолдар OCR-B қарпімен емес."),
    ),
    Trait.DYE: (
        "mrz-ocrb",
        "infrared",
        say(
            "The machine readable zone vanishes in infrared.",
            "Машиносчитываемая зона исчезает в инфракрасном.",
            "Машинамен оқылатын аймақ инфрақызылда жоғалады.",
        ),
    ),
    Trait.NO_WATERMARK: (
        "watermark",
        "transmitted",
        say("Neither watermark nor thread.", "Нет ни водяного знака, ни нити.", "Су белгісі де, жіп те жоқ."),
    ),
    Trait.NO_RELIEF: (
        "tactile-feature",
        "oblique",
        say("Nothing can be felt.", "Ничего не ощутимо на ощупь.", "Саусаққа ештеңе сезілмейді."),
    ),
    Trait.NO_FIBRES: (
        "fibres-uv",
        "ultraviolet-a",
        say("No fibres.", "Волокон нет.", "Талшықтар жоқ."),
    ),
    Trait.DULL_FOIL: (
        "hologram",
        "white",
        say(
            "The foil is a grey print that does not change.",
            "Вместо фольги серая печать без перемены цвета.",
            "Фольга орнында түсі өзгермейтін сұр баспа.",
        ),
    ),
    Trait.OTHER_PERFORATION: (
        "laser-perforation",
        "transmitted",
        say(
            "The perforated number is another one than the printed.",
            "Номер перфорацией не совпадает с напечатанным.",
            "Тесілген нөмір басылғанмен сәйкес емес.",
        ),
    ),
}
LAST_SIGN: Words = say(
    "Compare number, dates and names on all pages.",
    "Сравните номер, даты и имена на всех страницах.",
    "Барлық беттегі нөмір, күн, есімдерді салыстырыңыз.",
)

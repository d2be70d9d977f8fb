"""Doc 9303-11, appendices D, G, H and I: the worked examples, byte for byte."""

from collections.abc import Iterator

import pytest

from traveldoc.chip import weierstrass
from traveldoc.chip.group import STANDARDIZED, CurveGroup
from traveldoc.chip.key import EcKey
from traveldoc.chip.security_info import SecurityInfo, security_infos
from traveldoc.chip.symmetric import AES128, CHECKSUM, DES3, ENCRYPTION, PASSWORD, padded, retail_mac
from traveldoc.chip.terminal.apdu import Answer, Command
from traveldoc.chip.terminal.bac import open_with_zone
from traveldoc.chip.terminal.channel import Channel
from traveldoc.chip.terminal.mapping import generic, integrated
from traveldoc.chip.terminal.pace import Offer, offers, open_with_password
from traveldoc.chip.terminal.password import MRZ, Password, from_zone
from traveldoc.chip.terminal.secure_messaging import Session
from traveldoc.chip.tlv import parse
from traveldoc.mrz.parse import parse as parse_zone

h = bytes.fromhex
ERIKSSON = Password(MRZ, b"L898902C<369080619406236")
STEVENSON = Password(MRZ, b"T22000129364081251010318")


class Script:
    """A card that knows one conversation: each command must be the one that the example prints."""

    def __init__(self, *lines: tuple[str, str]) -> None:
        self.lines = [(h(command), h(answer)) for command, answer in lines]

    def __call__(self, command: bytes) -> bytes:
        expected, answer = self.lines.pop(0)
        assert command.hex() == expected.hex()
        return answer


class Given:
    """The example's random numbers, in the order in which the reader asks for them."""

    def __init__(self, *values: bytes | int) -> None:
        self.values: Iterator[bytes | int] = iter(values)

    def __call__(self, size: int) -> bytes:
        value = next(self.values)
        if isinstance(value, int):  # a private key: the reader takes it modulo the order less 1, plus 1
            return (value - 1).to_bytes(size)
        assert len(value) == size
        return value


def test_d1_long_document_numbers_and_d2_the_zone_of_a_passport() -> None:
    td1 = "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<"
    assert from_zone(parse_zone(td1)).printed == b"D23145890734934071279507122"
    td2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<L898902C<3UTO6908061F9406236<<<<<<<8"
    assert from_zone(parse_zone(td2)).printed == ERIKSSON.printed


def test_d2_keys_from_the_zone() -> None:
    seed = ERIKSSON.secret[:16]
    assert seed == h("239AB9CB282DAF66231DC5A4DF6BFBAE")
    assert DES3.derive(seed, ENCRYPTION) == h("AB94FDECF2674FDFB9B391F85D7F76F2")
    assert DES3.derive(seed, CHECKSUM) == h("7962D9ECE03D1ACD4C76089DCE131543")


APPLICATION = h("A0000002471001")
D3 = (
    ("0084000008", "4608F919887022129000"),
    (
        "008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728",
        "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D74499000",
    ),
)
D4 = (
    ("0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800", "990290008E08FA855A5D4C50A8ED9000"),
    ("0CB000000D9701048E08ED6705417E96BA5500", "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000"),
    (
        "0CB000040D9701128E082EA28A70F3C7B53500",
        "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000",
    ),
)


def test_d3_basic_access_control_and_d4_secure_messaging() -> None:
    channel = Channel(Script(*D3, *D4))
    random = Given(h("781723860C06C226"), h("0B795240CB7049B01C19B33E32804F0B"))
    session = open_with_zone(channel, ERIKSSON, random)
    assert session.encryption == h("979EC13B1CBFE9DCD01AB0FED307EAE5")
    assert session.checksum == h("F1CB1F1FB5ADF208806B89DC579DC1F8")
    assert session.counter == 0x887022120C06C226
    channel.session = session
    assert channel.send(Command(0xA4, 2, 0x0C, h("011E"))) == Answer(b"", 0x9000)
    assert channel.send(Command(0xB0, 0, 0, expected=4)) == Answer(h("60145F01"), 0x9000)
    rest = h("04303130365F36063034303030305C026175")
    assert channel.send(Command(0xB0, 0, 4, expected=18)) == Answer(rest, 0x9000)


def test_the_checksum_of_d3() -> None:
    hidden = h("72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2")
    assert retail_mac(h("7962D9ECE03D1ACD4C76089DCE131543"), padded(hidden, 8)) == h("5F1448EEA8AD90A7")


def offer(kind: int, parameter: int) -> Offer:
    info = SecurityInfo(f"0.4.0.127.0.7.2.2.4.{kind}.2", "PACE", 2, key_id=parameter)
    (found,) = offers([info])
    return found


G1 = (
    ("0022C1A40F800A04007F00070202040202830101", "9000"),
    ("10860000027C0000", "7C12801095A3A016522EE98D01E76CB6B98B42C39000"),
    (
        (
            "10860000457C438141047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E"
            "544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D00"
        ),
        (
            "7C43824104824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57"
            "30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C549000"
        ),
    ),
    (
        (
            "10860000457C438341042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C"
            "3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB3646200"
        ),
        (
            "7C438441049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB"
            "7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F0949000"
        ),
    ),
    ("008600000C7C0A8508C2B0BD78D94BA86600", "7C0A86083ABB9674BCE93C089000"),
)


def test_g1_pace_with_generic_mapping_on_a_curve() -> None:
    random = Given(
        0x7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99,
        0xA73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595,
    )
    opened = open_with_password(Channel(Script(*G1)), offer(2, 13), STEVENSON, random)
    assert opened.session.encryption == h("F5F0E35C0D7161EE6724EE513A0D9A7F")
    assert opened.session.checksum == h("FE251C7858B356B24514B3BD5F4297D1")
    assert opened.session.counter == 0
    assert opened.mapped is None


def test_g1_password_key_nonce_and_mapped_generator() -> None:
    assert STEVENSON.secret == h("7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD")
    key = AES128.derive(STEVENSON.secret, PASSWORD)
    assert key == h("89DED1B26624EC1E634C1989302849DD")
    nonce = AES128.decrypt(key, h("95A3A016522EE98D01E76CB6B98B42C3"))
    assert nonce == h("3F00C4D39D153F2B2A214A078D899B22")
    group = STANDARDIZED[13]
    theirs = group.decode(h(G1[2][1])[4:-2])
    private = 0x7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99
    assert group.encode(generic(group, nonce, private, theirs)) == h(
        "048CED63C91426D4F0EB1435E7CB1D74A46723A0AF21C89634F65A9AE87A9265E2"
        "8C879506743F8611AC33645C5B985C80B5F09A0B83407C1B6A4D857AE76FE522"
    )


G2 = (
    ("0022C1A40F800A04007F00070202040102830101", "9000"),
    ("10860000027C0000", "7C128010854D8DF5827FA6852D1A4FA701CDDDCA9000"),
    (
        (
            "10860000867C818381818023FB3749EA030D2A25B278D2A562047ADE3F01B74F17A15402CB7352CA7D2B3EB71C343DB1"
            "3D1DEBCE9A3666DBCFC920B49174A602CB47965CAA73DC702489A44D41DB914DE9613DC5E98C94160551C0DF86274B93"
            "59BC0490D01B03AD54022DCB4F57FAD6322497D7A1E28D46710F461AFE710FBBBC5F8BA166F4311975EC6C00"
        ),
        (
            "7C818382818078879F57225AA8080D52ED0FC890A4B25336F699AA89A2D3A189654AF70729E623EA5738B26381E4DA19"
            "E004706FACE7B235C2DBF2F38748312F3C98C2DD4882A41947B324AA1259AC22579DB93F7085655AF30889DBB845D9E6"
            "783FE42C9F2449400306254C8AE8EE9DD812A804C0B66E8CAFC14F84D8258950A91B44126EE69000"
        ),
    ),
    (
        (
            "10860000867C8183838180907D89E2D425A178AA81AF4A7774EC8E388C115CAE67031E85EECE520BD911551B9AE4D043"
            "69F29A02626C86FBC6747CC7BC352645B6161A2A42D44EDA80A08FA8D61B76D3A154AD8A5A51786B0BC07147057871A9"
            "22212C5F67F43173172236B7747D1671E6D692A3C7D40A0C3C5CE397545D015C175EB5130551EDBC2EE5D400"
        ),
        (
            "7C8183848180075693D9AE941877573E634B6E644F8E60AF17A0076B8B123D9201074D36152BD8B3A213F53820C42ADC"
            "79AB5D0AEEC3AEFB91394DA476BD97B9B14D0A65C1FC71A0E019CB08AF55E1F729005FBA7E3FA5DC41899238A250767A"
            "6D46DB974064386CD456743585F8E5D90CC8B4004B1F6D866C79CE0584E49687FF61BC29AEA19000"
        ),
    ),
    ("008600000C7C0A8508B46DD9BD4D98381F00", "7C0A8608917F37B5C0E6D8D19000"),
)


def test_g2_pace_with_generic_mapping_modulo_a_prime() -> None:
    random = Given(
        0x5265030F751F4AD18B08AC565FC7AC952E41618D,
        0x89CCD99B0E8D3B1F11E1296DCA68EC53411CF2CA,
    )
    opened = open_with_password(Channel(Script(*G2)), offer(1, 0), STEVENSON, random)
    assert opened.session.encryption == h("2F7F46ADCC9E7E521B45D192FAFA9126")
    assert opened.session.checksum == h("805A1D27D45A5116F73C54469462B7D8")


def test_h1_integrated_mapping_on_a_curve() -> None:
    group = STANDARDIZED[13]
    found = integrated(
        group, AES128, h("2923BE84E16CD6AE529049F1F1BBE9EB"), h("5DD4CBFC96F5453B130D890A1CDBAE32")
    )
    assert found[0] == 0x8E82D31559ED0FDE92A4D0498ADD3C23BABA94FB77691E31E90AEA77FB17D427
    assert isinstance(group, CurveGroup)
    assert weierstrass.is_on(group.curve, *found)
    # The reader's key and the secret of the example follow from the generator.
    mapped = group.from_generator(found)
    private = 0xA73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595
    assert mapped.encode(mapped.times(mapped.generator, private)) == h(
        "0489CBA23FFE96AA18D824627C3E934E54A9FD0B87A95D1471DC1C0ABFDCD640D4"
        "6755DE9B7B778280B6BEBD57439ADFEB0E21FD4ED6DF42578C13418A59B34C37"
    )
    theirs = mapped.decode(
        h(
            "0467F78E5F7F7686082B293E8D087E056916D0F74BC01A5F8957D0DE45691E51E8"
            "932B69A962B52A0985AD2C0A271EE6A13A8ADDDCD1A3A994B9DED257F4D22753"
        )
    )
    session = Session(AES128, mapped.secret(mapped.times(theirs, private)))
    assert session.encryption == h("0D3FEB33251A6370893D62AE8DAAF51B")
    assert session.checksum == h("B01E89E3D9E8719E586B50B4A7506E0B")


def test_h2_integrated_mapping_modulo_a_prime() -> None:
    group = STANDARDIZED[0]
    found = integrated(
        group, AES128, h("FA5B7E3E49753A0DB9178B7B9BD898C8"), h("B3A6DB3C870C3E99245E0D1C06B747DE")
    )
    assert group.encode(found) == h(
        "1D7D767F11E333BCD6DBAEF40E799E7A926B96973550656FF3C830726D118D61"
        "C276CDCC61D475CF03A98E0C0E79CAEBA5BE25578BD4551D0B10903236F0B0F9"
        "76852FA78EEA14EA0ACA87D1E91F688FE0DFF897BBE35A472621D343564B262F"
        "34223AE8FC59B664BFEDFA2BFE7516CA5510A6BBB633D517EC25D4E0BBAA16C2"
    )


I1 = (
    ("0022C1A40F800A04007F00070202040602830101", "9000"),
    ("10860000027C0000", "7C128010CB60E8E0D85B76A9BD304747C2AD42E29000"),
    (
        (
            "10860000457C438141047F1D410ADB7DDB3B84BF1030800981A9105D7457B4A3ADE002384F3086C67EDE"
            "1AB889104A27DB6D842B019020FBF3CEACB0DC627F7BDCAC29969E19D0E553C100"
        ),
        (
            "7C43824104A234236AA9B9621E8EFB73B5245C0E09D2576E5277183C1208BDD55280CAE8B3"
            "04F365713A356E65A451E165ECC9AC0AC46E3771342C8FE5AEDD092685338E239000"
        ),
    ),
    (
        (
            "10860000457C43834104446C934084D9DAB863944F219520076C29EE3F7AE6722B11FF319EC1C7728F95"
            "5483400BFF60BF0C5929270009277DC2A515E12575010AD9BA916CF1BF86FEFC00"
        ),
        (
            "7C4384410402AD566F3C6EC7F9324509AD50A51FA52030782A4968FCFEDF737DAEA9933331"
            "11C3B9B4C2287789BD137E7F8AA882E2A3C633CCD6ECC2C63C57AD401A09C2E19000"
        ),
    ),
    (
        "008600000C7C0A8508E86BD06018A1CD3B00",
        (
            "7C3C86088596CF055C67C1A38A301EEA964DAAE372AC990E3EFDE6333353BFC89A6704D93DA8798CF77F5B7A54BD10CB"
            "A372B42BE0B9B5F28AA8DE2F4F929000"
        ),
    ),
)
# The appendix's ChipAuthenticationPublicKeyInfo of EF.CardSecurity, in a SET as DG14 and the file have it.
I1_KEY = (
    "31643062060904007F0007020201023052300C060704007F0007010202010D034200041872709494399E7470A6431BE25E83"
    "EEE24FEA568C2ED28DB48E05DB3A610DC884D256A40E35EFCB59BF6753D3A489D28C7A4D973C2DA138A6E7A4A08F68E16F02010D"
)


def test_i1_chip_authentication_mapping() -> None:
    password = Password(MRZ, b"C11T002JM496081222310314")
    random = Given(
        0x5D8BB87BD74D985A4B7D4325B9F7B976FE835122773400798914AA22738135CC,
        0x76ECFDAA9841C323A3F5FC5E88B88DB3EFF7E35EBF57A7E6946CB630006C2120,
    )
    opened = open_with_password(Channel(Script(*I1)), offer(6, 13), password, random)
    assert opened.session.encryption == h("0A9DA4DB03BDDE39FC5202BC44B2E89E")
    assert opened.session.checksum == h("4B1C06491ED5140CA2B537D344C6C0B1")
    assert opened.mapped is not None
    assert opened.mapped.factor == 0x85DC3FA93D0952BFA82F5FD189EE75BD82F11D1F0B8ED4BF5319AC9B53C426B3
    (info,) = security_infos(parse(h(I1_KEY)))
    assert info.key is not None
    key = info.key.key
    assert isinstance(key, EcKey)
    group = CurveGroup(key.curve)
    assert opened.mapped.proves((group, (key.x, key.y)))
    assert not opened.mapped.proves((group, group.generator))


def test_several_parameters_are_named_to_the_chip() -> None:
    infos = [SecurityInfo("0.4.0.127.0.7.2.2.4.2.2", "PACE", 2, key_id=number) for number in (13, 12)]
    line = ("0022C1A412800A04007F0007020204020283010184010D", "6A88")
    with pytest.raises(ValueError, match="key that was named"):
        open_with_password(Channel(Script(line)), offers(infos)[0], STEVENSON, Given())

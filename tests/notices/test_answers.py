"""The answers a partner gets, read back by other libraries than wrote them."""

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pydifact.segmentcollection import Interchange

from notices import xml
from notices.answers import FoundFault, InterchangeAnswer, MessageAnswer
from notices.contrl import contrl
from notices.cusres import OWED as CUSRES_OWED
from notices.cusres import cusres
from notices.edifact import text
from notices.owed import OwedForm
from parsers.catalogue import CATALOGUE
from parsers.edifact.profile.cusdec import CUSDEC_D13B
from parsers.edifact.profile.structure import uses
from parsers.edifact.reading import interchanges
from parsers.edifact.syntax.blocks import read_segments
from parsers.edifact.syntax.segments import Segment, Separators
from parsers.findings import describe
from parsers.message_tables import Amount
from tests.notices.answer_profiles import CONTRL, CUSRES

FAULT = FoundFault(
    code="CAD-003",
    severity="error",
    byte_from=10,
    byte_to=20,
    segment="CST",
    segment_position=12,
    element="tariff item",
    line_number=2,
    value="9999999999",
    expected=None,
)
SYNTAX = FoundFault(
    **{
        **FAULT.__dict__,
        "code": "VAL-002",
        "segment": "MOA",
        "element": "5004 amount",
        "value": "1O",
    }
)


AMOUNTS = pd.DataFrame(
    [(7, 100_000, 6_500, 900, 600, 300, 5_325, 12_725, 1, "USD", 72_333, 1_382_500)],
    columns=["cad_id", "value_for_duty_cents", "duty_cents", "sima_cents", "anti_dumping_cents",
             "countervailing_cents", "gst_cents", "payable_cents", "line_number", "currency",
             "value_for_currency_conversion_cents", "exchange_rate_ppm"],
)  # fmt: skip


def answer(
    language: str = "en", status: str = "accepted", form: OwedForm = CUSRES_OWED
) -> InterchangeAnswer:
    (owed,) = form.write(AMOUNTS, AMOUNTS, "cad_id")
    return InterchangeAnswer(
        answer_reference="000000012000",
        recipient="CARMHUB",
        sender="MAPLEGATE",
        reference="REF1",
        status=status,
        language=language,
        prepared_at=dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC),
        findings=(),
        received_from=("MAPLEGATE", "ZZ", "SUB"),
        received_by=("HUB", "14"),
        messages=(
            MessageAnswer(
                reference="1",
                type="CUSDEC",
                transaction_number="11234000000015",
                version=1,
                status="accepted",
                findings=(),
                owed=owed,
                due_on=dt.date(2026, 12, 1),
            ),
            MessageAnswer(
                reference="2",
                type="CUSDEC",
                transaction_number="11234000000023",
                version=1,
                status="rejected",
                findings=(FAULT, SYNTAX),
                identifier=("CUSDEC", "D", "13B", "UN", "CAD1"),
            ),
        ),
    )


def segments(content: bytes) -> list[tuple[str, list[object]]]:
    read = Interchange.from_str(content.decode("latin-1"))
    return [(s.tag, s.elements) for message in read.get_messages() for s in message.segments]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_envelopes_count_and_refer_rightly(language: str):
    """UNZ and every UNT state the counts and references that stand before them."""
    for content in (contrl(answer(language)), cusres(answer(language))):
        lines = [line for line in content.decode("latin-1").split("'\n") if line]
        assert lines[-1] == f"UNZ+{sum(x.startswith('UNH') for x in lines)}+000000012000"
        start = 0
        for place, line in enumerate(lines):
            if line.startswith("UNH"):
                start = place
            if line.startswith("UNT"):
                assert line.split("+")[1] == str(place - start + 1)


def test_what_a_made_up_book_answers_is_a_test():
    """0035 stands in UNB of CONTRL and CUSRES, TestIndicator in XML; in no real book's."""
    for made_up in (False, True):
        told = replace(answer(), made_up=made_up)
        for content in (contrl(told), cusres(told)):
            whole = content.decode("latin-1").split("'")
            (header,) = (each.split("+") for each in whole if each.strip().startswith("UNB+"))
            assert (len(header), header[11:]) == ((12, ["1"]) if made_up else (6, []))
        for written in (xml.declaration_answer, xml.notification_report, xml.delivery_report):
            root = etree.fromstring(written(told))
            marks = root.findall(f"{{{xml.ANSWER}}}TestIndicator")
            assert [mark.text for mark in marks] == (["1"] if made_up else [])


def test_accepted_with_amounts():
    """An accepted declaration is answered with its number, due date and amounts, per line too."""
    found = segments(cusres(answer()))
    assert ("BGM", ["962", "000000012000-1", "29"]) in found
    assert ("RFF", [["TN", "11234000000015", "", "1"]]) in found
    assert ("DTM", [["140", "20261201", "102"]]) in found
    assert ("MOA", [["176", "127.25", "CAD"]]) in found
    place = found.index(("CST", ["1"]))
    assert found[place - 2 : place] == [
        ("MOA", [["77", "723.33", "USD"]]),
        ("CUX", [["2", "USD"], ["3", "CAD"], "1.3825"]),
    ]
    assert [each for each in found[place:] if each[0] in {"TAX", "MOA"}][3:7] == [
        ("TAX", ["1", "ADD"]),
        ("MOA", [["161", "6.00", "CAD"]]),
        ("TAX", ["1", "CVD"]),
        ("MOA", [["161", "3.00", "CAD"]]),
    ]
    assert ("RFF", [["INO", answer().reference]]) in found
    assert found[place + 1 : place + 4] == [
        ("TAX", ["1", "CUD"]),
        ("MOA", [["40", "1000.00", "CAD"]]),
        ("MOA", [["161", "65.00", "CAD"]]),
    ]


@pytest.mark.parametrize(
    ("language", "sentence", "what_to_do"),
    [
        ("en", "does not exist on the release date", "Classify the goods"),
        ("fr", "n'existe pas à la date de mainlevée", "Classez les marchandises"),
    ],
)
def test_rejected_with_reasons(language: str, sentence: str, what_to_do: str):
    """A rejected declaration names each rule, the place and what to do, in its language."""
    content = cusres(answer(language)).decode("latin-1")
    texts = [elements[3] for tag, elements in segments(content.encode("latin-1")) if tag == "FTX"]
    assert "ERP+10:2+CST:12:5'" in content and "ERC+CAD-003:CADERR:96'" in content
    assert sentence in str(texts[0]) and what_to_do in str(texts[1])
    assert "BGM+963+000000012000-2+27'" in content


def fault(code: str, **places: object) -> FoundFault:
    nothing = dict.fromkeys(FoundFault.__dataclass_fields__)
    severity = CATALOGUE[code].severity
    return FoundFault(
        **{**nothing, "code": code, "severity": severity, "byte_from": 0, "byte_to": 1, **places}
    )


def told(*of_message: FoundFault, of_interchange: tuple[FoundFault, ...] = ()) -> list[str]:
    """Return the segments of CONTRL between UNH and UNT."""
    whole = answer(status="rejected" if of_interchange else "accepted")
    message = replace(whole.messages[1], findings=of_message)
    content = contrl(replace(whole, findings=of_interchange, messages=(message,)))
    return content.decode("latin-1").split("'\n")[3:-3]


UCI = "UCI+REF1+MAPLEGATE:ZZ:SUB+HUB:14"
UCM = "UCM+2+CUSDEC:D:13B:UN:CAD1+4"


def test_contrl_names_the_message_the_segment_and_the_element():
    """UCM names the message as received; UCS its segment, UCD the element in it, by 0085."""
    content = contrl(answer()).decode()
    assert f"{UCI}+7'\n{UCM}'\nUCS+12'\nUCD+37+2:2'\n" in content
    assert "UCM+1" not in content


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (fault("EDI-004", segment="UNT", element="0074"), [f"{UCM}+29+UNT+2"]),
        (fault("EDI-005", segment="UNT", element="0062"), [f"{UCM}+28+UNT+3"]),
        (fault("EDI-101", segment="UNZ", expected="UNT"), [f"{UCM}+13+UNT"]),
        (fault("EDI-008", segment="UNH", segment_position=1, element="S009/0065"),
         [f"{UCM}+14+UNH+3:1"]),
        (fault("EDI-021"), [f"{UCM}+17+UNH+3:1"]),
        (fault("EDI-101", segment="CST", segment_position=9, expected="LOC+27"),
         [UCM, "UCS+8+13"]),
        (fault("EDI-102", segment="CST", segment_position=9), [UCM, "UCS+9+15"]),
        (fault("EDI-104", segment="FTX", segment_position=9, element="4"),
         [UCM, "UCS+9", "UCD+35+5"]),
        (fault("EDI-105", segment="CST", segment_position=9, element="7.1"),
         [UCM, "UCS+9", "UCD+15+8:1"]),
        (fault("VAL-001", segment="CST", segment_position=9, element="1496 line number"),
         [UCM, "UCS+9", "UCD+13+2"]),
        (fault("VAL-005", segment="CST", segment_position=9,
               element="3055 agency of the tariff item"), [UCM, "UCS+9", "UCD+12+3:3"]),
        (fault("EDI-022"), []),
        (fault("CAD-003", segment_position=9), []),
    ],
)  # fmt: skip
def test_each_fault_is_told_at_its_level(found: FoundFault, expected: list[str]):
    """What is wrong with UNH or UNT is UCM's, a segment UCS's, an element UCD's; no warning is."""
    assert told(found) == [f"{UCI}+7", *expected]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (fault("EDI-001"), "+13+UNZ"),
        (fault("EDI-002", segment="UNZ", element="0036"), "+29+UNZ+2"),
        (fault("EDI-006"), "+26+UNB+6"),
        (fault("EDI-007", segment="BGM"), "+33"),
        (fault("EDI-011", segment="UNB", element="S003/0010"), "+7+UNB+4:1"),
        (fault("EDI-013", segment="UNZ"), "+32+UNZ"),
        (fault("FILE-005"), "+23+UNB+3:1"),
        (fault("FILE-007"), "+17"),
    ],
)
def test_a_refused_interchange_says_why_and_where(found: FoundFault, expected: str):
    """A refused interchange is answered with action 4, the error and its place; no message is."""
    warning = fault("EDI-022")
    assert told(fault("EDI-102"), of_interchange=(warning, found)) == [f"{UCI}+4{expected}"]


def test_elements_that_findings_name_have_one_place():
    """No label of an element stands for two places in segments of one tag."""
    places: dict[tuple[str, str], set[tuple[int, int]]] = {}
    for use, _ in uses(CUSDEC_D13B.root):
        for element in use.checked:
            places.setdefault((use.tag, element.label), set()).add(element.at)
    assert [name for name, found in places.items() if len(found) > 1] == []


def test_the_sender_gets_its_own_identification_back():
    """The answer goes to the sender as it identified itself, from this hub."""
    for content in (contrl(answer()), cusres(answer())):
        assert b"UNB+UNOC:4+CARMHUB+MAPLEGATE:ZZ:SUB+" in content


def test_xml_says_the_same():
    """The XML answer carries the amounts, codes and remedies that CUSRES carries."""
    root = etree.fromstring(xml.declaration_answer(answer("fr", form=xml.OWED)))
    ns = {"a": xml.ANSWER}
    assert root.findtext("a:Declaration/a:PayableAmount", namespaces=ns) == "127.25"
    told = {
        "AntiDumpingAmount": "6.00",
        "CountervailingAmount": "3.00",
        "SIMAAmount": "9.00",
        "GovernmentAgencyGoodsItem/a:AntiDumpingAmount": "6.00",
        "GovernmentAgencyGoodsItem/a:CurrencyExchange/a:CurrencyTypeCode": "USD",
        "GovernmentAgencyGoodsItem/a:CurrencyExchange/a:RateNumeric": "1.3825",
    }
    assert {name: root.findtext(f"a:Declaration/a:{name}", namespaces=ns) for name in told} == told
    error = root.find("a:Declaration[2]/a:Error", ns)
    assert error is not None
    assert error.findtext("a:ValidationCode", namespaces=ns) == "CAD-003"
    assert "Classez" in (error.findtext("a:Remedy", namespaces=ns) or "")
    assert error.findtext("a:Pointer/a:ByteFrom", namespaces=ns) == "10"


def findings_in(
    folder: Path, content: bytes, interchanges_in: int = 1
) -> list[tuple[str, str, str, str]]:
    """Return what our own reader finds in answers, held to the published structures."""
    path = folder / "answer"
    path.write_bytes(content)
    bounds = interchanges.Bounds(
        segment_bytes=65536,
        message_bytes=1 << 25,
        message_segments=300_000,
        interchanges=2000,
        read=Amount(findings=1000, messages=10**6),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            interchanges, "read_messages", lambda _, messages, *__: ({}, [*range(len(messages))])
        )
        (batch,) = interchanges.read_interchanges(
            path, [CONTRL, CUSRES], recipient="MAPLEGATE", bounds=bounds, batch_lines=10**6
        )
    columns = ["code", "segment", "element", "value"]
    assert batch.messages["interchange"].nunique() == interchanges_in
    return [tuple(row) for row in batch.findings[columns].itertuples(index=False)]


EVERY_FAULT = tuple(
    fault(code, segment=segment, segment_position=position, element=element, line_number=line)
    for code in CATALOGUE
    for segment, position, element, line in (
        (None, None, None, None),
        ("MOA", 9, "5004 amount", 1),
        ("UNT", None, "0074", None),
        ("CST", 12, "7.1", 99_999),
    )
)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("status", ["accepted", "rejected"])
def test_answers_keep_the_published_structure(tmp_path: Path, status: str, language: str):
    """Our own reader finds nothing wrong in the answers, held to their published structures."""
    whole = answer(language, status)
    every = replace(whole.messages[1], findings=EVERY_FAULT)
    for one in (whole, replace(whole, messages=(whole.messages[0], every))):
        for content in (contrl(one), cusres(one)):
            assert findings_in(tmp_path, content) == []
    answered = [contrl(replace(whole, findings=(each,))) for each in EVERY_FAULT]
    assert findings_in(tmp_path, b"".join(answered), interchanges_in=len(answered)) == []


TEXTS = st.text(
    st.one_of(
        st.sampled_from("’‘“”…—œ€П\N{REPLACEMENT CHARACTER}?'+:*~\n\r\x1a\x85é "),
        st.characters(codec="utf-8"),
    ),
    min_size=1,
    max_size=600,
)


def segments_of(content: bytes) -> list[list[str]]:
    """Return tag, and all components of a segment in one list, as our reader splits them."""
    found = []
    separators = None
    for event in read_segments(io.BytesIO(content), max_segment_bytes=65536):
        separators = event if isinstance(event, Separators) else separators
        if isinstance(event, Segment) and separators is not None:
            elements = event.elements(separators, "iso8859-1")
            found.append([part for (parts,) in elements for part in parts])
        else:
            assert isinstance(event, Separators)
    return found


@given(TEXTS)
def test_no_text_breaks_an_answer(value: str):
    """Whatever stands in any value, the answer has the segments that any other value gives."""

    def written(value: str) -> list[list[list[str]]]:
        found = fault("CAD-018", line_number=1, value=value, expected=value, segment=value,
                      segment_position=9)  # fmt: skip
        syntax = replace(SYNTAX, value=value)
        messages = [
            replace(
                each, reference=value, findings=(found, syntax), identifier=(value,) * 7,
                transaction_number=value,
            )
            for each in answer().messages
        ]  # fmt: skip
        whole = replace(
            answer(), sender=value, recipient=value, reference=value, messages=tuple(messages),
            received_from=(value,) * 4, received_by=(value,) * 4,
        )  # fmt: skip
        return [segments_of(contrl(whole)), segments_of(cusres(whole))]

    ours, others = written(value), written("X")
    shapes = [[(parts[0], len(parts)) for parts in each] for each in (*ours, *others)]
    assert shapes[:2] == shapes[2:]
    sentences = [parts[4] for parts in ours[1] if parts[:2] == ["FTX", "AAO"]]
    assert sentences[0] == text(describe("CAD-018", value, value, "en"), 512)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("L’été-12", "L'été-12"), ("П", "?"), ("\N{REPLACEMENT CHARACTER}", "?"), ("a…", "a..."),
     ("a\nb", "a b"), ("“a”", '"a"'), ("x" * 600, "x" * 512)],
)  # fmt: skip
def test_texts_are_brought_into_the_character_set_first(value: str, expected: str):
    """What is no character of the answer is written as one, within the element's length."""
    assert text(value, 512) == expected

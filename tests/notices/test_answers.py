"""The answers a partner gets, read back by other libraries than wrote them."""

import datetime as dt
import re

import pytest
from lxml import etree
from pydifact.segmentcollection import Interchange

from notices import xml
from notices.answers import FoundFault, InterchangeAnswer, LineAmounts, MessageAnswer
from notices.contrl import contrl
from notices.cusres import cusres

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
SYNTAX = FoundFault(**{**FAULT.__dict__, "code": "VAL-002", "segment": "MOA", "value": "1O"})


def answer(language: str = "en", status: str = "accepted") -> InterchangeAnswer:
    return InterchangeAnswer(
        answer_reference="000000012000",
        recipient="CARMHUB",
        sender="MAPLEGATE",
        reference="REF1",
        status=status,
        language=language,
        prepared_at=dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC),
        findings=(),
        messages=(
            MessageAnswer(
                reference="1",
                type="CUSDEC",
                transaction_number="11234000000015",
                version=1,
                status="accepted",
                findings=(),
                value_for_duty_cents=100_000,
                duty_cents=6_500,
                gst_cents=5_325,
                payable_cents=11_825,
                due_on=dt.date(2026, 12, 1),
                lines=(
                    LineAmounts(
                        line_number=1,
                        value_for_duty_cents=100_000,
                        duty_cents=6_500,
                        sima_cents=0,
                        surtax_cents=0,
                        excise_cents=0,
                        gst_cents=5_325,
                    ),
                ),
            ),
            MessageAnswer(
                reference="2",
                type="CUSDEC",
                transaction_number="11234000000023",
                version=1,
                status="rejected",
                findings=(FAULT, SYNTAX),
            ),
        ),
    )


def segments(content: bytes) -> list[tuple[str, list[object]]]:
    read = Interchange.from_str(content.decode("latin-1"))
    return [(s.tag, s.elements) for message in read.get_messages() for s in message.segments]


# The published structures as far as we use them, a segment a word: CUSRES D.13B and CONTRL 4.
CUSRES = re.compile(
    r"BGM( DTM){1,9}( RFF){1,999}( ERP( RFF){0,9}( ERC){1,99}( FTX){0,99})*( TAX( MOA){1,99})*"
    r"( DOC( CST( TAX( MOA){1,99})*)*)*( CNT){0,9}"
)
CONTRL = re.compile(r"UCI( UCM( UCS( UCD){0,99}){0,999})*")


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


def test_accepted_with_amounts():
    """An accepted declaration is answered with its number, due date and amounts, per line too."""
    found = segments(cusres(answer()))
    assert ("BGM", ["962", "000000012000-1", "29"]) in found
    assert ("RFF", [["TN", "11234000000015", "", "1"]]) in found
    assert ("DTM", [["140", "20261201", "102"]]) in found
    assert ("MOA", [["176", "118.25", "CAD"]]) in found
    place = found.index(("CST", ["1"]))
    assert found[place + 1 : place + 3] == [
        ("TAX", ["1", "CUD"]),
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


def test_contrl_names_the_message_and_the_error():
    """A message with a syntax fault is named in UCM, its segment and 0085 code in UCS."""
    content = contrl(answer()).decode()
    assert "UCI+REF1+MAPLEGATE+CARMHUB+7'" in content
    assert "UCM+2+CUSDEC:D:13B:UN+4'\nUCS+12+37'" in content
    assert "UCM+1" not in content


def test_a_rejected_interchange_is_refused_in_uci():
    """A rejected interchange is answered with action 4, and no message is named."""
    content = contrl(answer(status="rejected")).decode()
    assert "UCI+REF1+MAPLEGATE+CARMHUB+4'" in content and "UCM" not in content


def test_xml_says_the_same():
    """The XML answer carries the amounts, codes and remedies that CUSRES carries."""
    root = etree.fromstring(xml.declaration_answer(answer("fr")))
    ns = {"a": xml.ANSWER}
    assert root.findtext("a:Declaration/a:PayableAmount", namespaces=ns) == "118.25"
    error = root.find("a:Declaration[2]/a:Error", ns)
    assert error is not None
    assert error.findtext("a:ValidationCode", namespaces=ns) == "CAD-003"
    assert "Classez" in (error.findtext("a:Remedy", namespaces=ns) or "")
    assert error.findtext("a:Pointer/a:ByteFrom", namespaces=ns) == "10"


@pytest.mark.parametrize("status", ["accepted", "rejected"])
def test_answers_keep_the_published_structure(status: str):
    """The segments of every answer come in the order, and as often, as their message allows."""
    for content, structure in (
        (cusres(answer(status=status)), CUSRES),
        (contrl(answer(status=status)), CONTRL),
    ):
        messages = list(Interchange.from_str(content.decode("latin-1")).get_messages())
        assert messages
        for message in messages:
            tags = " ".join(segment.tag for segment in message.segments)
            assert structure.fullmatch(tags), tags

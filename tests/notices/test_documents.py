"""Statements and notices as a person and a program read them."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader

from billing.statement import DailyNotice, DocumentLine, Party, Statement
from notices import pdf, xml
from words.numbers import format_cents
from words.shown import in_xml


def lines(count: int) -> tuple[DocumentLine, ...]:
    return tuple(
        DocumentLine(
            line_number=number,
            kind="CAD" if number % 5 else "PMT",
            document_reference=f"1123400000{number:04d}",
            effective_on=dt.date(2026, 11, 3),
            due_on=dt.date(2026, 12, 1) if number % 5 else None,
            filer="11234" if number % 5 else None,
            kind_en="Declaration" if number % 5 else "Payment",
            kind_fr="Déclaration" if number % 5 else "Paiement",
            parts={"duty": 100_000, "gst": 23_456} if number % 5 else {"payment": -50_000},
            amount_cents=123_456 if number % 5 else -50_000,
            item_id=number,
        )
        for number in range(1, count + 1)
    )


def statement(language: str, count: int = 4) -> Statement:
    return Statement(
        party=Party("123456782RM0001", "Érable & Frères <inc.>", language),
        version=1,
        issued_on=dt.date(2026, 11, 25),
        first_on=dt.date(2026, 10, 18),
        last_on=dt.date(2026, 11, 17),
        due_on=dt.date(2026, 12, 1),
        no_charge_until=dt.date(2026, 12, 1),
        opening_cents=1_000,
        debits_cents=493_824,
        credits_cents=0,
        closing_cents=494_824,
        lines=lines(count),
    )


def text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("July 1, 2026", "July 2, 2026")), ("fr", ("1er juillet 2026", "2 juillet 2026"))],
)
def test_a_later_day_without_charge_stands_beside_the_due_date(language: str, words: tuple):
    """The due date is the rule's; until when paying costs nothing is told where it is later."""
    usual = statement(language)
    canada_day = replace(usual, due_on=dt.date(2026, 7, 1), no_charge_until=dt.date(2026, 7, 2))
    assert all(each in text(pdf.statement_of_account(canada_day)) for each in words)
    root = etree.fromstring(xml.statement_of_account(canada_day))
    told = [root.findtext(f"{{{xml.NOTICE}}}{name}") for name in DAYS_TO_PAY]
    assert told == ["2026-07-01", "2026-07-02"]
    root = etree.fromstring(xml.statement_of_account(usual))
    told = [root.findtext(f"{{{xml.NOTICE}}}{name}") for name in DAYS_TO_PAY]
    assert told == ["2026-12-01", None]


DAYS_TO_PAY = ("PaymentDueDate", "NoChargeUntilDate")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Made up, for a demonstration"), ("fr", "Document fictif")]
)
def test_a_document_of_a_made_up_book_says_so(language: str, words: str):
    """In PDF in words, in XML by TestIndicator; a real one says nothing of it."""
    real = statement(language)
    for document, is_marked in ((replace(real, made_up=True), True), (real, False)):
        assert (words in text(pdf.statement_of_account(document))) is is_marked
        root = etree.fromstring(xml.statement_of_account(document))
        assert len(root.findall(f"{{{xml.NOTICE}}}TestIndicator")) == is_marked


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Statement of account", "Total payable", "4,948.24", "December 1, 2026", "Filer"]),
        ("fr", ["Relevé de compte", "Total à payer", "4 948,24", "1er décembre 2026", "Déclarant"]),
    ],
)
def test_a_statement_speaks_its_language(language: str, words: list[str]):
    """A statement has its amounts, dates and headings in the client's language."""
    found = text(pdf.statement_of_account(statement(language))).replace("\N{NO-BREAK SPACE}", " ")
    assert [word for word in words if word not in found] == []
    assert "Érable & Frères <inc.>" in found and "123456782RM0001" in found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_statement_is_accessible(language: str):
    """The PDF is tagged, names its language and title, and calls itself PDF/UA-1."""
    content = pdf.statement_of_account(statement(language, 90))
    catalog = PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in catalog
    assert catalog["/Lang"].startswith(language)
    assert b"pdfuaid" in content


def test_every_line_of_a_long_statement_is_there():
    """A statement over several pages bears every line, and numbers its pages."""
    found = text(pdf.statement_of_account(statement("en", 90)))
    assert all(f"1123400000{number:04d}" in found for number in range(1, 91))
    assert "Page 2 / 3" in found or "Page 2 / 2" in found


@pytest.mark.parametrize(
    ("language", "said", "counted"),
    [("en", "too many lines to print", "2401 lines"), ("fr", "trop de lignes", "2401 lignes")],
)
def test_a_document_of_too_many_lines_sums_them_up(language: str, said: str, counted: str):
    """By day and type, to the cent; the XML has each of them."""
    long = statement(language, 3_001)
    assert pdf.sums_up(long) and not pdf.sums_up(statement(language, pdf.LINES_PRINTED))
    printed = pdf.statement_of_account(long)
    assert len(PdfReader(io.BytesIO(printed)).pages) == 1
    words = text(printed).replace("\n", " ")
    assert said in words and counted in words and counted.replace("2401", "600") in words
    declared = sum(line.amount_cents for line in long.lines if line.kind == "CAD")
    assert format_cents(declared, language) in text(printed)
    each = etree.fromstring(xml.statement_of_account(long)).findall("{*}Line")
    assert len(each) == 3_001


def test_rendering_is_reproducible():
    """The same statement gives the same bytes."""
    assert pdf.statement_of_account(statement("en")) == pdf.statement_of_account(statement("en"))


def test_a_notice_speaks_too():
    """A daily notice has its date and amounts."""
    notice = DailyNotice(statement("fr").party, dt.date(2026, 11, 20), 123_456, 0, lines(1))
    found = text(pdf.daily_notice(notice)).replace("\N{NO-BREAK SPACE}", " ")
    assert "Avis quotidien" in found and "20 novembre 2026" in found and "1 234,56" in found


def test_xml_reconciles_to_the_cent():
    """The lines of the XML add up to its debits and credits."""
    issued = statement("en", 12)
    root = etree.fromstring(xml.statement_of_account(issued))
    ns = {"n": xml.NOTICE}
    amounts = [e.text or "" for e in root.iterfind("n:Line/n:Amount", ns)]
    cents = [int(amount.replace(".", "")) for amount in amounts]
    assert cents == [line.amount_cents for line in issued.lines]
    assert root.findtext("n:ClosingAmount", namespaces=ns) == "4948.24"


@given(st.text(max_size=12), st.text(max_size=12), st.booleans())
def test_every_text_of_a_line_is_read_as_it_was_written(kind: str, reference: str, owed: bool):  # noqa: FBT001 - hypothesis names it
    """Whatever a reference holds, a reader of the XML gets it, as far as XML has characters."""
    line = replace(
        lines(1)[0], kind=kind, document_reference=reference, filer=reference if owed else None
    )
    read = etree.fromstring(xml.statement_of_account(replace(statement("en"), lines=(line,))))
    assert (read.findtext("{*}Line/{*}TypeCode") or "") == in_xml(kind)
    assert (read.findtext("{*}Line/{*}DocumentID") or "") == in_xml(reference)
    filer = read.findtext("{*}Line/{*}FilerID")
    assert (filer or "") == (in_xml(reference) if owed else "")
    assert [each.tag for each in read][-1].endswith("Line")

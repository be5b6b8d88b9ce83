"""Small inputs that readers could take differently: files of three messages with one thing wrong.

Each is a right file, edited in one place: most often in its second message, so that what becomes
of its neighbours is seen. What each gives stands in ``tests/hostile``.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from simulator.files import aft, bai2, x12
from simulator.files.declaration import Declaration
from tests import made

DAY = dt.date(2026, 11, 20)
ACCOUNT = "0001-1234567"
PAID = ("563448984RM0001", "282676279RM0001", "374463263RM0001")

XS = "http://www.w3.org/2001/XMLSchema"
XSI = f"{XS}-instance"

Edit = Callable[[bytes], bytes]


class Hostile(NamedTuple):
    """One input: what is wrong with it, its bytes, and who sends it."""

    name: str
    content: bytes
    sent_by: str


def inputs(form: str) -> Iterator[Hostile]:
    """Yield the inputs of a format, each a file of its own reference."""
    make, sent_by, edits = FORMS[form]
    for number, (name, edit) in enumerate(edits.items(), start=1):
        yield Hostile(name, edit(make(number)), sent_by)


def put(old: str | bytes, new: str | bytes, nth: int = 2) -> Edit:
    """Return an edit that puts other bytes in the place of the nth of some, counted from 1."""
    before, after = (each.encode("latin-1") if isinstance(each, str) else each
                     for each in (old, new))  # fmt: skip

    def edit(content: bytes) -> bytes:
        parts = content.split(before)
        assert len(parts) > nth, f"{before!r} stands there {len(parts) - 1} times"
        return before.join(parts[:nth]) + after + before.join(parts[nth:])

    return edit


def cut(old: str, behind: int = 0, nth: int = 2) -> Edit:
    """Return an edit that ends the file so many bytes behind the start of the nth of some."""

    def edit(content: bytes) -> bytes:
        place = -1
        for _ in range(nth):
            place = content.index(old.encode(), place + 1)
        return content[: place + behind]

    return edit


def recoded(encoding: str) -> Edit:
    """Return an edit that writes a file of UTF-8 in another encoding, whatever it declares."""
    return lambda content: content.decode("utf-8").encode(encoding)


def _declarations(number: int) -> list[Declaration]:
    """Return three declarations of numbers that no other number has."""
    maker = made.maker(number)
    return [
        replace(each, transaction_number=f"{each.filer}{number * 10 + n:08}{n}")
        for n, each in enumerate(maker.declaration(lines=1) for _ in range(3))
    ]


def _edifact(number: int) -> bytes:
    return made.cusdec(_declarations(number), f"H{number}")


def _xml(number: int) -> bytes:
    return made.cad_xml(_declarations(number), f"H{number}")


def _camt(number: int) -> bytes:
    return made.payments([(bn15, "10.00") for bn15 in PAID], f"H{number}", f"H{number}N")


def _x12(number: int) -> bytes:
    orders = [x12.Order(f"H{number}T{n}", "PAYER", ((bn15, 1000),)) for n, bn15 in enumerate(PAID)]
    return x12.interchange(
        orders, sender="NORTCATT", recipient="CARMHUB", number=number, day=DAY, account=ACCOUNT
    )


def _bai2(number: int) -> bytes:
    details = [bai2.Detail(bai2.CREDIT, 1000, f"H{number}B{n}", f"C{n}", f"{bn15} PAYMENT")
               for n, bn15 in enumerate(PAID)]  # fmt: skip
    return bai2.report(details, sender="NORTCATT", recipient="CARMHUB", number=number, day=DAY,
                       account="0001234567")  # fmt: skip


def _aft(number: int) -> bytes:
    items = [aft.Item("C", 1000, number * 10 + n, "Payer", bn15) for n, bn15 in enumerate(PAID)]
    return aft.file_of(items, originator="NORTCATT", number=number, day=DAY, account="0001234567")


def _csv(number: int) -> bytes:
    head = f"#carmhub-reference table=exchange_rate delivery=changes reference=HC{number} rows=3\n"
    rows = "".join(f"{code},2026-11-{14 + n},1.{number:03}{n}\n"
                   for n, code in enumerate(("USD", "EUR", "JPY")))  # fmt: skip
    return (head + "currency,effective_from,rate\n" + rows).encode()


def _json(number: int) -> bytes:
    rows = ",\n ".join(
        f'{{"FromCurrency": "{code}", "ValidStartDate": "2026-11-{14 + n}",'
        f' "Rate": "1.{number:03}{n}"}}'
        for n, code in enumerate(("USD", "EUR", "JPY"))
    )
    return (
        f'{{"ReferenceTable": "exchange_rate", "Delivery": "changes", "DeliveryReference":'
        f' "HJ{number}", "RowCount": 3,\n"ForeignExchangeRates": [{rows}]}}'
    ).encode()


EDIFACT: Mapping[str, Edit] = {
    "nothing": lambda content: content,
    "NUL in a text": put("FTX+AAA+++", "FTX+AAA+++\x00"),
    "tab in a text": put("FTX+AAA+++", "FTX+AAA+++\t"),
    "line end in a text": put("FTX+AAA+++", "FTX+AAA+++\n"),
    "DEL in a text": put("FTX+AAA+++", "FTX+AAA+++\x7f"),
    "byte 0x80 under UNOC": put("FTX+AAA+++", b"FTX+AAA+++\x80"),
    "byte 0xFF under UNOC": put("FTX+AAA+++", b"FTX+AAA+++\xff"),
    "UTF-8 under UNOC": put("FTX+AAA+++", "FTX+AAA+++é".encode()),
    "Latin-1 under UNOY": lambda c: put("FTX+AAA+++", b"FTX+AAA+++\xe9")(
        c.replace(b"UNOC", b"UNOY")
    ),
    "lower case under UNOA": lambda c: c.replace(b"UNOC:4", b"UNOA:4"),
    "unknown syntax": lambda c: c.replace(b"UNOC:4", b"UNOQ:4"),
    "syntax version 9": lambda c: c.replace(b"UNOC:4", b"UNOC:9"),
    "no syntax version": lambda c: c.replace(b"UNOC:4", b"UNOC"),
    "empty text": put("FTX+AAA+++", "FTX+AAA+++'FTX+ABA+++"),
    "text of 513": put("FTX+AAA+++", "FTX+AAA+++" + "x" * 513),
    "text of an unreleased colon": put("FTX+AAA+++", "FTX+AAA+++a:b "),
    "release at the end of a segment": put("UNS+S'", "UNS+S?'"),
    "release of a letter": put("FTX+AAA+++", "FTX+AAA+++?x"),
    "release of a release": put("FTX+AAA+++", "FTX+AAA+++????"),
    "release of a space": put("FTX+AAA+++", "FTX+AAA+++? "),
    "release as the last byte": lambda c: c.rstrip()[:-1] + b"?",
    "lone terminators": put("UNS+S'", "UNS+S''''"),
    "blank segment": put("UNS+S'", "UNS+S'   '"),
    "separators alone": put("UNS+S'", "+++'UNS+S'"),
    "components alone": put("UNS+S'", ":::'UNS+S'"),
    "tag in lower case": put("LOC+35", "loc+35"),
    "tag of two letters": put("LOC+35", "LO+35"),
    "tag of four letters": put("LOC+35", "LOCS+35"),
    "unknown tag": put("LOC+35", "ZZZ+35"),
    "segment twice": put("LOC+35", "LOC+35+US::5'LOC+35"),
    "segment missing": put("UNS+S'", ""),
    "more elements": put("UNS+S'", "UNS+S+X'"),
    "trailing separators": put("UNS+S'", "UNS+S++'"),
    "qualifier missing": put("MOA+77:", "MOA+:"),
    "amount negative": put("MOA+77:", "MOA+77:-"),
    "amount with a plus": put("MOA+77:", "MOA+77:?+"),
    "amount with a comma": put("MOA+161:", "MOA+161:1,5:CAD'X+"),
    "amount of letters": put("MOA+77:", "MOA+77:O"),
    "amount in exponents": put("MOA+77:", "MOA+77:1e3"),
    "amount with a blank": put("MOA+77:", "MOA+77: "),
    "amount with three decimals": put("MOA+77:", "MOA+77:0.001:CAD'X+"),
    "amount of 40 digits": put("MOA+77:", "MOA+77:" + "9" * 40),
    "amount of 15 digits": put("MOA+77:", "MOA+77:" + "9" * 12),
    "amount of nothing": put("MOA+77:", "MOA+77'MOA+77:"),
    "leading zeros in an amount": put("MOA+77:", "MOA+77:000"),
    "full-width digits": lambda c: put("MOA+77:", "MOA+77:１".encode())(
        c.replace(b"UNOC", b"UNOY")
    ),
    "quantity negative": put(b"MEA+AAR++", "MEA+AAR++:-1'X+"),
    "day 0000": put("DTM+204:", "DTM+204:00000000:102'DTM+204:"),
    "day 30 of February": lambda c: _day(c, "20260230"),
    "day 29 of February in no leap year": lambda c: _day(c, "20250229"),
    "day in year 0000": lambda c: _day(c, "00000101"),
    "day in year 9999": lambda c: _day(c, "99991231"),
    "day to come": lambda c: _day(c, "20270101"),
    "day of 2024-02-29": lambda c: _day(c, "20240229"),
    "day of letters": lambda c: _day(c, "2O261117"),
    "day in six digits": lambda c: _day(c, "261117"),
    "date format 203": put(":102'", ":203'", 3),
    "line number 0": put("CST+1+", "CST+0+"),
    "line number -1": put("CST+1+", "CST+-1+"),
    "line number 01": put("CST+1+", "CST+01+"),
    "line number huge": put("CST+1+", "CST+" + "9" * 30 + "+"),
    "line number missing": put("CST+1+", "CST++"),
    "version 0": put(":1+9'", ":0+9'"),
    "version huge": put(":1+9'", ":" + "9" * 25 + "+9'"),
    "message function unknown": put(":1+9'", ":1+99'"),
    "number of 13 digits": put("BGM+929+2", "BGM+929+"),
    "number with letters": put("BGM+929+2", "BGM+929+X"),
    "importer with a control byte": put("NAD+IM+", "NAD+IM+\x01"),
    "importer in lower case": lambda c: c.replace(b"RM0001", b"rm0001"),
    "UNT count wrong": put("UNT+", "UNT+9"),
    "UNT count of letters": put("UNT+", "UNT+X"),
    "UNT count missing": lambda c: _unt(c, b"UNT++2'"),
    "UNT reference other": lambda c: _unt(c, b"UNT+28+9'"),
    "UNT missing": lambda c: _unt(c, b""),
    "UNT twice": lambda c: _unt(c, b"UNT+28+2'UNT+28+2'"),
    "UNH missing": put("UNH+2+CUSDEC:D:13B:UN'", "", 1),
    "UNH twice": put("UNH+2+", "UNH+2+CUSDEC:D:13B:UN'UNH+2+", 1),
    "UNH reference twice": put("UNH+2+", "UNH+1+", 1),
    "UNH reference missing": put("UNH+2+", "UNH++", 1),
    "UNH of another release": put("UNH+2+CUSDEC:D:13B", "UNH+2+CUSDEC:D:96A", 1),
    "UNH of another type": put("UNH+2+CUSDEC", "UNH+2+ORDERS", 1),
    "message in a message": put("UNS+D'", "UNS+D'UNH+7+CUSDEC:D:13B:UN'UNT+2+7'"),
    "interchange in an interchange": put(
        "UNS+D'", "UNS+D'UNB+UNOC:4+BOREALIS+CARMHUB+20261120:0730+IN'UNZ+0+IN'"
    ),
    "UNZ count wrong": put("UNZ+3", "UNZ+4", 1),
    "UNZ count of 30 digits": put("UNZ+3", "UNZ+" + "3" * 30, 1),
    "UNZ reference other": put("UNZ+3+H", "UNZ+3+X", 1),
    "UNZ missing": lambda c: c[: c.index(b"UNZ")],
    "UNZ cut": lambda c: c[: c.index(b"UNZ") + 5],
    "UNB missing": lambda c: c[c.index(b"UNH") :],
    "UNB twice": put("UNH+1", "UNB+UNOC:4+BOREALIS+CARMHUB+20261120:0730+TWICE'UNH+1", 1),
    "UNB reference missing": lambda c: c.replace(b"0730+H", b"0730++H", 1),
    "UNB reference of 36": put("0730+H", "0730+" + "R" * 36, 1),
    "UNB for another": put("+CARMHUB+", "+SOMEONE+", 1),
    "UNB of a test": lambda c: _unb(c, b"++++++1'"),
    "UNB of a test, of letters": lambda c: _unb(c, b"++++++T'"),
    "UNB day 29 of February": put("20261120:0730", "20250229:0730", 1),
    "UNB time 2561": put("20261120:0730", "20261120:2561", 1),
    "group around": lambda c: _grouped(c, b"UNE+3+7'"),
    "group of a wrong count": lambda c: _grouped(c, b"UNE+2+7'"),
    "group without an end": lambda c: _grouped(c, b""),
    "cut in a message": cut("UNS+S", 3),
    "cut in a tag": cut("UNS+S", 2),
    "cut between messages": cut("UNH+3", 0, 1),
    "no UNA": put("UNA:+.? '\n", "", 1),
    "UNA of eight": put("UNA:+.? '", "UNA:+.? ", 1),
    "UNA of one character twice": put("UNA:+.? '", "UNA++.? '", 1),
    "UNA of letters": put("UNA:+.? '", "UNAabcdef", 1),
    "UNA of control bytes": put("UNA:+.? '", b"UNA\x1d\x1e.\x1f \x1c", 1),
    "UNA of a decimal comma": put("UNA:+.? '", "UNA:+,? '", 1),
    "UNA without a release": put("UNA:+.? '", "UNA:+.  '", 1),
    "UNA twice": put("UNA:+.? '", "UNA:+.? 'UNA:+.? '", 1),
    "CR only line ends": lambda c: c.replace(b"\n", b"\r"),
    "CR LF line ends": lambda c: c.replace(b"\n", b"\r\n"),
    "mixed line ends": lambda c: c.replace(b"'\n", b"'\r\n", 5).replace(b"'\n", b"'\r", 3),
    "no line ends": lambda c: c.replace(b"\n", b""),
    "three line ends each": lambda c: c.replace(b"\n", b"\n\r\n\n"),
    "byte order mark before": lambda c: b"\xef\xbb\xbf" + c,
    "blanks before": lambda c: b"  \r\n\x00\x1a\x0c" + c,
    "NUL and 0x1A behind": lambda c: c + b"\x00\x00\x1a",
    "letters before": lambda c: b"Dear Sirs, " + c,
    "letters behind": lambda c: c + b"Yours",
    "two with padding between": lambda c: c + b"\r\n\x00\x1a\x0c " + _edifact(900),
    "two with letters between": lambda c: c + b"AND NOW " + _edifact(901),
    "two of one reference": lambda c: c + c,
    "UTF-16": lambda c: c.decode("latin-1").encode("utf-16"),
    "EBCDIC": lambda c: c.decode("latin-1").encode("cp500"),
}


def _day(content: bytes, day: str) -> bytes:
    """Return a file whose second release is of another day."""
    parts = content.split(b"DTM+204:")
    parts[2] = day.encode() + parts[2][8:]
    return b"DTM+204:".join(parts)


def _unt(content: bytes, new: bytes) -> bytes:
    """Return a file whose second message ends otherwise."""
    start = content.index(b"UNT+", content.index(b"UNT+") + 1)
    return content[:start] + new + content[content.index(b"'", start) + 1 :]


def _unb(content: bytes, end: bytes) -> bytes:
    """Return a file whose UNB ends otherwise."""
    close = content.index(b"'", content.index(b"UNB"))
    return content[:close] + end + content[close + 1 :]


def _grouped(content: bytes, end: bytes) -> bytes:
    """Return a file whose messages stand in a group."""
    start, close = content.index(b"UNH"), content.index(b"UNZ")
    head = b"UNG+CUSDEC+BOREALIS+CARMHUB+20261120:0730+7+UN+D:13B'"
    return content[:start] + head + content[start:close] + end + b"UNZ+1" + content[close + 5 :]


XML: Mapping[str, Edit] = {
    "nothing": lambda content: content,
    "control byte in a text": put("<Description>", "<Description>\x01"),
    "NUL in a text": put("<Description>", "<Description>\x00"),
    "reference to a control character": put("<Description>", "<Description>&#1;"),
    "reference to a surrogate": put("<Description>", "<Description>&#xD800;"),
    "reference beyond Unicode": put("<Description>", "<Description>&#x110000;"),
    "entity of HTML": put("<Description>", "<Description>&nbsp;"),
    "entity of XML": put("<Description>", "<Description>&lt;&amp;"),
    "ampersand alone": put("<Description>", "<Description>& "),
    "entity bomb": put("?>", '?><!DOCTYPE a [<!ENTITY b "cccc"><!ENTITY d "&b;&b;&b;">]>', 1),
    "external entity": put("?>", '?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', 1),
    "empty DOCTYPE": put("?>", "?><!DOCTYPE DeclarationBatch>", 1),
    "CDATA around a value": put(
        "<ExportCountry>\n          <ID>US</ID>",
        "<ExportCountry>\n          <ID><![CDATA[US]]></ID>",
        1,
    ),
    "CDATA of markup": put("<Description>", "<Description><![CDATA[<ID>1</ID>]]>"),
    "comment in a value": put("<VersionID>1", "<VersionID><!-- 9 -->1"),
    "comment with two dashes": put("<VersionID>1", "<VersionID><!-- a -- b -->1"),
    "instruction in a value": put("<VersionID>1", "<VersionID><?x 9?>1"),
    "instruction between elements": put("<VersionID>", "<?x y?><VersionID>"),
    "xml declaration twice": put("<VersionID>", "<?xml version='1.0'?><VersionID>"),
    "blanks around a value": put("<VersionID>1</", "<VersionID>\n 1 \t</"),
    "blank before the xml declaration": lambda c: b"\n " + c,
    "xsi:nil": put(
        "<VersionID>1</VersionID>",
        f'<VersionID xmlns:xsi="{XSI}" xsi:nil="true"/>',
    ),
    "xsi:type of ours": put(
        "<VersionID>",
        f'<VersionID xmlns:xsi="{XSI}" xmlns:xs="{XS}" xsi:type="xs:string">',
    ),
    "xsi:schemaLocation": put(
        "<DeclarationBatch ",
        f'<DeclarationBatch xmlns:xsi="{XSI}" xsi:schemaLocation="urn:x http://localhost/x.xsd" ',
        1,
    ),
    "unknown attribute": put("<VersionID>", '<VersionID id="7">'),
    "attribute twice": put("<VersionID>", '<VersionID a="1" a="2">'),
    "xml:lang": put("<Description>", '<Description xml:lang="fr">'),
    "another namespace": lambda c: c.replace(b"declaration:1", b"declaration:2"),
    "no namespace": lambda c: c.replace(b' xmlns="urn:carm-hub:declaration:1"', b""),
    "element of another namespace": put("<VersionID>", '<x:y xmlns:x="urn:x"/><VersionID>'),
    "prefixes": lambda c: (
        c.replace(b"<", b"<p:")
        .replace(b"<p:/", b"</p:")
        .replace(b"<p:?", b"<?")
        .replace(b"xmlns=", b"xmlns:p=")
    ),
    "prefix without a namespace": put("<VersionID>1</VersionID>", "<q:VersionID>1</q:VersionID>"),
    "element in capitals": put("<VersionID>1</VersionID>", "<VERSIONID>1</VERSIONID>"),
    "element twice": put("<VersionID>1</VersionID>", "<VersionID>1</VersionID>" * 2),
    "element missing": put("<VersionID>1</VersionID>", ""),
    "elements out of order": put(
        "<VersionID>1</VersionID>\n    <TypeCode>AB</TypeCode>",
        "<TypeCode>AB</TypeCode><VersionID>1</VersionID>",
    ),
    "element empty": put("<VersionID>1</VersionID>", "<VersionID/>"),
    "text between elements": put("<VersionID>", "x<VersionID>"),
    "elements crossed": put("</VersionID>", "</TypeCode>"),
    "element not ended": put("</VersionID>", ""),
    "declaration in a declaration": put("<VersionID>", "<Declaration/><VersionID>"),
    "batch in a batch": put("<Declaration>", "<DeclarationBatch/><Declaration>"),
    "nested 300 deep": put("<VersionID>", "<a>" * 300 + "</a>" * 300 + "<VersionID>"),
    "version +1": put("<VersionID>1", "<VersionID>+1"),
    "version -1": put("<VersionID>1", "<VersionID>-1"),
    "version 1.0": put("<VersionID>1", "<VersionID>1.0"),
    "version of 30 digits": put("<VersionID>1", "<VersionID>" + "1" * 30),
    "amount 1e3": put("<ValueAmount>", "<ValueAmount>1e3</ValueAmount><ValueAmount>"),
    "amount NaN": lambda c: _value(c, b"NaN"),
    "amount INF": lambda c: _value(c, b"INF"),
    "amount -0.00": lambda c: _value(c, b"-0.00"),
    "amount negative": lambda c: _value(c, b"-5.00"),
    "amount of 40 digits": lambda c: _value(c, b"9" * 40),
    "amount with three decimals": lambda c: _value(c, b"1.005"),
    "amount with a comma": lambda c: _value(c, b"1,00"),
    "day 2026-02-30": lambda c: _release(c, b"2026-02-30"),
    "day 2025-02-29": lambda c: _release(c, b"2025-02-29"),
    "day 0000-01-01": lambda c: _release(c, b"0000-01-01"),
    "day 9999-12-31": lambda c: _release(c, b"9999-12-31"),
    "day with a zone": lambda c: _release(c, b"2026-11-17Z"),
    "day of five digits": lambda c: _release(c, b"12026-11-17"),
    "quantity wrong": put("<DeclarationQuantity>3", "<DeclarationQuantity>4", 1),
    "quantity missing": put("<DeclarationQuantity>3</DeclarationQuantity>", "", 1),
    "quantity of letters": put("<DeclarationQuantity>3", "<DeclarationQuantity>three", 1),
    "reference twice": put("<FunctionalReferenceID>2", "<FunctionalReferenceID>1", 1),
    "cut": cut("<VersionID>", 5),
    "cut at the end": lambda c: c.rstrip()[:-3],
    "letters behind": lambda c: c + b"thanks",
    "two documents": lambda c: c + c,
    "byte order mark": lambda c: b"\xef\xbb\xbf" + c,
    "NUL behind": lambda c: c + b"\x00\x00\x1a",
    "UTF-16 declared": lambda c: c.replace(b"UTF-8", b"UTF-16").decode().encode("utf-16"),
    "UTF-16 declared UTF-8": recoded("utf-16"),
    "Latin-1 declared UTF-8": put("<Description>", b"<Description>\xe9"),
    "encoding unknown": put("UTF-8", "UTF-99", 1),
    "encoding UTF-7": put("UTF-8", "UTF-7", 1),
    "version 1.1": put("version='1.0'", "version='1.1'", 1),
    "no xml declaration": lambda c: c[c.index(b"?>") + 2 :].lstrip(),
}


def _within(content: bytes, name: bytes, value: bytes) -> bytes:
    """Return a document whose second element of a name, of plain text, has another value."""
    opening = b"<%s>" % name
    head, mine, rest = content.split(opening, 2)
    return opening.join([head, mine, value + rest[rest.index(b"</") :]])


def _value(content: bytes, value: bytes) -> bytes:
    return _within(content, b"ValueAmount", value)


def _release(content: bytes, value: bytes) -> bytes:
    return _within(content, b"ReleaseDate", value)


CAMT: Mapping[str, Edit] = {
    "nothing": lambda content: content,
    "amount negative": put('"CAD">10.00</Amt>', '"CAD">-10.00</Amt>', 3),
    "amount NaN": put('"CAD">10.00</Amt>', '"CAD">NaN</Amt>', 3),
    "amount of 40 digits": put('"CAD">10', '"CAD">' + "1" * 40, 3),
    "amount with six decimals": put('"CAD">10.00', '"CAD">10.000000', 3),
    "amount with a tenth of a cent": put('"CAD">10.00', '"CAD">10.001', 3),
    "amount empty": put('"CAD">10.00', '"CAD">', 3),
    "currency missing": put(' Ccy="CAD"', "", 3),
    "currency USD": put('Ccy="CAD"', 'Ccy="USD"', 3),
    "debit": put("<CdtDbtInd>CRDT", "<CdtDbtInd>DBIT", 3),
    "direction unknown": put("<CdtDbtInd>CRDT", "<CdtDbtInd>BOTH", 3),
    "pending": put("<Cd>BOOK", "<Cd>PDNG"),
    "reference empty": lambda c: re.sub(rb"<NtryRef>[^<]*2<", b"<NtryRef><", c),
    "day 2026-02-30": put("<Dt>2026-11-20", "<Dt>2026-02-30", 3),
    "day 0000-00-00": put("<Dt>2026-11-20", "<Dt>0000-00-00", 3),
    "value date 2026-02-30": put("<Dt>2026-11-20", "<Dt>2026-02-30", 4),
    "control byte": put("<Ustrd>", "<Ustrd>\x02"),
    "CDATA": put("<Ustrd>CUSTOMS", "<Ustrd><![CDATA[CUSTOMS]]>"),
    "comment in an amount": put('"CAD">10', '"CAD">1<!-- 5 -->0', 3),
    "DOCTYPE": put("?>", "?><!DOCTYPE Document>", 1),
    "version 99": lambda c: c.replace(b"camt.054.001.08", b"camt.054.001.99"),
    "another message": lambda c: c.replace(b"camt.054.001.08", b"pain.001.001.03"),
    "unknown element": put("<Sts>", "<Zzz>1</Zzz><Sts>"),
    "entry in an entry": put("<Sts>", "<Ntry/><Sts>"),
    "entry twice": lambda c: c.replace(
        b"</Ntfctn>", c[c.index(b"<Ntry>") : c.index(b"</Ntry>") + 7] + b"</Ntfctn>"
    ),
    "cut": cut("<Sts>", 3),
    "two documents": lambda c: c + c,
    "UTF-16": recoded("utf-16"),
}

X12: Mapping[str, Edit] = {
    "nothing": lambda content: content,
    "amount negative": put("BPR*C*", "BPR*C*-"),
    "amount with an exponent": put("BPR*C*10", "BPR*C*1E1"),
    "amount of 30 digits": put("BPR*C*", "BPR*C*" + "1" * 30),
    "amount with a third decimal": put("10.00~", "10.001~"),
    "control byte": put("N1*PR*", "N1*PR*\x01"),
    "byte 0xE9": put("N1*PR*", b"N1*PR*\xe9"),
    "lone terminators": put("ENT*1~", "ENT*1~~~"),
    "lone separators": put("ENT*1~", "***~ENT*1~"),
    "unknown segment": put("ENT*1~", "ZZZ*1~ENT*1~"),
    "segment in lower case": put("ENT*1~", "ent*1~"),
    "SE count wrong": put("SE*8*0002", "SE*9*0002", 1),
    "SE reference other": put("SE*8*0002", "SE*8*0009", 1),
    "SE missing": put("SE*8*0002~", "", 1),
    "ST missing": put("ST*820*0002~", "", 1),
    "ST reference twice": put("ST*820*0002", "ST*820*0001", 1),
    "ST of another type": put("ST*820*0002", "ST*850*0002", 1),
    "set in a set": put("ENT*1~", "ST*820*0009~SE*2*0009~ENT*1~"),
    "GE count wrong": put("GE*3", "GE*2", 1),
    "GE missing": lambda c: c[: c.index(b"GE*3")] + c[c.index(b"IEA") :],
    "IEA count wrong": put("IEA*1", "IEA*2", 1),
    "IEA missing": lambda c: c[: c.index(b"IEA")],
    "ISA cut": lambda c: c[:90],
    "ISA of one blank less": put("NORTCATT       *", "NORTCATT      *", 1),
    "day 20260230": lambda c: c.replace(b"*20261120~", b"*20260230~", 2).replace(
        b"*20260230~", b"*20261120~", 1
    ),
    "CR LF line ends": lambda c: c.replace(b"~\n", b"~\r\n"),
    "no line ends": lambda c: c.replace(b"~\n", b"~"),
    "padding behind": lambda c: c + b"\x00\x1a \r\n",
    "letters behind": lambda c: c + b"END",
    "two with padding between": lambda c: c + b"\x00\r\n" + _x12(900),
}

BAI2: Mapping[str, Edit] = {
    "nothing": lambda content: content,
    "amount negative": put("195,1000", "195,-1000"),
    "amount of letters": put("195,1000", "195,1O00"),
    "amount of 40 digits": put("195,1000", "195," + "1" * 40),
    "amount with a decimal point": put("195,1000", "195,10.00"),
    "amount empty": put("195,1000", "195,"),
    "type of letters": put("16,195", "16,ABC"),
    "type unknown": put("16,195", "16,999"),
    "control byte": put(" PAYMENT", "\x01PAYMENT"),
    "record unknown": put("16,195", "77,X/\n16,195"),
    "record empty": put("16,195", "\n\n16,195"),
    "record without its end": put("16,195", "88\n16,195"),
    "lone separators": put("16,195", ",,,/\n16,195"),
    "CR only line ends": lambda c: c.replace(b"\n", b"\r"),
    "CR LF line ends": lambda c: c.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "cut": cut("16,195", 8),
    "file trailer missing": lambda c: c[: c.rindex(b"99,")],
    "padding behind": lambda c: c + b"\x00\x1a\r\n",
    "letters behind": lambda c: c + b"END",
    "two files": lambda c: c + _bai2(900),
}

AFT: Mapping[str, Edit] = {
    "nothing": lambda content: content,
    "amount of letters": put("450000", "4500OO", 2),
    "control byte": put("Payer ", "Payer\x01"),
    "byte 0xE9": put("Payer ", b"Payer\xe9"),
    "record cut": lambda c: (
        c.replace(b"\r\n", b"\r\n", 1)[: c.index(b"\r\n") + 300] + c[c.rindex(b"\r\nZ") :]
    ),
    "record of one byte more": lambda c: c.replace(b"\r\nZ", b" \r\nZ"),
    "record number wrong": put("Z000000003", "Z000000009", 1),
    "record type unknown": put("\r\nC0", "\r\nQ0", 1),
    "trailer missing": lambda c: c[: c.index(b"\r\nZ") + 2],
    "header missing": lambda c: c[c.index(b"\r\n") + 2 :],
    "trailer count wrong": lambda c: c.replace(b"00000003", b"00000004"),
    "LF line ends": lambda c: c.replace(b"\r\n", b"\n"),
    "no line ends": lambda c: c.replace(b"\r\n", b""),
    "padding behind": lambda c: c + b"\x00\x1a\r\n",
    "letters behind": lambda c: c + b"END",
    "two files": lambda c: c + _aft(900),
}

CSV: Mapping[str, Edit] = {
    "nothing": lambda content: content,
    "NUL in a value": put("EUR", "E\x00R", 1),
    "control byte in a value": put("EUR", "E\x01R", 1),
    "quote not closed": put("EUR", '"EUR', 1),
    "quoted line end": put("EUR", '"EU\nR"', 1),
    "quoted value": put("EUR", '"EUR"', 1),
    "value twice in a row": put("EUR,", "EUR,EUR,", 1),
    "value missing": put("EUR,", "", 1),
    "trailing comma": lambda c: c.replace(b"\nJPY", b",\nJPY"),
    "header twice": put("currency,effective_from", "currency,currency", 1),
    "header unknown": put("currency,effective_from", "currency,effective_day", 1),
    "header missing": put("currency,effective_from,rate\n", "", 1),
    "rate NaN": lambda c: _rate(c, b"NaN"),
    "rate Infinity": lambda c: _rate(c, b"Infinity"),
    "rate 1e3": lambda c: _rate(c, b"1e3"),
    "rate negative": lambda c: _rate(c, b"-1.5"),
    "rate of 60 digits": lambda c: _rate(c, b"1." + b"3" * 60),
    "rate zero": lambda c: _rate(c, b"0"),
    "rate with a comma": lambda c: _rate(c, b'"1,5"'),
    "day 2025-02-29": lambda c: c.replace(b"EUR,2026-11-15", b"EUR,2025-02-29"),
    "day 9999-12-31": lambda c: c.replace(b"EUR,2026-11-15", b"EUR,9999-12-31"),
    "day 0000-01-01": lambda c: c.replace(b"EUR,2026-11-15", b"EUR,0000-01-01"),
    "rows wrong": put("rows=3", "rows=4", 1),
    "rows of letters": put("rows=3", "rows=x", 1),
    "row twice": lambda c: c.replace(b"rows=3", b"rows=4") + c.splitlines(keepends=True)[-1],
    "table unknown": put("table=exchange_rate", "table=nothing", 1),
    "UTF-16": recoded("utf-16"),
    "Latin-1": put("EUR", b"E\xe9R", 1),
    "byte order mark": lambda c: b"\xef\xbb\xbf" + c,
    "CR only line ends": lambda c: c.replace(b"\n", b"\r"),
    "no last line end": lambda c: c.rstrip(),
    "cut": lambda c: c[:-4],
    "padding behind": lambda c: c + b"\x00\x1a\x0c\r\n",
    "two files": lambda c: c + _csv(900),
}


def _rate(content: bytes, value: bytes) -> bytes:
    """Return a table whose second rate is another."""
    lines = content.splitlines(keepends=True)
    lines[3] = lines[3].rpartition(b",")[0] + b"," + value + b"\n"
    return b"".join(lines)


def _of_rate(value: str) -> Edit:
    """Return an edit that gives the second rate as a literal."""

    def edit(content: bytes) -> bytes:
        head, first, second, rest = re.split(rb'(?<="Rate": )(?=")', content)
        return head + first + value.encode() + second[second.index(b"}") :] + rest

    return edit


JSON: Mapping[str, Edit] = {
    "nothing": lambda content: content,
    "NUL in a value": put('"EUR"', '"E\\u0000R"', 1),
    "control byte in a value": put('"EUR"', '"E\x01R"', 1),
    "lone surrogate": put('"EUR"', '"E\\ud800"', 1),
    "value null": put('"EUR"', "null", 1),
    "value a number": put('"EUR"', "7", 1),
    "value a list": put('"EUR"', '["EUR"]', 1),
    "value true": put('"EUR"', "true", 1),
    "rate NaN": _of_rate("NaN"),
    "rate Infinity": _of_rate("-Infinity"),
    "rate 1e400": _of_rate("1e400"),
    "rate of 5000 digits": _of_rate("1" * 5000),
    "rate a number": _of_rate("1.25"),
    "rate -0": _of_rate("-0"),
    "key twice": put('"FromCurrency": "EUR"', '"FromCurrency": "EUR", "FromCurrency": "CHF"', 1),
    "key unknown": put('"FromCurrency": "EUR"', '"FromCurrency": "EUR", "Zzz": 1', 1),
    "key missing": put('"FromCurrency": "EUR", ', "", 1),
    "key in another case": put('"FromCurrency": "EUR"', '"fromcurrency": "EUR"', 1),
    "row a text": put('{"FromCurrency": "EUR"', '"row", {"FromCurrency": "EUR"', 1),
    "row empty": put('{"FromCurrency": "EUR"', '{}, {"FromCurrency": "EUR"', 1),
    "rows an object": put('"ForeignExchangeRates": [', '"ExchangeRates": {}, "More": [', 1),
    "nested 100000 deep": lambda c: c.replace(b'"EUR"', b"[" * 100_000 + b"]" * 100_000),
    "trailing comma": lambda c: c.replace(b"]}", b",]}"),
    "comment": put('"RowCount"', '/* 3 */ "RowCount"', 1),
    "single quotes": lambda c: c.replace(b'"', b"'"),
    "count wrong": put('"RowCount": 3', '"RowCount": 4', 1),
    "count of letters": put('"RowCount": 3', '"RowCount": "x"', 1),
    "count 3.0": put('"RowCount": 3', '"RowCount": 3.0', 1),
    "cut": lambda c: c[:-5],
    "letters behind": lambda c: c + b"x",
    "two documents": lambda c: c + c,
    "byte order mark": lambda c: b"\xef\xbb\xbf" + c,
    "UTF-16": recoded("utf-16"),
    "Latin-1": put('"EUR"', b'"E\xe9R"', 1),
    "padding around": lambda c: b"\x00\r\n" + c + b"\x00\x1a\x0c",
}

FORMS: Mapping[str, tuple[Callable[[int], bytes], str, Mapping[str, Edit]]] = {
    "edifact": (_edifact, "borealis", EDIFACT),
    "xml": (_xml, "borealis", XML),
    "camt": (_camt, "northbank", CAMT),
    "x12": (_x12, "northbank", X12),
    "bai2": (_bai2, "northbank", BAI2),
    "aft": (_aft, "northbank", AFT),
    "csv": (_csv, "tariffdesk", CSV),
    "json": (_json, "tariffdesk", JSON),
}

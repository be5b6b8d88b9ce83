import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.edifact.profile.cusdec import CUSDEC_D13B
from parsers.edifact.profile.profile_tables import Group
from parsers.edifact.syntax.blocks import BLOCK_BYTES, read_segments
from parsers.formats import Limits, read_file
from parsers.message_tables import MessageTables
from tests import made

LIMITS = Limits(max_file_bytes=1 << 30, max_segment_bytes=65536)
PLACES = ["byte_from", "byte_to"]


def read(content: bytes, tmp_path: Path, **changes) -> list[MessageTables]:
    path = tmp_path / "file"
    path.write_bytes(content)
    return list(read_file(path, recipient="CARMHUB", limits=replace(LIMITS, **changes)))


def table(batches: list[MessageTables], name: str) -> pd.DataFrame:
    return pd.concat([getattr(batch, name) for batch in batches], ignore_index=True)


@pytest.mark.parametrize("seed", range(12))
def test_edifact_and_xml_give_equal_tables(seed: int, tmp_path: Path):
    """The same declarations give the same rows, byte ranges apart, in either format."""
    maker = made.maker(seed)
    declarations = [maker.declaration() for _ in range(4)]
    edifact = read(made.cusdec(declarations), tmp_path)
    xml = read(made.cad_xml(declarations), tmp_path)
    assert table(edifact, "findings").empty and table(xml, "findings").empty
    for name in ("declarations", "invoices", "lines"):
        pd.testing.assert_frame_equal(
            table(edifact, name).drop(columns=PLACES), table(xml, name).drop(columns=PLACES)
        )
    stated = [
        table(each, "charges").drop(columns=PLACES).dropna(subset=["declared_cents"])
        for each in (edifact, xml)
    ]
    pd.testing.assert_frame_equal(*(each.reset_index(drop=True) for each in stated))


def test_the_made_up_declarations_fill_every_column(tmp_path: Path):
    """Between them, some seeds use every optional element, so that comparisons mean something."""
    maker = made.maker(1)
    declarations = [maker.declaration() for _ in range(150)]
    first, *others = declarations[0].lines
    claims = replace(
        first,
        surtax_code="25095A",
        melt_country="US",
        import_permit="P-1",
        exporter="SAMPLE-1",
        content=Decimal("1.00"),
    )
    declarations[0] = replace(declarations[0], lines=(claims, *others))
    batches = read(made.cusdec(declarations), tmp_path)
    for name in ("declarations", "invoices", "lines", "charges"):
        rows = table(batches, name)
        assert not rows.isna().all().any(), rows.isna().all()


def test_rows_say_what_was_declared(tmp_path: Path):
    """Amounts come as whole cents, quantities as thousandths, dates as days."""
    declaration = made.maker(3).declaration(lines=2)
    batches = read(made.cusdec([declaration]), tmp_path)
    line = table(batches, "lines").iloc[1]
    declared = declaration.lines[1]
    assert line["value_for_currency_conversion_cents"] == int(declared.value.replace(".", ""))
    assert line["quantity_thousandths"] == int(declared.quantity) * 1000
    assert line["direct_shipment_on"].date() == declared.direct_shipment_on
    charges = table(batches, "charges")
    assert charges["declared_cents"].sum() == int(declaration.payable * 100)


@pytest.mark.parametrize("write", [made.cusdec, made.cad_xml])
def test_every_row_stands_where_it_says(write, tmp_path: Path):
    """The bytes of a declaration's range hold its transaction number, and no other's."""
    maker = made.maker(5)
    declarations = [maker.declaration() for _ in range(6)]
    content = write(declarations)
    rows = table(read(content, tmp_path), "declarations")
    for row, declaration in zip(rows.itertuples(), declarations, strict=True):
        own = content[row.byte_from : row.byte_to]
        assert declaration.transaction_number.encode() in own
        assert not any(
            other.transaction_number.encode() in own
            for other in declarations
            if other is not declaration
        )


@pytest.mark.parametrize("write", [made.cusdec, made.cad_xml])
def test_batches_change_nothing(write, tmp_path: Path):
    """Reading in small batches gives the same rows as reading in one."""
    maker = made.maker(6)
    content = write([maker.declaration() for _ in range(12)])
    small, large = read(content, tmp_path, batch_lines=10), read(content, tmp_path)
    assert len(small) > 2 and len(large) == 1
    for name in ("messages", "declarations", "lines", "charges", "interchanges"):
        pd.testing.assert_frame_equal(table(small, name), table(large, name))


@given(st.binary(max_size=400), st.integers(0, 2000))
def test_damage_never_raises(tmp_path_factory, noise: bytes, place: int):
    """Any bytes anywhere in a file end in rows and findings, never in an exception."""
    folder = tmp_path_factory.mktemp("damage")
    good = made.cusdec([made.maker(7).declaration(lines=2)])
    for content in (noise, good[:place] + noise + good[place:], good[:place]):
        read(content, folder)
    xml = made.cad_xml([made.maker(7).declaration(lines=2)])
    for content in (xml[:place] + noise + xml[place:], xml[:place]):
        read(content, folder)


def test_several_interchanges_in_one_file(tmp_path: Path):
    """Each interchange of a file is read under its own ordinal."""
    maker = made.maker(8)
    content = b"".join(made.cusdec([maker.declaration(lines=1)], f"R{n}") for n in range(3))
    batches = read(content, tmp_path)
    assert table(batches, "interchanges")["reference"].tolist() == ["R0", "R1", "R2"]
    assert table(batches, "messages")["interchange"].tolist() == [0, 1, 2]
    assert table(batches, "findings").empty


def test_the_profile_is_within_the_published_structure():
    """Every segment of the profile stands in D.13B's CUSDEC, in its order, no more often."""
    published = _published()
    place = 0
    for tag, group, often in _uses(CUSDEC_D13B.root):
        start = next(i for i, each in enumerate(published) if each[1] == published[place][1])
        again = published[start][:2] == (tag, group) and bool(group)  # one more of the same group
        found = [
            index
            for index, (its_tag, its_group, _) in enumerate(published)
            if (its_tag, its_group) == (tag, group) and index >= (start if again else place)
        ]
        assert found, f"{tag} of {group or 'the message'} is not at or after {published[place]}"
        place = found[0]
        assert often <= published[place][2], tag


def test_public_camt054_samples_are_read(corpora: Path):
    """Each public camt.054, version 2 to 8, gives its entries as messages."""
    samples = sorted((corpora / "genkgo+camt" / "test" / "data").glob("camt054*.xml"))
    assert len(samples) >= 5
    for path in samples:
        batches = list(read_file(path, recipient="X", limits=LIMITS))
        assert len(table(batches, "interchanges")) == 1
        assert len(table(batches, "messages")) == path.read_bytes().count(b"</Ntry>")


def _uses(group: Group):
    """Yield (tag, group number, repetitions) of each segment of a profile, in its order."""
    for entry in group.body:
        if isinstance(entry, Group):
            yield from _uses(entry)
        else:
            often = group.repeat if entry is group.trigger else entry.repeat
            yield entry.tag, group.number, often


def _published() -> list[tuple[str, str, int]]:
    """Return (tag, segment group, most often) of CUSDEC D.13B in the directory's order.

    A group's first segment bears how often the group may come. UN/EDIFACT D.13B, CUSDEC.
    """
    published = []
    for line in CUSDEC_STRUCTURE.strip().splitlines():
        group, segments = line.split(":")
        for segment in segments.split():
            tag, often = segment[:3], int(segment[3:] or 1)
            published.append((tag, group.strip().replace("-", ""), often))
    return published


CUSDEC_STRUCTURE = """
-: UNH BGM CST LOC99 DTM15 GEI25 FII MEA5 EQD999 SEL999 FTX99
SG1: RFF99 DTM
SG2: PAC10
SG3: PCI999 FTX
SG4: TDT5 TPL
SG5: DOC99 DTM2 LOC
SG6: NAD99 RFF10 CTA COM5
SG7: TOD LOC2 FTX
SG8: MOA25
SG9: CUX DTM
SG10: EFI99 CED99 COM9 RFF9 DTM9 QTY9
-: UNS
SG11: DMS999 DTM MEA5
SG12: MOA25
SG13: CUX DTM
SG14: TOD LOC2 FTX
SG15: NAD10
SG16: DOC10 DTM2 LOC
SG17: PAC10
SG18: PCI999 FTX RFF
SG19: PYT5 MOA PCD FTX
SG20: ALC10 RTE MOA PCD QTY
SG21: CUX DTM
SG22: LIN9999 PIA QTY PRI2 PCD MEA15 QVR5 MOA15 NAD10 GIR9999 GEI99 LOC
SG23: DOC10 DTM2
SG24: ALC10 RTE MOA PCD QTY
SG25: CUX DTM
SG26: TOD LOC2
SG27: PYT5 MOA PCD FTX
SG28: IMD99 FTX
SG29: PAC10
SG30: PCI999 FTX RFF
SG31: EFI99 CED99 COM9 RFF9 DTM9 QTY9
SG32: CST9999 FTX9 LOC25 DTM5 MEA20 NAD5 TDT9
SG33: PAC10
SG34: PCI999 FTX
SG35: MOA25
SG36: CUX DTM
SG37: RFF999 DTM GIN99 MOA
SG38: IMD FTX5
SG39: DOC25 DTM2 LOC NAD5
SG40: TOD LOC2 FTX
SG41: GDS FTX
SG42: GEI25 PCD DTM RFF
SG43: TAX10 MOA2 GEI
SG44: QVR QTY
SG45: RFF DTM
SG46: GIR50 GEI10 NAD MEA5
SG47: MOA10
SG48: CUX DTM
SG49: TAX10 MOA2 GEI
SG50: DOC5 DTM2 LOC
-: UNS CNT5
SG51: TAX50 MOA2 GEI
SG52: AUT DTM
-: UNT
"""


def test_reading_is_lazy(tmp_path: Path):
    """The tokenizer holds a block, not the file."""
    content = b"BGM+" + b"x" * 50 + b"'"
    stream = io.BytesIO(content * 200_000)
    events = read_segments(stream, max_segment_bytes=65536)
    for _ in range(10):
        next(events)
    assert stream.tell() <= BLOCK_BYTES

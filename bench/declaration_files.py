"""Large files of 20-line declarations, made up once a run: EDIFACT and XML."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from bench.reader import RECIPIENT
from demo.declarations import DeclarationMaker
from demo.sample import read_sample
from jobs.hub.settings import ROOT
from simulator.files import edifact, xml
from simulator.files.declaration import Declaration

LINES: Final = 20
LINES_MAX: Final = 99_999
_DISTINCT = 400
"""Declarations that are all different; larger files repeat them, further apart than a block."""
_REFERENCE = b"<FunctionalReferenceID>"
"""Behind it stands what a declaration is called, once in a batch."""
RELEASED = (dt.date(2026, 10, 18), dt.date(2026, 11, 17))
PREPARED_AT = dt.datetime(2026, 11, 20, 7, 30)  # noqa: DTZ001 - as partners write it


def write_edifact(path: Path, size_bytes: int) -> int:
    """Write interchanges of together about ``size_bytes``; return how many bytes they are."""
    content = interchange(_DISTINCT)
    with path.open("wb") as stream:
        for _ in range(max(1, size_bytes // len(content))):
            stream.write(content)
        return stream.tell()


def interchange(declarations: int) -> bytes:
    """Return one interchange of declarations that are all different."""
    sample = read_sample(ROOT / "config")
    return edifact.interchange(
        _made(declarations),
        sender=sample.brokers[0].sender_identification,
        recipient=RECIPIENT,
        reference="BENCH1",
        prepared_at=PREPARED_AT,
    )


def write_xml(path: Path, size_bytes: int) -> int:
    """Write one batch of about ``size_bytes``; return how many bytes it is."""
    sample = read_sample(ROOT / "config")
    whole = xml.batch(
        _made(_DISTINCT),
        sender=sample.brokers[0].sender_identification,
        recipient=RECIPIENT,
        reference="BENCH1",
        prepared_at=PREPARED_AT,
    )
    start, end = whole.index(b"<Declaration>"), whole.index(b"</DeclarationBatch>")
    times = max(1, size_bytes // (end - start))
    quantity = b"<DeclarationQuantity>%d<"
    with path.open("wb") as stream:
        stream.write(whole[:start].replace(quantity % _DISTINCT, quantity % (_DISTINCT * times)))
        for number in range(times):
            stream.write(whole[start:end].replace(_REFERENCE, b"%b%d-" % (_REFERENCE, number)))
        stream.write(whole[end:])
        return stream.tell()


def longest(lines: int = LINES_MAX) -> Mapping[str, Callable[[], bytes]]:
    """Return, for each format, what writes one declaration of lines: all that there may be."""
    sample = read_sample(ROOT / "config")
    maker = DeclarationMaker(sample, sample.brokers[0], Random(1), RELEASED)
    declarations = [maker.declaration(lines=lines)]
    return {
        kind: partial(
            write,
            declarations,
            sender=sample.brokers[0].sender_identification,
            recipient=RECIPIENT,
            reference="BENCH1",
            prepared_at=PREPARED_AT,
        )
        for kind, write in (("EDIFACT", edifact.interchange), ("XML", xml.batch))
    }


def _made(count: int) -> list[Declaration]:
    sample = read_sample(ROOT / "config")
    maker = DeclarationMaker(sample, sample.brokers[0], Random(1), RELEASED)
    return [maker.declaration(lines=LINES) for _ in range(count)]

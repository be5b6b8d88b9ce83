"""Made-up declarations for tests: the demonstration's maker, on the sample registry."""

import datetime as dt
import functools
from dataclasses import replace
from decimal import Decimal
from random import Random

from demo.declarations import DeclarationMaker
from demo.sample import Broker, Sample, read_sample
from jobs.hub.settings import ROOT
from simulator.files import camt, edifact, xml
from simulator.files.declaration import Declaration

RELEASED = (dt.date(2026, 11, 13), dt.date(2026, 11, 17))
"""Days whose fifth business day is not before 20 November: none is accounted late on it."""
PREPARED_AT = dt.datetime(2026, 11, 20, 7, 30)  # noqa: DTZ001 - as partners write it


@functools.cache
def sample() -> Sample:
    """Return the sample registry and tariff."""
    return read_sample(ROOT / "config")


def maker(seed: int = 1, broker: int = 0) -> DeclarationMaker:
    """Return a maker of one broker's declarations."""
    registry = sample()
    return DeclarationMaker(registry, registry.brokers[broker], Random(seed), RELEASED)


def broker(number: int = 0) -> Broker:
    """Return one of the sample brokers."""
    return sample().brokers[number]


def cusdec(
    declarations: list[Declaration],
    reference: str = "REF1",
    number: int = 0,
    lines_per_message: int = edifact.LINES_MAX,
) -> bytes:
    """Return an EDIFACT interchange of one broker."""
    return edifact.interchange(
        declarations,
        sender=broker(number).sender_identification,
        recipient="CARMHUB",
        reference=reference,
        prepared_at=PREPARED_AT,
        lines_per_message=lines_per_message,
    )


def cad_xml(declarations: list[Declaration], reference: str = "REF1", number: int = 0) -> bytes:
    """Return an XML batch of one broker."""
    return xml.batch(
        declarations,
        sender=broker(number).sender_identification,
        recipient="CARMHUB",
        reference=reference,
        prepared_at=PREPARED_AT,
    )


def with_importer(declaration: Declaration, importer: str) -> Declaration:
    """Return a declaration of another importer."""
    return replace(declaration, importer=importer)


def payments(
    paid: list[tuple[str, str]],
    reference: str = "BANK1",
    number: str = "B",
    payer: str = "Payer",
) -> bytes:
    """Return a camt.054 that credits (account, dollars) pairs, each an entry of its own.

    ``payer`` may name the account as ``{bn15}``.
    """
    return camt.notification(
        [
            camt.BankEntry(
                f"{number}{n:04d}", Decimal(dollars), f"CUSTOMS {bn15}", payer.format(bn15=bn15)
            )
            for n, (bn15, dollars) in enumerate(paid, start=1)
        ],
        reference=reference,
        bic="NORTCATT",
        value_on=dt.date(2026, 11, 20),
    )

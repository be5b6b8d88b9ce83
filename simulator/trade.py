"""What brokers file, day by day: declarations, right and wrong, corrected and filed again."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Final

from simulator.answer_key import AnswerKey, Filed, cents
from simulator.bank_days import OPEN_DAYS
from simulator.deck import Deck
from simulator.dropped import RECIPIENT, Dropped
from simulator.exchange import ExchangeRates
from simulator.files import edifact, xml
from simulator.files.declaration import Declaration, Line, Reason, new_version
from simulator.files.faults import FAULTS
from simulator.parties import EDIFACT, Broker, Importer, Parties
from simulator.pricer import BEFORE_RELEASE, priced
from simulator.tariff import ITEMS, NOT_MADE, ORIGINS, surtax_on

_PER_ACCOUNT_PERCENT: Final = {True: 40, False: 8}
"""Declarations for a hundred accounts on a weekday, and on a day of the weekend."""
_IN_A_FILE_MOST: Final = 500
_LINES_MEAN, _LINES_MOST = 6, 60
_DAYS_TO_FILE_MOST: Final = 3
"""Filed so many days after release, and a day later where it was refused: never late."""
_OFFICES: Final = ("0497", "0809", "0395", "0453", "0821")
_VENDORS: Final = ("Acme Supply Inc.", "O'Neill & Sons", "Müller + Söhne GmbH", "Dupont: Paris")
_LOOKED_AT: Final = 1000
_FINE, _CORRECTED = "fine", "corrected"
_FAULTS_OF_ANY_FORM: Final = (
    "CAD-001", "CAD-002", "CAD-003", "CAD-004", "CAD-005", "CAD-009", "CAD-010", "CAD-013",
    "CAD-016",
)  # fmt: skip
_CARDS: Final = {_FINE: 120, _CORRECTED: 8} | dict.fromkeys(_FAULTS_OF_ANY_FORM, 1)
_FILES: Final = {False: 15, True: 1}
"""Of so many files one is dropped twice."""
_REASON: Final = Reason("R5-00-COT", "Value as invoiced.")


@dataclass
class _ToFile:
    """What a broker is about to file; a fault is put in when it is written."""

    declaration: Declaration
    importer: Importer
    card: str
    before_cents: int = 0


class Trade:
    """The declarations of the world; ``filed`` of each day go into the answer key."""

    def __init__(self, seed: str, parties: Parties, rates: ExchangeRates, key: AnswerKey) -> None:
        self._random = random = Random(f"{seed} trade")
        self._parties, self._rates, self._key = parties, rates, key
        self._cards = Deck(random, _CARDS)
        self._again = Deck(random, _FILES)
        self._sequences = [0] * len(parties.brokers)
        self._files = [0] * len(parties.brokers)
        self._strangers = {
            (broker.number, importer.released_first): importer.bn15
            for broker in parties.brokers
            for importer in parties.importers[:_LOOKED_AT]
            if broker.number not in importer.brokers
        }
        """By broker, and whether released first: an account that did not delegate to it."""
        self._coming: defaultdict[dt.date, list[tuple[int, _ToFile]]] = defaultdict(list)

    def day(self, day: dt.date) -> Iterator[Dropped]:
        """Yield the files of a day, broker by broker."""
        drawn: list[list[int]] = [[] for _ in self._parties.brokers]
        percent = _PER_ACCOUNT_PERCENT[day.weekday() in OPEN_DAYS]
        importers = self._parties.importers
        for number in self._random.choices(
            range(len(importers)),
            cum_weights=self._parties.sizes,
            k=max(1, len(importers) * percent // 100),
        ):
            drawn[self._random.choice(importers[number].brokers)].append(number)
        again: list[list[_ToFile]] = [[] for _ in self._parties.brokers]
        for of_broker, waiting in self._coming.pop(day, ()):
            again[of_broker].append(waiting)
        for broker in self._parties.brokers:
            yield from self._files_of(broker, drawn[broker.number], again[broker.number], day)

    def _files_of(
        self, broker: Broker, drawn: list[int], again: list[_ToFile], day: dt.date
    ) -> Iterator[Dropped]:
        size = _IN_A_FILE_MOST
        for start in range(0, len(again), size):
            yield from self._dropped(broker, again[start : start + size], day)
        for start in range(0, len(drawn), size):
            made = [self._new(broker, number, day) for number in drawn[start : start + size]]
            yield from self._dropped(broker, made, day)

    def _dropped(self, broker: Broker, to_file: list[_ToFile], day: dt.date) -> Iterator[Dropped]:
        self._files[broker.number] += 1
        reference = f"{broker.filer}{self._files[broker.number]:07}"
        name = f"cad_{reference}.{'edi' if broker.form == EDIFACT else 'xml'}"
        written = [self._filed(each, broker, day, name) for each in to_file]
        write = edifact.interchange if broker.form == EDIFACT else xml.batch
        content = write(
            written,
            sender=broker.sender,
            recipient=RECIPIENT,
            reference=reference,
            prepared_at=dt.datetime.combine(day, dt.time(7, 30)),
        )
        file = Dropped(day, broker.partner_id, name, broker.form, len(written), content)
        yield file
        if self._again.deal():
            yield file._replace(name=f"again_{name}", repeats=True)

    def _filed(self, to_file: _ToFile, broker: Broker, day: dt.date, file: str) -> Declaration:
        """Return a declaration as it is written, and put into the key what comes of it."""
        right, charges = priced(to_file.declaration, self._rates, day)
        before = to_file.before_cents
        filed = Filed(right, to_file.importer.number, day, file, broker.form, charges, before)
        if to_file.card in FAULTS:
            self._key.refused(filed, to_file.card)
            self._again_on(day + dt.timedelta(days=1), broker, replace(to_file, card=_FINE))
            return self._faulty(right, to_file, broker)
        self._key.accepted(filed)
        if to_file.card == _CORRECTED:
            later = day + dt.timedelta(days=self._random.randint(1, 4))
            corrected = self._correction(right)
            standing = cents(charges.payable)
            self._again_on(later, broker, _ToFile(corrected, to_file.importer, _FINE, standing))
        return right

    def _again_on(self, day: dt.date, broker: Broker, to_file: _ToFile) -> None:
        self._coming[day].append((broker.number, to_file))

    def _faulty(self, right: Declaration, to_file: _ToFile, broker: Broker) -> Declaration:
        wrong = replace(FAULTS[to_file.card](right), fault=to_file.card)
        if to_file.card != "CAD-002":
            return wrong
        stranger = self._strangers[broker.number, to_file.importer.released_first]
        return replace(wrong, importer=stranger)

    def _correction(self, right: Declaration) -> Declaration:
        """Return the next version: the first line is worth something else."""
        first, *rest = right.lines
        percent = self._random.choice((80, 90, 95, 103, 110, 125))
        value = (Decimal(first.value) * percent / 100).quantize(Decimal("0.01"))
        changed = replace(first, value=f"{value:.2f}")
        return new_version(replace(right, lines=(changed, *rest)), _REASON)

    def _new(self, broker: Broker, number: int, day: dt.date) -> _ToFile:
        random, importer = self._random, self._parties.importers[number]
        self._sequences[broker.number] += 1
        sequence = self._sequences[broker.number]
        release_on = day - dt.timedelta(days=random.randint(0, _DAYS_TO_FILE_MOST))
        count = min(_LINES_MOST, 1 + int(random.expovariate(1 / _LINES_MEAN)))
        invoices = [f"W-{sequence}-{n}" for n in range(1, 2 + count // 20)]
        card = self._card(broker, importer)
        declaration = Declaration(
            transaction_number=f"{broker.filer}{sequence:08}{sequence % 10}",
            importer=importer.bn15,
            filer=broker.filer,
            release_on=release_on,
            office=random.choice(_OFFICES),
            cargo_control_number=f"{random.randint(1000, 9999)}CCN{sequence:07}",
            vendors={invoice: random.choice(_VENDORS) for invoice in invoices},
            lines=tuple(
                self._line(place, invoices[place * len(invoices) // (count + 1)], release_on)
                for place in range(1, count + 1)
            ),
            line_count=count,
            cad_type="AB" if importer.released_first else BEFORE_RELEASE,
        )
        return _ToFile(declaration, importer, card)

    def _card(self, broker: Broker, importer: Importer) -> str:
        """Return what is to become of a declaration; no fault that would be none of its kind."""
        card = self._cards.deal()
        if not importer.released_first and card in {_CORRECTED, "CAD-010"}:
            return _FINE  # it may be filed before release, and a person decides on its changes
        if card == "CAD-002" and (broker.number, importer.released_first) not in self._strangers:
            return "CAD-001"
        return card

    def _line(self, number: int, invoice: str, release_on: dt.date) -> Line:
        random = self._random
        item, origin = random.choice(ITEMS), random.choice(ORIGINS)
        if (item.number, origin.treatment) == NOT_MADE:
            item = ITEMS[0]
        order = surtax_on(item.number, origin.country, release_on)
        value = random.randint(2_000, 2_500_000)
        return Line(
            line_number=number,
            invoice_number=invoice,
            tariff_item=item.number,
            description=item.english,
            origin_country=origin.country,
            export_country=origin.country,
            direct_shipment_on=release_on - dt.timedelta(days=random.randint(1, 12)),
            treatment=origin.treatment,
            vfd_code=random.choice(("13", "14", "23")),
            quantity=str(random.randint(1, 5_000)),
            unit=item.unit,
            currency=origin.currency,
            value=f"{value // 100}.{value % 100:02}",
            duty=Decimal(0),
            gst=Decimal(0),
            surtax_code=order.code if order is not None else None,
        )

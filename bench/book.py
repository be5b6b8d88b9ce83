"""A book to measure on: a cluster of its own, many accounts, and files as frames, ready to post."""

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from jobs.hub import Hub, open_hub
from jobs.hub.question import load_act_rules
from jobs.hub.settings import ROOT, Settings
from jobs.reference import seeding
from ledger.money import multiply_half_up
from ledger_sync.book import clock
from ledger_sync.book.connection import Transaction, owners_book
from ledger_sync.intake import inbox, posting
from ledger_sync.intake.inbox import Arrival, WaitingFile
from ledger_sync.schema import migrate
from mappers.pricing.terms import ROUNDING, key_of, text_of
from stack import postgres
from stack.postgres import Cluster

TODAY = dt.date(2026, 11, 20)
PARTNER = "borealis"
LINES_PER_DECLARATION = 12
DAYS_AHEAD = 3_650
"""How far the day of its books is ahead: whatever a bench closes is past."""
_TEMPLATE = "bench_template"
SETTINGS: Final = {"shared_buffers": "2GB", "work_mem": "128MB", "maintenance_work_mem": "512MB"}


_BASES: Final = [
    text_of(
        {
            "duty": {
                "rule": "ad valorem", "base": "value_for_duty", "rate_ppm": 65_000,
                "source": "tariff_rate 3304990000/02/2022-01-01", "day": "release_on",
            },
            "gst": {
                "rule": "ad valorem", "base": "value_for_tax", "rate_ppm": 50_000,
                "source": "gst_rate /2008-01-01", "day": "release_on",
            },
            "rounding": ROUNDING,
        }
    ),
    text_of({"exchange": {"rate_ppm": 1_000_000, "source": "exchange_rate CAD/1998-01-01",
                          "day": "direct_shipment_on"}}),
]  # fmt: skip
"""What every line is priced by, and its exchange rate."""


@dataclass(frozen=True)
class Staged:
    """One file's frames, as ``posting.add`` takes them, by table, and its lines and bases."""

    frames: dict[str, pd.DataFrame]
    lines: pd.DataFrame
    bases: pd.DataFrame

    @property
    def rows(self) -> int:
        """How many rows it has in all."""
        return len(self.lines) + sum(len(frame) for frame in self.frames.values())

    def stage(self, tx: Transaction, file: WaitingFile) -> None:
        """Stage all of it as what a file says."""
        posting.begin(tx)
        posting.stage_files(tx, [file])
        for table, frame in self.frames.items():
            posting.add(tx, table, frame)
        posting.add_lines(tx, self.lines, self.bases)


class Books:
    """Databases of one cluster, each a clone of a template with the accounts."""

    def __init__(self, server: Cluster, folder: Path, accounts: int) -> None:
        self._server, self._folder, self._number = server, folder, 0
        make_book(server, settings_of(server, folder, _TEMPLATE), _TEMPLATE, accounts)

    @contextmanager
    def fresh(self) -> Iterator[tuple[Hub, str]]:
        """Open an empty book, gone with the cluster; yields its hub and the owner's URL."""
        self._number += 1
        name = f"bench_{self._number}"
        with postgres.admin_connection(self._server) as connection:
            postgres.create_database(connection, name, postgres.OWNER, _TEMPLATE)
        with open_hub(settings_of(self._server, self._folder, name)) as hub:
            yield hub, self._server.url(postgres.OWNER, name)


def make_book(server: Cluster, settings: Settings, name: str, accounts: int) -> None:
    """Make an empty book with so many accounts, whose day is far ahead."""
    with postgres.admin_connection(server) as connection:
        postgres.create_database(connection, name, postgres.OWNER)
    owner_url = server.url(postgres.OWNER, name)
    migrate(owner_url)
    with owners_book(owner_url) as book, book.transaction() as tx:
        clock.set_ahead(tx, DAYS_AHEAD)
    with open_hub(settings) as hub:
        load_act_rules(owner_url, hub.rules.acts, hub.rules.people)
        seeding.run(hub)
    with owners_book(owner_url) as book, book.transaction() as tx:
        _open_accounts(tx, accounts)


def settings_of(server: Cluster, folder: Path, name: str) -> Settings:
    """Return the settings of a book of a cluster, whose bytes lie below a folder."""
    return Settings(
        database_url=server.url(postgres.APPLICATION, name),
        kept_folder=folder / name / "kept",
        config_folder=ROOT / "config",
        sftp=None,
        seals_folder=folder / name / "seals",
        archive_folder=folder / name / "archive",
        owner_url=server.url(postgres.OWNER, name),
    )


def settings_at(database_url: str, kept: Path) -> Settings:
    """Return the settings of a process that is told where the book is, and its kept bytes."""
    return Settings(
        database_url=database_url,
        kept_folder=kept,
        config_folder=ROOT / "config",
        sftp=None,
        seals_folder=kept.parent / "seals",
        archive_folder=kept.parent / "archive",
    )


@contextmanager
def books(accounts: int = 20_000) -> Iterator[Books]:
    """Make a cluster to measure on, durable as in production, and remove it after."""
    folder = Path(tempfile.mkdtemp(prefix="carmhub-bench-"))
    server = postgres.cluster(folder)
    postgres.start(server, settings=SETTINGS)
    try:
        postgres.prepare(server)
        yield Books(server, folder, accounts)
    finally:
        postgres.stop(server, mode="immediate")
        shutil.rmtree(folder)


def make_file(
    seed: int, declarations: int, accounts: list[str], lines_each: int = LINES_PER_DECLARATION
) -> Staged:
    """Make one file of good declarations, as decided, priced and ready to post."""
    chance = np.random.default_rng(seed)
    message = np.arange(declarations)
    of_line = np.repeat(message, lines_each)
    value = chance.integers(1_000, 5_000_000, len(of_line))
    duty = multiply_half_up(value, np.full_like(value, 65_000))
    gst = multiply_half_up(value + duty, np.full_like(value, 50_000))
    sums = pd.DataFrame({"message": of_line, "value": value, "duty": duty, "gst": gst})
    total = sums.groupby("message").sum()
    numbers = [f"22345{seed:03d}{n:06d}" for n in message]
    importer = chance.choice(np.array(accounts, dtype=object), declarations)
    payable = total["duty"].to_numpy() + total["gst"].to_numpy()
    lines = pd.DataFrame(
        {
            "message": of_line,
            "line_number": np.tile(np.arange(1, lines_each + 1), declarations),
            "invoice_number": "INV-1",
            "vendor_name": "Example Exports Inc.",
            "tariff_item": "3304990000",
            "description": "Beauty or make-up preparations",
            "origin_country": "US",
            "export_country": "US",
            "direct_shipment_on": "2026-11-01",
            "treatment": "02",
            "vfd_code": "13",
            "quantity_thousandths": chance.integers(1_000, 900_000, len(of_line)),
            "unit": "NMB",
            "currency": "CAD",
            "value_for_currency_conversion_cents": value,
            "value_for_duty_cents": value,
            "duty_cents": duty,
            "sima_cents": 0,
            "surtax_cents": 0,
            "excise_cents": 0,
            "gst_cents": gst,
            "basis_key": key_of(_BASES[0]),
            "exchange_basis_key": key_of(_BASES[1]),
            "byte_from": np.arange(len(of_line)) * 200,
            "byte_to": np.arange(1, len(of_line) + 1) * 200,
        }
    )
    cads = pd.DataFrame(
        {
            "message": message,
            "transaction_number": numbers,
            "version": 1,
            "function": "original",
            "filed_on": TODAY,
            "accounting_due_on": TODAY,
            "cad_type": "AB",
            "importer": importer,
            "filer": "22345",
            "release_on": "2026-11-05",
            "release_office": "0497",
            "cargo_control_number": [f"1234CCN{n:07d}" for n in message],
            "line_count": lines_each,
            "total_value_cents": total["value"].to_numpy(),
            "value_for_duty_cents": total["value"].to_numpy(),
            "duty_cents": total["duty"].to_numpy(),
            "sima_cents": 0,
            "surtax_cents": 0,
            "excise_cents": 0,
            "gst_cents": total["gst"].to_numpy(),
            "payable_cents": payable,
            "cycle_last_on": "2026-11-17",
            "due_on": "2026-12-01",
        }
    )
    sides = pd.concat(
        pd.DataFrame(
            {
                "source": message,
                "number": 0,
                "entry_number": n,
                "account": who,
                "amount_cents": cents,
            }
        )
        for n, who, cents in (
            (1, importer, payable),
            (2, "DUTY", -total["duty"].to_numpy()),
            (3, "GST", -total["gst"].to_numpy()),
        )
    )
    return Staged(
        {
            "staged_interchange": pd.DataFrame(
                {
                    "interchange": [0], "format": "edifact", "reference": f"BENCH{seed}",
                    "sender": "BOREALIS", "prepared_at": "20261120:0730", "byte_from": [0],
                    "byte_to": [200 * len(of_line)], "partner_id": PARTNER,
                }
            ),
            "staged_message": pd.DataFrame(
                {
                    "message": message, "interchange": 0, "reference": message.astype(str),
                    "type": "CUSDEC", "message_version": "D", "message_release": "13B",
                    "byte_from": message * 2400, "byte_to": message * 2400 + 2400,
                    "transaction_number": numbers, "version": 1,
                }
            ),
            "staged_cad": cads,
            "staged_side": sides,
        },
        lines,
        pd.DataFrame(
            {"basis_key": [key_of(text) for text in _BASES], "terms": _BASES}, dtype="str"
        ),
    )  # fmt: skip


def account_codes(hub: Hub) -> list[str]:
    """Return every program account."""
    with hub.book.transaction() as tx:
        return [
            row["code"]
            for row in tx.rows("SELECT code FROM account WHERE class = 'receivable' ORDER BY 1")
        ]


def arrive(
    tx: Transaction, name: str, received_on: dt.date = TODAY, partner: str = PARTNER
) -> WaitingFile:
    """Record an arrival of a made-up file and take it."""
    digest = name.encode().ljust(32, b"\0")[:32]
    file_id = inbox.record(tx, Arrival(name, partner, name, digest, 1, received_on))
    (file,) = inbox.take(tx, [file_id])
    return file


def _open_accounts(tx: Transaction, count: int) -> None:
    tx.run(
        "INSERT INTO client (bn9) SELECT lpad(n::text, 9, '0')"
        " FROM generate_series(1, :count) n ON CONFLICT DO NOTHING",
        count=count,
    )
    tx.run(
        "INSERT INTO account (code, class, bn9) SELECT lpad(n::text, 9, '0') || 'RM0001',"
        " 'receivable', lpad(n::text, 9, '0') FROM generate_series(1, :count) n"
        " ON CONFLICT DO NOTHING",
        count=count,
    )

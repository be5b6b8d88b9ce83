"""Random reference tables and lines in which everything occurs that a price can depend on."""

import datetime as dt

import numpy as np
import pandas as pd

from jobs.hub.settings import ROOT
from jobs.intake.snapshot import open_snapshot
from jobs.rules import read_rules
from mappers.reference.code_lists import CodeLists
from mappers.reference.dated_table import DatedTable
from mappers.reference.reference_data import ReferenceData
from mappers.rules.declaration_rules import ChargeBase, RateDay
from parsers.message_tables import Collector, MessageTables

RULES = read_rules(ROOT / "config")
SEED_TABLES = open_snapshot(ROOT / "config").everything
FIRST, LAST = dt.date(2024, 11, 1), dt.date(2026, 10, 31)
TURN = dt.date(2025, 11, 1)  # rows of two periods change here
ITEMS = [f"84713000{n:02d}" for n in range(12)]
ORIGINS, TREATMENTS = ["CN", "US", "TW", "DE"], ["02", "10", "03"]
UNITS = ["KGM", "TNE", "NMB", "DZN"]
CURRENCIES = ["CAD", "USD", "JPY"]
TARIFF_CODES, AUTHORITIES, LICENCES = ["9908", "9993"], ["98-1001", "24-2001"], ["L-1001"]
RELIEF_CODES = {
    "tariff_code": TARIFF_CODES, "special_authority": AUTHORITIES, "licence": LICENCES,
}  # fmt: skip
RATE_DAYS = (
    *RULES.declarations.rate_days,
    RateDay(dt.date(1998, 1, 1), "duty", "accounted_on", ("20",)),
    RateDay(TURN, "surtax", "direct_shipment_on"),
    RateDay(TURN, "gst", "accounted_on", ("C", "20")),
)
"""The rules in force, and some that choose other days, by type and from a day on."""
CHARGE_BASES = (
    *RULES.declarations.charge_bases,
    ChargeBase(TURN, "excise", "duty_paid_value"),
    ChargeBase(TURN, "surtax", "value_with_duty"),
)
"""The rules in force, and some that take two charges of another base from a day on."""


def tables(random: np.random.Generator) -> ReferenceData:
    """Return reference data of a few items, most keys with two periods, some with a gap."""
    codes = {
        "gst_codes": ["5", "51", "99"], "excise_codes": ["E10", "E20", "E99"],
        "sima_codes": ["S", "U", "N"], "surtax_codes": ["S1", "S2", "S3", "S9", "SX"],
        "units": UNITS,
    }  # fmt: skip
    return ReferenceData(
        accounts=SEED_TABLES.accounts,
        delegations=SEED_TABLES.delegations,
        filers=SEED_TABLES.filers,
        tariff_items=DatedTable(SEED_TABLES.tariff_items.rows.head(0)),
        tariff_rates=DatedTable(_rated(random, [
            *((i, t) for i in ITEMS for t in TREATMENTS[:2]), ("*", "03"), (ITEMS[0], "03"),
        ], ["tariff_item", "treatment"], gap=0.02)),
        treatment_origins=SEED_TABLES.treatment_origins,
        exchange_rates=DatedTable(_dated(random, [(c,) for c in CURRENCIES], ["currency"]).assign(
            rate_ppm=lambda rows: random.integers(5_000, 4_000_000, len(rows))
        )),
        gst_rates=DatedTable(_dated(random, [("",), ("5",), ("51",)], ["gst_code"]).assign(
            rate_ppm=lambda rows: random.choice([0, 50_000, 70_000], len(rows))
        )),
        excise_rates=DatedTable(_rated(random, [("E10",), ("E20",)], ["excise_code"], gap=0.2)),
        sima_measures=DatedTable(_rated(
            random,
            [(i, o, m, k, x) for i in ITEMS[:9] for o in ("*", "CN", "TW")
             for m in ("A", "B") for k in ("anti_dumping", "countervailing")
             for x in ("*", "X1")],
            ["tariff_item", "origin_country", "measure", "kind", "exporter"], kept=0.4, gap=0.1,
        ).assign(
            combination=lambda rows: random.choice(["sum", "sum", "shortfall"], len(rows))
        )),
        surtax_measures=DatedTable(_dated(
            random,
            [(c, i, o, t, m) for c in ("S1", "S2", "S3") for i in ITEMS[3:9]
             for o in ("*", "CN", "US") for t in ("*", "10") for m in ("*", "CN")],
            ["surtax_code", "tariff_item", "origin_country", "treatment", "melt_country"],
            kept=0.3, gap=0.2,
        ).assign(
            rate_ppm=lambda rows: random.choice([100_000, 250_000, 1_000_000, 333_333], len(rows)),
            rank=lambda rows: random.integers(1, 4, len(rows)),
            excludes_lower=lambda rows: random.random(len(rows)) < 0.3,
            base=lambda rows: random.choice(["", "", "value_less_content"], len(rows)),
            content_least_ppm=150_000,
            in_transit_on=lambda rows: random.choice(
                np.array([None, None, "2025-11-01", "2026-03-01"], dtype=object), len(rows)
            ),
            stays_subject=lambda rows: random.choice(["*", "none", "9908 9901"], len(rows)),
            permit_exempts=lambda rows: random.random(len(rows)) < 0.3,
            filed_from="1998-01-01",
        )),
        reliefs=DatedTable(_dated(
            random,
            [(name, code, charge) for name, given in RELIEF_CODES.items() for code in given
             for charge in ("duty", "sima", "surtax", "excise", "gst")],
            ["list", "code", "charge"], kept=0.6, gap=0.2,
        ).assign(
            remitted_ppm=lambda rows: random.choice([1_000_000, 500_000, 123_457], len(rows))
        )),
        unit_factors=DatedTable(pd.DataFrame(
            [("TNE", "KGM", 1_000_000_000), ("KGM", "TNE", 1_000), ("DZN", "NMB", 12_000_000)],
            columns=["from_unit", "to_unit", "factor_ppm"],
        ).assign(effective_from="1998-01-01", effective_to="9999-12-31")),
        enrolments=SEED_TABLES.enrolments,
        holidays=SEED_TABLES.holidays,
        cycle_rules=SEED_TABLES.cycle_rules,
        standing=None,
        codes=CodeLists({
            name: pd.DataFrame({"code": given}).assign(
                effective_from="1998-01-01", effective_to="9999-12-31"
            )
            for name, given in codes.items()
        }),
    )  # fmt: skip


def lines(random: np.random.Generator, count: int) -> MessageTables:
    """Return so many lines, ten a declaration, with every code given or left out at random."""
    messages = -(-count // 10)
    span = (LAST - FIRST).days
    released = pd.Timestamp(FIRST) + pd.to_timedelta(random.integers(0, span, messages), unit="D")
    declarations = pd.DataFrame(
        {
            "message": np.arange(messages),
            "release_on": released.as_unit("s"),
            "cad_type": random.choice(["AB", "C", "20"], messages),
            "filer": "22345",
            "transaction_number": "22345000000011",
        }
    ).astype(dict.fromkeys(["filer", "transaction_number"], "str"))
    message = np.arange(count) // 10
    shipped = pd.to_timedelta(random.integers(0, 40, count), unit="D")
    drawn = {
        "tariff_item": ITEMS, "treatment": TREATMENTS, "origin_country": ORIGINS, "unit": UNITS,
        "currency": CURRENCIES, "sima_code": [None, "S", "S", "U", "N"],
        "surtax_code": [None, "S1", "S2", "S3", "SX"],
        "surtax_flag": [None, None, None, None, None, "S", "S", "N"],
        "melt_country": [None, None, "CN", "US"], "exporter": [None, None, "X1", "X9"],
        "import_permit": [None, None, "P-1", "P-2"],
        "excise_code": [None, None, None, "E10", "E20", "E99"],
        "gst_code": [None, "5", "51"], "tariff_code": [None, None, *TARIFF_CODES],
        "special_authority": [None, None, *AUTHORITIES], "licence": [None, None, *LICENCES],
    }  # fmt: skip
    of_lines = pd.DataFrame(
        {
            "message": message,
            "line_number": np.arange(count) % 10 + 1,
            "direct_shipment_on": (released[message] - shipped).as_unit("s"),
            "quantity_thousandths": _spread(random, count, 11),
            "value_for_currency_conversion_cents": _spread(random, count, 10),
            "content_cents": pd.Series(_spread(random, count, 10), dtype="Int64").where(
                random.random(count) < 0.5
            ),
            "byte_from": 0,
            "byte_to": 0,
            **{name: random.choice(np.array(given, dtype=object), count)
               for name, given in drawn.items()},
        }
    ).astype(dict.fromkeys(drawn, "str"))  # fmt: skip
    empty = Collector().take()
    return MessageTables(
        interchanges=empty.interchanges, messages=empty.messages, declarations=declarations,
        reasons=empty.reasons, invoices=empty.invoices, lines=of_lines, charges=empty.charges,
        payments=empty.payments, statements=empty.statements, bank_lines=empty.bank_lines,
        findings=empty.findings,
    )  # fmt: skip


def _spread(random: np.random.Generator, count: int, digits: int) -> np.ndarray:
    """Return numbers of every size, zero among them."""
    return random.integers(0, 10 ** random.integers(0, digits, count) + 1)


def _rated(
    random: np.random.Generator, keys: list[tuple[str, ...]], names: list[str], **chances: float
) -> pd.DataFrame:
    """Return dated rates: free, ad valorem, specific, or both combined in each way."""
    rows = _dated(random, keys, names, **chances)
    count = len(rows)
    specific = random.random(count) < 0.5
    micros = random.choice([50_000, 1_250_000, 123_457, 3], count)
    return rows.assign(
        rate_ppm=random.choice([0, 65_000, 180_000, 1, 3_135_000], count),
        specific_micros=np.where(specific, micros, 0),
        specific_unit=np.where(specific, random.choice(UNITS[:3], count), None),
        combination=random.choice(["sum", "greater", "lesser"], count),
    )


def _dated(
    random: np.random.Generator, keys: list[tuple[str, ...]], names: list[str], *,
    kept: float = 1.0, gap: float = 0.0,
) -> pd.DataFrame:  # fmt: skip
    """Return keys with one period or two; with ``gap`` the second may start late."""
    rows = []
    for key in keys:
        if random.random() >= kept:
            continue
        late = 30 if random.random() < gap else 0
        rows.append((*key, "1998-01-01", (TURN - dt.timedelta(days=1)).isoformat()))
        rows.append((*key, (TURN + dt.timedelta(days=late)).isoformat(), "9999-12-31"))
    return pd.DataFrame(rows, columns=[*names, "effective_from", "effective_to"])

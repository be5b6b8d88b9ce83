"""What a hub must know to take the world: partners, the registry, tariff and rates of exchange."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from simulator.dropped import Dropped
from simulator.parties import BANK_ID, BANK_NAME, BIC, DESK, DESK_ID, Parties
from simulator.tariff import (
    GST_FROM,
    GST_PERCENT,
    ITEMS,
    MOST_FAVOURED,
    SURTAXES,
    UNITED_STATES,
)

REGISTRY: Final = ("1_clients", "2_accounts", "3_brokers", "4_delegations", "5_enrolments")
"""The files of the registry, in the order in which they are loaded."""
_SINCE: Final = "2024-10-21"
_TABLES: Final = ("tariff_item", "tariff_rate", "exchange_rate", "gst_rate", "surtax_measure")


def write_profiles(folder: Path, parties: Parties) -> None:
    """Write the profile of each partner, as a hub keeps them in ``config/partners``."""
    folder.mkdir()
    for broker in parties.brokers:
        _profile(
            folder / f"{broker.partner_id}.toml",
            name=broker.name,
            kind="broker",
            language=broker.language,
            sender_identification=broker.sender,
            account_security_number=broker.filer,
        )
    bank = {"name": BANK_NAME, "kind": "bank", "language": "en", "sender_identification": BIC}
    _profile(folder / f"{BANK_ID}.toml", **bank)
    desk = {"name": "Made-up Tariff Desk", "kind": "reference", "language": "en"}
    _profile(folder / f"{DESK_ID}.toml", **desk, sender_identification=DESK, messages=list(_TABLES))


def write_registry(folder: Path, parties: Parties) -> None:
    """Write the deliveries to the registry, a table a file."""
    folder.mkdir()
    importers, brokers = parties.importers, parties.brokers
    names = {importer.bn15[:9]: importer.name for importer in reversed(importers)}
    clients = ((bn9, names[bn9], _SINCE) for bn9 in reversed(names))
    accounts = (
        (i.bn15, "commercial", i.language, brokers[i.brokers[0]].partner_id, "xml", "xml",
         "standard", _SINCE)
        for i in importers
    )  # fmt: skip
    delegations = (
        (i.bn15, brokers[number].partner_id, "pPAM", _SINCE)
        for i in importers
        for number in i.brokers
    )
    tables: Iterable[tuple[str, Iterable[tuple[str, ...]]]] = (
        ("bn9,legal_name,effective_from", clients),
        (
            "bn15,program,language,documents_to,notice_formats,statement_formats,"
            "offset_preference,effective_from",
            accounts,
        ),
        (
            "account_security_number,partner_id,legal_name,effective_from",
            ((b.filer, b.partner_id, b.name, _SINCE) for b in brokers),
        ),
        ("bn15,partner_id,role,effective_from", delegations),
        (
            "bn15,program,effective_from",
            ((i.bn15, "RPP", _SINCE) for i in importers if i.released_first),
        ),
    )
    for name, (heading, rows) in zip(REGISTRY, tables, strict=True):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            stream.write(f"{heading}\n")
            csv.writer(stream, lineterminator="\n").writerows(rows)


def tariff_files(day: dt.date) -> Iterator[Dropped]:
    """Yield what the tariff desk delivers before the world begins, a table a file."""
    items = [("set", i.number, i.unit, i.english, i.french, "2022-01-01") for i in ITEMS]
    yield _csv(
        day, "tariff_item", "change,tariff_item,unit,description_en,description_fr,effective_from",
        items,
    )  # fmt: skip
    yield _rates_of_duty(day)
    gst = [("set", "", str(GST_PERCENT), "Excise Tax Act s. 212", GST_FROM.isoformat())]
    yield _csv(day, "gst_rate", "change,gst_code,rate_percent,source,effective_from", gst)
    surtaxes = [
        (
            "set", found.code, item, origin, str(found.percent), "2", "true",
            found.first_on.isoformat(), found.first_on.isoformat(), found.source,
        )
        for (item, origin), found in SURTAXES.items()
    ]  # fmt: skip
    yield _csv(
        day, "surtax_measure",
        "change,surtax_code,tariff_item,origin_country,rate_percent,rank,excludes_lower,"
        "in_transit_on,effective_from,source",
        surtaxes,
    )  # fmt: skip


def exchange_file(day: dt.date, rates: Mapping[dt.date, Mapping[str, Decimal]]) -> Dropped:
    """Return the rates of days, each in force until the next of its currency (XML)."""
    rows = [
        f"<ForeignExchangeRate><FromCurrency>{currency}</FromCurrency><Rate>{rate:f}</Rate>"
        f"<ValidStartDate>{first}</ValidStartDate></ForeignExchangeRate>\n"
        for first, of_day in rates.items()
        for currency, rate in of_day.items()
    ]
    head = (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<ReferenceDelivery xmlns="urn:carm-hub:reference:1">\n'
        "<ReferenceTable>exchange_rate</ReferenceTable><Delivery>changes</Delivery>"
        f"<DeliveryReference>WX-{day:%Y%m%d}</DeliveryReference><RowCount>{len(rows)}</RowCount>\n"
    )
    content = f"{head}{''.join(rows)}</ReferenceDelivery>\n".encode()
    return Dropped(day, DESK_ID, f"exchange_{day:%Y%m%d}.xml", "exchange_rate", len(rows), content)


def _rates_of_duty(day: dt.date) -> Dropped:
    rows = [
        {
            "TariffNumber": item.number,
            "TariffTreatment": treatment,
            "ValidStartDate": first.isoformat(),
            "RatePercent": str(percent),
        }
        for item in ITEMS
        for treatment, percents in (
            (MOST_FAVOURED, item.percents),
            (UNITED_STATES, ((item.percents[0][0], Decimal(0)),)),
        )
        for first, percent in percents
    ]
    delivery = {
        "ReferenceTable": "tariff_rate",
        "Delivery": "changes",
        "DeliveryReference": "WT-tariff_rate",
        "RowCount": len(rows),
        "CustomsDutys": rows,
    }
    content = json.dumps(delivery, indent=1).encode()
    return Dropped(day, DESK_ID, "tariff_rate.json", "tariff_rate", len(rows), content)


def _csv(day: dt.date, table: str, heading: str, rows: Sequence[tuple[str, ...]]) -> Dropped:
    text = io.StringIO()
    text.write(
        f"#carmhub-reference table={table} delivery=changes reference=WT-{table} rows={len(rows)}\n"
        f"{heading}\n"
    )
    csv.writer(text, lineterminator="\n").writerows(rows)
    content = text.getvalue().encode()
    return Dropped(day, DESK_ID, f"{table}.csv", table, len(rows), content)


def _profile(path: Path, **values: str | list[str]) -> None:
    lines = (f"{name} = {json.dumps(value)}\n" for name, value in values.items())
    path.write_text("".join(lines), encoding="utf-8")

"""Who takes part: partners, and what is known of clients, accounts, brokers and delegations.

Everything but a partner's own profile is dated history; ``registry_history`` says how.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from ledger_sync.book.connection import Row, Transaction
from ledger_sync.registry.registry_history import HISTORIES, as_known

_OF_ACCOUNTS: Final = "bn15 = ANY(:codes)"


def partner_ids(tx: Transaction) -> list[str]:
    """Return every partner's id."""
    return [row["partner_id"] for row in tx.rows("SELECT partner_id FROM partner ORDER BY 1")]


def partner(tx: Transaction, partner_id: str) -> Row:
    """Return one partner's row; LookupError when there is none."""
    row = tx.row("SELECT * FROM partner WHERE partner_id = :partner_id", partner_id=partner_id)
    if row is None:
        raise LookupError(partner_id)
    return row


def partners(tx: Transaction, partner_ids: Iterable[str | None]) -> dict[str, Row]:
    """Return partners by id."""
    rows = tx.rows(
        "SELECT * FROM partner WHERE partner_id = ANY(:ids)",
        ids=[each for each in partner_ids if each],
    )
    return {row["partner_id"]: row for row in rows}


def partners_of_senders(tx: Transaction, senders: Iterable[str]) -> dict[str, Row]:
    """Return those partners who send under some identifications, by identification."""
    rows = tx.rows(
        "SELECT * FROM partner WHERE sender_identification = ANY(:senders)", senders=list(senders)
    )
    return {row["sender_identification"]: row for row in rows}


def open_control_accounts(tx: Transaction, charges: Mapping[str, str]) -> int:
    """Open the control accounts that are not open yet, each with its charge; return how many."""
    return tx.run(
        "INSERT INTO account (code, class, charge) SELECT code, 'control', charge"
        " FROM unnest(CAST(:codes AS text[]), CAST(:charges AS text[])) AS a (code, charge)"
        " ON CONFLICT DO NOTHING",
        codes=list(charges),
        charges=list(charges.values()),
    )


def accounts(tx: Transaction, codes: Iterable[str]) -> pd.DataFrame:
    """Return ``importer, program, language, documents_to, notice_formats, statement_formats,
    offset_preference, effective_from, effective_to`` of the accounts named, every period.
    """  # noqa: D205 - the columns are the summary
    return _of_accounts(tx, "account", codes)


def delegations(tx: Transaction, codes: Iterable[str]) -> pd.DataFrame:
    """Return ``importer, partner_id, role, effective_from, effective_to`` of the accounts named."""
    return _of_accounts(tx, "delegation", codes)


def enrolments(tx: Transaction, codes: Iterable[str]) -> pd.DataFrame:
    """Return ``importer, program, effective_from, effective_to`` of the accounts named."""
    return _of_accounts(tx, "enrolment", codes)


def brokers(tx: Transaction) -> pd.DataFrame:
    """Return ``filer, partner_id, filer_account, effective_from, effective_to``.

    Who files under which number, and the program account that names its holder, or null.
    """
    frame = tx.frame(as_known("broker"))
    named = frame.rename(columns={"account_security_number": "filer", "bn15": "filer_account"})
    return named[["filer", "partner_id", "filer_account", "effective_from", "effective_to"]]


def newest_load(tx: Transaction, known_on: dt.date, zone: str) -> int:
    """Return the newest load recorded up to the end of a day in a zone; 0 before the first."""
    return int(
        tx.value(
            "SELECT coalesce(max(load_id), 0) FROM registry_load"
            " WHERE recorded_at < (CAST(:known_on AS date) + 1)::timestamp AT TIME ZONE :zone",
            known_on=known_on,
            zone=zone,
        )
    )


def facts(
    tx: Transaction, bn15: str, *, on: dt.date | None = None, load_id: int | None = None
) -> dict[str, list[Row]]:
    """Return what the registry holds of one account and its client, by kind.

    ``on`` leaves only what is in force that day; ``load_id`` what was known after that load.
    """
    known = "true" if load_id is None else "load_id <= :load_id"
    in_force = "true" if on is None else ":on BETWEEN effective_from AND effective_to"
    return {
        kind: tx.rows(
            f"SELECT f.*, recorded_at FROM ({as_known(kind, _about(kind), known)}) AS f"  # noqa: S608
            f" JOIN registry_load USING (load_id) WHERE {in_force}"
            f" ORDER BY {', '.join(HISTORIES[kind].key)}, effective_from",
            bn15=bn15,
            bn9=bn15[:9],
            on=on,
            load_id=load_id,
        )
        for kind in HISTORIES
        if kind != "broker"
    }


def history(tx: Transaction, bn15: str, *, load_id: int | None = None) -> list[Row]:
    """Return every row ever loaded of an account and its client, oldest load first.

    Each has ``kind``, ``effective_from``, ``effective_to``, ``withdrawn``, ``says`` (the columns of
    its kind), and its load's ``load_id``, ``name``, ``loaded_by``, ``recorded_at``.
    """
    known = "true" if load_id is None else "load_id <= :load_id"
    of_kinds = " UNION ALL ".join(
        f"SELECT '{kind}' AS kind, effective_from, effective_to, withdrawn, load_id,"  # noqa: S608
        " to_jsonb(h) - ARRAY['bn9', 'bn15', 'effective_from', 'effective_to', 'withdrawn',"
        f" 'load_id'] AS says FROM {history.table} h WHERE {_about(kind)}"
        for kind, history in HISTORIES.items()
        if kind != "broker"
    )
    return tx.rows(
        f"SELECT * FROM ({of_kinds}) AS h JOIN registry_load USING (load_id) WHERE {known}"  # noqa: S608
        " ORDER BY load_id, kind, effective_from, says::text",
        bn15=bn15,
        bn9=bn15[:9],
        load_id=load_id,
    )


def _about(kind: str) -> str:
    return "bn9 = :bn9" if kind == "client" else "bn15 = :bn15"


def _of_accounts(tx: Transaction, kind: str, codes: Iterable[str]) -> pd.DataFrame:
    frame = tx.frame(as_known(kind, _OF_ACCOUNTS), codes=list(codes))
    return frame.drop(columns="load_id").rename(columns={"bn15": "importer"})

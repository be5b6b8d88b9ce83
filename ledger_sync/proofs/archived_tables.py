# ruff: noqa: S608 - our own names and conditions, no value of anybody's
"""Which rows of which tables an archive of a month holds, and what must come before it."""

from collections.abc import Mapping
from typing import Final

VERSION: Final = 7
"""Of TABLES and their columns: an archive is compared under the version it was written by."""

RESTATED: Final[Mapping[int, Mapping[str, Mapping[str, str]]]] = {
    2: {
        "outbox": {
            "kind": "CASE WHEN file_id IS NULL THEN concat_ws('-', kind, form) ELSE kind END",
            "document_key": "CASE WHEN notice_on IS NOT NULL"
            "  THEN concat('document:', kind, ':', (SELECT code FROM account a"
            "   WHERE a.account_id = outbox.account_id), '_', notice_on, ':', form)"
            " WHEN statement_id IS NOT NULL"
            "  THEN concat('document:', kind, ':', (SELECT concat(a.code, '_', s.issued_on, '_v',"
            "   s.version) FROM statement s JOIN account a USING (account_id)"
            "   WHERE s.statement_id = outbox.statement_id), ':', form)"
            " WHEN repeats_outbox_id IS NOT NULL"
            "  THEN concat('answer:', file_id, ':again:', repeats_outbox_id)"
            " WHEN interchange_ordinal IS NULL THEN concat('answer:', file_id, ':file:', kind)"
            " WHEN act_id IS NULL THEN concat('answer:', file_id, ':', interchange_ordinal, ':',"
            "  kind)"
            " ELSE concat('answer:', file_id, ':', interchange_ordinal, ':', kind, ':act:', act_id)"
            " END",
        },
    },
    3: {},
    4: {},
    5: {},
    6: {},
    VERSION: {},
}
"""By version, what its archives say otherwise than the book does today: by table and column, the
SQL that says it so. Archives of a version that is not here are compared with their manifest only:
which rows they hold was decided otherwise."""

_BATCHES: Final = "SELECT batch_id FROM batch WHERE book_on BETWEEN :first AND :last"
_FILES: Final = (
    "SELECT file_id FROM file WHERE received_on BETWEEN :first AND :last"
    " UNION SELECT file.file_id FROM file JOIN batch USING (batch_id)"
    " WHERE book_on BETWEEN :first AND :last"
)
_ACTS: Final = (
    "SELECT act_id FROM batch WHERE book_on BETWEEN :first AND :last"
    f" UNION SELECT act_id FROM file WHERE file_id IN ({_FILES})"
    " UNION SELECT run.act_id FROM run JOIN batch USING (run_id)"
    " WHERE book_on BETWEEN :first AND :last"
)
_CADS: Final = f"SELECT cad_id FROM cad WHERE batch_id IN ({_BATCHES})"
_DOCUMENTS: Final = "SELECT outbox_id FROM outbox WHERE business_date BETWEEN :first AND :last"
_OF_BATCH: Final = f"batch_id IN ({_BATCHES})"
_OF_FILE: Final = f"file_id IN ({_FILES})"
_OF_DELIVERY: Final = f"message_id IN (SELECT message_id FROM message WHERE {_OF_FILE})"

TABLES: Final = {
    "batch": ("book_on BETWEEN :first AND :last", "batch_id"),
    "act": (
        f"act_id IN ({_ACTS}) OR (acted_at AT TIME ZONE 'UTC')::date BETWEEN :first AND :last"
        " AND NOT EXISTS (SELECT FROM batch WHERE batch.act_id = act.act_id)"
        " AND NOT EXISTS (SELECT FROM file WHERE file.act_id = act.act_id)"
        " AND NOT EXISTS (SELECT FROM run WHERE run.act_id = act.act_id)",
        "act_id",
    ),
    "act_rules": (
        f"act_rules_id IN (SELECT act_rules_id FROM act WHERE act_id IN ({_ACTS}))",
        "act_rules_id",
    ),
    "due_rules": (
        f"due_rules_id IN (SELECT due_rules_id FROM batch WHERE {_OF_BATCH})",
        "due_rules_id",
    ),
    "run": (f"run_id IN (SELECT run_id FROM batch WHERE {_OF_BATCH})", "run_id"),
    "txn": (_OF_BATCH, "txn_id"),
    "entry": ("book_on BETWEEN :first AND :last", "txn_id, entry_number"),
    "item": ("book_on BETWEEN :first AND :last", "item_id"),
    "application": (_OF_BATCH, "application_id"),
    "application_part": (
        f"application_id IN (SELECT application_id FROM application WHERE {_OF_BATCH})",
        "application_id, charge",
    ),
    "cad": (_OF_BATCH, "cad_id"),
    "cad_line": (f"cad_id IN ({_CADS})", "cad_id, line_number"),
    "cad_line_charge": (f"cad_id IN ({_CADS})", "cad_id, line_number, charge"),
    "basis": (
        f"{_OF_BATCH} OR basis_id IN (SELECT unnest(ARRAY[basis_id, exchange_basis_id])"
        f" FROM cad_line WHERE cad_id IN ({_CADS}))",
        "basis_id",
    ),
    "statement": (_OF_BATCH, "statement_id"),
    "statement_line": (
        f"statement_id IN (SELECT statement_id FROM statement WHERE {_OF_BATCH})",
        "statement_id, line_number",
    ),
    "account": (
        "account_id IN (SELECT account_id FROM entry WHERE book_on BETWEEN :first AND :last"
        f" UNION SELECT account_id FROM cad WHERE {_OF_BATCH}"
        f" UNION SELECT account_id FROM statement WHERE {_OF_BATCH}"
        f" UNION SELECT account_id FROM review WHERE {_OF_FILE}"
        f" UNION SELECT account_id FROM outbox WHERE outbox_id IN ({_DOCUMENTS}))",
        "account_id",
    ),
    "closed_date": ("book_on BETWEEN :first AND :last", "book_on"),
    "file": (_OF_FILE, "file_id"),
    "interchange": (_OF_FILE, "interchange_id"),
    "message": (_OF_FILE, "message_id"),
    "message_reason": (_OF_FILE, "message_id, position"),
    "finding": (_OF_FILE, "finding_id"),
    "review": (_OF_FILE, "review_id"),
    "review_decision": (
        "act_id IN (SELECT act_id FROM batch WHERE book_on BETWEEN :first AND :last)",
        "review_id",
    ),
    "reference_delivery": (_OF_DELIVERY, "message_id"),
    "reference_decision": (_OF_DELIVERY, "message_id"),
    "submission": (_OF_DELIVERY, "message_id"),
    "submission_decision": (_OF_DELIVERY, "message_id"),
    "outbox": (f"outbox_id IN ({_DOCUMENTS})", "outbox_id"),
    "delivery": (f"outbox_id IN ({_DOCUMENTS})", "outbox_id"),
}
"""Which rows of each table belong to a month, and the order they are written in.

None of them changes once a month may be archived (``incomplete``), whatever is done later.
"""

LEFT_OUT: Final = {
    "the schema's own": ("alembic_version",),
    "names the archives themselves": ("archive",),
    "names that a migration adds": ("item_kind", "charge"),
    "how interest came about, which items, applications and reference data say again": (
        *("interest", "interest_rates", "interest_day"),
    ),
    "by what payments are known again, and when they counted, from kept bytes and dated rules": (
        *("payment_key", "payment", "payment_move"),
    ),
    "what banks say of their accounts, from kept bytes": (
        *("bank_statement", "bank_line", "bank_statement_line"),
    ),
    "kept by triggers, from items and applications": ("item_balance",),
    "what acts were asked for or refused, which the acts themselves say": (
        *("act_request", "act_rejection"),
    ),
    "the clock of a made-up book": ("book_clock",),
    "who may look at an account: neither book nor intake": (
        *("link_attempt", "account_link", "link_revocation"),
    ),
    "the registry, history of all time; what a document told of it is in its bytes": (
        *("partner", "client", "registry_load", "client_history", "account_history", "broker"),
        *("delegation", "enrolment", "security"),
    ),
    "reference data, history of all time; what an amount rests on is in its basis": (
        *("tariff_item", "tariff_rate", "treatment_origin", "exchange_rate", "gst_rate", "holiday"),
        *("excise_rate", "sima_measure", "surtax_measure", "relief", "unit_factor", "waiver"),
        *("due_override", "prescribed_rate", "reference_version", "reference_change"),
    ),
}
"""Why an archive holds nothing of some tables, and which those are."""

TO_COME: Final = (
    (
        f"file WHERE outcome IS NULL AND {_OF_FILE}",
        "files of {month} have no outcome yet: run collect_files",
    ),
    (
        f"reference_delivery d WHERE {_OF_DELIVERY} AND NOT EXISTS"
        " (SELECT FROM reference_decision r WHERE r.message_id = d.message_id)",
        "deliveries of reference data of {month} wait for a person: decide on them",
    ),
    (
        f"submission s WHERE {_OF_DELIVERY} AND NOT EXISTS"
        " (SELECT FROM submission_decision d WHERE d.message_id = s.message_id)",
        "submissions of {month} wait for two people: decide on them",
    ),
    (
        f"outbox o WHERE outbox_id IN ({_DOCUMENTS}) AND NOT EXISTS"
        " (SELECT FROM delivery d WHERE d.outbox_id = o.outbox_id)",
        "documents of {month} are not delivered: run collect_files, or mend what keeps them",
    ),
)

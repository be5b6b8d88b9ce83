"""The guards of a fresh book are those that the program knows; another one is named."""

import json

import psycopg
import pytest

from jobs.hub import Hub
from ledger_sync.book.guards import guards
from ledger_sync.proofs import guards_proof
from tests import reviewed


def test_the_guards_known_are_those_of_a_fresh_book(hub: Hub):
    """On each version of PostgreSQL that the suite runs on; accepted anew, the others' stay."""
    known = json.loads(guards_proof.KNOWN.read_text(encoding="utf-8"))
    text = json.dumps(known | guards(hub.book), indent=1, sort_keys=True) + "\n"
    reviewed.same(guards_proof.KNOWN, text)
    assert guards_proof.proof(hub.book).holds


@pytest.mark.parametrize(
    ("statement", "kind", "name"),
    [
        (
            "CREATE OR REPLACE FUNCTION first_digest() RETURNS bytea LANGUAGE sql IMMUTABLE"
            " AS 'SELECT sha256(''x'')'",
            "function",
            "first_digest()",
        ),
        (
            "CREATE FUNCTION public.sha256(text) RETURNS bytea LANGUAGE sql"
            " AS 'SELECT NULL::bytea'",
            "function",
            "sha256(text)",
        ),
        ("ALTER TABLE entry DISABLE TRIGGER entry_balanced", "trigger", "entry_balanced on entry"),
        ("DROP TRIGGER entry_balanced ON entry", "trigger", "entry_balanced on entry"),
        (
            "CREATE RULE quiet AS ON INSERT TO finding DO INSTEAD NOTHING",
            "rule",
            "quiet on finding",
        ),
        ("CREATE VIEW more AS SELECT 1 AS one", "view", "more"),
    ],
)
def test_another_guard_is_named(hub: Hub, owner_url: str, statement: str, kind: str, name: str):
    with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as owner:
        owner.execute(statement)
    (breach,) = guards_proof.proof(hub.book).breaches
    assert breach["kind"].startswith(kind) and breach["name"] == name

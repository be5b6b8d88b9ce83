"""What guards the book and what proofs ask it through: as the migrations made them, and no other.

Who owns the database may put another function in the place of one, and have a seal hold over
anything. What the program knows of each is held against what the database says.
"""

import json
from pathlib import Path
from typing import Final

from ledger_sync.book.connection import Book
from ledger_sync.book.guards import guards
from ledger_sync.proofs.proving import BREACHES_SHOWN, Result

AS_MIGRATED: Final = (
    "guards-as-migrated",
    "Every function, trigger, rule and view of the book is the one that the migrations made.",
)
KNOWN: Final = Path(__file__).with_name("guards.json")
"""By kind and name what each is, of views by the version of PostgreSQL; made by a test."""


def proof(book: Book) -> Result:
    """Compare what the book has with what it should; views of an unknown PostgreSQL are let be."""
    known: dict[str, dict[str, str]] = json.loads(KNOWN.read_text(encoding="utf-8"))
    found = guards(book)
    kinds = [kind for kind in found if not kind.startswith("view") or kind in known]
    breaches = [
        {"kind": kind, "name": name}
        for kind in dict.fromkeys([*kinds, "function", "trigger"])
        for name in sorted(known.get(kind, {}).keys() | found.get(kind, {}).keys())
        if known.get(kind, {}).get(name) != found.get(kind, {}).get(name)
    ]
    rows = sum(len(names) for names in found.values())
    return Result(*AS_MIGRATED, rows, tuple(breaches[:BREACHES_SHOWN]))

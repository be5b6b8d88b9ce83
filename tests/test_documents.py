"""Pages that are made from the code are fresh, and examples are right."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.intake.findings_page import PAGES, page
from cli.main import app
from cli.reference import rules_page
from cli.reference.rules_page import PAGES as RULES_PAGES
from jobs.proofs import (
    archive_month,
    bank_accounts,
    due_dates,
    prove_book,
    rates_of_interest,
    repriced_lines,
    seals,
)
from jobs.rules import read_rules
from ledger.accounts import CONTROL_ACCOUNTS
from ledger.events import EVENTS, Event
from ledger_sync.proofs import guards_proof, proof_list
from parsers.edifact.profile.cusdec import CUSDEC_D13B
from parsers.edifact.profile.profile_tables import Group, SegmentUse
from parsers.edifact.profile.structure import uses
from parsers.formats import read_file
from tests import reviewed
from tests.jobs.proofs.test_due_dates import ALTERATIONS_OF_DAYS
from tests.jobs.proofs.test_interest_altered import ALTERATIONS_OF_INTEREST
from tests.jobs.proofs.test_tampering import (
    ALTERATIONS,
    ALTERATIONS_OF_OPENINGS,
    ALTERATIONS_OF_TRANSIT,
    ALTERATIONS_OF_VERSIONS,
    ALTERATIONS_RESEALED,
)

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "formats" / "cad-cusdec.md"
PROOFS = ROOT / "docs" / "proofs.md"
EVERY_ALTERATION = (
    ALTERATIONS
    | ALTERATIONS_OF_VERSIONS
    | ALTERATIONS_OF_OPENINGS
    | ALTERATIONS_OF_TRANSIT
    | ALTERATIONS_OF_DAYS
    | ALTERATIONS_OF_INTEREST
    | ALTERATIONS_RESEALED
)
ACCOUNTS = ROOT / "docs" / "accounts.md"
MORE_PROOFS = (
    proof_list.KEPT_BYTES,
    repriced_lines.EXPLAINED,
    due_dates.DUE_BY_RULES,
    prove_book.READ_AGAIN,
    guards_proof.AS_MIGRATED,
    prove_book.REFERENCE_AS_VERSIONED,
    rates_of_interest.INTEREST_RATES,
    prove_book.WAITS_IN_TIME,
    bank_accounts.BANK_RECONCILED,
    seals.ATTESTED,
    archive_month.ARCHIVES,
)
START = "<!-- generated from parsers/edifact/profile/cusdec.py -->\n"


def test_the_guides_table_is_the_profile():
    """The table of the CUSDEC guide is what the profile says."""
    reviewed.same_part(GUIDE, START, table())


@pytest.mark.parametrize("language", sorted(PAGES))
def test_the_catalogue_pages_are_fresh(language: str):
    """The pages of all findings are what the catalogue and the rejected folders say."""
    fresh = page(language, ROOT / "tests" / "rejected")
    reviewed.same(ROOT / "docs" / PAGES[language], fresh)


@pytest.mark.parametrize("language", sorted(RULES_PAGES))
def test_the_pages_of_rules_are_fresh(language: str):
    """The page of every rule in force, for a lawyer to read, is what config/ says."""
    fresh = rules_page.page(language, ROOT / "config", rules_page.PAGE_OF)
    reviewed.same(ROOT / "docs" / RULES_PAGES[language], fresh)


@pytest.mark.parametrize("name", ["cad.edi", "cad.xml"])
def test_the_examples_are_accepted(name: str):
    """The annotated examples are right declarations, computed amounts included."""
    done = CliRunner().invoke(app, ["check", str(ROOT / "docs" / "formats" / "examples" / name)])
    assert done.exit_code == 0 and "CAD-012" not in done.output


@pytest.mark.parametrize(
    ("name", "start", "end", "at_least"),
    [
        ("cad.edi", "## An example", "## A new version", 26),
        ("cad-version.edi", "## A new version", "## More than 9,999 lines", 4),
    ],
)
def test_the_guide_annotates_the_example(name: str, start: str, end: str, at_least: int):
    """Every segment that the guide explains stands in the example."""
    example = (ROOT / "docs" / "formats" / "examples" / name).read_text(encoding="latin-1")
    explained = _explained(start, end)
    assert len(explained) >= at_least
    assert [segment for segment in explained if segment + "\n" not in example] == []


def test_the_example_of_a_new_version_is_read():
    """The annotated new version is version 2 of the annotated original, and nothing is wrong."""
    folder, rules = ROOT / "docs" / "formats" / "examples", read_rules(ROOT / "config")
    original, version = (
        next(read_file(folder / name, recipient=rules.recipient, limits=rules.limits))
        for name in ("cad.edi", "cad-version.edi")
    )
    numbers = [t.declarations["transaction_number"].tolist() for t in (original, version)]
    assert numbers[0] == numbers[1] and version.findings.empty
    assert version.declarations["version"].tolist() == [2]
    assert version.reasons["reason_code"].tolist() == ["R2-74-1-D-TYPO", "R5-00-COT"]


def test_the_page_of_proofs_is_the_proofs():
    """docs/proofs.md lists every proof with its sentence, and what was seen to break it."""
    reviewed.same(PROOFS, proofs_page())


def test_every_proof_has_its_alteration():
    """No proof stands that no alteration has been seen to break."""
    caught = set().union(*(proofs for _, proofs in EVERY_ALTERATION.values()))
    assert {proof.name for proof in proof_list.PROOFS} <= caught


def proofs_page() -> str:
    """Return the page of proofs and alterations."""
    proofs = [(proof.name, proof.sentence) for proof in proof_list.PROOFS]
    proofs += MORE_PROOFS
    lines = [
        "# Proofs",
        "",
        "What `carmhub verify` proves, and the alterations, made with every trigger off and no",
        "foreign key left, that the tests saw each proof catch. Generated.",
        "",
        "| proof | sentence |",
        "|---|---|",
        *(f"| {name} | {sentence} |" for name, sentence in proofs),
        "",
        "| altered | caught by |",
        "|---|---|",
        *(
            f"| {what} | {', '.join(sorted(caught))} |"
            for what, (_, caught) in EVERY_ALTERATION.items()
        ),
        "| one byte of a kept file | kept-bytes, kept-is-posted |",
        "| the last day with all its seals, rows and closes | attested |",
        "| an exported daily seal edited or taken away | attested |",
        "| a file of an archive, or its manifest | archives |",
        "",
        "`kept-is-posted` compares what the book keeps of a file: head, reasons and lines of every",
        "declaration, and the sum of every entry that pays. What a filer declares beside them the",
        "book does not keep, so that it is compared with nothing: amounts of charges, values for",
        "duty and totals of its own (finding CAD-012 tells where they are not ours), dates, totals",
        "and vendors' addresses of invoices, texts of classifications, and a filer's remark.",
    ]
    return "\n".join(lines) + "\n"


def test_the_page_of_accounts_is_the_chart():
    """docs/accounts.md lists every control account, and the two sides of every event."""
    reviewed.same(ACCOUNTS, accounts_page())


def accounts_page() -> str:
    """Return the page of control accounts and events."""
    lines = [
        "# Accounts",
        "",
        "What each event debits and credits. RECEIVABLE is the account of an importer, by BN15.",
        "A reversal has the sides of what it reverses, swapped; so has an amount below zero of",
        "what goes either way. Generated from `ledger/events.py` and `ledger/accounts.py`.",
        "",
        "| event | debit | credit | either way | posted as |",
        "|---|---|---|---|---|",
        *map(_event_row, EVENTS),
        "",
        "| control account | charge |",
        "|---|---|",
        *(f"| {account} | {charge} |" for account, charge in CONTROL_ACCOUNTS.items()),
    ]
    return "\n".join(lines) + "\n"


def _event_row(event: Event) -> str:
    either = "yes" if event.either_way else ""
    kinds = ", ".join(event.kinds) or "not posted yet"
    debit, credit = ", ".join(event.debit), ", ".join(event.credit)
    return f"| {event.name} | {debit} | {credit} | {either} | {kinds} |"


def test_the_guide_explains_segments_of_the_profile():
    """Every segment that the guide says may be left out is one that the profile leaves out."""
    optional = _explained("## What may be left out", "## Every segment")
    assert len(optional) > 15
    labels = [use.label for use, _ in uses(CUSDEC_D13B.root)]
    unknown = [segment for segment in optional if not segment.startswith(tuple(labels))]
    assert unknown == []


def _explained(start: str, end: str) -> list[str]:
    """Return the segments of a table of the guide."""
    part = GUIDE.read_text(encoding="utf-8").split(start)[1].split(end)[0]
    return [
        segment
        for line in part.splitlines()
        if line.startswith("| `")
        for segment in line.split("|")[1].split("`")
        if "'" in segment
    ]


def table() -> str:
    """Return the profile as Markdown."""
    rows = [
        "| group | segment | name | | element | at | name | | format | code list |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    rows += list(_rows(CUSDEC_D13B.root))
    return "\n".join(rows) + "\n"


def _rows(group: Group):
    for entry in group.body:
        if isinstance(entry, Group):
            yield from _rows(entry)
        else:
            yield from _segment(group, entry)


def _segment(group: Group, use: SegmentUse):
    trigger = use is group.trigger
    often = group.repeat if trigger else use.repeat
    mandatory = group.mandatory if trigger else use.mandatory
    head = f"| {group.number} | `{use.label}` | {use.name} | {'M' if mandatory else 'C'} {often} |"
    if not use.elements:
        yield f"{head} | | | | | |"
    for number, element in enumerate(use.elements):
        start = head if number == 0 else "| | | | |"
        at = ".".join(map(str, element.at))
        need = "M" if element.mandatory else "C"
        yield (
            f"{start} {element.number} | {at} | {element.name} | {need} |"
            f" {element.representation} | {element.code_list} |"
        )

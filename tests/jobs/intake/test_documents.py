"""What forms a document has; rendered in other processes they are those rendered here."""

from contextlib import closing

import pytest

from jobs.hub.all_cores import AllCores
from jobs.intake import documents
from jobs.intake.documents import Draft
from ledger_sync.intake.outbox import Told
from notices import pdf, xml
from tests.notices.test_documents import statement

FORMS = {"xml": xml.statement_of_account, "pdf": pdf.statement_of_account}


def fails(content: object) -> bytes:
    """A renderer that no content suits."""
    raise ValueError(content)


def test_many_are_rendered_as_few():
    """On all cores, in the order asked for."""
    work = [(xml.statement_of_account, statement("en", count)) for count in range(50)]
    with closing(AllCores()) as cores:
        found = cores.map(documents._render, work, much=True)
        assert cores._pool is not None
    with closing(AllCores()) as cores:
        assert cores.map(documents._render, work, much=False) == found
        assert cores._pool is None


def test_a_set_ends_with_what_fills_it(monkeypatch):
    """By drafts or by their lines, whichever comes first; a draft is never cut."""
    monkeypatch.setattr(documents, "DRAFTS_AT_ONCE", 3)
    monkeypatch.setattr(documents, "LINES_AT_ONCE", 10)
    drafts = [
        Draft({}, Told(number, "SOA"), "name", statement("en", lines))
        for number, lines in enumerate((4, 4, 4, 20, 1, 1, 1, 9))
    ]
    sets = [[draft.told.account_id for draft in some] for some in documents._sets(drafts)]
    assert sets == [[0, 1, 2], [3], [4, 5, 6], [7]]


@pytest.mark.parametrize("much", [True, False])
def test_what_a_renderer_raises_is_raised_here(*, much: bool):
    """Whoever asked learns of it, wherever it was rendered."""
    with closing(AllCores()) as cores, pytest.raises(ValueError, match="no document"):
        cores.map(documents._render, [(fails, "no document")], much=much)


@pytest.mark.parametrize(
    ("to", "wanted", "lines", "forms"),
    [
        ("borealis", "pdf", 3, ["pdf"]),
        ("borealis", "pdf", pdf.LINES_PRINTED + 1, ["xml", "pdf"]),
        ("borealis", "xml", pdf.LINES_PRINTED + 1, ["xml"]),
        (None, "xml pdf", 3, []),
    ],
)
def test_what_a_pdf_only_sums_up_comes_as_xml_too(
    to: str | None, wanted: str, lines: int, forms: list[str]
):
    """Nobody gets a sum without what it is made of."""
    account = {"documents_to": to, "formats": wanted}
    draft = Draft(account, Told(1, "SOA", statement_id=1), "name", statement("en", lines))
    assert documents._forms(draft, FORMS) == forms

"""Documents rendered in other processes are those rendered here, in their order."""

from contextlib import closing

import pytest

from jobs.intake import documents
from jobs.intake.documents import Draft
from jobs.intake.rendering import FEW, Rendering
from ledger_sync.intake.outbox import Told
from notices import pdf, xml
from tests.notices.test_documents import statement

FORMS = {"xml": xml.statement_of_account, "pdf": pdf.statement_of_account}


def fails(content: object) -> bytes:
    """A renderer that no content suits."""
    raise ValueError(content)


def test_many_are_rendered_as_few():
    """On all cores, in the order asked for."""
    shown = [statement("en", count) for count in range(FEW + 1)]
    with closing(Rendering()) as rendering:
        found = rendering.all([(xml.statement_of_account, each) for each in shown])
        assert rendering._pool is not None
    assert found == [xml.statement_of_account(each) for each in shown]


@pytest.mark.parametrize("count", [1, FEW + 1])
def test_what_a_renderer_raises_is_raised_here(count: int):
    """Whoever asked learns of it, wherever it was rendered."""
    with closing(Rendering()) as rendering, pytest.raises(ValueError, match="no document"):
        rendering.all([(fails, "no document")] * count)


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

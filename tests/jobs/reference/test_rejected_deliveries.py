"""A folder for each code of a registry delivery: ``delivery.*``, and what comes ``before.*`` it."""

from pathlib import Path

import pytest

from jobs.hub import Hub
from jobs.intake import collect_files
from jobs.registry import load_registry
from tests import reviewed, sending
from tests.jobs.reference.test_load_reference_data import PARTNER
from tests.jobs.registry.test_load_registry import everything
from tests.parsers.deliveries.test_delivery_texts import REFUSED, REFUSED_FACTS

FOLDER = Path(__file__).parents[2] / "rejected"
CODES = sorted(path.parent.name for path in FOLDER.glob("*/delivery.*"))


def test_every_registry_code_has_a_delivery():
    """The codes of the registry are those whose folder holds a delivery."""
    assert sorted(path.name for path in FOLDER.iterdir() if path.name.startswith("REG")) == CODES


@pytest.mark.parametrize("code", CODES)
def test_found_as_reviewed(hub: Hub, code: str):
    """A delivery gives exactly the reviewed findings; refused, it leaves no row behind."""
    for before in (FOLDER / code).glob("before.*"):
        assert load_registry.apply(hub, before, "tester").load_id is not None
    rows = everything(hub)
    (path,) = (FOLDER / code).glob("delivery.*")
    drafted = load_registry.draft(hub, path)
    done = load_registry.apply(hub, path, "tester")
    found = {
        "refused": drafted.refused,
        "findings": [
            {name: value for name, value in finding.__dict__.items() if value is not None}
            for finding in drafted.findings
        ],
    }
    reviewed.same_json(FOLDER / code / "expected.json", found)
    assert code in {finding.code for finding in drafted.findings}
    assert done.findings == drafted.findings
    assert (everything(hub) == rows) == (drafted.refused or code == "REG-011")


def test_no_delivery_is_put_aside(hub: Hub):
    """What is no delivery of reference data is rejected and answered, never a failure of ours."""
    file_ids = [sending.arrive(hub, content, partner_id=PARTNER) for content, _ in REFUSED.values()]
    assert collect_files.post(hub, file_ids) == {"rejected": len(REFUSED)}
    with hub.book.reading() as tx:
        answered = tx.value("SELECT count(DISTINCT file_id) FROM outbox")
    assert answered == len(REFUSED)


def test_no_delivery_to_the_registry_fails(hub: Hub, tmp_path: Path):
    """What is no delivery of facts is refused, and told in texts that can be kept."""
    for name, (content, code) in REFUSED_FACTS.items():
        path = tmp_path / "delivery"
        path.write_bytes(content)
        done = load_registry.apply(hub, path, "tester")
        assert done.refused and code in {finding.code for finding in done.findings}, name

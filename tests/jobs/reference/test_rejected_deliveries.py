"""A folder for each code of a registry delivery: ``delivery.*``, and what comes ``before.*`` it."""

from pathlib import Path

import pytest

from jobs.hub import Hub
from jobs.registry import load_registry
from tests import reviewed
from tests.jobs.registry.test_load_registry import everything

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

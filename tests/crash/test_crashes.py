"""Killed at any step, run again: the book, the answers and the deliveries are those of calm."""

import pytest

from tests.crash import faults, harness
from tests.crash.faults import Point

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def calm(here):
    """What the small day says when nothing disturbs it."""
    return harness.calm(here, harness.small_files())


@pytest.mark.parametrize("point", faults.POINTS, ids=lambda point: point.name.replace(" ", "-"))
def test_a_kill_leaves_no_trace(here, calm, point: Point):
    """One SIGKILL at the point, one run after it, and nothing differs from the calm day."""
    outcome = harness.disturbed(here, point, harness.small_files(), calm)
    assert outcome.kills == 1 and outcome.differing == ()

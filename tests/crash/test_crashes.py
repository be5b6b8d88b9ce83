"""Killed at any step, run again: the book, the answers and the deliveries are those of calm."""

import pytest

from tests.crash import faults, harness
from tests.crash.faults import Point


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory):
    """PostgreSQL and the SFTP server of this module alone."""
    with harness.house(tmp_path_factory.mktemp("crash") / "home") as built:
        yield built


@pytest.fixture(scope="module")
def calm(here):
    """What the small day says when nothing disturbs it."""
    return harness.calm(here, harness.small_files())


@pytest.mark.parametrize("point", faults.POINTS, ids=lambda point: point.name.replace(" ", "-"))
def test_a_kill_leaves_no_trace(here, calm, point: Point):
    """One SIGKILL at the point, one run after it, and nothing differs from the calm day."""
    outcome = harness.disturbed(here, point, harness.small_files(), calm)
    assert outcome.kills == 1 and outcome.differing == ()


def test_a_day_under_fire_is_the_calm_day(here):
    """Workers, closer, SFTP server and PostgreSQL killed at random through a whole day."""
    waves = harness.random_waves()
    expected = harness.calm_waves(here, waves)
    outcome = harness.random_day(here, 0, 12, waves, expected)
    assert outcome.differing == ()

"""A whole day by several workers, and under fire: as if one had done it all in peace."""

import pytest

from tests.crash import harness

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def waves():
    """The files of a made-up day, as they come."""
    return harness.random_waves()


@pytest.fixture(scope="module")
def expected(here, waves):
    """What the day says when one worker does it and nothing disturbs it."""
    return harness.calm_waves(here, waves)


def test_four_workers_do_the_work_of_one(here, waves, expected):
    """No file twice, no deadlock, no lost update: none fails, and the day is the calm day."""
    outcome = harness.side_by_side(here, 4, waves, expected)
    assert outcome.differing == ()
    sent = [file for file in expected["files"] if file.endswith(", False)")]
    assert len(sent) == sum(map(len, waves)) == 22 < len(expected["files"])


def test_a_day_under_fire_is_the_calm_day(here, waves, expected):
    """Workers, closer, SFTP server and PostgreSQL killed at random through a whole day."""
    outcome = harness.random_day(here, 0, 12, waves, expected)
    assert outcome.differing == ()

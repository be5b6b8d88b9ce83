"""Four workers at once collect, post, deliver, close and bill: as if one had done it all."""

import pytest

from tests.crash import harness


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory):
    """PostgreSQL and the SFTP server of this module alone."""
    with harness.house(tmp_path_factory.mktemp("crash") / "home") as built:
        yield built


def test_four_workers_do_the_work_of_one(here):
    """No file twice, no deadlock, no lost update: none fails, and the day is the calm day."""
    waves = harness.random_waves()
    expected = harness.calm_waves(here, waves)
    outcome = harness.side_by_side(here, 4, waves, expected)
    assert outcome.differing == ()
    sent = [file for file in expected["files"] if file.endswith(", False)")]
    assert len(sent) == sum(map(len, waves)) == 17 < len(expected["files"])

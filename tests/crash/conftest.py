"""PostgreSQL and an SFTP server to be killed."""

import pytest

from tests.crash import harness


@pytest.fixture(scope="module")
def here(stack_home, tmp_path_factory: pytest.TempPathFactory):
    """PostgreSQL and the SFTP server of this module alone."""
    with harness.house(stack_home(tmp_path_factory.mktemp("crash") / "home")) as built:
        yield built

"""Airflow in this process, for its way of telling who is signed in: no database, no components."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext

import pytest
from fastapi.testclient import TestClient

from jobs.hub import Hub

_HOME = tempfile.mkdtemp(prefix="carmhub-airflow-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ |= {  # before anything imports Airflow, which reads them once
    "AIRFLOW_HOME": _HOME,
    "AIRFLOW_CONFIG": f"{_HOME}/empty.cfg",
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "reader:viewer",
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{_HOME}/none.db",
    "AIRFLOW__API_AUTH__JWT_SECRET": "a secret of these tests alone " * 3,
}
open(f"{_HOME}/empty.cfg", "w").close()  # noqa: PTH123

USER = "a reader"


async def somebody(_request) -> str:
    """Whoever calls is signed in."""
    return USER


@pytest.fixture
def client(hub: Hub) -> Iterator[TestClient]:
    """A client of the API on a book of its own, signed in."""
    from plugins.api.app import create_app

    app = create_app(somebody, opening=lambda: nullcontext(hub))
    with TestClient(app) as opened:
        yield opened


@pytest.fixture(scope="session")
def token_of() -> Callable[[str], str]:
    """Real tokens of Airflow's own auth manager."""
    from airflow.api_fastapi.app import init_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
    from airflow.models.revoked_token import RevokedToken
    from airflow.settings import engine

    RevokedToken.__table__.create(engine)  # all that a sign-in asks of Airflow's metadata
    manager = init_auth_manager()
    return lambda name: manager.generate_jwt(SimpleAuthManagerUser(username=name, role="VIEWER"))

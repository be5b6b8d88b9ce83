from pathlib import Path

import pytest

from cli.console import console
from jobs.hub import Hub
from stack import postgres
from stack.postgres import Cluster


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wide screen, whatever the terminal: what is said is not cut or wrapped."""
    monkeypatch.setattr(console, "width", 200)


@pytest.fixture
def configured(hub: Hub, cluster: Cluster, database: str, monkeypatch, tmp_path: Path) -> Hub:
    """The environment of a hub, as a shell has it."""
    monkeypatch.setenv("CARMHUB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CARMHUB_KEPT", str(hub.settings.kept_folder))
    monkeypatch.setenv("CARMHUB_DATABASE_URL", cluster.url(postgres.APPLICATION, database))
    monkeypatch.setenv("CARMHUB_OWNER_URL", cluster.url(postgres.OWNER, database))
    return hub

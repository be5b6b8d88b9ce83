import pytest

from cli.console import console


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wide screen, whatever the terminal: what is said is not cut or wrapped."""
    monkeypatch.setattr(console, "width", 200)

"""The embedded SFTP server is told what ``intake.toml`` says, each bound under its own name."""

import tomllib
from pathlib import Path
from types import SimpleNamespace

from jobs.hub.settings import ROOT
from jobs.rules import read_rules
from sftp.settings import read_settings
from stack import embedded
from stack.layout import read_layout

CONFIG = ROOT / "config"
SAID_OTHERWISE = {
    "max_file_bytes": "max_upload_bytes",
    "login_seconds_max": "login_timeout_s",
    "unfinished_names": "unfinished",
}
"""Names of ``intake.toml`` that the server has another one for."""
OF_AN_ACCOUNT = ("max_waiting_bytes", "max_waiting_files", "max_day_bytes", "max_open_files")
OF_THE_SERVER = (
    *("max_lobby", "max_lobby_per_address", "max_lobby_per_network"),
    *("lobby_ipv4_network_bits", "lobby_ipv6_network_bits", "min_free_bytes", *SAID_OTHERWISE),
)


def test_every_bound_of_the_door_reaches_the_server(tmp_path: Path):
    """As written by the stack and read by the server; no two of them are alike by chance."""
    said = tomllib.loads((CONFIG / "rules" / "intake.toml").read_text(encoding="utf-8"))
    hub = SimpleNamespace(rules=read_rules(CONFIG), settings=SimpleNamespace(config_folder=CONFIG))
    layout = read_layout(tmp_path)
    embedded._write_server_settings(layout, hub)
    told = read_settings(layout.home / "sftp.json")
    assert len({str(said[name]) for name in OF_THE_SERVER}) == len(OF_THE_SERVER)
    for name in OF_THE_SERVER:
        expected = tuple(said[name]) if isinstance(said[name], list) else said[name]
        assert getattr(told, SAID_OTHERWISE.get(name, name)) == expected, name
    for name in OF_AN_ACCOUNT:
        assert getattr(told.bounds, name) == said[name], name

"""The plugin as Airflow loads it: one plugin, and nothing heavy before the API server asks."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

LOADER = """
import json, sys
from airflow import plugins_manager
plugins_manager.ensure_plugins_loaded()
heavy = [n for n in ("pandas", "jobs", "ledger_sync", "plugins") if n in sys.modules]
plugins, errors = plugins_manager._get_plugins()
apps, _ = plugins_manager.get_fastapi_plugins()
print("RESULT" + json.dumps({
    "errors": errors,
    "loaded_too_much": heavy,
    "plugins": [p.name for p in plugins if "carmhub" in str(p.source)],
    "apps": [(a["name"], a["url_prefix"], a["app"].title) for a in apps],
}))
"""


def test_airflow_loads_one_plugin_and_only_what_it_needs(tmp_path: Path):
    """Every component loads the plugin; only who asks for its application imports the hub."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("AIRFLOW")}
    environment |= {
        "AIRFLOW_HOME": str(tmp_path),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{tmp_path}/none.db",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", LOADER],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (line,) = [x for x in done.stdout.splitlines() if x.startswith("RESULT")]
    found = json.loads(line.removeprefix("RESULT"))
    assert found["errors"] == {} and found["plugins"] == ["carmhub"]
    assert found["apps"] == [["carm-hub API", "/carmhub", "carm-hub API"]]
    assert found["loaded_too_much"] == []

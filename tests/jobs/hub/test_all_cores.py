"""Work on all cores: in order, errors and all, by processes that outlive nobody."""

import math
import subprocess
import sys
from contextlib import closing

import psutil
import pytest

from jobs.hub.all_cores import AllCores

BUSY = """
import time
from jobs.hub.all_cores import AllCores
if __name__ == "__main__":
    cores = AllCores()
    cores.map(abs, [-1, -2], much=True)
    print("ready", flush=True)
    cores.map(time.sleep, [60, 60], much=True)
"""


def test_much_and_little_come_to_the_same():
    """Each in its order, whoever does it."""
    items = list(range(101))
    with closing(AllCores()) as cores:
        assert cores.map(math.sqrt, items, much=True) == cores.map(math.sqrt, items, much=False)


def test_an_error_of_one_item_is_raised():
    """As it would be without processes."""
    with closing(AllCores()) as cores, pytest.raises(ValueError, match="math domain"):
        cores.map(math.sqrt, [1, -1], much=True)


def test_processes_end_with_the_one_that_is_killed(tmp_path):
    """At work as they are; nobody is left to tell them."""
    script = tmp_path / "busy.py"
    script.write_text(BUSY)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as busy:
        assert busy.stdout.readline() == "ready\n"
        started = psutil.Process(busy.pid).children()
        busy.kill()
    assert len(started) > 1
    _, left = psutil.wait_procs(started, timeout=30)
    for process in left:
        process.kill()
    assert left == []

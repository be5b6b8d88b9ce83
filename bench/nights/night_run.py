"""The night in a process of its own, whose memory is measured: a line of JSON after each run."""

import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from bench.book import settings_at
from bench.nights.night_book import DATES, LAST, MONTHS, asked
from bench.reader import peak_mb
from jobs.hub import open_hub
from jobs.receivables import close_day, run_billing_cycle, send_notices
from ledger_sync.proofs import proving

Done = TypeVar("Done")


def main() -> None:
    """Close, draft, issue, send statements and notices, prove; print seconds and peaks in MB."""
    database_url, folder = sys.argv[1:]
    with open_hub(settings_at(database_url, Path(folder))) as hub:
        noticed_on = dt.date(2026, MONTHS[-1], DATES[-1])
        _tell("close", partial(close_day.run, hub, LAST - dt.timedelta(days=1)))
        drafted = _tell("draft", partial(run_billing_cycle.draft, hub, LAST))
        request = asked(hub, LAST, drafted.digest)
        _tell("issue", partial(run_billing_cycle.issue, hub, LAST, request))
        _tell("statements", partial(run_billing_cycle.send, hub, LAST))
        _tell("notices", partial(send_notices.run, hub, noticed_on))
        _tell("proofs", lambda: len(list(proving.prove(hub.book, hub.kept))))


def _tell(step: str, run: Callable[[], Done]) -> Done:
    started = time.perf_counter()
    done = run()
    seconds = time.perf_counter() - started
    documents = done if isinstance(done, int) else 0
    print(json.dumps([step, round(seconds, 2), round(peak_mb()), documents]), flush=True)
    return done


if __name__ == "__main__":
    main()

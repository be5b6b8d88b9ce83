"""The collector of cyclic garbage, made to look less often while files are posted."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_SELDOM: Final = (50_000, 20, 50)
"""Allocations before the youngest are looked through, and how often the older ones are with them.

Rows and findings are made by the ten thousand and hold no circles: looking through all that lives
a hundred times a batch finds nothing.
"""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Collect seldom within; what was set before holds again afterwards."""
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)

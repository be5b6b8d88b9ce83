"""Days in requests: ISO 8601 calendar dates, and nothing that only looks like one."""

import datetime as dt
from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from parsers.values import Fault, iso_date
from plugins.api.one_hub import TheHub


def _day(text: Any) -> dt.date:  # noqa: ANN401 - whatever the request holds
    read = iso_date(text, ".") if isinstance(text, str) else None
    if read is None or isinstance(read, Fault):
        raise PydanticCustomError("day", "not a date YYYY-MM-DD")
    return read


Day = Annotated[dt.date, BeforeValidator(_day)]


def _as_of(
    hub: TheHub,
    as_of: Annotated[
        Day | None, Query(description="The day asked about; today in Toronto by default.")
    ] = None,
) -> dt.date:
    return as_of or hub.today()


AsOf = Annotated[dt.date, Depends(_as_of)]

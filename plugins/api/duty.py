"""Route of the duty calculator."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from jobs.questions import duty
from jobs.questions.price_shown import LineShown, line_shown
from plugins.api.answers import answer
from plugins.api.days import Day
from plugins.api.gate import limit_of, take
from plugins.api.languages import Tongue
from plugins.api.one_hub import TheHub

router = APIRouter(prefix="/duty", tags=["duty"])

LINES_MAX: Final = 500
TEXT_MAX: Final = 40

Text = Annotated[str | None, Field(max_length=TEXT_MAX)]


class Strict(BaseModel):
    """A body that takes what it names and nothing else."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Line(Strict):
    """A line to price, every element a text as a declaration has it.

    Amounts are like 1234.50, quantities have up to three decimals, days are YYYY-MM-DD.
    """

    tariff_item: Text = None
    origin_country: Text = None
    treatment: Text = None
    value_for_currency_conversion: Text = None
    currency: Text = None
    release_on: Text = None
    direct_shipment_on: Text = None
    export_country: Text = None
    quantity: Text = None
    unit: Text = None
    cad_type: Text = None
    tariff_code: Text = None
    sima_code: Text = None
    surtax_code: Text = None
    excise_code: Text = None
    gst_code: Text = None
    special_authority: Text = None
    licence: Text = None
    surtax_flag: Text = None
    melt_country: Text = None
    import_permit: Text = None
    exporter: Text = None
    content: Text = None


EXAMPLE: Final[dict[str, Any]] = {
    "lines": [
        {
            "tariff_item": "7318150000",
            "origin_country": "TW",
            "treatment": "02",
            "value_for_currency_conversion": "1000.00",
            "currency": "USD",
            "release_on": "2026-11-10",
            "quantity": "12.5",
            "unit": "KGM",
            "sima_code": "S",
        }
    ]
}


class Asked(Strict):
    """Lines to price, each by itself."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    lines: Annotated[list[Line], Field(min_length=1, max_length=LINES_MAX)]
    accounted_on: Annotated[
        Day | None, Field(description="The day of accounting; today in Toronto by default.")
    ] = None


@dataclass(frozen=True, kw_only=True)
class Prices:
    """One answer a line, in the order of the lines."""

    lines: tuple[LineShown, ...]


@router.post("", summary="Price lines", response_model=Prices)
def price_lines(request: Request, hub: TheHub, language: Tongue, asked: Asked) -> Response:
    """What lines would owe, computed as of a declaration, with every step. Nothing is posted.

    A line that cannot be priced has findings, as a declaration would, and costs no other line its
    price. Mandatory: tariff_item, origin_country, treatment, value_for_currency_conversion,
    currency, release_on. Without other days the goods were shipped on the day of release; without
    a type the declaration is of type AB; a quantity is needed where a rate is by quantity.
    """
    limit = limit_of(hub)
    take(request, request.app.state.buckets, limit, len(asked.lines) // limit.lines_per_token)
    texts = [line.model_dump() for line in asked.lines]
    prices = duty.price_by_book(hub, texts, accounted_on=asked.accounted_on or hub.today())
    shown = tuple(
        line_shown(price, text["currency"] or "", language)
        for price, text in zip(prices, texts, strict=True)
    )
    return answer(request, Prices(lines=shown), language)

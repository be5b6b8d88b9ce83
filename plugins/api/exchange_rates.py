"""Route of the exchange rates."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from jobs.questions import tariff
from jobs.questions.tariff import ExchangeRate
from plugins.api.answers import answer
from plugins.api.days import AsOf
from plugins.api.languages import Tongue
from plugins.api.one_hub import TheHub
from plugins.api.tariff import Limit

router = APIRouter(prefix="/exchange-rates", tags=["exchange rates"])


@dataclass(frozen=True, kw_only=True)
class ExchangeRates:
    """Some of the rates of a day, and the currency to go on after; nothing when this is the end."""

    rates: tuple[ExchangeRate, ...]
    next_after: str | None


@router.get("", summary="Exchange rates of a day", response_model=ExchangeRates)
def list_exchange_rates(
    request: Request,
    hub: TheHub,
    on: AsOf,
    language: Tongue,
    after: Annotated[
        str, Query(pattern=r"^[A-Z]{0,3}$", description="next_after of the page before.")
    ] = "",
    limit: Limit = 200,
) -> Response:
    """Canadian dollars for one of each currency, in millionths, by day of direct shipment."""
    rates, next_after = tariff.exchange_rates(hub, on, after=after, limit=limit)
    return answer(request, ExchangeRates(rates=rates, next_after=next_after), language)

"""Routes of the tariff: search, one item, and the whole of it as a file."""

import tempfile
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from jobs.questions import tariff, tariff_export
from jobs.questions.tariff import Item, Page
from plugins.api.answers import answer, file_answer, problems
from plugins.api.days import AsOf
from plugins.api.gate import limit_of, take
from plugins.api.languages import Tongue
from plugins.api.one_hub import TheHub
from plugins.api.problems import NO_SUCH_ITEM, Problem

router = APIRouter(prefix="/tariff", tags=["tariff"])

PAGE_MAX = 500

Limit = Annotated[int, Query(ge=1, le=PAGE_MAX, description="Rows of the page.")]


@router.get("", summary="Search the tariff", response_model=Page)
def search_tariff(
    request: Request,
    hub: TheHub,
    on: AsOf,
    language: Tongue,
    search: Annotated[
        str,
        Query(
            max_length=tariff.SEARCH_LENGTH_MAX,
            description="Words of a description in either language, or how a number starts.",
            examples=["oranges"],
        ),
    ] = "",
    after: Annotated[
        str, Query(pattern=r"^[0-9]{0,10}$", description="next_after of the page before.")
    ] = "",
    limit: Limit = 50,
) -> Response:
    """Items in the order of their numbers, in force on the day.

    Capitals, accents and points in a number do not matter. next_after is null on the last page.
    """
    page = tariff.search(hub, search, on, language=language, after=after, limit=limit)
    return answer(request, page, language)


@router.get(
    "/export",
    summary="The whole tariff as a file",
    response_class=Response,
    responses={
        200: {
            "description": "A row for each rate of each item.",
            "content": {media: {} for media in tariff_export.MEDIA_TYPES.values()},
        }
    },
)
def export_tariff(
    request: Request,
    hub: TheHub,
    on: AsOf,
    form: Annotated[
        Literal["csv", "json", "parquet"], Query(alias="format", description="The kind of file.")
    ] = "csv",
) -> Response:
    """Every rate of every item in force on the day, as one state of the book.

    Rates are millionths; amounts a unit are millionths of a dollar. The file is made before it is
    sent: nothing of the book is held while it is read. Costs as many requests as the limits say.
    """
    limit = limit_of(hub)
    take(request, request.app.state.buckets, limit, limit.export_tokens - 1)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed once it is sent
    try:
        tariff_export.write(hub, form, on, file)
    except BaseException:
        file.close()
        raise
    media_type = tariff_export.MEDIA_TYPES[form]
    return file_answer(request, file, media_type=media_type, name=f"tariff-{on}.{form}")


@router.get(
    "/{item}",
    summary="One tariff item",
    response_model=Item,
    responses=problems({404: "The tariff has no such item on the day."}),
)
def show_item(
    request: Request,
    hub: TheHub,
    on: AsOf,
    language: Tongue,
    item: Annotated[str, Path(pattern=r"^[0-9]{10}$", description="Ten digits, no points.")],
) -> Response:
    """The item on the day: the rate of every treatment and its origins, and what else may apply.

    Anti-dumping and countervailing measures and surtax orders are by origin, the star for any.
    The tariff does not say which excise code goods bear: all in force are listed.
    """
    found = tariff.item(hub, item, on, language=language)
    if found is None:
        raise Problem(NO_SUCH_ITEM, item=item, on=on)
    return answer(request, found, language)

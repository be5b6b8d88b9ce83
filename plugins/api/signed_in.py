"""Who calls: the user that Airflow itself knows by a bearer token or by its session cookie."""

from airflow.api_fastapi.core_api.security import bearer_scheme, get_user
from fastapi import HTTPException, Request

from plugins.api.problems import NOT_SIGNED_IN, Problem


async def signed_in(request: Request) -> str:
    """Return the id of the signed-in user; Problem NOT_SIGNED_IN where there is none."""
    try:
        user = await get_user(request, None, await bearer_scheme(request))
    except HTTPException as refusal:
        raise Problem(NOT_SIGNED_IN, headers={"WWW-Authenticate": "Bearer"}) from refusal
    return str(user.get_id())

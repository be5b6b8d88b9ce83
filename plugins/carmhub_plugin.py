"""The plugin by which Airflow's API server mounts our HTTP API under ``/carmhub``."""

from functools import cache
from typing import Any

from airflow.plugins_manager import AirflowPlugin


class CarmHubPlugin(AirflowPlugin):
    """The HTTP API of the hub.

    Every component of Airflow loads its plugins; only the API server asks for this one's
    application, and only there is any of ours imported.
    """

    name = "carmhub"

    @property
    def fastapi_apps(self) -> list[Any]:  # type: ignore[override]
        """Return the application and where it is mounted."""
        return [{"app": _app(), "url_prefix": "/carmhub", "name": "carm-hub API"}]


@cache
def _app() -> Any:  # noqa: ANN401 - FastAPI, not imported before it is asked for
    from plugins.api.app import create_app  # noqa: PLC0415
    from plugins.api.signed_in import signed_in  # noqa: PLC0415

    return create_app(signed_in)

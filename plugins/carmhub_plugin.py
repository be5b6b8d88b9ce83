"""The plugin of Airflow's API server: the HTTP API under ``/carmhub``, and its middleware."""

from functools import cache
from typing import Any

from airflow.plugins_manager import AirflowPlugin


class CarmHubPlugin(AirflowPlugin):
    """The HTTP API of the hub, and its middleware.

    Every component of Airflow loads its plugins; only the API server asks for this one's
    application, and only there is any more of ours imported.
    """

    name = "carmhub"

    @property
    def fastapi_apps(self) -> list[Any]:  # type: ignore[override]
        """Return the application and where it is mounted."""
        return [{"app": _app(), "url_prefix": "/carmhub", "name": "carm-hub API"}]

    @property
    def fastapi_root_middlewares(self) -> list[Any]:  # type: ignore[override]
        """Return what keeps questions as asked, holds answers, and forgets names nobody proved."""
        from plugins.answers_held import AnswersHeld  # noqa: PLC0415 - the API server's alone
        from plugins.asked_anew import AskedAnew  # noqa: PLC0415 - likewise
        from plugins.who_triggered import WhoTriggered  # noqa: PLC0415 - likewise

        return [
            {"middleware": each, "args": [], "kwargs": {}, "name": each.__name__}
            for each in (AskedAnew, AnswersHeld, WhoTriggered)
        ]


@cache
def _app() -> Any:  # noqa: ANN401 - FastAPI, not imported before it is asked for
    from plugins.api.app import create_app  # noqa: PLC0415
    from plugins.api.signed_in import signed_in  # noqa: PLC0415

    return create_app(signed_in)

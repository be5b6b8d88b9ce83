"""The settings of those few commands that speak to the book as its owner."""

from dataclasses import replace

from jobs.hub.settings import Settings, home, read_settings
from stack import embedded
from stack.layout import read_layout


def owners_settings() -> Settings:
    """Return the settings with the owner's URL: CARMHUB_OWNER_URL, or the embedded cluster's."""
    settings = read_settings()
    if settings.owner_url is not None:
        return settings
    return replace(settings, owner_url=embedded.settings_of(read_layout(home())).owner_url)

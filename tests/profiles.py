"""How many examples a property is tried with: some in every run, many times more in `make soak`."""

from hypothesis import settings

SUITE, SOAK = "suite", "soak"
_EVERY_RUN = 60
_TIMES_MORE = 20

settings.register_profile(SUITE, deadline=None, max_examples=_EVERY_RUN, derandomize=True)
settings.register_profile(
    SOAK, deadline=None, max_examples=_EVERY_RUN * _TIMES_MORE, derandomize=False, print_blob=True
)


def examples(every_run: int) -> int:
    """Return how many examples a property with its own number is tried with in this run."""
    soaking = settings.get_current_profile_name() == SOAK
    return every_run * _TIMES_MORE if soaking else every_run

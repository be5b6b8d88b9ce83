"""The suite: what is run on which PostgreSQL, and how often a property is tried."""

from pathlib import Path

import pytest
from hypothesis import settings

from jobs.hub import Hub
from stack import postgres
from tests import profiles


def test_an_unmarked_test_starts_no_server(tmp_path: Path):
    """What is not marked cannot start PostgreSQL, so the pass on version 15 leaves nothing out."""
    with pytest.raises(AssertionError, match="marked with pytest"):
        postgres.start(postgres.cluster(tmp_path))


def test_a_test_with_a_book_is_marked(hub: Hub, request: pytest.FixtureRequest):
    """Whoever asks for a book, however deep below his fixtures, is marked."""
    assert request.node.get_closest_marker("database") is not None


def test_a_soak_tries_more():
    """Every property, with a number of its own or without, is tried twenty times as often."""
    suite, soak = settings.get_profile(profiles.SUITE), settings.get_profile(profiles.SOAK)
    assert soak.max_examples == 20 * suite.max_examples and not soak.derandomize
    before = settings.get_current_profile_name()
    try:
        settings.load_profile(profiles.SOAK)
        assert profiles.examples(8) == 160
    finally:
        settings.load_profile(before)
    assert before == profiles.SOAK or profiles.examples(8) == 8

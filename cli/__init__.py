"""The ``carmhub`` command."""

"""Alembic runs here: one connection, handed over by ``ledger_sync.schema``."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=None)
with context.begin_transaction():
    context.run_migrations()

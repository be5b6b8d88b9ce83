"""Alembic runs here: one connection, handed over by ``ledger_sync.schema``."""

from alembic import context
from sqlalchemy import text

_HOLD_OFF_AUTOVACUUM = text("""
DO $$
DECLARE
    held regclass;
BEGIN
    FOR held IN SELECT oid FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY oid
    LOOP
        EXECUTE format('LOCK TABLE %s IN SHARE UPDATE EXCLUSIVE MODE', held);
    END LOOP;
END
$$
""")
"""An ANALYZE that autovacuum begins between a migration's GRANT and its next statement on
that table waits for the GRANT's row of pg_class while it holds the table: a deadlock. The
lock ends a running autovacuum and keeps the next one out; readers and writers go on.
"""

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=None)
with context.begin_transaction():
    connection.execute(_HOLD_OFF_AUTOVACUUM)
    context.run_migrations()

"""The database: the only package that knows PostgreSQL. Schema, posting, runs, inbox, outbox."""

"""XML in: our declaration schema and ISO 20022 bank notifications, streamed with lxml."""

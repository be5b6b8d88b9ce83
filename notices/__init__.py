"""Documents: data to EDIFACT, XML and PDF. No database."""

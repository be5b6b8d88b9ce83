"""Who may come in: connections not yet signed in, refusals, algorithms."""

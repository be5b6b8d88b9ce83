"""Who takes part, as dated history."""

"""Who takes part: deliveries of the registry, accounts, users linked to them."""

"""Who may file, when it is due, and what a new version may change."""

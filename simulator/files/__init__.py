"""Writers of made-up files: what partners hold, as the formats have it."""

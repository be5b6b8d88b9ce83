"""Where exactly in a file a finding points."""

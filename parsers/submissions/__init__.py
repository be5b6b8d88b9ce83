"""Files of which what they say is posted once two people approved it."""

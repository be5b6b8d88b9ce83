"""UN/EDIFACT syntax: segments, tokens, character sets, writing."""

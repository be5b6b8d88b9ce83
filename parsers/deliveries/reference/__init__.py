"""Reference tables as files: which columns each has, and how their texts become values."""

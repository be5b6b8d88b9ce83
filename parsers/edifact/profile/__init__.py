"""The profile of accepted messages as tables, and their structure."""

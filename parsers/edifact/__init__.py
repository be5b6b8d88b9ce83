"""UN/EDIFACT (ISO 9735): segments, envelope, and messages as tables."""

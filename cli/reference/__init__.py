"""Commands for reference data, the tariff and duties."""

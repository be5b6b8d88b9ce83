"""Reference tables, their deliveries and versions, and questions of the tariff."""

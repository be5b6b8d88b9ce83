"""The HTTP API, version 1: tariff, exchange rates, duty calculator, linking of users."""

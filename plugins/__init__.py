"""What the hub adds to Airflow's API server: the HTTP API."""

"""What one step does. Wires the packages together; knows no Airflow; runs from a shell."""

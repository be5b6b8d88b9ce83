"""The embedded default: PostgreSQL, the SFTP server and Airflow on one machine, under var/."""

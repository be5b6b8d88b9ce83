"""When. One DAG a file; file name = DAG id = job name; no logic."""

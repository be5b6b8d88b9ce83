"""The door: endpoints, claim, fetch, deliver; the embedded server. Knows no formats.

``sftp.endpoint.open_door`` is the way in for a worker; ``sftp.server`` is the embedded server.
"""

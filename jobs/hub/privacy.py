"""Whatever the hub writes is its user's alone, whatever the umask it was started under."""

import os


def keep_private() -> None:
    """Let this process, and those it starts, make files of mode 0600 and folders of 0700."""
    os.umask(0o077)

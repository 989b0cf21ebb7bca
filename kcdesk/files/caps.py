"""What a child that opens a foreign file lays on itself before it reads the first byte.

Called by workbook_child.py and scan_child.py. Bytes of memory, seconds of work, and not one file
may be written.
"""

from __future__ import annotations

import sys


def cap(memory: int, seconds: int) -> None:
    """What the system itself refuses from now on; Windows has the parent watch instead."""
    if sys.platform == "win32":
        return
    import resource

    for what, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        # A soft end first (SIGXCPU), which tells the parent why.
        (resource.RLIMIT_CPU, seconds, seconds + 2),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        allowed = resource.getrlimit(what)[1]
        if allowed == resource.RLIM_INFINITY or hard <= allowed:
            resource.setrlimit(what, (soft, hard))
        else:
            resource.setrlimit(what, (min(soft, allowed), allowed))

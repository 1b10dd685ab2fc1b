"""Memory that a process may have, looked at before the work and not found out in the middle of it."""

from __future__ import annotations

import sys

from toolkit.errors import InputError


def refuse_small(megabytes: int) -> None:
    """InputError if this process may have less address space than that (``ulimit -v``). Dictionaries and models are
    mapped into it whole, and each library that cannot do so has an error of its own.
    """
    if sys.platform == "win32":
        return
    import resource

    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if allowed != resource.RLIM_INFINITY and allowed < megabytes << 20:
        raise InputError(
            f"{allowed >> 20} MB of address space are allowed here, and this command needs {megabytes}",
            mend="raise the limit: ulimit -v unlimited",
        )

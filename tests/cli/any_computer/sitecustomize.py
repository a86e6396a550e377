"""Takes away from this package's own modules what only some systems have; Python imports it at its start, in workers too.

Libraries keep all of it: on each system they use what is there.
"""

import builtins
import multiprocessing
import os
import signal
import sys
import types

AWAY = {
    "os": {"getuid", "O_DIRECTORY", "O_NOFOLLOW", "sched_getaffinity", "fork", "symlink"},
    "signal": {"SIGKILL", "SIGHUP", "pthread_sigmask"},
}
MODULES = {"fcntl", "pwd", "grp", "resource", "termios"}

_real_import = builtins.__import__
multiprocessing.get_all_start_methods = lambda: ["spawn"]


class _Less(types.ModuleType):
    """A module as our own code sees it."""

    def __init__(self, module, away):
        super().__init__(module.__name__)
        self.__dict__.update({name: value for name, value in vars(module).items() if name not in away})
        if hasattr(self, "devnull"):
            self.name = "nt"  # so no folder in memory either


_LESS = {"os": _Less(os, AWAY["os"]), "signal": _Less(signal, AWAY["signal"])}


def _import(name, globals=None, locals=None, fromlist=(), level=0):
    ours = (globals or {}).get("__name__", "").startswith("als_plugin")
    if ours and not level and name.partition(".")[0] in MODULES:
        raise ImportError(f"{name} is taken away", name=name)
    if ours and not level and name in _LESS:
        return _LESS[name]
    return _real_import(name, globals, locals, fromlist, level)


builtins.__import__ = _import
sys.als_taken_away = True

"""Editions rendered side by side, each in a fresh process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from .edition import Edition
from .render import Rendered, render

__all__ = ["render_all"]


def _follow_the_parent() -> None:
    """Leave interrupts to the build that this process works for, and end in order when that build is gone, killed or not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    build = multiprocessing.parent_process()
    assert build is not None

    def watch() -> None:
        build.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def render_all(config_file: str, editions: Sequence[Edition], *, preview: bool, strict: bool) -> list[Rendered]:
    """Render the editions, in their order. Raises what the first failing one raised."""
    if not editions:
        return []
    context = multiprocessing.get_context("forkserver")
    # The server imports MkDocs and the theme once; each of its children renders one edition and ends, so that no
    # plugin carries anything from one set to the next.
    context.set_forkserver_preload(["als_plugin.site.render"])
    workers = min(os.cpu_count() or 1, len(editions))
    with ProcessPoolExecutor(workers, mp_context=context, max_tasks_per_child=1, initializer=_follow_the_parent) as pool:
        futures = [pool.submit(render, config_file, edition, preview=preview, strict=strict) for edition in editions]
        return [future.result() for future in futures]

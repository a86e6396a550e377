"""Processes that work for a build: what they were doing when nobody waits for it any more is no news for anybody."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap

import pytest

from als_plugin.site.workers.pool import Lost, Worker, each

UNREAD = """
    from als_plugin.site.workers.pool import Worker

    worker = Worker(abs)
    worker.begin(1)
    assert worker.connection.poll(60)  # it has answered; nobody reads it
    worker.connection.close()
    worker.process.join(60)
    print(worker.process.exitcode)
"""


def double(item: int) -> int:
    return 2 * item


def end(item: int) -> int:
    signal.raise_signal(signal.SIGKILL)
    return item


def refuse(item: int) -> int:
    raise ValueError(f"no {item}")


def test_a_result_that_is_never_read_ends_a_process_in_silence() -> None:
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(UNREAD)], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "0\n", "")


def test_each_item_comes_with_its_result() -> None:
    assert sorted(each(double, range(5), workers=2)) == [(item, 2 * item) for item in range(5)]


def test_what_is_raised_ends_all() -> None:
    with pytest.raises(ValueError, match="no 0") as caught:
        list(each(refuse, [0], workers=1))
    assert "refuse" in "".join(caught.value.__notes__)


def test_a_dead_process_takes_its_item_alone() -> None:
    [(item, result)] = each(end, [7], workers=1)
    assert item == 7 and result == Lost(-signal.SIGKILL)


def test_what_is_given_to_a_dead_process_is_lost() -> None:
    worker = Worker(double)
    worker.process.kill()
    worker.process.join()
    worker.begin(1)
    assert worker.finish() == (1, Lost(-signal.SIGKILL))
    worker.end()

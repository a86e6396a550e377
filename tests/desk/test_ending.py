"""However a desk ends, nothing stays readable on this computer."""

from __future__ import annotations

import json
import re
import signal
import time
import urllib.error
import urllib.request

import pytest

from .test_attacks import Caller


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_its_preview_ends_with_it(start, desk, how):
    port, token = desk
    caller = Caller(port)
    assert caller.enter(token) == 200
    shown = json.loads(caller("POST", "/api/preview/riverside", {"person": "joel"}).text)["url"]
    assert re.match(r"http://localhost:\d+/", shown)
    with urllib.request.urlopen(shown, timeout=60) as answer:
        assert "Joel" in answer.read().decode()
    start.running[0].send_signal(how)
    start.running[0].wait(60)
    for _turn in range(120):
        try:
            with urllib.request.urlopen(shown, timeout=5):
                pass
        except (urllib.error.URLError, OSError):
            return
        time.sleep(0.25)
    raise AssertionError("the preview is still there")

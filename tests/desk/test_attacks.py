"""The desk attacked: who is not one of its own pages is told nothing."""

from __future__ import annotations

import http.client
import json
import socket

import pytest


class Caller:
    """Speaks to the desk as a page of its own would, but for what a test changes."""

    def __init__(self, port):
        self.port, self.cookie, self.secret = port, "", ""

    def __call__(self, method, path, data=None, **changed):
        origin = f"http://localhost:{self.port}"
        headers = {"Host": f"localhost:{self.port}", "Sec-Fetch-Site": "same-origin", "Cookie": self.cookie, "X-Als-Desk": self.secret}
        if method == "POST":
            headers |= {"Origin": origin, "Content-Type": "application/json"}
        headers |= {name.replace("_", "-"): value for name, value in changed.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = json.dumps(data or {}) if method == "POST" else None
        connection.request(method, path, sent, {name: value for name, value in headers.items() if value is not None})
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        connection.close()
        return answer

    def enter(self, token):
        answer = self("POST", "/api/open", {"token": token})
        if answer.status == 200:
            assert "HttpOnly" in answer.headers["Set-Cookie"] and "SameSite=strict" in answer.headers["Set-Cookie"]
            self.cookie, self.secret = answer.headers["Set-Cookie"].split(";")[0], json.loads(answer.text)["secret"]
        return answer.status


@pytest.fixture
def inside(desk):
    """A page that was let in."""
    caller = Caller(desk[0])
    assert caller.enter(desk[1]) == 200
    assert caller("GET", "/api/today").status == 200
    return caller


STRANGERS = [
    {"Host": "attacker.example"},  # rebinding
    {"Host": "localhost"},
    {"Origin": "https://attacker.example"},
    {"Origin": "http://localhost:1"},
    {"Origin": "null"},
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},  # another port
    {"Sec_Fetch_Site": "none"},
    {"Sec_Fetch_Site": None},
    {"X_Als_Desk": ""},  # a cookie opens nothing alone
    {"X_Als_Desk": "guess"},
    {"Cookie": ""},
]


def test_data_is_for_its_own_pages_alone(inside):
    for changed in STRANGERS:
        for path in ("/api/today", "/api/set/riverside", "/api/session/riverside/2026-11-18"):
            answer = inside("GET", path, **changed)
            assert answer.status in (401, 403), (path, changed)
            assert "Riverside" not in answer.text and "access-control" not in str(answer.headers).lower(), (path, changed)
        assert inside("GET", "/api/today").status == 200, changed


def test_the_shell_opens_by_itself_and_holds_nothing(inside):
    answer = inside("GET", "/", Sec_Fetch_Site="none", Sec_Fetch_Dest="document", Cookie="", X_Als_Desk="")
    assert answer.status == 200 and "iverside" not in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert all(each in policy for each in ("frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'", "default-src 'none'"))
    assert answer.headers["Cache-Control"] == "no-store"
    assert inside("GET", "/", Sec_Fetch_Site="none", Sec_Fetch_Dest="iframe").status == 403


def test_a_token_used_twice_ends_all_sessions(desk, inside):
    assert Caller(desk[0]).enter(desk[1]) == 401
    assert inside("GET", "/api/today").status == 401


OUTWARDS = [
    "/api/set/..", "/api/set/%2e%2e", "/api/set/..%2f..", "/api/session/riverside/..%2f..%2faccess", "/api/session/riverside/access.json",
    "/api/session/..%2fsets%2friverside/2026-11-18", "/sets/riverside/access.json", "/sets/demo-publisher.key", "/../mkdocs.yml",
]


def test_no_path_leads_out(inside):
    for path in OUTWARDS:
        answer = inside("GET", path)
        assert answer.status in (404, 409), path
        assert "publisher" not in answer.text and "slot" not in answer.text, path
    assert inside("GET", "/api/today").status == 200


def test_links_are_not_followed(inside, organisation, tmp_path):
    (tmp_path / "elsewhere.yml").write_text("date: 2026-11-25\nstatus: draft\nnotes: from elsewhere\n")
    (organisation / "sets/riverside/sessions/2026-11-25.yml").symlink_to(tmp_path / "elsewhere.yml")
    answer = inside("GET", "/api/session/riverside/2026-11-25")
    assert answer.status == 409 and "from elsewhere" not in answer.text


def test_a_stale_save_shows_both_and_writes_neither(inside, organisation):
    file = organisation / "sets/riverside/sessions/2026-11-18.yml"
    opened = json.loads(inside("GET", "/api/session/riverside/2026-11-18").text)
    theirs = file.read_text(encoding="utf-8") + "# by another hand\n"
    file.write_text(theirs, encoding="utf-8")
    answer = inside("POST", "/api/session/riverside/2026-11-18", {"data": {**opened["data"], "notes": "mine"}, "digest": opened["digest"]})
    assert answer.status == 409 and json.loads(answer.text)["theirs"] == theirs
    assert file.read_text(encoding="utf-8") == theirs
    file.unlink()
    assert inside("POST", "/api/session/riverside/2026-11-18", {"data": opened["data"], "digest": opened["digest"]}).status == 409
    assert not file.exists()


def test_an_unchanged_save_writes_nothing_and_a_changed_one_can_be_undone(inside, organisation):
    for file in sorted((organisation / "sets/riverside/sessions").glob("*.yml")):
        before, at = file.read_bytes(), file.stat().st_mtime_ns
        path = f"/api/session/riverside/{file.stem}"
        opened = json.loads(inside("GET", path).text)
        same = inside("POST", path, {"data": opened["data"], "digest": opened["digest"]})
        assert same.status == 200, same.text
        assert (file.read_bytes(), file.stat().st_mtime_ns) == (before, at)
    changed = inside("POST", path, {"data": {**opened["data"], "notes": "A new note."}, "digest": opened["digest"]})
    assert changed.status == 200, changed.text
    assert b"A new note." in file.read_bytes()
    assert inside("POST", f"{path}/undo", {"digest": json.loads(changed.text)["digest"]}).status == 200
    assert file.read_bytes() == before


def test_a_second_desk_leads_to_the_first(inside, start, tmp_path):
    second = start()
    assert second.startswith(f"http://localhost:{inside.port}/#t=")
    assert Caller(inside.port).enter(second.partition("#t=")[2]) == 200
    (known,) = (tmp_path / "XDG_STATE_HOME/als/desk").glob("*.json")
    assert known.stat().st_mode & 0o777 == 0o600


def test_nobody_else_can_listen_there_and_no_other_address_answers(inside):
    with socket.socket() as other, pytest.raises(OSError):
        other.bind(("127.0.0.1", inside.port))
    with socket.socket() as outside:
        outside.settimeout(2)
        assert outside.connect_ex((socket.gethostbyname(socket.gethostname()), inside.port)) != 0 or socket.gethostbyname(socket.gethostname()).startswith("127.")

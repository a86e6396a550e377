"""The preview: readable on this computer alone, and gone when it ends."""

from __future__ import annotations

import hashlib
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from mkdocs.livereload import LiveReloadServer
from playwright.sync_api import Browser, expect

from als_plugin.errors import AlsError
from als_plugin.site.preview.lasting_files import LastingFiles
from als_plugin.site.preview.server import quicken, refuse_open_address

from ..ports import free_port
from .organisation import Organisation, picture


def get(port: int, path: str, host: str | None = None, **headers: str) -> tuple[int, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()} | ({"Host": host} if host else {})
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=named)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def said(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def kept(port: int, path: str) -> str | None:
    """What a browser is told to do with this answer."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        said: str | None = answer.headers["Cache-Control"]
        return said


def wait_for(port: int, path: str, words: str) -> str:
    for _turn in range(480):
        try:
            status, body = get(port, path)
            if status == 200 and words in body:
                return body
        except OSError:
            pass
        time.sleep(0.25)
    raise AssertionError(f"{path} never said {words!r}")


@pytest.fixture
def preview(drawn: Organisation) -> Iterator[tuple[Organisation, int, subprocess.Popen[bytes]]]:
    """`als serve quay`, running."""
    port = free_port()
    variables = {"PATH": "/usr/bin:/bin", "HOME": str(drawn.root / "home"), "XDG_RUNTIME_DIR": str(drawn.private), "LC_ALL": "C.UTF-8"}
    program = Path(sys.executable).with_name("als")
    with open(drawn.root / "log", "wb") as log:
        running = subprocess.Popen([program, "serve", "quay", "--port", str(port)], cwd=drawn.root, env=variables, stdout=log, stderr=log)
    yield drawn, port, running
    running.terminate()
    running.wait(60)


def test_a_saved_record_builds_the_sets_alone(tmp_path: Path) -> None:
    sets, docs, built = tmp_path / "sets", tmp_path / "docs", list[str]()
    sets.mkdir()
    docs.mkdir()
    server = LiveReloadServer(lambda: built.append("all"), "127.0.0.1", free_port(), str(tmp_path), polling_interval=0.05)
    enough = [True]

    def again() -> bool:
        built.append("sets")
        return enough[0]

    quicken(server, sets, again)
    for folder in (docs, sets):
        server.watch(str(folder))
    serving = Thread(target=server.serve)
    serving.start()

    def watched(folder: Path, what: str) -> None:
        """Wait until a folder is looked at: what was written before that is not new."""
        last = time.monotonic() + 60
        while what not in built:
            assert time.monotonic() < last, f"{folder} is not looked at"
            (folder / "first").write_text(str(time.monotonic()))
            time.sleep(0.1)

    def seen(file: Path, *wanted: str) -> None:
        built.clear()
        file.write_text(file.name)
        for _turn in range(1200):
            if built and built[-1] == wanted[-1]:
                break
            time.sleep(0.05)
        time.sleep(0.5)  # what comes too much comes soon
        assert set(built) == set(wanted)

    try:
        watched(sets, "sets")
        watched(docs, "all")
        quiet = 0
        while quiet != len(built):  # and what was written until then has been built
            quiet = len(built)
            time.sleep(1)
        seen(sets / "a.yml", "sets")
        seen(docs / "a.md", "all")
        seen(sets / "b.yml", "sets")
        enough[0] = False
        seen(sets / "c.yml", "sets", "all")
    finally:
        server.shutdown(wait=True)
        serving.join()


def test_a_set_is_readable_here_under_a_banner_reloads_on_saving_and_leaves_nothing(
    preview: tuple[Organisation, int, subprocess.Popen[bytes]],
) -> None:
    organisation, port, running = preview
    page = wait_for(port, "/quay/sessions/2026-01-14/", "The rota that nobody owns")
    assert "Preview on this computer alone" in page
    assert "A drafted worry about budgets" in get(port, "/quay/sessions/2026-06-10/")[1]

    # A page on the web whose name was made to point here (DNS rebinding) gets nothing.
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port + 1}", f"[::1]:{port}"):
        status, body = get(port, "/quay/", host)
        assert status == 403 and "Quayside" not in body
    assert get(port, "/quay/", f"localhost:{port}")[0] == 200
    assert said(port, b"GET /quay/ HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.0 403")
    assert b"Quayside" not in said(port, f"GET http://evil.example/quay/ HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())

    # Nor can it take a page or a picture into itself; a link to here, followed, is all right.
    for kind in ("image", "script", "iframe", "empty"):
        assert get(port, "/quay/files/sketch.png", Sec_Fetch_Site="cross-site", Sec_Fetch_Dest=kind)[0] == 403
    assert get(port, "/quay/", Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="document")[0] == 200
    assert get(port, "/quay/files/plan.pdf", Sec_Fetch_Site="same-origin", Sec_Fetch_Dest="image")[0] == 200

    # Nothing but the site is served: not the lock of the private folder, not what lies around it.
    for path in ("/quay/../.lock", "/quay/%2e%2e/.lock", "/..%2f..%2fetc/passwd", "/quay/..%2f.lock", "//etc/passwd", "/quay//../../.lock"):
        assert said(port, f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()).startswith(b"HTTP/1.0 404")

    record = organisation.root / "sets/quay/sessions/2026-01-14.yml"
    record.write_text(record.read_text().replace("nobody owns", "everybody owns"))
    wait_for(port, "/quay/sessions/2026-01-14/", "The rota that everybody owns")

    running.send_signal(signal.SIGTERM)
    running.wait(60)
    assert not list(organisation.private.iterdir())
    assert not (organisation.root / "site").exists()


def test_a_browser_keeps_public_files_and_nothing_of_a_record(preview: tuple[Organisation, int, subprocess.Popen[bytes]]) -> None:
    _organisation, port, _running = preview
    page = wait_for(port, "/quay/sessions/2026-01-14/", "The rota that nobody owns")
    public = {path.partition("?")[0]: path for path in re.findall(r"assets/[\w./-]+\?[0-9a-f]{20}", page)}
    named = [re.sub(r"\.[0-9a-f]{8,}\.", ".", path) for path in public]
    assert {"assets/als/als.css", "assets/als/page.js", "assets/javascripts/bundle.min.js", "assets/stylesheets/main.min.css"} <= {*named}
    for reading in ("quay", "quay@amara"):
        for path, addressed in public.items():
            assert kept(port, f"/{reading}/{addressed}") == "max-age=31536000, immutable"
            assert kept(port, f"/{reading}/{path}") == kept(port, f"/{reading}/{path}?{'0' * 20}") == "no-store"
    search = "search/search_index.json"
    digest = hashlib.sha256(get(port, f"/quay/{search}")[1].encode()).hexdigest()[:20]
    for path in ("", "sessions/2026-01-14/", search, f"{search}?{digest}", "files/sketch.png"):
        assert kept(port, f"/quay/{path}") == "no-store"


def test_a_file_that_is_another_has_another_address(tmp_path: Path) -> None:
    lasting, page = LastingFiles(tmp_path, "/org/"), b'<link href="../../assets/a.css"><img src=../../assets/of-a-record.svg>'
    picture(tmp_path, {"assets/a.css": "a", "quay/assets/a.css": "a", "quay/assets/of-a-record.svg": "<svg/>"})
    path, query = "/org/quay/assets/a.css", hashlib.sha256(b"a").hexdigest()[:20]
    assert lasting.addressed(page, "/org/quay/sessions/one/") == page.replace(b"a.css", b"a.css?" + query.encode())
    assert lasting.lasts(path, query, b"a") and not lasting.lasts(path, query, b"ab") and not lasting.lasts(path, "", b"a")
    # The same name with other content, as in the theme's overrides: for a moment in the set alone, then at the front door too.
    picture(tmp_path, {"quay/assets/a.css": "ab"})
    assert lasting.addressed(page, "/org/quay/sessions/one/") == page
    picture(tmp_path, {"assets/a.css": "ab"})
    other = hashlib.sha256(b"ab").hexdigest()[:20]
    assert lasting.addressed(page, "/org/quay/sessions/one/") == page.replace(b"a.css", b"a.css?" + other.encode())
    assert not lasting.lasts(path, query, b"a") and not lasting.lasts("/org/quay/../assets/a.css", other, b"ab")


def test_each_person_reads_a_view_of_their_own(preview: tuple[Organisation, int, subprocess.Popen[bytes]]) -> None:
    organisation, port, _running = preview
    whole = wait_for(port, "/quay/", "Preview on this computer alone")
    assert 'value="/quay@cleo/"' in whole and "Ben seemed weary" in get(port, "/quay/sessions/2026-01-14/")[1]

    # Cleo joined between the sessions: no filter over the facilitator's pages, but what would be sealed for her.
    assert "You are reading as <strong>Cleopatra Lundqvist</strong>" in get(port, "/quay@cleo/")[1]
    status, missing = get(port, "/quay@cleo/sessions/2026-01-14/")
    assert status == 404 and 'data-als-person="cleo"' in missing and "Quayside" in missing
    status, page = get(port, "/quay@cleo/sessions/2026-04-15/")
    assert status == 200 and 'href="/quay/sessions/2026-04-15/"' in page and 'value="/quay@cleo/" selected' in page
    everything = "".join(get(port, f"/quay@cleo/{path}")[1] for path in ("", "actions/", "sessions/", "airtime/", "search/search_index.json"))
    for hidden in ("The rota that nobody owns", "Ben seemed weary", "drafted worry", "unagreed quarrel", "Ring the estates team"):
        assert hidden not in everything
    # Amara reads the first session, and neither the notes nor the draft; the facilitator reads them, as "you".
    assert "The rota that nobody owns" in get(port, "/quay@amara/sessions/2026-01-14/")[1]
    assert "Ben seemed weary" not in get(port, "/quay@amara/sessions/2026-01-14/")[1]
    assert "Ben seemed weary" in get(port, "/quay@fay/sessions/2026-01-14/")[1]
    assert get(port, "/quay@nobody/")[0] == get(port, "/elsewhere@cleo/")[0] == get(port, "/quay@nobody@ahead/")[0] == 404
    # Ahead of publishing she reads the draft too, and of the rest what she reads anyway.
    status, page = get(port, "/quay@amara@ahead/sessions/2026-06-10/")
    assert status == 200 and "You are reading as <strong>Amara Obiwanne</strong> will" in page and "A drafted worry about budgets" in page
    assert 'value="/quay@amara@ahead/" selected' in page and get(port, "/quay@amara/sessions/2026-06-10/")[0] == 404
    for path in ("sessions/2026-01-14/", "sessions/2026-04-15/", "search/search_index.json"):
        page = get(port, f"/quay@amara@ahead/{path}")[1]
        assert not [hidden for hidden in ("Ben seemed weary", "unagreed quarrel") if hidden in page]
    # Nothing of a person is learned for later.
    kept = "".join(path.read_text() for path in (organisation.root / "home/.cache/als").rglob("*.json"))
    assert "Cleopatra" not in kept and "@cleo" not in kept

    # A person who has gone is gone here too, and the set goes on.
    record = organisation.root / "sets/quay/set.yml"
    record.write_text(record.read_text().replace("{id: cleo, name: Cleopatra Lundqvist,", "{id: cleo, name: Cleopatra Lundqvist, left: 2026-06-01,"))
    for _turn in range(480):
        if get(port, "/quay@cleo/")[0] == 404:
            break
        time.sleep(0.25)
    assert "Cleopatra" not in get(port, "/quay@cleo/")[1]
    assert 'value="/quay@cleo/"' not in get(port, "/quay/")[1]


def test_a_presenter_is_shown_what_waits_for_them_to_agree(
    preview: tuple[Organisation, int, subprocess.Popen[bytes]], browser: Browser
) -> None:
    _organisation, port, _running = preview
    wait_for(port, "/quay@ben/", "You are reading as")
    page = browser.new_page(locale="en-GB")
    try:
        page.goto(f"http://localhost:{port}/quay@ben/")
        page.get_by_role("link", name="Read and agree the record of your turn on 15 April 2026").click(timeout=30_000)
        expect(page.get_by_role("heading", name="Your turn on 15 April 2026")).to_be_visible()
        expect(page.get_by_text("An unagreed quarrel over parking")).to_be_visible()
        expect(page.get_by_role("button", name="I agree")).to_have_count(0)
        # Amara's choice leads to the same page as she reads it, where nothing waits.
        page.get_by_label("Read as").select_option("Amara Obiwanne")
        expect(page).to_have_url(f"http://localhost:{port}/quay@amara/agree/")
        expect(page.get_by_text("Nothing waits for you to agree.")).to_be_visible()
        page.get_by_role("link", name="Back to the whole record").click()
        expect(page).to_have_url(f"http://localhost:{port}/quay/agree/")
        expect(page.get_by_text("quarrel")).to_have_count(0)
    finally:
        page.close()


def test_a_mistake_stands_above_the_last_good_page_until_it_is_put_right(preview: tuple[Organisation, int, subprocess.Popen[bytes]]) -> None:
    organisation, port, _running = preview
    wait_for(port, "/quay/", "Preview on this computer alone")
    epoch = int(re.search(r"livereload\((\d+),", get(port, "/quay/")[1])[1])
    record = organisation.root / "sets/quay/sessions/2026-01-14.yml"
    good = record.read_text()
    record.write_text(good.replace("presenter: amara", "presentr: amara"))
    page = wait_for(port, "/quay/sessions/2026-01-14/", "als-mistakes")
    assert "The rota that nobody owns" in page
    assert re.search(r"sets/quay/sessions/2026-01-14\.yml:\d+:\d+: .*presentr.*presenter", page)
    assert int(get(port, f"/livereload/{epoch}/1")[1]) > epoch, "an open page is told to load again"
    record.write_text(good.replace("nobody owns", "everybody owns"))
    assert "als-mistakes" not in wait_for(port, "/quay/sessions/2026-01-14/", "everybody owns")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", "::"])
def test_any_other_address_is_refused(host: str) -> None:
    with pytest.raises(AlsError, match="on this computer alone"):
        refuse_open_address(host)


def test_mkdocs_serve_on_an_open_address_says_why_not(drawn: Organisation) -> None:
    picture(drawn.root, {"mkdocs.yml": (drawn.root / "mkdocs.yml").read_text() + f"dev_addr: 0.0.0.0:{free_port()}\n"})
    done = drawn.run("mkdocs", "serve")
    assert done.returncode == 1
    assert re.search(r"a preview shows every set readable, so it is served on this computer alone, not on 0\.0\.0\.0", done.stderr)


def test_mkdocs_serve_says_its_address_as_a_person_types_it_and_has_everybodys_view(drawn: Organisation) -> None:
    port = free_port()
    picture(drawn.root, {"mkdocs.yml": (drawn.root / "mkdocs.yml").read_text() + f"dev_addr: 127.0.0.1:{port}\n"})
    program = Path(sys.executable).with_name("mkdocs")
    variables = {"PATH": "/usr/bin:/bin", "HOME": str(drawn.root / "home"), "XDG_RUNTIME_DIR": str(drawn.private), "LC_ALL": "C.UTF-8"}
    with open(drawn.root / "log", "wb") as log:
        running = subprocess.Popen([program, "serve"], cwd=drawn.root, env=variables, stdout=log, stderr=log)
    try:
        assert "You are reading as" in wait_for(port, "/quay@amara/", "Amara Obiwanne")
        assert f"http://localhost:{port}/" in (drawn.root / "log").read_text()
    finally:
        running.terminate()
        running.wait(60)

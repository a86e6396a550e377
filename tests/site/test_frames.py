"""Filling frames gives what MkDocs and the theme give, white space between lines apart, or leaves the set to them."""

from __future__ import annotations

import datetime as dt
import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import Markup

from als_plugin.records import View, load_set
from als_plugin.records.strings import strings_of
from als_plugin.site.build.sealing import view_content
from als_plugin.site.render.frames.cache import FrameCache, Learned
from als_plugin.site.render.frames.renderer import FrameRenderer
from als_plugin.site.render.frames.shape import Shape
from als_plugin.site.render.frames.unfit import Unfit
from als_plugin.site.render.frames.white_space import plain
from als_plugin.site.render.output import Rendered
from als_plugin.site.render.with_mkdocs import render_all
from als_plugin.site.sets.edition import Edition, edition
from als_plugin.vault import ViewContent
from benchmarks.organisation import write_sets

from .organisation import Organisation, picture

SAMPLES = Path(__file__).parents[2]
TODAY = dt.date(2026, 11, 23)


def editions(root: Path, set_id: str) -> list[Edition]:
    record = load_set(root / "sets" / set_id, shown=f"sets/{set_id}", expired="warn")
    views = [View("members"), *([View("facilitator")] if record.file.facilitator else [])]
    return [edition(record, view, root / "sets" / set_id, TODAY, f"/in/{set_id}/") for view in views]


def by_mkdocs(root: Path, several: list[Edition]) -> list[Rendered]:
    return render_all(str(root / "mkdocs.yml"), several, strict=False)


def sealed(one: Edition, rendered: Rendered) -> ViewContent:
    """What goes into the vault: public files that the front door has too are not sealed."""
    front = {path: data for path, data in rendered.files.items() if isinstance(data, bytes) and path.startswith("assets/")}
    return view_content(one, rendered, front, ())


def assert_equal(one: Edition, made: Rendered, real: Rendered) -> None:
    """The same files with the same content, and the same policy, reach the vault."""
    assert (made.public, made.language) == (real.public, real.language)
    ours, theirs = sealed(one, made), sealed(one, real)
    assert set(ours.files) == set(theirs.files)
    assert ours.clear == theirs.clear
    for path, content in theirs.files.items():
        assert (ours.files[path].type, ours.files[path].until) == (content.type, content.until), path
        got, wanted = ours.files[path].assembled(), content.assembled()
        if path.endswith(".html"):
            assert b"localhost" not in got, path
            assert plain(got.decode()) == plain(wanted.decode()), path
        elif path == "search/search_index.json":
            assert json.loads(got) == json.loads(wanted), path
        else:
            assert got == wanted, path
    assert ours.csp == theirs.csp


@pytest.mark.parametrize("set_id", ["harbour", "northgate", "riverside"])
def test_every_page_of_the_samples(set_id: str) -> None:
    frames = FrameRenderer(str(SAMPLES / "mkdocs.yml"))
    several = editions(SAMPLES, set_id)
    for one, real in zip(several, by_mkdocs(SAMPLES, several), strict=True):
        assert_equal(one, frames.render(one), real)


STRANGE = """
    name: R&D <"night"> 'shift' {{ 7*7 }} שלום Ωmega
    language: de
    facilitator: {id: fay, name: Fay Marshwood}
    members:
      - {id: amara, name: "Amara & <b>Co</b>"}
      - {id: ben, name: "בן אור"}
    agreement: {record: suggestions}
    retention: {until: 2090-01-01}
    meetings: [{date: 2089-06-01, where: "The <i>old</i> & new {% house %}"}]
"""
TURN = """
    date: {date}
    status: published
    attendance: {{present: [amara, ben]}}
    turns:
      - presenter: amara
        topic: "A & B < C > 'D' \\"E\\" שלום {{{{ x }}}}"
        scenario: |
          Text with **bold**, `code`, <script>alert(1)</script> & an &amp; entity.

          | a | b |
          |---|---|
          | 1 | alsmark0q |
        agreed_on: {date}
"""
ROOM = "# Our \"room\" & <em>door</em>\n\n## Getting there\n\nBehind the door of {{ set.name }}. [Actions](../actions.md)\n"


def strange(root: Path, days: int, own: int) -> Organisation:
    files: dict[str, str | bytes] = {"sets/strange/set.yml": STRANGE}
    for number in range(days):
        date = f"2026-{number % 9 + 1:02}-{number // 9 + 10}"
        files[f"sets/strange/sessions/{date}.yml"] = TURN.format(date=date)
    for number in range(own):
        files[f"sets/strange/pages/room-{number}.md"] = ROOM
    organisation = Organisation.drawn(root)
    picture(root, files)
    return organisation


@pytest.mark.parametrize(("days", "own"), [(0, 1), (1, 0), (2, 2), (3, 3), (40, 1)])
def test_hostile_and_foreign_texts(tmp_path: Path, days: int, own: int) -> None:
    root = strange(tmp_path / "organisation", days, own).root
    several = editions(root, "strange")[:1]
    frames = FrameRenderer(str(root / "mkdocs.yml"))
    assert_equal(several[0], frames.render(several[0]), by_mkdocs(root, several)[0])


def test_one_renderer_for_many_sets(tmp_path: Path) -> None:
    """What is remembered of one set shows in no other."""
    root = strange(tmp_path / "organisation", 3, 1).root
    write_sets(root / "sets", sets=3, people=5, sessions=4, rich=True)
    frames = FrameRenderer(str(root / "mkdocs.yml"))
    several = [one for set_id in sorted(path.name for path in (root / "sets").iterdir()) for one in editions(root, set_id)]
    for one in several:
        frames.render(one)
    for one, real in zip(several, by_mkdocs(root, several), strict=True):
        assert_equal(one, frames.render(one), real)


def overridden(root: Path, template: str) -> Organisation:
    organisation = strange(root, 4, 0)
    picture(root, {"overrides/main.html": template})
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(config.replace("font: false,", "font: false, custom_dir: overrides,"), encoding="utf-8")
    return organisation


def test_overrides_of_the_theme_are_rendered(tmp_path: Path) -> None:
    template = '{% extends "base.html" %}{% block footer %}<footer>{{ page.title | e }} of {{ config.site_name }}</footer>{% endblock %}'
    root = overridden(tmp_path / "organisation", template).root
    several = editions(root, "strange")[:1]
    made = FrameRenderer(str(root / "mkdocs.yml")).render(several[0])
    assert "of R&amp;D &lt;" in made.data("actions/index.html").decode()
    assert_equal(several[0], made, by_mkdocs(root, several)[0])


@pytest.mark.parametrize(
    "block",
    [
        "{{ page.title | upper }}",  # changes a title in a way that is not known
        "{{ page.title | length }}",  # depends on it
        "{{ page.content | wordcount }}",
        "{{ pages | length }}",
        "{% for item in nav.pages %}{{ item.title | length }} {% endfor %}",
    ],
)
def test_overrides_that_look_into_titles_are_left_to_mkdocs(tmp_path: Path, block: str) -> None:
    root = overridden(tmp_path / "organisation", '{% extends "base.html" %}{% block footer %}' + block + "{% endblock %}").root
    with pytest.raises(Unfit):
        FrameRenderer(str(root / "mkdocs.yml")).render(editions(root, "strange")[0])


def test_other_plugins_and_front_matter_are_left_to_mkdocs(tmp_path: Path) -> None:
    root = strange(tmp_path / "organisation", 2, 1).root
    room = root / "sets/strange/pages/room-0.md"
    room.write_text("---\ntemplate: main.html\n---\n" + ROOM, encoding="utf-8")
    with pytest.raises(Unfit, match="front matter"):
        FrameRenderer(str(root / "mkdocs.yml")).render(editions(root, "strange")[0])
    picture(root, {"hook.py": "def on_page_content(html, **_known):\n    return html.upper()\n"})
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(config + "hooks: [hook.py]\n", encoding="utf-8")
    with pytest.raises(Unfit, match="other plugins"):
        FrameRenderer(str(root / "mkdocs.yml")).render(editions(root, "strange")[0])


def test_frames_are_kept_where_the_navigation_takes_titles_from_the_guidance_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = strange(tmp_path / "organisation", 2, 1).root
    config, one = str(root / "mkdocs.yml"), editions(root, "strange")[0]
    first = FrameRenderer(config, shared="digest").render(one)
    with monkeypatch.context() as nothing_is_learned:
        nothing_is_learned.setattr("als_plugin.site.render.frames.probe.Probe.frames", None)
        assert_equal(one, FrameRenderer(config, shared="digest").render(one), first)


def test_frames_with_a_sets_name_in_a_title_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    organisation = strange(tmp_path / "organisation", 2, 1)
    picture(organisation.root, {"docs/room.md": "# The room of {{ set.name }}\n"})
    FrameRenderer(str(organisation.root / "mkdocs.yml"), shared="digest").render(editions(organisation.root, "quay")[0])
    [kept] = (tmp_path / "cache/als/frames").glob("*.json")
    assert kept.read_text(encoding="utf-8") == "{}"


def test_wordings_that_a_later_set_brings_are_kept_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    config, one = str(SAMPLES / "mkdocs.yml"), replace(editions(SAMPLES, "riverside")[-1], own_pages={}, attachments={})
    other = replace(one, facts={**one.facts, "set": {**one.facts["set"], "name": Markup("“Three”")}})
    first = [FrameRenderer(config, shared="digest").render(each) for each in (one, other)][-1]
    monkeypatch.setattr("als_plugin.site.render.frames.articles.Page", None)  # nothing goes through Markdown any more
    assert_equal(other, FrameRenderer(config, shared="digest").render(other), first)


@pytest.mark.parametrize("links", ["warn", "ignore"])
def test_guidance_that_leads_to_pages_of_a_set_is_the_same_from_kept_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: str) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    organisation = strange(tmp_path / "organisation", 2, 1)
    settings = organisation.root / "mkdocs.yml"
    settings.write_text(f"{settings.read_text()}validation: {{links: {{not_found: {links}}}}}\n")
    picture(organisation.root, {"docs/room.md": "# A room\n\n{% if set.known %}[Actions](../actions.md), {{ set.size }}{% endif %}\n"})
    several = editions(organisation.root, "quay")
    for one in several:
        FrameRenderer(str(settings), shared="digest").render(one)
    frames = FrameRenderer(str(settings), shared="digest")  # one for all shapes
    for one, real in zip(several, by_mkdocs(organisation.root, several), strict=True):
        made = frames.render(one)
        assert 'href="../../actions/"' in made.data("guide/room/index.html").decode()
        assert_equal(one, made, real)


def test_one_process_learns_and_the_others_wait_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shape = Shape("en", False, (), (), (0, None, False), (0, None))
    kept, learned, found = FrameCache("digest", shape), Learned({}, {}, {"guide/": "Guide"}, {"guide/"}, {"lang": ["en"]}), list[Learned | None]()

    def other() -> None:
        with FrameCache("digest", shape).turn():
            found.append(kept.load())

    with kept.turn():
        waiting = threading.Thread(target=other)
        waiting.start()
        waiting.join(0.5)
        assert not found
        kept.save(learned)
    waiting.join()
    assert found == [learned]


def test_nobody_waits_for_frames_that_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    kept = FrameCache("digest", Shape("en", False, (), (), (0, None, False), (0, None)))
    kept.refuse()
    with kept.turn(), kept.turn():
        assert kept.load() is None


def test_frames_are_kept_for_the_next_build_and_hold_nothing_of_a_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    config = str(SAMPLES / "mkdocs.yml")
    one = editions(SAMPLES, "riverside")[-1]
    first = FrameRenderer(config, shared="digest").render(one)
    [kept] = (tmp_path / "cache/als/frames").iterdir()
    text = kept.read_text(encoding="utf-8")
    record = load_set(SAMPLES / "sets/riverside", expired="warn")
    sources = {path.relative_to(SAMPLES / "docs").with_suffix("").as_posix(): path.read_text(encoding="utf-8") for path in SAMPLES.glob("docs/**/*.md")}
    public = "".join(sources.values())
    needles = [needle for needle in strings_of(record, SAMPLES / "sets/riverside") if len(needle) > 6 and needle not in public]
    assert len(needles) > 100 and not [needle for needle in needles if needle in text]
    # Pages of the guidance are kept whole where they say nothing of a set.
    same = {f"guide/{source}/".replace("/index/", "/") for source, words in sources.items() if "{{" not in words and "{%" not in words}
    articles = json.loads(text)["articles"]
    assert set(articles) == same and all(content and title for content, _toc, title in articles.values())
    monkeypatch.setattr("als_plugin.site.render.frames.probe.Probe.frames", None)  # nothing is learned again
    second = FrameRenderer(config, shared="digest")
    assert_equal(one, second.render(one), first)
    kept.write_text("{", encoding="utf-8")  # spoilt: learned again, which cannot be here
    with pytest.raises(TypeError):
        FrameRenderer(config, shared="digest").render(one)

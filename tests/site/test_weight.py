"""What a reader's device fetches of a set is what its pages ask for."""

from __future__ import annotations

from als_plugin.site.mkdocs.public_files import styles

from .organisation import Organisation

LUNR = "assets/javascripts/lunr/"


def of_the_search(organisation: Organisation, person: str) -> set[str]:
    return {path.removeprefix(LUNR) for path in organisation.open(person).paths() if path.startswith(LUNR)}


def test_no_source_map_and_no_other_languages_are_among_a_sets_files(built: Organisation) -> None:
    paths = built.open("ben").paths()
    assert any(path.startswith("assets/javascripts/bundle.") for path in paths), "the theme's own files are listed"
    assert not [path for path in paths if path.endswith(".map")]
    assert not of_the_search(built, "ben")


def test_a_set_has_the_search_of_the_language_that_it_speaks(drawn: Organisation) -> None:
    place = drawn.root / "sets/quay/set.yml"
    place.write_text(place.read_text() + "language: de\n")
    done = drawn.run("als", "build")
    assert done.returncode == 0, done.stderr
    assert of_the_search(drawn, "amara") == {"min/lunr.de.min.js", "min/lunr.multi.min.js", "min/lunr.stemmer.support.min.js"}


def test_the_one_style_sheet_is_small() -> None:
    (sheet,) = styles().values()
    assert len(sheet) <= 40_000
    assert b"/*" not in sheet and sheet.count(b"{") == sheet.count(b"}")


def test_what_runs_a_session_is_for_those_alone_who_run_one(drawn: Organisation) -> None:
    drawn.grant("fay")
    assert drawn.run("als", "build").returncode == 0
    for person, runs in {"fay": True, "amara": False}.items():
        paths = list(drawn.open(person).paths())
        assert [any(path.startswith(start) for path in paths) for start in ("run/", "assets/als/record.")] == [runs, runs]
        assert any(path.startswith("assets/als/reply.") for path in paths)
        may_run = drawn.open(person).index["csp"]["scripts"]
        assert any(path.startswith("assets/als/record.") for path in may_run) == runs
        assert set(may_run) <= set(paths), "the policy names what the view holds, and nothing else"

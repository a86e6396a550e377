"""mkdocs-macros-plugin beside us: it sees the guidance and a set's own pages, and never a text from a record."""

from __future__ import annotations

from pathlib import Path

import pytest

from als_plugin.vault import OpenSite

from ..site.organisation import FIRST, SECOND, SET, Organisation
from .plugged import article, built, plugged, refused, words

TRAP = "{{ 7*7 }} {{ shout('x') }} {% if %}"

MAIN = '''
    """Macros of the organisation."""

    def define_env(env):
        @env.macro
        def shout(text):
            return text.upper() + "!"

    def on_pre_page_macros(env):
        seen = [env.markdown, str(env.page.title)]
        assert not any("7*7" in text for text in seen), f"a record reached the macros: {seen}"
'''

MIXED = """
    # Mixed

    {{ shout('welcome') }} to {{ set.name }}, {{ 6*7 }} times.
    {% if set.known %}This is {{ shout('your set') }}{% else %}This is {{ shout('any set') }}{% endif %}
    {% set turns = set.turns %}{% set when = 'soon' %}Expect {{ turns }} {{ when }}.
    {% raw %}As typed: {{ set.name }}{% endraw %}

    {{ set.ground_rules }}
"""


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    hostile = SET.replace("name: The Quayside Set", f'name: "The Quay {TRAP}"').replace("Amara Obiwanne", f'"Amara {TRAP}"')
    hostile = hostile.replace("record: suggestions", f'record: suggestions, ground_rules: ["Rule {TRAP}"]')
    hostile = hostile.replace("The old customs house", f'"The house {TRAP}"') + "    listed: true\n"
    files = {
        "main.py": MAIN,
        "docs/mixed.md": MIXED,
        "sets/quay/set.yml": hostile,
        "sets/quay/sessions/2026-01-14.yml": FIRST.replace("The rota that nobody owns", f'"The rota {TRAP}"').replace(
            "Two teams share a rota", f"Two teams share {TRAP}"),
        "sets/quay/sessions/2026-04-15.yml": SECOND.replace("A telephone beats", f"A telephone {TRAP} beats")
        + "        agreed_on: 2026-04-20\n",
        "sets/quay/pages/our-room.md": "# Our room\n\n{{ shout('behind') }} the door of {{ set.name }}\n",
    }
    return built(plugged(tmp_path_factory.mktemp("macros") / "quay", "      - macros: {on_error_fail: true}\n", files))


@pytest.fixture(scope="module")
def site(quay: Organisation) -> OpenSite:
    return quay.open("amara")


def test_records_stay_as_they_are_typed(site: OpenSite) -> None:
    assert f"The Quay {TRAP}" in words(site, "")
    assert f"Amara {TRAP}" in words(site, "")
    session = words(site, "sessions/2026-01-14/")
    assert f"The rota {TRAP}" in session and f"Two teams share {TRAP}" in session
    assert f"A telephone {TRAP} beats" in words(site, "learning/")
    assert not any("49 X!" in site.read(path)[0].decode() for path in site.paths() if path.endswith(".html"))


def test_guidance_and_own_pages_have_facts_and_macros(site: OpenSite) -> None:
    mixed = words(site, "guide/mixed/")
    assert f"WELCOME! to The Quay {TRAP}, 42 times. This is YOUR SET!Expect two or three soon." in mixed
    assert "As typed: {{ set.name }}" in mixed and f"Rule {TRAP}" in mixed
    assert f"BEHIND! the door of The Quay {TRAP}" in words(site, "pages/our-room/")


def test_the_front_door_has_general_wordings_and_macros(quay: Organisation) -> None:
    mixed = article((quay.site / "mixed/index.html").read_text())
    assert "WELCOME! to your set, 42 times. This is ANY SET!" in mixed
    assert f"The Quay {TRAP}" in article((quay.site / "index.html").read_text())


def test_a_wrong_fact_is_still_an_error(tmp_path: Path) -> None:
    organisation = plugged(tmp_path / "quay", "      - macros\n", {"docs/mixed.md": "# Mixed\n\n{{ 1 }}\n\n{{ set.trns }}\n"})
    assert "docs/mixed.md:5: there is no fact called 'trns'; did you mean turns?" in refused(organisation)

"""Every text that stands only in what a view must not know is in nothing of that view: pages, titles, search, calendar,
pictures' words, addresses, names of attached files. Each text ends in the word of its part, so that the searched site tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from als_plugin import leaks
from als_plugin.vault import OpenSite

from .organisation import PNG, SET, Organisation, readable

PARTS = {"early": "zebrafinch", "unagreed": "quartzite", "draft": "umbrellabird", "note": "marshmallow", "late": "thunderbolt"}


def turn(word: str, presenter: str, agreed: str) -> str:
    return f"""\
  - presenter: {presenter}
    topic: Topic {word}
    minutes: 31
    minutes_used: 4747
    scenario: Scenario {word} ![Sketch {word}](files/sketch-{word}.png)
    question: Question {word} [plan](files/plan-{word}.pdf)?
    suggestions:
      - {{by: ben, text: Suggestion {word}}}
    response: Response {word}
    {agreed}
    actions:
      - {{id: id-{word}, do: Do {word}, outcome_wanted: Outcome {word}, due: 2089-02-01}}
"""


def session(date: str, status: str, word: str, *, turns: str, reports: str = "", there: str = "amara, ben, dev") -> str:
    return f"""\
date: {date}
status: {status}
attendance: {{present: [{there}]}}
guests: [Guest {word}]
reports:
{reports}  - {{member: dev, status: done, did: Did {word}, happened: Happened {word}, learned: Learned {word}, next: Next {word}}}
topics:
  - {{member: dev, headline: Headline {word}, outcome: withdrawn}}
turns:
{turns}actions:
  - {{owner: ben, id: further-{word}, do: "Further {word} [more](files/more-{word}.txt)"}}
review: {{worked: Worked {word}, change: Change {word}, learned: Reviewed {word}}}
notes: Note {PARTS["note"]} [its file](files/note-{PARTS["note"]}.txt)
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """A session before cleo joined, one since with a turn that is not agreed, and a draft."""
    early, unagreed, draft, _note, late = PARTS.values()
    agreed = "agreed_on: 2026-06-11"
    everybody = "amara, ben, cleo, dev"
    reports = (
        f"  - {{member: amara, action: 2026-01-14/id-{early}, status: done, did: Told later, learned: Told later}}\n"
        f"  - {{member: ben, action: 2026-04-15/id-{unagreed}, status: changed, did: Did {unagreed}, learned: Learned {unagreed}, do: Changed {unagreed}}}\n"
    )
    sessions = {
        "2026-01-14": session("2026-01-14", "published", early, turns=turn(early, "amara", agreed)),
        "2026-04-15": session("2026-04-15", "published", late, there=everybody, turns=turn(late, "cleo", agreed) + turn(unagreed, "ben", ""))
        .replace("topics:\n", f"topics:\n  - {{member: ben, headline: Topic {unagreed}}}\n  - {{member: cleo, headline: Topic {late}}}\n"),
        "2026-05-20": session("2026-05-20", "published", late, turns="  - {presenter: cleo, topic: Shared, agreed_on: 2026-05-21}\n",
                              reports=reports, there=everybody),
        "2026-06-10": session("2026-06-10", "draft", draft, turns=turn(draft, "ben", agreed), there=everybody),
    }
    attached = {f"sets/quay/files/{name}-{word}.{ending}": PNG if ending == "png" else f"{name} {word}".encode()
                for word in PARTS.values() for name, ending in (("sketch", "png"), ("plan", "pdf"), ("more", "txt"), ("note", "txt"))}
    made = Organisation.drawn(tmp_path_factory.mktemp("told"), {
        "sets/quay/set.yml": SET, **attached, **{f"sets/quay/sessions/{stem}.yml": text for stem, text in sessions.items()},
    })
    made.grant("fay", "amara", "cleo")
    done = made.run("als", "build")
    assert done.returncode == 0, done.stderr
    return made


def found(site: OpenSite, *words: str) -> set[str]:
    return {finding.needle for finding in leaks.search(readable(site), words)}


def test_the_facilitator_reads_everything(told: Organisation) -> None:
    assert found(told.open("fay"), *PARTS.values(), "4747") == {*PARTS.values(), "4747"}


def test_the_facilitator_reads_as_each_member_does_in_that_members_own_view(told: Organisation) -> None:
    site = told.open("fay")
    eyes = [{each["person"] for each in further["eyes"]} for further in site.index["also"]]
    assert sorted(map(sorted, eyes)) == [["amara", "ben", "dev"], ["cleo"]], "who has no passphrase yet is among them, no facilitator is"
    for seen, people in zip(site.others(), eyes, strict=True):
        member = told.open("cleo" if "cleo" in people else "amara")
        assert (seen.audience, seen.since, seen.paths()) == ("members", member.since, member.paths())
        assert all(seen.read(path) == member.read(path) for path in member.paths() if path not in member.index["clear"])
        assert member.others() == () and "also" not in member.index


def test_a_member_reads_nothing_hidden(told: Organisation) -> None:
    hidden = [PARTS["unagreed"], PARTS["draft"], PARTS["note"], "2026-06-10", "4747", "Minutes used"]
    assert found(told.open("amara"), *hidden, PARTS["early"], PARTS["late"]) == {PARTS["early"], PARTS["late"]}


def test_a_newcomer_reads_nothing_from_before_either(told: Organisation) -> None:
    hidden = [PARTS["early"], PARTS["unagreed"], PARTS["draft"], PARTS["note"], "2026-01-14", "14 January", "14 Jan", "2026-06-10", "4747"]
    assert found(told.open("cleo"), *hidden, PARTS["late"], "Told later") == {PARTS["late"], "Told later"}
    assert "On an earlier action" in told.open("cleo").read("sessions/2026-05-20/index.html")[0].decode()


@pytest.mark.parametrize("person", ["amara", "cleo"])
def test_who_suggested_stays_unsaid(told: Organisation, person: str) -> None:
    page = told.open(person).read("sessions/2026-04-15/index.html")[0].decode()
    offered = page[page.index("als-offered") :]
    assert "Benedict" not in offered[: offered.index("</ul>")]


def test_the_host_reads_none_of_it(told: Organisation) -> None:
    site: Path = told.site
    assert leaks.search(site, [*PARTS.values(), "Cleopatra", "Wraysbury", "2026-04-15"]) == []

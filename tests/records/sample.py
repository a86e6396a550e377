"""A set of files that has one of everything, to be read, projected and reckoned with in tests."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from als_plugin.records import SetRecord, load_set

from .cases import write

TODAY = dt.date(2026, 6, 1)

FILES = {
    "set.yml": """\
name: Riverside
facilitator: {id: ros, name: Ros Thackeray, contact: ros@example.org}
members:
  - {id: amara, name: Amara Okafor}
  - {id: ben, name: Ben Lindqvist, away: [{from: 2026-06-10, until: 2026-06-30}]}
  - {id: cleo, name: Cleo Marsh}
  - {id: dai, name: Dai Prosser, joined: 2026-02-01}
  - {id: edith, name: Edith Vane, left: 2026-04-30}
agreement:
  record: suggestions
retention: {keep_months: 4}
meetings:
  - {date: 2026-05-20, start: 12:30, end: 15:00}
  - {date: 2026-06-03, cancelled: The room was taken}
  - {date: 2026-06-17, start: 12:30, where: The boathouse}
  - {date: 2026-07-15}
""",
    "sessions/2025-12-03.yml": """\
date: 2025-12-03
status: purged
counts: {present: 4, turns: 1, actions: 1, reports: 0}
""",
    "sessions/2026-01-14.yml": """\
date: 2026-01-14
status: published
attendance: {present: [amara, ben, cleo, edith]}
turns:
  - presenter: cleo
    topic: EXPIRED topic
    agreed_on: 2026-01-20
    actions:
      - do: EXPIRED action
        id: cleo
""",
    "sessions/2026-02-25.yml": """\
date: 2026-02-25
status: published
attendance: {present: [amara, ben, cleo, dai, edith]}
reports:
  - member: cleo
    action: 2026-01-14/cleo
    status: open
    learned: It takes longer than I think
topics:
  - {member: amara, headline: AGREED headline}
  - {member: ben, headline: HIDDEN held headline, outcome: held}
  - {member: dai, headline: Money, outcome: not_chosen}
turns:
  - presenter: amara
    agreed_on: 2026-03-02
    suggestions:
      - {by: cleo, text: Ask the union}
      - Wait a month
    actions:
      - do: Ask the union
        due: 2026-03-20
        id: amara
      - do: Write to the board
        owner: edith
        with: [ben]
        id: edith
actions:
  - {do: Book the boathouse, owner: ros, id: room}
notes: SECRET notes
""",
    "sessions/2026-04-01.yml": """\
date: 2026-04-01
status: published
attendance: {present: [amara, ben, cleo, dai, edith]}
reports:
  - member: amara
    action: 2026-02-25/amara
    status: changed
    do: Ask both unions
    due: 2026-06-01
  - member: edith
    action: 2026-02-25/edith
    status: open
turns:
  - presenter: ben
    minutes: 40
    scenario: HIDDEN scenario
    actions:
      - do: HIDDEN action
        id: hidden-action
      - {do: HIDDEN errand, owner: dai}
  - presenter: dai
    agreed_on: 2026-04-10
    topic: Money
    actions:
      - do: Draw up a budget
        id: dai-2
""",
    "sessions/2026-05-20.yml": """\
date: 2026-05-20
status: published
attendance: {present: [amara, ben, cleo, dai]}
reports:
  - {member: ben, action: 2026-04-01/hidden-action, status: done, learned: HIDDEN learning}
  - {member: dai, action: 2026-04-01/dai-2, status: done, learned: Ask early, on: 2026-05-04}
  - {member: cleo, action: 2025-12-03/cleo, status: dropped}
  - {member: cleo, status: done, did: Something never written down}
""",
    "sessions/2026-05-27.yml": """\
date: 2026-05-27
status: draft
topics:
  - {member: cleo, headline: DRAFT headline}
turns:
  - presenter: cleo
    scenario: DRAFT scenario
    actions:
      - do: DRAFT action
reports:
  - {member: amara, action: 2026-02-25/amara, status: done, learned: DRAFT learning}
""",
}


def sample(root: Path, **changed: str) -> SetRecord:
    """The record of these files; `changed` replaces text by text: `old=new` in every file."""
    files = dict(FILES)
    for path, text in files.items():
        for old, new in changed.items():
            text = text.replace(old, new)
        files[path] = text
    return load_set(write(root, files), shown="sets/riverside", today=TODAY, expired="warn")

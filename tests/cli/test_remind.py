"""als remind: one e-mail a person, with a number of actions and never a word of them."""

from __future__ import annotations

import stat
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .conftest import SESSION, SET, write

MEETING = "meetings:\n  - {date: 2089-06-01, start: '18:00', end: '20:00', where: The old customs house}\n"


def test_reminders_tell_when_and_how_many_and_nothing_else(harbour, ok, refused, tmp_path):
    place = tmp_path / "reminders"
    assert "site_url is missing" in refused("remind", "harbour", "--to", str(place))[0]
    settings = harbour / "mkdocs.yml"
    settings.write_text("site_url: https://sets.example.org/\n" + "\n".join(line for line in settings.read_text().splitlines() if not line.startswith("site_url")))
    assert "no meeting is to come" in refused("remind", "harbour", "--to", str(place))[0] and not place.exists()
    with (harbour / "sets/harbour/set.yml").open("a") as file:
        file.write(MEETING)
    write(harbour, {"sets/harbour/set.yml": SET.replace("name: Amara Obi,", "name: Amara Obi, contact: amara@example.org,") + "".join(f"    {line}\n" for line in MEETING.splitlines())})
    ok("remind", "harbour", "--to", str(place))
    mails = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(place.iterdir())]
    assert len(mails) == 4 and stat.S_IMODE(place.stat().st_mode) == 0o700
    [amara] = [each for each in mails if "Amara Obi" in each.get_content()]
    assert amara["To"] == "amara@example.org" and "2089-06-01" in amara["Subject"]
    assert "1 action to report on" in amara.get_content() and "https://sets.example.org/harbour/" in amara.get_content()
    assert all("no action to report on" in each.get_content() for each in mails if each is not amara)
    whole = b"".join(path.read_bytes() for path in place.iterdir())
    assert b"rota" not in whole and b"estates" not in whole and SESSION
    listed = [line.partition(": ")[2] for line in ok("remind", "harbour", input="\n").out.splitlines()]
    assert listed[:4] == ["Amara Obi", "Ben Wray", "Cleo Lund", "Dev Rao"]
    assert not Path(unquote(urlsplit(listed[4].split()[0]).path)).exists(), "gone once Enter is pressed"
    assert refused("remind", "harbour", "--to", str(harbour / "mails"))[0].startswith(str(harbour / "mails"))

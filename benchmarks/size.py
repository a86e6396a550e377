"""The size of what is sealed, over that of the same files gzip'd one by one, for the samples.

    python -m benchmarks.size
"""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from als_plugin.vault import KEYRING, OpenSite, VaultError, open_site
from als_plugin.vault.keyring import Keyring

ROOT = Path(__file__).parents[1]
PASSPHRASE = re.compile(r"^\| \[(\w+)\]\([^)]*\) \| [^|]+ \| `([a-z0-9 -]+)` \|", re.MULTILINE)
TEXT = ("text/", "application/json", "application/xml", "image/svg+xml")


def views(folder: Path, passphrases: list[str]) -> list[OpenSite]:
    """Each view of a set, opened once."""
    found: dict[object, OpenSite] = {}
    for passphrase in passphrases:
        try:
            site = open_site(lambda path: (folder / path).resolve().read_bytes(), passphrase)
        except VaultError:
            continue
        found.setdefault((site.audience, site.since), site)
    return list(found.values())


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary) / "site"
        subprocess.run([Path(sys.executable).parent / "als", "build", "--site-dir", place], cwd=ROOT, check=True, capture_output=True)
        known = PASSPHRASE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
        print("| set | views | sealed (kB) | gzip'd (kB) | ratio |\n| --- | ---: | ---: | ---: | ---: |")
        for folder in sorted(each.parent for each in place.glob(f"*/{KEYRING}")):
            sites = views(folder, [passphrase for set_id, passphrase in known if set_id == folder.name])
            assert len(sites) == len(Keyring.decode((folder / KEYRING).read_bytes()).views)
            names = {KEYRING, *(path.relative_to(folder).as_posix() for path in (folder / "packs").iterdir())}
            sealed = sum((folder / name).stat().st_size for name in names)
            zipped = 0
            for site in sites:
                for path in set(site.paths()) - set(site.index["clear"]):
                    data, kind = site.read(path)
                    zipped += min(len(data), len(gzip.compress(data, 6))) if kind.startswith(TEXT) else len(data)
            print(f"| {folder.name} | {len(sites)} | {sealed / 1000:.0f} | {zipped / 1000:.0f} | {sealed / zipped:.2f} |", flush=True)


if __name__ == "__main__":
    main()

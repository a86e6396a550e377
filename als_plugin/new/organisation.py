"""A new organisation: its mkdocs.yml, the guidance to make its own, an empty sets/."""

from __future__ import annotations

from pathlib import Path

from ..errors import AlsError
from ..words import _
from .template import render
from .write import write_folder

__all__ = ["guidance_folder", "make_organisation"]

PACKAGE = Path(__file__).parent.parent


def guidance_folder() -> Path:
    """The guidance that ships with the program: in the wheel, or docs/ of a source checkout.

    Raises AlsError where neither is there.
    """
    for folder in (PACKAGE / "guidance", PACKAGE.parent / "docs"):
        if (folder / "index.md").is_file():
            return folder
    raise AlsError(str(PACKAGE / "guidance"), _("the guidance is missing from this installation"), _("install mkdocs-als anew"))


def make_organisation(folder: Path, *, publisher: str, shown: str, guidance: Path | None = None) -> None:
    """Write a new organisation's folder, whole or not at all.

    `publisher` is the public half of its signing key, `guidance` the folder to copy (default: what ships with the
    program), `shown` what messages call the folder. Raises AlsError where the folder is there and not empty.
    """
    source = guidance or guidance_folder()
    files: dict[str, str | bytes] = {
        f"docs/{path.relative_to(source).as_posix()}": path.read_bytes()
        for path in sorted(source.rglob("*")) if path.is_file() and not path.name.startswith(".")
    }
    files["mkdocs.yml"] = render("mkdocs.yml", publisher=publisher)
    files["README.md"] = render("README.md", folder=folder.name)
    files[".gitignore"] = render("gitignore")
    files["sets/.gitkeep"] = ""
    write_folder(folder, files, shown=shown, private=["sets"])

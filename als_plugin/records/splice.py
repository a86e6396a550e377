"""Changes to a record's file that leave every byte outside of what was changed as it is.

A change is put into the text at the places where the parser saw the nodes. What comes out is read again and held against what was
meant; where that is not the same, or a place cannot be changed by itself (an anchor, an alias, a comment inside), nothing is
written and the line is named.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence

import yaml

from ..errors import AlsError, Place
from ..words import _
from .edits import Add, AddAll, Change, Put, Remove, together
from .marked_text import MarkedText, Unsafe
from .meant import meant, plain
from .putting import with_value
from .removing import without
from .unwritable import refuse_unwritable
from .writing import compose

__all__ = ["Add", "Change", "Put", "Remove", "compose", "splice"]

_QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def splice(source: bytes, changes: Sequence[Change], *, shown: str = "record") -> bytes:
    """The file with these changes made one after the other. `shown` is its path as the user knows it.

    Raises AlsError, with the line, where a change is not safe.
    """
    mark, data = (codecs.BOM_UTF8, source[3:]) if source.startswith(codecs.BOM_UTF8) else (b"", source)
    text = data.decode("utf-8")
    new = ((change, change.value if isinstance(change, Put) else change.item) for change in changes if not isinstance(change, Remove))
    refuse_unwritable({".".join(map(str, change.path)): value for change, value in new}, shown)
    for change in together(changes):
        text = _changed(text, change, shown)
    return mark + text.encode("utf-8")


def _changed(text: str, change: Change | AddAll, shown: str) -> str:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if not isinstance(root, yaml.MappingNode):
            raise Unsafe(0)
        marked = MarkedText(text, root)
        wanted = meant(plain(root), change)
        made = without(marked, change.path) if isinstance(change, Remove) else with_value(marked, change)
        # Where its nodes stand does not matter any more, so the quicker parser will do.
        again = yaml.compose(made, Loader=_QUICK)
        if again is None or plain(again) != wanted:
            raise Unsafe(marked.line(change.path))
        return made
    except (yaml.YAMLError, LookupError) as error:
        found = getattr(error, "problem_mark", None)
        raise _refusal(text, found.line if found else 0, change, shown) from None
    except Unsafe as unsafe:
        raise _refusal(text, unsafe.line, change, shown) from None


def _refusal(text: str, line: int, change: Change | AddAll, shown: str) -> AlsError:
    lines = text.splitlines()
    here = lines[line].strip() if line < len(lines) else ""
    name = ".".join(str(step) for step in change.path)
    return AlsError(
        Place(shown, line + 1),
        _('{name} cannot be changed here without touching what stands around it ("{line}")').format(name=name, line=here[:60]),
        _("write this change by hand"),
    )

"""What single fields hold, and what all records share."""

from __future__ import annotations

import os
from typing import Annotated, ClassVar

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # they would hear of every record that is read

from pydantic import BaseModel, ConfigDict, Field  # noqa: E402

from .shape import FREE_TEXT, N_, Says  # noqa: E402

__all__ = ["ActionId", "Contact", "Id", "Line", "Link", "Minutes", "Model", "ReplyId", "Text"]

Id = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=64),
    Says(N_("is no id"), N_("an id has small letters a to z, digits and hyphens, and begins with a letter")),
]
ActionId = Annotated[
    str,
    Field(pattern=r"^\d{4}-\d{2}-\d{2}(-[a-z0-9]+)?/[a-z][a-z0-9-]*$"),
    Says(N_("is no action's full id"), N_("write the session, a slash and the action's id, such as 2026-01-14/amara")),
]
ReplyId = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9_-]{8,64}$"),
    Says(N_("is not the id of a reply"), N_("take it out; the program writes these")),
]
Line = Annotated[
    str,
    Field(min_length=1, pattern=r"^[^\n]*\S[^\n]*$"),
    Says(N_("must be one line with something on it"), N_("write it on one line")),
    FREE_TEXT,
]
Text = Annotated[
    str, Field(min_length=1, pattern=r"\S"), Says(N_("is empty"), N_("write something or take the field out")), FREE_TEXT
]
Minutes = Annotated[int, Field(gt=0, le=10_000), Says(N_("is no number of minutes"), N_("write a whole number such as 30"))]
Contact = Annotated[
    str,
    Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$"),
    Says(N_("is no e-mail address"), N_("write one such as amara@example.org, or take the field out")),
]
Link = Annotated[
    str,
    Field(pattern=r"^https://[^\s/]+\S*$"),
    Says(N_("is no https address"), N_("write the whole address, beginning with https://")),
]


class Model(BaseModel):
    """What all records share: unknown fields are errors, values are taken as they are, nothing changes later."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)
    short: ClassVar[str | None] = None
    """The field that a bare text stands for, where one may be written in place of the fields."""

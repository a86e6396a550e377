"""What the server of a build's processes has at hand, once for all of them: MkDocs, the theme, all that renders, and our templates.

Some of it is imported where it is used, as a build in which nothing has changed needs none of it; so it is named here.
"""

import icalendar  # noqa: F401

from ...pages import picture  # noqa: F401
from ...pages.context import compile_templates
from . import task  # noqa: F401

compile_templates()

"""What the server of a build's processes has at hand, once for all of them: MkDocs, the theme, all that renders, and our templates.

Some of it is imported where it is used, as a build in which nothing or little has changed needs none of it; so it is named here.
"""

import icalendar  # noqa: F401

from ...pages import picture  # noqa: F401
from ...pages.templating import compile_templates
from ..render import with_mkdocs  # noqa: F401
from ..render.frames import lasting, own_pages, proof  # noqa: F401
from . import task  # noqa: F401

compile_templates()

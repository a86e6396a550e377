"""The guide's page of every field is what the models say."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_is_made_from_the_models() -> None:
    page = runpy.run_path(str(ROOT / "tools/fields"))["page"]()
    assert (ROOT / "docs/facilitators/every-field.md").read_text(encoding="utf-8") == page, "run: tools/fields > docs/facilitators/every-field.md"
    for field in ("turns[].questions[].taken", "agreement.between_sessions", "meetings[].cancelled", "reports[].on"):
        assert f"`{field}`" in page

"""Papers: a Typst template and what it is to say become a tagged PDF in the product's typeface."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from shared.glyphs import showable

PDF = "application/pdf"
_FONTS = Path(__file__).parent / "layout" / "fonts"


def typeset(
    template: Path,
    content: Mapping[str, Any],
    *,
    made_at: datetime | None = None,
    is_accessible: bool = False,
) -> bytes:
    """The template as a PDF; it finds `content` as JSON in `sys.inputs`, so that no text is markup.

    With `made_at` the same content always gives the same bytes; `is_accessible` holds it to PDF/UA-1.
    """
    import typst  # only when a paper is asked for: every process would carry its memory

    pdf: bytes = typst.compile(
        template,
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(showable(content) if is_accessible else content)},
        timestamp=int(made_at.timestamp()) if made_at else None,
        pdf_standards=["ua-1"] if is_accessible else [],
    )
    return pdf

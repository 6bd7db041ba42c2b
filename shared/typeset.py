"""Papers: a Typst template and what it is to say become a tagged PDF in the product's typeface."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PDF = "application/pdf"
_FONTS = Path(__file__).parent / "layout" / "fonts"


def typeset(template: Path, content: Mapping[str, Any]) -> bytes:
    """The template as a PDF; it finds `content` as JSON in `sys.inputs`, so that no text is markup."""
    import typst  # only when a paper is asked for: every process would carry its memory

    pdf: bytes = typst.compile(
        template,
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content)},
    )
    return pdf

"""What the product's typeface can show: a paper held to PDF/UA must not have a character without a glyph."""

import struct
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

INSTEAD = "?"
_FACE = Path(__file__).parent / "layout" / "fonts" / "source-sans-3" / "source-sans-3-variable.ttf"


def showable(content: Any) -> Any:
    """The same content, with a question mark for what the typeface lacks in its texts: emoji, say."""
    if isinstance(content, str):
        has = characters()
        return "".join(one if one in "\n\t" or ord(one) in has else INSTEAD for one in content)
    if isinstance(content, Mapping):
        return {name: showable(value) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [showable(value) for value in content]
    return content


@cache
def characters() -> frozenset[int]:
    """The code points that have a glyph, from the face's own table of them (OpenType cmap, format 4)."""
    face = _FACE.read_bytes()
    start = next(_tables(face, b"cmap"))
    for number in range(struct.unpack_from(">H", face, start + 2)[0]):
        at = start + struct.unpack_from(">I", face, start + 4 + 8 * number + 4)[0]
        if struct.unpack_from(">H", face, at)[0] == 4:
            return frozenset(_segments(face, at))
    raise ValueError(f"{_FACE.name} has no table of characters that can be read")


def _tables(face: bytes, tag: bytes) -> Iterator[int]:
    for number in range(struct.unpack_from(">H", face, 4)[0]):
        name, _sum, offset, _length = struct.unpack_from(">4sIII", face, 12 + 16 * number)
        if name == tag:
            yield offset


def _segments(face: bytes, at: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">H", face, at + 6)
    for place in range(0, double - 2, 2):  # the last segment is no character
        (last,) = struct.unpack_from(">H", face, at + 14 + place)
        (first,) = struct.unpack_from(">H", face, at + 16 + double + place)
        yield from range(first, last + 1)

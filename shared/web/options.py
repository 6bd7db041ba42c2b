"""The options of a select: the same lists on every form, so each is written once for each language."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from markupsafe import Markup, escape


def option_tags(options: Mapping[str, object] | Iterable[tuple[str, object]], chosen: str) -> Markup:
    """The option elements of a list of codes and names, one of them chosen."""
    pairs = options.items() if isinstance(options, Mapping) else options
    plain = _plain(tuple((str(code), str(name)) for code, name in pairs))
    if not chosen:
        return plain
    value = f'<option value="{escape(chosen)}"'
    return Markup(str(plain).replace(f"{value}>", f"{value} selected>"))  # noqa: S704 - both parts are escaped


@lru_cache(maxsize=200)
def _plain(pairs: tuple[tuple[str, str], ...]) -> Markup:
    return Markup("\n").join(Markup('<option value="{}">{}</option>').format(*pair) for pair in pairs)

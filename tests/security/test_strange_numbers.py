"""Pages asked with numbers that are none, or too long to be one: told, or passed over, and never an error."""

import re
from collections.abc import Iterator
from inspect import getsourcefile, unwrap
from pathlib import Path
from typing import Any

from shared.service import EXTENSION
from tests.contracts.inhabited import Inhabited
from tests.house_rules.sources import hold
from tests.security.access_walk import address_of, rules_of
from tests.security.callers import Caller, signed_in
from tests.security.who_may import Row, table_of

# Longer than Python reads, larger than a database keeps, and a digit that is no number.
STRANGE = ("9" * 5000, "99999999999999999999", "²")
_ASKED = re.compile(r"""args(?:\.get(?:list)?\(|\[)\s*"([a-z_]+)\"""")
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_ROW = re.compile(r'name="([a-z_]+)\.\d+(\.[a-z_]+)?"')
FAILED = 500


def test_no_query_breaks_a_page(house: Inhabited) -> None:
    rules = rules_of(house.app)
    hold(
        f"{address}?…={strange[:20]}: answered {answer.status_code}"
        for caller, row, address in _pages(house)
        for names in [_names_in_queries(house.app.view_functions[rules[row.key].endpoint])]
        for strange in STRANGE
        for answer in [caller.client.get(address, query_string=dict.fromkeys(names, strange))]
        if answer.status_code >= FAILED
    )


def test_no_number_of_a_row_breaks_a_form(house: Inhabited) -> None:
    for caller, row, address in _pages(house):
        shown = caller.client.get(address)
        token, rows = _TOKEN.search(shown.text), set(_ROW.findall(shown.text))
        if not (token and rows):
            continue
        for strange in STRANGE:
            fields = {f"{name}.{strange}{leaf}": "x" for name, leaf in rows}
            answer = caller.client.post(address, data={"csrf_token": token[1], **fields})
            assert answer.status_code < FAILED, (row, strange[:20])


def _pages(house: Inhabited) -> Iterator[tuple[Caller, Row, str]]:
    """Every page, as an administrator opens it."""
    caller, rules = signed_in(house.app, "admin"), rules_of(house.app)
    for row in table_of(house.app.extensions[EXTENSION].name):
        if (
            row.method == "GET"
            and not row.is_api
            and not re.search(r"\.\w{2,4}$|/(static|assets)/", row.rule)
        ):
            yield caller, row, address_of(rules[row.key], house)


def _names_in_queries(view: Any) -> set[str]:
    """What a page may be asked about: by its own module, and by those beside it that have no pages."""
    own = Path(str(getsourcefile(unwrap(view))))
    texts = {path: path.read_text(encoding="utf-8") for path in own.parent.glob("*.py")}
    read = [text for path, text in texts.items() if path == own or "\n@" not in text]
    return {"page", *(name for text in read for name in _ASKED.findall(text))}

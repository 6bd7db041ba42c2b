"""What is generated from the code is what the code says."""

import pytest
import yaml

from scripts.docs import DOCS, pages
from tests.house_rules.sources import ROOT


@pytest.mark.parametrize("name", ["events.md", "asyncapi.yaml", "settings.md", "retention.md", "packages.md"])
def test_a_generated_page_is_fresh(name: str) -> None:
    path = DOCS / name
    current = path.read_text(encoding="utf-8") if path.exists() else ""
    assert current == pages()[name], f"docs/{name} is older than the code: run `make docs`."


def test_every_decision_has_its_parts() -> None:
    for path in sorted((DOCS / "decisions").glob("[0-9]*.md")):
        text = path.read_text(encoding="utf-8")
        for part in ("Status:", "## Context", "## Decision", "## Consequences"):
            assert part in text, f"docs/decisions/{path.name} lacks '{part}'."


def test_every_link_between_our_pages_leads_somewhere() -> None:
    import re

    for path in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text(encoding="utf-8")):
            if "screenshots/" not in target:
                assert (path.parent / target).exists(), f"{path.name} links to {target}, which is not there."


def test_the_generated_events_are_yaml() -> None:
    assert yaml.safe_load((DOCS / "asyncapi.yaml").read_text(encoding="utf-8"))["asyncapi"] == "3.0.0"

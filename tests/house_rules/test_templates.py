"""Pages keep to the content security policy: no style, script or handler inside them."""

import re

from tests.house_rules.sources import hold, name_of, templates

FORBIDDEN = {
    r"\sstyle\s*=": "a style attribute: make a class in the style sheet",
    r"<style": "a <style> element: put it into the style sheet",
    r"<script(?![^>]*\ssrc=)": "a script inside: put it into a file of static/",
    r"\son[a-z]+\s*=\s*[\"']": "an on… handler: attach it in a script of static/",
    # A link that a person may follow is another matter: the page itself fetches nothing by it.
    r"<(?!a\s)[^>]*(?:src|href)\s*=\s*[\"']https?://": "something from elsewhere: serve it ourselves",
}


def test_pages_keep_to_the_content_security_policy() -> None:
    hold(
        f"{name_of(path)}:{number} has {what}."
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for pattern, what in FORBIDDEN.items()
        if re.search(pattern, line)
    )


def test_the_title_of_a_course_says_that_it_is_swedish() -> None:
    bare = re.compile(r"\{\{ (?:\w+\.)*(?:activity|occasion|evaluation|survey)\.title \}\}")
    marked = re.compile(
        r"in_swedish\(\)|<title>|block title|aria-label="
    )  # on its element; or it takes no mark
    hold(
        f"{name_of(path)}:{number} reads as English on an English page: write … .title | in_swedish."
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line) and not marked.search(line)
    )

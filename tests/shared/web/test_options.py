"""The options of a select."""

from shared.web.options import option_tags


def test_the_chosen_option_and_no_other_is_selected() -> None:
    tags = option_tags({"a": "Ä", "ab": "B"}, "a")
    assert tags == '<option value="a" selected>Ä</option>\n<option value="ab">B</option>'


def test_nothing_is_selected_where_nothing_was_chosen() -> None:
    assert "selected" not in option_tags([("a", "A"), ("", "None")], "")


def test_names_and_what_was_sent_cannot_be_markup() -> None:
    tags = option_tags([("a", "<b>")], '"><script>')
    assert tags == '<option value="a">&lt;b&gt;</option>'

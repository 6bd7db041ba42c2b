"""What the product's typeface can show."""

from shared.glyphs import characters, showable


def test_swedish_texts_stay_and_what_has_no_glyph_becomes_a_question_mark() -> None:
    text = "Åre, ”ärende” – 90\N{NO-BREAK SPACE}% …\n"
    assert showable({"text": [text, 3, None]}) == {"text": [text, 3, None]}
    assert showable("Bra \N{SMILING FACE WITH SMILING EYES}") == "Bra ?"


def test_the_face_has_what_its_maker_says() -> None:
    assert {ord(one) for one in "aÖßЖΩ€−→"} <= characters()
    assert ord("\u4e2d") not in characters()

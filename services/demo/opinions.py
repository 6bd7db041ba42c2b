"""What those who took part answer, when they are asked."""

import random

SATISFIED = 0.91


def answers(dice: random.Random) -> dict[str, object]:
    """One person's answers to the questionnaire: most are pleased."""
    is_pleased = dice.random() < SATISFIED

    def grade() -> int:
        return dice.choice((4, 5, 5)) if is_pleased else dice.choice((1, 2, 3, 3, 3))

    codes = ("overall", "enough_knowledge", "relevance", "use_at_work", "lecturer", "arrangement")
    given: dict[str, object] = {code: grade() for code in codes}
    given["recommend"] = dice.randint(8, 10) if is_pleased else dice.randint(2, 7)
    if dice.random() < 0.3:
        given["good"] = dice.choice(_GOOD)
    if dice.random() < 0.2:
        given["improve"] = dice.choice(_IMPROVE)
    return given


_GOOD = (
    "Exemplen från vardagen.",
    "Att vi fick öva tillsammans.",
    "Föreläsaren var kunnig och rolig.",
    "Bra blandning av teori och samtal.",
    "Nu förstår jag varför det blir som det blir.",
    "Fint att träffa kollegor från andra kommuner.",
)
_IMPROVE = (
    "Mer tid för frågor.",
    "Svårt att höra längst bak.",
    "Gärna fler pauser.",
    "Materialet kunde ha kommit före kursen.",
    "Lite långt att resa.",
)

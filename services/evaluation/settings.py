"""The settings of the evaluation service."""

from dataclasses import dataclass

from shared import settings
from shared.settings import setting


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """What every service has, and when people are asked."""

    evaluation_delay: int = setting(
        "Hours from a completed occasion to its evaluation mails, where the rule does not say.", 1
    )
    evaluation_days: int = setting(
        "Days an evaluation stays open, where the rule does not say; it closes at the end of the last one.",
        14,
    )
    sampled_per_month: int = setting(
        "Invitations by random sample that one person gets at the most within 30 days; whoever has had"
        " so many is passed over in the draw.",
        2,
    )
    count_interval: int = setting(
        "Minutes, at the least, between two reports of how many have answered an open evaluation.", 60
    )
    tertial_wait: int = setting(
        "Days after a tertial's end before its results are published by themselves;"
        " what is completed later counts in the next one.",
        21,
    )

"""Two surveys side by side, and the published results of an earlier one taken in."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from services.evaluation import models
from services.evaluation.comparisons import Comparison
from services.evaluation.files.former_results import read_rows
from services.evaluation.operations.former_results import import_former_results
from services.evaluation.problems import FormerResultsAreWrong, SurveyHasNoResults, SurveyIsWrong
from services.evaluation.queries.surveys import compare_surveys, see_survey
from shared.service import reading, transaction
from tests.evaluation.story import Story

SAMPLE = Path(__file__).with_name("former_survey.csv")
NOW = [{"overall": 5, "influence": 4}] * 3 + [{"overall": 4, "influence": 2}] * 3 + [{"overall": 2}] * 2
NEEDS = [{"staff_to_train": 12, "topics": ["autism_npf", "management"]}] * 5


def _rows(**questions: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"question": code, "value": value, "count": count}
        for code, counts in questions.items()
        for value, count in counts.items()
    ]


def _import(story: Story, rows: list[dict[str, Any]], **given: Any) -> UUID:
    said = {"title": "Enkäten 2013", "year": 2013, "questionnaire": "year", "rows": rows}
    with story.at(), transaction() as session:
        return import_former_results(session, said | given).id


def _sample(story: Story) -> UUID:
    rows, _lines = read_rows(SAMPLE.read_bytes())
    return _import(story, rows, invited=612)


def _compared(story: Story, first: UUID, second: UUID) -> Comparison:
    with story.at(), reading() as session:
        return compare_surveys(session, first, second).comparison


def test_an_earlier_survey_is_a_closed_one_of_sums_alone(story: Story) -> None:
    survey_id = _sample(story)
    with story.at(), reading() as session:
        seen = see_survey(session, survey_id)
    assert (seen.state, seen.is_imported, seen.has_results) == ("closed", True, True)
    assert (seen.answered, seen.survey.invited, seen.response_rate) == (388, 612, 0.634)
    overall, information, staff = seen.results
    assert (overall["answered"], overall["mean"], overall["satisfied"]) == (388, 3.5155, 215)
    assert (information["answered"], staff["mean"], staff["counts"]["100"]) == (388, None, 0)
    assert not story.rows(models.Ballot) and not story.rows(models.Invitation)


def test_two_surveys_are_compared_by_the_codes_of_their_questions(story: Story) -> None:
    comparison = _compared(story, _sample(story), story.survey_answered(NOW))
    (overall,) = comparison.both
    assert (overall.first.answered, overall.second.answered) == (388, 8)
    assert (overall.mean_difference, overall.satisfied_difference) == (0.3595, 0.1959)
    shares = [(value.first.value, value.second.share, value.difference) for value in overall.values]
    assert shares[3:] == [("4", 0.375, -0.0477), ("5", 0.375, 0.2436)]
    assert [item.code for item in comparison.only_first] == ["information", "staff_trained"]
    assert [item.code for item in comparison.only_second] == ["influence"]


def test_differences_are_those_of_the_second_less_the_first(story: Story) -> None:
    old, new = _sample(story), story.survey_answered(NOW)
    there, back = (_compared(story, *pair).both[0] for pair in ((old, new), (new, old)))
    assert there.mean_difference == -(back.mean_difference or 0)


def test_shares_of_several_that_may_be_chosen_are_of_those_who_answered(story: Story) -> None:
    counts = {"staff_to_train": {"10": 20}, "topics": {"*": 20, "management": 15, "autism_npf": 10}}
    old = _import(story, _rows(**counts), questionnaire="needs")
    new = story.survey_answered(NEEDS, questionnaire="needs")
    both = {item.question.code: item for item in _compared(story, old, new).both}
    management = next(value for value in both["topics"].values if value.first.value == "management")
    assert (management.first.share, management.second.share, management.difference) == (0.75, 1.0, 0.25)
    assert both["staff_to_train"].mean_difference is None


def test_questionnaires_with_no_question_in_common_are_compared_to_nothing(story: Story) -> None:
    comparison = _compared(story, _sample(story), story.survey_answered(NEEDS, questionnaire="needs"))
    assert not comparison.both and comparison.only_first and comparison.only_second


def test_open_surveys_and_those_with_few_answers_are_not_compared(story: Story) -> None:
    old = _sample(story)
    for other in (story.survey(), story.survey_answered(NOW[:4])):
        with pytest.raises(SurveyHasNoResults):
            _compared(story, old, other)


@pytest.mark.parametrize(
    ("counts", "row"),
    [
        ({"nonsense": {"5": 12}}, 0),
        ({"improve": {"5": 12}}, 0),
        ({"overall": {"5": 12, "6": 3}}, 1),
        ({"overall": {"5": 4}}, 0),
        ({"overall": {"5": 12}, "information": {"5": 2, "4": 2}}, 1),
        ({"overall": {"5": 12, "*": 13}}, 0),
        ({"topics": {"management": 12}}, 0),
        ({"topics": {"management": 12, "*": 10}}, 0),
        ({"topics": {"management": 3, "*": 4}}, 0),
    ],
)
def test_a_row_that_is_wrong_or_shows_too_few_is_named_and_nothing_is_kept(
    web_story: Story, counts: dict[str, dict[str, int]], row: int
) -> None:
    code = "needs" if "topics" in counts else "year"
    with pytest.raises(FormerResultsAreWrong) as refused:
        _import(web_story, _rows(**counts), questionnaire=code)
    assert refused.value.errors.keys() == {f"rows.{row}"}
    assert not web_story.rows(models.Evaluation) and not web_story.rows(models.Unit)


def test_the_same_answer_twice_and_an_unknown_questionnaire_are_refused(web_story: Story) -> None:
    twice = _rows(overall={"5": 12}) * 2
    with pytest.raises(FormerResultsAreWrong):
        _import(web_story, twice)
    with pytest.raises(SurveyIsWrong):
        _import(web_story, _rows(overall={"5": 12}), questionnaire="standard")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_file_is_read_as_spreadsheets_write_it(web_story: Story, encoding: str, delimiter: str) -> None:
    content = SAMPLE.read_text("utf-8").replace(";", delimiter).replace("\n", "\r\n").encode(encoding)
    with web_story.at():
        rows, lines = read_rows(content)
    assert rows[0] == {"question": "overall", "value": "1", "count": 14}
    assert len(rows) == 14 and lines[0] == 2


@pytest.mark.parametrize(
    ("content", "line"),
    [("", ""), ("overall;5", "1"), ("overall;5;12\noverall;4;många", "2"), ("overall;5;-3", "1")],
)
def test_a_file_that_cannot_be_read_names_its_line(web_story: Story, content: str, line: str) -> None:
    with pytest.raises(FormerResultsAreWrong) as refused, web_story.at():
        read_rows(content.encode())
    assert refused.value.errors.keys() == {line}

"""Writing questionnaires: drafts, their faults, and versions that never change."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.evaluation.models import QuestionnaireVersion, Rule
from services.evaluation.operations import describing, drafting, editing
from services.evaluation.queries import drafts as queries
from services.evaluation.queries.questionnaires import asked, library, newest
from services.evaluation.questionnaires import Question, Texts, problems, questions_of
from shared.audit import audit_entries
from shared.service import reading, transaction
from tests.evaluation.every_kind import a_question, alternatives
from tests.evaluation.story import Story, people

Writes = Callable[..., Any]


@pytest.fixture
def writes(story: Story) -> Writes:
    """`writes(operation, …)` acts as a coordinator."""

    def act(operation: Callable[..., Any], *given: Any, **named: Any) -> Any:
        with story.at(), transaction() as session:
            return operation(session, *given, **named)

    return act


@pytest.fixture
def draft(writes: Writes) -> queries.Version:
    """A draft of the needs inventory."""
    made: queries.Version = writes(drafting.open_draft, "needs")
    return made


def _codes(version: queries.Version) -> list[str]:
    return [question.code for question in version.questions]


def test_a_draft_begins_as_the_newest_version_and_is_there_once(
    draft: queries.Version, writes: Writes, story: Story
) -> None:
    assert (draft.version, draft.published_on) == (2, None)
    assert draft.content == writes(queries.see_version, "needs").content
    writes(editing.add_question, "needs", a_question())
    assert _codes(writes(drafting.open_draft, "needs"))[-1] == "mood"
    assert sum(row["code"] == "needs" for row in story.rows(QuestionnaireVersion)) == 2


def test_questions_are_added_changed_moved_and_removed(draft: queries.Version, writes: Writes) -> None:
    writes(editing.add_question, "needs", a_question())
    writes(editing.move_question, "needs", "mood", "up")
    writes(editing.change_question, "needs", "mood", a_question(text={"sv": "Är ni glada?", "en": "Happy?"}))
    after = writes(editing.remove_question, "needs", "obstacle")
    assert _codes(after)[-2:] == ["mood", "biggest_need"]
    assert after.questions[-2].text.said_in("en") == "Happy?"


@pytest.mark.parametrize(("name", "direction"), [("staff_to_train", "up"), ("biggest_need", "down")])
def test_the_first_and_the_last_stay_when_they_are_moved_on(
    name: str, direction: str, draft: queries.Version, writes: Writes
) -> None:
    assert _codes(writes(editing.move_question, "needs", name, direction)) == _codes(draft)


def test_a_published_draft_is_asked_from_then_on_and_only_from_then_on(story: Story, writes: Writes) -> None:
    before = story.hold(people(1))
    writes(drafting.open_draft, "standard")
    writes(editing.add_question, "standard", a_question())
    assert writes(drafting.publish_draft, "standard").version == 2
    after = story.hold(people(1))
    assert [_asks_mood(story, item) for item in (before, after)] == [False, True]
    with story.app.app_context(), reading() as session:
        assert newest(session, "standard") == ("standard", 2)


def _asks_mood(story: Story, evaluation_id: UUID) -> bool:
    evaluation = story.evaluation_by_id(evaluation_id)
    with story.app.app_context(), reading() as session:
        return any(item.code == "mood" for item in asked(session, evaluation).questions)


def test_a_discarded_draft_leaves_what_was_published(draft: queries.Version, writes: Writes) -> None:
    writes(editing.remove_question, "needs", "obstacle")
    writes(drafting.discard_draft, "needs")
    assert "obstacle" in _codes(writes(queries.see_version, "needs"))
    with pytest.raises(problems.DraftIsUnknown):
        writes(queries.see_draft, "needs")


def test_a_questionnaire_that_was_never_published_goes_with_its_draft(writes: Writes) -> None:
    made = writes(describing.create_questionnaire, {"name": "Enkät åt kön", "purpose": "survey"})
    assert (made.code, made.questions) == ("enkat_at_kon", ())
    writes(drafting.discard_draft, made.code)
    with pytest.raises(problems.QuestionnaireIsUnknown):
        writes(queries.see_version, made.code)


def test_a_copy_asks_the_same_for_the_same_purpose(writes: Writes) -> None:
    made = writes(
        describing.create_questionnaire, {"name": "Kort", "copy_of": "network", "purpose": "survey"}
    )
    assert made.purpose == "occasion"
    assert made.content == writes(queries.see_version, "network").content
    assert "kort" not in writes(queries.choices, "occasion")
    writes(drafting.publish_draft, "kort")
    assert writes(queries.choices, "occasion")["kort"] == "Kort"


def test_a_name_that_is_taken_gets_another_code_and_a_code_that_is_taken_is_refused(writes: Writes) -> None:
    again = {"name": "Needs", "purpose": "survey"}
    assert writes(describing.create_questionnaire, again).code == "needs_2"
    with pytest.raises(problems.CodeIsTaken):
        writes(describing.create_questionnaire, again | {"code": "needs"})


def test_a_stale_change_is_refused_and_loses_nothing(draft: queries.Version, writes: Writes) -> None:
    writes(editing.add_question, "needs", a_question("first"), draft.revision)
    for act in (
        lambda: writes(editing.add_question, "needs", a_question("second"), draft.revision),
        lambda: writes(editing.move_question, "needs", "obstacle", "up", draft.revision),
        lambda: writes(editing.remove_question, "needs", "obstacle", draft.revision),
        lambda: writes(drafting.publish_draft, "needs", draft.revision),
        lambda: writes(drafting.discard_draft, "needs", draft.revision),
    ):
        with pytest.raises(problems.DraftIsStale):
            act()
    assert _codes(writes(queries.see_draft, "needs")) == [*_codes(draft), "first"]


def test_two_who_save_at_once_do_not_overwrite_each_other(draft: queries.Version, writes: Writes) -> None:
    outcomes: list[str] = []

    def save(number: int) -> None:
        try:
            writes(editing.add_question, "needs", a_question(f"mood_{number}"), draft.revision)
            outcomes.append("saved")
        except problems.DraftIsStale:
            outcomes.append("stale")

    threads = [threading.Thread(target=save, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "stale", "stale", "stale"]


def test_a_wrong_question_is_refused_by_its_path_and_changes_nothing(
    draft: queries.Version, writes: Writes
) -> None:
    with pytest.raises(problems.DraftIsWrong) as raised:
        writes(editing.add_question, "needs", a_question("overall", "text"))
    assert raised.value.errors.keys() == {"questions.6.code"}
    assert writes(queries.see_draft, "needs").revision == draft.revision


def test_an_alternative_that_was_answered_keeps_its_words_but_may_be_translated(
    draft: queries.Version, writes: Writes
) -> None:
    form = {item.code: item for item in draft.questions}["form_preferred"]
    first, *others = form.options
    renamed = replace(form, options=(replace(first, text=Texts({"sv": "Kväll"})), *others))
    with pytest.raises(problems.DraftIsWrong) as raised:
        writes(editing.change_question, "needs", form.code, renamed)
    assert list(raised.value.errors) == ["questions.3.options.0.text.sv"]
    translated = Texts({"sv": first.text.said_in("sv"), "en": "A morning"})
    writes(
        editing.change_question,
        "needs",
        form.code,
        replace(form, options=(replace(first, text=translated), *others)),
    )


def test_an_alternative_added_in_one_questionnaire_is_in_the_next_draft_of_another(writes: Writes) -> None:
    writes(describing.create_questionnaire, {"name": "Kopia", "copy_of": "needs"})
    writes(drafting.publish_draft, "kopia")
    writes(drafting.open_draft, "kopia")
    form = {item.code: item for item in writes(queries.see_draft, "kopia").questions}["form_preferred"]
    added = questions_of({"questions": [{**_bare(form), "options": alternatives("boat", "web_day")}]})[0]
    writes(
        editing.change_question, "kopia", form.code, replace(form, options=(*form.options, added.options[0]))
    )
    writes(drafting.publish_draft, "kopia")
    offered = {item.code: item.values for item in writes(drafting.open_draft, "needs").questions}
    assert offered["form_preferred"][-1] == "boat"
    assert "boat" in writes(library)["form_preferred"].values


def _bare(question: Question) -> dict[str, Any]:
    return {"code": question.code, "kind": question.kind, "text": {"sv": "?"}}


def test_a_question_that_others_hang_on_stays_before_them(draft: queries.Version, writes: Writes) -> None:
    for act, given in ((editing.remove_question, ()), (editing.move_question, ("down",))):
        with pytest.raises(problems.QuestionIsNeeded):
            writes(act, "needs", "topics", *given)
    with pytest.raises(problems.QuestionIsNeeded):
        writes(editing.move_question, "needs", "other_topic_text", "up")
    with pytest.raises(problems.DraftIsWrong) as raised:
        writes(editing.replace_questions, "needs", list(reversed(draft.questions)))
    assert [path for path in raised.value.errors if path.endswith("shown_if.question")]


def test_an_empty_draft_cannot_be_published_nor_one_without_satisfaction(writes: Writes) -> None:
    writes(describing.create_questionnaire, {"name": "Egen", "purpose": "occasion"})
    with pytest.raises(problems.DraftIsWrong) as empty:
        writes(drafting.publish_draft, "egen")
    writes(editing.add_question, "egen", a_question())
    with pytest.raises(problems.DraftIsWrong) as without:
        writes(drafting.publish_draft, "egen")
    assert len(empty.value.errors["questions"]) == 2 and len(without.value.errors["questions"]) == 1
    writes(editing.add_known_question, "egen", "overall")
    assert writes(drafting.publish_draft, "egen").version == 1


@pytest.mark.parametrize(
    "change", [{"is_required": False}, {"shown_if": {"question": "mood", "values": ["yes"]}}]
)
def test_satisfaction_must_be_answered_by_everybody(change: dict[str, Any], writes: Writes) -> None:
    writes(describing.create_questionnaire, {"name": "Egen", "purpose": "occasion"})
    ends = {"lowest": {"sv": "Låg"}, "highest": {"sv": "Hög"}, "is_required": True}
    overall = a_question("overall", "scale", **ends | change)
    writes(editing.replace_questions, "egen", [a_question(), overall])
    with pytest.raises(problems.DraftIsWrong):
        writes(drafting.publish_draft, "egen")


def test_more_than_forty_questions_are_refused(draft: queries.Version, writes: Writes) -> None:
    forty_one = [a_question(f"mood_{number}") for number in range(41)]
    with pytest.raises(problems.DraftIsWrong) as raised:
        writes(editing.replace_questions, "needs", forty_one)
    assert raised.value.errors.keys() == {"questions"}
    writes(editing.replace_questions, "needs", forty_one[1:])


def test_two_drafts_do_not_give_one_code_two_kinds(writes: Writes) -> None:
    for name, kind in (("needs", "yes_no"), ("year", "text")):
        writes(drafting.open_draft, name)
        writes(editing.add_question, name, a_question("mood", kind))
    writes(drafting.publish_draft, "needs")
    with pytest.raises(problems.DraftIsWrong) as raised:
        writes(drafting.publish_draft, "year")
    assert list(raised.value.errors) == ["questions.9.code"]


def test_a_questionnaire_that_a_rule_sends_cannot_be_retired(story: Story, writes: Writes) -> None:
    with pytest.raises(problems.QuestionnaireIsInUse):
        writes(describing.describe_questionnaire, "standard", {"is_retired": True})
    with story.app.app_context(), transaction() as session:
        session.execute(sa.delete(Rule))
    writes(describing.describe_questionnaire, "network", {"is_retired": True})
    assert "network" not in writes(queries.choices, "occasion")
    with pytest.raises(problems.QuestionnaireIsRetired):
        writes(drafting.open_draft, "network")
    writes(describing.describe_questionnaire, "network", {"is_retired": False, "name": "Träffar"})
    assert writes(queries.choices, "occasion")["network"] == "Träffar"


def test_every_change_is_noted_without_anybodys_words(draft: queries.Version, writes: Writes) -> None:
    writes(editing.add_question, "needs", a_question())
    writes(editing.change_question, "needs", "mood", a_question(text={"sv": "Hur mår du?"}))
    writes(editing.move_question, "needs", "mood", "up")
    writes(editing.remove_question, "needs", "mood")
    writes(describing.describe_questionnaire, "needs", {"name": "Behov"})
    writes(drafting.publish_draft, "needs")
    writes(drafting.open_draft, "needs")
    writes(drafting.discard_draft, "needs")
    noted = writes(
        lambda session: session.execute(sa.select(audit_entries.c.action, audit_entries.c.details))
    )
    entries = [(row.action.partition(".")[2], row.details) for row in noted]
    assert [action for action, _ in entries] == [
        "draft_opened",
        "question_added",
        "question_changed",
        "question_moved",
        "question_removed",
        "changed",
        "published",
        "draft_opened",
        "draft_discarded",
    ]
    assert entries[1][1] == {"question": "mood", "kind": "yes_no"}

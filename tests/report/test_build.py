"""The model of a report says what happened, in plain words, at any moment of a session."""

from __future__ import annotations

import pytest
from tests.report.stage import NOW, SCALE, Stage, created, standard

from panel_tui.report.export import formats, render
from panel_tui.report.model import Report
from panel_tui.session import bodies
from panel_tui.session.terms import Earlier, SeatData
from panel_tui.session.terms import Stage as StageName
from panel_tui.standard.model import Level, Outcome, OutcomeRule, RuleTest


def markdown(room: Stage, audience: str = "internal") -> str:
    return render(room.report(audience), "md").decode()  # type: ignore[arg-type]


def deciding(point: str = "p1", **more: object) -> bodies.DecisionMade:
    told = {"point": point, "level": "met", "reason": "shown"} | more
    return bodies.DecisionMade(**told)  # type: ignore[arg-type]


@pytest.mark.parametrize("format", formats())
@pytest.mark.parametrize("stage", ["briefing", "points", "deliberation", "questions", "close"])
def test_a_report_can_be_drawn_at_any_moment(format: str, stage: StageName) -> None:
    room = Stage(created(standard()))
    if stage != "briefing":
        room.do("seat-1", bodies.StageEntered(stage=stage))
    assert render(room.report("team"), format)


def test_an_open_session_is_marked_draft_and_a_closed_one_is_not(assessed: Stage) -> None:
    assert [mark.word for mark in Stage(created(standard())).report().marks] == ["Draft"]
    assert assessed.report().marks == ()


def test_a_rehearsal_says_so_first() -> None:
    marks = Stage(created(standard(), rehearsal=True)).report().marks
    assert [mark.word for mark in marks] == ["Rehearsal", "Draft"]


def test_a_session_with_nothing_but_a_service_still_has_a_report() -> None:
    bare = created(standard(issuer=None), description=None, team=None, organisation=None, date=None)
    text = markdown(Stage(bare))
    assert "- **Standard:** Council Service Standard, version 2026\n" in text
    assert "About the service" not in text
    assert "**Team:**" not in text


def result(report: Report) -> str:
    assert report.result is not None
    return f"{report.result.sentence} {report.result.because}"


def test_an_outcome_that_is_not_agreed_is_suggested_with_what_was_counted() -> None:
    room = Stage(created(standard())).do("seat-1", deciding(level="not-met"))
    assert result(room.report()) == (
        "The panel has not agreed an outcome yet. The standard’s rules suggest: Not met. 1 Not met."
    )


def test_before_any_decision_nothing_is_suggested() -> None:
    assert result(Stage(created(standard())).report()) == (
        "The panel has not agreed an outcome yet. 5 points are still undecided."
    )


def test_an_outcome_as_suggested_needs_no_more_words() -> None:
    room = Stage(created(standard())).do("seat-1", *(deciding(f"p{number}") for number in range(1, 6)))
    room.do("seat-1", bodies.OutcomeAgreed(outcome="met"))
    assert result(room.report()) == "The panel agreed the outcome: Met. The service goes on to the next phase. None"
    assert "Met. The service goes on to the next phase.\n\nOf 5 points: 5 Met." in markdown(room)


@pytest.mark.parametrize(("outcome", "tone"), [("met", "good"), ("conditions", "middle"), ("not-met", "poor")])
def test_the_tone_of_an_outcome_is_its_place_among_the_outcomes(outcome: str, tone: str) -> None:
    room = Stage(created(standard())).do("seat-1", bodies.OutcomeAgreed(outcome=outcome, reason="so we said"))
    found = room.report().result
    assert found is not None
    assert found.tone == tone


def test_an_only_outcome_has_no_tone() -> None:
    one = standard(outcomes=(Outcome(id="heard", label="Heard"),), outcome_rules=(OutcomeRule(then="heard"),))
    room = Stage(created(one)).do("seat-1", bodies.OutcomeAgreed(outcome="heard", reason="all was said"))
    found = room.report().result
    assert found is not None
    assert (found.tone, found.sentence) == ("none", "The panel agreed the outcome: Heard.")


def test_an_outcome_or_a_level_that_the_standard_lost_keeps_its_id() -> None:
    rules = (OutcomeRule(then="vanished", when=(RuleTest(level="met", min=1),)),)
    room = Stage(created(standard(outcome_rules=rules))).do("seat-1", deciding())
    room.do("seat-1", bodies.OutcomeAgreed(outcome="gone", reason="kept by an older version"), checked=False)
    found = room.report().result
    assert found is not None
    assert (found.agreed, found.suggested, found.tone) == ("gone", "vanished", "none")
    assert '"suggested_label": "vanished"' in render(room.report("internal"), "json").decode()


def test_a_standard_without_points_in_this_phase_says_so() -> None:
    empty = standard(points=(), running_order=())
    lead = SeatData(id="seat-1", name="Ana Lead", role="lead")
    assert "The standard has no points in this phase." in markdown(Stage(created(empty, panel=(lead,))))


def test_a_decision_away_from_the_majority_and_a_deciding_vote_are_said() -> None:
    room = Stage(created(standard()))
    for seat in ("seat-2", "seat-3"):
        room.do(seat, bodies.ScoreGiven(point="p1", round=1, level="not-met"))
    room.do("seat-1", bodies.ScoresRevealed(points=("p1",)), deciding(casting=True))
    point = room.report().points[0]
    assert point.remarks == (
        "The panel was undecided, so the lead assessor used the deciding vote.",
        "Most members of the panel had scored this point Not met.",
    )


def test_a_decision_made_again_says_what_it_was_before() -> None:
    room = Stage(created(standard())).do("seat-1", deciding(), deciding(level="not-met"))
    assert room.report().points[0].remarks == ("The panel had decided Met before. It changed this.",)


def test_a_decision_kept_with_a_new_reason_is_not_called_a_change() -> None:
    room = Stage(created(standard())).do("seat-1", deciding(), deciding(reason="shown twice"))
    assert room.report().points[0].remarks == ("The panel had decided the same before. It gave another reason.",)


def challenged(*decided: bodies.DecisionMade, point: str | None = "p1", changed: bool = True) -> str:
    room = Stage(created(standard())).do("seat-1", deciding())
    kind = bodies.QuestionAsked(id="Q1", kind="question", asker="team", point=point, text="why?")
    room.do("seat-1", kind, *decided)
    room.do("seat-1", bodies.QuestionAnswered(id="Q1", text="so", changed=changed), checked=point is not None)
    return room.report().exchanges[0].changed


def test_an_answer_says_what_it_changed() -> None:
    assert challenged(changed=False) == "No decision was changed."
    assert challenged(deciding(level="not-met", question="Q1")) == (
        "The decision on point 1 was changed from Met to Not met."
    )
    assert challenged(deciding(reason="better said", question="Q1")) == (
        "The decision on point 1 was made again, with another reason: Met."
    )
    assert challenged(point=None) == "The answer changed a decision."


def test_a_clock_that_runs_is_read_at_the_moment_of_the_report() -> None:
    room = Stage(created(standard())).do("seat-1", bodies.StageEntered(stage="points"))
    assert room.report(now=NOW).points[3].minutes.actual == 210
    assert room.report(now=room.at).points[3].minutes.actual == 0
    assert room.report().points[0].minutes.actual is None


def test_an_adjournment_says_until_when_and_why() -> None:
    room = Stage(created(standard())).do("seat-1", bodies.Adjourned(reason="the light went out", until="2026-12-01"))
    assert "adjourned on 21 November 2026 at 09:30 UTC, until 1 December 2026: the light went out" in markdown(room)
    room = Stage(created(standard())).do("seat-1", bodies.StageEntered(stage="points"))
    room.wait(3).do("seat-1", bodies.Adjourned(reason="lunch"))
    text = markdown(room)
    assert "at 09:34 UTC: lunch" in text
    assert text.count("## How the time was used") == 1


def test_a_session_before_without_recommendations_says_so() -> None:
    earlier = Earlier(service="Arrears", phase="Alpha", date=None, outcome=None)
    text = markdown(Stage(created(standard(), earlier=earlier)))
    assert "Arrears was assessed at Alpha. It left no recommendations to check.\n" in text


def test_a_score_of_a_seat_in_one_round_only_leaves_the_other_empty(assessed: Stage) -> None:
    text = render(assessed.report("internal"), "md").decode()
    assert "| Di Patel | Met | – |" in text
    assert "| Bo Okafor | Met | Met (after the reveal) |" in text


def test_a_seat_that_left_the_room_is_told_what_its_copy_leaves_out() -> None:
    room = Stage(created(standard()))
    room.do("seat-1", bodies.NoteTaken(id="n1", point="p2", kind="concern", text="not for Cy"))
    room.do("seat-3", bodies.ConflictDeclared(seat="seat-3", point="p2", effect="leaves", reason="a relative"))
    text = render(room.report("panel", seat="seat-3"), "md").decode()
    assert "what was said on point 2: a conflict of interest keeps it" in text
    assert "not for Cy" not in text
    room.do("seat-3", bodies.ConflictDeclared(seat="seat-3", point="p3", effect="leaves", reason="another"))
    assert "what was said on points 2 and 3:" in render(room.report("panel", seat="seat-3"), "md").decode()


def test_dissent_is_counted_in_words() -> None:
    room = Stage(created(standard())).do("seat-1", deciding())
    room.do("seat-2", bodies.DissentRecorded(point="p1", text="no"))
    assert "1 member of the panel does not share this decision." in markdown(room, "public")
    room.do("seat-3", bodies.DissentRecorded(point="p1", text="nor I"))
    assert "2 members of the panel do not share this decision." in markdown(room, "public")
    assert "do not share this decision:\n\n- no (Bo Okafor)" in markdown(room)


def test_a_point_of_another_scale_has_that_scales_words() -> None:
    other = (Level(id="met", label="Green", rank=1), Level(id="red", label="Red", rank=0))
    room = Stage(created(standard(scales={"default": SCALE, "rag": other}), scale="rag")).do("seat-1", deciding())
    assert room.report().points[0].sentence == "The panel’s decision on point 1 is: Green."


def test_points_stand_in_the_order_of_the_standard_and_not_of_the_walk() -> None:
    report = Stage(created(standard())).report()
    assert [point.number for point in report.points] == ["1", "2", "3", "4", "5"]
    assert [point.number for point in report.view.points] == ["4", "5", "1", "2", "3"]


def test_who_wrote_something_down_for_a_seat_is_said(assessed: Stage) -> None:
    assert "(Cy Wren, written down by Ana Lead)" in render(assessed.report("internal"), "md").decode()

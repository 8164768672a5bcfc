"""What nobody may see is in no byte of any copy, nor is anything computed from it."""

from __future__ import annotations

import pytest
from tests.report import sessions
from tests.report.read import everything
from tests.report.stage import Stage, created, standard

from panel_tui.report.export import formats, render
from panel_tui.session import bodies
from panel_tui.session.terms import Source, TeamView
from panel_tui.session.view import AUDIENCES, Audience

COPIES = [(format, audience) for format in formats() for audience in AUDIENCES]
NAMES = ("Ana Lead", "Bo Okafor", "Okafor", "Wren", "Patel", "Olusola")


def sealed(level: str) -> Stage:
    room = Stage(created(standard())).do("seat-1", bodies.StageEntered(stage="points"))
    room.do("seat-1", bodies.ScoreGiven(point="p1", round=1, level="met"))
    return room.do("seat-2", bodies.ScoreGiven(point="p1", round=1, level=level))


@pytest.mark.parametrize(("format", "audience"), COPIES)
def test_a_sealed_score_changes_no_byte_of_a_copy(format: str, audience: Audience) -> None:
    one, other = (render(sealed(level).report(audience), format) for level in ("met", "not-met"))
    assert one == other


@pytest.mark.parametrize(("format", "audience"), COPIES)
def test_the_teams_own_view_changes_no_byte_of_a_copy_before_the_reveal(format: str, audience: Audience) -> None:
    def copy(level: str, text: str) -> bytes:
        source = Source(kind="self", key="k", name="n")
        view = TeamView(point="p1", level=level, text=text)
        room = sealed("met").do("seat-1", bodies.OwnViewsBrought(source=source, views=(view,)))
        return render(room.report(audience), format)

    assert copy("met", "all is well") == copy("not-met", "nothing is")


def test_a_copy_says_that_scores_are_still_sealed() -> None:
    assert "scores that are still sealed" in render(sealed("met").report("team"), "md").decode()


@pytest.mark.parametrize(("format", "audience"), COPIES)
def test_a_private_note_changes_no_byte_of_a_copy(format: str, audience: Audience) -> None:
    def copy(text: str) -> bytes:
        room = Stage(created(standard()))
        room.do("seat-2", bodies.NoteTaken(id="n1", point="p1", kind="concern", text=text, private=True))
        room.do("seat-2", bodies.NoteTaken(id="n2", point=None, kind="concern", text=text, private=True))
        return render(room.report(audience), format)

    assert copy("one thing") == copy("quite another")
    assert "2 private notes" in everything(copy("one thing"), format)


def test_a_private_note_is_in_the_copy_of_the_seat_that_wrote_it_and_of_no_other(assessed: Stage) -> None:
    own, other = (render(assessed.report("panel", seat=seat), "md").decode() for seat in ("seat-2", "seat-3"))
    assert "did they rehearse this? (Deputy lead B, user experience, private)" in own
    assert "did they rehearse this?" not in other


@pytest.mark.parametrize("format", formats())
@pytest.mark.parametrize("audience", ["team", "panel", "public"])
def test_no_name_is_in_a_copy_without_names(assessed: Stage, format: str, audience: Audience) -> None:
    text = everything(render(assessed.report(audience), format), format)
    assert [name for name in NAMES if name in text] == []


@pytest.mark.parametrize("audience", ["team", "panel", "public"])
def test_names_stand_in_a_copy_when_they_are_asked_for(assessed: Stage, audience: Audience) -> None:
    text = render(assessed.report(audience, names=True), "md").decode()
    assert "| Bo Okafor | Deputy |" in text
    assert "the names of the people on the panel" not in text


@pytest.mark.parametrize("format", formats())
def test_the_public_copy_holds_no_scores_evidence_questions_or_reasons_of_conflicts(
    assessed: Stage, format: str
) -> None:
    text = everything(render(assessed.report("public"), format), format)
    words = ("Research log", "research.example", "May we share this today", "part of the code last year")
    hidden = (*words, "Two tenants are not enough", "4 Partially met", "A pleasure to hear", "dread Mondays")
    assert [one for one in hidden if one in text] == []


@pytest.mark.parametrize("format", formats())
def test_the_team_copy_holds_no_score_by_seat_no_writer_and_no_log(assessed: Stage, format: str) -> None:
    text = everything(render(assessed.report("team"), format), format)
    hidden = ("Scores on point", "part of the code last year", "A pleasure to hear", "dread Mondays", "moved the room")
    assert [one for one in hidden if one in text] == []


@pytest.mark.parametrize("format", formats())
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_copy_names_what_it_leaves_out(assessed: Stage, format: str, audience: Audience) -> None:
    text = everything(render(assessed.report(audience), format), format).replace("\n", " ")
    expected = {
        "team": "who gave which score",
        "public": "the evidence that the team showed",
        "panel": "they stand by their roles",
        "internal": "1 private note",
    }
    assert expected[audience] in text
    if format not in ("json", "csv", "trello-csv", "cards"):
        assert "they are in the JSON copy" in text
        assert "It leaves out" in text[: text.index("Manage Arrears was assessed")]


def test_a_session_that_leaves_nothing_out_still_says_what_its_format_does() -> None:
    text = render(Stage(created(standard())).report("internal"), "md").decode()
    assert "private note" not in text
    assert "the standard’s own prompts" in text


def test_the_sessions_of_these_tests_are_not_empty() -> None:
    assert len(sessions.assessment().history.events) > 60

"""The commands for after the day, as people run them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.run import run
from tests.cli.test_whole_assessment import LEVELS, TALK, assessment, conversation
from tests.report.register.held import begun, closing, held, rooms_in

from panel_tui.session import bodies
from panel_tui.session.bodies import RecommendationMade

OTHERS = """\
title: Assessments of ours
organisation: Hackney Council
assessments:
- {service: Hackney Works, date: 2018-03, phase: Live}
- {service: manage arrears, date: 2026-10, phase: Beta}
"""


def made(folder: Path, plan: str, lines: str) -> str:
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    session = run(folder, "new", "plan.yaml").stdout.strip()
    talk = run(folder, "plain", session, typed=lines)
    assert talk.returncode == 0, talk.stdout
    return session


def test_from_plans_to_the_public_page(tmp_path: Path) -> None:
    """Two assessments are held, closed and published in plain mode; the page has them and what was made elsewhere."""
    about = "date: 2026-10-09\ndescription: A simple service for residents.\norganisation: Hackney Council\n"
    address = "publish report https://example.org/r board https://example.org/b\n"
    made(tmp_path, LEVELS + about, assessment() + address)
    made(tmp_path, TALK + "date: 2026-11-20\n", conversation() + "publish\n")
    made(tmp_path, TALK + "date: 2026-11-21\n", conversation())
    (tmp_path / "others.yaml").write_text(OTHERS, encoding="utf-8")
    done = run(tmp_path, "register", "-o", "public", "--also", "others.yaml", "--reports")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [str(Path("public") / name) for name in ("index.html", "register.md")]
    assert done.stderr.splitlines() == [
        "Left out: 1 session not marked as published.",
        "manage arrears, October 2026: listed besides, and here as a session; the session counts.",
    ]
    text = (tmp_path / "public" / "register.md").read_text("utf-8")
    parts = (
        *("# Assessments of ours", "Hackney Council", "## 2026", "### Find a repair", "November 2026, Discovery"),
        *("[Report](<reports/2026-11-20-find-a-repair-discovery.html>)", "### Manage Arrears", "October 2026, Beta"),
        *("A simple service for residents.", "**Outcome:** Met", "[Report](<https://example.org/r>)"),
        *("[Evidence board](<https://example.org/b>)", "## 2018", "### Hackney Works", "March 2018, Live"),
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    whole = [path.read_text("utf-8") for path in (tmp_path / "public").rglob("*.*")]
    assert len(whole) == 3
    assert not [content for content in whole if "Ana Lead" in content or ">Bo<" in content]
    again = run(tmp_path, "register", "-o", "public", "--title", "Other", "--organisation", "o", "--intro", "Hello.")
    assert again.returncode == 0
    text = (tmp_path / "public" / "register.md").read_text("utf-8")
    assert "# Other\n\no\n\nHello.\n" in text
    assert "Hackney Works" not in text


def test_where_it_grows_each_older_year_has_a_page_that_goes_when_it_is_empty(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    *_, newest = [held(rooms, date=f"{year}-05-06") for year in ("2024", "2025", "2026")]
    done = run(tmp_path, "register", "-o", "public", "--per-page", "1")
    assert [Path(line).name for line in done.stdout.splitlines()] == [
        *("index.html", "register.md", "2025.html", "2025.md", "2024.html", "2024.md"),
    ]
    Path(newest).unlink()
    done = run(tmp_path, "register", "-o", "public", "--per-page", "1")
    assert done.stderr == "Taken away from an earlier run: 2.\n"
    assert not (tmp_path / "public" / "2025.html").exists()


def test_the_example_can_be_used_as_it_is(tmp_path: Path) -> None:
    example = run(tmp_path, "register", "--example")
    (tmp_path / "others.yaml").write_text(example.stdout, encoding="utf-8")
    done = run(tmp_path, "register", "-o", "public", "--also", "others.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Book a repair" in (tmp_path / "public" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        ([], 2, "say with -o which folder"),
        (["-o", "public", "--per-page", "0"], 2, "--per-page"),
        (["-o", "public", "--also", "none.yaml"], 1, "none.yaml: there is no such file; check the path"),
        (["-o", "plan.yaml"], 1, "plan.yaml is no folder: name another with -o."),
    ],
)
def test_a_register_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, args: list[str], status: int, said: str
) -> None:
    (tmp_path / "plan.yaml").write_text(TALK, encoding="utf-8")
    run(tmp_path, "new", "plan.yaml")
    done = run(tmp_path, "register", *args)
    assert (done.returncode, done.stdout) == (status, "")
    assert said in done.stderr
    assert not (tmp_path / "public").exists()


def test_a_page_of_no_sessions_is_not_written_over_the_last_one(tmp_path: Path) -> None:
    done = run(tmp_path, "--sessions", "mistyped", "register", "-o", "public")
    assert done.returncode == 1
    assert "There are no sessions in mistyped, so nothing was written: name another with --sessions." in done.stderr
    assert not (tmp_path / "public").exists()


def advice(text: str, **more: str) -> RecommendationMade:
    return RecommendationMade(id="", point=None, strength="must", text=text, **more)


def test_what_is_open_is_listed_by_service_owner_and_date(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    begun(rooms, advice("talk to people", owner="Housing", due="2020-01-01"), *closing())
    begun(rooms, advice("=write it up"), service="Pay rent")
    begun(rooms, advice("rehearsed"), rehearsal=True)
    done = run(tmp_path, "follow-up")
    assert (done.returncode, done.stderr) == (0, "Left out: 1 rehearsal.\n")
    lines = done.stdout.splitlines()
    assert [line for line in lines if not line.startswith("- ")] == [
        *("Find a repair: 1 open, 1 overdue", "", "Pay rent: 1 open", "", "2 open, 1 overdue, in 2 sessions."),
    ]
    assert "due 2020-01-01, overdue; " in lines[1]
    assert run(tmp_path, "follow-up", "--by", "owner").stdout.startswith("Housing: 1 open, 1 overdue\n- Find a repair")
    assert run(tmp_path, "follow-up", "--by", "date").stdout.startswith("Due 1 January 2020: ")
    asked = ["--service", "pay"], ["--owner", "house"], ["--overdue"], ["--due-before", "2020-01-02"]
    found = [json.loads(run(tmp_path, "follow-up", *args, "--format", "json").stdout)["open"] for args in asked]
    assert [[one["text"] for one in some] for some in found] == [
        *(["=write it up"], [], ["talk to people"], ["talk to people"]),
    ]
    assert '"\'=write it up"' in run(tmp_path, "follow-up", "--format", "csv").stdout
    assert "## Pay rent (1 open)\n" in run(tmp_path, "follow-up", "--format", "md").stdout


def test_nothing_open_is_said(tmp_path: Path) -> None:
    done = run(tmp_path, "follow-up")
    assert (done.returncode, done.stdout, done.stderr) == (
        *(0, "Nothing is open.\n"),
        f"There are no sessions in {tmp_path / 'sessions'}.\n",
    )


def test_a_broken_session_is_named_and_the_status_is_1_only_where_none_can_be_read(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    path = Path(begun(rooms, advice("talk to people"), bodies.StageEntered(stage="points")))
    path.with_name("bad.json").write_bytes(path.read_bytes()[:-9])
    done = run(tmp_path, "follow-up")
    assert done.returncode == 0
    assert done.stderr.startswith("bad: ")
    assert "talk to people" in done.stdout
    path.unlink()
    done = run(tmp_path, "follow-up")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("bad: ")


def test_a_day_that_is_none_is_said(tmp_path: Path) -> None:
    done = run(tmp_path, "follow-up", "--due-before", "soon")
    assert done.returncode == 2
    assert "'soon' is not a date; write it as 2026-12-31" in done.stderr

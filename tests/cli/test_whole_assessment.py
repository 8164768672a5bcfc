"""A whole assessment with the command line alone, from a plan to a closed session and its report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.run import run

LEVELS = "service: Manage Arrears\nphase: beta\nstandard: localgov-2016\n"
LEVELS += "panel:\n- {name: Ana Lead, role: lead}\n- {name: Bo}\n"
TALK = "service: Find a repair\nphase: discovery\nstandard: discovery-light-touch\n"


def assessment() -> str:
    lines = ["start briefing", "scope The second beta", "tick demo", "stage points"]
    for number in range(1, 16):
        lines += [f"go {number}"] if number > 1 else []
        lines += [f"note {number} + shown", f"evidence {number} done a thing", "score met", "as Bo score met"]
    lines += ["stage deliberation", "start", "reveal all", "extend 5m because it is worth it"]
    lines += [f"decide {number} met because it was shown" for number in range(1, 16)]
    lines += ["decide 4 partially met because the money is only planned", "must 4 agree the money owner: Rents"]
    lines += ["as Bo dissent 4 the money is agreed", "stage questions", "start", "challenge 4 the money is agreed"]
    lines += ["answer Q1 we have seen it now -> 4 met because the money is agreed", "stage close", "outcome met"]
    lines += ["sign", "as Bo sign with pleasure", "close"]
    return "".join(f"{line}\n" for line in lines)


def conversation() -> str:
    lines = ["stage points", "note 1 + they listened", 'note 2 " nobody calls back', "next", "next", "next"]
    lines += ["should 4 try it on one estate", "stage questions", "ask team what next?", "answer Q1 an alpha"]
    lines += ["agree done-well They listened.", "agree learned Nobody calls back.", "agree possible-gaps Landlords."]
    lines += ["stage close", "sign", "close"]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize(
    ("plan", "lines", "points"), [(LEVELS, assessment(), 15), (TALK, conversation(), 4)], ids=["levels", "talk"]
)
def test_from_a_plan_to_a_closed_session_and_its_report(tmp_path: Path, plan: str, lines: str, points: int) -> None:
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    new = run(tmp_path, "new", "plan.yaml")
    assert (new.returncode, new.stderr) == (0, "")
    assert new.stdout.endswith(".json\n")
    session = new.stdout.strip()
    assert Path(session).is_file()

    talk = run(tmp_path, "plain", session, typed=lines)
    assert talk.stderr == ""
    assert talk.returncode == 0
    assert talk.stdout.splitlines()[-1].endswith("closed the session")

    assert run(tmp_path, "verify", session).stdout.strip().endswith("events fit.")
    listed = run(tmp_path, "sessions").stdout
    assert ", closed" in listed
    for form in ("md", "html", "json", "csv"):
        report = run(tmp_path, "export", session, "--format", form, "-o", f"report.{form}")
        assert report.returncode == 0
        assert (tmp_path / f"report.{form}").stat().st_size > 500
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert len(told["points"]) == points
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "draft: false" in text

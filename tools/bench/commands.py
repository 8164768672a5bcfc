"""What it costs to start the command, and to export a long session."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from panel_tui.report.export import formats
from panel_tui.standard.finder import find
from tools.bench import sessions
from tools.bench.figures import Figure, median, steadiness
from tools.bench.pairs import in_turn, milliseconds

_NOTHING = [sys.executable, "-c", "pass"]


def command() -> list[str]:
    """How panel-tui is started here: its installed script, as people start it."""
    script = Path(sys.executable).with_name("panel-tui")
    return [str(script)] if script.exists() else [sys.executable, "-m", "panel_tui"]


def starting(folder: Path, env: Mapping[str, str], rounds: int) -> Iterator[Figure]:
    """The version, and a check of a standard, beside an interpreter that does nothing."""
    standard = folder / "standard.yaml"
    standard.write_bytes(find(sessions.STANDARD).read_bytes())
    version = [*command(), "--version"]
    check = [*command(), "standards", "check", str(standard)]

    def run(arguments: list[str]) -> float:
        return milliseconds(lambda: _run(arguments, folder, env))

    found = in_turn(
        {"version": lambda: run(version), "check": lambda: run(check), "floor": lambda: run(_NOTHING)},
        rounds * 2,
        warm_up=2,
    )
    for what, name, aim in (
        ("`panel-tui --version`", "version", 80),
        ("`panel-tui standards check` of 15 points", "check", 250),
    ):
        yield Figure(
            what,
            "ms",
            median(found[name]),
            median(found["floor"]),
            "`python -c pass`",
            aim=aim,
            absolute=True,
            remark=steadiness(found[name], "ms"),
        )


def exporting(path: str, folder: Path, env: Mapping[str, str], events: int, rounds: int) -> Figure:
    """Every format in turn, each by a command of its own that opens the session anew."""

    def every_format() -> None:
        for form in formats():
            _run([*command(), "export", path, "--format", form, "-o", str(folder / f"report.{form}")], folder, env)

    found = in_turn({"ours": lambda: milliseconds(every_format) / 1000}, max(2, rounds // 5))
    return Figure(
        f"exporting {events:,} events in {len(formats())} formats, one command each",
        "s",
        median(found["ours"]),
        None,
        "none",
        aim=3,
        absolute=True,
        remark=steadiness(found["ours"], "s"),
    )


def _run(arguments: list[str], folder: Path, env: Mapping[str, str]) -> None:
    subprocess.run(arguments, cwd=folder, env=dict(env), stdout=subprocess.DEVNULL, check=True)

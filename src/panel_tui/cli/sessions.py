"""The commands that make, open, list and join sessions."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from panel_tui import ways
from panel_tui.cli.door import main, needs_terminal, rooms_of, run_app, say_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panel_tui.hosting import Way
    from panel_tui.live_room import LiveRoom
    from panel_tui.plain import PlainMode


@main.command("open")
@click.argument("session")
@click.option("--read-only", is_flag=True, help="Look at it only, also while another panel-tui has it.")
@ways.options
@click.pass_context
def open_session(ctx: click.Context, session: str, read_only: bool, way: Way | None) -> None:
    """Open a session by its name or its file, straight in the app.

    The options for a network say how seats shall reach it once you open them there, with F4.
    """
    run_app(rooms_of(ctx), session, read_only=read_only, way=way)


@main.command()
@click.option(
    "--at",
    "stage",
    type=click.Choice(["briefing", "points", "deliberation", "questions", "close"]),
    default="points",
    show_default=True,
    help="The stage to begin at.",
)
@click.option("--make", is_flag=True, help="Only make the session and print its path.")
@click.pass_context
def demo(ctx: click.Context, stage: str, make: bool) -> None:
    """Open a made-up assessment of a rent-arrears service, marked as a rehearsal."""
    rooms = rooms_of(ctx)
    if make:
        from panel_tui.demo import make_demo

        room = make_demo(rooms, stage)
        room.close()
        click.echo(room.place)
    else:
        run_app(rooms, demo=stage)


@main.command()
@click.argument("plan", type=click.Path(path_type=Path))
@click.option(
    "--kind",
    type=click.Choice(["panel", "self"]),
    help="Whatever the plan says: panel for an assessment, self for a team's own record of itself.",
)
@click.pass_context
def new(ctx: click.Context, plan: Path, kind: str | None) -> None:
    """Make a session from a plan in YAML; prints the new file's path and nothing else."""
    from msgspec.structs import replace

    from panel_tui.plan import prepare, read_plan

    rooms = rooms_of(ctx)
    planned, problems = read_plan(plan)
    if kind is not None:
        planned = replace(planned, kind=kind)
    room = rooms.create(prepare(planned, rooms, cwd=plan.resolve().parent, problems=problems))
    room.close()
    click.echo(room.place)


@main.command()
@click.pass_context
def sessions(ctx: click.Context) -> None:
    """List the sessions: name, service, phase, stage and outcome."""
    from panel_tui.lines import on_one_line
    from panel_tui.rooms import only_rehearsals

    found = rooms_of(ctx).list()
    for summary in found:
        if summary.fields is None:
            click.echo(on_one_line(f"{summary.name}: {summary.problem}"))
            continue
        fields = summary.fields
        marks = [
            fields.phase,
            fields.stage,
            fields.outcome,
            "a team's own record" if fields.kind == "self" else None,
            "published" if fields.published else None,
            "rehearsal" if fields.rehearsal else None,
        ]
        click.echo(on_one_line(f"{summary.name}: {fields.service}, {', '.join(mark for mark in marks if mark)}"))
    if only_rehearsals(found):
        click.echo("There are no sessions yet; 'panel-tui demo' makes one to try.", err=True)


@main.command()
@click.argument("link")
@ways.known
@click.pass_context
def join(ctx: click.Context, link: str, known: ways.Known) -> None:
    """Take your seat in somebody's room by the link that the lead gave you, with the same screens."""
    needs_terminal("panel-tui plain LINK")
    run_app(rooms_of(ctx), joined=ways.join(link, known))


@main.command()
@click.argument("session")
@click.option("--as", "name", help="The seat that has the keyboard; else the lead.")
@click.option("--json", "as_json", is_flag=True, help="Print each event that was kept as one line of JSON.")
@click.option("--keep-going", is_flag=True, help="In a pipe, carry on after a refused command.")
@click.option("--read-only", is_flag=True, help="Look at it only, also while another panel-tui has it.")
@ways.known
@click.pass_context
def plain(
    ctx: click.Context,
    session: str,
    name: str | None,
    as_json: bool,
    keep_going: bool,
    read_only: bool,
    known: ways.Known,
) -> None:
    """Run a session in plain lines of text, from a terminal or a pipe. 'help' lists the commands.

    SESSION may also be a seat's link, as the lead gave it: then the lines are those of that seat.

    A refused command prints one line that starts with 'refused:'; in a pipe the exit status is then 1.
    """
    from panel_tui.grammar.reader import find_seat
    from panel_tui.grammar.typed import piped
    from panel_tui.plain import PlainMode
    from panel_tui.speaker import Speaker
    from panel_tui.standard.finder import here

    room: LiveRoom
    if session.startswith(("http://", "https://")):
        if name or read_only:
            raise click.UsageError("a link is one seat's own: leave --as and --read-only out.")
        room = ways.join(session, known)
    else:
        room = rooms_of(ctx).open(session, read_only=read_only)
    speaker = Speaker(room, find_seat(room.state, name).id if name else None)
    mode = PlainMode(
        speaker,
        say_data if as_json else click.echo,
        lambda text: click.echo(text, err=True),
        json=as_json,
        folder=here(),
    )
    _end_in_order()
    if sys.stdin is None:  # closed by who started us
        ctx.exit(mode.run((), keep_going=keep_going))
    if sys.stdin.isatty():
        ctx.exit(_talk(mode))
    ctx.exit(mode.run(piped(sys.stdin.buffer), keep_going=keep_going))


def _end_in_order() -> None:
    """Let the signals that end a program, and a terminal that is closed, end it by its own doors."""

    def end(number: int, _: object) -> None:
        for name in ending:
            signal.signal(name, signal.SIG_IGN)  # once: a second must not stop what is saved at the end
        raise SystemExit(128 + number)

    ending = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]  # not on Windows
    for name in ending:
        signal.signal(name, end)


def _talk(mode: PlainMode) -> int:
    """A conversation at a terminal: the prompt says where the room is; ctrl+d leaves."""
    from panel_tui.plain import prompt

    with suppress(ImportError):
        import readline  # noqa: F401 - lends the line its editing and history where the system has it

    def typed() -> Iterator[str]:
        while True:
            try:
                yield input(prompt(mode.speaker))
            except (EOFError, KeyboardInterrupt):
                click.echo()
                return

    mode.carry_out("show")
    mode.run(typed(), keep_going=True)
    return 1 if mode.room.keeping.unsaved else 0


@main.command("rescue")
@click.argument("session")
@click.option("--take", is_flag=True, help="Take them in: each missing entry is appended exactly as it was.")
@click.pass_context
def rescue_session(ctx: click.Context, session: str, take: bool) -> None:
    """Say which rescue files a session has, and take their entries in.

    A rescue file is written at the end when a session's own file could not take everything. It is removed once all
    that it holds is in the session.
    """
    from panel_tui.lines import on_one_line

    rooms = rooms_of(ctx)
    room = rooms.open(session)
    room.close()
    if not room.rescues:
        click.echo(f"{room.name} has no rescue file.")
    for found in room.rescues:
        if take and found.kind == "more":
            number = rooms.take(found)
            click.echo(on_one_line(f"Taken in: {'1 entry' if number == 1 else f'{number} entries'}, from {found.path}"))
        else:
            click.echo(on_one_line(found.sentence))


@main.command()
@click.argument("session")
@click.option("--json", "as_json", is_flag=True, help="Print where it is, the PIN and all links as one line of JSON.")
@ways.options
@click.pass_context
def serve(ctx: click.Context, session: str, as_json: bool, way: Way | None) -> None:
    """Let seats take part from their own devices, without a screen here, until ctrl+c or 'quit'.

    On this computer alone, unless an option says otherwise. Prints each seat's link, and who asks to come in.
    """
    from panel_tui.hosting import Way
    from panel_tui.web.command import serve as stay

    room = rooms_of(ctx).open(session)
    ctx.exit(stay(room, way or Way(), say_data if as_json else click.echo, as_json=as_json))

"""The front door: the panel-tui command. Each command loads what it needs and nothing else."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from panel_tui import __version__, ways
from panel_tui.errors import PanelError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panel_tui.hosting import Way
    from panel_tui.live_room import LiveRoom
    from panel_tui.plain import PlainMode
    from panel_tui.rooms import Rooms


class _Door(click.Group):
    """Shows every error of ours as its one sentence, and never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PanelError as error:
            click.echo(f"panel-tui: {error.message}", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            # The reader of our output went away, as `head` does; there is nobody left to tell.
            sys.stdout = None
            ctx.exit(1)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001 - no traceback ever reaches a person
            if isinstance(error, OSError) and error.filename is None:  # a stream: all else has a name, or is ours
                sys.stdout = None  # or leaving would try once more
                _tell(f"panel-tui: the answer could not be written: {error.strerror}.")
            else:
                _tell(_own_error(error))
            ctx.exit(1)


def _tell(sentence: str) -> None:
    with suppress(OSError):
        click.echo(sentence, err=True)


def _own_error(error: Exception) -> str:
    from platformdirs import user_state_path

    from panel_tui.room import utc_now
    from panel_tui.tui import door

    return door.paragraph(None, None, door.write_report(error, user_state_path("panel-tui") / "reports", utc_now()))


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"panel-tui {__version__}")
        ctx.exit()


@click.group(cls=_Door, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
@click.option(
    "--sessions",
    type=click.Path(path_type=Path),
    help="The folder of the sessions. Else PANEL_TUI_SESSIONS, ./sessions where it exists, or your data folder.",
)
@click.pass_context
def main(ctx: click.Context, sessions: Path | None) -> None:
    """Run a service assessment: a panel walks a published standard, point by point, to a report.

    Without a command, opens Home: your sessions, the demo, and the standards.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that knows no ⚖ still gets every word
            stream.reconfigure(errors="backslashreplace")
    ctx.obj = sessions
    if ctx.invoked_subcommand is None:
        _run_app(_rooms(ctx))


def _rooms(ctx: click.Context) -> Rooms:
    from panel_tui.rooms import Rooms
    from panel_tui.standard.finder import here

    return Rooms.at(ctx.obj, os.environ, here())


def _needs_terminal(instead: str) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise PanelError(f"the screens need a terminal; {instead}.")


def _run_app(
    rooms: Rooms,
    open_first: str | None = None,
    *,
    demo: str | None = None,
    read_only: bool = False,
    way: Way | None = None,
    joined: LiveRoom | None = None,
) -> None:
    _needs_terminal("'panel-tui plain SESSION' works without one")
    # A key that changes two frames waits half as long for the second; Textual reads this when it is imported.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    from panel_tui.tui.run import run

    status = run(
        rooms,
        open_first=open_first,
        demo=demo,
        read_only=read_only,
        open_seats=ways.open_seats,
        networks=ways.networks,
        way=way,
        joined=joined,
    )
    if status:
        sys.exit(status)


@main.command("open")
@click.argument("session")
@click.option("--read-only", is_flag=True, help="Look at it only, also while another panel-tui has it.")
@ways.options
@click.pass_context
def open_session(ctx: click.Context, session: str, read_only: bool, way: Way | None) -> None:
    """Open a session by its name or its file, straight in the app.

    The options for a network say how seats shall reach it once you open them there, with F4.
    """
    _run_app(_rooms(ctx), session, read_only=read_only, way=way)


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
    rooms = _rooms(ctx)
    if make:
        from panel_tui.demo import make_demo

        room = make_demo(rooms, stage)
        room.close()
        click.echo(room.place)
    else:
        _run_app(rooms, demo=stage)


@main.command()
@click.argument("plan", type=click.Path(path_type=Path))
@click.pass_context
def new(ctx: click.Context, plan: Path) -> None:
    """Make a session from a plan in YAML; prints the new file's path and nothing else."""
    from panel_tui.plan import prepare, read_plan

    rooms = _rooms(ctx)
    planned, problems = read_plan(plan)
    room = rooms.create(prepare(planned, rooms, cwd=plan.resolve().parent, problems=problems))
    room.close()
    click.echo(room.place)


@main.command()
@click.pass_context
def sessions(ctx: click.Context) -> None:
    """List the sessions: name, service, phase, stage and outcome."""
    from panel_tui.lines import on_one_line
    from panel_tui.rooms import only_rehearsals

    found = _rooms(ctx).list()
    for summary in found:
        if summary.fields is None:
            click.echo(on_one_line(f"{summary.name}: {summary.problem}"))
            continue
        fields = summary.fields
        marks = [fields.phase, fields.stage, fields.outcome, "rehearsal" if fields.rehearsal else None]
        click.echo(on_one_line(f"{summary.name}: {fields.service}, {', '.join(mark for mark in marks if mark)}"))
    if only_rehearsals(found):
        click.echo("There are no sessions yet; 'panel-tui demo' makes one to try.", err=True)


@main.command()
@click.argument("link")
@ways.known
@click.pass_context
def join(ctx: click.Context, link: str, known: ways.Known) -> None:
    """Take your seat in somebody's room by the link that the lead gave you, with the same screens."""
    _needs_terminal("'panel-tui plain LINK' works without one")
    _run_app(_rooms(ctx), joined=ways.join(link, known))


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
    from panel_tui.plain import PlainMode
    from panel_tui.speaker import Speaker
    from panel_tui.standard.finder import here

    room: LiveRoom
    if session.startswith(("http://", "https://")):
        if name or read_only:
            raise click.UsageError("a link is one seat's own: leave --as and --read-only out.")
        room = ways.join(session, known)
    else:
        room = _rooms(ctx).open(session, read_only=read_only)
    speaker = Speaker(room, find_seat(room.state, name).id if name else None)
    mode = PlainMode(speaker, click.echo, lambda text: click.echo(text, err=True), json=as_json, folder=here())
    if sys.stdin is None:  # closed by who started us
        ctx.exit(mode.run((), keep_going=keep_going))
    if sys.stdin.isatty():
        ctx.exit(_talk(mode))
    given = TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
    ctx.exit(mode.run(given, keep_going=keep_going))


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

    room = _rooms(ctx).open(session)
    ctx.exit(stay(room, way or Way(), click.echo, as_json=as_json))


@main.command()
@click.argument("session")
@click.option("--format", "format", help="md, html, docx, odt, csv or json; else from the ending of -o, else md.")
@click.option("--for", "reader", help="team, panel, internal or public. JSON is internal unless said otherwise.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file, a folder, or - for standard output.")
@click.option("--names/--no-names", default=None, help="Whether people's names stand in it; only internal has them.")
@click.option("--as", "name", help="A seat whose own private notes go along, for that person alone.")
@click.pass_context
def export(
    ctx: click.Context,
    session: str,
    format: str | None,
    reader: str | None,
    output: Path | None,
    names: bool | None,
    name: str | None,
) -> None:
    """Write the report of a session as it stands; a session that is not closed gives a draft."""
    from panel_tui.grammar.reader import find_seat
    from panel_tui.report import export as reports
    from panel_tui.report.export import ExportError
    from panel_tui.session.view import AUDIENCES, Audience
    from panel_tui.session.views import audience

    ending = output.suffix.removeprefix(".").lower() if output else ""
    format = (format or (ending if ending in reports.formats() else "md")).lower()
    wanted = reader or reports.default_audience(format)
    known: Audience | None = next((one for one in AUDIENCES if one == wanted), None)
    if known is None:
        raise ExportError(f"There is no audience '{reader}': choose {', '.join(AUDIENCES)}.")
    room = _rooms(ctx).open(session, read_only=True)
    seat = find_seat(room.state, name).id if name else None
    viewer = audience(known, seat=seat, names=names)
    view = room.view(viewer)
    report = reports.build(view, room.log(viewer), room.now(), __version__)
    content = reports.render(report, format)
    if output == Path("-"):
        sys.stdout.buffer.write(content)
        return
    path = output or Path(reports.file_name(view, format))
    if path.is_dir():
        path = path / reports.file_name(view, format)
    click.echo(reports.write(path, content))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def verify(ctx: click.Context, file: Path) -> None:
    """Walk the chain of hashes of a session's file and name the first event that does not fit."""
    from panel_tui.lines import on_one_line
    from panel_tui.store.verify import verify as walk

    verdict = walk(file)
    click.echo(on_one_line(f"{file}: {verdict.why}"), err=not verdict.ok)
    ctx.exit(0 if verdict.ok else 1)


@main.group(invoke_without_command=True)
@click.pass_context
def standards(ctx: click.Context) -> None:
    """List the standards; show, check or begin one."""
    if ctx.invoked_subcommand is None:
        from panel_tui.standard.finder import available
        from panel_tui.standard.printed import listing

        click.echo(listing(available()))


@standards.command("show")
@click.argument("standard")
def standards_show(standard: str) -> None:
    """Print a standard by its id or its file: scale, running order, points, prompts and evidence."""
    from panel_tui.standard.finder import find
    from panel_tui.standard.printed import details
    from panel_tui.standard.reader import read_standard

    click.echo(details(read_standard(find(standard))))


@standards.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON, for editors.")
@click.pass_context
def standards_check(ctx: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Check files: every mistake with its line, and what was probably meant. Exit status 1 where there is one."""
    from panel_tui.standard.printed import check_lines, problems_json
    from panel_tui.standard.reader import check_file

    reports = [(file, check_file(file)) for file in files]
    if as_json:
        click.echo(problems_json(problem for _, report in reports for problem in report.problems))
    else:
        for file, report in reports:
            click.echo("\n".join(check_lines(file, report)))
    ctx.exit(1 if any(report.errors for _, report in reports) else 0)


@standards.command("new")
@click.argument("file", type=click.Path(path_type=Path))
def standards_new(file: Path) -> None:
    """Begin a standard of your own: a commented file that passes the check."""
    from panel_tui.standard.printed import write_new

    click.echo(write_new(file))

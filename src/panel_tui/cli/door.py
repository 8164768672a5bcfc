"""The front door: the panel-tui command, what every one of its commands has, and what it says of an error."""

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
from panel_tui.grammar.typed import MARKED

if TYPE_CHECKING:
    from panel_tui.hosting import Way
    from panel_tui.live_room import LiveRoom
    from panel_tui.rooms import Rooms


class _Door(click.Group):
    """Shows every error of ours as its one sentence, and never a traceback."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        _take_any_sign()
        return super().main(*args, **kwargs)

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


def _take_any_sign() -> None:
    """Before anything is read or said: a terminal that knows no ⚖ still gets every word, and what cannot be read of
    what is typed is marked, so that it is refused."""
    for stream, errors in ((sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace"), (sys.stdin, MARKED)):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=errors)


def say_data(text: str, *, nl: bool = True) -> None:
    """Print what programs read, in UTF-8 whatever the stream's own encoding is; a terminal gets it in its own."""
    click.echo(text if sys.stdout is None or sys.stdout.isatty() else text.encode(errors="backslashreplace"), nl=nl)


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
    ctx.obj = sessions
    if ctx.invoked_subcommand is None:
        run_app(rooms_of(ctx))


def rooms_of(ctx: click.Context) -> Rooms:
    """The sessions that a command is about."""
    from panel_tui.rooms import Rooms
    from panel_tui.standard.finder import here

    rooms = Rooms.at(ctx.obj, os.environ, here())
    if rooms.notice:
        _tell(f"panel-tui: {rooms.notice}")
    return rooms


def needs_terminal(plain: str) -> None:
    """Raise `PanelError` where there is no terminal that can draw; `plain` is the command that works all the same."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise PanelError(f"the screens need a terminal; '{plain}' works without one.")
    term = os.environ.get("TERM", "")
    if sys.platform != "win32" and term in {"", "dumb", "unknown"}:  # Windows sets no TERM, and its console draws
        why = f"TERM is {term}" if term else "TERM is not set"
        raise PanelError(f"this terminal cannot draw the screens ({why}); '{plain}' works in every terminal.")


def run_app(
    rooms: Rooms,
    open_first: str | None = None,
    *,
    demo: str | None = None,
    read_only: bool = False,
    way: Way | None = None,
    joined: LiveRoom | None = None,
) -> None:
    """Open the screens and stay until they are left; an exit status above 0 is passed on."""
    needs_terminal("panel-tui plain SESSION")
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

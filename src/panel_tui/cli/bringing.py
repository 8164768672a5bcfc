"""The commands that bring a team's evidence in, and that print lists for it to fill in."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from panel_tui.cli.door import main, rooms_of, say_data
from panel_tui.errors import PanelError

if TYPE_CHECKING:
    from panel_tui.intake.preview import Preview
    from panel_tui.intake.reading import Layout
    from panel_tui.room import Room
    from panel_tui.rooms import Rooms
    from panel_tui.session.terms import EvidenceState, SourceKind

KINDS: tuple[SourceKind, ...] = ("trello", "csv", "markdown", "self")
PATIENCE = 1.0
"""Seconds of silence before it is said that something takes its time."""


class _Import(click.Command):
    """Shows its three words as they are typed: which kind may be left out."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["[OPTIONS]", f"[{'|'.join(KINDS)}]", "FILE", "SESSION"]


@main.command("import", cls=_Import)
@click.argument("words", nargs=-1, required=True, metavar="[KIND] FILE SESSION")
@click.option("--dry-run", is_flag=True, help="Only print what would come and where to; nothing is written.")
@click.option("--yes", is_flag=True, help="Bring it in without asking, as it also goes without a terminal.")
@click.option(
    "--layout",
    type=click.Choice(["auto", "lists", "cards", "states"]),
    default="auto",
    show_default=True,
    help="Of a board: a list for each point, a card for each point, or lists by state.",
)
@click.option(
    "--unmarked",
    type=click.Choice(["done", "planned"]),
    default="planned",
    show_default=True,
    help="What evidence is that says neither.",
)
@click.option("--archived", is_flag=True, help="Of a board: archived lists and cards too.")
@click.option(
    "--place",
    "places",
    multiple=True,
    metavar="ROW=POINT",
    help="Correct a row of the preview: 12=4, 12=none, 12=done, 12=planned, 12=out. May be given again.",
)
@click.pass_context
def bring_in(
    ctx: click.Context,
    words: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    layout: Layout,
    unmarked: EvidenceState,
    archived: bool,
    places: tuple[str, ...],
) -> None:
    """Bring a team's evidence into a session: a Trello board, a list, or its own record of itself.

    KIND is trello (a board's or a card's JSON export), csv, markdown or self; without it the file says which it is.
    A preview comes first. At a terminal you accept or correct it; without one it goes ahead.
    """
    from panel_tui.intake.corrections import corrected
    from panel_tui.intake.preview import Preview
    from panel_tui.intake.reading import Wishes, read
    from panel_tui.session.bodies import EvidenceBrought
    from panel_tui.session.rules import may
    from panel_tui.standard.finder import here

    kind, file, session = _meant(words)
    rooms = rooms_of(ctx)
    room = _opened(rooms, session, read_only=dry_run)
    try:
        refusal = None if dry_run else may(room.state, room.state.lead, EvidenceBrought)
        if refusal is not None:
            raise PanelError(f"{refusal[0].upper()}{refusal[1:]}.")
        with _progress(f"Reading {file}"):
            wishes = Wishes(layout=layout, unmarked=unmarked, archived=archived)
            found = read(kind, file, room.state, folder=here(), rooms=rooms, wishes=wishes)
            preview = Preview(found, room.state)
        for place in places:
            preview = corrected(preview, place)
        _show(preview)
        if dry_run:
            click.echo("Nothing was written.")
            return
        agreed = _asked(preview) if _at_a_terminal() and not yes else preview
        if agreed is None:
            click.echo("Nothing was brought in.")
            return
        _bring(room, agreed)
    finally:
        room.close()


def _meant(words: tuple[str, ...]) -> tuple[SourceKind | None, str, str]:
    if len(words) == 2:
        return None, words[0], words[1]
    kind: SourceKind | None = next((one for one in KINDS if one == words[0].lower()), None)
    if len(words) != 3:
        raise click.UsageError("say what to bring in and where to: panel-tui import [KIND] FILE SESSION.")
    if kind is None:
        raise click.UsageError(f"'{words[0]}' is no kind of evidence: choose {', '.join(KINDS)}.")
    return kind, words[1], words[2]


def _opened(rooms: Rooms, session: str, *, read_only: bool) -> Room:
    from panel_tui.rooms import HeldElsewhere

    try:
        return rooms.open(session, read_only=read_only)
    except HeldElsewhere as error:
        raise PanelError(f"{error.message} Or bring it in there, with I.") from None


def _at_a_terminal() -> bool:
    return bool(sys.stdin and sys.stdin.isatty() and sys.stdout.isatty())


def _show(preview: Preview) -> None:
    from panel_tui.lines import on_one_line

    for line in (*preview.lines(), *preview.sentences()):
        click.echo(on_one_line(line))


def _asked(preview: Preview) -> Preview | None:
    """The preview as somebody at the terminal agrees to it, after every correction; None where they do not."""
    from panel_tui.intake.corrections import corrected
    from panel_tui.lines import on_one_line

    while True:
        try:
            typed = input(
                'Bring this in? [y]es, [n]o, or a correction such as "12 4" (row 12 to point 4), "12 done", '
                '"12 none", "12 out": '
            ).strip()
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return None
        if typed.lower() in ("y", "yes"):
            return preview
        if typed.lower() in ("n", "no"):
            return None
        if not typed:
            continue
        try:
            preview = corrected(preview, typed)
        except PanelError as error:
            click.echo(on_one_line(error.message))
            continue
        for line in preview.row_lines(int(typed.replace("=", " ").split()[0])):
            click.echo(line)


def _bring(room: Room, preview: Preview) -> None:
    from panel_tui.store.errors import StoreError

    made = preview.bodies()
    if not made:
        click.echo(preview.nothing())
        return
    try:
        room.record(room.state.lead, *made).result()
    except StoreError as error:
        # Its sentence is one for a screen that goes on and tries again; here nothing is left in any memory.
        reason = error.message.partition(": everything")[0].rstrip(".")
        raise PanelError(f"Nothing was brought in: {reason}. Mend that, then import it again.") from None
    click.echo(preview.done())


@contextmanager
def _progress(doing: str) -> Iterator[None]:
    """Says on standard error, at a terminal, that something takes its time, and for how long it has."""
    if not (sys.stderr and sys.stderr.isatty()):
        yield
        return
    done = threading.Event()
    began = time.monotonic()

    def tell() -> None:
        wait = PATIENCE
        while not done.wait(wait):
            click.echo(f"\r{doing}: {time.monotonic() - began:.0f} s", nl=False, err=True)
            wait = 0.5

    telling = threading.Thread(target=tell, daemon=True)
    telling.start()
    try:
        yield
    finally:
        done.set()
        telling.join()
        if time.monotonic() - began > PATIENCE:
            click.echo("\r\x1b[K", nl=False, err=True)


@main.command()
@click.argument("form", type=click.Choice(["csv", "markdown"]))
@click.argument("standard")
@click.option("--phase", help="Only the points of this phase.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A new file; else, or with -, it is printed.")
def template(form: str, standard: str, phase: str | None, output: Path | None) -> None:
    """Print a list of evidence to fill in, with every point of a standard, for 'import' to read."""
    from panel_tui.intake.templates import template as made
    from panel_tui.intake.templates import written
    from panel_tui.standard.finder import find
    from panel_tui.standard.reader import read_standard

    text = made(read_standard(find(standard)), "csv" if form == "csv" else "markdown", phase)
    if output is None or str(output) == "-":
        say_data(text, nl=False)
    else:
        click.echo(written(output, text))

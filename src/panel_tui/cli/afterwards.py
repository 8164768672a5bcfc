"""The commands for after the day: the public page of all assessments, and what is open across sessions."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from panel_tui import __version__
from panel_tui.cli.door import main, rooms_of, say_data
from panel_tui.errors import PanelError

if TYPE_CHECKING:
    from panel_tui.follow_up import By
    from panel_tui.report.register.model import Entry


@main.command()
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path), help="The folder, made if it is missing.")
@click.option("--title", help="The heading of the page.")
@click.option("--organisation", help="Whose assessments they are.")
@click.option("--intro", help="What stands under the heading; an empty line begins a new paragraph.")
@click.option("--also", type=click.Path(path_type=Path), help="A YAML file with what was not made with this tool.")
@click.option("--reports", is_flag=True, help="Write the public report of each session that has no address of one.")
@click.option(
    "--per-page",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="With more assessments than this, older years have pages of their own.",
)
@click.option("--example", is_flag=True, help="Only print a file for --also to begin with.")
@click.pass_context
def register(
    ctx: click.Context,
    folder: Path | None,
    title: str | None,
    organisation: str | None,
    intro: str | None,
    also: Path | None,
    reports: bool,
    per_page: int,
    example: bool,
) -> None:
    """Write the public page of all assessments that were marked as published, in HTML and in Markdown.

    Newest first: service, month, phase, the service's own paragraph, outcome, and links to report and evidence. What
    was left out is said, in counts.
    """
    if example:
        from panel_tui.intake.catalogue import EXAMPLE

        say_data(EXAMPLE, nl=False)
        return
    if folder is None:
        raise click.UsageError("say with -o which folder to write the page into.")
    from panel_tui.report.register import copies, model, sessions
    from panel_tui.report.register import folder as pages

    top, others = _read(also) if also else ({}, ())
    rooms = rooms_of(ctx)
    listed = rooms.list()
    if not (listed or others):
        raise PanelError(
            f"There are no sessions in {rooms.place}, so nothing was written: name another with --sessions."
        )
    found = sessions.gather(listed)
    published, told = found.published, found.told
    if reports:
        published, trouble = copies.write(rooms, published, folder, __version__)
        told += trouble
    entries, gave_way = sessions.with_others((one.entry for one in published), others)
    given = {"title": title, "organisation": organisation, "intro": intro}
    heading = top | {name: text for name, text in given.items() if text}
    written = pages.write(folder, model.register(entries, **heading, per_page=per_page))
    removed = written.removed + copies.withdraw(published, folder)
    _say((*told, *gave_way, *([f"Taken away from an earlier run: {removed}."] if removed else [])))
    for path in written.pages:
        click.echo(path)


def _read(also: Path) -> tuple[dict[str, str], tuple[Entry, ...]]:
    """What stands at the top of the page, and the assessments, as the file lists them."""
    from msgspec.structs import asdict

    from panel_tui.intake.catalogue import read_catalogue
    from panel_tui.report.register.model import Entry

    catalogue = read_catalogue(also)
    told = {"title": catalogue.title, "organisation": catalogue.organisation, "intro": catalogue.intro}
    entries = tuple(Entry(**asdict(one)) for one in catalogue.assessments)
    return {name: text for name, text in told.items() if text}, entries


def _say(sentences: Iterable[str]) -> None:
    from panel_tui.lines import on_one_line

    for sentence in sentences:
        click.echo(on_one_line(sentence), err=True)


def _a_day(ctx: click.Context, option: click.Parameter, text: str | None) -> str | None:
    from panel_tui.session.rules.panel import is_date

    if text is not None and not is_date(text):
        raise click.BadParameter(f"'{text}' is not a date; write it as 2026-12-31", ctx, option)
    return text


@main.command("follow-up")
@click.option(
    "--by",
    type=click.Choice(["service", "owner", "date"]),
    default="service",
    show_default=True,
    help="What to group and sort by; date is when it is due.",
)
@click.option("--service", help="Only services whose name holds this.")
@click.option("--owner", help="Only owners whose name holds this.")
@click.option("--due-before", metavar="YYYY-MM-DD", callback=_a_day, help="Only what is due before this day.")
@click.option("--overdue", is_flag=True, help="Only what is overdue today.")
@click.option(
    "--format",
    "format",
    type=click.Choice(["text", "csv", "json", "md"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
@click.pass_context
def follow_up(
    ctx: click.Context,
    by: By,
    service: str | None,
    owner: str | None,
    due_before: str | None,
    overdue: bool,
    format: str,
) -> None:
    """List the recommendations that are open, across all sessions.

    A recommendation is open until a panel has found that it has taken root, or no longer applies. Rehearsals and
    teams' own records are left out. The exit status is 1 only where there are sessions and none can be read.
    """
    from panel_tui import follow_up as following

    rooms = rooms_of(ctx)
    found = following.find(rooms, rooms.clock().astimezone().date())
    _say((*found.broken, *([found.left_out] if found.left_out else [])))
    if not (found.open or found.broken or found.left_out or rooms.list()):
        _say([f"There are no sessions in {rooms.place}."])
    if not found.readable:
        ctx.exit(1)
    wanted = following.Wanted(service=service, owner=owner, due_before=due_before, overdue=overdue)
    some = tuple(one for one in found.open if wanted.fits(one))
    if format == "csv":
        sys.stdout.buffer.write(following.as_csv(some, by))
    elif format == "json":
        say_data(following.as_json(some, by), nl=False)
    elif format == "md":
        say_data(following.as_markdown(some, found.open, by), nl=False)
    else:
        click.echo(following.as_text(some, found.open, by), nl=False)

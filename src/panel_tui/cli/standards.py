"""The commands about standards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from panel_tui.cli.door import main, say_data

if TYPE_CHECKING:
    pass


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
        say_data(problems_json(problem for _, report in reports for problem in report.problems))
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

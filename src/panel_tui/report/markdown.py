"""The report as Markdown (CommonMark with GitHub's tables), one file of UTF-8 text with LF line ends.

Text is escaped so that none of it can become a heading, a link, HTML or the border of a table. The results
stand once more in YAML at the top, for programs that read a register of reports.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from panel_tui.report.blocks import Block, Bullets, Facts, Grid, Heading, Pair, Paragraph, Run, Text
from panel_tui.report.model import CarriedPoint, Report
from panel_tui.report.outline import outline
from panel_tui.report.phrases import said
from panel_tui.report.words import plain

_SIGNS = re.compile(r"[\\`*_\[\]<|~$]|&(?=#|[A-Za-z])")
_LINE_START = re.compile(r"^(\d{0,9})([-+=:>#.)])")
_IN_YAML = re.compile("[<\\[\\]\u2028\u2029]")
_BARE_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp)(?=:)|\b(www)(?=\.)")


def render(report: Report) -> bytes:
    """The report as Markdown."""
    lines = [*_front_matter(report), f"# {_runs(said(report.title), ' ')}", ""]
    for block in outline(report, "md"):
        drawn = [*_block(block)]
        lines += [*drawn, ""] if drawn else []
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


def escape(line: str) -> str:
    """One line of text that stands for itself in Markdown."""
    line = _SIGNS.sub(r"\\\g<0>", line)
    line = _BARE_ADDRESS.sub(r"\g<0>\\", line)
    return _LINE_START.sub(r"\1\\\2", line)


def _runs(text: Text, line_break: str) -> str:
    return "".join(_run(run, line_break) for run in text)


def _run(run: Run, line_break: str) -> str:
    if run.href:
        return f"<{run.href.replace('<', '%3C').replace('>', '%3E')}>"
    lines = [" ".join(line.split()) for line in run.text.split("\n")]
    before = " " if run.text[:1] == " " else line_break if run.text[:1] == "\n" else ""
    after = " " if run.text[-1:] == " " else ""
    body = line_break.join(escape(line) for line in lines if line)
    if not body:
        return before
    return f"{before}**{body}**{after}" if run.strong else f"{before}{body}{after}"


def _block(block: Block) -> Iterable[str]:
    match block:
        case Heading():
            return [f"{'#' * block.level} {_runs(said(block.text), ' ')}"]
        case Paragraph(style="mark" | "aside"):
            return ["> " + _runs(block.text, "\\\n> ")]
        case Paragraph():
            return [_runs(block.text, "\\\n")]
        case Bullets():
            return _bullets(block.items)
        case Facts():
            return _bullets((Run(f"{name}: ", strong=True), *value) for name, value in block.rows)
        case Pair():
            left = [f"**{escape(block.left)}**", "", *_bullets(block.left_items), ""]
            return [*left, f"**{escape(block.right)}**", "", *_bullets(block.right_items)]
        case Grid():
            return _table(block.head, block.rows)
        case _:  # the picture is for a screen; the table of results says the same
            return []


def _bullets(items: Iterable[Text]) -> list[str]:
    return ["- " + _runs(item, "\\\n  ") for item in items]


def _table(head: Iterable[str], rows: Iterable[Iterable[Text]]) -> list[str]:
    names = [escape(name) for name in head]
    lines = [f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}"]
    lines += [f"| {' | '.join(_runs(cell, '<br>') for cell in row)} |" for row in rows]
    return lines


def _front_matter(report: Report) -> list[str]:
    view, result = report.view, report.result
    told: dict[str, str | bool | None] = {
        "title": report.title,
        "service": view.service,
        "organisation": view.organisation,
        "team": view.team,
        "phase": view.phase,
        "standard": view.standard.id,
        "standard-version": view.standard.version,
        "assessment-date": view.date,
        "kind": report.kind,
        **({"result": result.agreed} if result else {}),
        "for": report.view.viewer.audience,
        "draft": view.closed_at is None,
        "rehearsal": view.rehearsal,
    }
    lines = [f"{name}: {_scalar(value)}" for name, value in told.items()]
    if result is not None and report.every:
        lines.append("points:")
        for point in report.every:
            parts: dict[str, str | bool | None] = {
                "number": point.number,
                "title": point.title,
                "result": point.label,
                **({"carried-over": True} if isinstance(point, CarriedPoint) else {}),
            }
            lines.append(f"  - {{{', '.join(f'{name}: {_scalar(value)}' for name, value in parts.items())}}}")
    return ["---", *lines, "---", ""]


def _scalar(value: str | bool | None) -> str:
    """A YAML scalar: JSON's quoting is YAML's, once the line ends that only YAML knows are written out.

    So are the signs of links and elements, for readers of Markdown that do not know of YAML at the top.
    """
    if isinstance(value, str):
        return _IN_YAML.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(plain(value), ensure_ascii=False))
    return json.dumps(value)

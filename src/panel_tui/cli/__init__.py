"""The panel-tui command. Each of its commands loads what it needs, when it is run, and nothing else."""

from __future__ import annotations

from panel_tui.cli import afterwards, bringing, reports, sessions, standards
from panel_tui.cli.door import main

__all__ = ["afterwards", "bringing", "main", "reports", "sessions", "standards"]

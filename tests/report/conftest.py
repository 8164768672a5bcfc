"""The sessions that reports are made of, each made once."""

from __future__ import annotations

import pytest
from tests.report import sessions
from tests.report.stage import Stage


@pytest.fixture(scope="session")
def assessed() -> Stage:
    """A whole assessment, closed."""
    return sessions.assessment()


@pytest.fixture(scope="session")
def talked() -> Stage:
    """A conversation under way, with some texts agreed."""
    return sessions.talk()

"""What a test does where the machine lacks what it needs: skips with the reason, and in CI fails."""

import os
from typing import NoReturn

import pytest

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


def missing(reason: str) -> NoReturn:
    """Skip the test. In CI fail it: `.ci/run` brings what the tests use, so a skip there would hide a hole."""
    if IN_CI:
        pytest.fail(f"{reason}; in CI this must be there, see .ci/run", pytrace=False)
    pytest.skip(reason)

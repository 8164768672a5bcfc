"""A standard small enough to see whole, for tests that change one thing in it."""

from pathlib import Path

import pytest

from panel_tui.standard.model import Standard
from panel_tui.standard.reader import check_text

SMALL = """\
schema: panel-standard/1
id: small
title: Small standard
version: "1"
licence: {id: CC0-1.0}
source: {url: https://example.org}
scales:
  default:
    - {id: met, label: Met, key: "1", rank: 2}
    - {id: not-met, label: Not met, key: "2", rank: 0}
outcomes:
  - {id: pass, label: Pass}
  - {id: fail, label: Fail}
outcome_rules:
  - {when: [{level: not-met, max: 0}], then: pass}
  - {then: fail}
phases:
  - {id: alpha, title: Alpha, timeboxes: {deliberation: 45m}}
roles:
  - {id: design, title: Design}
points:
  - id: one
    number: "1"
    title: First point
    roles: [design]
    minutes: 10
    prompts:
      alpha:
        - How do you know?
  - id: two
    number: "2"
    title: Second point
running_order:
  - {id: all, title: All of it, points: [one, two]}
"""

RICH = """\
schema: panel-standard/1
id: org.rich
title: Rich standard
version: 1.10
revision: 3
locale: en-GB
description: Everything that a file can hold.
issuer: {name: No, url: https://example.org}
source: {url: https://example.org/standard, retrieved: 2026-11-21}
licence: {id: OGL-UK-3.0, url: https://example.org/licence, attribution: By us.}
supersedes: [org.poor]
scales:
  default:
    - {id: not-met, label: Not met, key: "3", rank: 0, requires: [note, recommendation]}
    - {id: met, label: Met, key: "1", rank: 2, short: M, colour: success, description: Shown working.}
    - {id: not-applicable, label: Not applicable, key: x, rank: null}
    - {id: partially-met, label: Partially met, key: "2", rank: 1}
  rag:
    - {id: green, label: Green, rank: 2}
    - {id: amber, label: Amber, rank: 1}
    - {id: red, label: Red, rank: 0}
  x:
    - {id: 'yes', label: 'Yes', rank: 1}
    - {id: 'no', label: 'No', rank: 0}
outcomes:
  - {id: met, label: Met, description: Go on.}
  - {id: not-met, label: Not met}
outcome_rules:
  - {when: [{level: unscored, max: 0}, {level: red, min: 0, max: 0, points: [users]}], then: met}
  - {then: not-met}
phases:
  - {id: alpha, title: Alpha, timeboxes: {briefing: 90m, deliberation: 1h30m, questions: 1h}}
  - {id: beta, title: Beta}
roles:
  - {id: design, title: Design}
  - {id: research, title: User research}
groups:
  - id: needs
    title: Needs
    description: What people need.
    translations: {cy: {title: Anghenion}}
    points:
      - id: users
        number: 1.a
        title: Understand users
        short_title: Users
        summary: Know them.
        guidance: Ask *them*.
        url: https://example.org/users
        importance: mandatory
        scale: x
        phases: [alpha]
        roles: [research, design]
        minutes: 20
        prompts:
          all:
            - Who?
          alpha:
            - Why?
        evidence:
          all:
            - Findings
          beta:
            - More findings
        previous_ids: [org.poor/people, persons]
        translations: {cy: {title: Defnyddwyr}}
        x: {weight: 1.50, minutes: 7}
      - id: problem
        number: 1.10
        title: Solve a problem
  - id: service
    title: Service
    points:
      - {id: simple, number: B, title: Keep it simple}
      - {id: safe, number: "4", title: Keep it safe}
running_order:
  - {id: design, title: Design, minutes: 30, roles: [design], points: [simple, problem]}
  - {id: users, title: Users, points: [users]}
translations: {cy: {title: Safon gyfoethog}}
x: {owner: {team: standards, since: 2019-05-09}, list: [no, 012]}
"""

TALK = """\
schema: panel-standard/1
id: talk
title: A talk
version: "1"
licence: {id: CC0-1.0}
source: {url: https://example.org}
conversation:
  headings:
    - {id: good, title: Done well, from: [strength]}
    - {id: gaps, title: Possible gaps, from: [concern, question]}
  recommendations: false
points:
  - id: who
    number: "1"
    title: Who has the problem?
    prompts:
      all:
        - How do you know?
"""


def parsed(text: str) -> Standard:
    report = check_text(text, "test.yaml")
    assert report.standard is not None, report.problems
    return report.standard


@pytest.fixture(scope="session")
def small_text() -> str:
    return SMALL


@pytest.fixture(scope="session")
def rich_text() -> str:
    return RICH


@pytest.fixture(scope="session")
def small() -> Standard:
    return parsed(SMALL)


@pytest.fixture(scope="session")
def rich() -> Standard:
    return parsed(RICH)


@pytest.fixture(scope="session")
def talk() -> Standard:
    return parsed(TALK)


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path

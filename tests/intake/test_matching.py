"""Which point a title is about."""

from time import process_time

import pytest

from panel_tui.intake.matching import Matcher
from panel_tui.standard.finder import shipped_folder
from panel_tui.standard.model import Standard
from panel_tui.standard.reader import check_text, read_standard


@pytest.fixture(scope="module")
def govuk() -> Standard:
    return read_standard(shipped_folder() / "govuk-2019.yaml")


@pytest.fixture(scope="module")
def matcher(govuk: Standard) -> Matcher:
    return Matcher(govuk, "alpha")


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("1. Understand user needs", "1"),
        ("1.Understand", "1"),
        ("Point 1 – who are they", "1"),
        ("point 1: who", "1"),
        ("#3 channels", "3"),
        ("# 3 channels", "3"),
        ("Standard 4:", "4"),
        ("Service standard point 4", "4"),
        ("The GOV.UK service standard no. 4", "4"),
        ("Criterion 4 - simple", "4"),
        ("4) …", "4"),
        ("(4) simple", "4"),
        ("[4] simple", "4"),
        ("4: simple", "4"),
        ("4 – simple", "4"),
        ("4 - simple", "4"),
        ("4 | simple", "4"),
        ("S4", "4"),
        ("S4: simple", "4"),
        ("S4 - simple", "4"),
        ("04. simple", "4"),
        ("14", "14"),
        ("4 Make the service simple to use", "4"),
        ("4 Make it simple", "4"),
        ("✅ 4. simple", "4"),
        ("4️⃣ simple", "4"),
        ("４． simple", "4"),
        ("٤. simple", "4"),
        ("**4.** simple", None),
        ("3 interviews", None),
        ("1.5 hours of recording", None),
        ("3-day sprint", None),
        ("2–3 interviews", None),
        ("10:30 meeting", None),
        ("7 – 9 May", None),
        ("7 - 9 May", None),
        ("P1: the login", None),
        ("Week 1 – interviews", None),
        ("1st round", None),
        ("1/2 done", None),
        ("S3 bucket policy", None),
        ("Points 1 and 2", None),
        ("Point 4a", None),
        ("#38 something", None),
        ("99. something", None),
    ],
)
def test_a_number_at_the_front_says_the_point(
    matcher: Matcher, govuk: Standard, title: str, number: str | None
) -> None:
    point = govuk.point_by_number(number) if number else None
    assert matcher.match(title) == ((point.id, "number") if point else (None, None))


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Understand users and their needs", "1"),
        ("UNDERSTAND USERS", "1"),
        ("Understanding users and their needs", "1"),
        ("Understand users & their needs!", "1"),
        ("Understand users and their need’s", "1"),
        ("Solve the whole problem", "2"),
        ("Multidisciplinary team", "6"),
        ("Multi-disciplinary team", "6"),
        ("Agile ways of working", "7"),
        ("Iterate and improve", "8"),
        ("Reliable service", "14"),
        ("Make new source code open: where it is", "12"),
        ("Make new source code open (GitHub)", "12"),
        ("99. Operate a reliable service", "14"),
        ("Research", None),
        ("Agile", None),
        ("The service", None),
        ("Team of the service", None),
        ("Use a team", None),
        ("", None),
        ("–––", None),
        ("利用者を理解する", None),
    ],
)
def test_else_its_words_say_it_where_they_mean_one_point(
    matcher: Matcher, govuk: Standard, title: str, number: str | None
) -> None:
    point = govuk.point_by_number(number) if number else None
    assert matcher.match(title) == ((point.id, "title") if point else (None, None))


@pytest.mark.parametrize("name", ["govuk-2015", "govuk-2019", "localgov-2016", "nhs", "discovery-light-touch"])
def test_every_point_is_found_by_its_own_number_title_and_short_title(name: str) -> None:
    standard = read_standard(shipped_folder() / f"{name}.yaml")
    matcher = Matcher(standard, standard.phases[0].id)
    for point in standard.points_in(standard.phases[0].id):
        assert matcher.match(point.title) == (point.id, "title")
        assert matcher.match(point.name) == (point.id, "title")
        assert matcher.match(f"{point.number}. {point.title}") == (point.id, "number")
        assert matcher.is_title(f"{point.number}. {point.title}")


def test_a_point_that_the_session_does_not_look_at_is_nobodys(govuk: Standard) -> None:
    matcher = Matcher(govuk, "alpha", carried=["understand-users"])
    assert matcher.match("1. Understand users") == (None, None)
    assert matcher.match("Understand users and their needs") == (None, None)
    assert matcher.match("2. Solve") == ("solve-whole-problem", "number")


@pytest.mark.parametrize(
    ("title", "only"),
    [
        ("Point 4", True),
        ("4. Make the service simple to use", True),
        ("4. Simple service to use", True),
        ("Make it simple to use", True),
        ("4. Prototype of the form", False),
        ("Make new source code open: where it is", False),
        ("Biscuits", False),
    ],
)
def test_a_title_may_say_no_more_than_which_point_it_is(matcher: Matcher, title: str, only: bool) -> None:
    assert matcher.is_title(title) is only


TWINS = """\
schema: panel-standard/1
id: twins
title: Twins
version: "1"
licence: {id: CC0-1.0}
source: {url: https://example.org}
conversation: {headings: [{id: good, title: Good, from: [strength]}]}
phases: [{id: alpha, title: Alpha}, {id: beta, title: Beta}]
points:
  - {id: one, number: 1.a, title: Keep the data of people safe, translations: {cy: {title: Cadw data yn ddiogel}}}
  - {id: two, number: 1.b, title: Keep the data of people sane}
  - {id: three, number: "3", title: Same words, phases: [beta]}
  - {id: four, number: "4", title: Same words}
  - {id: five, number: B, title: Something else that is asked}
"""


@pytest.fixture(scope="module")
def twins() -> Matcher:
    standard = check_text(TWINS, "twins.yaml").standard
    assert standard is not None
    return Matcher(standard, "alpha")


@pytest.mark.parametrize(
    ("title", "point"),
    [
        ("1.a How", "one"),
        ("1.b: how", "two"),
        ("Point 1.a", "one"),
        ("B) what", "five"),
        ("B what", None),
        ("A) what", None),
        ("Keep the data of people safe", "one"),
        ("Cadw data yn ddiogel", "one"),
        ("Keep the data of people sage", None),
        ("Keep the data of people", None),
        ("Same words", None),
        ("3. Same words", None),
        ("4. Same words", "four"),
    ],
)
def test_between_two_points_nothing_is_guessed(twins: Matcher, title: str, point: str | None) -> None:
    assert twins.match(title)[0] == point


def test_five_thousand_titles_take_a_fraction_of_a_second(govuk: Standard) -> None:
    words = [word for point in govuk.points for word in point.title.split()]
    titles = [
        " ".join(words[(place * step) % len(words)] for step in range(1, 8)) + str(place) for place in range(5_000)
    ]
    matcher = Matcher(govuk, "alpha")
    began = process_time()
    for title in titles:
        matcher.match(title)
    assert process_time() - began < 3  # a tenth of a second where nothing counts the lines

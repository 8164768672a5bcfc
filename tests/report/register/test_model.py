"""What the register says: newest first, and on as many pages as it needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_tui.report.register.model import TITLE, Entry, register, web_address

DATES = st.sampled_from(["2018", "2019", "2019-02", "2019-02-03", "2020-12-31", "2021-01", "2022-07-07"])


def entry(date: str, service: str = "Pay rent", **more: str) -> Entry:
    return Entry(service=service, date=date, **more)


def test_the_newest_stands_first_and_those_of_one_day_by_name() -> None:
    dates = ["2019", "2020-07", "2020-09-01", "2020-07-15"]
    entries = [entry("2020-07", "b"), entry("2020-07", "A"), *(entry(date) for date in dates)]
    (page,) = register(entries).pages
    told = [(one.date, one.service) for year in page.years for one in year.entries]
    assert told == [
        ("2020-09-01", "Pay rent"),
        ("2020-07-15", "Pay rent"),
        ("2020-07", "A"),
        ("2020-07", "b"),
        ("2020-07", "Pay rent"),
        ("2019", "Pay rent"),
    ]


@pytest.mark.parametrize(
    ("per_page", "pages"),
    [(6, [["2022", "2021", "2020"]]), (5, [["2022", "2021"], ["2020"]]), (1, [["2022"], ["2021"], ["2020"]])],
)
def test_the_first_page_holds_the_newest_years_and_each_other_year_its_own(
    per_page: int, pages: list[list[str]]
) -> None:
    entries = [entry(date) for date in ("2022", "2022", "2021", "2020", "2020", "2020")]
    made = register(entries, per_page=per_page).pages
    assert [[year.name for year in page.years] for page in made] == pages
    assert [page.name for page in made] == [None, *(names[0] for names in pages[1:])]


@given(st.lists(DATES, max_size=30), st.integers(1, 12))
def test_every_assessment_stands_on_one_page_in_order(dates: list[str], per_page: int) -> None:
    made = register([entry(date) for date in dates], per_page=per_page)
    told = [one.date for page in made.pages for year in page.years for one in year.entries]
    assert told == sorted(dates, reverse=True)
    first = [one for year in made.pages[0].years for one in year.entries]
    assert len(first) <= per_page or len(made.pages[0].years) == 1


def test_a_month_and_a_year_are_told_and_never_a_day() -> None:
    assert [entry(date).when for date in ("2020-09-17", "2020-09", "2020")] == [
        "September 2020",
        "September 2020",
        "2020",
    ]


def test_an_organisation_is_told_where_it_is_another_than_that_of_the_page() -> None:
    one = entry("2020", organisation="Hackney", outcome="Met", standard="The Standard")
    assert one.facts("Hackney") == (("Outcome", "Met"), ("Standard", "The Standard"))
    assert one.facts(None)[-1] == ("Organisation", "Hackney")


def test_a_conversation_has_no_outcome() -> None:
    assert entry("2020").facts(None) == ()


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://x.example/a?b=c", "https://x.example/a?b=c"),
        (" HTTP://X.example ", "HTTP://X.example"),
        ("javascript:alert(1)", None),
        ("https://x.example/a b", None),
        ("//x.example", None),
        ("https://", None),
        ("https:///x", None),
        ("data:text/html,x", None),
        ("", None),
        (None, None),
    ],
)
def test_only_an_address_of_the_web_is_a_link(url: str | None, kept: str | None) -> None:
    assert web_address(url) == kept


def test_the_address_of_a_report_counts_before_a_copy_of_it() -> None:
    assert entry("2020", report="https://x.example", copy="reports/a.html").links == (("Report", "https://x.example"),)
    assert entry("2020", copy="reports/a.html", board="ftp://x").links == (("Report", "reports/a.html"),)


def test_paragraphs_and_their_lines_stay_apart() -> None:
    assert entry("2020", text="one\n two  words\n\n\nthree\n").paragraphs == (("one", "two words"), ("three",))


def test_an_empty_register_has_a_page_and_a_title_of_its_own() -> None:
    made = register([])
    assert (made.title, made.organisation, made.intro, len(made.pages), made.years) == (TITLE, None, (), 1, ())

"""Addresses and telephone numbers go, in whatever form they are written; figures that only look like them stay."""

from __future__ import annotations

import re
from time import process_time

import pytest

from panel_tui.intake.redaction import NO_ADDRESS, NO_NUMBER, Redaction


def without(text: str) -> tuple[str, tuple[str, ...]]:
    redaction = Redaction()
    return redaction.prose(text), tuple(redaction.sentences())


@pytest.mark.parametrize(
    "address",
    [
        "robin.sample@council.example",
        "ROBIN.SAMPLE@COUNCIL.EXAMPLE",
        "robin.sample+evidence@mail.council.example",
        "o'neil@council.example",
        '"robin sample"@council.example',
        "robin@council.xn--p1ai",
        "robin@bücher.example",
        "robin@[192.168.0.1]",
        "robin.sample%40council.example",
        "robin.sample%2540council.example",
        "robin.sample%252540council%2eexample",
        "r%C3%B6bin%40council.example",
        "robin.sample&#64;council.example",
        "robin.sample&#064;council&#46;example",
        "robin.sample&#x40;council.example",
        "robin.sample&commat;council&period;example",
        "robin.sample&amp;#64;council.example",
        "robin%26%2364%3Bcouncil.example",
        "robin.sample\\u0040council.example",
        "robin.sample_x0040_council.example",
        "&#114;&#111;&#98;&#105;&#110;&#64;&#120;&#46;&#111;&#114;&#103;",
        "robin.sample＠council．example",
        "ｒｏｂｉｎ＠ｃｏｕｎｃｉｌ．ｅｘａｍｐｌｅ",
        "robin.sample (at) council.example",
        "robin.sample [at] council [dot] example",
        "robin.sample {AT} council {DOT} example",
        "robin.sample(at)council(dot)example",
        "robin.sample at council dot example",
        "robin dot sample at council dot gov dot uk",
        "robin.sample @ council.example",
        "robin_at_council_dot_example",
        "robin (ät) council.example",
        "<robin.sample@council.example>",
        "(robin.sample@council.example)",
        "<mailto:robin.sample@council.example>",
        "mailto:robin.sample@council.example?subject=Hello&cc=tamsin%40council.example",
        "robin@council.example<mailto:robin@council.example>",
        "<robin@council.example<mailto:robin@council.example>>",
        "[robin@council.example](mailto:robin@council.example)",
        '[robin@council.example](mailto:robin@council.example "Write")',
        "[](mailto:robin@council.example)",
        "sip:robin@council.example",
        "skype:robin.sample?call",
    ],
)
def test_an_address_goes_in_whatever_form_it_is_written(address: str) -> None:
    assert without(f"Ask {address}, please.")[0] == f"Ask {NO_ADDRESS}, please."
    left, (counted,) = without(address)
    assert left == NO_ADDRESS
    assert re.fullmatch(r"[12] e-mail address(es were| was) left out\.", counted)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("[Robin](mailto:robin@council.example) has it", "Robin has it"),
        ("![Robin](mailto:robin@council.example)", "Robin"),
        ('<a href="mailto:robin@x.org" class="a">Write</a> to us', "Write to us"),
        ("user=robin@council.example", f"user={NO_ADDRESS}"),
        ("**robin@council.example** or _robin@council.example_", f"**{NO_ADDRESS}** or _{NO_ADDRESS}_"),
        ("a@x.org; b@x.org", f"{NO_ADDRESS}; {NO_ADDRESS}"),
        ("a@x.org|b@x.org", f"{NO_ADDRESS}|{NO_ADDRESS}"),
        ("robin@council.example-team", NO_ADDRESS),
        ("100% of robin@x.org & co", f"100% of {NO_ADDRESS} & co"),
    ],
)
def test_what_remains_reads_well(text: str, left: str) -> None:
    assert without(text)[0] == left


@pytest.mark.parametrize(
    "text",
    [
        "git@github.com:council/parking.git",
        "npm i @govuk/frontend, govuk-frontend@5.0.0 and vue@3.4.21-beta.rc",
        "logo@2x.png",
        "19:meeting_abc@thread.v2 and 19:abc@thread.skype",
        "c_abc@group.calendar.google.com",
        "Thanks @pzielinski. Next week",
        "look at the dot matrix",
        "Demo @ Town.Hall",
        "Look at gov.uk",
        "Meet @ 10.30",
        "R&D &amp; more &#8211; 40% of &copy; 100%25 _x_ \\underline",
        "&#99999999; %ff%fe",
        "",
    ],
)
def test_what_is_nobodys_address_stays(text: str) -> None:
    assert without(text) == (text, ())


GO = [
    "020 7946 0000",
    "(020) 7946 0000",
    "0161 496 0000",
    "0161-496-0000",
    "01632 960001",
    "01632 960 001",
    "01632960001",
    "07700 900123",
    "07700 900 123",
    "07700 90 01 23",
    "07700900123",
    "0300 123 4567",
    "0800 001066",
    "0800001066",
    "020 7946 0000 ext 123",
    "020 7946 0000 x12",
    "+44 20 7946 0000",
    "+44 (0)20 7946 0000",
    "+442079460000",
    "+44-20-7946-0000",
    "(+44) 20 7946 0000",
    "0044 20 7946 0000",
    "00442079460000",
    "+1 (555) 010-9999",
    "+33 1 23 45 67 89",
    "+48 123 456 789",
    "+353 1 234 5678",
    "(202) 555-0143",
    "tel:+442079460000",
    "tel:020-7946-0000",
    "０２０ ７９４６ ００００",
    "%2B44%2020%207946%200000",
    "&#43;44 20 7946 0000",
    "020\u00a07946\u00a00000",
    "020\u20117946\u20110000",
]


@pytest.mark.parametrize("number", GO)
def test_a_telephone_number_goes(number: str) -> None:
    assert without(f"Ring {number} today") == (f"Ring {NO_NUMBER} today", ("1 telephone number was left out.",))
    assert without(f"{number}.")[0] == f"{NO_NUMBER}."


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Tel: 7946 0000", f"Tel: {NO_NUMBER}"),
        ("Telephone 030 901820", f"Telephone {NO_NUMBER}"),
        ("Phone number: 202-555-0143", f"Phone number: {NO_NUMBER}"),
        ("T: 01 23 45 67 89", f"T: {NO_NUMBER}"),
        ("📞 7946 0000 now", f"📞 {NO_NUMBER} now"),
        ("Fax no 0123 45678", f"Fax no {NO_NUMBER}"),
        ("Phone 0123456789", f"Phone {NO_NUMBER}"),
        ("[call](tel:+442079460000) us", "call us"),
        ("[](tel:+442079460000)", NO_NUMBER),
        ("Email r@x.org, 020 7946 0000", f"Email {NO_ADDRESS}, {NO_NUMBER}"),
    ],
)
def test_what_is_called_a_telephone_number_goes(text: str, left: str) -> None:
    assert without(text)[0] == left


STAY = [
    "2026-01-02 and 2026-01-02 10:30:00",
    "01.02.2026, 01/02/2026, 01-02-2026 and 1.2.26",
    "01.02.2026 – 03.04.2026",
    "09:00-17:00, 0900-1700, 0930 1015 1100",
    "NHS number 943 476 5919 or 943-476-5919 or 9434765919",
    "card 4111 1111 1111 1111, 4000 0000 0000 0002, 4111 1111 0123 4567",
    "GB33 BUKB 2020 1555 5555 55 and DE89 3704 0044 0532 0130 00",
    "sort code 01-02-03, account 12345678",
    "ref 01234567890, case 01234567890, reference number: 01234567890",
    "UPRN 010001234567, UPRN 10001234567",
    "company 01234567, charity 1234567",
    "ISBN 0-19-852663-6, ISBN 0198526636, ISBN 978-0-19-852663-6",
    "ref 0123-456-7890",
    "£10,000,000, £1 000 000, 10 000 000 users, +10 000 000 users",
    "+51.507351, -0.127758",
    "+1 2024-05-01",
    "UTC+01 2026-05-01 10:00",
    "99.9%, 1,234,567 and 0123456789%",
    "points 01 02 03 04 05",
    "point 4.1.2, WCAG 2.1 1.4.10, EN 301 549 v3.2.1, ISO 9241-210, BS 8878:2010",
    "Mobile 1 234 567 visits, mobile 45 678 901 sessions",
    "call 101, 111 or 999; text 60006; 0800 1111; 116 123",
    "550e8400-e29b-41d4-a716-446655440000 and 0800-123-4567-abc",
    "sprint 12, 3 interviews, 15 of 17",
    "192.168.010.020 and version 1.2.3.4",
    "0123456789",
    "0161 4960 12",
    "https://example.org/01632960001/2026-01-02?id=07700900123",
    "Tel: 2026-01-02",
    "telephone 1.234567",
    "00 1234",
    "001234567890",
    "+12345678 rows",
]


@pytest.mark.parametrize("text", STAY)
def test_a_figure_stays(text: str) -> None:
    assert without(text) == (text, ())


def test_what_was_left_out_is_counted_by_kind_in_one_sentence() -> None:
    said = without(
        "a@x.org b@x.org c%40x.org 020 7946 0000\nhttps://r:pw@x.org/a https://x.org/r%40x.org/a\n-- \nRobin"
    )[1]
    others = "1 telephone number, 1 signature, 1 sign-in name in a link and 1 link that says who somebody is"
    assert said == (
        f"4 e-mail addresses, {others} were left out.",
        "1 link is kept without the part that says who somebody is.",
    )
    assert without("nobody") == ("nobody", ())


def test_encodings_within_one_another_are_undone_so_far() -> None:
    text = "robin@x.org"
    for code in ("%40", "&#37;", "%26"):
        text = text.replace({"%40": "@", "&#37;": "%", "%26": "&"}[code], code)
    assert without(text)[0] == NO_ADDRESS
    for _ in range(3):
        text = text.replace("%", "&#37;").replace("&", "%26")
    assert without(text) == (text, ())


def test_what_is_shown_twice_is_counted_once() -> None:
    redaction = Redaction()
    assert redaction.line("a@x.org") == redaction.quietly("a@x.org") == NO_ADDRESS
    assert tuple(redaction.sentences()) == ("1 e-mail address was left out.",)


ENDLESS = [
    "@",
    "a.a.a.",
    "a@",
    "\n",
    "--\n",
    "-- \n",
    "From: a\n",
    "Sent from my iPhone\n",
    "Thanks\n",
    "> ",
    "> x\n",
    "[](",
    "[",
    "https://x.org/",
    "https://x.org/?a=b@c.de&",
    "%40",
    "%25",
    "&#64;",
    "&amp;",
    "a at b dot ",
    " at dot",
    "0",
    "020 ",
    "+4 ",
    "1 ",
    "tel: 1 ",
    "(",
    "<a href=",
    "<a ",
    "a (at) b.",
    "a @ ",
    "x@y.z ",
    "QUJD",
    "\\u0040",
    "＠",
    "on a ",
    "on aaaa wrote",
    "Regards, A ",
    ". Kind regards, A",
    "From: Sent: To: ",
    "mailto:",
    "www.",
    "a+",
    "_x0040_",
    "@a.",
    "x@" + "a." * 50,
    ";a=b",
    "a-",
    "this email ",
    "if you are not ",
    "ps: \n",
    "\t",
    " ",
    "Tel 0 ",
    "On a\n",
    "\u00e9",
    '"',
]


@pytest.mark.parametrize("before", ["", "https://x.org/?q="])
@pytest.mark.parametrize("words", ENDLESS)
def test_a_text_without_an_end_is_read_in_time(words: str, before: str) -> None:
    long = before + words * (200_000 // len(words))
    began = process_time()
    Redaction().prose(long)
    assert process_time() - began < 10  # a twentieth of it where nothing counts the lines

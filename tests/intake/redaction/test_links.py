"""Links keep leading to their pages, and say of nobody who they are."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest

from panel_tui.intake.redaction import Redaction

SAFE = (
    "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fwebinar&data=05%7C01%7C"
    "robin.sample%40council.example%7Cabc&reserved=0"
)
ENCODED = base64.urlsafe_b64encode(b"robin.sample@council.example").decode()
JSON = base64.urlsafe_b64encode(b'{"to":"robin@council.example"}').decode().rstrip("=")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (SAFE, "https://example.org/webinar"),
        (SAFE.replace("&", "&amp;"), "https://example.org/webinar"),
        ("https://urldefense.proofpoint.com/v1/url?u=https%3A%2F%2Fexample.org%2Fa&k=x", "https://example.org/a"),
        (
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__example.org_a-3Fb-3Dc&d=DwMFAg&r=robin",
            "https://example.org/a?b=c",
        ),
        ("https://urldefense.com/v3/__https://example.org/a*b__;Iw!!abc$", "https://example.org/a#b"),
        ("https://urldefense.com/v3/__https://example.org/a**Bb__;4oCZ4oCZ4oCZ!!abc$", "https://example.org/a’’’b"),
        ("https://urldefense.com/v3/__https:/example.org/a__;!!abc$", "https://example.org/a"),
        ("https://urldefense.com/v3/__https://example.org/a*b__;A!!abc$", "https://example.org/a*b"),
        ("https://secure-web.cisco.com/1abc/https%3A%2F%2Fexample.org%2Fa", "https://example.org/a"),
        ("https://www.google.com/url?sa=D&q=https://example.org/a&ust=1", "https://example.org/a"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa&h=x", "https://example.org/a"),
        (
            "https://eu1.protection.sophos.com/?d=example.org&u=aHR0cHM6Ly9leGFtcGxlLm9yZy9h&i=x",
            "https://example.org/a",
        ),
        ("https://eu1.protection.sophos.com/?u=aHR0c", "https://eu1.protection.sophos.com/?u=aHR0c"),
        ("https://www.google.com/url?q=/search", "https://www.google.com/url?q=/search"),
        ("https://www.google.com/url?q=https://example.org/a%20b", "https://example.org/a%20b"),
        (SAFE.replace("example.org%2Fwebinar", "www.google.com%2Furl%3Fq%3Dhttps%3A%2F%2Fx.org"), "https://x.org"),
        ("https://protect-eu.mimecast.com/s/AbC?domain=example.org", "https://protect-eu.mimecast.com/s/AbC?domain=example.org"),
        ("https://x.org/a?user=robin%40council.example&page=2", "https://x.org/a?page=2"),
        ("https://x.org/a?page=2&utm_term=robin%2540council.example#top", "https://x.org/a?page=2#top"),
        ("https://x.org/a?e=robin@council.example", "https://x.org/a"),
        ("https://x.org/a#robin@council.example", "https://x.org/a"),
        ("https://x.org/a?email=robin.sample&b=1;c=2", "https://x.org/a?b=1;c=2"),
        ("https://x.org/a?user_email=cm9iaW4", "https://x.org/a"),
        ("https://x.org/a?email=true&mail=1", "https://x.org/a?email=true&mail=1"),
        (f"https://x.org/a?d={ENCODED}&b=1", "https://x.org/a?b=1"),
        (f"https://x.org/a?d={JSON}&b=1", "https://x.org/a?b=1"),
        ("https://x.org/a?next=https%3A%2F%2Fy.org%2F%3Fuser%3Drobin%2540council.example", "https://x.org/a"),
        ("https://x.org/a?phone=02079460000&b=1", "https://x.org/a?b=1"),
        ("https://x.org/a?call=%2B442079460000", "https://x.org/a"),
        ("https://x.org/a?call=+44+20+7946+0000", "https://x.org/a"),
        ("https://x.org/a?id=02079460000&date=2026-01-02", "https://x.org/a?id=02079460000&date=2026-01-02"),
        ("https://robin:secret@x.org/a", "https://x.org/a"),
        ("https://robin.sample%40council.example:secret@x.org/a", "https://x.org/a"),
        ("ftp://robin@x.org/a", "ftp://x.org/a"),
        ("ssh://git@github.com/council/parking", "ssh://git@github.com/council/parking"),
        ("https://x.org/users/robin%40council.example/a", None),
        (f"https://x.org/u/{ENCODED}", None),
        ("https://x.org/cdn-cgi/l/email-protection#a3d1", None),
        ("https://wa.me/447700900123", None),
        ("https://api.whatsapp.com/send?phone=447700900123", None),
        ("mailto:robin@council.example", None),
        ("tel:+442079460000", None),
        ("www.x.org/a?e=robin@council.example", "www.x.org/a"),
        (SAFE.replace("https%3A%2F%2Fexample.org%2Fwebinar", "mailto%3Arobin%40x.org"), None),
        ("https://medium.com/@govuk/post", "https://medium.com/@govuk/post"),
        ("https://unpkg.com/govuk-frontend@5.0.0/dist/x.js", "https://unpkg.com/govuk-frontend@5.0.0/dist/x.js"),
        ("https://docs.google.com/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit", "https://docs.google.com/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit"),
    ],
)  # fmt: skip
def test_a_link_is_kept_without_what_says_who_somebody_is(url: str, kept: str | None) -> None:
    redaction = Redaction()
    assert redaction.link(url) == kept
    assert redaction.link_quietly(url) == kept
    assert bool(tuple(redaction.sentences())) is (kept != url)
    assert kept is None or Redaction().link(kept) == kept
    assert kept is None or Redaction().line(f"See {url} and more.") == f"See {kept} and more."


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("See https://x.org/users/robin%40y.org/a.", "See x.org."),
        ("See (https://x.org/a_(b)?e=robin%40y.org).", "See (https://x.org/a_(b))."),
        ("[The notes](https://x.org/users/robin%40y.org)", "The notes"),
        ("[](https://www.x.org/users/robin%40y.org)", "x.org"),
        ("[The notes](https://x.org/?e=robin%40y.org&b=1)", "[The notes](https://x.org/?b=1)"),
        (f"[{SAFE}]({SAFE})", "[https://example.org/webinar](https://example.org/webinar)"),
        ("[Of robin@y.org](https://x.org/a)", "[Of (an e-mail address)](https://x.org/a)"),
        ("[a](b.md) and robin@y.org", "[a](b.md) and (an e-mail address)"),
        ('<a href="https://x.org/a">of robin@y.org</a>', '<a href="https://x.org/a">of (an e-mail address)</a>'),
    ],
)
def test_a_text_reads_well_without_its_links(text: str, left: str) -> None:
    assert Redaction().line(text) == left


def test_what_became_of_links_is_said() -> None:
    redaction = Redaction()
    for url in (SAFE, SAFE, "https://x.org/?e=r@y.org", "https://x.org/?e=r@y.org&a", "https://x.org/r@y.org/"):
        redaction.link(url)
    assert tuple(redaction.sentences()) == (
        "5 e-mail addresses and 1 link that says who somebody is were left out.",
        "2 links are kept without the part that says who somebody is.",
        "The wrapping of a mail filter or a redirect was left out of 2 links: they lead straight to their pages.",
    )


def test_a_name_that_only_the_source_knows_goes_with_its_link() -> None:
    redaction = Redaction(lambda url: "nadia" in url)
    assert redaction.line("See https://x.org/nadia/a and https://y.org/b") == "See x.org and https://y.org/b"
    assert redaction.line("See https://nadia.example/a") == "See a link"
    assert tuple(redaction.sentences()) == ("2 links that say who somebody is were left out.",)


def test_a_link_that_is_wrapped_again_and_again_is_unwrapped_so_far() -> None:
    url = "https://example.org/a"
    for _ in range(7):
        url = f"https://www.google.com/url?q={quote(url, safe='')}"
    kept = Redaction().link(url)
    assert kept is not None
    assert kept.startswith("https://www.google.com/url?q=")
    assert Redaction().link(kept) == "https://example.org/a"

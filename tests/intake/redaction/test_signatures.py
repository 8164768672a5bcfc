"""What mail puts around a text is left out and counted, and what the mail says stays."""

from __future__ import annotations

import pytest

from panel_tui.intake.redaction import Redaction

SIGNATURE = "1 signature was left out."
HEADER = "1 header of a quoted mail was left out."
DISCLAIMER = "1 disclaimer of a mail was left out."


def without(text: str) -> tuple[str, tuple[str, ...]]:
    redaction = Redaction()
    return redaction.prose(text), tuple(redaction.sentences())


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nRobin Sample\nSenior Designer\n\nCouncil House, https://council.example",
        "--\nRobin Sample\nSenior Designer",
        "—\nRobin Sample",
        "–\nRobin Sample, Designer",
        "-- Robin Sample",
        "Kind regards,\nRobin Sample\nSenior Designer | Council",
        "Kind regards\n\n*Robin Sample*\nSenior Designer",
        "Kind regards, Robin Sample",
        "Many thanks and best wishes,\nRobin",
        "Best regards\nrobin",
        "Regards\nRobin",
        "Yours sincerely,\nRobin Sample",
        "Thanks,\nRobin",
        "Thanks\nrobin",
        "Thanks, Robin",
        "Many thanks,\n**Robin van der Sample**",
        "Cofion gorau,\nRhys",
        "Diolch,\nRhys ap Gwilym",
        "Viele Grüße\nRobin",
        "Cordialement,\nRobin",
        "KR\nRobin",
        "Cheers\nRobin S.",
        "Sent from my iPhone",
        "Sent from my iPhone.",
        "Sent from Outlook for Android",
        "Get Outlook for iOS",
        "Sent from my Samsung device\nRobin Sample",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
    ],
)
def test_a_signature_and_all_below_it_is_left_out(signature: str) -> None:
    assert without(f"The report is ready.\n\n{signature}\n") == ("The report is ready.", (SIGNATURE,))
    assert without(f"The report is ready.\n{signature}") == ("The report is ready.", (SIGNATURE,))


@pytest.mark.parametrize(
    "text",
    [
        "Title\n--\n- one\n- two",
        "Before\n--\nAnd a whole sentence, which goes on here and says what the users of the service did on the day.",
        "Before\n--\nA sentence.",
        "Before\n—\n# A heading",
        "Before\n---\nAfter",
        "Thanks for this\nMore to read",
        "Thanks\nWe have looked at all of it and are happy",
        "Kind regards",
        "Before\n--",
        "Regards to all of you.\nMore",
        "From: London\nTo: Leeds",
        "From: research\nwith tenants",
        "On the wall: what tenants wrote",
        "On 3 May\nwe met",
        "Best\npractice in the field is to ask early, and to ask again.",
        "The user wrote: yes",
        "Sent from the depot",
        "-- two dashes and more words than a name",
        "It is confidential how we think of the environment",
        "________\nAfter a rule",
        "________\nOur regards go out to everybody who helped",
        "From: R\nSent: x\n\n\nNothing but regards",
        "-- Robin Sample\nand more below",
        "Kind regards, and all that we meant to say",
    ],
)
def test_what_only_looks_like_a_signature_stays(text: str) -> None:
    assert without(text) == (text, ())


def test_a_postscript_stays() -> None:
    assert without("Done\n\nKind regards\nRobin\n\nPS: the plan is out")[0] == "Done\n\nPS: the plan is out"


@pytest.mark.parametrize(
    ("text", "left", "said"),
    [
        (
            "Yes\n\nFrom: Robin Sample\nSent: Monday 10:00\nTo: Tamsin Test\nSubject: RE: Audit\n\nThe audit.",
            "Yes\n\nThe audit.",
            (HEADER,),
        ),
        (
            "Yes\n\n**From:** Robin\n**Date:** Monday\n**To:** Tamsin;\n  Ann\n**Subject:** Audit\nThe audit.",
            "Yes\n\nThe audit.",
            (HEADER,),
        ),
        ("Von: R\nGesendet: Montag\nAn: T\nBetreff: x\n\nDer Bericht.", "Der Bericht.", (HEADER,)),
        ("-----Original Message-----\nFrom: R\nSent: x\nTo: y\n\nThe audit.", "The audit.", (HEADER,)),
        ("Begin forwarded message:\n\nFrom: R\n\nSubject: x\n\nDate: y\n\nThe audit.", "The audit.", (HEADER,)),
        ("________________\nFrom: R\nSent: x\nTo: y\nThe audit.", "The audit.", (HEADER,)),
        ("---------- Forwarded message ---------\nThe audit.", "The audit.", (HEADER,)),
        ("On Mon, 3 May 2026 at 10:00, Robin Sample wrote:\n> The audit.", "> The audit.", (HEADER,)),
        ("On Mon, 3 May 2026 at 10:00, Robin Sample\nwrote:\n> The audit.", "> The audit.", (HEADER,)),
        ("Am 3. Mai 2026 schrieb Robin Sample:\nDer Bericht.", "Der Bericht.", (HEADER,)),
        ("Yes. From: Robin Sent: Monday To: Tamsin", "Yes. From: Robin Sent: Monday To: Tamsin", ()),
        ("From: Robin Sample Sent: Monday To: Tamsin Subject: Audit", "Audit", (HEADER,)),
        ("From: Robin Sample Sent: Monday To: Tamsin", "", (HEADER,)),
        (
            "Yes\n> The audit.\n> Regards\n> Robin Sample\n\nSee above",
            "Yes\n> The audit.\nSee above",
            (SIGNATURE,),
        ),
        (
            "Yes\n-- \nRobin\n\nFrom: R\nSent: x\nTo: y\n\nThe audit.\nRegards\nTamsin",
            "Yes\n\nThe audit.",
            ("2 signatures and 1 header of a quoted mail were left out.",),
        ),
        ("The report is ready. Kind regards, Robin Sample", "The report is ready.", (SIGNATURE,)),
        (
            "Done.\nThis email and any attachments are strictly confidential and for you alone.\nReally.\n\nAfter",
            "Done.\n\nAfter",
            (DISCLAIMER,),
        ),
        ("Done. If you have received this message in error, tell us.", "Done.", (DISCLAIMER,)),
        ("Please consider the environment before printing this.", "", (DISCLAIMER,)),
        ("CAUTION: This email originated from outside of the council.\n\nDone.", "Done.", (DISCLAIMER,)),
    ],
)
def test_headers_and_disclaimers_go_and_what_the_mail_says_stays(text: str, left: str, said: tuple[str, ...]) -> None:
    assert without(text) == (left, said)

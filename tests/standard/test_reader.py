"""Hostile and broken files: one clear line each, at once, and never a traceback."""

import copy
import os
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from panel_tui.errors import PanelError
from panel_tui.standard import yaml_nodes
from panel_tui.standard.file_text import LARGEST
from panel_tui.standard.model import Standard
from panel_tui.standard.problems import StandardError
from panel_tui.standard.reader import Report, check_file, check_text, read_standard

DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def only(report: Report) -> str:
    (problem,) = report.problems
    assert report.standard is None
    return str(problem)


def said_of(data: bytes, folder: Path) -> str:
    path = folder / "f.yaml"
    path.write_bytes(data)
    return only(check_file(path)).removeprefix(str(path)).removeprefix(", ")


def test_a_good_file_becomes_a_standard(small_file: Path, small: Standard) -> None:
    assert read_standard(small_file) == small
    assert check_file(small_file) == Report((), small)


def test_a_file_that_cannot_be_used_raises_one_sentence_that_counts_the_rest(small_file: Path) -> None:
    small_file.write_text(small_file.read_text("utf-8").replace("design", "Design"), encoding="utf-8")
    with pytest.raises(StandardError) as caught:
        read_standard(small_file)
    assert isinstance(caught.value, PanelError)
    assert len(caught.value.problems) == 2
    assert str(caught.value) == (
        f"{small_file}, line 20: 'id' is 'Design'; it must be lower-case letters and digits, joined by hyphens; "
        "try 'design' (and 1 more; `panel-tui standards check` lists them all)."
    )


def test_a_warning_does_not_keep_a_file_from_being_used(small_file: Path) -> None:
    text = small_file.read_text("utf-8").replace("source: {url: https://example.org}\n", "")
    small_file.write_text(text, encoding="utf-8")
    report = check_file(small_file)
    assert [problem.severity for problem in report.problems] == ["warning"]
    assert report.errors == ()
    assert read_standard(small_file) == report.standard


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "line 1: the file is empty; begin it with 'schema: panel-standard/1', or make one with "),
        (b"# nothing yet\n", "line 1: the file is empty; begin it with"),
        (b"null\n", "line 1: the file is empty; begin it with"),
        (b"- a\n", "line 1: the file holds a list, not the fields of a standard; begin it with"),
        (b"Dear Sir or Madam\n", "line 1: the file holds one piece of text, not the fields of a standard; "),
        (b"a: 1\n---\nb: 2\n", "line 2: a second document begins here ('---'); put each in a file of its own"),
        (b"schema: panel-standard/2\nfuture: yes\n", "line 1: this file is written for a newer version (panel-st"),
        (b"[" * 100_000, "line 1: this is nested more than 20 levels deep; no file needs more than seven"),
        (b"- " * 100_000, "line 1: this is nested more than 20 levels deep"),
        (b"{a: " * 100_000, "line 1: this is nested more than 20 levels deep"),
        (b"a: &a [x]\nb: [*a, *a]\n", "line 1: anchors and aliases (& and *) are not allowed; write the text out"),
        (b"a: *a\n", "line 1: anchors and aliases (& and *) are not allowed; write the text out"),
        (b"a: !!python/object/apply:os.system [ls]\n", "line 1: tags (words that begin with !) are not allowed; "),
        (b"a: ! b\n", "line 1: tags (words that begin with !) are not allowed; "),
        (b"a: b\nc: \x07\n", "line 2: there is an invisible control character (U+0007); delete it, or type"),
        (b"a: b\r\nc: d\re: f\n", "line 2: a line ends in the old Macintosh way (U+000D); save the file again with "),
        (b"a: \xc2\x85\n", "line 1: there is an invisible control character (U+0085); delete it"),
        ("a: \u202egnp.exe\n".encode(), "line 1: there is an invisible character that changes the reading direction"),
        ("a: b\n\n c: \u2066d\n".encode(), "line 3: there is an invisible character that changes the reading direc"),
        ("a: b\ufeff\n".encode(), "line 1: there is an invisible control character (U+FEFF)"),
        ("a: b\n".encode("utf-16"), "line 1: the file is saved as UTF-16; save it again with the encoding UTF-8"),
        ("a: b\n".encode("utf-16-le"), "line 1: the file is saved as UTF-16 or is not text at all; save it again"),
        ("a: b\n".encode("utf-32"), "line 1: the file is saved as UTF-32; save it again with the encoding UTF-8"),
        ("a: b\r\nc: café\n".encode("latin-1"), "line 2: there is a character here that is not UTF-8; save it again"),
        (b"a: " + b"x" * 30_000, "line 1: this text is 30,000 characters long; at most 20,000 are read; is a closing "),
        (("a: e" + "\u0301" * 40).encode(), "line 1: more than 30 accents are stacked on one letter; delete them"),
        (b"? [a]\n: b\n", "line 1: a name before ':' must be plain text; if this is a sentence"),
        (b"a\tb: c\n\t- d\n", "line 2: a tab is used where only spaces may be; use spaces"),
        (b"\x00\x01\x02\x03", "line 1: the file is saved as UTF-16 or is not text at all"),
        (b" " * (LARGEST + 1), ": the file is too large (5.0 MB); at most 5 MB are read; is this the right file?"),
    ],
)
def test_a_hostile_file_gets_one_clear_line(tmp_path: Path, data: bytes, said: str) -> None:
    assert said_of(data, tmp_path).startswith(said)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(small_text: str, small: Standard, tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + small_text.replace("\n", "\r\n").encode())
    assert check_file(path).standard == small


def test_a_schema_of_another_kind_is_told_apart_from_a_newer_one(small_text: str) -> None:
    for schema in ("panel-standard/999999999", "panel-standard/x", "panel-session/1"):
        said = str(check_text(small_text.replace("panel-standard/1", schema), "f").problems[0])
        assert "line 1: 'schema' is " in said
        assert "not a format of this program; write panel-standard/1" in said


def test_a_file_without_schema_says_what_to_begin_with(small_text: str) -> None:
    report = check_text(small_text.replace("schema: panel-standard/1\n", ""), "f")
    assert "the first field, 'schema', is missing" in str(report.problems[0])


def test_letters_are_put_in_their_composed_form(small_text: str) -> None:
    standard = check_text(small_text.replace("Small standard", "Cafe\u0301 🏴󠁧󠁢󠁷󠁬󠁳󠁿"), "f").standard
    assert standard is not None
    assert standard.title == "Café 🏴󠁧󠁢󠁷󠁬󠁳󠁿"
    assert unicodedata.is_normalized("NFC", standard.title)


def test_an_escape_cannot_bring_in_what_the_file_may_not_hold(small_text: str) -> None:
    for escape, said in (("\\u202e", "reading direction (U+202E)"), ("\\x1b", "control character (U+001B)")):
        report = check_text(small_text.replace("Second point", f'"Second {escape} point"'), "f")
        assert said in only(report)


def test_text_at_hand_is_checked_like_a_file() -> None:
    assert only(check_text("a: \udcff", "f")).startswith("f, line 1: there is an invisible control character (U+DCFF)")


def test_a_file_with_too_many_values_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert yaml_nodes.MOST_VALUES >= 2000 * 60, "2,000 points with all that belongs to them must fit"
    monkeypatch.setattr(yaml_nodes, "MOST_VALUES", 1000)
    said = only(check_text("a:\n" + "- []\n" * 2000, "f"))
    assert said == "f, line 999: there are more than 1,000 values in this file; is this the right file?"


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    assert only(check_file(tmp_path / "gone.yaml")).endswith("gone.yaml: there is no such file; check the path")


def test_a_folder_says_so(tmp_path: Path) -> None:
    assert only(check_file(tmp_path)) == f"{tmp_path}: this is a folder, not a file; name one of the files in it"


def test_a_name_that_no_system_allows_says_so(tmp_path: Path) -> None:
    for name in ("a\x00b.yaml", "a" * 5000 + ".yaml"):
        said = only(check_file(tmp_path / name))
        assert ": the file cannot be read: " in said
        assert said.isprintable()


@UNIX
def test_a_loop_of_links_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    assert "the file cannot be read: too many levels of symbolic links" in only(check_file(tmp_path / "a.yaml"))


@UNIX
def test_a_pipe_or_a_device_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        assert only(check_file(path)) == f"{path}: this is not an ordinary file; give the path of a YAML file"


@UNIX
def test_a_file_without_permission_says_so(small_file: Path) -> None:
    small_file.chmod(0)
    was = os.geteuid()
    os.seteuid(was or 65534)  # the superuser may read every file, so nobody tries instead
    try:
        said = only(check_file(small_file))
    finally:
        os.seteuid(was)
    assert said.endswith("you are not allowed to read this file; ask its owner for permission")


def test_a_gigabyte_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    assert only(check_file(path)).endswith(
        "the file is too large (1,000.0 MB); at most 5 MB are read; is this the right file?"
    )


def test_a_file_that_grows_while_it_is_read_is_cut_off(small_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("panel_tui.standard.file_text.LARGEST", 100)
    status = small_file.stat()
    small = os.stat_result((*status[:6], 10, *status[7:]))
    monkeypatch.setattr(Path, "stat", lambda _path, **_: small)
    assert "the file is too large" in only(check_file(small_file))


PIECES = st.sampled_from(
    ["schema: panel-standard/1\n", "id: a\n", "title: ", "points:\n", "  - ", "- ", "[", "]", "{", "}", ": ", "\n",
     "  ", '"', "'", "&a ", "*a", "!!b ", "|\n", ">", "#", "---\n", "...\n", "%YAML 1.1\n", "\\u0000", "scales: ", "? ",
     ",", "conversation: ", "groups:\n", "outcome_rules:\n  - when: ", "x", "é", "\t", "rank: 1", "null", "~", "<<: "]
)  # fmt: skip


@settings(max_examples=300)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join)))
@example("? ")
@example("%")
@example('"\\ud800": a')
def test_no_text_raises_anything_but_our_own_error(text: str) -> None:
    report = check_text(text, "f")
    assert report.standard is None
    assert all("\n" not in str(problem) and str(problem).isprintable() for problem in report.problems)
    assert report.errors


@settings(max_examples=100)
@given(st.binary(max_size=60))
def test_no_bytes_raise_anything_but_our_own_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(data)
    with pytest.raises(StandardError):
        read_standard(path)


@pytest.mark.parametrize("odd", [None, "7", {"a": [None]}])
def test_any_value_in_any_place_is_either_good_or_explained(rich_text: str, odd: object) -> None:
    whole = yaml.load(rich_text, yaml.BaseLoader)  # noqa: S506 - the loader that makes nothing but text
    for path in list(paths(whole)):
        changed = copy.deepcopy(whole)
        spot = changed
        for key in path[:-1]:
            spot = spot[key]
        spot[path[-1]] = odd
        report = check_text(yaml.dump(changed, Dumper=DUMPER), "f")
        assert (report.standard is None) == bool(report.errors), path


def paths(value: Any, base: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each value of a tree, but of lists only to the first."""
    items = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for key, item in items:
        yield (*base, key)
        yield from paths(item, (*base, key))


@settings(max_examples=150)
@given(st.data())
def test_a_good_file_with_lines_lost_swapped_or_doubled_never_breaks_the_reader(
    small_text: str, data: st.DataObject
) -> None:
    kept = small_text.splitlines(keepends=True)
    picked = data.draw(st.lists(st.sampled_from(kept), max_size=len(kept)))
    report = check_text("".join(picked), "f")
    assert (report.standard is None) == bool(report.errors)

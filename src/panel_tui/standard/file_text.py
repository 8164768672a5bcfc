"""From a path to text: everything that can be wrong with a file before its YAML is looked at.

Nothing here blocks or grows with a hostile file: a pipe, a device or a folder is refused by its kind, and never more
than `LARGEST` bytes are read, whatever the file says of its own size.
"""

import codecs
import re
import stat
from pathlib import Path

LARGEST = 5_000_000
"""Bytes. The largest published framework we know of has about 2,000 points and fits well."""

UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, all but tab and line feed
    "\u2028\u2029"  # line and paragraph separators: some readers end a line there, some do not
    "\u202a-\u202e\u2066-\u2069"  # these turn the reading direction round and can hide what a text says
    "\ufeff\ufffe\uffff\ud800-\udfff]"
)
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")

_OTHER_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_SAVE_AGAIN = "save it again with the encoding UTF-8"


class UnreadableText(Exception):
    """Why there is no text: what is wrong, what to do, and where (line and column from 1, or None)."""

    def __init__(self, message: str, hint: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.message, self.hint, self.line, self.column = message, hint, line, column


def read_text(path: Path) -> str:
    """The text of a small UTF-8 file, line ends as they are. Raises UnreadableText and nothing else."""
    text = _decoded(_bytes(path)).replace("\r\n", "\n")
    if found := UNWANTED.search(text):
        line, column = _place(text, found.start())
        raise UnreadableText(*describe_unwanted(found.group()), line, column)
    return text


def describe_unwanted(character: str) -> tuple[str, str]:
    """What is wrong with a character that `UNWANTED` found, and what to do."""
    code = f"U+{ord(character):04X}"
    if _TURNS.match(character):
        return f"there is an invisible character that changes the reading direction ({code})", "delete it"
    if character == "\r":
        return "a line ends in the old Macintosh way (U+000D)", "save the file again with Windows or Unix line ends"
    return f"there is an invisible control character ({code})", "delete it, or type the line again"


def _bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableText("this is a folder, not a file", "name one of the files in it")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableText("this is not an ordinary file", "give the path of a YAML file")
        if status.st_size > LARGEST:
            raise _too_large(status.st_size)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise UnreadableText("there is no such file", "check the path") from None
    except PermissionError:
        raise UnreadableText("you are not allowed to read this file", "ask its owner for permission") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableText(f"the file cannot be read: {reason.lower()}", "check the path") from None
    if len(data) > LARGEST:
        raise _too_large(len(data))
    return data


def _too_large(size: int) -> UnreadableText:
    limit = f"at most {LARGEST // 1_000_000} MB are read"
    return UnreadableText(f"the file is too large ({size / 1_000_000:,.1f} MB)", f"{limit}; is this the right file?")


def _decoded(data: bytes) -> str:
    data = data.removeprefix(codecs.BOM_UTF8)
    for mark, name in _OTHER_ENCODINGS:
        if data.startswith(mark):
            raise UnreadableText(f"the file is saved as {name}", _SAVE_AGAIN, 1, 1)
    if b"\x00" in data[:4]:
        raise UnreadableText("the file is saved as UTF-16 or is not text at all", _SAVE_AGAIN, 1, 1)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").replace("\r\n", "\n")
        line, column = _place(before, len(before))
        raise UnreadableText("there is a character here that is not UTF-8", _SAVE_AGAIN, line, column) from None


def _place(text: str, index: int) -> tuple[int, int]:
    line_start = text.rfind("\n", 0, index) + 1
    return text.count("\n", 0, index) + 1, index - line_start + 1

"""From a path to text: everything that can be wrong with a file before its YAML is looked at.

Nothing here blocks or grows with a hostile file: a pipe, a device or a folder is refused by its kind, and never more
than `LARGEST` bytes are read, whatever the file says of its own size.
"""

import codecs
import stat
from pathlib import Path

LARGEST = 5_000_000
"""Bytes. The largest published framework we know of has about 2,000 points and fits well."""

_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_CONTROL = frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF)))
_HALVES = frozenset(map(chr, range(0xD800, 0xE000)))

UNWANTED = (_CONTROL | _TURNING | _HALVES) - {"\n", "\t"}
"""Characters that no text of ours may hold: controls, separators that end a line for some readers only, halves of
characters, and those that turn the reading direction round and so can hide what a text says.
"""

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
    """The text of a small UTF-8 file, with Unix line ends. Raises UnreadableText and nothing else."""
    return checked_text(_decoded(_bytes(path)))


def checked_text(text: str) -> str:
    """The same text with Unix line ends, once it is known to hold nothing invisible. Raises UnreadableText."""
    text = text.replace("\r\n", "\n")
    if (index := find_unwanted(text)) is not None:
        raise UnreadableText(*describe_unwanted(text[index]), *_place(text, index))
    return text


def find_unwanted(text: str) -> int | None:
    """Where the first unwanted character is, or None."""
    if UNWANTED.isdisjoint(text):
        return None
    return next(index for index, character in enumerate(text) if character in UNWANTED)


def describe_unwanted(character: str) -> tuple[str, str]:
    """What is wrong with an unwanted character, and what to do."""
    code = f"U+{ord(character):04X}"
    if character in _TURNING:
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

"""Lines of a readable copy that are no records, marked so that landing can say why.

A line that begins with :data:`REJECT_MARK` is a record that could not even be separated into
fields: the mark, a code, :data:`REJECT_SEPARATOR`, the text. What a code means is said where it is
read (``record_fault`` in macros/landing), so that no text of a file can become a reason. Python,
because it is the copies, which Python writes, that hold such lines.
"""

from __future__ import annotations

from warehouse.export_files.file_text import is_text, one_line

REJECT_MARK = "!"
REJECT_SEPARATOR = "\x1f"


def rejected(code: str, text: str) -> str:
    """A text as a reject, with the code of what is wrong with it."""
    shown = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return f"{REJECT_MARK}{code}{REJECT_SEPARATOR}{one_line(shown)}"


def copied_line(text: str) -> str:
    """A line as it is, or as a reject: one that begins like a reject is no record either."""
    if not is_text(text):
        return rejected("not_utf_8", text)
    return rejected("not_json", text) if text.startswith(REJECT_MARK) else one_line(text)

"""Open any table a person may have: CSV in its many dialects, XLSX, XLS, a web page, an address book."""

from __future__ import annotations

from pathlib import Path

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.rows import Rejected, Sheet

__all__ = ["Rejected", "Sheet", "open_sheet"]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
# Files people pick by mistake, some of them plain text inside.
_FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
_FOREIGN_TEXT = (
    b"{\\rtf",
    b"<?xml",
    b"begin:vcalendar",
)


def open_sheet(path: Path, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> Sheet:
    """The table in the file, its header read, its rows not yet.

    What the file is, is told by its first bytes, never by its name. `encoding`, `delimiter` and
    `sheet` (of a workbook, by name) override the guess. Raises Unreadable with `file` and where
    known `row`: file_missing, file_is_folder, file_no_access, file_empty, file_binary, file_zero_byte,
    file_header_only, file_unclosed_quote (in the header), file_too_big, file_not_sheet,
    file_password, sheet_unknown, encoding_unknown, file_no_read (the disk's own error).
    """
    try:
        if path.is_dir():
            raise Unreadable("file_is_folder", file=path.name)
        if not path.is_file():
            code = "file_not_sheet" if path.exists() else "file_missing"
            raise Unreadable(code, file=path.name)
        with path.open("rb") as stream:
            head = stream.read(64)
        if head.startswith(_OLE):
            from pipeline_tui.exchange.old_workbook import OldWorkbookSheet

            return OldWorkbookSheet(path, sheet)
        if head.startswith(_ZIP):
            from pipeline_tui.exchange.workbook import WorkbookSheet

            return WorkbookSheet(path, sheet)
        text = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        if head.startswith(_FOREIGN):
            raise Unreadable("file_binary", file=path.name)
        if text.startswith(_FOREIGN_TEXT):
            raise Unreadable("file_not_sheet", file=path.name)
        if _without_zeros(text).startswith(b"begin:vcard"):
            from pipeline_tui.exchange.vcard_in import VcardSheet

            return VcardSheet(path, encoding)
        from pipeline_tui.exchange.delimited import DelimitedSheet
        from pipeline_tui.exchange.encoding import detect

        if text.startswith((b"<!doctype html", b"<html", b"<meta", b"<table", b"<style")):
            from pipeline_tui.exchange.html_table import HtmlSheet

            return HtmlSheet(path, detect(path, encoding))
        return DelimitedSheet(path, detect(path, encoding), delimiter)
    except PermissionError as error:
        raise Unreadable("file_no_access", file=path.name) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        detail = (isinstance(error, OSError) and error.strerror) or str(error)
        raise Unreadable("file_no_read", file=path.name, detail=detail) from error


def _without_zeros(head: bytes) -> bytes:
    """The first bytes of a text of two-byte characters as if they were one each."""
    return head.lstrip(b"\xff\xfe").replace(b"\0", b"") if head[:2] in _WIDE else head

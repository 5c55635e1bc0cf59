"""What an import shows of files: what becomes of their rows, and why of some nothing does."""

from __future__ import annotations

import glob
import shlex
from pathlib import Path

from textual.content import Content

from pipeline_tui.domain.imports import FileResult, ImportResult, RowNote
from pipeline_tui.i18n import _
from pipeline_tui.tui.text import clean, width_of
from pipeline_tui.wording import imports as words
from pipeline_tui.wording.formats import number

_LISTED = 8
_KIND, _FIGURE = 12, 6


def paths_of(text: str) -> list[Path]:
    """The files and folders that a line means: paths, quoted or not, or patterns.

    What matches nothing comes back as it is, so that its absence is told by name.
    """
    text = text.strip()
    if not text:
        return []
    whole = Path(text.strip("'\"")).expanduser()
    if whole.exists():
        return [whole]
    try:
        parts = shlex.split(text)
    except ValueError:  # a quotation mark left open
        parts = [text]
    found: list[Path] = []
    for part in parts:
        path = Path(part.removeprefix("file://")).expanduser()
        if glob.has_magic(part) and not path.exists():
            found += sorted(Path(match) for match in glob.glob(str(path))) or [path]  # noqa: PTH207
        else:
            found.append(path)
    return found


def is_table(text: str) -> bool:
    """Whether what was pasted is cells of a table, not a path or several of them."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or all(path.exists() for line in lines for path in paths_of(line)):
        return False
    return all("\t" in line for line in lines[:2]) or not any("/" in line for line in lines[:2])


def preview(result: ImportResult, *, done: bool, width: int) -> Content:
    """What becomes of the rows, in so many cells: counts, what is not taken, and what to know."""
    parts = [
        _totals(result, width, done=done), *_notes(result), *_remarks(result), *_changes(result)
    ]  # fmt: skip
    return Content("\n").join(parts)


def _totals(result: ImportResult, room: int, *, done: bool) -> Content:
    heads = (_("Rows"), _("New"), _("Merged"), _("Not taken"))
    widths = [max(_FIGURE, width_of(head)) for head in heads]
    free = room - sum(widths) - 2 * len(widths) - _KIND - 2
    width = max(8, min(free, max(width_of(clean(one.file)) for one in result.files)))
    figures = "  ".join(f"{head:>{size}}" for head, size in zip(heads, widths, strict=True))
    lines = [Content.styled(" " * (width + _KIND + 4) + figures, "dim")]
    for one in result.files:
        counts = (one.rows, one.taken, one.merged, one.not_taken)
        styles = ("", "bold $success", "", "bold $warning")
        parts: list[tuple[str, str]] = []
        for value, style, size in zip(counts, styles, widths, strict=True):
            parts.append((f"  {number(value):>{size}}", style if value else "dim"))
        lines.append(
            Content.assemble(
                (fitted(clean(one.file), width), "bold"), "  ",
                fitted(words.kind(one.kind), _KIND), *parts,
            )
        )  # fmt: skip
    if result.made:
        text = _("Entered: {what}") if done else _("Would be entered: {what}")
        lines.append(Content("\n" + text.format(what=words.made_all(result))))
    elif not result.listed:
        lines.append(Content("\n" + _("Everything is there already.")))
    return Content("\n").join(lines)


def _remarks(result: ImportResult) -> list[Content]:
    found = [remark for one in result.files for remark in one.remarks]
    apart = any(one.listed or one.warned for one in result.files)
    return [
        Content.assemble(
            "\n" * (apart and not place), ("• ", "$accent"), clean(words.remark(remark))
        )
        for place, remark in enumerate(found)
    ]  # fmt: skip


def _changes(result: ImportResult) -> list[Content]:
    """Field by field, what merged rows change in the records that are there."""
    found = [(one, change) for one in result.files for change in one.changes]
    if not found:
        return []
    parts = [Content.styled("\n" + _("What changes in records that are there:"), "bold")]
    parts += [
        Content.assemble(
            (f"  {clean(one.file)}, {words.row(change.row)}", "dim"),
            f": {clean(words.change(change))}",
        )
        for one, change in found[:_LISTED]
    ]
    more = len(found) - len(found[:_LISTED]) + sum(one.more_changes for one in result.files)
    if more:
        parts.append(Content.styled("  " + _("… and {n} more").format(n=number(more)), "dim"))
    return parts


def _notes(result: ImportResult) -> list[Content]:
    parts: list[Content] = []
    for which, heading in (
        ("listed", _("Not taken:")),
        ("warned", _("Taken without a value, which is kept in the notes:")),
    ):
        notes: list[tuple[FileResult, RowNote]] = [
            (one, note) for one in result.files for note in getattr(one, which)
        ]
        if not notes:
            continue
        parts.append(Content.styled("\n" + heading, "bold $warning"))
        parts += [
            Content.assemble(
                ("  " + clean(words.place(one.file, note)), "dim"),
                f": {clean(words.row_note(note))}",
            )
            for one, note in notes[:_LISTED]
        ]
        if more := words.more_notes(result, which, len(notes[:_LISTED])):
            parts.append(Content.styled("  " + more, "dim"))
            parts += [
                Content(f"  {clean(words.reason(one.file, reason))}")
                for one, reason in words.reasons(result, which)[:_LISTED]
            ]
    return parts


def fitted(text: str, width: int) -> str:
    """The text in exactly so many cells."""
    if width_of(text) > width:
        while text and width_of(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - width_of(text))


def intro() -> str:
    """What the page says before a file is named."""
    return _(
        "Clients, contacts, deals, calls, invoices, products; Enter shows what is in a file before"
        " anything is taken."
    )


def keys(focused: str, *, busy: bool, prepared: bool) -> str:
    """What the keys do now; `focused` is the id of the widget that has them."""
    if busy:
        return _("Esc stops")
    if not prepared:
        return _("Enter goes on, Esc closes")
    if focused == "import-columns":
        return _("↑ ↓ and Enter say what a column is, Tab goes to the buttons, Esc closes")
    if focused == "import-go":
        return _("Enter imports, ↑ ↓ go to the columns, Esc closes")
    return _("Enter goes on, ↑ ↓ go to the columns, Esc closes")

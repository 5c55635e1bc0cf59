"""The objection library as Markdown and as CSV: what is written is read back as it was.

Markdown: a second-level heading for each kind and a third-level one for each answer; below a heading
lines of the form `- key: value`, then the text of the answer. A value of several lines goes on in lines
indented by two spaces. A backslash at the beginning of a line takes its meaning from what follows.
CSV: a row for each answer, the kind repeated in front of it; a kind without answers is a row without one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from pipeline_tui.domain.errors import Invalid, Unreadable
from pipeline_tui.domain.objection_library import KeptAnswer, KeptKind
from pipeline_tui.exchange import export, sheets
from pipeline_tui.exchange.encoding import detect
from pipeline_tui.exchange.values import FORMULA_STARTERS

MARKDOWN: Final = (".md", ".markdown")
_KIND: Final = ("code", "name", "heard", "behind", "probe", "retired")
_ANSWER: Final = (
    "code", "technique", "stages", "segments", "products", "follow_up", "retired",
)  # fmt: skip
_COLUMNS: Final = (
    *(f"kind_{name}" for name in _KIND), *(f"answer_{name}" for name in _ANSWER), "answer_text",
)  # fmt: skip
_LINE = re.compile(r"- (\w+): ?(.*)")
_GUARDED = tuple(FORMULA_STARTERS)


def write(
    path: Path, kinds: Iterable[KeptKind], titled: Callable[[KeptKind], str], *,
    overwrite: bool = False,
) -> None:  # fmt: skip
    """Write the library, as Markdown or a table by the name of the file; `titled` gives the heading of
    a kind. Raises as `export.write_table` does."""
    if path.suffix.casefold() in MARKDOWN:
        export.write_text(path, markdown(kinds, titled), overwrite=overwrite)
        return
    try:
        export.write_table(path, _rows(kinds), _COLUMNS, overwrite=overwrite)
    except Invalid as found:
        if found.code == "format_unknown":
            found.facts["formats"] = f"md, {found.facts['formats']}"
        raise


def read(path: Path) -> list[KeptKind]:
    """The library in a file; raises Unreadable, where known with `row`."""
    if path.suffix.casefold() not in MARKDOWN:
        return _of_table(path)
    try:
        encoding = detect(path)
        text = path.read_text(encoding.name, encoding.errors)
    except FileNotFoundError as error:
        raise Unreadable("file_missing", file=path.name) from error
    except IsADirectoryError as error:
        raise Unreadable("file_is_folder", file=path.name) from error
    except OSError as error:
        raise Unreadable("file_no_read", file=path.name, detail=error.strerror or "") from error
    return of_markdown(text, path.name)


# Markdown


def markdown(kinds: Iterable[KeptKind], titled: Callable[[KeptKind], str]) -> Iterator[str]:
    """The library as text, part by part."""
    for kind in kinds:
        yield f"## {' '.join(titled(kind).split())}\n"
        for name in _KIND:
            yield from _written(name, getattr(kind, name))
        for answer in kind.answers:
            yield "\n###\n"
            for name in _ANSWER:
                yield from _written(name, getattr(answer, name))
            yield "\n" + "\n".join(map(_escaped, answer.text.split("\n"))) + "\n"
        yield "\n"


def _written(name: str, value: str | bool) -> Iterator[str]:
    if value:
        text = "yes" if value is True else str(value)
        yield f"- {name}: " + "\n  ".join(map(_escaped, text.split("\n"))) + "\n"


def _escaped(line: str) -> str:
    """A line that is no heading, no key and not blank, whatever it says."""
    return "\\" + line if not line.strip() or line.lstrip()[0] in "#-\\" else line


def _plain(line: str) -> str:
    return line[1:] if line.startswith("\\") else line


def of_markdown(text: str, file: str) -> list[KeptKind]:
    """The library in a text; raises Unreadable library_no_kinds, library_line_unknown with `row`."""
    found: list[tuple[dict[str, str], list[dict[str, str]]]] = []
    known: tuple[str, ...] = ()
    now: dict[str, str] = {}
    key = ""
    body = False
    for row, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line.startswith("## "):
            now = {"title": line[3:].strip(), "row": str(row)}
            found.append((now, []))
            known, key, body = _KIND, "", False
        elif line.rstrip() == "###" or line.startswith("### "):
            if not found:
                raise Unreadable("library_line_unknown", file=file, row=row)
            now = {"row": str(row)}
            found[-1][1].append(now)
            known, key, body = _ANSWER, "", False
        elif not body and (match := _LINE.fullmatch(line)) and match[1] in known:
            key = match[1]
            now[key] = _plain(match[2])
        elif not body and key and line.startswith("  "):
            now[key] += "\n" + _plain(line[2:])
        elif known is _ANSWER:
            if line.strip() or "text" in now:
                now["text"] = f"{now['text']}\n{_plain(line)}" if "text" in now else _plain(line)
                body = True
            key = ""
        elif line.strip() and found:
            raise Unreadable("library_line_unknown", file=file, row=row)
        else:
            key = ""
    if not found:
        raise Unreadable("library_no_kinds", file=file)
    return [_kind(kind, answers) for kind, answers in found]


def _kind(cells: dict[str, str], answers: Iterable[dict[str, str]]) -> KeptKind:
    code = cells.get("code", "").strip()
    name = cells.get("name", "").strip() or ("" if code else cells.get("title", ""))
    return KeptKind(
        tuple(map(_answer, answers)), code, name, cells.get("heard", "").strip(),
        cells.get("behind", "").strip(), cells.get("probe", "").strip(),
        bool(cells.get("retired", "").strip()), int(cells.get("row", "0")),
    )  # fmt: skip


def _answer(cells: dict[str, str]) -> KeptAnswer:
    values = {name: value.strip() for name, value in cells.items()}
    return KeptAnswer(
        values.get("text", ""), values.get("follow_up", ""), values.get("technique", ""),
        values.get("stages", ""), values.get("segments", ""), values.get("products", ""),
        values.get("code", ""), bool(values.get("retired")), int(values.get("row", "0")),
    )  # fmt: skip


# A table


def _rows(kinds: Iterable[KeptKind]) -> Iterator[dict[str, object]]:
    for kind in kinds:
        of_kind = {f"kind_{name}": _cell(getattr(kind, name)) for name in _KIND}
        for answer in kind.answers:
            yield {
                **of_kind,
                **{f"answer_{name}": _cell(getattr(answer, name)) for name in _ANSWER},
                "answer_text": _cell(answer.text),
            }
        if not kind.answers:
            yield dict(of_kind)


def _cell(value: str | bool) -> str:
    """A text with an apostrophe before its own: one is put before what looks like a formula."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return "'" + value if value.startswith("'") else value


def _of_table(path: Path) -> list[KeptKind]:
    sheet = sheets.open_sheet(path)
    names = [header.strip().casefold() for header in sheet.headers]
    if "answer_text" not in names or not {"kind_code", "kind_name"} & set(names):
        raise Unreadable("library_no_kinds", file=path.name)
    found: dict[tuple[str, str], tuple[dict[str, str], list[dict[str, str]]]] = {}
    for row, cells in sheet:
        values = dict(zip(names, map(_uncelled, cells), strict=False))
        kind = {"row": str(row), **{name: values.get(f"kind_{name}", "") for name in _KIND}}
        of_kind = found.setdefault((kind["code"], kind["name"]), (kind, []))
        answer = {"row": str(row), **{name: values.get(f"answer_{name}", "") for name in _ANSWER}}
        answer["text"] = values.get("answer_text", "")
        if answer["text"].strip():
            of_kind[1].append(answer)
    return [_kind(kind, answers) for kind, answers in found.values()]


def _uncelled(cell: str) -> str:
    guarded = cell.startswith("'") and cell[1:].lstrip(" ").startswith(("'", *_GUARDED))
    return cell[1:] if guarded else cell

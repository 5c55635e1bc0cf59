"""Import: name a file, see what it was recognised as and what would become of it, take it in."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Button, Input, ProgressBar, Static

from pipeline_tui.domain.errors import Problem, Refused
from pipeline_tui.domain.imports import Correction, FilePlan, ImportOptions, ImportResult
from pipeline_tui.i18n import _
from pipeline_tui.tui import import_columns, import_page
from pipeline_tui.tui.base import DeskModal
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.table import LineTable
from pipeline_tui.wording import imports as words
from pipeline_tui.wording.formats import count
from pipeline_tui.wording.problems import problem

if TYPE_CHECKING:
    from textual.binding import BindingType

_TELL_EVERY_S = 0.1
_NARROW = 71
"""Cells of the page on the smallest terminal, until it is laid out."""
_SCROLLBAR = 2


class PathSuggester(Suggester):
    """Completes a path to the first file or folder that begins so."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        if not value or value[0] in "'\"":
            return None
        folder, _slash, begun = value.rpartition("/")
        try:
            names = sorted(
                entry.name + ("/" if entry.is_dir() else "")
                for entry in Path((folder or ".") + "/").expanduser().iterdir()
                if entry.name.startswith(begun) and (begun or not entry.name.startswith("."))
            )
        except OSError:
            return None
        return value[: len(value) - len(begun)] + names[0] if names and begun else None


class PathInput(Input):
    """The line of the file's name; a table pasted into it is taken as a table."""

    class TablePasted(Message):
        """Cells were pasted."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def _on_paste(self, event: events.Paste) -> None:
        if import_page.is_table(event.text):
            event.stop()
            event.prevent_default()
            self.post_message(self.TablePasted(event.text))


class ImportScreen(DeskModal[None]):
    """One window from the name of a file to its rows in the base.

    A rehearsal fills the page as soon as a file is named; nothing changes until the button, and Esc
    ends whatever is running with nothing changed. What a column means, and what a file is, can be
    said otherwise: the rehearsal is held again.
    """

    CSS_PATH = "importing.tcss"
    AUTO_FOCUS = "#import-path"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", ""),
        ("pagedown", "page(1)", ""),
        ("pageup", "page(-1)", ""),
        ("up,down", "to_columns", ""),
    ]

    def __init__(self, path: str = "") -> None:
        super().__init__()
        self._path = path
        self._paths: list[Path] = []
        self._options = ImportOptions()
        self._result: ImportResult | None = None
        self._done = False
        self._busy = False
        self._stop = False
        self._told = (0, 0)
        self._inbox: TemporaryDirectory[str] | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="import") as window:
            window.border_title = Content(_("Import")).plain
            with Horizontal(classes="import-line"):
                yield Static(Content(_("File")), classes="import-label")
                yield PathInput(
                    self._path, id="import-path", compact=True, suggester=PathSuggester(),
                    select_on_focus=False,
                    placeholder=_("a CSV, XLSX or VCF file, several, a folder; or paste a table"),
                )  # fmt: skip
            with Horizontal(classes="import-line"):
                yield Static(Content(_("Currency")), classes="import-label")
                yield Input(
                    self.desk.settings.currency, id="import-currency", compact=True, max_length=3
                )
                yield Static(Content(_("of sums that name none")), id="import-currency-note")
            yield Static(id="import-said")
            yield ProgressBar(id="import-progress", show_eta=False)
            with VerticalScroll(id="import-page"):
                yield Static(id="import-text")
            yield LineTable(import_columns.columns(), markable=False, id="import-columns")
            with Horizontal(id="import-buttons"):
                yield Button(_("Save rows not taken"), id="import-rejects", compact=True)
                yield Button(_("Import"), id="import-go", variant="primary", compact=True)
                yield Button(_("Close"), id="import-close", compact=True)

    def on_mount(self) -> None:
        self.set_interval(_TELL_EVERY_S, self._tell_progress)
        self._show_state()
        self._say(_intro())
        if self._path:
            self._rehearse_later()

    def on_resize(self, _event: events.Resize) -> None:
        if self._result is not None:
            self._show_page()

    # What the user does

    @on(Input.Submitted, "#import-path")
    @on(Input.Submitted, "#import-currency")
    def _named(self) -> None:
        self._rehearse_later()

    def on_paste(self, event: events.Paste) -> None:
        """A table pasted while something else has the focus."""
        if import_page.is_table(event.text):
            event.stop()
            self._take_pasted(event.text)

    @on(PathInput.TablePasted)
    def _pasted(self, event: PathInput.TablePasted) -> None:
        self._take_pasted(event.text)

    def _take_pasted(self, text: str) -> None:
        """Lay the cells down as a file of their own, and look through them."""
        if self._busy:
            return
        if self._inbox is None:
            self._inbox = TemporaryDirectory()
        number = len(list(Path(self._inbox.name).iterdir())) + 1
        path = Path(self._inbox.name) / f"pasted-{number}.txt"
        path.write_text(text, encoding="utf-8", newline="")
        with self.prevent(Input.Changed):
            self.query_one("#import-path", Input).value = shlex.quote(str(path))
        self._result, self._done = None, False
        self._rehearse_later()

    def on_unmount(self) -> None:
        """A pasted table does not outlive the window."""
        if self._inbox is not None:
            self._inbox.cleanup()

    @on(Input.Changed)
    def _renamed(self) -> None:
        """Another name takes back what was shown of the old one."""
        if self._result is not None and not self._busy:
            self._result, self._done = None, False
            self._show_state()

    @on(LineTable.Opened)
    def _opened(self, event: LineTable.Opened) -> None:
        """Ask what the column under the cursor means, or what the file is."""
        if self._result is None or self._busy or self._done:
            return
        file, place = import_columns.place_of(event.id)
        plan = self._result.files[file].plan
        if place is None:
            said = [Choice("", _("as the program sees it"))] if plan.corrected.any else []
            question = _("What is in {file}?").format(file=plan.file)
            self._ask_for(question, [*import_columns.kinds(), *said], partial(self._say_kind, plan))
        else:
            header = plan.columns[place].header or f"#{place + 1}"
            question = _("What is in the column “{column}”?").format(column=header)
            choices = import_columns.meanings(plan, place)
            example = plan.columns[place].example
            hint = _("for example: {text}").format(text=example) if example else ""
            self._ask_for(question, choices, partial(self._say_meaning, plan, place), hint)

    def _say_kind(self, plan: FilePlan, kind: str) -> None:
        if kind != plan.kind or not kind:
            self._correct({plan.signature: Correction(kind)})

    def _say_meaning(self, plan: FilePlan, place: int, meaning: str) -> None:
        said = import_columns.with_meaning(plan, place, meaning)
        self._correct({plan.signature: said})

    def _correct(self, said: Mapping[str, Correction]) -> None:
        corrections = {**self._options.corrections, **said}
        self._work(self._rehearse(self._options.dates, corrections, from_list=True))

    def _ask_for(
        self,
        question: str,
        choices: Sequence[Choice],
        answer: Callable[[str], None],
        hint: str = "",
    ) -> None:
        def answered(value: str | None) -> None:
            if value is not None:
                answer(value)

        self.app.push_screen(ChoicePrompt(question, choices, hint), answered)

    @on(Button.Pressed, "#import-go")
    def _go(self) -> None:
        if self._result is not None and not self._busy:
            self.run_worker(self._import(), exclusive=True, group="import")

    @on(Button.Pressed, "#import-close")
    def _close(self) -> None:
        self.action_leave()

    @on(Button.Pressed, "#import-rejects")
    def _rejects(self) -> None:
        self.run_worker(self._save_rejects(), exclusive=True, group="rejects")

    def action_leave(self) -> None:
        """Stop what is running; with nothing running, close."""
        if self._busy:
            self._stop = True
        else:
            self.dismiss(None)

    def action_page(self, by: int) -> None:
        """Turn the page."""
        page = self.query_one("#import-page", VerticalScroll)
        if by > 0:
            page.scroll_page_down(animate=False)
        else:
            page.scroll_page_up(animate=False)

    def action_to_columns(self) -> None:
        """Go from the buttons to the list of columns."""
        if self._result is not None and not self._done:
            self.query_one(LineTable).focus()

    # The work, off the event loop

    def _rehearse_later(self) -> None:
        if not self._busy:
            self._work(self._rehearse())

    def _work(self, job: Coroutine[Any, Any, None]) -> None:
        self.run_worker(job, exclusive=True, group="import")

    async def _rehearse(
        self,
        dates: str = "",
        corrections: Mapping[str, Correction] | None = None,
        *,
        from_list: bool = False,
    ) -> None:
        """Look through the files; where the list of columns asked for it, what stood there stays
        if that makes no sense."""
        paths = import_page.paths_of(self.query_one("#import-path", Input).value)
        if not paths:
            self._say(_intro())
            return
        currency = self.query_one("#import-currency", Input).value.strip().upper()
        self._done = False
        options = ImportOptions(currency=currency, dates=dates, corrections=corrections or {})
        self._say(_("Looking through the rows…"))
        self._start()
        try:
            self._paths, skipped = await self.ask(self.desk.imports.tables_of, paths)
            rehearse = partial(
                self.desk.imports.rehearse, self._paths, options, progress=self._progress
            )
            self._result, self._options = await self.ask(rehearse), options
        except Problem as found:
            if not from_list:
                self._result = None
            self._fail(found)
            self._ask_about(found, options)
            return
        finally:
            self._busy = False
            self._show_state()
        self._show_page()
        text = _("This is what would be done. Nothing has been changed yet.")
        if skipped:
            text += " " + words.skipped(skipped)
        self._say(text)
        if not from_list:
            self.query_one("#import-go", Button).focus()

    def _ask_about(self, found: Problem, options: ImportOptions) -> None:
        """What a file does not tell, the user does: the order of its dates, its kind, a column."""
        facts = found.facts
        if found.code == "date_ambiguous" and not options.dates:
            choices = [Choice("dmy", _("day first")), Choice("mdy", _("month first"))]
            question = _("What is “{text}” in “{column}”?").format(
                text=facts.get("text"), column=facts.get("column")
            )
            self._ask_for(
                question, choices,
                lambda dates: self._work(self._rehearse(dates, options.corrections)),
            )  # fmt: skip
        elif found.code in ("columns_unknown", "columns_missing"):
            self._ask_columns(facts, options)

    def _ask_columns(self, facts: dict[str, Any], options: ImportOptions) -> None:
        """First what the file is, then which column it needs, until it makes sense."""
        said: Correction = facts["said"]

        def go_on(more: Correction) -> None:
            corrections = {**options.corrections, facts["signature"]: more}
            self._work(self._rehearse(options.dates, corrections))

        if not said.kind:
            question = _("What is in {file}?").format(file=facts["file"])
            self._ask_for(question, import_columns.kinds(), lambda kind: go_on(Correction(kind)))
            return
        wanted = str(facts["field"])
        question = _("Which column is “{field}”?").format(field=words.column(wanted))
        choices = [Choice(column, column) for column in facts["columns"]]
        self._ask_for(
            question, choices,
            lambda column: go_on(
                import_columns.with_column(said.kind, said.columns, column, wanted)
            ),
        )  # fmt: skip

    async def _import(self) -> None:
        self._say(_("Importing… Esc stops it, with nothing changed."))
        run = partial(self.desk.imports.run, self._paths, self._options, progress=self._progress)
        self._start()
        try:
            self._result = await self.ask(run)
            self._done = True
        except Problem as found:
            self._fail(found)
            return
        finally:
            self._busy = False
            self._show_state()
        self.pipeline.look_for_changes()
        self._show_page()
        if self._result.batch_id is None:
            self._say(_("Everything was there already; nothing has changed."))
        else:
            self._say(_("Imported. u takes all of it back."), good=True)
        self.query_one("#import-close", Button).focus()

    async def _save_rejects(self) -> None:
        if self._result is None:
            return
        first = self._paths[0]
        if self._inbox is not None and first.parent == Path(self._inbox.name):
            first = Path.cwd() / first.name
        target = first.with_name(f"{first.stem}-not-taken.csv")
        number_ = 2
        while target.exists():
            target = first.with_name(f"{first.stem}-not-taken-{number_}.csv")
            number_ += 1
        ok, saved = await self.attempt(
            self.desk.imports.save_rejects, self._result, target, words.row_note, self._options
        )
        if ok and saved:
            self.say(_("Rows that were not taken are in {file}").format(file=target))

    def _progress(self, done: int, total: int) -> bool:
        """Called in the worker's thread: only notes, and answers whether to go on."""
        self._told = (done, total)
        return not self._stop

    def _start(self) -> None:
        self._busy, self._stop, self._told = True, False, (0, 0)
        self._show_state()

    # What is shown

    def _tell_progress(self) -> None:
        if not self._busy:
            return
        done, total = self._told
        self.query_one(ProgressBar).update(total=total or None, progress=done)

    def _fail(self, found: Problem) -> None:
        if isinstance(found, Refused) and found.code == "import_cancelled":
            self._say(_("Stopped; nothing has changed."))
        else:
            self._say(clean(problem(found)), wrong=True)
        if self._result is None:
            self.query_one("#import-path", Input).focus()

    def _say(self, text: str, *, wrong: bool = False, good: bool = False) -> None:
        said = self.query_one("#import-said", Static)
        said.update(Content(clean(text)))
        said.set_class(wrong, "wrong")
        said.set_class(good, "good")

    def _show_page(self) -> None:
        if self._result is not None:
            room = self.query_one("#import-page").size.width - _SCROLLBAR
            page = import_page.preview(self._result, done=self._done, width=max(room, _NARROW))
            self.query_one("#import-text", Static).update(page)
            self.query_one("#import-page").scroll_home(animate=False)
            plans = [one.plan for one in self._result.files]
            self.query_one(LineTable).show(import_columns.source(plans), forget=True)

    def _show_state(self) -> None:
        """Which of the widgets make sense now."""
        result = self._result
        window = self.query_one("#import")
        window.set_class(self._busy, "busy")
        window.set_class(result is not None and not self._done, "seen")
        window.border_subtitle = Content(_("Esc stops") if self._busy else self._keys()).plain
        go = self.query_one("#import-go", Button)
        new = 0 if result is None else result.taken + result.changed
        go.disabled = self._busy or self._done or not new
        go.label = (
            count(new, "Import {n} row", "Import {n} rows")
            if new and not self._done
            else _("Import")
        )
        go.refresh(layout=True)  # a button does not grow with its label by itself
        rejects = self.query_one("#import-rejects", Button)
        rejects.display = not self._busy and result is not None and result.listed > 0
        if result is None:
            self.query_one("#import-text", Static).update(Content(""))

    def _keys(self) -> str:
        if self._result is None or self._done:
            return _("Enter goes on, Esc closes")
        return _("↑ ↓ and Enter say what a column is, Tab goes to the buttons, Esc closes")


def _intro() -> str:
    return _(
        "Clients, contacts, deals, calls, invoices, products; Enter shows what is in a file before"
        " anything is taken."
    )

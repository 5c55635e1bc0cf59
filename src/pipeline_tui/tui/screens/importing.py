"""Import: name a file, see what it was recognised as and what would become of it, take it in."""

from __future__ import annotations

import shlex
from collections.abc import Coroutine, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, ProgressBar, Static

from pipeline_tui.domain.errors import Problem, Refused
from pipeline_tui.domain.imports import Correction, ImportOptions, ImportResult
from pipeline_tui.i18n import _
from pipeline_tui.tui import import_columns, import_page, import_questions
from pipeline_tui.tui.base import DeskModal
from pipeline_tui.tui.forms.prompts import ChoicePrompt, ConfirmPrompt
from pipeline_tui.tui.path_input import PathInput, PathSuggester
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.table import LineTable
from pipeline_tui.tui.widgets.typed import TypedLine
from pipeline_tui.wording import imports as words
from pipeline_tui.wording.formats import count
from pipeline_tui.wording.problems import problem

if TYPE_CHECKING:
    from textual.binding import BindingType

    from pipeline_tui.tui.import_questions import Question

_TELL_EVERY_S = 0.1
_NARROW = 71
"""Cells of the page on the smallest terminal, until it is laid out."""
_SCROLLBAR = 2


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
        self._said: dict[str, Correction] = {}
        """What was said of files in this window, by the signature of their header row."""
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
                yield TypedLine(
                    self.desk.settings.currency, id="import-currency", compact=True, max_length=3
                )
                yield Static(Content(_("of sums that name none")), id="import-currency-note")
            yield Static(id="import-said")
            yield ProgressBar(id="import-progress", show_eta=False)
            with VerticalScroll(id="import-page"):
                yield Static(id="import-text")
            yield LineTable(import_columns.columns(), markable=False, id="import-columns")
            with Horizontal(id="import-buttons"):
                yield Button(_("Import"), id="import-go", variant="primary", compact=True)
                yield Button(_("Save rows not taken"), id="import-rejects", compact=True)
                yield Button(_("Close"), id="import-close", compact=True)

    def on_mount(self) -> None:
        self.set_interval(_TELL_EVERY_S, self._tell_progress)
        self._show_state()
        self._say(import_page.intro())
        if self._path:
            self._rehearse_later()

    def on_resize(self, _event: events.Resize) -> None:
        if self._result is not None:
            self._show_page()

    @property
    def _prepared(self) -> bool:
        """Whether a preview is shown that waits to be taken."""
        return self._result is not None and not self._done

    @property
    def _answered(self) -> bool:
        """Whether something was said of the files of the preview, which closing would lose."""
        files = self._result.files if self._prepared and self._result is not None else ()
        return any(one.plan.signature in self._said for one in files)

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
            self._ask_for(import_questions.of_kind(plan), from_list=True)
        else:
            self._ask_for(import_questions.of_column(plan, place), from_list=True)

    def _ask_for(
        self,
        question: Question,
        said: Mapping[str, Correction] | None = None,
        *,
        from_list: bool = False,
    ) -> None:
        """Ask, and look through the files again as the answer has it, with what else was said."""

        def answered(value: str | None) -> None:
            if value is not None:
                before = self._said if said is None else said
                now = {**before, question.signature: question.answer(value)}
                self._work(self._rehearse(now, from_list=from_list))

        self.app.push_screen(ChoicePrompt(question.text, question.choices, question.hint), answered)

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
        """Stop what is running; with nothing running, close, and ask first where answers would go."""
        if self._busy:
            self._stop = True
        elif self._answered:
            question = _("Close without importing? What you said of this file is not kept.")
            prompt = ConfirmPrompt(question, _("Close"), _("Go back to the import"))
            self.app.push_screen(prompt, self._left)
        else:
            self.dismiss(None)

    def _left(self, close: bool | None) -> None:
        if close:
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
        if self._prepared:
            self.query_one(LineTable).focus()

    def on_descendant_focus(self) -> None:
        self._show_keys()

    # The work, off the event loop

    def _rehearse_later(self) -> None:
        if not self._busy:
            self._work(self._rehearse())

    def _work(self, job: Coroutine[Any, Any, None]) -> None:
        self.run_worker(job, exclusive=True, group="import")

    async def _rehearse(
        self, said: Mapping[str, Correction] | None = None, *, from_list: bool = False
    ) -> None:
        """Look through the files; where the list of columns asked for it, what stood there stays
        if that makes no sense."""
        paths = import_page.paths_of(self.query_one("#import-path", Input).value)
        if not paths:
            self._say(import_page.intro())
            return
        currency = self.query_one("#import-currency", Input).value.strip().upper()
        self._done = False
        said = dict(self._said if said is None else said)
        options = ImportOptions(currency=currency, corrections=said)
        self._say(_("Looking through the rows…"))
        self._start()
        try:
            self._paths, skipped = await self.ask(self.desk.imports.tables_of, paths)
            rehearse = partial(
                self.desk.imports.rehearse, self._paths, options, progress=self._progress
            )
            self._result, self._options = await self.ask(rehearse), options
            self._said = said
        except Problem as found:
            if not from_list:
                self._result = None
            question = import_questions.of_problem(found)
            self._fail(found, asked=question is not None)
            if question is not None:
                self._ask_for(question, said)
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
            self._say(words.nothing_new(self._result))
        else:
            self._say(_("Imported. u takes all of it back."), good=True)
        self.query_one("#import-close", Button).focus()

    async def _save_rejects(self) -> None:
        from pipeline_tui.services.importing import rejects

        if self._result is None:
            return
        first = self._paths[0]
        if self._inbox is not None and first.parent == Path(self._inbox.name):
            first = Path.cwd() / first.name
        target = rejects.beside(first)
        ok, saved = await self.attempt(
            self.desk.imports.save_rejects, self._result, target, words.row_note, self._options
        )
        if ok and saved:
            files = ", ".join(map(str, saved))
            self.say(_("Rows that were not taken are in {file}").format(file=files))

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

    def _fail(self, found: Problem, *, asked: bool = False) -> None:
        if asked and found.code.endswith("_ambiguous"):
            self._say(
                _("“{column}” can be read in two ways; Enter asks again.").format(
                    column=found.facts["column"]
                )
            )
        elif isinstance(found, Refused) and found.code == "import_cancelled":
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
        window.set_class(self._prepared, "seen")
        self._show_keys()
        go = self.query_one("#import-go", Button)
        new = 0 if result is None else result.taken + result.changed
        go.disabled = self._busy or self._done or not new
        go.label = (
            count(new, "Import {n} row", "Import {n} rows")
            if new and not self._done
            else _("Import")
        )
        go.refresh(layout=True)  # a button does not grow with its label by itself
        # Tab goes round what is prepared: closing throws it away, and has Esc and the mouse.
        self.query_one("#import-close", Button).can_focus = not self._prepared
        rejects = self.query_one("#import-rejects", Button)
        rejects.display = not self._busy and result is not None and result.listed > 0
        if result is None:
            self.query_one("#import-text", Static).update(Content(""))

    def _show_keys(self) -> None:
        focused = self.focused.id if self.focused is not None else ""
        keys = import_page.keys(focused or "", busy=self._busy, prepared=self._prepared)
        self.query_one("#import").border_subtitle = Content(keys).plain

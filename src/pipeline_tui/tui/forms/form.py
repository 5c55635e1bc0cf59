"""One form for every noun: fields from declarations, mistakes shown at the field, drafts kept.

What was typed survives Escape (it asks), a crash and a closed terminal: it is remembered as a draft
under the form's key until the form is saved or thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.timer import Timer
from textual.widgets import Button, Checkbox, Input, Select, Static, TextArea

from pipeline_tui.domain.errors import Invalid, Problem
from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskModal
from pipeline_tui.tui.forms.client_field import ClientField
from pipeline_tui.tui.forms.fields import Field
from pipeline_tui.tui.forms.prompts import ConfirmPrompt
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.typed import TypedLine, TypedPage
from pipeline_tui.wording.problems import remark

_DRAFT_AFTER_S = 0.4


class Tick(Checkbox):
    """A box with a cross in it or none: colour alone would not say which."""

    def render(self) -> Content:
        self.BUTTON_INNER = "x" if self.value else " "
        return super().render()


class FormScreen(DeskModal[Any]):
    """Ask for fields, hand them to `save`, and leave with its answer; None when left unsaved.

    `save` gets the values by field name and runs off the event loop; an Invalid it raises is shown
    at its field. `draft` is the key drafts are kept under, e.g. "client:new" or "deal:7".
    """

    CSS_PATH = Path(__file__).with_name("form.tcss")
    BINDINGS: ClassVar = [("escape", "leave", ""), ("f2", "save", ""), ("ctrl+s", "save", "")]

    begin_at = ""
    """The field that is asked first, its text to be typed over; else the first one has the focus."""

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        save: Callable[[dict[str, Any]], Any],
        *,
        values: Mapping[str, Any] | None = None,
        draft: str = "",
        note: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._fields = tuple(fields)
        self._save = save
        self._values = dict(values or {})
        self._draft = f"draft:{draft}" if draft else ""
        self._note = note
        self._opened: dict[str, Any] = {}
        self._timer: Timer | None = None
        self._saving = False

    def compose(self) -> ComposeResult:
        with Vertical(id="form"):
            yield Static(Content(clean(self._title)), id="form-title")
            if self._note:
                yield Static(Content(clean(self._note)), id="form-note")
            with VerticalScroll(id="form-fields", can_focus=False):
                for field in self._fields:
                    with Horizontal(classes=f"field {field.kind}"):
                        star = " *" if field.required else ""
                        yield Static(Content(clean(field.label) + star), classes="field-label")
                        with Vertical(classes="field-side"):
                            yield self._widget(field)
                            yield Static("", classes="field-error", id=f"error-{field.name}")
            with Horizontal(id="form-buttons"):
                yield Button(_("Save") + "  F2", variant="primary", id="save", compact=True)
                yield Button(_("Cancel") + "  Esc", id="cancel", compact=True)

    def _widget(self, field: Field) -> Input | TextArea | Select[Any] | Checkbox | ClientField:
        value = self._values.get(field.name)
        name = f"field-{field.name}"
        if field.kind == "long":
            return TypedPage(str(value or ""), id=name, compact=True, tab_behavior="focus")
        if field.kind == "choice":
            options = [(Content(clean(one.label)), one.value) for one in field.choices]
            known = any(one.value == value for one in field.choices)
            return Select(
                options, id=name, compact=True, prompt="—",
                allow_blank=not field.required or not known,
                value=value if known else Select.NULL,
            )  # fmt: skip
        if field.kind == "flag":
            return Tick("", bool(value), id=name, compact=True)
        if field.kind == "client":
            return ClientField(value, id=name)
        return TypedLine(
            field.written(value), id=name, compact=True, placeholder=field.hint,
            select_on_focus=False,
            suggester=SuggestFromList(field.known, case_sensitive=False) if field.known else None,
        )  # fmt: skip

    async def on_mount(self) -> None:
        self._opened = self._typed()
        if self._draft:
            kept = await self.ask(self.desk.memos.recall, self._draft)
            if isinstance(kept, dict) and kept != self._opened:
                self._fill(kept)
                self.say(_("Your unsaved draft is back. Esc, then “throw away”, drops it."))
        for field in self._fields:
            if self.begin_at not in ("", field.name):
                continue
            widget = self.query_one(f"#field-{field.name}")
            if self.begin_at and isinstance(widget, Input):
                widget.action_select_all()
            if widget.focusable or field.kind == "client":  # which focuses its own input
                widget.focus()
                break

    # What stands in the form

    def _typed(self) -> dict[str, Any]:
        """The raw content of every field, fit for JSON."""
        found: dict[str, Any] = {}
        for field in self._fields:
            widget = self.query_one(f"#field-{field.name}")
            if isinstance(widget, Input):
                found[field.name] = widget.value
            elif isinstance(widget, TextArea):
                found[field.name] = widget.text
            elif isinstance(widget, Checkbox):
                found[field.name] = widget.value
            elif isinstance(widget, Select):
                found[field.name] = None if widget.is_blank() else widget.value
            elif isinstance(widget, ClientField):
                found[field.name] = widget.client_id
        return found

    def _fill(self, typed: Mapping[str, Any]) -> None:
        for field in self._fields:
            if field.name not in typed:
                continue
            value = typed[field.name]
            widget = self.query_one(f"#field-{field.name}")
            if isinstance(widget, Input):
                widget.value = str(value or "")
            elif isinstance(widget, TextArea):
                widget.text = str(value or "")
            elif isinstance(widget, Checkbox):
                widget.value = bool(value)
            elif isinstance(widget, Select) and value is not None:
                if any(one.value == value for one in field.choices):
                    widget.value = value
            elif isinstance(widget, ClientField):
                widget.choose(value)

    def _values_read(self) -> dict[str, Any] | None:
        """Every field's value, or None with each mistake shown at its field."""
        typed = self._typed()
        now, calendar = self.desk.local_now(), self.desk.calendar
        values: dict[str, Any] = {}
        first_wrong: str | None = None
        for field in self._fields:
            self._show_error(field.name, "")
            raw = typed[field.name]
            try:
                values[field.name] = field.taken(raw, now, calendar)
            except Invalid as found:
                widget = self.query_one(f"#field-{field.name}")
                unpicked = isinstance(widget, ClientField) and widget.unpicked
                problem = Invalid(field.name, "client_unpicked") if unpicked else found
                self._show_error(field.name, remark(problem))
                first_wrong = first_wrong or field.name
        if first_wrong is not None:
            self.query_one(f"#field-{first_wrong}").focus()
            return None
        return values

    def _show_error(self, name: str, text: str) -> None:
        error = self.query_one(f"#error-{name}", Static)
        error.update(Content(clean(text)))
        error.set_class(bool(text), "wrong")

    # Keeping the draft

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    @on(Checkbox.Changed)
    @on(ClientField.Changed)
    def _keep_soon(self) -> None:
        if self._draft and self._opened:
            if self._timer is not None:
                self._timer.stop()
            self._timer = self.set_timer(_DRAFT_AFTER_S, self._keep_draft)

    async def _keep_draft(self) -> None:
        typed = self._typed()
        if typed != self._opened and not self._saving:
            await self.ask(self.desk.memos.keep, self._draft, typed)

    async def _drop_draft(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        if self._draft:
            await self.ask(self.desk.memos.drop, self._draft)

    # Leaving

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    async def action_save(self) -> None:
        """Save and leave; stay with the mistakes shown where there are any."""
        if self._saving or self.answered:
            return
        values = self._values_read()
        if values is None:
            return
        self._saving = True
        try:
            answer = await self.ask(self._save, values)
        except Invalid as found:
            if any(field.name == found.field for field in self._fields):
                self._show_error(found.field, remark(found))
                self.query_one(f"#field-{found.field}").focus()
            else:
                self.tell(found)
            return
        except Problem as found:
            self.tell(found)
            return
        finally:
            self._saving = False
        await self._drop_draft()
        self.pipeline.look_for_changes()
        self.dismiss(answer)

    @on(Button.Pressed, "#cancel")
    def action_leave(self) -> None:
        """Leave; ask first when something was typed."""
        if self._typed() == self._opened:
            self.run_worker(self._throw_away(), exclusive=True)
            return

        def decided(throw_away: bool | None) -> None:
            if throw_away:
                self.run_worker(self._throw_away(), exclusive=True)

        self.app.push_screen(
            ConfirmPrompt(_("Throw away what you typed?"), _("Throw away"), _("Keep editing")),
            decided,
        )

    async def _throw_away(self) -> None:
        await self._drop_draft()
        self.dismiss(None)

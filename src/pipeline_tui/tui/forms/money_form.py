"""What the forms about money share: sums in a currency that is chosen, and a plan shown before saving."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import Input, Select, Static

from pipeline_tui.domain.errors import Invalid, Problem
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.text import clean
from pipeline_tui.wording.conventions import SYMBOLS
from pipeline_tui.wording.labels import label
from pipeline_tui.wording.problems import remark

_CURRENCIES = ("RUB", "USD", "EUR", "CNY", "KZT", "BYN")


class MoneyForm(FormScreen):
    """A form about money that says under its last field what saving will do."""

    CSS_PATH: ClassVar[Any] = [
        Path(__file__).with_name("form.tcss"),
        Path(__file__).with_name("money_form.tcss"),
    ]

    async def on_mount(self) -> None:
        await self.query_one("#form").mount(Static("", id="form-plan"), before="#form-buttons")
        await super().on_mount()
        self._show_plan()

    @on(Input.Changed)
    @on(Select.Changed)
    def _show_plan(self) -> None:
        plan = self.query("#form-plan")
        if not plan:
            return
        try:
            text, wrong = self.plan(self._typed()), False
        except Invalid as found:
            text, wrong = ("" if found.code == "required" else remark(found)), True
        except Problem as found:
            text, wrong = remark(found), True
        shown = plan.first(Static)
        shown.update(Content("\n".join(map(clean, text.split("\n")))))
        shown.set_class(wrong, "wrong")

    def plan(self, typed: dict[str, Any]) -> str:  # noqa: ARG002
        """What saving will do, in words; raises Problem while that cannot be told."""
        return ""


def currency_choices(*first: str) -> list[Choice]:
    """Currencies to choose from, those named first."""
    known = dict.fromkeys(filter(None, (*first, *_CURRENCIES)))
    return [Choice(code, f"{code} {SYMBOLS.get(code, '')}".strip()) for code in known]


def amount_field() -> Field:
    """A sum; it is read in the currency that the form names."""
    return Field("amount_minor", label("field", "amount"), required=True, hint="1 250,50")

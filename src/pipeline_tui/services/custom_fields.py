"""Fields of the user's own: defined, renamed, put in order, retired; and their values taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.custom_fields import FieldKind, FieldRow, check_filled, check_options, fits
from pipeline_tui.domain.errors import Conflict, Invalid
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.domain.records import CustomField, CustomFieldDraft
from pipeline_tui.exchange.amounts import DecimalMark, minor_units, parse_money
from pipeline_tui.exchange.dates import DateStyle, parse_date
from pipeline_tui.exchange.values import parse_bool
from pipeline_tui.services.base import Service, move_among, validated
from pipeline_tui.store import custom_values
from pipeline_tui.store.queries import needs

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


class CustomFields(Service):
    """Use cases of the definitions. Reading them: `vocabularies.custom_fields`."""

    def add(
        self, entity: str, name: str, kind: str = FieldKind.TEXT, options: Sequence[str] = (),
        *, required: bool = False,
    ) -> int:  # fmt: skip
        """Define a field, after the others of its entity; answers with its number.

        Values that an import brought under this name become values of the field: those that can be
        read as its kind are converted, the others stay as they were written. Raises Conflict
        field_exists; Invalid.
        """
        choices = tuple(dict.fromkeys(one.strip() for one in options if one.strip()))
        draft = validated(
            CustomFieldDraft,
            {"entity": entity, "name": " ".join(name.split()), "kind": kind,
             "options": "\n".join(choices), "required": required},
        )  # fmt: skip
        check_options(draft.kind, choices)
        with self._write("field.add") as unit:
            _refuse_twin(unit, draft.entity, draft.name, None)
            last = max((one.position for one in _of_entity(unit, draft.entity)), default=-1)
            field = unit.add(CustomField(**draft.model_dump(), position=last + 1))
            self._take_over(unit, field)
            unit.about("custom_field", field.id, name=field.name)
            return field.id or 0

    def edit(
        self, field_id: int, name: str, options: Sequence[str] | None = None,
        *, required: bool | None = None,
    ) -> None:  # fmt: skip
        """Rename a field, with its values, set what a choice offers, and whether it may be left empty.
        Raises Conflict field_exists."""
        with self._write("field.edit") as unit:
            field = unit.get(CustomField, field_id)
            choices = tuple(field.options.split("\n")) if options is None else tuple(options)
            choices = tuple(dict.fromkeys(one.strip() for one in choices if one.strip()))
            draft = validated(
                CustomFieldDraft,
                {"entity": field.entity, "name": " ".join(name.split()), "kind": field.kind,
                 "options": "\n".join(choices)},
            )  # fmt: skip
            check_options(field.kind, choices)
            _refuse_twin(unit, field.entity, draft.name, field_id)
            old, field.name, field.options = field.name, draft.name, draft.options
            field.required = field.required if required is None else required
            if old != field.name:
                for id_, custom in custom_values.holders(unit.db, field.entity, old):
                    custom = {field.name if key == old else key: custom[key] for key in custom}
                    custom_values.keep(unit.db, field.entity, id_, custom)
            unit.session.add(field)
            unit.about("custom_field", field_id, name=field.name)

    def move(self, field_id: int, by: int) -> None:
        """Move it `by` places down among the fields of its entity; it stops at the ends."""
        with self._write("field.move") as unit:
            moved = unit.get(CustomField, field_id)
            order = list(
                unit.session.exec(
                    select(CustomField)
                    .where(CustomField.entity == moved.entity, CustomField.retired == moved.retired)
                    .order_by(col(CustomField.position), col(CustomField.id))
                )
            )
            move_among(unit, order, moved, by)
            unit.about("custom_field", field_id, name=moved.name)

    def retire(self, field_id: int, *, back: bool = False) -> None:
        """Ask for it no more, or again; values stay where they are."""
        with self._write("field.retire") as unit:
            field = unit.get(CustomField, field_id)
            field.retired = not back
            unit.session.add(field)
            unit.about("custom_field", field_id, name=field.name)

    def _take_over(self, unit: Unit, field: CustomField) -> None:
        row = FieldRow(
            field.id or 0, field.entity, field.name, field.kind,
            tuple(filter(None, field.options.split("\n"))), field.position, False,
        )  # fmt: skip
        for id_, custom in custom_values.holders(unit.db, field.entity, field.name):
            try:
                value = read_value(row, custom[field.name], self._settings.currency)
            except Invalid:
                continue
            if value is not None and value != custom[field.name]:
                custom_values.keep(unit.db, field.entity, id_, {**custom, field.name: value})


def take_custom(
    unit: Unit,
    entity: str,
    wanted: Mapping[str, Any],
    there: Mapping[str, Any] | None,
    currency: str,
) -> dict[str, Any]:
    """Values of own fields as they are stored, each by the kind of its field; blanks are left out.

    What has not changed since `there` is left as it is; a new record has none, and is asked for all
    that is required. Raises Invalid custom own_…
    """
    known = {one.name: one for one in needs.custom_fields(unit.db, entity)}
    found: dict[str, Any] = {}
    for name, value in wanted.items():
        if there and name in there and there[name] == value and type(there[name]) is type(value):
            found[name] = value
            continue
        taken = read_value(known[name], value, currency) if name in known else value
        if taken not in (None, ""):
            found[name] = taken
    check_filled(known.values(), found, there)
    return found


def read_value(
    field: FieldRow, value: Any, currency: str,
    *, dates: DateStyle = DateStyle.DMY, mark: DecimalMark = DecimalMark.PLAIN,
) -> Any:  # fmt: skip
    """A value typed or picked, as it is stored; None for an empty one. `dates` and `mark` say how dates
    and decimals are written. Raises Invalid own_…, date_ambiguous."""
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        if not fits(field, value):
            raise Invalid("custom", f"own_{field.kind}", name=field.name, text=str(value))
        return value
    try:
        taken = _read(field, value, currency, dates, mark)
    except Invalid as error:
        if error.code == "date_ambiguous":
            raise error.at("custom") from error
        raise Invalid("custom", f"own_{field.kind}", name=field.name, text=value) from error
    if taken is None:
        raise Invalid("custom", f"own_{field.kind}", name=field.name, text=value,
                      options=", ".join(field.options))  # fmt: skip
    return taken


def _read(field: FieldRow, text: str, currency: str, dates: DateStyle, mark: DecimalMark) -> Any:
    match field.kind:
        case FieldKind.NUMBER:
            amount = parse_money(text, mark=mark)
            if amount is None:
                return None
            return int(amount) if amount == amount.to_integral_value() else float(amount)
        case FieldKind.MONEY:
            amount = parse_money(text, mark=mark)
            return None if amount is None else minor_units(amount, minor_digits(currency))
        case FieldKind.DATE:
            day = parse_date(text, dates)
            return None if day is None else day.isoformat()
        case FieldKind.YES_NO:
            return parse_bool(text)
        case FieldKind.CHOICE:
            return next((one for one in field.options if fold(one) == fold(text)), None)
        case _:
            return text


def _refuse_twin(unit: Unit, entity: str, name: str, but: int | None) -> None:
    for other in _of_entity(unit, entity):
        if other.id != but and fold(other.name) == fold(name):
            raise Conflict("field_exists", name=other.name)


def _of_entity(unit: Unit, entity: str) -> list[CustomField]:
    return list(unit.session.exec(select(CustomField).where(CustomField.entity == entity)))

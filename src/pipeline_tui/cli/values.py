"""Reading the values of options and arguments; what cannot be read is said in words of ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar, get_args, get_origin

from msgspec import Struct

from pipeline_tui.domain.errors import Invalid, NotFound, Problem

if TYPE_CHECKING:
    from pipeline_tui.domain.deals import ReasonRow, StageRow
    from pipeline_tui.domain.pipelines import PipelineRow
    from pipeline_tui.services.desk import Desk


class Reading(Struct, frozen=True):
    """How one option or argument is read: text, whole numbers, paths, codes, and lists of them."""

    kind: Any
    least: float | None
    most: float | None

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002 - typer's call
        """A value as typer has it, as the verb wants it; raises Invalid at the option's name."""
        several = get_origin(self.kind) is list
        if value is None:
            return () if several else None
        if several:
            (kind,) = get_args(self.kind)
            return [self._one(kind, each, param) for each in value]
        return self._one(self.kind, value, param)

    def _one(self, kind: Any, value: Any, param: Any) -> Any:
        if not isinstance(value, str):
            return value
        if kind is int:
            return self._number(value, param)
        if kind is Path:
            return Path(value)
        codes = codes_of(kind)
        if codes is None or not value:  # an empty value clears a field
            return value
        return one_of({**codes, **_words_of(kind, codes, value)}, value, name_of(param), codes)

    def _number(self, text: str, param: Any) -> int:
        try:
            number = int(text)
        except ValueError as error:
            raise Invalid(name_of(param), "number_form", text=text) from error
        if self.least is not None and number < self.least:
            raise Invalid(name_of(param), "number_small", text=text, least=int(self.least))
        if self.most is not None and number > self.most:
            raise Invalid(name_of(param), "number_big", text=text, most=int(self.most))
        return number


def name_of(param: Any) -> str:
    """What a problem calls an option or argument: `--limit`, `NUMBER`."""
    if param.param_type_name == "option":
        return str(max(param.opts, key=len))
    from pipeline_tui.cli.pages import value_name

    return value_name(param)


def codes_of(kind: Any) -> dict[str, Any] | None:
    """What may be typed for a vocabulary or a literal type, with what it means; none for others."""
    if get_origin(kind) is Literal:
        return {str(one): one for one in get_args(kind)}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {str(one.value): one for one in kind}
    return None


_FILTERED = {"ClientStatus": "status", "ClientKind": "kind", "Abc": "abc"}
"""Vocabulary → the field of the filter line, whose words do for the codes here too."""
_LABELLED = {
    "ClientStatus": "client_status", "ClientKind": "client_kind", "ContactRole": "contact_role",
    "Attitude": "attitude", "Influence": "influence", "Channel": "channel",
    "StageKind": "stage_kind", "ActivityKind": "activity", "Direction": "direction",
    "TaskKind": "task", "ObjectionResult": "objection_result", "RequestState": "request_state",
    "FieldKind": "field_kind", "ConsentPurpose": "consent_purpose", "AgingBucket": "aging",
    "Segment": "segment", "OfferState": "offer", "InvoiceState": "invoice",
}  # fmt: skip
"""Vocabulary → what its words are called in `wording.labels`."""


def _words_of(kind: Any, codes: Mapping[str, Any], text: str) -> dict[str, Any]:
    """What a text that is no code means by the words of the filter line, which may be cut short, or
    by those that the screens show; nothing where it means several."""
    from pipeline_tui.domain.clients import fold

    name, wanted = getattr(kind, "__name__", ""), fold(text)
    if not wanted or text.strip().casefold() in map(str.casefold, codes):
        return {}
    found = set()
    if name in _FILTERED:
        from pipeline_tui.domain.query.fields import CODES

        for code, words in CODES[_FILTERED[name]].items():
            if any(word.startswith(wanted) for word in words):
                found.add(str(code))
    if not found and name in _LABELLED:
        from pipeline_tui.wording.labels import label

        found = {code for code in codes if fold(label(_LABELLED[name], code)) == wanted}
    return {text: codes[found.pop()]} if len(found) == 1 else {}


def one_of(
    codes: Mapping[str, Any], text: str, field: str, shown: Iterable[str] | None = None
) -> Any:
    """What a code means, whichever its case; raises Invalid choice_unknown, which lists the codes,
    or those `shown`."""
    for code, meaning in codes.items():
        if code.casefold() == text.strip().casefold():
            return meaning
    raise Invalid(
        field, "choice_unknown", text=text, choices=list(codes if shown is None else shown)
    )


def find_stage(
    desk: Desk, text: str, pipeline_id: int | None = None, *, retired: bool = False
) -> StageRow:
    """A stage by its code or name, of one pipeline or of the first that has it; raises NotFound
    choice_unknown, which lists the codes."""
    return _row(desk.vocabularies.stages(pipeline_id, retired=retired), text, "stage")


def find_pipeline(desk: Desk, text: str, *, retired: bool = False) -> PipelineRow:
    """A pipeline by its code or name; raises NotFound choice_unknown, which lists the codes."""
    return _row(desk.vocabularies.pipelines(retired=retired), text, "pipeline")


_LISTED = 12
"""Products or competitors named to who asks for one that there is not."""


def find_product(desk: Desk, text: str, *, retired: bool = False) -> int:
    """A product by its name, code or number, or a part of the name; raises NotFound no_products,
    choice_unknown, which names those there are; Invalid choice_unknown where several come near."""
    from pipeline_tui.domain.clients import fold

    rows = desk.price_book.products(retired=retired)
    if not rows:
        raise NotFound("no_products", field="product")
    wanted = fold(text)
    alike = [row for row in rows if wanted in fold(row.name)]
    for found in (
        [row for row in rows if wanted in (fold(row.name), fold(row.code)) and wanted],
        [row for row in rows if text.strip() == str(row.id)],
        alike,
    ):
        if len(found) == 1:
            return found[0].id
    raise _not_one("product", text, [row.name for row in rows], [row.name for row in alike])


def find_competitor(desk: Desk, text: str) -> int:
    """A competitor by a name of it, its number, or a part of a name; raises NotFound no_competitors,
    choice_unknown, which names those there are; Invalid choice_unknown where several come near."""
    from pipeline_tui.domain.clients import client_key
    from pipeline_tui.domain.competitors import KnownNames

    rows = desk.competitor_views.rows()
    if not rows:
        raise NotFound("no_competitors", field="competitor")
    key = client_key(text)
    alike = [row for row in rows if any(key in client_key(name) for name in row.names)]
    exact = list(KnownNames(rows).in_text(text))
    numbered = [row.id for row in rows if text.strip() == str(row.id)]
    for found in (exact, numbered, [row.id for row in alike if key]):
        if len(found) == 1:
            return found[0]
    raise _not_one("competitor", text, [row.name for row in rows], [row.name for row in alike])


def _not_one(field: str, text: str, names: Sequence[str], alike: Sequence[str]) -> Problem:
    """Several that a part of a name means are a word to be made longer; none is one not found."""
    shown = [*(alike or names)[:_LISTED], *["…"] * (len(alike or names) > _LISTED)]
    if alike:
        return Invalid(field, "choice_unknown", text=text, choices=shown)
    return NotFound("choice_unknown", field=field, text=text, choices=shown)


def read_share(text: str, field: str) -> int:
    """A per cent in hundredths of it; raises Invalid required, not_a_number."""
    from pipeline_tui.exchange.amounts import parse_scaled

    found = parse_scaled(text, 2, field)
    if found is None:
        raise Invalid(field, "required")
    return found


def outcome(desk: Desk, text: str) -> str:
    """The code of a call outcome by its code or name; raises NotFound choice_unknown."""
    return _row(desk.vocabularies.outcomes(), text, "outcome").code


def loss_reason(desk: Desk, text: str) -> str:
    """The code of a loss reason by its code or name; raises NotFound choice_unknown."""
    return find_loss_reason(desk, text).code


def find_loss_reason(desk: Desk, text: str, *, retired: bool = False) -> ReasonRow:
    """A loss reason by its code or name; raises NotFound choice_unknown."""
    return _row(desk.vocabularies.loss_reasons(retired=retired), text, "loss_reason")


class _Coded(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str | None: ...


RowT = TypeVar("RowT", bound=_Coded)


def _row(rows: Sequence[RowT], text: str, kind: str) -> RowT:
    from pipeline_tui.domain.clients import fold
    from pipeline_tui.wording.labels import named

    wanted = fold(text)
    for row in rows:
        if text.strip() == row.code or wanted == fold(named(kind, row.code, row.name)):
            return row
    raise NotFound("choice_unknown", field=kind, text=text, choices=[row.code for row in rows])


def find_kind(desk: Desk, wanted: str) -> int:
    """A kind by its number, its code, its name, or what clients say; raises NotFound choice_unknown."""
    from pipeline_tui.domain.clients import fold
    from pipeline_tui.wording.objections import kind_name

    kinds = [row.kind for row in desk.objection_views.kinds(retired=True)]
    for one in kinds:
        if wanted == str(one.id) or wanted == one.code or fold(wanted) == fold(kind_name(one)):
            return one.id
    hits = desk.objection_views.lookup(wanted, None, 1) if wanted.strip() else []
    if not hits:
        codes = [one.code for one in kinds if not one.retired]
        raise NotFound("choice_unknown", text=wanted, choices=codes)
    return hits[0].kind.id

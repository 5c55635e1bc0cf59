"""Forms of the objection library: an answer, a kind, how an event ended, whose it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.objection_library import tags
from pipeline_tui.domain.objections import AnswerRow, KindRow, LogRow, ObjectionTypeRow
from pipeline_tui.domain.vocabulary import TECHNIQUES, ObjectionResult
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.wording.labels import field, label, named
from pipeline_tui.wording.objections import kind_name

_UNKNOWN, _TRUE, _PRETEXT = "unknown", "true", "pretext"
_GENUINE = {_UNKNOWN: None, _TRUE: True, _PRETEXT: False}


def _techniques() -> list[Choice]:
    return [Choice(code, label("technique", code)) for code in TECHNIQUES]


def _tag_fields() -> tuple[Field, ...]:
    hint = _("empty: everywhere; several after commas")
    return (
        Field("stages", _("Stages"), hint=hint),
        Field("segments", _("Segments"), hint=hint),
        Field("products", _("Products"), hint=hint),
    )


def _stage_names(desk: Desk, codes: str) -> str:
    """Tags of stages as they are called; a code that no stage has any more stays as it is."""
    known = {one.code: named("stage", one.code, one.name) for one in _stages(desk)}
    return ", ".join(known.get(one, one) for one in tags(codes))


def _stage_codes(desk: Desk, text: str) -> str:
    """Stages typed by name or code as tags; raises Invalid choice_unknown, which names them."""
    known = {}
    for one in _stages(desk):
        known[fold(named("stage", one.code, one.name))] = known[fold(one.code)] = one.code
    found = []
    for typed in tags(text):
        if fold(typed) not in known:
            names = [named("stage", one.code, one.name) for one in _stages(desk)]
            raise Invalid("stage", "choice_unknown", text=typed, choices=names)
        found.append(known[fold(typed)])
    return ", ".join(dict.fromkeys(found))


def _stages(desk: Desk) -> list[StageRow]:
    return [one for one in desk.vocabularies.stages() if one.is_open]


def _fields_note() -> str:
    return _("The card fills in: {name} {company} {product} {price} {competitor} {me}")


def add_answer_form(desk: Desk, kinds: Sequence[KindRow], type_id: int | None) -> FormScreen:
    """An answer of one's own, to a kind there is or to a new one; leaves with its number."""

    def save(values: dict[str, Any]) -> int:
        return desk.objections.add_answer(
            values["objection"], values["text"], technique=values["technique"] or "",
            follow_up=values["follow_up"], new_type=values["name"], stages=_stage_codes(desk, values["stages"]),
            segments=values["segments"], products=values["products"],
        )  # fmt: skip

    return FormScreen(
        _("New answer"),
        (
            Field(
                "objection", field("objection"), "choice",
                choices=[Choice(one.kind.id, kind_name(one.kind)) for one in kinds],
            ),
            Field("name", _("or a new one"), hint=_("its name, if none of these fits")),
            Field("text", _("What to say"), "long", required=True),
            Field("follow_up", _("Follow-up question")),
            Field("technique", field("technique"), "choice", choices=_techniques()),
            *_tag_fields(),
        ),
        save,
        values={"objection": type_id},
        draft="answer:new",
        note=_fields_note(),
    )  # fmt: skip


def edit_answer_form(desk: Desk, answer: AnswerRow, kind: ObjectionTypeRow) -> FormScreen:
    """Change an answer, or put it away; leaves with True."""
    seen = {
        "text": answer.text, "follow_up": answer.follow_up, "technique": answer.technique,
        "stages": _stage_names(desk, answer.stages), "segments": answer.segments, "products": answer.products,
    }  # fmt: skip

    def save(values: dict[str, Any]) -> bool:
        retired = values.pop("retired")
        values["technique"] = values["technique"] or ""
        values["stages"] = _stage_codes(desk, values["stages"])
        before = {**seen, "stages": answer.stages}
        desk.objections.edit_answer(answer.id, values, before, retired=retired)
        return True

    return FormScreen(
        _("Answer to “{objection}”").format(objection=kind_name(kind)),
        (
            Field("text", _("What to say"), "long", required=True),
            Field("follow_up", _("Follow-up question")),
            Field("technique", field("technique"), "choice", choices=_techniques()),
            *_tag_fields(),
            Field("retired", _("Offer no more"), "flag"),
        ),
        save,
        values={**seen, "retired": answer.retired},
        draft=f"answer:{answer.id}",
        note=_fields_note(),
    )


def _kind_fields() -> tuple[Field, ...]:
    return (
        Field("name", field("name"), required=True),
        Field("heard", _("Heard, one a line"), "long"),
        Field("behind", _("What is behind it")),
        Field("probe", _("Question to probe")),
    )


def add_kind_form(desk: Desk) -> FormScreen:
    """A kind of objection of one's own; leaves with its number."""

    def save(values: dict[str, Any]) -> int:
        return desk.objections.add_type(
            values["name"], heard=values["heard"], behind=values["behind"], probe=values["probe"]
        )

    return FormScreen(_("New kind of objection"), _kind_fields(), save, draft="objection_type:new")


def edit_kind_form(desk: Desk, kind: ObjectionTypeRow) -> FormScreen:
    """Change what a kind is called and found by, or put it away; leaves with True."""
    seen = {
        "name": kind.name, "heard": "\n".join(kind.heard), "behind": kind.behind,
        "probe": kind.probe,
    }  # fmt: skip

    def save(values: dict[str, Any]) -> bool:
        retired = values.pop("retired")
        if values["name"] == label("objection", kind.code):
            values["name"] = ""  # the catalogue's own word goes on following the language
        if not values["name"] and not kind.name:
            del values["name"]
        desk.objections.edit_type(kind.id, values, seen, retired=retired)
        return True

    return FormScreen(
        _("Kind of objection"),
        (*_kind_fields(), Field("retired", _("Offer no more"), "flag")),
        save,
        values={**seen, "name": kind_name(kind), "retired": kind.retired},
        draft=f"objection_type:{kind.id}",
    )


def settle_form(desk: Desk, row: LogRow) -> FormScreen:
    """How an event of the log ended after all; leaves with True."""

    def save(values: dict[str, Any]) -> bool:
        desk.objections.settle(row.id, values["result"], _GENUINE[values["genuine"]])
        return True

    known = next(code for code, value in _GENUINE.items() if value is row.genuine)
    return FormScreen(
        _("How did it go?"),
        (
            Field(
                "result", field("result"), "choice", required=True,
                choices=[
                    Choice(str(one), label("objection_result", one)) for one in ObjectionResult
                ],
            ),
            Field(
                "genuine", _("Reason"), "choice", required=True,
                choices=[
                    *([] if row.genuine is not None else [Choice(_UNKNOWN, _("not known"))]),
                    Choice(_TRUE, _("a true reason")),
                    Choice(_PRETEXT, _("a pretext")),
                ],
            ),
        ),
        save,
        values={"result": row.result, "genuine": known},
        note=row.verbatim,
    )  # fmt: skip


def whose_form(verbatim: str) -> FormScreen:
    """Whose objection it was, before it is logged; leaves with `client` (or none) and `verbatim`."""
    return FormScreen(
        _("Log the objection"),
        (
            Field("client", field("client"), "client"),
            Field("verbatim", field("verbatim")),
        ),
        dict,
        values={"verbatim": verbatim},
    )

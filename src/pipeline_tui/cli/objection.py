"""`objection`: what was met, what to answer, and what works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import (
    base,
    objection_drill,
    objection_figures,
    objection_kinds,
    objection_library,
    options,
)
from pipeline_tui.cli.editor import long_text
from pipeline_tui.cli.values import find_kind, find_stage
from pipeline_tui.domain.errors import Invalid, NotFound
from pipeline_tui.domain.vocabulary import ObjectionResult
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.objections import Hit, LogRow, RankedAnswer
    from pipeline_tui.services.desk import Desk


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    noun = typer.Typer(no_args_is_help=True)
    app.add_typer(noun, name="objection")
    _add_reading(noun)
    objection_figures.add(noun)
    objection_drill.add(noun)
    objection_library.add(noun)
    _add_log(noun)
    answers = typer.Typer(help=_("The answers of the library."), no_args_is_help=True)
    noun.add_typer(answers, name="answer")
    _add_answers(answers)
    objection_kinds.add(noun)


def _add_reading(noun: typer.Typer) -> None:
    @noun.command(help=_("Find the best answers by a few letters of what was heard."))
    def find(
        context: typer.Context,
        heard: Annotated[list[str] | None, typer.Argument(metavar="HEARD", help=_("E.g. too expensive. Nothing shows the commonest."))] = None,
        client: Annotated[str | None, typer.Option("--client", help=_("Whose card fills the answers."))] = None,
        deal: options.OfDeal = None,
        stage: Annotated[str | None, typer.Option("--stage", help=_("Rank for a stage: its code or name."))] = None,
        limit: options.Limit = 3,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.wording import objections as words

        with base.run_of(context).desk() as desk:
            client_id = base.find_client(desk, client) if client else None
            facts = desk.objection_views.facts(client_id, deal)
            if deal is not None and facts.deal_id is None:
                raise NotFound("not_found", kind="deal", id=deal)
            stage_id = find_stage(desk, stage).id if stage else facts.stage_id
            hits = desk.objection_views.lookup(" ".join(heard or ()), stage_id, limit, facts)
            if as_json and hits:
                base.give_json([_hit(hit, lambda text: words.said(text, facts)) for hit in hits])
            for place, hit in enumerate(() if as_json else hits):
                if place:
                    base.give("")
                base.give(f"{words.kind_name(hit.kind)} · {words.fared(hit.tally)}")
                if hit.kind.probe:
                    base.give(f"  ? {hit.kind.probe}")
                for number, one in enumerate(hit.answers, 1):
                    base.give(f"  {number}. {words.said(one.answer.text, facts)}")
                    if one.answer.follow_up:
                        base.give(f"     → {words.said(one.answer.follow_up, facts)}")
                    how = filter(None, (words.technique(one.answer.technique), words.earned(one)))
                    base.give(f"     {' · '.join(how)} · {_('No.')} {one.answer.id}")
        if not hits:
            raise NotFound("objection_unknown", text=" ".join(heard or ()))

    @noun.command("list", help=_("The log, newest first: who said what, and how it went."))
    def list_log(
        context: typer.Context,
        text: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help=_("In their words, the client or the deal."))] = None,
        kind: Annotated[str | None, typer.Option("--kind", help=_("Code, number, or words of theirs."))] = None,
        client: options.OfClient = None,
        result: Annotated[ObjectionResult | None, typer.Option("--result", help=_("How it went."))] = None,
        limit: options.Limit = 50,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.domain.objections import LogFilter

        with base.run_of(context).desk() as desk:
            rows = desk.objection_views.log(
                LogFilter(
                    text=" ".join(text or ()),
                    type_id=find_kind(desk, kind) if kind else None,
                    client_id=base.find_client(desk, client) if client else None,
                    result=result or "",
                ),
                limit,
            )
            if as_json:
                base.give_json(rows)
            else:
                _give_log(desk, rows)


def _give_log(desk: Desk, rows: list[LogRow]) -> None:
    from pipeline_tui.wording import formats
    from pipeline_tui.wording import objections as words
    from pipeline_tui.wording.labels import field, named

    base.give_table(
        (_("No."), field("when"), field("objection"), field("verbatim"), field("client"), field("stage"), field("result")),
        [
            (
                str(row.id), formats.moment(row.met_at, desk.now(), desk.zone),
                named("objection", row.code, row.name), row.verbatim, row.client,
                named("stage", row.stage, row.stage_name) if row.stage else "", words.result(row),
            )
            for row in rows
        ],
    )  # fmt: skip


def _add_log(noun: typer.Typer) -> None:
    @noun.command(help=_("Note an objection that was met; answers with its number."))
    def log(
        context: typer.Context,
        kind: Annotated[str, options.kind_argument()],
        client: options.OfClient = None,
        deal: options.OfDeal = None,
        answer: Annotated[int | None, typer.Option("--answer", metavar="NUMBER", help=_("Number of the answer used."))] = None,
        words: Annotated[str, typer.Option("--words", "-w", help=_("What they said, as they said it."))] = "",
        result: Annotated[ObjectionResult, typer.Option("--result", help=_("How it went."))] = ObjectionResult.OPEN,
        genuine: Annotated[bool | None, typer.Option("--true/--pretext", help=_("Whether it is the true reason."))] = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            event_id = desk.objections.log(
                type_id=find_kind(desk, kind), deal_id=deal, answer_id=answer, verbatim=words,
                client_id=base.find_client(desk, client) if client else None,
                result=result, genuine=genuine,
            )  # fmt: skip
        _give_number(event_id, as_json)

    @noun.command(help=_("Say how an objection of the log ended."))
    def settle(
        context: typer.Context,
        number: Annotated[int, typer.Argument(metavar="NUMBER", help=_("A number from the list."))],
        result: Annotated[ObjectionResult, typer.Argument(metavar="CODE", help=_("How it went."))],
        genuine: Annotated[
            bool | None, typer.Option("--true/--pretext", help=_("Whether it is the true reason."))
        ] = None,
    ) -> None:
        with base.run_of(context).desk() as desk:
            desk.objections.settle(number, result, genuine)
        base.done(_("Noted."))


def _add_answers(app: typer.Typer) -> None:
    @app.command("list", help=_("The answers to a kind, best first."))
    def list_answers(
        context: typer.Context,
        kind: Annotated[str, options.kind_argument()],
        stage: Annotated[str | None, typer.Option("--stage", help=_("Rank for a stage: its code or name."))] = None,
        all_: Annotated[bool, typer.Option("--all", help=_("Those put away too."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.wording import objections as words
        from pipeline_tui.wording.labels import field

        with base.run_of(context).desk() as desk:
            stage_id = find_stage(desk, stage).id if stage else None
            ranked = desk.objection_views.ranked(find_kind(desk, kind), stage_id, retired=all_)
        if as_json:
            base.give_json([_ranked(one) for one in ranked])
            return
        base.give_table(
            (_("No."), field("answer"), field("technique"), field("result")),
            [
                (
                    str(one.answer.id), one.answer.text, words.technique(one.answer.technique),
                    words.earned(one) + (f" ({_('put away')})" if one.answer.retired else ""),
                )
                for one in ranked
            ],
        )  # fmt: skip

    @app.command("add", help=_("Add an answer of your own; answers with its number."))
    def add_answer(
        context: typer.Context,
        kind: Annotated[str, typer.Argument(metavar="KIND", help=_("Code, number, or words of theirs; with --new the name of a new kind."))],
        text: Annotated[str | None, typer.Argument(help=_("What to say; without it from a pipe or the editor."))] = None,
        follow_up: Annotated[str, typer.Option("--follow-up", help=_("The question that goes after it."))] = "",
        technique: Annotated[str, typer.Option("--technique", metavar="CODE", help=_techniques())] = "",
        stages: Annotated[str, _stages()] = "",
        segments: Annotated[str, _segments()] = "",
        products: Annotated[str, _products()] = "",
        new: Annotated[bool, typer.Option("--new", help=_("Make a new kind of that name."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        run = base.run_of(context)
        said = text if text is not None else long_text(run.env)
        with run.desk() as desk:
            answer_id = desk.objections.add_answer(
                None if new else find_kind(desk, kind), said, technique=_technique(technique),
                follow_up=follow_up, new_type=kind if new else "", stages=_stage_codes(desk, stages),
                segments=segments, products=products,
            )  # fmt: skip
        _give_number(answer_id, as_json)

    @app.command(
        "edit", help=_("Change an answer; its figures stay. Without options the editor opens.")
    )
    def edit_answer(
        context: typer.Context,
        number: Annotated[int, typer.Argument(metavar="NUMBER", help=_("A number from the list."))],
        text: Annotated[str | None, typer.Option("--text", help=_("What to say."))] = None,
        follow_up: Annotated[str | None, typer.Option("--follow-up", help=_("The question that goes after it."))] = None,
        technique: Annotated[str | None, typer.Option("--technique", metavar="CODE", help=_techniques())] = None,
        stages: Annotated[str | None, _stages()] = None,
        segments: Annotated[str | None, _segments()] = None,
        products: Annotated[str | None, _products()] = None,
    ) -> None:  # fmt: skip
        given = {
            "text": text,
            "follow_up": follow_up,
            "technique": None if technique is None else _technique(technique),
            "segments": segments,
            "products": products,
        }
        values = {name: value for name, value in given.items() if value is not None}
        run = base.run_of(context)
        with run.desk() as desk:
            if stages is not None:
                values["stages"] = _stage_codes(desk, stages)
            before = desk.objection_views.answer(number)
            if not values:
                values = {"text": long_text(run.env, before.text)}
            seen = {name: getattr(before, name) for name in values}
            desk.objections.edit_answer(number, values, seen)
        base.done(_("Saved."))

    @app.command(help=_("Offer an answer no more; the log keeps it."))
    def retire(
        context: typer.Context,
        number: Annotated[int, typer.Argument(metavar="NUMBER", help=_("A number from the list."))],
    ) -> None:
        with base.run_of(context).desk() as desk:
            desk.objections.retire_answer(number)
        base.done(_("Put away: it is offered no more."))

    @app.command(help=_("Offer an answer again."))
    def restore(
        context: typer.Context,
        number: Annotated[int, typer.Argument(metavar="NUMBER", help=_("A number from the list."))],
    ) -> None:
        with base.run_of(context).desk() as desk:
            desk.objections.restore(number)
        base.done(_("Saved."))


def _stages() -> Any:
    return typer.Option(
        "--stages", metavar="STAGES",
        help=_("Stages it is meant for, codes or names after commas; empty: all."),
    )  # fmt: skip


def _segments() -> Any:
    return typer.Option(
        "--segments", metavar="SEGMENTS",
        help=_("Industries of clients it is meant for, after commas; empty: all."),
    )  # fmt: skip


def _products() -> Any:
    return typer.Option(
        "--products", metavar="PRODUCTS",
        help=_("Products it is meant for, after commas; empty: all."),
    )  # fmt: skip


def _stage_codes(desk: Desk, text: str) -> str:
    from pipeline_tui.domain.objection_library import tags

    return ", ".join(dict.fromkeys(find_stage(desk, one).code for one in tags(text)))


def _techniques() -> str:
    from pipeline_tui.domain.vocabulary import TECHNIQUES

    return ", ".join(TECHNIQUES)


def _technique(typed: str) -> str:
    from pipeline_tui.domain.vocabulary import TECHNIQUES

    if typed and typed not in TECHNIQUES:
        raise Invalid("technique", "choice_unknown", text=typed, choices=TECHNIQUES)
    return typed


def _hit(hit: Hit, said: Any) -> dict[str, Any]:
    return {
        "kind": base.plain(hit.kind), "source": hit.source, "phrase": hit.phrase,
        "score": hit.score, "said": hit.said, "tally": base.plain(hit.tally),
        "answers": [{**_ranked(one), "said": said(one.answer.text)} for one in hit.answers],
    }  # fmt: skip


def _ranked(one: RankedAnswer) -> dict[str, Any]:
    return {
        **base.plain(one.answer), **base.plain(one.tally), "settled": one.tally.settled,
        "lower": round(one.lower, 4), "little_data": one.few, "at_stage": one.at_stage,
        "trial": one.trial,
    }  # fmt: skip


def _give_number(number: int, as_json: bool) -> None:
    if as_json:
        base.give_json({"id": number})
    else:
        base.give(str(number))

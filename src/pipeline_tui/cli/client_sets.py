"""`client tag`, `owner`, `step`, `archive`, `views`: many clients at once, and views that choose them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli.steps import read_step
from pipeline_tui.domain.errors import Conflict, Invalid, NotFound
from pipeline_tui.domain.vocabulary import TaskKind
from pipeline_tui.i18n import N_, _
from pipeline_tui.wording import formats

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk

Filter = Annotated[
    str | None,
    typer.Option(
        "--filter", metavar="FILTER", help=N_("All clients that pass a filter, instead of one.")
    ),
]


def add(clients: typer.Typer) -> None:
    """Add the verbs."""
    _add_sets(clients)
    _add_views(clients)


def _chosen(
    desk: Desk, client: str | None, filter_text: str | None,
    find: Callable[[Desk, str], int] = base.find_client,
) -> list[int]:  # fmt: skip
    """The one client that is named, or all that pass the filter.

    Raises Invalid client_or_filter where both or neither are given.
    """
    if (client is None) == (filter_text is None):
        raise Invalid("client", "client_or_filter")
    if client is not None:
        return [find(desk, client)]
    return desk.lists.ids(filter_text or "")


def any_client(desk: Desk, wanted: str) -> int:
    """As `find_client`, but among those put away too."""
    try:
        return base.find_client(desk, wanted)
    except NotFound:
        ids = desk.lists.ids(f"archived {wanted}")
        if len(ids) != 1:
            raise
        return ids[0]


def _told(ids: list[int], filter_text: str | None) -> None:
    """Say how many it was done to, where a filter chose them."""
    if filter_text is None:
        base.done(_("done"))
    else:
        base.give(formats.count(len(ids), "{n} client", "{n} clients"))


def _two(words: list[str], filter_text: str | None) -> tuple[str | None, str]:
    """(client, the rest): the client is left out where a filter chooses."""
    if filter_text is not None:
        return None, " ".join(words)
    if len(words) < 2:
        raise Invalid("client", "client_or_filter")
    return words[0], " ".join(words[1:])


def _add_sets(app: typer.Typer) -> None:
    @app.command(help=_("Put a client away, or --back into work; --filter takes many at once."))
    def archive(
        context: typer.Context, client: options.MaybeClient = None, filter_text: Filter = None,
        back: Annotated[bool, typer.Option("--back", help=_("Take it back into work."))] = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            ids = _chosen(desk, client, filter_text, any_client)
            if ids:
                (desk.clients.unarchive if back else desk.clients.archive)(ids)
        _told(ids, filter_text)

    @app.command(help=_("Put a tag on a client, or take it --off; --filter takes many at once."))
    def tag(
        context: typer.Context,
        words: Annotated[list[str], typer.Argument(metavar="[CLIENT] TAG", help=_("The client, unless --filter is given, and the tag without the #."))],
        filter_text: Filter = None,
        off: Annotated[bool, typer.Option("--off", help=_("Take the tag off."))] = False,
    ) -> None:  # fmt: skip
        client, name = _two(words, filter_text)
        with base.run_of(context).desk() as desk:
            ids = _chosen(desk, client, filter_text)
            if ids:
                (desk.clients.untag if off else desk.clients.tag)(ids, name)
        _told(ids, filter_text)

    @app.command(help=_("Give a client to a manager; --filter takes many at once."))
    def owner(
        context: typer.Context,
        words: Annotated[list[str], typer.Argument(metavar="[CLIENT] MANAGER", help=_("The client, unless --filter is given, and the manager."))],
        filter_text: Filter = None,
    ) -> None:  # fmt: skip
        client, name = _two(words, filter_text)
        with base.run_of(context).desk() as desk:
            ids = _chosen(desk, client, filter_text)
            if ids:
                desk.clients.set_owner(ids, name)
        _told(ids, filter_text)

    @app.command(help=_("Plan a next step for all clients that pass a filter."))
    def step(
        context: typer.Context,
        when: Annotated[list[str], typer.Argument(metavar="STEP", help=_("tomorrow 15 send the offer"))],
        filter_text: Annotated[str, typer.Option("--filter", metavar="FILTER", help=_("All clients that pass a filter, instead of one."))],
        kind: options.StepKind = TaskKind.CALL,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            asked = read_step(desk, " ".join(when))
            ids = _chosen(desk, None, filter_text)
            if ids:
                desk.clients.plan_steps(
                    ids, due_on=asked.on, due_at=asked.at, title=asked.title, kind=kind
                )
        _told(ids, filter_text)


def _add_views(app: typer.Typer) -> None:
    views = typer.Typer(no_args_is_help=True, help=_("Views: filters of the client list by name."))
    app.add_typer(views, name="views")

    @views.command("list", help=_("The views with how many clients each holds."))
    def list_views(context: typer.Context, as_json: base.Json = False) -> None:
        from pipeline_tui.wording import views as words

        with base.run_of(context).desk() as desk:
            known = desk.lists.views()
            counts = [desk.lists.how_many(one.query) for one in known]
        if as_json:
            base.give_json(
                [
                    {**base.plain(one), "name": words.name(one.code, one.name), "clients": count}
                    for one, count in zip(known, counts, strict=True)
                ]
            )
            return
        base.give_table(
            (_("View"), _("Clients"), _("Filter"), _("Sort")),
            [
                (
                    words.name(one.code, one.name), str(count), words.line(one),
                    one.sort + (" --desc" if one.descending else ""),
                )
                for one, count in zip(known, counts, strict=True)
            ],
            right=(1,),
        )  # fmt: skip

    @views.command(help=_("Keep a filter as a view; one of that name is changed."))
    def save(
        context: typer.Context,
        name: Annotated[str, typer.Argument(metavar="NAME", help=_("What it is called."))],
        filter_text: Annotated[list[str] | None, typer.Argument(metavar="FILTER", help=_("E.g. status:active debt"))] = None,
        sort: Annotated[str, typer.Option(help=_("By what."))] = "name",
        descending: Annotated[bool, typer.Option("--desc", help=_("The other way round."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            number = desk.views.save(name, " ".join(filter_text or ()), sort, descending=descending)
        if as_json:
            base.give_json({"id": number})
        else:
            base.done(_("done"))

    @views.command(help=_("Call a view otherwise; its filter, order and columns stay."))
    def rename(
        context: typer.Context,
        name: Annotated[str, typer.Argument(metavar="NAME", help=_("What it is called."))],
        new: Annotated[str, typer.Argument(metavar="NEW", help=_("The new name."))],
    ) -> None:
        from pipeline_tui.domain.clients import fold
        from pipeline_tui.wording import views as words

        with base.run_of(context).desk() as desk:
            known = desk.lists.views()
            view = words.named(known, name)
            # A view that the file began with is known to the service by its code alone.
            if any(
                one.id != view.id and fold(words.name(one.code, one.name)) == fold(new)
                for one in known
            ):
                raise Conflict("view_name_taken", text=new)
            desk.views.rename(view.id, new)
        base.done(_("done"))

    @views.command(help=_("Put a view in another place of the list, counted from 1."))
    def move(
        context: typer.Context,
        name: Annotated[str, typer.Argument(metavar="NAME", help=_("What it is called."))],
        place: Annotated[int, typer.Argument(metavar="PLACE", min=1, help=_("Its place in the list."))],
    ) -> None:  # fmt: skip
        from pipeline_tui.wording import views as words

        with base.run_of(context).desk() as desk:
            known = desk.lists.views()
            view = words.named(known, name)
            order = [one.id for one in known]
            desk.views.move(view.id, place - 1 - order.index(view.id))
        base.done(_("done"))

    @views.command(help=_("Take a view away; undo brings it back."))
    def delete(
        context: typer.Context,
        name: Annotated[str, typer.Argument(metavar="NAME", help=_("What it is called."))],
    ) -> None:
        from pipeline_tui.wording import views as words

        with base.run_of(context).desk() as desk:
            desk.views.delete(words.named(desk.lists.views(), name).id)
        base.done(_("done"))

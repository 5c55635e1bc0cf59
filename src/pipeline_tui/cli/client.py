"""`client` and `contact`: the client base and the people in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base
from pipeline_tui.domain.errors import Conflict, Invalid, NotFound
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.cards import CardView
    from pipeline_tui.services.desk import Desk

Text = Annotated[str | None, typer.Option()]
_FIELDS = (
    "name", "kind", "status", "abc", "inn", "kpp", "ogrn", "industry", "size", "region", "city",
    "country", "address", "time_zone", "website", "source", "owner", "notes",
)  # fmt: skip


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    clients = typer.Typer(help=_("The client base."), no_args_is_help=True)
    app.add_typer(clients, name="client")
    _add_reading(clients)
    _add_writing(clients)
    contacts = typer.Typer(help=_("People at a client."), no_args_is_help=True)
    app.add_typer(contacts, name="contact")
    _add_contacts(contacts)


def _add_reading(app: typer.Typer) -> None:
    @app.command(
        "list", help=_("List clients. The filter is that of the screen: words, city:, tag:, debt.")
    )
    def list_clients(
        context: typer.Context,
        filter_text: Annotated[
            list[str] | None, typer.Argument(metavar="FILTER", help=_("E.g. status:active debt"))
        ] = None,
        sort: Annotated[
            str, typer.Option(help=_("name, status, abc, city, owner, debt, open_deals, last_touch, next_step, created"))
        ] = "name",
        descending: Annotated[bool, typer.Option("--desc", help=_("The other way round."))] = False,
        limit: Annotated[int, typer.Option("--limit", "-n", min=1)] = 50,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        line = " ".join(filter_text or ())
        with base.run_of(context).desk() as desk:
            ids = desk.lists.ids(line, sort, descending=descending)
            shown = ids[:limit]
            rows = desk.lists.rows(shown) if shown else {}
            if as_json:
                base.give_json([rows[id_] for id_ in shown if id_ in rows])
                return
            _give_rows(desk, [rows[id_] for id_ in shown if id_ in rows])
            if len(ids) > limit:
                base.remark(
                    _("{shown} of {all} shown; --limit shows more").format(
                        shown=limit, all=len(ids)
                    )
                )

    @app.command(help=_("Show a client: how to reach them, deals, money, what happened lately."))
    def show(
        context: typer.Context, client: Annotated[str, _who()], as_json: base.Json = False
    ) -> None:
        with base.run_of(context).desk() as desk:
            card = desk.cards.client(base.find_client(desk, client))
            if as_json:
                base.give_json(
                    {**base.plain(card), "timeline": desk.cards.timeline(card.id, None, 20)}
                )
                return
            _give_card(desk, card)

    @app.command(help=_("Find clients by any part of a name, phone, INN or e-mail."))
    def find(
        context: typer.Context,
        text: Annotated[list[str], typer.Argument(metavar="TEXT")],
        limit: Annotated[int, typer.Option("--limit", "-n", min=1)] = 20,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            hits = desk.lists.find(" ".join(text), limit)
        if as_json:
            base.give_json(hits)
        else:
            base.give_table(
                (_("No."), _("Client"), _("Found by")),
                [
                    (str(hit.id), " · ".join(filter(None, (hit.name, hit.city))), hit.why)
                    for hit in hits
                ],
            )
        if not hits:
            raise typer.Exit(base.NOT_FOUND)


def _add_writing(app: typer.Typer) -> None:
    @app.command("add", help=_("Enter a client; answers with its number."))
    def add_client(
        context: typer.Context,
        name: Annotated[str, typer.Argument()],
        contact: Annotated[str, typer.Option(help=_("Whom to call, last name first."))] = "",
        phone: Annotated[list[str] | None, _phones()] = None, email: Annotated[list[str] | None, _emails()] = None,
        tag: Annotated[list[str] | None, typer.Option("--tag", help=_("A tag; repeat for more."))] = None,
        kind: Text = None, status: Text = None, abc: Annotated[str | None, typer.Option("--class")] = None,
        inn: Text = None, kpp: Text = None, ogrn: Text = None, industry: Text = None, size: Text = None,
        region: Text = None, city: Text = None, country: Text = None, address: Text = None,
        time_zone: Text = None, website: Text = None, source: Text = None, owner: Text = None,
        notes: Text = None,
        force: Annotated[bool, typer.Option("--force", help=_("Enter it even if there is one like it."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        values = _given(locals())
        with base.run_of(context).desk() as desk:
            twins = desk.lists.similar(name, inn, phone or (), email or ())
            if twins and not force:
                names = "; ".join(f"{twin.id} {twin.name}" for twin in twins)
                raise Conflict("client_known", names=names)
            values.setdefault("owner", desk.settings.owner)
            person = {**_person(contact), "phones": phone or (), "emails": email or ()}
            client_id = (
                desk.clients.add(values, contacts=[person], tags=tag or ())
                if contact.strip()
                else desk.clients.add(
                    values, phones=phone or (), emails=email or (), tags=tag or ()
                )
            )
        _give_number(client_id, as_json)

    @app.command(
        help=_("Change fields of a client. Phones and e-mails are its own, set as a whole.")
    )
    def edit(
        context: typer.Context, client: Annotated[str, _who()],
        name: Text = None, phone: Annotated[list[str] | None, _phones()] = None, email: Annotated[list[str] | None, _emails()] = None,
        kind: Text = None, status: Text = None, abc: Annotated[str | None, typer.Option("--class")] = None,
        inn: Text = None, kpp: Text = None, ogrn: Text = None, industry: Text = None, size: Text = None,
        region: Text = None, city: Text = None, country: Text = None, address: Text = None,
        time_zone: Text = None, website: Text = None, source: Text = None, owner: Text = None,
        notes: Text = None, as_json: base.Json = False,
    ) -> None:  # fmt: skip
        values = _given(locals())
        if not values and phone is None and email is None:
            raise Invalid("", "nothing_to_change")
        with base.run_of(context).desk() as desk:
            client_id = base.find_client(desk, client)
            desk.clients.edit(client_id, values, phones=phone, emails=email)
        _give_number(client_id, as_json)

    @app.command(help=_("Put a client away, or --back into work."))
    def archive(
        context: typer.Context, client: Annotated[str, _who()],
        back: Annotated[bool, typer.Option("--back", help=_("Take it back into work."))] = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            client_id = _any_client(desk, client)
            if back:
                desk.clients.unarchive([client_id])
            else:
                desk.clients.archive([client_id])
        base.done(_("done"))

    @app.command(help=_("Put a tag on a client, or take it --off."))
    def tag(
        context: typer.Context, client: Annotated[str, _who()],
        name: Annotated[str, typer.Argument(metavar="TAG")],
        off: Annotated[bool, typer.Option("--off", help=_("Take the tag off."))] = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            client_id = base.find_client(desk, client)
            if off:
                desk.clients.untag([client_id], name)
            else:
                desk.clients.tag([client_id], name)
        base.done(_("done"))

    @app.command(
        "do-not-call", help=_("Never call a client again; the words of the refusal are kept.")
    )
    def do_not_call(
        context: typer.Context, client: Annotated[str, _who()],
        evidence: Annotated[str, typer.Option(help=_("What was said or written, and when."))],
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            desk.clients.do_not_call(base.find_client(desk, client), evidence)
        base.done(_("done"))


def _add_contacts(app: typer.Typer) -> None:
    @app.command("add", help=_("Enter a person at a client; answers with their number."))
    def add_contact(
        context: typer.Context, client: Annotated[str, _who()],
        name: Annotated[str, typer.Argument(help=_("Last name, first name, patronymic."))],
        phone: Annotated[list[str] | None, _phones()] = None, email: Annotated[list[str] | None, _emails()] = None,
        role: Annotated[str | None, typer.Option(help=_("decision_maker, influencer, gatekeeper, accountant, user"))] = None,
        job_title: Annotated[str, typer.Option()] = "",
        first: Annotated[bool, typer.Option("--first", help=_("The one to call first."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            client_id = base.find_client(desk, client)
            values: dict[str, Any] = {**_person(name), "role": role, "job_title": job_title}
            contact_id = desk.contacts.add(
                client_id, values, phones=phone or (), emails=email or ()
            )
            if first:
                desk.contacts.reorder(client_id, [contact_id])
        _give_number(contact_id, as_json)

    @app.command("list", help=_("List the people at a client, in the order of calling."))
    def list_contacts(
        context: typer.Context, client: Annotated[str, _who()], as_json: base.Json = False
    ) -> None:
        from pipeline_tui.wording import cards, labels

        with base.run_of(context).desk() as desk:
            people = desk.cards.client(base.find_client(desk, client)).contacts
        if as_json:
            base.give_json(people)
            return
        base.give_table(
            (_("No."), labels.field("name"), labels.field("role"), labels.field("phones"), labels.field("emails")),
            [
                (
                    str(one.id), one.name,
                    one.job_title or (labels.label("contact_role", one.role) if one.role else ""),
                    ", ".join(map(cards.phone, one.phones)), ", ".join(one.emails),
                )
                for one in people
            ],
        )  # fmt: skip


def _who() -> Any:
    """How a verb is told which client; made when the help is, in the language spoken then."""
    return typer.Argument(metavar="CLIENT", help=_("Number, or part of the name, phone or INN."))


def _phones() -> Any:
    return typer.Option("--phone", help=_("A phone; repeat for more."))


def _emails() -> Any:
    return typer.Option("--email", help=_("An e-mail; repeat for more."))


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """The fields that were named on the command line."""
    return {name: values[name] for name in _FIELDS if values.get(name) is not None}


def _person(name: str) -> dict[str, str]:
    parts = name.split(maxsplit=2)
    return dict(zip(("last_name", "first_name", "patronymic"), parts, strict=False))


def _give_number(number: int, as_json: bool) -> None:
    if as_json:
        base.give_json({"id": number})
    else:
        base.give(str(number))


def _any_client(desk: Desk, wanted: str) -> int:
    """As `find_client`, but among those put away too."""
    try:
        return base.find_client(desk, wanted)
    except NotFound:
        ids = desk.lists.ids(f"archived {wanted}")
        if len(ids) != 1:
            raise
        return ids[0]


def _give_rows(desk: Desk, rows: list[Any]) -> None:
    from pipeline_tui.wording import cards, formats, labels

    today, field = desk.today(), labels.field
    base.give_table(
        (_("No."), field("name"), field("status"), field("city"), field("phone"), _("Deals"),
         field("debt"), field("last_touch"), field("next_step")),
        [
            (
                str(row.id), row.name, labels.label("client_status", row.status), row.city,
                formats.phone(row.phone, row.phone or ""), cards.sums(row.open_sums),
                cards.sums(row.debt),
                formats.day(row.last_touch.astimezone(desk.zone).date(), today)
                if row.last_touch else "—",
                formats.day(row.next_step, today) if row.next_step else "—",
            )
            for row in rows
        ],
        right=(5, 6),
    )  # fmt: skip


def _give_card(desk: Desk, card: CardView) -> None:
    from pipeline_tui.wording import cards, formats, labels

    today = desk.today()
    give, field = base.give, labels.field
    give(f"{card.id}  {card.name}")
    facts = [
        labels.label("client_status", card.status),
        f"{field('abc')} {card.abc}" if card.abc else "",
        card.city,
        cards.their_time(card.zone, desk.now()),
        f"{field('inn')} {card.inn}" if card.inn else "",
        *(f"#{tag}" for tag in card.tags),
    ]
    give("   " + " · ".join(filter(None, facts)))
    for one in card.warnings:
        give("!  " + cards.warning(one, today))
    for person in card.contacts:
        role = person.job_title or (
            labels.label("contact_role", person.role) if person.role else ""
        )
        numbers = [*map(cards.phone, person.phones), *person.emails]
        give("   " + "  ".join(filter(None, (person.name, role, ", ".join(numbers)))))
    if card.phones or card.emails:
        give("   " + ", ".join([*map(cards.phone, card.phones), *card.emails]))
    if card.debt:
        give(f"   {field('debt')}: {cards.sums(card.debt)}")
    for step in card.steps[:3]:
        give(f"→  {cards.step(step, today, desk.zone)}")
    stages = {stage.id: stage for stage in desk.vocabularies.stages()}
    for deal in card.deals:
        stage = stages.get(deal.stage_id)
        named = "" if stage is None else labels.named("stage", stage.code, stage.name)
        money = "" if deal.amount_minor is None else formats.money(deal.amount_minor, deal.currency)
        give("$  " + " · ".join(filter(None, (deal.title, named, money))))
    for row in desk.cards.timeline(card.id, None, 10):
        day = formats.day(row.day, today)
        what, said = cards.timeline(row, today)
        give(f"   {day}: " + " · ".join(filter(None, (cards.timeline_kind(row), what, said))))

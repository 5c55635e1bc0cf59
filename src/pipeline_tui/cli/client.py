"""`client`: the client base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from pipeline_tui.cli import (
    base,
    client_buyers,
    client_card,
    client_duplicates,
    client_sets,
    options,
    own_fields,
    rights,
)
from pipeline_tui.domain.clients import ConsentPurpose
from pipeline_tui.domain.errors import Conflict, Invalid
from pipeline_tui.domain.requisites import kind_by_numbers
from pipeline_tui.domain.vocabulary import Channel
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.cards import CardView
    from pipeline_tui.services.desk import Desk

Sort = Literal[
    "name", "status", "kind", "abc", "city", "region", "country", "owner", "industry", "source",
    "created", "verified", "phone", "debt", "open_deals", "turnover", "next_step", "tags",
    "last_touch", "attempts",
]  # fmt: skip
_FIELDS = (
    "name", "kind", "status", "abc", "inn", "kpp", "ogrn", "bik", "account", "industry", "size",
    "region", "city", "country", "address", "time_zone", "website", "source", "owner", "notes",
)  # fmt: skip


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    clients = typer.Typer(no_args_is_help=True)
    app.add_typer(clients, name="client")
    _add_reading(clients)
    client_buyers.add(clients)
    client_card.add(clients)
    _add_writing(clients)
    client_sets.add(clients)
    client_duplicates.add(clients)
    rights.add_to_clients(clients)


def _add_reading(app: typer.Typer) -> None:
    @app.command(
        "list",
        help=_(
            "List clients. The filter is that of the screen: words, city:Kazan, debt>100k, not, or."
        ),
    )
    def list_clients(
        context: typer.Context,
        filter_text: Annotated[
            list[str] | None, typer.Argument(metavar="FILTER", help=_("E.g. status:active debt"))
        ] = None,
        view: Annotated[
            str, typer.Option("--view", metavar="NAME", help=_("A view of the client list."))
        ] = "",
        sort: Annotated[Sort | None, typer.Option(help=_("By what."))] = None,
        descending: Annotated[bool, typer.Option("--desc", help=_("The other way round."))] = False,
        limit: options.Limit = 50,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        line = " ".join(filter_text or ())
        with base.run_of(context).desk() as desk:
            order: str = sort or "name"
            down = descending
            if view:
                from pipeline_tui.wording import views

                seen = views.named(desk.lists.views(), view)
                line = f"({seen.query}) {line}".strip() if seen.query else line
                if sort is None:
                    order, down = seen.sort, seen.descending != descending
            ids = desk.lists.ids(line, order, descending=down)
            shown = ids[:limit]
            rows = desk.lists.rows(shown, ("turnover", "attempts")) if shown else {}
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
    def show(context: typer.Context, client: options.Client, as_json: base.Json = False) -> None:
        with base.run_of(context).desk() as desk:
            card = desk.cards.client(base.find_client(desk, client))
            if as_json:
                base.give_json(
                    {**base.plain(card), "timeline": desk.cards.timeline(card.id, None, 20)}
                )
                return
            _give_card(desk, card)

    @app.command(help=_("Find clients by any part of a name, phone, INN, e-mail, deal or note."))
    def search(
        context: typer.Context,
        text: Annotated[
            list[str],
            typer.Argument(
                metavar="TEXT", help=_("Any part of it, also digits in the middle of a phone.")
            ),
        ],
        limit: options.Limit = 20,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            hits = desk.lists.find(" ".join(text), limit)
        if as_json:
            base.give_json(hits)
        else:
            from pipeline_tui.wording import finding

            base.give_table(
                (_("No."), _("Client"), _("Found by")),
                [
                    (str(hit.id), " · ".join(filter(None, (hit.name, hit.city))), finding.why(hit))
                    for hit in hits
                ],
            )
        if not hits:
            raise typer.Exit(base.NOT_FOUND)


def _add_writing(app: typer.Typer) -> None:
    @app.command("add", help=_("Enter a client; answers with its number."))
    def add_client(
        context: typer.Context,
        name: Annotated[str, typer.Argument(metavar="NAME", help=_("Name of the company or person."))],
        contact: Annotated[str, typer.Option(help=_("Whom to call, last name first."))] = "",
        phone: Annotated[list[str] | None, phones()] = None, email: Annotated[list[str] | None, emails()] = None,
        tag: Annotated[list[str] | None, typer.Option("--tag", help=_("A tag; repeat for more."))] = None,
        kind: options.Kind = None, status: options.Status = None, abc: options.Class = None,
        inn: options.Inn = None, kpp: options.Kpp = None, ogrn: options.Ogrn = None,
        bik: options.Bik = None, account: options.Account = None,
        industry: options.Industry = None, size: options.Size = None,
        region: options.Region = None, city: options.City = None, country: options.Country = None,
        address: options.Address = None,
        time_zone: options.Zone = None, website: options.Website = None,
        source: options.Source = None, owner: options.Owner = None,
        notes: options.Notes = None, field: own_fields.Own = None,
        force: Annotated[bool, typer.Option("--force", help=_("Enter it even if there is one like it."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        values = _given(locals())
        with base.run_of(context).desk() as desk:
            twins = desk.lists.similar(name, inn, phone or (), email or ())
            if twins and not force:
                from pipeline_tui.wording import cards

                names = "; ".join(f"{twin.id} {twin.name}: {cards.twin(twin)}" for twin in twins)
                raise Conflict("client_known", names=names)
            values.setdefault("owner", desk.settings.owner)
            values["custom"] = own_fields.with_own(desk, "client", field)
            if kind is None and (told := kind_by_numbers(inn or "", ogrn or "")):
                values["kind"] = told
            person = {**full_name(contact), "phones": phone or (), "emails": email or ()}
            client_id = (
                desk.clients.add(values, contacts=[person], tags=tag or ())
                if contact.strip()
                else desk.clients.add(
                    values, phones=phone or (), emails=email or (), tags=tag or ()
                )
            )
        give_number(client_id, as_json)

    @app.command(
        help=_("Change fields of a client. Phones and e-mails are its own, set as a whole.")
    )
    def edit(
        context: typer.Context, client: options.Client,
        name: options.Name = None, phone: Annotated[list[str] | None, phones()] = None, email: Annotated[list[str] | None, emails()] = None,
        kind: options.Kind = None, status: options.Status = None, abc: options.Class = None,
        inn: options.Inn = None, kpp: options.Kpp = None, ogrn: options.Ogrn = None,
        bik: options.Bik = None, account: options.Account = None,
        industry: options.Industry = None, size: options.Size = None,
        region: options.Region = None, city: options.City = None, country: options.Country = None,
        address: options.Address = None,
        time_zone: options.Zone = None, website: options.Website = None,
        source: options.Source = None, owner: options.Owner = None,
        notes: options.Notes = None, field: own_fields.Own = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        values = _given(locals())
        if not values and phone is None and email is None and not field:
            raise Invalid("", "nothing_to_change")
        with base.run_of(context).desk() as desk:
            client_id = base.find_client(desk, client)
            if field:
                there = desk.cards.client(client_id).custom
                values["custom"] = own_fields.with_own(desk, "client", field, there)
            desk.clients.edit(client_id, values, phones=phone, emails=email)
        give_number(client_id, as_json)

    @app.command(help=_("Note that the data of a client was looked through today and holds."))
    def verify(context: typer.Context, client: options.Client) -> None:
        with base.run_of(context).desk() as desk:
            desk.clients.verify([base.find_client(desk, client)])
        base.done(_("done"))

    @app.command(
        help=_("Note what happened besides calls: a note, an e-mail, a meeting, a message.")
    )
    def note(
        context: typer.Context, client: options.Client,
        text: Annotated[str, typer.Argument(metavar="TEXT", help=_("What happened."))],
        kind: Annotated[Literal["note", "email", "meeting", "message"], typer.Option(help=_("What it was."))] = "note",
        incoming: Annotated[bool, typer.Option("--in", help=_("It came from them."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            number = desk.calls.touch(
                kind=kind, client_id=base.find_client(desk, client), note=text,
                direction="in" if incoming else None,
            )  # fmt: skip
        give_number(number, as_json)

    @app.command(help=_("Record a consent, or with --no a refusal; it is never edited."))
    def consent(
        context: typer.Context, client: options.Client,
        evidence: Annotated[str, typer.Option(help=_("What was said or written, and when."))],
        channel: Annotated[Channel, typer.Option(help=_("By which way."))] = Channel.PHONE,
        purpose: Annotated[ConsentPurpose, typer.Option(help=_("For what."))] = ConsentPurpose.SALES,
        no: Annotated[bool, typer.Option("--no", help=_("They refused."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            number = desk.contacts.consent(
                base.find_client(desk, client), given=not no, evidence=evidence, channel=channel,
                purpose=purpose,
            )  # fmt: skip
        give_number(number, as_json)

    @app.command(
        "do-not-call", help=_("Never call a client again; the words of the refusal are kept.")
    )
    def do_not_call(
        context: typer.Context, client: options.Client,
        evidence: Annotated[str, typer.Option(help=_("What was said or written, and when."))],
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            desk.clients.do_not_call(base.find_client(desk, client), evidence)
        base.done(_("done"))


def phones() -> Any:
    """Phones, each its own option."""
    return typer.Option("--phone", help=_("A phone; repeat for more."))


def emails() -> Any:
    """E-mails, each its own option."""
    return typer.Option("--email", help=_("An e-mail; repeat for more."))


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """The fields that were named on the command line; raises Invalid country_unknown."""
    given = {name: values[name] for name in _FIELDS if values.get(name) is not None}
    if given.get("country"):
        from pipeline_tui.exchange.countries import country_code

        code = country_code(given["country"])
        if code is None:
            raise Invalid("country", "country_unknown", country=given["country"])
        given["country"] = code
    return given


def full_name(name: str) -> dict[str, str]:
    """The parts of a full name, last name first."""
    parts = name.split(maxsplit=2)
    return dict(zip(("last_name", "first_name", "patronymic"), parts, strict=False))


def give_number(number: int, as_json: bool) -> None:
    """Answer with the number of what was entered or changed."""
    if as_json:
        base.give_json({"id": number})
    else:
        base.give(str(number))


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
    from pipeline_tui.wording import cards, cross_sell, formats, labels, requisites

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
    numbers = [
        f"{field(name)} {getattr(card, name)}"
        for name in ("kpp", "ogrn", "bik", "account") if getattr(card, name)
    ]  # fmt: skip
    if numbers:
        bank = [] if card.bank is None else [requisites.bank(card.bank)]
        give("   " + " · ".join([*numbers, *bank]))
    from pipeline_tui.wording import duplicates

    for merge in desk.duplicates.merged(card.id):
        give("   " + duplicates.merge(merge))
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
    own_fields.give_own(desk, card.own_fields, card.custom, "   ")
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
    if offer := cross_sell.line(desk.cross_sell.for_client(card.id)):
        give("+  " + offer)
    for row in desk.cards.timeline(card.id, None, 10):
        day = formats.day(row.day, today)
        what, said = cards.timeline(row, today)
        give(f"   {day}: " + " · ".join(filter(None, (cards.timeline_kind(row), what, said))))

"""`contact`: the people at a client."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from pipeline_tui.cli import base, client, options, own_fields, rights
from pipeline_tui.domain.errors import Conflict, Invalid
from pipeline_tui.domain.vocabulary import Attitude, Influence
from pipeline_tui.i18n import _


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    contacts = typer.Typer(no_args_is_help=True)
    app.add_typer(contacts, name="contact")
    _add_contacts(contacts)


def _add_contacts(app: typer.Typer) -> None:
    @app.command("add", help=_("Enter a person at a client; answers with their number."))
    def add_contact(
        context: typer.Context, who: options.Client,
        name: Annotated[str, typer.Argument(metavar="PERSON", help=_("Last name, first name, patronymic."))],
        phone: Annotated[list[str] | None, client.phones()] = None, email: Annotated[list[str] | None, client.emails()] = None,
        role: options.Role = None,
        job_title: options.JobTitle = None, field: own_fields.Own = None,
        first: Annotated[bool, typer.Option("--first", help=_("The one to call first."))] = False,
        force: Annotated[bool, typer.Option("--force", help=_("Enter the person even if their phone or e-mail is known at another client."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            client_id = base.find_client(desk, who)
            values: dict[str, Any] = {
                **client.full_name(name),
                "role": role,
                "job_title": job_title or "",
                "custom": own_fields.with_own(desk, "contact", field),
            }
            twins = desk.lists.similar("", None, phone or (), email or (), besides=client_id)
            known = [twin for twin in twins if {"phone", "email"} & set(twin.same)]
            if known and not force:
                names = "; ".join(f"{twin.id} {twin.name}" for twin in known)
                raise Conflict("reach_known", names=names)
            contact_id = desk.contacts.add(
                client_id, values, phones=phone or (), emails=email or ()
            )
            if first:
                desk.contacts.reorder(client_id, [contact_id])
        client.give_number(contact_id, as_json)

    @app.command("edit", help=_("Change a person by their number; phones and e-mails as a whole."))
    def edit_contact(
        context: typer.Context,
        number: options.Person,
        name: Annotated[str | None, typer.Option(help=_("Last name, first name, patronymic."))] = None,
        phone: Annotated[list[str] | None, client.phones()] = None,
        email: Annotated[list[str] | None, client.emails()] = None,
        role: options.Role = None, job_title: options.JobTitle = None, notes: options.Notes = None,
        attitude: Annotated[Attitude | None, typer.Option(help=_("Where they stand towards us."))] = None,
        influence: Annotated[Influence | None, typer.Option(help=_("How much they weigh in the decision."))] = None,
        field: own_fields.Own = None,
        informal: Annotated[bool | None, typer.Option("--informal/--formal", help=_("On first-name terms, or not."))] = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        given = {
            "role": role, "job_title": job_title, "notes": notes, "attitude": attitude,
            "influence": influence, "informal": informal,
        }  # fmt: skip
        values: dict[str, Any] = {key: one for key, one in given.items() if one is not None}
        if name is not None:
            values |= {"first_name": "", "patronymic": "", **client.full_name(name)}
        if not values and phone is None and email is None and not field:
            raise Invalid("", "nothing_to_change")
        with base.run_of(context).desk() as desk:
            if field:
                there = desk.persons.data(number).custom
                values["custom"] = own_fields.with_own(desk, "contact", field, there)
            desk.contacts.edit(number, values, phones=phone, emails=email)
        client.give_number(number, as_json)

    @app.command("archive", help=_("Put a person away by their number, or --back."))
    def archive_contact(
        context: typer.Context,
        number: options.Person,
        back: Annotated[bool, typer.Option("--back", help=_("Take it back into work."))] = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            if back:
                desk.contacts.unarchive(number)
            else:
                desk.contacts.archive(number)
        base.done(_("done"))

    rights.add_to_contacts(app)

    @app.command("allow", help=_("Let a number or e-mail of somebody erased be entered again."))
    def allow(
        context: typer.Context,
        number: Annotated[str, typer.Argument(metavar="PHONE", help=_("A phone or an e-mail."))],
        evidence: Annotated[str, typer.Option(help=_("What was said or written, and when."))],
    ) -> None:
        with base.run_of(context).desk() as desk:
            desk.persons.allow(number, evidence)
        base.done(_("done"))

    @app.command("list", help=_("List the people at a client, in the order of calling."))
    def list_contacts(
        context: typer.Context, who: options.Client, as_json: base.Json = False
    ) -> None:
        from pipeline_tui.wording import cards, labels

        with base.run_of(context).desk() as desk:
            people = desk.cards.client(base.find_client(desk, who)).contacts
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

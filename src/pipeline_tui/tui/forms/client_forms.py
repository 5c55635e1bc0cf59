"""Forms of a client, the people there, and what they agreed to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual import on
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.timer import Timer
from textual.widgets import Input, Static

from pipeline_tui.domain.cards import CardView, ContactView
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.requisites import doubts
from pipeline_tui.domain.vocabulary import Channel, ClientKind, ClientStatus
from pipeline_tui.i18n import _
from pipeline_tui.tui.card_tags import TagSuggester
from pipeline_tui.tui.forms import own_fields
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.text import clean
from pipeline_tui.wording import cards, requisites
from pipeline_tui.wording.labels import codes, label
from pipeline_tui.wording.labels import field as named

if TYPE_CHECKING:
    from pipeline_tui.domain.clients import Twin
    from pipeline_tui.domain.custom_fields import FieldRow
    from pipeline_tui.services.desk import Desk

_BETWEEN = re.compile(r"[;,\n]+")
_PLAIN = (
    "name", "kind", "status", "abc", "industry", "size", "region", "city", "country", "address",
    "website", "source", "owner", "notes", "credit_limit_minor", "payment_terms_days", "touch_days",
)  # fmt: skip
_OPTIONAL = ("inn", "kpp", "ogrn", "bik", "account", "time_zone")
_LOOK_AFTER_S = 0.25


class ClientForm(FormScreen):
    """Entering a client: while one types, it says which one this looks like, and offers the words
    that others of its kind have (→ takes the one shown)."""

    DEFAULT_CSS = "ClientForm #form-note.wrong { color: $text-warning; text-style: bold; }"

    def __init__(self, desk: Desk, besides: int | None, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._lists = desk.lists
        self._banks = desk.banks
        self._besides = besides
        self._said = ""
        self._look_timer: Timer | None = None

    async def on_mount(self) -> None:
        self.run_worker(self._offer_known(), group="known", exclusive=True)

    async def _offer_known(self) -> None:
        for name in ("city", "industry", "source", "owner"):
            known = await self.ask(self._lists.values, name)
            for field in self.query(f"#field-{name}").results(Input):
                field.suggester = SuggestFromList(known, case_sensitive=False)
        tags = [name for name, _n in await self.ask(self._lists.tags)]
        for field in self.query("#field-tags").results(Input):
            field.suggester = TagSuggester(tags)

    @on(Input.Changed, "#field-name, #field-inn, #field-phones, #field-emails")
    def _look_soon(self) -> None:
        if self._look_timer is not None:
            self._look_timer.stop()
        self._look_timer = self.set_timer(_LOOK_AFTER_S, self._look)

    def _look(self) -> None:
        self.run_worker(self._say_twins(), group="twins", exclusive=True)

    @on(Input.Changed, "#field-bik")
    def _name_bank_soon(self, event: Input.Changed) -> None:
        self.run_worker(self._name_bank(event.value), group="bank", exclusive=True)

    async def _name_bank(self, bik: str) -> None:
        """Say under the field whose BIK it is, or that nobody knows it: a warning, no error."""
        bank = await self.ask(self._banks.named, bik)
        unknown = bank is None and await self.ask(self._banks.unknown, bik)
        text = "" if bank is None else requisites.bank(bank)
        if unknown:
            text = requisites.doubt("bik_unknown", {"bik": bik})
        self._say_under("bik", text)

    @on(Input.Changed, "#field-kpp, #field-inn")
    def _doubt(self) -> None:
        typed = self._typed()
        numbers = {name: "".join(str(typed.get(name) or "").split()) for name in ("inn", "kpp")}
        text = "; ".join(requisites.doubt(code, numbers) for code in doubts(numbers))
        self._say_under("kpp", text)

    def _say_under(self, name: str, text: str) -> None:
        """Say something under a field that is no mistake."""
        for line in self.query(f"#error-{name}").results(Static):
            line.update(Content(clean(text)))
            line.set_class(False, "wrong")
            line.set_class(bool(text), "said")

    async def _say_twins(self) -> None:
        typed = self._typed()
        twins = await self.ask(_twins, self._lists, typed, self._besides)
        if self.answered:  # saved meanwhile, its fields are gone
            return
        text = _("Looks like {names}").format(names=_told(twins)) if twins else self._note
        if text != self._said:
            self._said = text
            note = self.query_one("#form-note", Static)
            note.update(Content(clean(text)))
            note.set_class(bool(twins), "wrong")


def add_client_form(
    desk: Desk, known: Sequence[FieldRow], values: Mapping[str, Any] | None = None
) -> ClientForm:
    """A form for a new client with the person to call and the own fields of clients; leaves with the
    client's number."""
    warned: list[tuple[int, ...]] = []

    def save(typed: dict[str, Any]) -> int:
        _warn_once(warned, _twins(desk.lists, typed, None))
        person = {**_name_parts(typed.pop("contact")), "role": typed.pop("role")}
        phones, emails = _many(typed.pop("phones")), _many(typed.pop("emails"))
        tags = _many(typed.pop("tags"))
        own = own_fields.take(known, typed, {})
        values = {**_values(typed), "custom": own}
        if any(person.values()):
            person |= {"phones": phones, "emails": emails}
            return desk.clients.add(values, contacts=[person], tags=tags)
        return desk.clients.add(values, phones=phones, emails=emails, tags=tags)

    kind, status, abc, inn, city, industry, source, owner = (
        _field(name)
        for name in ("kind", "status", "abc", "inn", "city", "industry", "source", "owner")
    )
    return ClientForm(
        desk, None, _("New client"),
        [
            Field("name", named("name"), required=True),
            Field("contact", named("contact"), hint=_("last name, first name, patronymic")),
            Field("role", named("role"), "choice", choices=_choices("contact_role")),
            Field("phones", named("phones"), hint=_("several separated by ;")),
            Field("emails", named("emails"), hint=_("several separated by ;")),
            city, inn, kind, status, abc, industry, source, owner,
            Field("tags", _("Tags"), hint=_("several separated by ;")),
            *own_fields.asked(known, {}, desk.settings.currency),
            Field("notes", named("notes"), "long"),
        ],
        lambda typed: own_fields.at_its_field(known, lambda: save(typed)),
        values={
            "kind": ClientKind.COMPANY.value, "status": ClientStatus.LEAD.value,
            "owner": desk.settings.owner, **(values or {}),
        },
        draft="client:new",
        note=(
            "" if any(one.required for one in known)
            else _("Only the name is needed; the rest can come later.")
        ),
    )  # fmt: skip


def edit_client_form(desk: Desk, card: CardView) -> ClientForm:
    """A form for all that is written about a client; leaves with its number."""
    seen = {name: getattr(card, name) for name in (*_PLAIN, *_OPTIONAL, "verified_on")}
    seen["custom"] = dict(card.custom)
    known = card.own_fields
    left = own_fields.others(known, card.custom)
    shown = {
        **seen, "phones": "; ".join(_typed(one) for one in card.phones),
        "emails": "; ".join(card.emails), "tags": "; ".join(card.tags),
        "custom": "\n".join(f"{key} = {value}" for key, value in left.items()),
        **own_fields.shown(known, card.custom),
    }  # fmt: skip
    warned: list[tuple[int, ...]] = []

    def save(typed: dict[str, Any]) -> int:
        identity = {"name": card.name, "inn": card.inn, "phones": shown["phones"],
                    "emails": shown["emails"]}  # fmt: skip
        if any((typed[name] or None) != (was or None) for name, was in identity.items()):
            _warn_once(warned, _twins(desk.lists, typed, card.id))
        phones, emails = _many(typed.pop("phones")), _many(typed.pop("emails"))
        tags = _many(typed.pop("tags"))
        own = own_fields.take(known, typed, card.custom)
        custom = {**_custom(typed.pop("custom"), left), **own}
        values = {**_values(typed), "custom": custom}
        own_fields.at_its_field(
            known,
            lambda: desk.clients.edit(
                card.id, values, seen, phones=phones, emails=emails, tags=tags
            ),
        )
        return card.id

    status = [
        one for one in _choices("client_status")
        if one.value != ClientStatus.DO_NOT_CALL or card.status == ClientStatus.DO_NOT_CALL
    ]  # fmt: skip
    return ClientForm(
        desk, card.id, card.name,
        [
            Field("name", named("name"), required=True),
            Field("status", named("status"), "choice", required=True, choices=status),
            _field("abc"), _field("kind"), _field("inn"), _field("kpp"), _field("ogrn"),
            _field("bik"), _field("account"),
            Field("phones", _("Company phones"), hint=_("several separated by ;")),
            Field("emails", _("Company e-mails"), hint=_("several separated by ;")),
            _field("industry"), _field("size"), _field("region"), _field("city"),
            _field("country"), _field("address"),
            Field("time_zone", named("time_zone"), hint=_("a city, MSK+2 or Asia/Yekaterinburg")),
            _field("website"), _field("source"), _field("owner"),
            Field(
                "credit_limit_minor", named("credit_limit"), "money",
                currency=desk.settings.currency,
            ),
            Field("payment_terms_days", named("payment_terms"), "int"),
            Field("touch_days", named("touch_days"), "int"),
            Field("verified_on", named("verified_on"), "date", hint=_("today")),
            Field("tags", _("Tags"), hint=_("several separated by ;")),
            *own_fields.asked(known, card.custom, desk.settings.currency),
            Field("custom", _("Other own fields") if known else named("custom"), "long",
                  hint=_("name = value, one a line")),
            Field("notes", named("notes"), "long"),
        ],
        save, values=shown, draft=f"client:{card.id}",
        note=_("Phones of people stand in the contacts; here are the company's own."),
    )  # fmt: skip


def contact_form(
    desk: Desk, client_id: int, known: Sequence[FieldRow], contact: ContactView | None = None
) -> FormScreen:
    """A form for a person with the own fields of people, a new one without `contact`; leaves with
    their number."""
    custom = {} if contact is None else dict(contact.custom)
    left = own_fields.others(known, custom)

    warned: list[tuple[int, ...]] = []

    def save(typed: dict[str, Any]) -> int:
        if contact is None:
            reach = {name: typed[name] for name in ("phones", "emails")}
            reached = [
                twin for twin in _twins(desk.lists, reach, client_id)
                if {"phone", "email"} & set(twin.same)
            ]  # fmt: skip
            _warn_once(warned, reached, "phones")
        phones, emails = _many(typed.pop("phones")), _many(typed.pop("emails"))
        first, gone = typed.pop("first"), typed.pop("gone", False)
        typed["custom"] = {**left, **own_fields.take(known, typed, custom)}
        if contact is None:
            contact_id = desk.contacts.add(client_id, typed, phones=phones, emails=emails)
        else:
            contact_id = contact.id
            seen = {name: getattr(contact, name) for name in typed}
            desk.contacts.edit(contact_id, typed, seen, phones=phones, emails=emails)
        if gone:
            desk.contacts.archive(contact_id)
        elif first and (contact is None or contact.position):
            desk.contacts.reorder(client_id, [contact_id])
        return contact_id

    fields = [
        Field("last_name", named("last_name")),
        Field("first_name", named("first_name")),
        Field("patronymic", named("patronymic")),
        Field("role", named("role"), "choice", choices=_choices("contact_role")),
        Field("job_title", named("job_title")),
        Field("phones", named("phones"), hint=_("several separated by ;")),
        Field("emails", named("emails"), hint=_("several separated by ;")),
        Field("informal", _("On first-name terms"), "flag"),
        Field("first", _("To be called first"), "flag"),
        Field("attitude", named("attitude"), "choice", choices=_choices("attitude")),
        Field("influence", named("influence"), "choice", choices=_choices("influence")),
        Field("birthday", named("birthday"), "date"),
        *own_fields.asked(known, custom, desk.settings.currency),
        Field("notes", named("notes"), "long"),
    ]
    shown: dict[str, Any] = own_fields.shown(known, custom)
    if contact is not None:
        fields.append(Field("gone", _("No longer works there"), "flag"))
        shown |= {
            field.name: getattr(contact, field.name)
            for field in fields if hasattr(contact, field.name)
        } | {
            "phones": "; ".join(_typed(one) for one in contact.phones),
            "emails": "; ".join(contact.emails), "first": contact.position == 0,
        }  # fmt: skip
    title = _("New contact") if contact is None else contact.name
    key = f"new:{client_id}" if contact is None else str(contact.id)
    return FormScreen(
        title, fields, lambda typed: own_fields.at_its_field(known, lambda: save(typed)),
        values=shown, draft=f"contact:{key}",
    )  # fmt: skip


def consent_form(desk: Desk, card: CardView) -> FormScreen:
    """A form for a yes or a no; it is never edited afterwards, a later one takes its place."""

    def save(typed: dict[str, Any]) -> int:
        return desk.contacts.consent(card.id, **typed)

    return FormScreen(
        _("Consent or refusal"),
        [
            Field(
                "given", _("What did they say?"), "choice", required=True,
                choices=[Choice(True, _("yes, agreed")), Choice(False, _("no, refused"))],
            ),
            Field("purpose", named("purpose"), "choice", required=True,
                  choices=_choices("consent_purpose")),
            Field("channel", named("channel"), "choice", required=True,
                  choices=_choices("channel")),
            Field(
                "contact_id", named("contact"), "choice",
                choices=[Choice(one.id, one.name) for one in card.contacts],
            ),
            Field("evidence", named("evidence"), required=True,
                  hint=_("letter of 11 March, form on the site, call")),
        ],
        save, values={"purpose": "sales", "channel": Channel.PHONE.value},
        draft=f"consent:{card.id}",
        note=_("Kept for good: a later answer takes its place, this one stays in the history."),
    )  # fmt: skip


def _field(name: str) -> Field:
    """A plain field of a client."""
    if name in ("kind", "status"):
        return Field(name, named(name), "choice", required=True, choices=_choices(f"client_{name}"))
    if name == "abc":
        return Field(name, named(name), "choice", choices=[Choice(one, one) for one in "ABC"])
    return Field(name, named(name))


def _choices(kind: str) -> list[Choice]:
    return [Choice(code, label(kind, code)) for code in codes(kind)]


def _many(text: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


def _typed(phone: Any) -> str:
    return str(phone.typed)


def _name_parts(text: str) -> dict[str, str]:
    """A full name as it is written in Russian: last name, first name, patronymic."""
    parts = text.split(maxsplit=2)
    return dict(zip(("last_name", "first_name", "patronymic"), parts, strict=False))


def _values(typed: Mapping[str, Any]) -> dict[str, Any]:
    return {name: (value or None) if name in _OPTIONAL else value for name, value in typed.items()}


def _custom(text: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """Own fields from their lines; a value that was not touched keeps its type."""
    found: dict[str, Any] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        key, sign, value = (part.strip() for part in line.partition("="))
        if not (key and sign):
            raise Invalid("custom", "custom_form", text=line.strip())
        found[key] = known[key] if key in known and str(known[key]) == value else value
    return found


def _twins(lists: Any, typed: Mapping[str, Any], besides: int | None) -> list[Twin]:
    found: list[Twin] = lists.similar(
        str(typed.get("name") or ""), typed.get("inn") or None, _many(typed.get("phones") or ""),
        _many(typed.get("emails") or ""), besides=besides,
    )  # fmt: skip
    return found


def _told(twins: list[Twin]) -> str:
    return "; ".join(f"{twin.name} ({cards.twin(twin)})" for twin in twins[:3])


def _warn_once(warned: list[tuple[int, ...]], twins: list[Twin], field: str = "name") -> None:
    """Stop at the first try to save one that looks known; the second goes through."""
    ids = tuple(twin.id for twin in twins)
    if ids and ids not in warned:
        warned.append(ids)
        raise Invalid(field, "looks_known", names=_told(twins))

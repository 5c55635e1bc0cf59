"""Clients: entered, edited, tagged, put away, never called again. Their rest from calls: `calls`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from pipeline_tui.domain.clients import ConsentPurpose, client_key, fold
from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.records import (
    Client,
    ClientDraft,
    Consent,
    Deal,
    Stage,
    Tag,
    Task,
)
from pipeline_tui.domain.requisites import check_bank, check_firm
from pipeline_tui.domain.vocabulary import Channel, ClientStatus, StageKind, TaskKind
from pipeline_tui.services.base import Service, revise, validated
from pipeline_tui.services.client_merge import fold_into
from pipeline_tui.services.client_sets import checked, put_away, refuse_from_do_not_call
from pipeline_tui.services.contacts import add_contact, set_emails, set_phones
from pipeline_tui.services.custom_fields import take_custom
from pipeline_tui.services.tasks import plan_step
from pipeline_tui.store import client_sets

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit

_TAG_LENGTH = 60
_OWNER_LENGTH = 200


def refuse_calls(
    unit: Unit, client: Client, evidence: str, *, contact_id: int | None = None
) -> None:
    """Never call this client again, inside a larger change such as the end of a call.

    The refusal is kept as a consent withdrawn, with what was said.
    """
    unit.add(
        Consent(
            client_id=client.id or 0, contact_id=contact_id, channel=Channel.PHONE.value,
            purpose=ConsentPurpose.SALES.value, given=False, recorded_at=unit.now,
            evidence=evidence.strip(),
        )
    )  # fmt: skip
    client.status = ClientStatus.DO_NOT_CALL.value
    unit.session.add(client)
    unit.session.flush()


def allow_calls(unit: Unit, client: Client) -> None:
    """Lift a do-not-call after new evidence: a client that has bought is active, any other a lead."""
    if client.status != ClientStatus.DO_NOT_CALL:
        return
    bought = unit.session.exec(
        select(Deal.id)
        .join(Stage, col(Stage.id) == Deal.stage_id)
        .where(
            Deal.client_id == client.id,
            col(Stage.kind).in_([StageKind.WON.value, StageKind.FULFILMENT.value]),
        )
    ).first()
    status = ClientStatus.LEAD if bought is None else ClientStatus.ACTIVE
    client.status = status.value
    unit.session.add(client)
    unit.session.flush()


class Clients(Service):
    """Use cases of a client. A method that takes several numbers changes all of them or none."""

    def add(
        self,
        values: Mapping[str, Any],
        *,
        contacts: Sequence[Mapping[str, Any]] = (),
        phones: Sequence[str] = (),
        emails: Sequence[str] = (),
        tags: Sequence[str] = (),
    ) -> int:
        """Enter a client; answers with its number.

        `values` are fields of `ClientDraft`; each contact fields of `ContactDraft` and its own
        `phones` and `emails`, as typed. The first contact is the one to call first.
        """
        draft = validated(
            ClientDraft, {**_with_country(values), "name": _trimmed(values.get("name"))}
        )
        self._take_requisites(draft, ("kpp", "ogrn", "bik"))
        names = [_tag_name(name) for name in tags if name.strip()]
        with self._write("client.add") as unit:
            if "custom" in values:
                draft.custom = take_custom(
                    unit, "client", draft.custom, None, self._settings.currency
                )
            client = unit.add(Client.of(draft, unit.now))
            client_id = client.id or 0
            country = self._settings.country
            set_phones(unit, client_id, None, phones, country=country)
            set_emails(unit, client_id, None, emails)
            for contact in contacts:
                add_contact(unit, client_id, contact, country=country)
            for name in dict.fromkeys(names):
                unit.add(Tag(client_id=client_id, name=name))
            unit.about("client", client_id, name=client.name)
            return client_id

    def edit(
        self,
        client_id: int,
        values: Mapping[str, Any],
        seen: Mapping[str, Any] | None = None,
        *,
        phones: Sequence[str] | None = None,
        emails: Sequence[str] | None = None,
        tags: Sequence[str] | None = None,
    ) -> None:
        """Change fields of a client; `seen` is what the user was looking at.

        Phones and e-mails, where given, are the client's own, set as a whole; tags too. Raises
        Refused do_not_call_final when the status would leave do-not-call without new evidence.
        """
        if "name" in values:
            values = {**values, "name": _trimmed(values["name"])}
        values = _with_country(values)
        with self._write("client.edit") as unit:
            client = unit.get(Client, client_id)
            _check_status(client, values.get("status", client.status))
            if "custom" in values:
                custom = take_custom(
                    unit, "client", values["custom"], client.custom, self._settings.currency
                )
                values = {**values, "custom": custom}
            changes = revise(client, ClientDraft, values, seen)
            if "abc" in changes:
                client.abc_computed = False
            # What an import took as it stood keeps nobody from changing something else.
            self._take_requisites(
                client, {*changes, *(("kpp", "ogrn") if "kind" in changes else ())}
            )
            client.name_key = client_key(client.name)
            unit.session.add(client)
            if phones is not None:
                set_phones(unit, client_id, None, phones, country=self._settings.country)
            if emails is not None:
                set_emails(unit, client_id, None, emails)
            if tags is not None:
                _set_tags(unit, client_id, [_tag_name(name) for name in tags if name.strip()])
            unit.about("client", client_id, name=client.name)

    def _take_requisites(self, client: ClientDraft, fields: Collection[str]) -> None:
        """Verify these of the numbers of a Russian firm, and its account, which goes with its bank;
        each is kept without spaces."""
        country = client.country or self._settings.country
        if "bik" in fields or "account" in fields:
            found = check_bank(client.bik or "", client.account or "", country)
            client.bik, client.account = found["bik"] or None, found["account"] or None
        if country != "RU":
            return
        said = {name: getattr(client, name) for name in ("kpp", "ogrn") if name in fields}
        for name, number in check_firm(said, client.kind).items():
            setattr(client, name, number)

    def archive(self, ids: Sequence[int]) -> None:
        """Put clients away. Refused while a deal is open or money is owed: archive_open_deals,
        archive_debt, with the client's name."""
        with self._write("client.archive") as unit:
            put_away(unit, checked(unit, ids))
            _about_all(unit, ids)

    def unarchive(self, ids: Sequence[int]) -> None:
        """Take clients back into work."""
        self._put("client.unarchive", ids, "archived_at", None)

    def set_status(self, ids: Sequence[int], status: str) -> None:
        """Give clients a status. Do-not-call goes through `do_not_call`, which asks for the words."""
        if status not in tuple(ClientStatus) or status == ClientStatus.DO_NOT_CALL:
            raise Invalid("status", "not_a_choice", value=status)
        with self._write("client.set_status") as unit:
            wanted = checked(unit, ids)
            refuse_from_do_not_call(unit, wanted)
            client_sets.put(unit.db, wanted, "status", status)
            _about_all(unit, ids, status=status)

    def set_class(self, ids: Sequence[int], abc: str | None) -> None:
        """Give clients a class A, B or C, or none."""
        if abc not in (None, "A", "B", "C"):
            raise Invalid("abc", "not_a_choice", value=abc)
        self._put("client.set_class", ids, "abc", abc, abc=abc or "—")

    def set_owner(self, ids: Sequence[int], owner: str) -> None:
        """Give clients to somebody; empty for nobody."""
        owner = " ".join(owner.split())
        if len(owner) > _OWNER_LENGTH:
            raise Invalid("owner", "too_long", max_length=_OWNER_LENGTH)
        self._put("client.set_owner", ids, "owner", owner, owner=owner or "—")

    def _put(self, action: str, ids: Sequence[int], field: str, value: Any, **words: Any) -> None:
        with self._write(action) as unit:
            client_sets.put(unit.db, checked(unit, ids), field, value)
            _about_all(unit, ids, **words)

    def tag(self, ids: Sequence[int], name: str) -> int:
        """Put a word on clients; answers with how many did not bear it yet."""
        name = _tag_name(name)
        with self._write("client.tag") as unit:
            count = client_sets.tag(unit.db, checked(unit, ids), name)
            _about_all(unit, ids, tag=name)
            return count

    def untag(self, ids: Sequence[int], name: str) -> int:
        """Take a word off clients; answers with how many bore it."""
        name = _tag_name(name)
        with self._write("client.untag") as unit:
            count = client_sets.untag(unit.db, checked(unit, ids), name)
            _about_all(unit, ids, tag=name)
            return count

    def do_not_call(self, client_id: int, evidence: str, *, contact_id: int | None = None) -> None:
        """Never call this client again. `evidence` is what was said or written; it is mandatory.

        Final until a consent to sales calls is recorded (`Contacts.consent`).
        """
        if not evidence.strip():
            raise Invalid("evidence", "required")
        with self._write("client.do_not_call") as unit:
            client = unit.get(Client, client_id)
            refuse_calls(unit, client, evidence, contact_id=contact_id)
            unit.about("client", client_id, name=client.name)

    def plan_steps(
        self,
        ids: Sequence[int],
        *,
        due_on: date,
        due_at: datetime | None = None,
        title: str = "",
        kind: str = TaskKind.CALL,
    ) -> None:
        """Give each client a next step: the open one due first is moved, else a new one is planned.

        A new step is for the client's open deal that lacks one, the largest first; without such a
        deal it is for the client alone.
        """
        with self._write("client.plan_steps") as unit:
            for client in _each(unit, ids):
                task = _first_step(unit, client.id or 0)
                if task is None:
                    plan_step(
                        unit, client_id=client.id, deal_id=_deal_without_step(unit, client.id or 0),
                        due_on=due_on, due_at=due_at, title=title, kind=kind,
                    )  # fmt: skip
                    continue
                task.due_on, task.due_at = due_on, due_at
                if title:
                    task.title, task.kind = title, TaskKind(kind).value
                unit.session.add(task)
            _about_all(unit, ids)

    def merge(self, kept_id: int, gone_ids: Sequence[int], *, take: Collection[str] = ()) -> None:
        """Make one client of several records of it: all of the others goes to `kept_id`, and they
        are put away; fields named in `take` are theirs. Raises Refused merge_with_itself; Invalid
        take_unknown."""
        others = list(dict.fromkeys(gone_ids))
        if not others or kept_id in others:
            raise Refused("merge_with_itself")
        with self._write("client.merge") as unit:
            kept = unit.get(Client, kept_id)
            for gone in _each(unit, others):
                fold_into(unit, kept, gone, take)
            names = ", ".join(unit.get(Client, id_).name for id_ in others[:3])
            unit.about("client", kept_id, name=kept.name, others=names)

    def verify(self, ids: Sequence[int]) -> None:
        """Note that the data of clients was looked through today and holds."""
        self._put("client.verify", ids, "verified_on", self._today().isoformat())


def _each(unit: Unit, ids: Sequence[int]) -> list[Client]:
    return [unit.get(Client, id_) for id_ in dict.fromkeys(ids)]


def _about_all(unit: Unit, ids: Sequence[int], **words: Any) -> None:
    """What was done to several is told by the name of the first and how many more."""
    ids = list(dict.fromkeys(ids))
    if not ids:
        return
    name = unit.get(Client, ids[0]).name
    if len(ids) > 1:
        name = f"{name} +{len(ids) - 1}"
    unit.about("client", ids[0] if len(ids) == 1 else None, name=name, **words)


def _first_step(unit: Unit, client_id: int) -> Task | None:
    """The client's open step that is due first."""
    return unit.session.exec(
        select(Task)
        .where(
            Task.client_id == client_id,
            col(Task.done_at).is_(None), col(Task.dropped_at).is_(None),
        )
        .order_by(col(Task.due_on), col(Task.id))
    ).first()  # fmt: skip


def _deal_without_step(unit: Unit, client_id: int) -> int | None:
    steps = select(Task.deal_id).where(
        Task.client_id == client_id, col(Task.deal_id).is_not(None),
        col(Task.done_at).is_(None), col(Task.dropped_at).is_(None),
    )  # fmt: skip
    return unit.session.exec(
        select(Deal.id)
        .where(
            Deal.client_id == client_id, col(Deal.closed_on).is_(None),
            col(Deal.archived_at).is_(None), col(Deal.id).not_in(steps),
        )
        .order_by(col(Deal.amount_minor).desc())
    ).first()  # fmt: skip


def _check_status(client: Client, status: Any) -> None:
    leaving = client.status == ClientStatus.DO_NOT_CALL and status != ClientStatus.DO_NOT_CALL
    if leaving:
        raise Refused("do_not_call_final", title=client.name)
    if status == ClientStatus.DO_NOT_CALL and client.status != ClientStatus.DO_NOT_CALL:
        raise Invalid("status", "do_not_call_by_words")


def _trimmed(name: Any) -> Any:
    return " ".join(name.split()) if isinstance(name, str) else name


def _tag_name(name: str) -> str:
    """A tag as it is kept: one word group, no spaces around, no colon or quotes."""
    kept = " ".join(name.replace('"', " ").split())
    if not kept:
        raise Invalid("tag", "required")
    if len(kept) > _TAG_LENGTH:
        raise Invalid("tag", "too_long", max_length=_TAG_LENGTH)
    return kept


def _set_tags(unit: Unit, client_id: int, names: Sequence[str]) -> None:
    wanted = {fold(name): name for name in names}
    for tag in unit.session.exec(select(Tag).where(Tag.client_id == client_id)).all():
        if wanted.pop(fold(tag.name), None) is None:
            unit.remove(tag)
    for name in wanted.values():
        unit.add(Tag(client_id=client_id, name=name))


def _with_country(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The country by its code, by which time zones and holidays are found; as typed where no country
    is called so."""
    typed = str(values.get("country") or "").strip()
    if not typed:
        return values
    from pipeline_tui.exchange.countries import country_code  # loads names of all countries

    return {**values, "country": country_code(typed) or typed}

"""What is held on a person, as they may be given it; and what an erasure did and left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, tzinfo
from typing import Any

from pipeline_tui.domain.custom_fields import FieldKind, FieldRow, fits
from pipeline_tui.domain.persons import ClientData, Erased, PersonData, Said
from pipeline_tui.i18n import _
from pipeline_tui.wording import formats
from pipeline_tui.wording.cards import own_value
from pipeline_tui.wording.labels import field, label

Own = Callable[[str, Mapping[str, Any]], list[tuple[str, str]]]
"""Own fields of a record of this kind, in words."""
_NAMED = 12
"""Names of clients that one line tells."""


def mark() -> str:
    """What stands where an erased name was."""
    return _("erased")


def warning(whom: PersonData | ClientData) -> str:
    """What is said before an erasure."""
    told = _(
        "This cannot be undone, nor can anything that was done before it. Sums, dates and a refusal"
        " to be called stay; numbers stay as hashes, so that nobody enters them again."
    )
    if isinstance(whom, PersonData) and whom.is_client:
        told += " " + _("The client is this very person: all that is noted of it goes too.")
    return told


def document(
    data: PersonData | ClientData, zone: tzinfo, fields: Iterable[FieldRow] = (), currency: str = ""
) -> str:
    """Everything, as lines of text. `fields` define the own fields, sums among which are money of
    `currency`; what is not defined stands as it is kept."""
    known = {(one.entity, one.name): one for one in fields}

    def own(entity: str, custom: Mapping[str, Any]) -> list[tuple[str, str]]:
        return [
            (name, _own(known.get((entity, name)), one, currency)) for name, one in custom.items()
        ]

    lines = _person(data, zone, own) if isinstance(data, PersonData) else _client(data, zone, own)
    return "\n".join(lines) + "\n"


def _own(known: FieldRow | None, value: Any, currency: str) -> str:
    if known is not None and known.kind == FieldKind.DATE and fits(known, value):
        return formats.day_full(date.fromisoformat(value))
    return own_value(known, value, currency, date.min)


def _person(data: PersonData, zone: tzinfo, own: Own) -> Iterator[str]:
    yield data.name or _("a person without a name")
    yield from _facts(
        (_("No."), str(data.id)),
        (_("Client"), data.client),
        (field("role"), label("contact_role", data.role) if data.role else ""),
        (field("attitude"), label("attitude", data.attitude) if data.attitude else ""),
        (field("influence"), label("influence", data.influence) if data.influence else ""),
        (field("job_title"), data.job_title),
        (field("phones"), "; ".join(data.phones)),
        (field("emails"), "; ".join(data.emails)),
        (field("birthday"), formats.day_full(data.birthday) if data.birthday else ""),
        (_("Held since"), formats.day_full(data.created_at.astimezone(zone).date())),
        (field("notes"), data.notes),
        *own("contact", data.custom),
    )
    yield from _held(data, zone)
    yield from _money(
        _("Promises to pay of {client}").format(client=data.client), data.promises, zone
    )


def _client(data: ClientData, zone: tzinfo, own: Own) -> Iterator[str]:
    yield data.name
    yield from _facts(
        (_("No."), str(data.id)),
        (field("kind"), label("client_kind", data.kind)),
        *(
            (field(name), label("client_status", text) if name == "status" else text)
            for name, text in data.facts.items()
        ),
        (field("phones"), "; ".join(data.phones)),
        (field("emails"), "; ".join(data.emails)),
        (_("Tags"), "; ".join(data.tags)),
        (_("Held since"), formats.day_full(data.created_at.astimezone(zone).date())),
        (field("notes"), data.notes),
        *own("client", data.custom),
        *((label("needs", name), text) for name, text in data.needs.items()),
        (_("Merged into it"), "; ".join(data.merged)),
    )
    yield from _held(data, zone)
    for title, found in (
        (_("Invoices"), data.invoices),
        (_("Payments"), data.payments),
        (_("Promises to pay"), data.promises),
    ):
        yield from _money(title, found, zone)
    for person in data.people:
        yield ""
        yield from _person(person, zone, own)


def _facts(*facts: tuple[str, str]) -> Iterator[str]:
    yield from (f"  {name}: {value}" for name, value in facts if value)


def _held(data: PersonData | ClientData, zone: tzinfo) -> Iterator[str]:
    """What they said, agreed to and were promised."""
    if data.consents:
        yield ""
        yield _("Consents and refusals")
        for one in data.consents:
            told = ", ".join(
                (
                    _("yes, agreed") if one.given else _("no, refused"),
                    label("consent_purpose", one.purpose), label("channel", one.channel),
                )
            )  # fmt: skip
            when = formats.day_full(one.recorded_at.astimezone(zone).date())
            yield f"  {when}  {told}" + (f" — {one.evidence}" if one.evidence else "")
    for title, vocabulary, ends, found in (
        (_("What happened"), "activity", "outcome", data.activities),
        (_("Objections in their words"), "objection", "objection_result", data.objections),
        (_("Next steps"), "task", "task_state", data.steps),
        (_("Deals"), "stage", "", data.deals),
    ):
        if found:
            yield ""
            yield title
            yield from (_line(one, vocabulary, ends, zone) for one in found)


def _money(title: str, found: Sequence[Said], zone: tzinfo) -> Iterator[str]:
    if found:
        yield ""
        yield title
    for one in found:
        told = " · ".join(one.text.splitlines())
        sum_ = formats.money(int(one.more), one.kind)
        yield f"  {_day(one, zone)}  {sum_}" + (f" — {told}" if told else "")


def _line(one: Said, vocabulary: str, ends: str, zone: tzinfo) -> str:
    told = label(vocabulary, one.kind)
    if one.more and ends:
        told += f", {_end(ends, one.more)}"
    elif one.more:
        told += f", {one.more}"
    return f"  {_day(one, zone)}  {told}" + (f" — {one.text}" if one.text else "")


def _end(vocabulary: str, code: str) -> str:
    from pipeline_tui.wording.exports import word

    return word(vocabulary, code, None)


def _day(one: Said, zone: tzinfo) -> str:
    if one.on is not None:
        return formats.day_full(one.on)
    return "" if one.at is None else formats.day_full(one.at.astimezone(zone).date())


def _some(names: tuple[str, ...]) -> str:
    """The first of many names; a namesake of half the country has hundreds."""
    told = "; ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return _("{names} and {count} more").format(names=told, count=more) if more > 0 else told


def done(found: Erased) -> list[str]:
    """What an erasure did, and what it could not do."""
    told = [
        _(
            "Erased. Texts cleaned: {texts}; entries of the log cleaned and sealed anew: {entries}."
        ).format(texts=formats.number(found.texts), entries=formats.number(found.entries))
    ]
    if not found.clean:
        told.append(
            _(
                "Another window had the file open, so erased bytes may still lie in its free room:"
                " close it and erase once more."
            )
        )
    if found.beside:
        told.append(
            _("Other people at this client stay; erase them by themselves: {names}.").format(
                names=_some(found.beside)
            )
        )
    if found.elsewhere:
        told.append(
            _(
                "The same number, address or full name stands at others and was left there: {names}."
            ).format(names=_some(found.elsewhere))
        )
    if found.mentions:
        told.append(
            _(
                "The surname stands in texts of other clients, theirs or a namesake’s; look them"
                " through: {names}."
            ).format(names=_some(found.mentions))
        )
    if found.backups:
        told.append(
            _(
                "Backups still hold the person. Delete them yourself, or wait until they are thinned out:"
            )
        )
        told += [str(path) for path in found.backups]
    told.append(_("Backups kept elsewhere, and files written out before, hold the person too."))
    return told

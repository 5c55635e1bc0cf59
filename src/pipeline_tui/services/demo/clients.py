"""The demo's clients: who they are, who works there, what they agreed to, how they behave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from pipeline_tui.domain import records
from pipeline_tui.domain.clients import client_key, fold, person_name, read_phone
from pipeline_tui.domain.vocabulary import Channel, ClientKind, ClientStatus, ContactRole
from pipeline_tui.services.demo.lexicon import City, Firm
from pipeline_tui.services.demo.scene import Party, Person, Scene

STATUSES = (
    (ClientStatus.ACTIVE, 52),
    (ClientStatus.LEAD, 38),
    (ClientStatus.DORMANT, 14),
    (ClientStatus.LOST, 12),
    (ClientStatus.DO_NOT_CALL, 4),
)
_SOLE_TRADERS, _PERSONS = 26, 10
_OTHER_ROLES = (
    ContactRole.ACCOUNTANT, ContactRole.INFLUENCER, ContactRole.GATEKEEPER, ContactRole.USER,
)  # fmt: skip
_LIMITS = (150_000_00, 300_000_00, 500_000_00, 1_000_000_00)


def add_clients(scene: Scene) -> None:
    """Fill `scene.parties`, in the order they came into the base."""
    statuses = [status for status, count in STATUSES for _ in range(count)]
    kinds = [ClientKind.SOLE_TRADER] * _SOLE_TRADERS + [ClientKind.PERSON] * _PERSONS
    kinds += [ClientKind.COMPANY] * (len(statuses) - len(kinds))
    scene.rng.shuffle(statuses)
    scene.rng.shuffle(kinds)
    makers = _Makers(scene)
    for status, kind in zip(statuses, kinds, strict=True):
        scene.parties.append(makers.party(status, kind))


class _Makers:
    """Makes clients and contacts without giving a number or a firm out twice."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._names = scene.lexicon.names
        self._phones: set[str] = set()
        self._people: set[tuple[str, str]] = set()

    def party(self, status: ClientStatus, kind: ClientKind) -> Party:
        scene, names = self._scene, self._names
        city = scene.pick(names.cities, [c.weight for c in names.cities])
        # A firm is dealt only to a company: as many are written as companies are wanted.
        firm = scene.draw(names.firms) if kind == ClientKind.COMPANY else None
        trade, trade_industry = scene.draw(names.trades)
        female = scene.chance(0.55 if kind == ClientKind.SOLE_TRADER else 0.45)
        last, first, patronymic = self._full_name(female=female)
        if firm is not None:
            name, industry = firm.name, firm.industry
        elif kind == ClientKind.SOLE_TRADER:
            name, industry = names.trader(last, first, patronymic, trade), trade_industry
        else:
            name, industry = self._spoken(last, first, patronymic), ""
        row = scene.rows.add(
            records.Client,
            name=name, name_key=client_key(name), kind=kind, status=status,
            industry=industry, city=city.name, region=city.region, country=names.country,
            time_zone=city.zone, owner=scene.owner, **self._details(status, kind, city, firm),
        )  # fmt: skip
        party = Party(
            row=row, people=[], zone=city.zone, rival=scene.draw(names.competitors),
            window=scene.pick(("morning", "evening", ""), (4, 3, 3)),
            payer=scene.pick(("prompt", "late", "bad"), (6, 3, 1)),
        )  # fmt: skip
        domain = firm.domain if firm is not None else ""
        self._contact(party, ContactRole.DECISION_MAKER, (last, first, patronymic), domain, city)
        others = {ClientKind.COMPANY: (0, 1, 2), ClientKind.SOLE_TRADER: (0, 0, 1)}.get(kind, (0,))
        for role in _OTHER_ROLES[: scene.rng.choice(others)]:
            self._contact(
                party, role, self._full_name(female=scene.chance(0.6)), domain, city
            )  # fmt: skip
        self._consents(party, status)
        if status == ClientStatus.ACTIVE:
            for tag in sorted({scene.draw(names.tags) for _ in range(scene.rng.randrange(3))}):
                scene.rows.add(records.Tag, client_id=party.id, name=tag)
        return party

    def _details(
        self, status: ClientStatus, kind: ClientKind, city: City, firm: Firm | None
    ) -> dict[str, Any]:
        scene, names = self._scene, self._names
        rng, company = scene.rng, kind == ClientKind.COMPANY
        buyer = status in (ClientStatus.ACTIVE, ClientStatus.DORMANT, ClientStatus.LOST)
        cold = status == ClientStatus.LEAD and scene.chance(0.55)
        grade = scene.pick(("A", "B", "C"), (3, 6, 5) if buyer else (0, 2, 5))
        numbers = _tax_numbers(rng.randrange, city, kind) if names.country == "RU" else {}
        verified = scene.days.today - timedelta(days=rng.choice((12, 40, 75, 130, 200, 320)))
        source = names.cold_source if cold else scene.draw(names.sources)
        notes = scene.lexicon.texts.client_notes
        told = notes.get(source) if status == ClientStatus.LEAD else None
        scale = 1 if names.currency == "RUB" else 40
        return {
            "abc": grade if buyer or scene.chance(0.7) else None,
            "size": rng.choice(names.sizes[1:]) if company else names.sizes[0],
            "address": names.address(rng, scene.draw(names.streets)),
            "website": firm.domain if firm is not None else "",
            "source": source,
            "credit_limit_minor": rng.choice(_LIMITS) // scale if buyer and company else None,
            "payment_terms_days": rng.choice((14, 14, 30)) if buyer else None,
            "verified_on": verified if buyer or scene.chance(0.4) else None,
            "notes": scene.draw(told or notes[status]),
            **numbers,
        }

    def _full_name(self, *, female: bool) -> tuple[str, str, str]:
        """Last, first and patronymic; no two people share the first two."""
        people, rng = self._names.people, self._scene.rng
        while True:
            last = rng.choice(people.last_female if female else people.last_male)
            first = rng.choice(people.first_female if female else people.first_male)
            if (last, first) not in self._people:
                break
        self._people.add((last, first))
        patronymics = people.patronymic_female if female else people.patronymic_male
        return last, first, rng.choice(patronymics) if patronymics else ""

    def _spoken(self, last: str, first: str, patronymic: str) -> str:
        """A full name in the order of the language."""
        return person_name(last, first, patronymic) if patronymic else f"{first} {last}"

    def _contact(
        self,
        party: Party,
        role: ContactRole,
        name: tuple[str, str, str],
        domain: str,
        city: City,
    ) -> None:
        scene, names = self._scene, self._names
        last, first, patronymic = name
        full = self._spoken(last, first, patronymic)
        alone = not domain
        row = scene.rows.add(
            records.Contact,
            client_id=party.id, last_name=last, first_name=first, patronymic=patronymic,
            full_name=full, name_key=fold(full), role=role, position=len(party.people),
            job_title="" if alone and role == ContactRole.DECISION_MAKER else scene.draw(names.jobs[role]),
            birthday=self._birthday() if scene.chance(0.3) else None,
            notes=scene.draw(scene.lexicon.texts.contact_notes) if scene.chance(0.3) else "",
        )  # fmt: skip
        party.people.append(
            Person(row, f"{first} {patronymic}" if patronymic else first)
        )  # fmt: skip
        contact_id = row["id"]
        self._phone(party, contact_id, lambda: names.mobile(scene.rng), 0)
        if role == ContactRole.DECISION_MAKER and domain:
            self._phone(party, contact_id, lambda: names.landline(scene.rng, city), 1)
        local = names.mailboxes.get(role, names.mail_name(first, last))
        address = f"{local}@{domain}" if domain else f"{names.mail_name(first, last)}@example.com"
        scene.rows.add(
            records.Email, client_id=party.id, contact_id=contact_id, address=address, position=0
        )

    def _phone(self, party: Party, contact_id: int, make: Callable[[], str], position: int) -> None:
        while True:
            parts = read_phone(make(), self._names.country)
            if parts.digits not in self._phones:
                break
        self._phones.add(parts.digits)
        self._scene.rows.add(
            records.Phone,
            client_id=party.id, contact_id=contact_id, typed=parts.typed, e164=parts.e164,
            digits=parts.digits, extension=parts.extension, position=position,
        )  # fmt: skip

    def _birthday(self) -> date:
        rng = self._scene.rng
        return date(rng.randrange(1962, 1999), rng.randrange(1, 13), rng.randrange(1, 29))

    def _consents(self, party: Party, status: ClientStatus) -> None:
        scene, texts = self._scene, self._scene.lexicon.texts
        if status == ClientStatus.DO_NOT_CALL:
            given, channels, evidence = False, [Channel.PHONE], texts.refusal
        elif status == ClientStatus.LEAD and not scene.chance(0.75):
            return
        else:
            given, channels, evidence = True, [Channel.PHONE], texts.consent
            if scene.chance(0.7):
                channels.append(Channel.EMAIL)
        recorded = scene.days.at(scene.days.ago(scene.rng.randrange(5, 200)), 11, 20)
        for channel in channels:
            scene.rows.add(
                records.Consent,
                client_id=party.id, contact_id=party.chief.id, channel=channel, purpose="sales",
                given=given, recorded_at=recorded, evidence=evidence,
            )  # fmt: skip


def _tax_numbers(
    randrange: Callable[[int, int], int], city: City, kind: ClientKind
) -> dict[str, str]:
    """ИНН, КПП and ОГРН with right checksums, of tax office 00, which registers nobody."""
    from stdnum.ru import inn, ogrn

    office = f"{city.tax}00"
    if kind == ClientKind.COMPANY:
        body = f"{office}{randrange(10_000, 100_000)}"
        head = f"1{randrange(10, 25)}{city.tax}00{randrange(10_000, 100_000)}"
        return {
            "inn": body + inn.calc_company_check_digit(body),
            "kpp": f"{office}01001",
            "ogrn": head + ogrn.calc_check_digit(f"{head}0"),
        }
    body = f"{office}{randrange(100_000, 1_000_000)}"
    return {"inn": body + inn.calc_personal_check_digits(body)}

"""Clients taken in: found by number, ИНН, website or name, else made."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pipeline_tui.domain.clients import check_inn, client_key, fold, read_phone
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.imports import RemarkCode
from pipeline_tui.domain.vocabulary import ClientKind, ClientStatus
from pipeline_tui.exchange.countries import country_code
from pipeline_tui.exchange.kinds import client_kind_of, client_status_of
from pipeline_tui.exchange.recognise import normalise
from pipeline_tui.exchange.values import (
    clean_id,
    domain_of,
    restore_zero,
    split_emails,
    split_phones,
    split_tags,
)
from pipeline_tui.services.importing.intake import Fate, Intake, Line, joined, same_text
from pipeline_tui.store import bulk as there

_LONGEST = 300
_LEAST_DIGITS = 3
_SURE_NUMBER = 6
"""Characters from which a number of another program is taken for the same one in any file."""
_TEXTS = ("kpp", "ogrn", "industry", "size", "region", "city", "address", "source", "owner")
_RANK = (ClientStatus.LEAD, ClientStatus.LOST, ClientStatus.DORMANT, ClientStatus.ACTIVE,
         ClientStatus.DO_NOT_CALL)  # fmt: skip
_SHARED_DOMAINS = frozenset(
    [
        "gmail.com",
        "yahoo.com",
        "hotmail.com",
        "outlook.com",
        "icloud.com",
        "mail.ru",
        "bk.ru",
        "list.ru",
        "inbox.ru",
        "yandex.ru",
        "ya.ru",
        "rambler.ru",
    ]
)


class Known:
    """What tells one client from another. `foreign` is its number in the source being read."""

    __slots__ = ("city", "foreign", "id", "inn", "kind", "name", "placeholder", "status", "website")

    def __init__(
        self, id_: int, name: str, inn: str | None, website: str, city: str, kind: str, status: str
    ) -> None:
        self.id = id_
        self.name = name
        self.inn = inn
        self.website = website
        self.city = city
        self.kind = kind
        self.status = status
        self.foreign = ""
        self.placeholder = False


class Clients:
    """The clients there are, and those this batch makes."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._known: dict[int, Known] = {}
        self._by_name: dict[str, list[Known]] = {}
        self._by_inn: dict[str, list[Known]] = {}
        self._by_website: dict[str, list[Known]] = {}
        self._by_number: dict[str, int | None] = {}
        self._keys: dict[str, str] = {}
        self._tags: dict[int, set[str]] = {}
        self.made: set[int] = set()

    # Finding

    def key(self, name: str) -> str:
        """The folded name."""
        found = self._keys.get(name)
        if found is None:
            found = self._keys[name] = client_key(name)
        return found

    def named(self, name: str) -> list[Known]:
        """Clients of this name."""
        key = self.key(name)
        if key not in self._by_name:
            self._by_name[key] = self._meet(there.clients_named(self._intake.db, key))
        return self._by_name[key]

    def with_inn(self, inn: str) -> list[Known]:
        """Clients with this ИНН."""
        if not inn:
            return []
        if inn not in self._by_inn:
            self._by_inn[inn] = self._meet(there.clients_with_inn(self._intake.db, inn))
        return self._by_inn[inn]

    def at(self, website: str) -> list[Known]:
        """Clients with this website."""
        if website in _SHARED_DOMAINS or not website:
            return []
        if website not in self._by_website:
            self._by_website[website] = self._meet(there.clients_at(self._intake.db, website))
        return self._by_website[website]

    def numbered(self, number: str) -> Known | None:
        """The client that another program's number stands for, whichever file it came from."""
        if number not in self._by_number:
            found = None
            if len(number) >= _SURE_NUMBER:
                found = there.linked_anywhere(self._intake.db, "client", number)
            self._by_number[number] = found
        client_id = self._by_number[number]
        return None if client_id is None else self.by_id(client_id)

    def by_id(self, client_id: int) -> Known | None:
        """One client."""
        if client_id not in self._known:
            self._intake.bulk.flush()
            row = there.client_numbered(self._intake.db, client_id)
            return None if row is None else self._meet([row])[0]
        return self._known[client_id]

    def _meet(self, rows: list[there.ClientHit]) -> list[Known]:
        return [self._known.setdefault(row[0], Known(*row)) for row in rows]

    # Referring to a client from another row

    def referred(self, line: Line, field: str, *, domain: str = "", city: str = "") -> Known | None:
        """The client that a row names, by website, number or name; made where it is not there.

        None where the row names none.
        """
        name = line.text(field)
        website = domain_of(domain)
        if website and (found := self.at(website)):
            return found[0]
        if name and (known := self.numbered(name)):
            return known
        if name:
            candidates = self.named(name)
            if candidates:
                if len(candidates) > 1:
                    line.tally.remark(RemarkCode.NAME_TWIN, candidates[0].name)
                return candidates[0]
        if not name and not website:
            return None
        self.check_name(name or website, field)
        made = self.make(name=name or website, website=website, city=city)
        line.tally.remark(RemarkCode.CLIENTS_MADE, made.name)
        header = normalise(line.header(field))
        if name and (header.endswith("id") or header in ("код", "ид")):
            made.placeholder = True
            line.tally.remark(RemarkCode.CLIENT_IDS, name)
            self.link_number(f"{name}@{line.table.source}", made.id)
        return made

    def link_number(self, key: str, client_id: int, row_hash: str = "") -> None:
        """Remember another program's number of a client."""
        self._intake.keep_link("client", key, client_id, row_hash)
        number = key.rpartition("@")[0]
        self._by_number[number] = client_id
        if known := self._known.get(client_id):
            known.foreign = key

    def check_name(self, name: str, field: str) -> None:
        """Refuse a name that no client can bear."""
        if not name.strip():
            raise Invalid(field, "required")
        if len(name) > _LONGEST:
            raise Invalid(field, "too_long", max_length=_LONGEST)

    def make(self, **values: Any) -> Known:
        """Enter a client of these columns."""
        intake = self._intake
        name = " ".join(str(values["name"]).split())
        values |= {"name": name, "name_key": self.key(name), "batch_id": intake.batch_id}
        values.setdefault("created_at", intake.now_text)
        if "custom" in values:
            values["custom"] = custom_text(values["custom"])
        # Look-ups that were made before must find it from now on; made after, they would twice.
        found_by = [self.named(name), self.with_inn(values.get("inn") or "")]
        found_by.append(self.at(values.get("website", "")))
        client_id = intake.bulk.insert("client", values)
        known = Known(
            client_id, name, values.get("inn"), values.get("website", ""), values.get("city", ""),
            values.get("kind", ClientKind.COMPANY.value),
            values.get("status", ClientStatus.LEAD.value),
        )  # fmt: skip
        for each in found_by:
            each.append(known)
        self._known[client_id] = known
        self.made.add(client_id)
        return known

    # A row of the table of clients

    def take(self, line: Line, person: Callable[[Line, int], bool]) -> Fate:
        """Take one client; `person` enters the contact that the row names at the client of this
        number, and says whether anything changed."""
        values = self._read(line)
        phones, emails = reach(line, self._intake.country, values.get("country", ""))
        keep_left(line, values)
        tags = split_tags(line.text("tags"))
        row_hash = line.hash()
        own_key = line.key() or (
            f"{self.key(values['name'])}|{values.get('inn', '')}|{values.get('website', '')}"
            f"|{fold(values.get('city', ''))}@{line.table.source}"
        )
        linked = self._intake.link_of("client", own_key)
        if linked and linked[1] == row_hash:
            return Fate.MERGED
        known = self.by_id(linked[0]) if linked else self._match(line, values)
        if known is None:
            if "status" not in line.table.headers:
                # A list of clients is a base to sell to: as leads they would all be cold calls.
                values.setdefault("status", ClientStatus.ACTIVE.value)
            made = self.make(**values)
            self._reach_new(made.id, phones, emails)
            self.tag(made.id, tags)
            self.link_number(own_key, made.id, row_hash)
            person(line, made.id)
            return Fate.TAKEN
        overwrite = bool(linked and not linked[2]) or known.placeholder
        changed = self._merge(line, known, values, overwrite=overwrite)
        changed |= self._reach_more(known.id, phones, emails)
        changed |= self.tag(known.id, tags)
        changed |= person(line, known.id)
        known.placeholder = False
        if linked is None or not linked[2]:
            self.link_number(own_key, known.id, row_hash)
        return Fate.CHANGED if changed else Fate.MERGED

    def _read(self, line: Line) -> dict[str, Any]:
        """Columns of the client; values that fit none are left for the own fields."""
        inn, kpp = _inn_of(line)
        name = " ".join((line.text("name") or inn or "").split())
        self.check_name(name, "name")
        values: dict[str, Any] = {"name": name, "custom": dict(line.extra)}
        for column in _TEXTS:
            if text := line.text(column):
                values[column] = text
        values["size"] = clean_id(line.text("size"))
        if inn:
            values["inn"] = inn
        if kpp or line.text("kpp"):
            values["kpp"] = kpp or restore_zero(clean_id(line.text("kpp")), 9)
        if line.text("ogrn"):
            values["ogrn"] = clean_id(line.text("ogrn"))
        values["kind"] = self._kind(line, name, inn)
        if text := line.text("status"):
            status = client_status_of(text)
            if status:
                values["status"] = status
            else:
                line.leave("status")
        if text := line.text("class"):
            letter = text.strip().upper().translate({1040: "A", 1042: "B", 1057: "C"})
            if letter in ("A", "B", "C"):
                values["abc"] = letter
            else:
                line.leave("class")
        if text := line.text("country"):
            if code := country_code(text):
                values["country"] = code
            else:
                line.leave("country")
        if text := line.text("website"):
            values["website"] = web_address(text)
        line.leave("parent")
        if not person_named(line):
            line.leave("contact")
        values["notes"] = line.text("notes")
        created = line.day_if_any("created_on")
        if created is not None and created <= self._intake.today:
            values["created_at"] = self._intake.noon(created)
        return {name: value for name, value in values.items() if value not in ("", None)}

    def _kind(self, line: Line, name: str, inn: str) -> str:
        if text := line.text("kind"):
            if kind := client_kind_of(text):
                return kind
            line.leave("kind")
        if fold(name).startswith("ип ") or len(inn) == 12:
            return ClientKind.SOLE_TRADER.value
        return ClientKind.COMPANY.value

    def _match(self, line: Line, values: dict[str, Any]) -> Known | None:
        """The client that a row without a link means, if any: never one that is plainly another."""
        number = line.text("external_id")
        if number and (known := self.numbered(number)) and known.placeholder:
            return known
        if number and (known := self.numbered(number)) and known.name == number:
            known.placeholder = True  # entered under its number by an earlier import
            return known
        if inn := values.get("inn"):
            for known in self.with_inn(inn):
                return known
        for known in self.at(values.get("website", "")):
            if not self._another(line, known, values):
                return known
        for known in self.named(values["name"]):
            if not self._another(line, known, values):
                return known
        return None

    def _another(self, line: Line, known: Known, values: dict[str, Any]) -> bool:
        """Whether two rows of one name are two clients: ИНН, website, town or number differ."""
        inn, website, city = values.get("inn"), values.get("website"), values.get("city")
        numbered = known.foreign.rpartition("@")[2] == line.table.source
        return bool(
            (inn and known.inn and inn != known.inn)
            or (website and known.website and website != known.website)
            or (city and known.city and _town(city) != _town(known.city))
            or (line.key() and numbered and known.foreign != line.key())
        )

    def _merge(
        self,
        line: Line | None,
        known: Known,
        values: dict[str, Any],
        *,
        overwrite: bool,
    ) -> bool:
        """Set what the row carries: everything where the row was linked, else only blanks.

        A row whose other values stay out is remarked on, where it is a row of the client's own.
        """
        row = self._intake.bulk.row("client", known.id)
        if row is None:
            return False
        changes: dict[str, Any] = {}
        differs = False
        for column, value in values.items():
            if column in ("custom", "created_at", "kind") and not overwrite:
                continue
            if column in ("custom", "created_at"):
                continue
            old = row[column]
            if column == "status":
                value = _status_after(old, value, overwrite=overwrite)
            if column == "notes" and old and not overwrite:
                value = old if value in old else joined((old, value))
                changes |= {} if value == old else {"notes": value}
                continue
            if old == value:
                continue
            if overwrite or old in ("", None):
                changes[column] = value
            elif not same_text(str(old), str(value)) and column != "status":
                differs = True
        own = json.loads(row["custom"])
        more = {k: v for k, v in values.get("custom", {}).items() if overwrite or k not in own}
        if any(own.get(k) != v for k, v in more.items()):
            changes["custom"] = custom_text({**own, **more})
        if differs and line is not None:
            line.tally.remark(RemarkCode.KEPT_AS_WAS, known.name)
        if not changes:
            return False
        if "name" in changes:
            changes["name_key"] = self.key(changes["name"])
            self.named(changes["name"]).append(known)
        known.name = changes.get("name", known.name)
        known.inn = changes.get("inn", known.inn)
        known.city = changes.get("city", known.city)
        known.status = changes.get("status", known.status)
        if website := changes.get("website"):
            known.website = website
            self.at(website).append(known)
        self._intake.bulk.update("client", known.id, changes)
        return True

    def fill(self, known: Known, values: dict[str, Any]) -> bool:
        """Fill the blanks of a client with what a row of another kind says of it."""
        kept = {name: value for name, value in values.items() if value not in ("", None)}
        return bool(kept) and self._merge(None, known, kept, overwrite=False)

    # Phones, e-mails, tags

    def _reach_new(self, client_id: int, phones: list[dict[str, Any]], emails: list[str]) -> None:
        insert_reach(self._intake, client_id, None, phones, emails, 0)

    def _reach_more(self, client_id: int, phones: list[dict[str, Any]], emails: list[str]) -> bool:
        return add_reach(self._intake, client_id, None, phones, emails)

    def tag(self, client_id: int, names: tuple[str, ...]) -> bool:
        """Put tags on a client; whether any was new."""
        if not names:
            return False
        known = self._tags.get(client_id)
        if known is None:
            self._intake.bulk.flush()
            known = self._tags[client_id] = {
                fold(name) for name in there.tags_of(self._intake.db, client_id)
            }
        added = False
        for name in names:
            name = " ".join(name.replace('"', " ").split())[:60]
            if name and fold(name) not in known:
                known.add(fold(name))
                self._intake.bulk.insert("tag", {"client_id": client_id, "name": name})
                added = True
        return added


def person_named(line: Line) -> str:
    """The contact person that a client's row names; "" where the cell holds a number or an address."""
    text = " ".join(line.text("contact").split())
    is_name = len(text) <= _LONGEST and "@" not in text and not any(map(str.isdigit, text))
    return text if is_name and any(map(str.isalpha, text)) else ""


def _inn_of(line: Line) -> tuple[str, str]:
    """(ИНН, КПП) of the cell; a number whose check digits disagree is kept apart, with a warning."""
    text = line.text("inn")
    if not text:
        return "", ""
    first, _, second = text.partition("/")
    digits = restore_zero(clean_id(first).replace(" ", ""), 10, 12)
    kpp = restore_zero(clean_id(second), 9) if second else ""
    try:
        return check_inn(digits), kpp
    except Invalid as problem:
        line.warn(problem)
        line.leave("inn")
        return "", kpp


def web_address(text: str) -> str:
    """A website as it is kept: the domain alone, unless the address leads deeper."""
    domain = domain_of(text)
    deeper = text.partition("://")[2] or text
    return domain if domain and "/" not in deeper.strip("/ ") else text


def _town(city: str) -> str:
    return fold(city).removeprefix("г. ").removeprefix("г.").removeprefix("город ")


def _status_after(old: str, new: str, *, overwrite: bool) -> str:
    """A do-not-call stands until a person lifts it; a first meeting of two records only raises."""
    if old == ClientStatus.DO_NOT_CALL:
        return old
    if overwrite:
        return new
    return max(old, new, key=lambda each: _RANK.index(ClientStatus(each)))


def keep_left(line: Line, values: dict[str, Any]) -> None:
    """Put own fields and leftovers where the client keeps them, as text."""
    custom = {**values.get("custom", {}), **line.left}
    values["custom"] = custom
    if not custom:
        del values["custom"]


def custom_text(custom: dict[str, Any]) -> str:
    """Own fields as the file keeps them."""
    return json.dumps(custom, ensure_ascii=False, sort_keys=True)


def reach(
    line: Line, country: str, own_country: str = ""
) -> tuple[list[dict[str, Any]], list[str]]:
    """(phones as columns of the table, e-mail addresses) of a row; what is neither is left over."""
    phones: dict[tuple[str, str], dict[str, Any]] = {}
    for name in ("phone", "phone_2", "phone_3"):
        text = line.values.get(name)
        if not text:
            continue
        for number, extension in split_phones(text):
            parts = read_phone(number, own_country or country)
            if len(parts.digits) < _LEAST_DIGITS:
                line.warn(Invalid(name, "bad_phone", value=text))
                line.leave(name)
                continue
            extension = extension or parts.extension
            phones.setdefault(
                (parts.digits, extension),
                {
                    "typed": parts.typed, "e164": parts.e164, "digits": parts.digits,
                    "extension": extension,
                },
            )  # fmt: skip
    emails: dict[str, None] = {}
    for name in ("email", "email_2", "email_3"):
        text = line.values.get(name)
        if not text:
            continue
        found = split_emails(text)
        if not found:
            line.warn(Invalid(name, "bad_email", value=text))
            line.leave(name)
        emails |= dict.fromkeys(address.lower() for address in found)
    return list(phones.values()), list(emails)


def insert_reach(
    intake: Intake,
    client_id: int,
    contact_id: int | None,
    phones: list[dict[str, Any]],
    emails: list[str],
    start: int,
) -> None:
    """Write phones and addresses, in their order."""
    whose = {"client_id": client_id, "contact_id": contact_id}
    for position, phone in enumerate(phones, start):
        intake.bulk.insert("phone", {**whose, **phone, "position": position})
    for position, address in enumerate(emails, start):
        intake.bulk.insert("email", {**whose, "address": address, "position": position})


def add_reach(
    intake: Intake,
    client_id: int,
    contact_id: int | None,
    phones: list[dict[str, Any]],
    emails: list[str],
) -> bool:
    """Write the phones and addresses that are not there yet; whether any was new."""
    if not phones and not emails:
        return False
    intake.bulk.flush()
    digits, addresses = there.reach_of(intake.db, client_id, contact_id)
    new_phones = [phone for phone in phones if phone["digits"] not in digits]
    new_emails = [address for address in emails if address not in addresses]
    insert_reach(
        intake, client_id, contact_id, new_phones, new_emails, max(len(digits), len(addresses))
    )
    return bool(new_phones or new_emails)

"""Reading lists of clients, and finding any of them. No write, no sqlmodel."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct

from pipeline_tui.domain.clients import (
    SUMS,
    ClientHit,
    ClientRow,
    Twin,
    client_key,
    read_phone,
)
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.found_by import FoundBy
from pipeline_tui.domain.query import ClientFilter, read_filter
from pipeline_tui.domain.query.nodes import Words, reread
from pipeline_tui.domain.views import ViewRow
from pipeline_tui.services import finding
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import client_values, clients, views
from pipeline_tui.store.queries.client_filter import Scene
from pipeline_tui.store.queries.twins import twins
from pipeline_tui.store.queries.written import beginnings


class Listing(Struct, frozen=True):
    """Numbers of clients in their order, and the words they were found by, as they were understood in
    the end; none where no word was asked for."""

    ids: list[int]
    words: Words | None


class Lists(Service):
    """Lists of clients, suggestions for their fields, and search over all of them."""

    def ids(
        self, filter_text: str = "", sort: str = "name", *, descending: bool = False
    ) -> list[int]:
        """Numbers of all clients that pass the filter line, in order; raises Invalid.

        Where no client matches the words as typed, the other keyboard layout is tried, then
        transliteration, then slips of the keyboard are mended.
        """
        return self._listed(filter_text, sort, descending=descending).ids

    def listing(
        self, filter_text: str = "", sort: str = "name", *, descending: bool = False
    ) -> Listing:
        """As `ids`, and as what the words were understood. Words that are nobody's are looked for in
        deals and notes too: for a list to be looked at, not for one to be acted on unseen."""
        found = self._listed(filter_text, sort, descending=descending)
        if found.ids or found.words is None:
            return found
        noted = tuple(beginnings(found.words.words))
        asked = reread(read_filter(filter_text), Words(found.words.text, noted=noted))
        if noted and (ids := self._ids(asked, sort, descending)):
            return Listing(ids, asked.words)
        return found

    def _listed(self, filter_text: str, sort: str, *, descending: bool) -> Listing:
        """Raises Invalid for a line that cannot be understood, with the place."""
        if sort not in clients.SORTS and not sort.startswith(clients.OWN):
            raise Invalid("sort", "not_a_choice", value=sort)
        asked = read_filter(filter_text)
        found = self._ids(asked, sort, descending)
        if not found and asked.text:
            for spelling in finding.spellings(self._db, asked.text):
                words = Words.of(spelling)
                again = reread(asked, words)
                if (words.words or words.emails) and (ids := self._ids(again, sort, descending)):
                    return Listing(ids, words)
        return Listing(found, asked.words)

    def why(self, ids: Sequence[int], words: Words | None) -> dict[int, FoundBy]:
        """By what each of these clients, found by the words of a `listing`, was found; of those found
        by a condition alone, nothing."""
        return finding.why(self._db, ids, words) if words is not None else {}

    def how_many(self, filter_text: str) -> int:
        """How many clients pass the filter line as it is typed; raises Invalid."""
        return clients.how_many(self._db, read_filter(filter_text), self._scene())

    def sums(self, ids: Sequence[int] | None = None) -> tuple[SUMS, SUMS]:
        """What these clients owe, and what their open deals are worth, by currency; of everybody
        where they are not named."""
        return clients.sums(self._db, ids)

    def _scene(self) -> Scene:
        return Scene(self._today(), self._desk.zone, self._settings.currency)

    def _ids(self, asked: ClientFilter, sort: str, descending: bool) -> list[int]:
        return clients.ordered_ids(
            self._db, asked, sort, descending=descending, scene=self._scene()
        )

    def rows(self, ids: Sequence[int], also: Collection[str] = ()) -> dict[int, ClientRow]:
        """The rows of these clients; numbers that are gone are left out. `turnover` and `attempts`
        are read where they are named in `also`."""
        return clients.rows(self._db, ids, self._today(), also)

    def find(self, text: str, limit: int = 12, *, quick: bool = False) -> list[ClientHit]:
        """Clients by any part of what is known of them, the likeliest first, at most `limit`; with
        `quick` without the slower ways where the others found anybody (`finding.find`)."""
        text = text.strip()
        return finding.find(self._db, text, limit, quick=quick) if text and limit > 0 else []

    def name_of(self, client_id: int) -> str:
        """The name of a client, archived or not; empty where there is none."""
        return clients.name_of(self._db, client_id)

    def counts(self) -> dict[str, int]:
        """How many clients in work there are of each status."""
        return clients.counts(self._db)

    def similar(
        self, name: str = "", inn: str | None = None, phones: Sequence[str] = (),
        emails: Sequence[str] = (), *, besides: int | None = None,
    ) -> list[Twin]:  # fmt: skip
        """Clients that may be the one being entered: same ИНН, phone, e-mail, or name but for its
        legal form, punctuation, or a slip or two. `besides` leaves out the one being edited."""
        country = self._settings.country
        numbers = [read_phone(typed, country).e164 for typed in phones if typed.strip()]
        return twins(
            self._db, key=client_key(name) if name.strip() else "",
            inn="".join((inn or "").split()) or None,
            e164=[number for number in numbers if number],
            emails=[address.strip().lower() for address in emails if address.strip()],
            besides=besides,
        )  # fmt: skip

    def values(self, field: str) -> list[str]:
        """Values in use of city, region, country, owner, industry or source, for suggestions."""
        return client_values.distinct(self._db, field)

    def tags(self) -> list[tuple[str, int]]:
        """Tags in use with how many clients bear each."""
        return client_values.tags(self._db)

    def views(self) -> list[ViewRow]:
        """The saved views, in the user's order."""
        return views.saved(self._db)

    def own_fields(self) -> list[str]:
        """Names of the user's own fields that any client has, in order."""
        return client_values.own_fields(self._db)

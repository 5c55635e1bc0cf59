"""Letters about a debt: what they are about, the words of the user or ours, and that a step was
taken. Nothing is sent."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline_tui.domain.dunning import DunningStep, Reminders, reminders_of
from pipeline_tui.domain.errors import Invalid, Refused, Unreadable
from pipeline_tui.domain.ledger import Ledger, add_up
from pipeline_tui.domain.letters import (
    STEPS,
    LetterFacts,
    LetterPart,
    Template,
    Way,
    asks_for,
    check_fields,
    language_of,
    parse,
)
from pipeline_tui.domain.ranking import debt_law
from pipeline_tui.domain.vocabulary import ClientKind
from pipeline_tui.domain.zones import RUSSIAN
from pipeline_tui.exchange.export import write_text
from pipeline_tui.services import starter
from pipeline_tui.services.base import Service, validated
from pipeline_tui.services.prospecting import calendar_of, client_zone
from pipeline_tui.store.private import private_folder
from pipeline_tui.store.queries import debt_steps, paper_facts, prospects


class Letters(Service):
    """What a letter is about and its words, and noting that one was written."""

    def template(self, step: DunningStep, language: str) -> Template:
        """The user's text of a step where the folder of the settings has one, else ours.

        Raises Unreadable file_no_read, file_binary; Invalid letter_form.
        """
        if self._settings.letters:
            file = self._own(step, language)
            try:
                return parse(file.read_text("utf-8-sig"), file)
            except FileNotFoundError:
                pass
            except UnicodeDecodeError as error:
                raise Unreadable("file_binary", file=str(file)) from error
            except OSError as error:
                raise Unreadable("file_no_read", file=str(file), detail=error.strerror) from error
        return starter.letter(step.value, language)

    def set_template(self, step: DunningStep, language: str, content: str) -> Path:
        """Keep the user's text of a step, its subject in the first line, in the folder of the
        settings; answers with the file. Ours is there again once that file is gone.

        Raises Invalid letter_form, letter_field; what `write_text` raises.
        """
        file = self._own(step, language)
        template = parse(content, file)
        check_fields(f"{template.subject}\n{template.text}")
        private_folder(file.parent)
        write_text(file, [f"{template.subject}\n\n{template.text}\n"], overwrite=True)
        return file

    def _own(self, step: DunningStep, language: str) -> Path:
        return Path(self._settings.letters).expanduser() / f"{step.value}-{language}.txt"

    def facts(
        self, client_id: int, step: DunningStep | None = None, language: str = ""
    ) -> LetterFacts:
        """What a letter to a client says: by the step that stands now, or another one.

        What is disputed is never asked for. Raises NotFound; Refused letter_disputed where all of it
        is, letter_promised while the client's word runs and no step is named, letter_nothing.
        """
        found = self._desk.debts.ledger(client_id)
        today = self._today()
        taken = self._step(found) if step is None else step
        parts = _parts(found, taken, today, reminders_of(self._settings.reminders))
        if not parts:
            self._refuse(found)
        country, kind = paper_facts.country_and_kind(self._db, client_id)
        tongue = language or language_of(country or self._settings.country)
        bill = self._desk.interest.of_client(client_id)
        asked = {part.invoice_id for part in parts}
        own = self._settings.currency
        limited = kind == ClientKind.PERSON and self._settings.country == debt_law.COUNTRY
        held, opens_at = self._held(client_id) if limited else (None, None)
        return LetterFacts(
            client_id, found.name, taken, tongue, today, parts,
            add_up(((part.currency, part.open_minor) for part in parts), own),
            add_up(
                (
                    (one.currency, one.total_minor)
                    for one in bill.workings if one.invoice_id in asked
                ),
                own,
            ),
            paper_facts.billing_email(self._db, client_id),
            self.template(taken, tongue),
            limited=limited, held=held, opens_at=opens_at,
        )  # fmt: skip

    def done(
        self, client_id: int, step: DunningStep, way: Way, note: str, on: date | None = None
    ) -> int:
        """Note that a step was taken, with a line in the timeline: it is not offered again while it
        is for the same debt. Answers with its number.

        Raises NotFound; Refused letter_law_day and others for a message that the law forbids now;
        Invalid day_to_come.
        """
        day = on or self._today()
        if day > self._today():
            raise Invalid("when", "day_to_come")
        if way is Way.MESSAGE:
            self.check(client_id)
        from pipeline_tui.domain.records import Activity, ActivityDraft, Client, DebtStep

        with self._write("debt.step") as unit:
            client = unit.get(Client, client_id)
            draft = validated(
                ActivityDraft,
                {"client_id": client_id, "kind": "note", "note": note, "started_at": unit.now,
                 "owner": self._settings.owner},
            )  # fmt: skip
            unit.add(Activity(**draft.model_dump()))
            row = unit.add(
                DebtStep(
                    client_id=client_id, step=step.value, way=way.value, done_on=day,
                    created_at=unit.now,
                )
            )  # fmt: skip
            unit.about("client", client_id, name=client.name, debt_step=step.value)
            return row.id or 0

    def standing(self, client_id: int) -> DunningStep:
        """The step that stands now; raises NotFound, and Refused as `facts`."""
        return self._step(self._desk.debts.ledger(client_id))

    def check(self, client_id: int) -> None:
        """Raises Refused letter_law_day, _week, _month, _hours where the law forbids a message to a
        person about a debt now."""
        kind = paper_facts.country_and_kind(self._db, client_id)[1]
        if kind != ClientKind.PERSON or self._settings.country != debt_law.COUNTRY:
            return
        held, opens_at = self._held(client_id)
        if held is not None:
            raise Refused(
                f"letter_law_{held.value}", name=self._desk.lists.name_of(client_id) or "",
                until=None if opens_at is None else opens_at.astimezone(self._desk.zone),
            )  # fmt: skip

    def _held(self, client_id: int) -> tuple[debt_law.Limit | None, datetime | None]:
        """The limit that forbids a message to a person about a debt now, and when it opens."""
        now = self._now()
        made = debt_steps.messages(self._db, client_id, now - debt_law.MONTH)
        known = prospects.known(self._db, [client_id], self._today()).get(client_id)
        place = None if known is None else client_zone(known)
        zones = tuple(ZoneInfo(name) for name in (RUSSIAN if place is None else (place,)))
        country = "" if known is None else known.country
        calendar = calendar_of(country, self._settings.country)
        held = debt_law.limit(now, made, zones, calendar, debt_law.MESSAGES)
        if held is None:
            return None, None
        return held, debt_law.opens(now, made, zones, calendar, debt_law.MESSAGES)

    def _step(self, found: Ledger) -> DunningStep:
        rung = found.standing.step
        if rung is None or rung.step is DunningStep.NONE:
            raise Refused("letter_nothing", name=found.name)
        if rung.step is DunningStep.PROMISED:
            raise Refused("letter_promised", name=found.name, day=rung.since)
        if rung.step not in STEPS:
            self._refuse(found)
        if rung.done_on is not None:
            raise Refused("letter_done", name=found.name, day=rung.done_on)
        if rung.since > self._today():
            raise Refused("letter_later", name=found.name, day=rung.since)
        return rung.step

    @staticmethod
    def _refuse(found: Ledger) -> None:
        if any(row.disputed and row.open_minor for row in found.invoices):
            raise Refused("letter_disputed", name=found.name)
        raise Refused("letter_nothing", name=found.name)


def _parts(
    found: Ledger, step: DunningStep, today: date, ladder: Reminders
) -> tuple[LetterPart, ...]:
    """The open instalments that a step asks for, the oldest first."""
    parts = [
        LetterPart(
            row.id, row.number, row.issued_on, part.due_on, minor, row.currency
        )
        for row in found.invoices for part, minor in row.asked
        if asks_for(step, part.due_on, today, ladder)
    ]  # fmt: skip
    return tuple(sorted(parts, key=lambda part: (part.due_on, part.number)))

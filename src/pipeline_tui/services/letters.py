"""Letters about a debt: what they are about, and the words of the user or ours. Nothing is sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipeline_tui.domain.debts import DunningStep
from pipeline_tui.domain.errors import Refused, Unreadable
from pipeline_tui.domain.ledger import Ledger, add_up
from pipeline_tui.domain.letters import (
    STEPS,
    LetterFacts,
    LetterPart,
    Template,
    asks_for,
    language_of,
    parse,
)
from pipeline_tui.domain.ranking import debt_law
from pipeline_tui.domain.vocabulary import ClientKind
from pipeline_tui.services import starter
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import debts


class Letters(Service):
    """Reading what a letter is about, and its words."""

    def template(self, step: DunningStep, language: str) -> Template:
        """The user's text of a step where the folder of the settings has one, else ours.

        Raises Unreadable file_no_read, file_binary; Invalid letter_form.
        """
        folder = self._settings.letters
        if folder:
            file = Path(folder).expanduser() / f"{step.value}-{language}.txt"
            try:
                return parse(file.read_text("utf-8-sig"), file)
            except FileNotFoundError:
                pass
            except UnicodeDecodeError as error:
                raise Unreadable("file_binary", file=str(file)) from error
            except OSError as error:
                raise Unreadable("file_no_read", file=str(file), detail=error.strerror) from error
        return starter.letter(step.value, language)

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
        parts = _parts(found, taken, today)
        if not parts:
            self._refuse(found)
        country, kind = debts.country_and_kind(self._db, client_id)
        tongue = language or language_of(country or self._settings.country)
        bill = self._desk.interest.of_client(client_id)
        asked = {part.invoice_id for part in parts}
        own = self._settings.currency
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
            debts.billing_email(self._db, client_id),
            self.template(taken, tongue),
            limited=kind == ClientKind.PERSON and self._settings.country == debt_law.COUNTRY,
        )  # fmt: skip

    def _step(self, found: Ledger) -> DunningStep:
        rung = found.standing.step
        if rung is None or rung.step is DunningStep.NONE:
            raise Refused("letter_nothing", name=found.name)
        if rung.step is DunningStep.PROMISED:
            raise Refused("letter_promised", name=found.name, day=rung.since)
        if rung.step not in STEPS:
            self._refuse(found)
        return rung.step

    @staticmethod
    def _refuse(found: Ledger) -> None:
        if any(row.disputed and row.open_minor for row in found.invoices):
            raise Refused("letter_disputed", name=found.name)
        raise Refused("letter_nothing", name=found.name)


def _parts(found: Ledger, step: DunningStep, today: date) -> tuple[LetterPart, ...]:
    """The open instalments that a step asks for, the oldest first."""
    parts = [
        LetterPart(
            row.id, row.number, row.issued_on, part.due_on, part.open_minor, row.currency
        )
        for row in found.invoices if not row.disputed
        for part in row.instalments
        if part.open_minor and asks_for(step, part.due_on, today)
    ]  # fmt: skip
    return tuple(sorted(parts, key=lambda part: (part.due_on, part.number)))

"""Deals taken in, with the stages they passed: every figure of the funnel derives from those."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.imports import RemarkCode
from pipeline_tui.domain.vocabulary import StageKind, TaskKind
from pipeline_tui.exchange.stages import loss_reason_of
from pipeline_tui.services.importing.contacts import Contacts
from pipeline_tui.services.importing.deal_stages import Entry, Pipelines, PipelineStages
from pipeline_tui.services.importing.goods import People, Products
from pipeline_tui.services.importing.intake import Fate, Intake, Line, joined
from pipeline_tui.services.importing.known import Known, KnownClients, custom_text
from pipeline_tui.store.queries import imported as there

_LONGEST = 300
_TITLE = 500
_OF_PERSON = ("contact", "phone", "phone_2", "phone_3", "email", "email_2", "email_3")


class Deals:
    """Deals, one row after another."""

    def __init__(
        self,
        intake: Intake,
        clients: KnownClients,
        contacts: Contacts,
        products: Products,
        people: People,
    ) -> None:
        self._intake = intake
        self._clients = clients
        self._contacts = contacts
        self._products = products
        self._people = people
        self._pipelines = Pipelines(intake.db)
        self._reasons = there.loss_reasons(intake.db)
        self._met: dict[str, int] = {}

    def take(self, line: Line) -> Fate:
        """Take one deal."""
        currency = line.currency("amount")
        amount = line.money("amount", currency)
        if amount is not None and amount < 0:
            raise Invalid("amount", "negative")
        opened, closed = line.day("opened_on"), line.day("closed_on") or line.day("closed_on_2")
        expected = line.day_if_any("expected_close")
        row_hash = line.hash()
        key = line.key() or self._own_key(line, row_hash)
        linked = self._intake.link_of("deal", key)
        stages = self._pipelines.of(line, self._stage_of(linked))
        stage = self._stage(line, stages)
        if stage.kind == StageKind.OPEN and closed is not None:
            # Other programs keep the expected day in the same column while the deal is open.
            expected, closed = expected or closed, None
        elif stage.kind != StageKind.OPEN and closed is None and not _has_closing_day(line):
            # One that keeps no other day of the end moves the expected one to it.
            closed = expected if expected and expected <= self._intake.today else None
        if linked and linked[1] == row_hash:
            return Fate.MERGED
        if linked and linked[2]:
            raise Invalid("external_id", "id_repeated", text=line.text("external_id"))
        title = self._title(line)
        client = self._client(line)
        contact_id = self._contact(line, client)
        if contact_id is None and any(name in line.values for name in _OF_PERSON):
            person = self._contacts.of_deal(line, client)
            if person is not None:
                contact_id, client = person.id, client or self._clients.by_id(person.client_id)
        values: dict[str, Any] = {
            "client_id": client.id if client else None,
            "contact_id": contact_id,
            "title": title,
            "amount_minor": amount,
            "currency": currency,
            "expected_close": None if expected is None else expected.isoformat(),
            "product_id": self._products.named(line),
            "source": line.text("source"),
            "owner": line.text("owner"),
            "notes": line.text("notes"),
            "opened_on": None if opened is None else opened.isoformat(),
        }
        for name in ("deal_type", "probability"):
            line.leave(name)
        reason_id, loss_note = self._loss(line, stage)
        custom = {**line.extra, **line.left, **self._people.fields_of(values["owner"])}
        if linked:
            return self._revise(line, key, linked[0], values, custom, stage, closed, row_hash)
        if client is None:
            line.tally.remark(RemarkCode.WITHOUT_CLIENT)
        deal_id = self._insert(
            line, values, custom, stages, stage, opened, closed, reason_id, loss_note
        )
        self._intake.keep_link("deal", key, deal_id, row_hash)
        if client is not None and stage.kind in (StageKind.WON, StageKind.FULFILMENT):
            self._intake.buyers.add(client.id)
        if stage.kind == StageKind.OPEN:
            self._step(line, deal_id, values)
        return Fate.TAKEN

    # Reading

    def _stage_of(self, linked: tuple[int, str, bool] | None) -> int | None:
        """Where a deal of an earlier import stands."""
        if linked is None or not self._pipelines.several:
            return None
        row = self._intake.bulk.row("deal", linked[0])
        return None if row is None else int(row["stage_id"])

    def _stage(self, line: Line, stages: PipelineStages) -> Entry:
        """The stage of the row; where a second column says that the deal is won or lost, that."""
        ended = stages.meant(line.text("stage_2"))
        if ended is not None and ended.kind in (StageKind.WON, StageKind.LOST):
            return ended
        text = line.text("stage")
        if not text:
            return stages.first
        found = stages.meant(text)
        if found is None:
            line.tally.remark(RemarkCode.STAGE_UNKNOWN, text)
            line.leave("stage")
            return stages.first
        return found

    def _entered(self, line: Line, stages: PipelineStages) -> Entry:
        """The stage in which a closed deal began, or the one in which its row left it."""
        last = stages.meant(line.text("stage")) if "stage_2" in line.values else None
        if last is not None and last.kind == StageKind.OPEN:
            return last
        return stages.beginning(line.table.headers.get("opened_on", ""))

    def _client(self, line: Line) -> Known | None:
        field = "client" if line.text("client") else "client_2"
        client = self._clients.referred(line, field, domain=line.text("client_domain"))
        if client is None:
            for person in self._contacts.at(line.text("contact_email") or "-"):
                return self._clients.by_id(person.client_id)
        return client

    def _contact(self, line: Line, client: Known | None) -> int | None:
        people = self._contacts.at(line.text("contact_email") or "-")
        for person in people:
            if client is not None and person.client_id == client.id:
                return person.id
        if people:
            line.tally.remark(RemarkCode.CONTACT_ELSEWHERE, line.text("contact_email"))
        if line.text("contact_email"):
            line.leave("contact_email")
        return None

    def _title(self, line: Line) -> str:
        for name in ("title", "product", "client", "external_id"):
            if text := " ".join(line.text(name).split()):
                if len(text) > _LONGEST:
                    line.leave(name)
                    return text[: _LONGEST - 1] + "…"
                return text
        raise Invalid("title", "required")

    def _loss(self, line: Line, stage: Entry) -> tuple[int | None, str]:
        """(loss reason, note) of a lost deal; a reason we have no word for becomes the note."""
        text = line.text("loss_reason")
        if stage.kind != StageKind.LOST:
            line.leave("loss_reason")
            return None, ""
        if not text:
            line.tally.remark(RemarkCode.LOST_WITHOUT_REASON)
            return None, ""
        found = self._reasons.get(fold(text)) or self._reasons.get(loss_reason_of(text) or "")
        if found is None:
            line.tally.remark(RemarkCode.REASON_UNKNOWN, text)
        return found, text

    def _own_key(self, line: Line, row_hash: str) -> str:
        """What a deal without a number is known by: equal rows are one deal, others of the same
        client, title and first day are told apart by their order."""
        parts = (line.text(name) for name in ("title", "client", "client_domain", "product"))
        body = "|".join((*parts, line.text("opened_on"), line.text("owner")))
        base = "=" + hashlib.blake2b(body.encode("utf-8", "replace"), digest_size=9).hexdigest()
        if (row_hash_seen := base + row_hash) in self._met:
            return f"{base}#{self._met[row_hash_seen]}@{line.table.source}"
        self._met[base] = self._met.get(base, 0) + 1
        self._met[row_hash_seen] = self._met[base]
        return f"{base}#{self._met[base]}@{line.table.source}"

    # Writing

    def _insert(
        self,
        line: Line,
        values: dict[str, Any],
        custom: dict[str, str],
        stages: PipelineStages,
        stage: Entry,
        opened: date | None,
        closed: date | None,
        reason_id: int | None,
        loss_note: str,
    ) -> int:
        intake = self._intake
        is_open = stage.kind == StageKind.OPEN
        if not is_open and closed is None:
            line.tally.remark(RemarkCode.CLOSED_WITHOUT_DAY)
            closed = opened or intake.today
        began = (
            intake.noon(opened) if opened else intake.noon(closed) if closed else intake.now_text
        )
        ended = began
        if closed is not None:
            ended = intake.noon(closed)
            began = min(began, ended)
        deal_id = intake.bulk.insert(
            "deal",
            {
                **values,
                "custom": custom_text(custom) if custom else "{}",
                "stage_id": stage.id,
                "stage_since": ended,
                "closed_on": None if closed is None else closed.isoformat(),
                "loss_reason_id": reason_id,
                "loss_note": loss_note,
                "created_at": began,
                "batch_id": intake.batch_id,
            },
        )
        entered = stage if is_open else self._entered(line, stages)
        if entered is not stage:
            intake.bulk.insert(
                "stage_change",
                {
                    "deal_id": deal_id, "to_stage_id": entered.id, "changed_at": began,
                    "amount_minor": values["amount_minor"],
                },
            )  # fmt: skip
        intake.bulk.insert(
            "stage_change",
            {
                "deal_id": deal_id, "from_stage_id": entered.id if entered is not stage else None,
                "to_stage_id": stage.id, "changed_at": ended,
                "amount_minor": values["amount_minor"], "loss_reason_id": reason_id,
            },
        )  # fmt: skip
        return deal_id

    def _step(self, line: Line, deal_id: int, values: dict[str, Any]) -> None:
        """The next step that the file names, to be looked at today: files give it no day."""
        text = line.text("next_step")
        if not text:
            self._intake.without_step += 1
            line.tally.remark(RemarkCode.WITHOUT_STEP)
            return
        self._intake.bulk.insert(
            "task",
            {
                "client_id": values["client_id"], "contact_id": values["contact_id"],
                "deal_id": deal_id, "kind": TaskKind.TODO.value, "title": text[:_TITLE],
                "due_on": self._intake.today.isoformat(), "created_at": self._intake.now_text,
                "batch_id": self._intake.batch_id,
            },
        )  # fmt: skip
        line.tally.remark(RemarkCode.TASKS_MADE)

    def _revise(
        self,
        line: Line,
        key: str,
        deal_id: int,
        values: dict[str, Any],
        custom: dict[str, str],
        stage: Entry,
        closed: date | None,
        row_hash: str,
    ) -> Fate:
        """Bring a deal of an earlier import up to what its row says now."""
        intake = self._intake
        row = intake.bulk.row("deal", deal_id)
        if row is None:
            return Fate.MERGED
        changes = {
            name: value
            for name, value in values.items()
            if value not in ("", None) and row[name] != value
        }
        if "notes" in changes and row["notes"]:
            changes["notes"] = joined((row["notes"], values["notes"]))
        own = {**json.loads(row["custom"]), **custom}
        if own != json.loads(row["custom"]):
            changes["custom"] = custom_text(own)
        if row["stage_id"] != stage.id:
            changes |= self._move(line, row, values, stage, closed)
        elif closed is not None and row["closed_on"] != closed.isoformat():
            changes["closed_on"] = closed.isoformat()
        if changes:
            line.changes(row, changes)
            if "stage_id" in changes:
                was, now = self._pipelines.code(row["stage_id"]), stage.code
                line.tally.changed(line.row, row["title"], "stage", was, now)
            intake.bulk.update("deal", deal_id, changes)
        intake.keep_link("deal", key, deal_id, row_hash)
        return Fate.CHANGED if changes else Fate.MERGED

    def _move(
        self,
        line: Line,
        row: dict[str, Any],
        values: dict[str, Any],
        stage: Entry,
        closed: date | None,
    ) -> dict[str, Any]:
        """Let a deal enter the stage its row has now; answers with the columns that repeat it."""
        intake = self._intake
        is_open = stage.kind == StageKind.OPEN
        day = None if is_open else closed or intake.today
        # Never before the change that came last: the order of changes is their history.
        at = max(intake.noon(day), row["stage_since"]) if day else intake.now_text
        reason_id, loss_note = self._loss(line, stage)
        amount = values["amount_minor"]
        intake.bulk.insert(
            "stage_change",
            {
                "deal_id": row["id"], "from_stage_id": row["stage_id"], "to_stage_id": stage.id,
                "changed_at": at, "loss_reason_id": reason_id,
                "amount_minor": row["amount_minor"] if amount is None else amount,
            },
        )  # fmt: skip
        if stage.kind in (StageKind.WON, StageKind.FULFILMENT) and row["client_id"]:
            intake.buyers.add(row["client_id"])
        return {
            "stage_id": stage.id,
            "stage_since": at,
            "closed_on": None if day is None else day.isoformat(),
            "loss_reason_id": reason_id,
            "loss_note": loss_note,
        }


def _has_closing_day(line: Line) -> bool:
    return "closed_on" in line.table.headers

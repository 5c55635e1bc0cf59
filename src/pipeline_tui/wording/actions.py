"""What an entry of the log did, in words: for undo, redo and the history of a record.

One sentence per action of the services, filled with the entry's `words`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pipeline_tui.domain.dunning import DunningStep
from pipeline_tui.domain.history import EntryRow
from pipeline_tui.i18n import N_, _
from pipeline_tui.wording import debts
from pipeline_tui.wording.exports import kind as exported
from pipeline_tui.wording.formats import day_plain, money, month_name, quoted_once
from pipeline_tui.wording.labels import label
from pipeline_tui.wording.views import name as view_name

SENTENCES: dict[str, str] = {
    "file.create": N_("new database"),
    "file.upgrade": N_("database brought up to date"),
    "import": N_("import of {files}"),
    "export": N_("written out: {export}, {file}; rows: {rows}"),
    "demo": N_("made-up data, clients: {clients}"),
    "deal.add": N_("new deal “{title}”"),
    "deal.edit": N_("changes in the deal “{title}”"),
    "deal.move": N_("deal “{title}”: {frm} → {to}"),
    "deal.win": N_("deal “{title}” won"),
    "deal.lose": N_("deal “{title}” lost: {reason}"),
    "deal.snooze": N_("deal “{title}” snoozed until {day}"),
    "deal.reopen": N_("deal “{title}” reopened: {to}"),
    "deal.archive": N_("deal “{title}” put away"),
    "deal.move_all": N_("deals moved: {count} → {to}"),
    "deal.lose_all": N_("deals lost: {count}, {reason}"),
    "deal.plan_all": N_("next steps for deals: {count}"),
    "deal.snooze_all": N_("deals snoozed: {count}, until {day}"),
    "call.finish": N_("call to {name}: {outcome}"),
    "call.log": N_("call to {name}: {outcome}"),
    "request.take": N_("incoming request from {name}"),
    "request.answer": N_("answer to the request from {name}"),
    "request.dismiss": N_("request from {name} put away"),
    "call.meet": N_("new caller {name}"),
    "call.correct": N_("correction of a call to {name}"),
    "call.snooze": N_("{name} snoozed until {day}"),
    "call.wake": N_("{name} is back from the rest"),
    "pipeline.add": N_("new pipeline “{pipeline}”"),
    "pipeline.edit": N_("pipeline renamed to “{pipeline}”"),
    "pipeline.move": N_("pipeline “{pipeline}” moved"),
    "pipeline.retire": N_("pipeline “{pipeline}” put away"),
    "pipeline.restore": N_("pipeline “{pipeline}” brought back"),
    "loss_reason.add": N_("new loss reason “{reason}”"),
    "loss_reason.edit": N_("changes in the loss reason “{reason}”"),
    "loss_reason.move": N_("loss reason “{reason}” moved"),
    "loss_reason.retire": N_("loss reason “{reason}” put away"),
    "loss_reason.restore": N_("loss reason “{reason}” brought back"),
    "checklist.set": N_("checklist of the stage “{stage}”"),
    "checklist.tick": N_("“{item}” of the deal “{title}”"),
    "stage.add": N_("new stage “{stage}”"),
    "stage.edit": N_("changes in the stage “{stage}”"),
    "stage.move": N_("stage “{stage}” moved"),
    "stage.retire": N_("stage “{stage}” put away"),
    "stage.restore": N_("stage “{stage}” brought back"),
    "outcome.add": N_("new call outcome “{outcome}”"),
    "outcome.edit": N_("changes in the call outcome “{outcome}”"),
    "outcome.move": N_("call outcome “{outcome}” moved"),
    "outcome.retire": N_("call outcome “{outcome}” put away"),
    "outcome.restore": N_("call outcome “{outcome}” brought back"),
    "list.pin": N_("pin on {name}"),
    "list.skip": N_("{name} skipped today"),
    "list.unmark": N_("{name} back on the list"),
    "plan.set": N_("plan for {month}"),
    "task.plan": N_("next step for {name}"),
    "task.edit": N_("changes in the next step for {name}"),
    "task.done": N_("step done for {name}"),
    "task.drop": N_("step dropped for {name}"),
    "touch.add": N_("{activity}: {name}"),
    "needs.set": N_("what {name} needs"),
    "bank.load": N_("banks of {file}: {count}"),
    "field.add": N_("new field “{name}”"),
    "field.edit": N_("changes in the field “{name}”"),
    "field.move": N_("field “{name}” moved"),
    "field.retire": N_("field “{name}” put away or brought back"),
    "client.classes": N_("classes by turnover, clients: {count}"),
    "client.add": N_("new client {name}"),
    "client.edit": N_("changes in the client {name}"),
    "client.set_owner": N_("manager {owner}: {name}"),
    "view.save": N_("view “{view}” kept"),
    "view.rename": N_("view renamed to “{view}”"),
    "view.move": N_("view “{view}” moved"),
    "view.columns": N_("columns of the view “{view}”"),
    "view.delete": N_("view “{view}” taken away"),
    "client.archive": N_("client put away: {name}"),
    "client.unarchive": N_("client back in work: {name}"),
    "client.set_status": N_("status “{status}”: {name}"),
    "client.set_class": N_("class {abc}: {name}"),
    "client.tag": N_("tag “{tag}”: {name}"),
    "client.untag": N_("tag “{tag}” taken off: {name}"),
    "client.do_not_call": N_("do not call: {name}"),
    "client.plan_steps": N_("next step: {name}"),
    "client.merge": N_("{others} merged into {name}"),
    "client.distinct": N_("{name} and {other} told apart"),
    "client.verify": N_("data verified: {name}"),
    "contact.add": N_("new contact {name}, {client}"),
    "contact.edit": N_("changes in the contact {name}, {client}"),
    "contact.archive": N_("contact put away: {name}, {client}"),
    "contact.unarchive": N_("contact brought back: {name}, {client}"),
    "contact.reorder": N_("order of contacts, {client}"),
    "contact.erase": N_("a person’s data erased, {client}; entries sealed anew: {sealed}"),
    "client.erase": N_("data of client no. {number} erased; entries sealed anew: {sealed}"),
    "contact.allow": N_("a number of somebody erased may be entered again: {evidence}"),
    "consent.record": N_("consent of {client}"),
    "invoice.add": N_("invoice {number} for {name}"),
    "invoice.edit": N_("changes in invoice {number}, {name}"),
    "invoice.cancel": N_("invoice {number} cancelled, {name}"),
    "invoice.dispute": N_("invoice {number} disputed, {name}"),
    "invoice.undispute": N_("dispute of invoice {number} settled, {name}"),
    "payment.add": N_("payment of {sum} from {name}"),
    "payment.lay": N_("payment of {sum} from {name} laid anew"),
    "payment.lay_free": N_("overpaid money of {name} laid on its debt"),
    "payment.remove": N_("payment of {sum} from {name} removed"),
    "client.stop": N_("shipping to {name} stopped"),
    "client.resume": N_("shipping to {name} goes on"),
    "client.limit": N_("credit limit of {name}"),
    "credit_note.add": N_("credit note of {sum} to invoice {number}, {name}"),
    "credit_note.remove": N_("credit note of {sum} to {name} taken out"),
    "write_off.add": N_("{sum} of invoice {number} written off, {name}"),
    "write_off.remove": N_("write-off of {sum} of {name} taken out"),
    "opening.debt": N_("opening debt of {sum}, {name}"),
    "opening.advance": N_("opening advance of {sum}, {name}"),
    "opening.remove": N_("opening advance of {sum} of {name} taken out"),
    "statement.take": N_("payments from the statement {file}: {count}"),
    "promise.add": N_("promise of {sum} from {name}"),
    "debt.step": N_("debt step taken, {name}: {debt_step}"),
    "rate.set": N_("key rate from {day}"),
    "rate.remove": N_("key rate from {day} taken out"),
    "rate.take": N_("key rates from the file {file}: {count}"),
    "statement.sign": N_("reconciliation statement signed by {name} on {day}"),
    "promise.withdraw": N_("promise of {sum} from {name} withdrawn"),
    "competitor.add": N_("new competitor “{competitor}”"),
    "competitor.edit": N_("changes in the competitor “{competitor}”"),
    "competitor.archive": N_("competitor “{competitor}” put away"),
    "competitor.restore": N_("competitor “{competitor}” brought back"),
    "competitor.merge": N_("competitor “{competitor}” took over: {others}"),
    "sighting.add": N_("sighting of “{competitor}”"),
    "sighting.edit": N_("changes in a sighting of “{competitor}”"),
    "sighting.remove": N_("sighting of “{competitor}” taken away"),
    "product.add": N_("new product “{product}”"),
    "product.edit": N_("changes in the product “{product}”"),
    "product.archive": N_("product “{product}” put away"),
    "product.restore": N_("product “{product}” brought back"),
    "price_list.add": N_("new price list “{name}”"),
    "price_list.edit": N_("changes in the price list “{name}”"),
    "price_list.remove": N_("price list “{name}” taken away"),
    "price.set": N_("price of “{product}” in “{name}”"),
    "offer.make": N_("offer {number}, deal “{title}”"),
    "offer.edit": N_("changes in offer {number}, deal “{title}”"),
    "offer.remove": N_("offer {number} taken away, deal “{title}”"),
    "offer.line": N_("lines of offer {number}, deal “{title}”"),
    "offer.discount": N_("discount in offer {number}, deal “{title}”"),
    "offer.version": N_("offer {number}, a new version, deal “{title}”"),
    "offer.send": N_("offer {number} sent, deal “{title}”"),
    "offer.accept": N_("offer {number} accepted, deal “{title}”"),
    "objections.starter": N_("starter answers to objections"),
    "objection.log": N_("objection “{objection}”, {name}"),
    "objection.settle": N_("objection “{objection}” {result}, {name}"),
    "answer.add": N_("new answer to “{objection}”"),
    "answer.edit": N_("changes in an answer to “{objection}”"),
    "answer.retire": N_("answer to “{objection}” put away"),
    "answer.restore": N_("answer to “{objection}” brought back"),
    "library.import": N_("objections and answers from {file}"),
    "drill.grade": N_("practice: an answer to “{objection}”"),
    "objection_type.add": N_("new kind of objection “{objection}”"),
    "objection_type.edit": N_("changes in the kind of objection “{objection}”"),
    "objection_type.rename": N_("kind of objection “{objection}” renamed “{objection_now}”"),
    "objection_type.retire": N_("kind of objection “{objection}” put away"),
    "objection_type.restore": N_("kind of objection “{objection}” brought back"),
}
"""Actions and their sentences; a test compares them with the actions the services write."""

_KINDS = {
    "status": "client_status",
    "frm": "stage",
    "to": "stage",
    "stage": "stage",
    "pipeline": "pipeline",
    "reason": "loss_reason",
    "outcome": "outcome",
    "activity": "activity",
    "objection": "objection",
    "objection_now": "objection",
    "result": "objection_result",
}


def action(name: str, words: dict[str, Any]) -> str:
    """The action in words. `undo` and `redo` name what they took back or brought back."""
    if name in ("undo", "redo") and "action" in words:
        inner = action(str(words["action"]), dict(words.get("words", {})))
        text = _("undone: {what}") if name == "undo" else _("redone: {what}")
        return text.format(what=inner)
    shown = {key: _word(key, value) for key, value in words.items()}
    return quoted_once(_(SENTENCES[name]).format_map(_Known(shown)))


def _word(key: str, value: Any) -> Any:
    if key in _KINDS:
        return label(_KINDS[key], str(value))
    if key == "view":
        return view_name(str(value), "")
    if key == "export":
        return exported(str(value))
    if key == "sum":
        return money(*value)
    if key == "day":
        return _day(str(value))
    if key == "debt_step":
        return debts.named(DunningStep(value))
    if key == "month":
        return month_name(date.fromisoformat(str(value)))
    return value


def _day(written: str) -> str:
    """A day of the log as people write it; anything else stays as it is."""
    try:
        return day_plain(date.fromisoformat(written[:10]))
    except ValueError:
        return written


def entry(row: EntryRow) -> str:
    """An entry of the log in words."""
    return action(row.action, row.words)


class _Known(dict[str, Any]):
    """Words of an older entry may lack a name that a later sentence wants."""

    def __missing__(self, key: str) -> str:
        return "…"

"""Words for the codes of the domain. A row that the user renamed keeps the user's word: `named`.

The kind of the code is the context of the message, because one English word has several Russian
ones: a promise is «открыто», an invoice «не оплачен».
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline_tui.i18n import NP_, pgettext

_LABELS: Mapping[str, Mapping[str, str]] = {
    "stage": {
        "new": NP_("stage", "New"),
        "qualification": NP_("stage", "Qualification"),
        "needs": NP_("stage", "Needs"),
        "offer": NP_("stage", "Offer sent"),
        "negotiation": NP_("stage", "Negotiation"),
        "contract": NP_("stage", "Contract/invoice"),
        "won": NP_("stage", "Won"),
        "payment": NP_("stage", "Payment"),
        "delivery": NP_("stage", "Delivery"),
        "closed": NP_("stage", "Closed"),
        "lost": NP_("stage", "Lost"),
    },
    "pipeline": {
        "new_business": NP_("pipeline", "New business"),
        "repeat": NP_("pipeline", "Repeat sales"),
        "partner": NP_("pipeline", "Partners"),
    },
    "stage_kind": {
        "open": NP_("stage_kind", "open"),
        "won": NP_("stage_kind", "won"),
        "fulfilment": NP_("stage_kind", "fulfilment"),
        "lost": NP_("stage_kind", "lost"),
    },
    "outcome": {
        "reached_decision_maker": NP_("outcome", "reached the decision maker"),
        "reached_other": NP_("outcome", "reached someone else"),
        "call_back": NP_("outcome", "call back later"),
        "busy": NP_("outcome", "busy"),
        "no_answer": NP_("outcome", "no answer"),
        "voicemail": NP_("outcome", "voicemail"),
        "wrong_number": NP_("outcome", "wrong number"),
        "interested": NP_("outcome", "interested, send an offer"),
        "meeting_set": NP_("outcome", "meeting set"),
        "promised_to_pay": NP_("outcome", "promised to pay"),
        "disputes_debt": NP_("outcome", "disputes the debt"),
        "refused": NP_("outcome", "refused"),
        "do_not_call": NP_("outcome", "do not call again"),
    },
    "loss_reason": {
        "price": NP_("loss_reason", "price"),
        "competitor": NP_("loss_reason", "went to a competitor"),
        "no_budget": NP_("loss_reason", "no budget"),
        "no_need": NP_("loss_reason", "no need"),
        "not_decision_maker": NP_("loss_reason", "not the decision maker"),
        "timing": NP_("loss_reason", "wrong time"),
        "quality": NP_("loss_reason", "quality or range"),
        "payment_terms": NP_("loss_reason", "payment terms"),
        "delivery": NP_("loss_reason", "delivery"),
        "bad_experience": NP_("loss_reason", "bad experience"),
        "went_silent": NP_("loss_reason", "went silent"),
        "duplicate": NP_("loss_reason", "duplicate"),
    },
    "objection": {
        "price": NP_("objection", "Too expensive"),
        "need": NP_("objection", "We do not need it"),
        "time": NP_("objection", "I will think about it"),
        "trust": NP_("objection", "We do not know you"),
        "authority": NP_("objection", "It is not my decision"),
        "competitor": NP_("objection", "We already have a supplier"),
        "quality": NP_("objection", "Doubts about quality"),
        "terms": NP_("objection", "The terms do not suit"),
        "brush_off": NP_("objection", "No time, call later"),
        "bad_experience": NP_("objection", "We had a bad experience"),
        "send_email": NP_("objection", "Send it by e-mail"),
        "gatekeeper": NP_("objection", "The secretary will not connect"),
        "debt": NP_("objection", "Not paying"),
    },
    "technique": {
        "laer": NP_("technique", "LAER: listen, acknowledge, explore, respond"),
        "join": NP_("technique", "join"),
        "clarify": NP_("technique", "clarify"),
        "isolate": NP_("technique", "isolate"),
        "boomerang": NP_("technique", "boomerang"),
        "reframe": NP_("technique", "reframe"),
        "comparison": NP_("technique", "comparison"),
        "case": NP_("technique", "case from practice"),
        "price_breakdown": NP_("technique", "price break-down"),
        "trial_close": NP_("technique", "trial close"),
    },
    "objection_result": {
        "open": NP_("objection_result", "open"),
        "worked": NP_("objection_result", "worked"),
        "partly": NP_("objection_result", "partly"),
        "did_not": NP_("objection_result", "did not work"),
    },
    "client_status": {
        "lead": NP_("client_status", "lead"),
        "active": NP_("client_status", "active"),
        "dormant": NP_("client_status", "dormant"),
        "lost": NP_("client_status", "lost"),
        "do_not_call": NP_("client_status", "do not call"),
    },
    "client_kind": {
        "company": NP_("client_kind", "company"),
        "sole_trader": NP_("client_kind", "sole trader"),
        "person": NP_("client_kind", "person"),
    },
    "contact_role": {
        "decision_maker": NP_("contact_role", "decision maker"),
        "influencer": NP_("contact_role", "influencer"),
        "gatekeeper": NP_("contact_role", "gatekeeper"),
        "accountant": NP_("contact_role", "accountant"),
        "user": NP_("contact_role", "user"),
    },
    "attitude": {
        "for": NP_("attitude", "for us"),
        "neutral": NP_("attitude", "neutral"),
        "against": NP_("attitude", "against us"),
    },
    "influence": {
        "high": NP_("influence", "decides much"),
        "medium": NP_("influence", "has a say"),
        "low": NP_("influence", "decides little"),
    },
    "needs": {
        "need": NP_("needs", "What they need"),
        "budget": NP_("needs", "Budget"),
        "authority": NP_("needs", "Who decides"),
        "timing": NP_("needs", "By when"),
        "supplier": NP_("needs", "Whom they buy from now"),
        "buying_power": NP_("needs", "What they can pay"),
    },
    "field_kind": {
        "text": NP_("field_kind", "text"),
        "number": NP_("field_kind", "number"),
        "money": NP_("field_kind", "money"),
        "date": NP_("field_kind", "date"),
        "choice": NP_("field_kind", "choice"),
        "yes_no": NP_("field_kind", "yes or no"),
    },
    "consent_purpose": {
        "sales": NP_("consent_purpose", "offers and calls"),
        "mailing": NP_("consent_purpose", "mailings"),
        "personal_data": NP_("consent_purpose", "personal data"),
    },
    "channel": {
        "phone": NP_("channel", "phone"),
        "email": NP_("channel", "e-mail"),
        "message": NP_("channel", "messages"),
    },
    "activity": {
        "call": NP_("activity", "call"),
        "email": NP_("activity", "e-mail"),
        "meeting": NP_("activity", "meeting"),
        "message": NP_("activity", "message"),
        "note": NP_("activity", "note"),
    },
    "direction": {
        "out": NP_("direction", "outgoing"),
        "in": NP_("direction", "incoming"),
    },
    "task": {
        "call": NP_("task", "call"),
        "email": NP_("task", "write an e-mail"),
        "meeting": NP_("task", "meet"),
        "message": NP_("task", "send a message"),
        "todo": NP_("task", "to do"),
    },
    "request": {
        "call": NP_("request", "missed call"),
        "site": NP_("request", "request from the site"),
        "email": NP_("request", "e-mail"),
        "message": NP_("request", "message"),
    },
    "request_state": {
        "waiting": NP_("request_state", "in time"),
        "late": NP_("request_state", "late"),
        "overdue": NP_("request_state", "long overdue"),
        "answered": NP_("request_state", "answered"),
        "dismissed": NP_("request_state", "put away"),
    },
    "task_origin": {
        "step": NP_("task_origin", "next step"),
        "callback": NP_("task_origin", "promised callback"),
        "retry": NP_("task_origin", "another attempt"),
        "win_back": NP_("task_origin", "win-back"),
    },
    "promise": {
        "open": NP_("promise", "open"),
        "kept": NP_("promise", "kept"),
        "partial": NP_("promise", "kept in part"),
        "broken": NP_("promise", "broken"),
    },
    "aging": {
        "not_due": NP_("aging", "not due"),
        "d1_30": NP_("aging", "1–30 days"),
        "d31_60": NP_("aging", "31–60 days"),
        "d61_90": NP_("aging", "61–90 days"),
        "over_90": NP_("aging", "over 90 days"),
    },
    "invoice": {
        "open": NP_("invoice", "open"),
        "partial": NP_("invoice", "paid in part"),
        "paid": NP_("invoice", "paid"),
        "overdue": NP_("invoice", "overdue"),
        "disputed": NP_("invoice", "disputed"),
        "cancelled": NP_("invoice", "cancelled"),
    },
    "record": {
        "client": NP_("record", "client"),
        "contact": NP_("record", "contact"),
        "phone": NP_("record", "phone"),
        "email": NP_("record", "e-mail"),
        "consent": NP_("record", "consent"),
        "tag": NP_("record", "tag"),
        "deal": NP_("record", "deal"),
        "stage": NP_("record", "stage"),
        "pipeline": NP_("record", "pipeline"),
        "loss_reason": NP_("record", "loss reason"),
        "product": NP_("record", "product"),
        "activity": NP_("record", "activity"),
        "task": NP_("record", "task"),
        "outcome": NP_("record", "call outcome"),
        "custom_field": NP_("record", "own field"),
        "needs": NP_("record", "needs"),
        "merge": NP_("record", "merge"),
        "objection_type": NP_("record", "kind of objection"),
        "answer": NP_("record", "answer"),
        "objection_event": NP_("record", "objection"),
        "invoice": NP_("record", "invoice"),
        "instalment": NP_("record", "instalment"),
        "payment": NP_("record", "payment"),
        "allocation": NP_("record", "allocation"),
        "promise": NP_("record", "promise"),
        "import_batch": NP_("record", "import"),
        "audit_entry": NP_("record", "log entry"),
    },
    "field": {
        "month": NP_("field", "Month"),
        "name": NP_("field", "Name"),
        "kind": NP_("field", "Kind"),
        "status": NP_("field", "Status"),
        "abc": NP_("field", "Class"),
        "company": NP_("field", "Company"),
        "take": NP_("field", "Fields to take"),
        "inn": NP_("field", "INN"),
        "kpp": NP_("field", "KPP"),
        "ogrn": NP_("field", "OGRN"),
        "bik": NP_("field", "BIK"),
        "account": NP_("field", "Bank account"),
        "bank": NP_("field", "Bank"),
        "correspondent_account": NP_("field", "Correspondent account"),
        "bank_kpp": NP_("field", "KPP of the bank"),
        "industry": NP_("field", "Industry"),
        "size": NP_("field", "Size"),
        "region": NP_("field", "Region"),
        "city": NP_("field", "City"),
        "country": NP_("field", "Country"),
        "address": NP_("field", "Address"),
        "time_zone": NP_("field", "Time zone"),
        "best_hour": NP_("field", "Best hour to call"),
        "website": NP_("field", "Website"),
        "source": NP_("field", "Source"),
        "owner": NP_("field", "Manager"),
        "credit_limit": NP_("field", "Credit limit"),
        "payment_terms": NP_("field", "Payment terms, days"),
        "touch_days": NP_("field", "Touch interval, days"),
        "verified_on": NP_("field", "Verified on"),
        "notes": NP_("field", "Notes"),
        "custom": NP_("field", "Own fields"),
        "tag": NP_("field", "Tag"),
        "attitude": NP_("field", "Attitude to us"),
        "influence": NP_("field", "Weight in the decision"),
        "options": NP_("field", "Options"),
        "entity": NP_("field", "Of what"),
        "last_name": NP_("field", "Last name"),
        "first_name": NP_("field", "First name"),
        "patronymic": NP_("field", "Patronymic"),
        "role": NP_("field", "Role"),
        "job_title": NP_("field", "Job title"),
        "birthday": NP_("field", "Birthday"),
        "phone": NP_("field", "Phone"),
        "email": NP_("field", "E-mail"),
        "phones": NP_("field", "Phones"),
        "emails": NP_("field", "E-mails"),
        "contacts": NP_("field", "Contacts"),
        "purpose": NP_("field", "For what"),
        "filter": NP_("field", "Filter"),
        "sort": NP_("field", "Sort"),
        "before": NP_("field", "Before"),
        "channel": NP_("field", "Channel"),
        "evidence": NP_("field", "Evidence"),
        "client": NP_("field", "Client"),
        "contact": NP_("field", "Contact"),
        "deal": NP_("field", "Deal"),
        "title": NP_("field", "Title"),
        "amount": NP_("field", "Amount"),
        "currency": NP_("field", "Currency"),
        "expected_close": NP_("field", "Expected close"),
        "product": NP_("field", "Product"),
        "competitor": NP_("field", "Competitor"),
        "stage": NP_("field", "Stage"),
        "probability": NP_("field", "Probability"),
        "loss_reason": NP_("field", "Loss reason"),
        "win_back_on": NP_("field", "Win back on"),
        "note": NP_("field", "Note"),
        "reason": NP_("field", "Reason"),
        "next_step": NP_("field", "Next step"),
        "due": NP_("field", "Due"),
        "when": NP_("field", "When"),
        "way": NP_("field", "How they asked"),
        "since": NP_("field", "First day"),
        "outcome": NP_("field", "Outcome"),
        "rot": NP_("field", "Rots after, days"),
        "pipeline": NP_("field", "Pipeline"),
        "like": NP_("field", "Pattern"),
        "move_to": NP_("field", "Deals go to"),
        "schedules": NP_("field", "Schedules"),
        "connected": NP_("field", "Reached somebody"),
        "after_hours": NP_("field", "In hours"),
        "after_days": NP_("field", "In working days"),
        "duration": NP_("field", "Duration"),
        "direction": NP_("field", "Direction"),
        "objection": NP_("field", "Objection"),
        "verbatim": NP_("field", "In their words"),
        "answer": NP_("field", "Answer"),
        "technique": NP_("field", "Technique"),
        "text": NP_("field", "Text"),
        "result": NP_("field", "Result"),
        "number": NP_("field", "Number"),
        "issued_on": NP_("field", "Issued on"),
        "paid_on": NP_("field", "Paid on"),
        "due_on": NP_("field", "Due on"),
        "instalments": NP_("field", "Instalments"),
        "parts": NP_("field", "Instalments"),
        "allocation": NP_("field", "By hand"),
        "hand": NP_("field", "By hand"),
        "invoice": NP_("field", "Invoice"),
        "price": NP_("field", "Price"),
        "code": NP_("field", "Code"),
        "file": NP_("field", "File"),
        "last_touch": NP_("field", "Last touch"),
        "debt": NP_("field", "Debt"),
        "created": NP_("field", "Created"),
        "until": NP_("field", "Until"),
        "format": NP_("field", "Format"),
        "map": NP_("field", "Columns"),
        "folder": NP_("field", "Folder"),
        "contact_email": NP_("field", "Contact e-mail"),
        "external_id": NP_("field", "Number in the file"),
        "at": NP_("field", "Date and time"),
        "full_name": NP_("field", "Full name"),
        "settled_on": NP_("field", "Paid on"),
        "dates": NP_("field", "Dates"),
    },
}

KINDS = tuple(_LABELS)
"""The vocabularies that `label` knows."""


def label(kind: str, code: str) -> str:
    """The word for a code, e.g. `label("stage", "won")`; the code itself where there is none.

    Besides the vocabularies of the domain there are `record` (what a row is, by its table) and `field`
    (what a value is, by its name).

    A file written by a later version may hold codes of its own: better its code than a crash.
    """
    text = _LABELS[kind].get(code)
    return code if text is None else pgettext(kind, text)


def named(kind: str, code: str, name: str | None) -> str:
    """The user's own name of a row where there is one, else the word for its code."""
    return name or label(kind, code)


def field(name: str) -> str:
    """The name of a field as the interface shows it: `field("amount_minor")` is `Amount`.

    A column carries its unit or its reference in its name (`_minor`, `_id`, `_days`); people need
    neither. A field without a name of its own is shown as it is called.
    """
    names = _LABELS["field"]
    for known in (name, *(name.removesuffix(end) for end in ("_minor", "_id", "_days"))):
        if known in names:
            return pgettext("field", names[known])
    return name


def codes(kind: str) -> tuple[str, ...]:
    """The codes of a vocabulary, in the order they are offered."""
    return tuple(_LABELS[kind])

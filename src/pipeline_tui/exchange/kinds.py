"""Words of other programs for what a client, a contact or an activity is, made into our codes.

Codes are those of `domain.vocabulary`; None for a word not known, the caller keeps the text then.
"""

from __future__ import annotations

from pipeline_tui.exchange.stages import lookup, turned

_CLIENT_KINDS = turned(
    {
        "company": "company, legal entity, organization, organisation, business, corporate, ltd, llc, inc, "
        "юр лицо, юридическое лицо, юрлицо, юр, организация, компания, ооо, ао, зао, пао, оао, "
        "государственное учреждение, гуп, муп, нко, фгуп",
        "sole_trader": "sole trader, sole proprietor, self employed, individual entrepreneur, "
        "ип, индивидуальный предприниматель, предприниматель, самозанятый, кфх",
        "person": "person, individual, private person, consumer, b2c, физ лицо, физическое лицо, физлицо, "
        "физ, частное лицо, частник",
    }
)
_CLIENT_STATUSES = turned(
    {
        "lead": "lead, prospect, new, potential, subscriber, marketing qualified lead, mql, "
        "sales qualified lead, sql, opportunity, open, open deal, in progress, cold, warm, hot, attempted to contact, "
        "connected, лид, потенциальный, потенциальный клиент, новый, в работе, холодный, теплый, горячий, "
        "перспективный",
        "active": "active, customer, client, current, evangelist, in contract, regular, vip, "
        "действующий, активный, клиент, постоянный, текущий, действует, вип",
        "dormant": "dormant, inactive, sleeping, bad timing, спящий, затих, неактивный, не активный, давно не покупал",
        "lost": "lost, churned, former, past, unqualified, closed, потерян, потерянный, бывший, ушел, "
        "ушедший, отказ, ликвидирован, закрыт",
        "do_not_call": "do not call, dnc, do not contact, blacklist, unsubscribed, не звонить, "
        "черный список, стоп лист, не беспокоить",
    }
)
_ROLES = turned(
    {
        "decision_maker": "decision maker, economic buyer, decision, budget holder, executive sponsor, "
        "лпр, принимает решение, принимает решения, лицо принимающее решение",
        "influencer": "influencer, champion, evaluator, technical buyer, advisor, coach, лвр, влияет, "
        "влияет на решение, лицо влияющее на решение",
        "gatekeeper": "gatekeeper, secretary, assistant, receptionist, office manager, секретарь, помощник, "
        "ассистент, офис менеджер, ресепшн",
        "accountant": "accountant, accounting, accounts payable, bookkeeper, chief accountant, бухгалтер, "
        "бухгалтерия, главный бухгалтер, главбух, гл бухгалтер",
        "user": "user, end user, business user, пользователь, исполнитель",
    }
)
_ACTIVITIES = turned(
    {
        "call": "call, phone, phone call, outbound call, inbound call, outgoing call, incoming call, logged call, звонок, телефон, вызов, "
        "исходящий звонок, входящий звонок, созвон",
        "email": "email, e mail, mail, letter, incoming email, outgoing email, forwarded email, письмо, почта, "
        "электронное письмо, имейл",
        "meeting": "meeting, visit, demo, appointment, event, lunch, встреча, визит, показ, презентация, "
        "выезд, переговоры",
        "message": "message, sms, chat, whatsapp, telegram, linkedin message, сообщение, смс, чат, "
        "мессенджер, вотсап, телеграм, вайбер",
        "note": "note, comment, заметка, комментарий, примечание",
        "task": "task, to do, todo, задача, дело, напоминание, поручение",
    }
)


def client_kind_of(text: str) -> str | None:
    """company, sole_trader, person."""
    return lookup(_CLIENT_KINDS, text)


def client_status_of(text: str) -> str | None:
    """lead, active, dormant, lost, do_not_call; lifecycle stages of other programs too."""
    return lookup(_CLIENT_STATUSES, text)


def contact_role_of(text: str) -> str | None:
    """decision_maker, influencer, gatekeeper, accountant, user."""
    return lookup(_ROLES, text)


def activity_kind_of(text: str) -> str | None:
    """call, email, meeting, message, note, and "task", which is no activity of ours but a task."""
    return lookup(_ACTIVITIES, text)

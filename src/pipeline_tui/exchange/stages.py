"""Words of other programs for stages, call outcomes and reasons of loss, made into our own codes.

Each lookup ignores case, spaces and punctuation and gives None for a word it does not know: the
caller keeps the foreign text then.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline_tui.exchange.headings import normalise

_STAGES = {
    # "Prospecting" and the like: nothing has been learnt yet.
    "new": "new, lead, lead in, new lead, prospecting, prospect, open, incoming, inbox, first contact, "
    "новый, новая, новая заявка, новый лид, лид, неразобранное, входящий, входящая, первичный контакт, "
    "новая сделка, первый контакт, необработанный",
    # HubSpot's 20 % stage: a meeting is agreed, whether they can buy is not known.
    "qualification": "qualification, qualified, qualifying, appointment scheduled, contact made, "
    "contacted, discovery, mql, sql, квалификация, квалифицирован, контакт установлен, дозвон, "
    "связались, взято в работу, в работе, назначена встреча, встреча назначена",
    # Salesforce's three stages between needs and the quote: no offer has been sent yet. HubSpot's
    # "Qualified to Buy": need and budget are known.
    "needs": "needs, needs analysis, needs defined, needs assessment, qualified to buy, "
    "value proposition, id decision makers, perception analysis, demo scheduled, "
    "потребности, выявление потребностей, выявление потребности, анализ потребностей, "
    "потребность выявлена, определение потребностей, замер, встреча проведена, брифинг",
    "offer": "offer, offer sent, proposal, proposal made, proposal sent, proposal price quote, quote, quote sent, "
    "quoted, presentation scheduled, presentation, presentation made, demo, estimate sent, "
    "предложение, кп, кп отправлено, отправлено кп, коммерческое предложение, "
    "коммерческое предложение отправлено, предложение отправлено, презентация, подготовка кп, "
    "расчет, смета",
    # Maven's "Engaging" is all there is between the first contact and the end; 63 % of its deals
    # that closed were won, and negotiation (70 %) is the nearest stage to that.
    "negotiation": "negotiation, negotiations, negotiations started, negotiation review, engaging, "
    "engaged, decision maker bought in, in negotiation, verbal agreement, commitment, "
    "переговоры, согласование, согласование условий, принимают решение, принимает решение, "
    "торг, обсуждение условий, думает, дожим, тендер",
    "contract": "contract, contract invoice, contract sent, contract signed, invoice, invoice sent, awaiting payment, "
    "final invoice, prepayment invoice, preparation, legal, "
    "договор, договор счет, счет, счет выставлен, выставлен счет, счет на предоплату, финальный счет, "
    "подготовка документов, согласование договора, договор подписан, подписание договора, "
    "ожидание оплаты, ожидаем оплату",
    "won": "won, win, closed won, closedwon, success, successful, paid, "
    "выиграна, выиграно, успешно реализовано, успешна, сделка успешна, успех, продажа, продано, "
    "оплачено, оплачена, закрыта успешно, выполнена",
    "lost": "lost, lose, loss, closed lost, closedlost, failed, apology, abandoned, cancelled, canceled, "
    "disqualified, unqualified, "
    "проиграна, проиграно, закрыто и не реализовано, сделка провалена, провал, провалена, отказ, "
    "отказался, некачественный лид, анализ причины провала, отмена, отменена, закрыта неуспешно",
    # Ours, after the win.
    "payment": "payment, оплата",
    "delivery": "delivery, shipment, shipping, отгрузка, доставка, отгрузка доставка",
    "closed": "closed, закрыта, завершена, сделка закрыта",
}
_OUTCOMES = {
    # HubSpot's "Connected" is a talk with the contact the call is logged on.
    "reached_decision_maker": "reached decision maker, reached the decision maker, decision maker reached, connected, answered, "
    "spoke, talked, completed, spoke with decision maker, лпр, разговор с лпр, поговорили с лпр, дозвонились, дозвонился, "
    "состоялся, разговор состоялся, поговорили, успешный, принят",
    "reached_other": "reached other, reached someone else, left live message, gatekeeper, "
    "left message with gatekeeper, not decision maker, не лпр, ответил не тот, секретарь, разговор с секретарем, "
    "другой человек, попали на секретаря",
    "call_back": "call back, callback, call back later, call back at, rescheduled, busy call back, "
    "перезвонить, перезвон, просил перезвонить, просили перезвонить, перезвонить позже, позвонить позже",
    "busy": "busy, line busy, занято, занят",
    "no_answer": "no answer, not answered, unanswered, did not answer, missed, no response, na, "
    "not reached, attempted, нет ответа, не ответил, не отвечает, не берет трубку, недозвон, не дозвонились, "
    "не взял трубку, не дозвонился, пропущен, пропущенный, недоступен",
    "voicemail": "voicemail, left voicemail, voice mail, left message, answering machine, автоответчик, "
    "голосовая почта, оставил сообщение",
    "wrong_number": "wrong number, invalid number, bad number, not in service, disconnected, "
    "неверный номер, ошибка номером, ошиблись номером, номер не существует, не тот номер, "
    "неправильный номер, нет такого номера",
    "interested": "interested, interested send offer, interested send an offer, send offer, wants offer, positive, hot, "
    "заинтересован, заинтересованы, интересно, интересно ждет кп, отправить кп, выслать кп, просит кп, интерес",
    "meeting_set": "meeting set, meeting scheduled, meeting booked, appointment set, demo booked, "
    "назначена встреча, назначили встречу, встреча назначена, договорились о встрече, встреча",
    "promised_to_pay": "promised to pay, promise to pay, ptp, will pay, обещал оплатить, обещали оплатить, "
    "обещание оплаты, обещает оплатить, оплатит",
    "disputes_debt": "disputes debt, disputes the debt, dispute, disputed, оспаривает, оспаривает долг, "
    "не согласен с долгом, спор",
    "refused": "refused, refusal, not interested, rejected, declined, hung up, отказ, отказался, "
    "отказались, не интересно, неинтересно, не заинтересован, бросил трубку",
    "do_not_call": "do not call, do not call again, dnc, dont call, opt out, unsubscribe, remove from list, "
    "не звонить, больше не звонить, просил не звонить, черный список",
}
_LOSS_REASONS = {
    "price": "price, too expensive, expensive, pricing, high price, cost, цена, дорого, высокая цена, "
    "не устроила цена, слишком дорого, стоимость, нашли дешевле",
    "competitor": "competitor, went to a competitor, competition, lost to competitor, chose competitor, went with competitor, "
    "конкурент, конкуренты, выбрали конкурента, ушли к конкуренту, ушел к конкуренту, выбрал конкурента, "
    "купили у конкурента, купили у других",
    "no_budget": "no budget, budget, lack of budget, no budget lost funding, lost funding, no funds, "
    "нет бюджета, бюджет, нет денег, недостаточно средств",
    # "Lost Interest" (HubSpot): they answered, and said that they no longer want it.
    "no_need": "no need, not needed, no longer needed, lost interest, not interested, no interest, "
    "нет потребности, не нужно, пропала потребность, не актуально, неактуально, потерян интерес, "
    "потеряли интерес, передумали, отпала потребность",
    "not_decision_maker": "not decision maker, not the decision maker, no authority, wrong person, "
    "не лпр, не вышли на лпр, нет полномочий, не принимает решений",
    "timing": "timing, wrong time, bad timing, not now, no decision, postponed, later, no decision non responsive, "
    "сроки, не время, не сейчас, отложили, перенесли, не вовремя, позже, отложено",
    "quality": "quality, quality or range, product fit, product, features, missing features, functionality, range, fit, "
    "assortment, качество, качество или ассортимент, ассортимент, качество ассортимент, не подошел товар, нет в наличии, "
    "не хватает функций, не подошло, не устроил ассортимент",
    "payment_terms": "payment terms, terms, credit terms, условия оплаты, нет отсрочки, отсрочка, "
    "не устроили условия, условия",
    "delivery": "delivery, delivery time, lead time, shipping, logistics, доставка, срок поставки, "
    "сроки поставки, сроки доставки, логистика, долго ждать",
    "bad_experience": "bad experience, spoiled relations, poor service, relationship, service, "
    "плохой опыт, испорченные отношения, негативный опыт, испорчены отношения, плохой сервис, жалоба",
    "went_silent": "went silent, silent, unresponsive, no response, ghosted, non responsive, lost contact, "
    "no contact, перестал отвечать, перестали отвечать, молчит, пропал, пропали, не отвечает, не выходит на связь, "
    "потерян контакт, нет связи",
    "duplicate": "duplicate, duplicated, dupe, double, дубль, дубликат, дублирование, повтор",
}


_PIPELINES = {
    "new_business": "new business, new customers, new sales, sales pipeline, новые клиенты, новые продажи, "
    "новый бизнес, первичные продажи",
    "repeat": "repeat sales, repeat business, existing customers, upsell, повторные продажи, повторные, "
    "постоянные клиенты, допродажи",
    "partner": "partners, partner sales, channel sales, партнеры, партнерские продажи, партнерка",
}


def turned(words: Mapping[str, str]) -> dict[str, str]:
    """code → "word, word" turned to normalised word → code; a code is a word for itself."""
    table: dict[str, str] = {}
    for code, names in words.items():
        table.setdefault(normalise(code), code)
        for name in names.split(","):
            table.setdefault(normalise(name), code)
    return table


def lookup(table: Mapping[str, str], text: str) -> str | None:
    """The code of a foreign word in a table made by `turned`."""
    return table.get(normalise(text))


_BY_STAGE = turned(_STAGES)
_BY_PIPELINE = turned(_PIPELINES)
_BY_OUTCOME = turned(_OUTCOMES)
_BY_REASON = turned(_LOSS_REASONS)


def stage_of(text: str) -> str | None:
    """new, qualification, needs, offer, negotiation, contract, won, lost; payment, delivery, closed."""
    return lookup(_BY_STAGE, text)


def pipeline_of(text: str) -> str | None:
    """new_business, repeat, partner."""
    return lookup(_BY_PIPELINE, text)


def outcome_of(text: str) -> str | None:
    """The code of a call's outcome, as the vocabulary of outcomes has it."""
    return lookup(_BY_OUTCOME, text)


def loss_reason_of(text: str) -> str | None:
    """The code of a reason of loss."""
    return lookup(_BY_REASON, text)

"""Today in the demo, and all that is not a deal: callbacks, requests, cold calls, regular clients."""

from __future__ import annotations

from datetime import timedelta

from pipeline_tui.domain import records
from pipeline_tui.domain.requests import Reply, RequestWay
from pipeline_tui.domain.vocabulary import (
    ActivityKind,
    ClientStatus,
    Direction,
    TaskKind,
    TaskOrigin,
)
from pipeline_tui.services.demo.deals import CALLBACK_MINUTES
from pipeline_tui.services.demo.lexicon import Good
from pipeline_tui.services.demo.scene import Party, Scene, fill
from pipeline_tui.services.demo.touches import Touches

ACTIVITIES = 1550
_TODAY = (
    "reached_decision_maker", "no_answer", "reached_decision_maker", "interested", "no_answer",
    "meeting_set", "reached_other", "busy", "reached_decision_maker",
)  # fmt: skip
_INBOUND_MINUTES = (18, 47, 165)
"""For how long requests have been waiting."""
_WAYS = (RequestWay.SITE, RequestWay.CALL, RequestWay.EMAIL, RequestWay.SITE)
"""By which way each of the texts of a request came."""
_ANSWERED_DAYS = 45
_ANSWERED_MINUTES = (3, 2, 14, 4, 41, 3, 5, 4, 96, 1, 7, 4, 3, 22, 2, 5, 4, 12, 3, 4, 58, 2, 4, 3)
"""In how many minutes the requests of the last weeks were answered."""
_WIN_BACKS = (0, 3, 0, 1)
"""How many working days ago some calls to win a client back fell due."""
_QUIET = 5


def set_callbacks(scene: Scene) -> None:
    """Give today's callbacks their exact times, at hours when the client works."""
    zones = {party.id: party.zone for party in scene.parties}
    callbacks = [
        task
        for task in scene.rows.of(records.Task)
        if task["origin"] == TaskOrigin.CALLBACK and task["due_on"] == scene.days.today
    ]
    for task, minutes in zip(callbacks, CALLBACK_MINUTES, strict=True):
        moment = scene.days.in_minutes(minutes)
        task["due_at"] = scene.days.when_they_work(moment, zones[task["client_id"]])


def set_win_backs(scene: Scene) -> None:
    """Let the time have come for some of those who left."""
    lost = {party.id for party in scene.parties if party.row["status"] == ClientStatus.LOST}
    tasks = [
        task
        for task in scene.rows.of(records.Task)
        if task["origin"] == TaskOrigin.WIN_BACK and task["done_at"] is None
        and task["client_id"] in lost
    ]  # fmt: skip
    tasks.sort(key=lambda task: (task["due_on"], task["id"]))
    for task, workdays in zip(tasks, _WIN_BACKS, strict=False):
        task["due_on"] = scene.days.ago(workdays)


def add_inbound(scene: Scene) -> None:
    """Requests nobody has answered: from the site, by e-mail, and a missed call."""
    touches, texts, days = Touches(scene), scene.lexicon.texts, scene.days
    midnight = days.local.replace(hour=0, minute=0, second=0, microsecond=0)
    able = [
        party
        for party in scene.parties
        if party.row["status"] in (ClientStatus.LEAD, ClientStatus.ACTIVE) and not party.spoken_for
    ]
    from_site, call, letter, other_from_site = zip(_WAYS, texts.inbound, strict=True)
    asked = [scene.draw((from_site, other_from_site)), call, letter]
    scene.rng.shuffle(asked)
    parties = scene.rng.sample(able, len(asked))
    for minutes, party, (way, said) in zip(_INBOUND_MINUTES, parties, asked, strict=True):
        party.spoken_for = True
        good, quantity = _want(scene)
        at = max(days.local - timedelta(minutes=minutes), midnight).replace(microsecond=0)
        subject, note = said
        text = fill(note, scene.facts(party, good=good, quantity=quantity))
        touch = touches.incoming(party, at, way, subject, text)
        scene.rows.add(
            records.Request, client_id=party.id, activity_id=touch["id"], way=way, arrived_at=at
        )


def add_answered(scene: Scene) -> None:
    """Requests of the last weeks, each before a talk or a letter that answered it."""
    touches, texts, days = Touches(scene), scene.lexicon.texts, scene.days
    parties = {party.id: party for party in scene.parties}
    connected = {
        scene.codes.outcomes[code] for code, reached in scene.codes.connected.items() if reached
    }
    replies = [
        row
        for row in scene.rows.of(records.Activity)
        if row["direction"] == Direction.OUT
        and row["started_at"] > days.now - timedelta(days=_ANSWERED_DAYS)
        and (
            row["outcome_id"] in connected if row["kind"] == ActivityKind.CALL
            else row["kind"] in tuple(Reply)
        )
    ]  # fmt: skip
    scene.rng.shuffle(replies)
    chosen = replies[: len(_ANSWERED_MINUTES)]
    for minutes, reply in zip(_ANSWERED_MINUTES, chosen, strict=False):
        party = parties[reply["client_id"]]
        good, quantity = _want(scene)
        way, (subject, note) = scene.draw(list(zip(_WAYS, texts.inbound, strict=True)))
        said = fill(note, scene.facts(party, good=good, quantity=quantity))
        at = reply["started_at"] - timedelta(minutes=minutes)
        touch = touches.incoming(party, at, way, subject, said)
        scene.rows.add(
            records.Request, client_id=party.id, activity_id=touch["id"], way=way, arrived_at=at,
            answered_at=reply["started_at"], answer_id=reply["id"],
        )  # fmt: skip


def add_todays_calls(scene: Scene) -> None:
    """What has been done since the morning, with clients that nothing else is due with."""
    touches, texts = Touches(scene), scene.lexicon.texts
    busy = {
        task["client_id"]
        for task in scene.rows.of(records.Task)
        if task["done_at"] is None and task["due_on"] <= scene.days.today
    }
    goods = dict(scene.goods)
    stages = {number: code for code, number in scene.codes.stages.items()}
    parties = {party.id: party for party in scene.parties}
    deals = [
        deal
        for deal in scene.rows.of(records.Deal)
        if deal["closed_on"] is None and deal["client_id"] not in busy
    ]
    scene.rng.shuffle(deals)
    called: set[int] = set()
    outcomes = list(_TODAY)
    for deal in deals:
        party = parties[deal["client_id"]]
        if not outcomes or not scene.slots:
            return
        if party.id in called or party.spoken_for:
            continue
        called.add(party.id)
        outcome = outcomes.pop(0)
        moment = touches.moment(party, 0)
        good: Good = goods[deal["product_id"]]
        facts = scene.facts(party, good=good, amount=deal["amount_minor"])
        if not scene.codes.connected[outcome]:
            note = scene.draw(texts.unanswered[outcome])
        else:
            pools = {
                "interested": texts.interested, "meeting_set": texts.meeting_set,
                "call_back": texts.call_back, "reached_other": texts.others,
            }  # fmt: skip
            pool = pools.get(outcome, texts.talks[stages[deal["stage_id"]]])
            note = scene.say(pool, facts, good)
        touches.call(party, party.chief, moment, outcome, note, deal_id=deal["id"])


def add_cold_calls(scene: Scene) -> None:
    """Attempts on leads that have no deal yet, with the next rung of the ladder on the calendar.

    Every second of those leads has not been called at all.
    """
    touches, texts, days = Touches(scene), scene.lexicon.texts, scene.days
    with_deal = {deal["client_id"] for deal in scene.rows.of(records.Deal)}
    cold = [
        party
        for party in scene.parties
        if party.row["status"] == ClientStatus.LEAD
        and party.id not in with_deal and not party.spoken_for
    ]  # fmt: skip
    for number, party in enumerate(cold):
        if number % 2 == 0:
            continue
        day = scene.rng.randrange(4, 9)
        attempts = scene.rng.randrange(1, 4)
        for attempt in range(attempts):
            moment = touches.moment(party, day - attempt)
            touches.unanswered(party, party.chief, moment)
        if number % 4 == 1:
            moment = touches.moment(party, 1)
            note = scene.say(texts.cold_talks, scene.facts(party))
            touches.call(party, party.chief, moment, "call_back", note)
            origin, title, due_on = TaskOrigin.CALLBACK, texts.callbacks[0], days.ahead(2)
        else:
            origin, title = TaskOrigin.RETRY, texts.retry
            due_on = days.today if number % 8 == 3 else days.ahead(1)
        scene.rows.add(
            records.Task,
            client_id=party.id, contact_id=party.chief.id, kind=TaskKind.CALL, origin=origin,
            title=title, due_on=due_on, created_at=moment,
        )  # fmt: skip


def refuse_calls(scene: Scene) -> None:
    """The last call to those who do not want to be called."""
    touches, texts = Touches(scene), scene.lexicon.texts
    for party in scene.parties:
        if party.row["status"] == ClientStatus.DO_NOT_CALL:
            moment = touches.moment(party, scene.rng.randrange(10, 19))
            touches.call(party, party.chief, moment, "do_not_call", texts.no_call)


def keep_in_touch(scene: Scene) -> None:
    """Calls and letters to regular clients until there are as many activities as wanted.

    A few are left alone for long, so that the list has somebody to remember.
    """
    touches = Touches(scene)
    regulars = [
        party
        for party in scene.parties
        if party.row["status"] in (ClientStatus.ACTIVE, ClientStatus.DORMANT)
    ]
    planned = {
        task["client_id"]
        for task in scene.rows.of(records.Task)
        if task["done_at"] is None and task["dropped_at"] is None
    }
    lately = {
        row["client_id"]
        for row in scene.rows.of(records.Activity)
        if row["started_at"] > scene.days.now - timedelta(days=20)
    }
    alone = [p.id for p in regulars if p.id not in planned | lately]
    quiet = set(alone[:_QUIET])
    turn = 0
    while len(scene.rows.of(records.Activity)) < ACTIVITIES:
        party = regulars[turn % len(regulars)]
        turn += 1
        dormant = party.row["status"] == ClientStatus.DORMANT
        nearest = 60 if party.left_alone else 45 if party.id in quiet or dormant else 1
        _touch(scene, touches, party, scene.rng.randrange(nearest, 215))


def _touch(scene: Scene, touches: Touches, party: Party, day: int) -> None:
    texts = scene.lexicon.texts
    good, quantity = _want(scene)
    form = scene.pick(("call", "letter", "message"), (8, 1, 1))
    room = ACTIVITIES - len(scene.rows.of(records.Activity))
    moment = touches.moment(party, day)
    facts = scene.facts(party, good=good, quantity=quantity, said=scene.days.local_day(moment))
    if form == "letter":
        subject, note = scene.draw(texts.mails["closed"])
        touches.letter(party, moment, subject, fill(note, facts), deal_id=None)
    elif form == "message":
        touches.message(party, moment, scene.say(texts.messages, facts, good), deal_id=None)
    else:
        if room > 4:
            moment = touches.reach(party, party.chief, day)
        note = scene.say(texts.touches, facts, good)
        touches.call(party, party.chief, moment, "reached_decision_maker", note)


def _want(scene: Scene) -> tuple[Good, int]:
    """Something that is used up, and how much of it."""
    good = scene.draw([good for _, good in scene.goods if good.group != "gear"])
    low, high, step = good.quantity
    return good, scene.rng.randrange(low, high, step)


def date_records(scene: Scene) -> None:
    """Let every client and contact have come into the base before anything happened with them."""
    first: dict[int, list[object]] = {}
    for record, column in (
        (records.Activity, "started_at"), (records.Deal, "created_at"),
        (records.Invoice, "created_at"), (records.Consent, "recorded_at"),
    ):  # fmt: skip
        for row in scene.rows.of(record):
            first.setdefault(row["client_id"], []).append(row[column])
    for party in scene.parties:
        moments = first.get(party.id, [])
        latest = scene.days.at(scene.days.ago(scene.rng.randrange(2, 30)), 10, 5)
        created = min([*moments, latest]) - timedelta(hours=scene.rng.randrange(1, 90))  # type: ignore[type-var, operator]
        party.row["created_at"] = created
        for person in party.people:
            person.row["created_at"] = created

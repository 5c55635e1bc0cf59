"""The demo's deals, each told as a story: who was called, what was said, where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pipeline_tui.domain import records
from pipeline_tui.domain.vocabulary import (
    ClientStatus,
    ContactRole,
    ObjectionResult,
    TaskKind,
    TaskOrigin,
)
from pipeline_tui.services.demo import objections
from pipeline_tui.services.demo.scene import Party, Person, Scene, fill
from pipeline_tui.services.demo.touches import Touches

STAGES = ("new", "qualification", "needs", "offer", "negotiation", "contract")
AFTER_WIN = ("won", "payment", "delivery", "closed")
OPEN = {"new": 14, "qualification": 14, "needs": 13, "offer": 16, "negotiation": 12, "contract": 7}
WON = {"won": 4, "payment": 12, "delivery": 8, "closed": 38}
LOST_FROM = {"new": 8, "qualification": 12, "needs": 10, "offer": 18, "negotiation": 10, "contract": 4}
LOST_WHY = {
    "price": 12, "competitor": 10, "went_silent": 9, "timing": 6, "no_budget": 5,
    "payment_terms": 5, "no_need": 4, "quality": 3, "delivery": 3, "not_decision_maker": 2,
    "bad_experience": 2, "duplicate": 1,
}  # fmt: skip
ROTTING, STEPLESS, SNOOZED, CALLBACKS = 8, 4, 2, 4
WITHOUT_STEP = ROTTING + STEPLESS + SNOOZED
"""Open deals that are left without a next step on purpose."""
_FATES = {
    "rotting": ROTTING, "stepless": STEPLESS, "snoozed": SNOOZED, "callback": CALLBACKS,
    "today": 11, "overdue": 12, "promised": 2,
}  # fmt: skip
_MEAN_DAYS = {
    "new": 2, "qualification": 4, "needs": 5, "offer": 5, "negotiation": 6, "contract": 4,
    "won": 1, "payment": 5, "delivery": 5,
}  # fmt: skip
_TO_CLOSE = {"new": 30, "qualification": 24, "needs": 19, "offer": 12, "negotiation": 8, "contract": 3}
_SKIPPED = frozenset({"qualification", "needs", "negotiation"})


def add_products(scene: Scene) -> None:
    """Put the price list into the base."""
    currency = scene.lexicon.names.currency
    for good in scene.lexicon.names.goods:
        row = scene.rows.add(
            records.Product,
            name=good.name, code=good.code, series=good.series, price_minor=good.price_minor,
            currency=currency,
        )  # fmt: skip
        scene.goods.append((row["id"], good))


def add_deals(scene: Scene) -> None:
    """Tell all two hundred: open ones by what is to happen next, then the won and the lost."""
    pool = _Pool(scene)
    fates = [fate for fate, count in _FATES.items() for _ in range(count)]
    stages = [stage for stage, count in OPEN.items() for _ in range(count)]
    fates += ["future"] * (len(stages) - len(fates))
    scene.rng.shuffle(stages)
    for fate, stage in zip(fates, stages, strict=True):
        Story(scene, pool.open_party(fate)).stay(stage, fate)
    for stage, count in WON.items():
        for number in range(count):
            Story(scene, pool.won_party()).win(stage, first=number == 0)
    befores = [stage for stage, count in LOST_FROM.items() for _ in range(count)]
    reasons = [reason for reason, count in LOST_WHY.items() for _ in range(count)]
    scene.rng.shuffle(befores)
    for before, reason in zip(befores, reasons, strict=True):
        Story(scene, pool.lost_party()).lose(before, reason)


class _Pool:
    """Whose deal it is: clients by status, each in turn."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        by_status: dict[str, list[Party]] = {}
        for party in scene.parties:
            by_status.setdefault(party.row["status"], []).append(party)
        leads = by_status[ClientStatus.LEAD][:22]
        active, dormant = by_status[ClientStatus.ACTIVE], by_status[ClientStatus.DORMANT]
        lost, silent = by_status[ClientStatus.LOST], by_status[ClientStatus.DO_NOT_CALL]
        self._open = self._turns([leads, active, active, active, dormant], (30, 20, 10, 10, 6))
        self._won = self._turns([active, dormant, lost], (48, 9, 5))
        self._lost = self._turns([active, leads, dormant, lost, silent], (18, 14, 9, 15, 6))

    def _turns(self, groups: list[list[Party]], counts: tuple[int, ...]) -> Iterator[Party]:
        order: list[Party] = []
        for group, count in zip(groups, counts, strict=True):
            shuffled = list(group)
            self._scene.rng.shuffle(shuffled)
            order += [shuffled[n % len(shuffled)] for n in range(count)]
        self._scene.rng.shuffle(order)
        return iter(order)

    def open_party(self, fate: str) -> Party:
        party = next(self._open)
        if fate in ("callback", "promised", "today"):
            party.spoken_for = True
        return party

    def won_party(self) -> Party:
        return next(self._won)

    def lost_party(self) -> Party:
        return next(self._lost)


@dataclass(slots=True)
class _Told:
    """How far a story has been told."""

    stage: str
    last: datetime | None = None


class Story:
    """One deal from its first touch to where it stands."""

    def __init__(self, scene: Scene, party: Party) -> None:
        self._scene = scene
        self._party = party
        self._touches = Touches(scene)
        rng, names = scene.rng, scene.lexicon.names
        weights = [0.5 if good.group == "gear" else 1.0 for _, good in scene.goods]
        product_id, self._good = scene.pick(scene.goods, weights)
        low, high, step = self._good.quantity
        self._quantity = rng.randrange(low, high + 1, step)
        grade = party.row["abc"]
        if grade != "A" and self._good.group != "gear":
            self._quantity = max(low, self._quantity // (2 if grade == "B" else 3) // step * step)
        amount = self._quantity * self._good.price_minor
        count = scene.lexicon.texts.quantity(self._quantity, self._good.units)
        title = self._good.title if self._quantity == 1 else f"{self._good.title}, {count}"
        self.deal: dict[str, Any] = scene.rows.add(
            records.Deal,
            client_id=party.id, contact_id=party.chief.id, title=title, amount_minor=amount,
            currency=names.currency, product_id=product_id, source=party.row["source"],
            owner=scene.owner,
        )  # fmt: skip
        self._told = _Told("")
        self._entered = 0

    # How a story ends

    def stay(self, stage: str, fate: str) -> None:
        """Leave the deal open in `stage`, with the next step that `fate` names."""
        rng, rot = self._scene.rng, self._scene.codes.rot_days[stage] or 7
        entered = rng.randrange(rot + 4, rot + 14) if fate == "rotting" else rng.randrange(1, rot + 3)
        self._pass(self._path(stage), entered)
        if fate != "rotting":
            latest = 1 if fate in ("callback", "promised") else rng.randrange(1, min(4, entered) + 1)
            self._between(entered, latest, stage)
            self._last_talk(stage, latest, fate)
        elif self.deal["amount_minor"] and stage == "new" and self._scene.chance(0.5):
            self.deal["amount_minor"] = None
        days = self._scene.days
        close = days.ahead(max(2, round(_TO_CLOSE[stage] * rng.uniform(0.5, 1.4))))
        if fate in ("rotting", "overdue") and self._scene.chance(0.4):
            close = days.ago(rng.randrange(1, 9))
        self.deal["expected_close"] = close
        self._plan(stage, fate)

    def win(self, stage: str, *, first: bool) -> None:
        """Win the deal, and let it go on to `stage`; the first of those just won is won today."""
        scene, rng = self._scene, self._scene.rng
        won = {
            "won": 0 if first else rng.randrange(1, 4),
            "payment": rng.randrange(2, 14),
            "delivery": rng.randrange(7, 20),
            "closed": rng.randrange(16, 230),
        }[stage]
        self._pass(self._path("contract"), won + self._lasting("contract"))
        self._between(self._entered, won, "contract")
        moment = self._touches.reach(
            self._party, self._party.chief, won, deal_id=self.deal["id"], after=self._told.last
        )
        note = self._say(scene.lexicon.texts.won, moment)
        self._touches.call(
            self._party, self._party.chief, moment, "reached_decision_maker", note,
            deal_id=self.deal["id"],
        )  # fmt: skip
        self._enter("won", moment + timedelta(minutes=2))
        self.deal["closed_on"] = scene.days.local_day(moment)
        self.deal["expected_close"] = self.deal["closed_on"]
        left = won
        for after in AFTER_WIN[1 : AFTER_WIN.index(stage) + 1]:
            left = max(1, left - self._lasting(AFTER_WIN[AFTER_WIN.index(after) - 1]))
            self._fulfil(after, left)
        if stage != "closed":
            self._plan(stage, "future" if scene.chance(0.7) else "today")

    def lose(self, before: str, why: str) -> None:
        """Lose the deal from the stage `before` for the reason `why`."""
        scene, rng = self._scene, self._scene.rng
        texts = scene.lexicon.texts
        lost = rng.randrange(1, 24) if scene.chance(0.35) else rng.randrange(24, 230)
        if self._party.row["status"] in (ClientStatus.LOST, ClientStatus.DO_NOT_CALL):
            lost = rng.randrange(20, 200)
        self._pass(self._path(before), lost + self._lasting(before))
        self._between(self._entered, lost, before)
        note = self._say(texts.lost[why])
        chief = self._party.chief
        if why == "went_silent":
            for day in (lost + 6, lost + 3, lost + 1):
                attempt = self._touches.moment(self._party, day)
                if self._told.last is None or attempt > self._told.last:
                    self._touches.unanswered(self._party, chief, attempt, deal_id=self.deal["id"])
                    self._told.last = attempt
            moment = self._touches.moment(self._party, lost, self._told.last)
            call = self._touches.call(
                self._party, chief, moment, "no_answer", "", deal_id=self.deal["id"]
            )
        else:
            moment = self._touches.reach(
                self._party, chief, lost, deal_id=self.deal["id"], after=self._told.last
            )
            call = self._touches.call(
                self._party, chief, moment, "refused", note, deal_id=self.deal["id"]
            )
        kind = objections.BY_REASON.get(why)
        if kind:
            heard = objections.hear(
                scene, kind, self._facts(moment), self._good, result=ObjectionResult.DID_NOT
            )
            objections.keep(scene, heard, call, before, self.deal["id"])
        if why in ("price", "competitor"):
            self.deal["competitor"] = self._party.rival
        self._enter("lost", moment + timedelta(minutes=2), reason_code=why)
        self.deal["closed_on"] = scene.days.local_day(moment)
        self.deal["loss_note"] = note
        self.deal["loss_reason_id"] = scene.codes.reasons[why]
        self._win_back(why, self.deal["closed_on"], moment)

    # The way there

    def _path(self, stage: str) -> list[str]:
        """Stages up to and with `stage`; now and then one is passed over."""
        before = STAGES[: STAGES.index(stage)]
        kept = [s for s in before if s not in _SKIPPED or not self._scene.chance(0.25)]
        return [*kept, stage]

    def _lasting(self, stage: str) -> int:
        """Working days that a deal stays in a stage."""
        return max(1, round(self._scene.rng.gammavariate(2, _MEAN_DAYS[stage] / 2)))

    def _pass(self, path: list[str], entered: int) -> None:
        """Tell the deal from its opening until it enters the last stage of `path`.

        `entered` counts working days before today.
        """
        entries = [entered]
        for stage in reversed(path[:-1]):
            entries.insert(0, entries[0] + self._lasting(stage))
        opening = self._touches.moment(self._party, entries[0])
        self._told = _Told("", opening - timedelta(minutes=1))
        self._enter(path[0], opening)
        self.deal["created_at"] = opening
        self.deal["opened_on"] = self._scene.days.local_day(opening)
        if path[0] == "new" and not self._scene.chance(0.3):
            self._talk("new", entries[0])
        for stage, began, ended, onward in zip(path, entries, entries[1:], path[1:], strict=False):
            self._between(began, ended, stage)
            self._onward(stage, onward, ended)
        self._entered = entries[-1]

    def _between(self, began: int, ended: int, stage: str) -> None:
        """Touches within a stage, after its first day and before its last."""
        rng = self._scene.rng
        room = list(range(ended + 1, began))
        # What is long past is remembered in fewer notes.
        count = min(len(room), rng.choice((0, 0, 1, 1) if ended < 70 else (0, 0, 0, 1)))
        for day in sorted(rng.sample(room, count), reverse=True):
            form = self._scene.pick(("talk", "letter", "message", "meeting", "reply"), (11, 2, 1, 1, 1))
            if form == "talk":
                self._talk(stage, day)
            elif form == "meeting" and stage in ("needs", "negotiation"):
                self._meet(day)
            else:
                self._write(form, stage, day)

    def _onward(self, stage: str, onward: str, day: int) -> None:
        """The touch that moves the deal from `stage` to `onward`."""
        scene = self._scene
        if onward == "offer" or scene.chance(0.6):
            touched = self._talk(stage, day, moves=True, wants_offer=onward == "offer")
        else:
            touched = self._write("reply", "offer" if stage == "contract" else stage, day)
        if onward == "offer":
            touched = min(touched + timedelta(minutes=scene.rng.randrange(20, 90)), scene.days.now)
            subject, note = scene.draw(scene.lexicon.texts.mails["offer"])
            self._touches.letter(
                self._party, touched, subject, fill(note, self._facts(touched)),
                deal_id=self.deal["id"],
            )  # fmt: skip
            self._told.last = touched
        if onward == "negotiation" and scene.chance(0.08):
            self._enter("negotiation", touched + timedelta(minutes=1))
            self._enter(
                "offer", touched + timedelta(hours=2), reason=scene.lexicon.texts.back_move
            )
            touched += timedelta(hours=5)
        if onward == "contract" and scene.chance(0.35) and self.deal["amount_minor"]:
            self.deal["amount_minor"] = round(self.deal["amount_minor"] * 0.97 / 100) * 100
        self._enter(onward, touched + timedelta(minutes=2))

    def _talk(
        self, stage: str, day: int, *, moves: bool = False, wants_offer: bool = False
    ) -> datetime:
        """A call that reached somebody, perhaps with an objection; answers with when."""
        scene, texts, party = self._scene, self._scene.lexicon.texts, self._party
        person = party.chief
        outcome = "reached_decision_maker"
        heard = None
        moment = self._touches.reach(
            party, person, day, deal_id=self.deal["id"], after=self._told.last
        )
        if stage in STAGES and scene.chance(0.22 if moves else 0.6):
            kind = objections.kind_at(scene, stage)
            heard = objections.hear(
                scene, kind, self._facts(moment), self._good,
                result=ObjectionResult.WORKED if moves else None,
            )  # fmt: skip
            note = heard.note
            if kind == "competitor" or party.rival in heard.verbatim:
                self.deal["competitor"] = party.rival
            if kind == "gatekeeper":
                outcome, person = "reached_other", party.with_role(ContactRole.GATEKEEPER)
        elif wants_offer:
            outcome, note = "interested", self._say(texts.interested, moment)
        elif not moves and scene.chance(0.22):
            outcome, note = "call_back", self._say(texts.call_back, moment)
        elif not moves and scene.chance(0.2):
            outcome, note = "reached_other", self._say(texts.others, moment)
            person = party.people[-1]
        elif stage in ("needs", "negotiation") and scene.chance(0.2):
            outcome, note = "meeting_set", self._say(texts.meeting_set, moment)
        else:
            note = self._say(texts.talks[stage], moment)
        row = self._touches.call(party, person, moment, outcome, note, deal_id=self.deal["id"])
        if heard is not None:
            objections.keep(scene, heard, row, stage, self.deal["id"])
        if scene.chance(0.3):
            self._done_step(stage, moment)
        self._told.last = moment + timedelta(seconds=row["duration_s"] or 0)
        return self._told.last

    def _last_talk(self, stage: str, day: int, fate: str) -> None:
        """The touch that the next step follows from."""
        scene, texts = self._scene, self._scene.lexicon.texts
        if fate not in ("callback", "promised"):
            self._talk(stage, day)
            return
        chief = self._party.chief
        moment = self._touches.reach(
            self._party, chief, day, deal_id=self.deal["id"], after=self._told.last
        )
        self._touches.call(
            self._party, chief, moment, "call_back", self._say(texts.call_back, moment),
            deal_id=self.deal["id"],
        )  # fmt: skip
        self._told.last = moment

    def _write(self, form: str, stage: str, day: int) -> datetime:
        scene, texts = self._scene, self._scene.lexicon.texts
        moment = self._touches.moment(self._party, day, self._told.last)
        if form == "message":
            note = self._say(texts.messages, moment)
            self._touches.message(self._party, moment, note, deal_id=self.deal["id"])
        else:
            incoming = form == "reply" and stage in ("offer", "negotiation")
            pool = texts.replies if incoming else texts.mails[stage]
            subject, note = scene.draw(scene.fitting(pool, self._good))
            facts = self._facts(moment)
            self._touches.letter(
                self._party, moment, fill(subject, facts), fill(note, facts),
                deal_id=self.deal["id"], incoming=incoming,
            )  # fmt: skip
        self._told.last = moment
        return moment

    def _meet(self, day: int) -> None:
        moment = self._touches.moment(self._party, day, self._told.last)
        note = self._say(self._scene.lexicon.texts.meetings, moment)
        row = self._touches.meeting(self._party, moment, note, deal_id=self.deal["id"])
        self._told.last = moment + timedelta(seconds=row["duration_s"])

    def _fulfil(self, stage: str, day: int) -> None:
        """A call after the win, with the stage that it brings."""
        moment = self._touches.moment(self._party, day, self._told.last)
        self._enter(stage, moment)
        person: Person = self._party.chief
        if stage == "payment":
            person = self._party.with_role(ContactRole.ACCOUNTANT)
        if stage == "closed" and self._scene.chance(0.5):
            return
        call = self._touches.moment(self._party, day, moment)
        row = self._touches.call(
            self._party, person, call,
            "reached_decision_maker" if person is self._party.chief else "reached_other",
            self._say(self._scene.lexicon.texts.talks[stage], call), deal_id=self.deal["id"],
        )  # fmt: skip
        self._told.last = call + timedelta(seconds=row["duration_s"] or 0)

    # Rows

    def _enter(self, stage: str, moment: datetime, *, reason: str = "", reason_code: str = "") -> None:
        codes, now = self._scene.codes, self._scene.days.now
        moment = min(moment, now)
        before = self._told.stage
        self._scene.rows.add(
            records.StageChange,
            deal_id=self.deal["id"], from_stage_id=codes.stages[before] if before else None,
            to_stage_id=codes.stages[stage], changed_at=moment,
            amount_minor=self.deal["amount_minor"], reason=reason,
            loss_reason_id=codes.reasons[reason_code] if reason_code else None,
        )  # fmt: skip
        self.deal["stage_id"] = codes.stages[stage]
        self.deal["stage_since"] = moment
        self._told.stage = stage
        self._told.last = max(self._told.last or moment, moment)

    def _plan(self, stage: str, fate: str) -> None:
        """The next step."""
        scene, days, rng = self._scene, self._scene.days, self._scene.rng
        if fate in ("rotting", "stepless"):
            return
        if fate == "snoozed":
            self.deal["snoozed_until"] = days.ahead(rng.randrange(6, 18))
            self.deal["snooze_reason"] = scene.lexicon.texts.snooze
            return
        texts = scene.lexicon.texts
        kind, title = scene.draw(scene.fitting(texts.steps[stage], self._good))
        title = fill(title, self._facts(days.now))
        due_on: date = days.today
        due_at: datetime | None = None
        origin = TaskOrigin.STEP
        if fate == "future":
            due_on = days.ahead(rng.choice((1, 1, 1, 2, 2, 3, 4, 5, 7)))
        elif fate == "overdue":
            due_on = days.ago(rng.choice((1, 1, 1, 2, 2, 3, 4, 6)))
        elif fate == "promised":
            due_on = days.ago(1)
            due_at = days.at(due_on, 15, 30)
        if fate in ("promised", "callback"):
            kind, origin, title = TaskKind.CALL, TaskOrigin.CALLBACK, scene.draw(texts.callbacks)
        if kind == TaskKind.MEETING and fate == "future":
            due_at = datetime.combine(due_on, days.local.time(), tzinfo=days.local.tzinfo).replace(
                hour=rng.choice((10, 11, 15)), minute=0, second=0, microsecond=0
            )
        scene.rows.add(
            records.Task,
            client_id=self._party.id, contact_id=self._party.chief.id, deal_id=self.deal["id"],
            kind=kind, origin=origin, title=title, due_on=due_on, due_at=due_at,
            created_at=self._told.last or days.now,
        )  # fmt: skip

    def _done_step(self, stage: str, moment: datetime) -> None:
        """The step that a talk fulfilled."""
        scene = self._scene
        kind, title = scene.draw(scene.fitting(scene.lexicon.texts.steps[stage], self._good))
        due_on = scene.days.local_day(moment)
        planned = self._told.last or moment
        scene.rows.add(
            records.Task,
            client_id=self._party.id, contact_id=self._party.chief.id, deal_id=self.deal["id"],
            kind=kind, title=fill(title, self._facts(moment)), due_on=due_on,
            created_at=min(planned, moment), done_at=moment,
        )  # fmt: skip

    def _win_back(self, why: str, closed: date, moment: datetime) -> None:
        """The call that is to bring the client back, unless it is past, or never wanted."""
        scene = self._scene
        rest = scene.codes.win_back_days[why]
        status = self._party.row["status"]
        if rest is None or status in (ClientStatus.DO_NOT_CALL, ClientStatus.ACTIVE):
            return
        due_on = closed + timedelta(days=rest)
        done = due_on < scene.days.ago(6)
        later = scene.days.at(due_on, 12, 10)
        facts = self._facts(moment)
        scene.rows.add(
            records.Task,
            client_id=self._party.id, contact_id=self._party.chief.id, kind=TaskKind.CALL,
            origin=TaskOrigin.WIN_BACK, title=scene.say(scene.lexicon.texts.win_back, facts),
            due_on=due_on, created_at=moment, done_at=later if done else None,
        )  # fmt: skip

    def _facts(self, moment: datetime) -> dict[str, str]:
        return self._scene.facts(
            self._party, good=self._good, quantity=self._quantity,
            amount=self.deal["amount_minor"], said=self._scene.days.local_day(moment),
        )  # fmt: skip

    def _say(self, pool: tuple[str, ...], moment: datetime | None = None) -> str:
        """A sentence of the pool about this deal; a rival that it names becomes the deal's."""
        facts = self._facts(moment or self._scene.days.now)
        said = self._scene.say(pool, facts, self._good)
        if self._party.rival in said:
            self.deal["competitor"] = self._party.rival
        return said

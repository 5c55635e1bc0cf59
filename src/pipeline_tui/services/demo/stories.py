"""One deal told as a story: who was called, what was said, where it stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from pipeline_tui.domain import records
from pipeline_tui.domain.vocabulary import ClientStatus, ContactRole, ObjectionResult
from pipeline_tui.services.demo import objections
from pipeline_tui.services.demo.scene import Party, Person, Scene, fill
from pipeline_tui.services.demo.steps import Steps
from pipeline_tui.services.demo.touches import Touches

STAGES = ("new", "qualification", "needs", "offer", "negotiation", "contract")
AFTER_WIN = ("won", "payment", "delivery", "closed")
_MEAN_DAYS = {
    "new": 3, "qualification": 6, "needs": 8, "offer": 7, "negotiation": 8, "contract": 5,
    "won": 1, "payment": 5, "delivery": 5,
}  # fmt: skip
_TO_CLOSE = {
    "new": 30,
    "qualification": 24,
    "needs": 19,
    "offer": 12,
    "negotiation": 8,
    "contract": 3,
}
_SKIPPED = frozenset({"qualification", "needs", "negotiation"})


class _Told(Struct):
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
        self._steps = Steps(scene, party, self.deal, self._good, self._facts)
        self._told = _Told("")
        self._entered = 0
        self._letters: set[str] = set()

    # How a story ends

    def stay(self, stage: str, fate: str) -> None:
        """Leave the deal open in `stage`, with the next step that `fate` names."""
        rng, rot = self._scene.rng, self._scene.codes.rot_days[stage] or 7
        entered = (
            rng.randrange(rot + 4, rot + 14) if fate == "rotting" else rng.randrange(1, rot + 3)
        )
        self._pass(self._path(stage), entered)
        if fate != "rotting":
            longest = {"callback": 1, "promised": 1, "stepless": 3}.get(fate, 8)
            latest = rng.randrange(1, min(longest, entered) + 1)
            self._between(entered, latest, stage)
            self._last_talk(stage, latest, fate)
        elif self.deal["amount_minor"] and stage == "new" and self._scene.chance(0.5):
            self.deal["amount_minor"] = None
        days = self._scene.days
        close = days.ahead(max(2, round(_TO_CLOSE[stage] * rng.uniform(0.5, 1.4))))
        if fate in ("rotting", "overdue") and self._scene.chance(0.4):
            close = days.ago(rng.randrange(1, 9))
        self.deal["expected_close"] = close
        self._steps.plan(stage, fate, self._told.last)

    def win(self, stage: str, won: int) -> None:
        """Win the deal that many working days ago, and let it go on to `stage`."""
        scene, rng = self._scene, self._scene.rng
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
        self.deal["expected_close"] = self.deal["closed_on"] + timedelta(days=rng.randrange(-6, 8))
        left = won
        for after in AFTER_WIN[1 : AFTER_WIN.index(stage) + 1]:
            left = max(1, left - self._lasting(AFTER_WIN[AFTER_WIN.index(after) - 1]))
            self._fulfil(after, left)
        if stage != "closed":
            fate = "future" if scene.chance(0.85) else "today"
            self._steps.plan(stage, fate, self._told.last)

    def lose(self, before: str, why: str, lost: int) -> None:
        """Lose the deal from the stage `before` for the reason `why`, `lost` working days ago."""
        scene, rng = self._scene, self._scene.rng
        texts = scene.lexicon.texts
        if self._party.row["status"] in (ClientStatus.LOST, ClientStatus.DO_NOT_CALL):
            lost = max(lost, 20)
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
        self.deal["expected_close"] = self.deal["closed_on"] + timedelta(days=rng.randrange(-9, 25))
        self.deal["loss_note"] = note
        self.deal["loss_reason_id"] = scene.codes.reasons[why]
        self._steps.win_back(why, self.deal["closed_on"], moment)

    # The way there

    def _path(self, stage: str) -> list[str]:
        """Stages up to and with `stage`; now and then one is passed over."""
        before = STAGES[: STAGES.index(stage)]
        kept = [s for s in before if s not in _SKIPPED or not self._scene.chance(0.6)]
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
        if path[0] == "new" and self._scene.chance(0.25):
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
        count = min(len(room), rng.choice((0, 0, 0, 1) if ended < 70 else (0, 0, 0, 0, 0, 0, 1)))
        for day in sorted(rng.sample(room, count), reverse=True):
            form = self._scene.pick(
                ("talk", "letter", "message", "meeting", "reply"), (11, 2, 1, 2, 1)
            )
            if form == "meeting" and stage in ("needs", "negotiation"):
                self._meet(day)
            elif form in ("talk", "meeting"):
                self._talk(stage, day)
            else:
                self._write(form, stage, day)

    def _onward(self, stage: str, onward: str, day: int) -> None:
        """The touch that moves the deal from `stage` to `onward`."""
        scene = self._scene
        if onward == "offer" or scene.chance(0.6):
            touched = self._talk(stage, day, moves=True, wants_offer=onward == "offer")
        else:
            touched = self._write("reply", stage, day)
        if onward == "offer":
            touched = min(touched + timedelta(minutes=scene.rng.randrange(20, 90)), scene.days.now)
            subject, note = scene.lexicon.texts.mails["offer"][0]
            self._touches.letter(
                self._party, touched, subject, fill(note, self._facts(touched)),
                deal_id=self.deal["id"],
            )  # fmt: skip
            self._told.last = touched
        if onward == "negotiation" and scene.chance(0.08):
            self._enter("negotiation", touched + timedelta(minutes=1))
            self._enter("offer", touched + timedelta(hours=2), reason=scene.lexicon.texts.back_move)
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
        if stage in STAGES and scene.chance(0.45 if moves else 0.8):
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
            self._steps.done(stage, moment, self._told.last)
        self._told.last = moment + timedelta(seconds=row["duration_s"] or 0)
        return self._told.last

    def _last_talk(self, stage: str, day: int, fate: str) -> None:
        """The touch that the next step follows from."""
        texts = self._scene.lexicon.texts
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
            incoming = form == "reply"
            pool = texts.replies[stage] if incoming else texts.mails[stage]
            if stage == "offer" and not incoming:
                pool = pool[1:]  # the first is the offer itself
            fit = scene.fitting(pool, self._good)
            subject, note = scene.draw([m for m in fit if m[0] not in self._letters] or fit)
            self._letters.add(subject)
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

    def _enter(
        self, stage: str, moment: datetime, *, reason: str = "", reason_code: str = ""
    ) -> None:
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

"""The demo's deals: how many of each, whose they are, and what each of them is waiting for."""

from __future__ import annotations

from pipeline_tui.domain import records
from pipeline_tui.domain.vocabulary import ClientStatus
from pipeline_tui.services.demo.offers import add_prices, cost_of
from pipeline_tui.services.demo.scene import Party, Scene
from pipeline_tui.services.demo.stories import Story

OPEN = {"new": 14, "qualification": 14, "needs": 13, "offer": 16, "negotiation": 12, "contract": 7}
WON = {"won": 3, "payment": 9, "delivery": 6, "closed": 44}
LOST_FROM = {
    "new": 8,
    "qualification": 12,
    "needs": 10,
    "offer": 18,
    "negotiation": 10,
    "contract": 4,
}
LOST_WHY = {
    "price": 12, "competitor": 10, "went_silent": 9, "timing": 6, "no_budget": 5,
    "payment_terms": 5, "no_need": 4, "quality": 3, "delivery": 3, "not_decision_maker": 2,
    "bad_experience": 2, "duplicate": 1,
}  # fmt: skip
ROTTING, STEPLESS, SNOOZED = 8, 4, 2
WITHOUT_STEP = ROTTING + STEPLESS + SNOOZED
"""Open deals that are left without a next step on purpose."""
CALLBACK_MINUTES = (-25, 9, 55, 150)
"""When the exact-time callbacks of today fall, from now: one is just missed."""
_FATES = {
    "rotting": ROTTING, "stepless": STEPLESS, "snoozed": SNOOZED,
    "callback": len(CALLBACK_MINUTES),
    "today": 6, "overdue": 7, "promised": 2,
}  # fmt: skip
REGULAR = ((21, 8), (24, 12), (20, 15), (26, 9), (18, 33), (22, 41))
"""Clients who order again and again: working days between orders, and since the last one.

The last two are late by more than half of their gap.
"""
_REPEATED = 4


def add_products(scene: Scene) -> None:
    """Put the price list into the base."""
    currency = scene.lexicon.names.currency
    for place, good in enumerate(scene.lexicon.names.goods):
        row = scene.rows.add(
            records.Product,
            name=good.name, code=good.code, series=good.series, unit=good.unit,
            price_minor=good.price_minor, cost_minor=cost_of(scene, good.price_minor, place),
            currency=currency,
        )  # fmt: skip
        scene.goods.append((row["id"], good))
    add_prices(scene)


def add_deals(scene: Scene) -> None:
    """Tell all two hundred: open ones by what is to happen next, then the won and the lost."""
    pool = _Pool(scene)
    fates = [fate for fate, count in _FATES.items() for _ in range(count)]
    stages = [stage for stage, count in OPEN.items() for _ in range(count)]
    fates += ["future"] * (len(stages) - len(fates))
    scene.rng.shuffle(stages)
    for fate, stage in zip(fates, stages, strict=True):
        Story(scene, pool.open_party(fate)).stay(stage, fate)
    spread = _spread(scene, WON["closed"] - len(REGULAR) * _REPEATED, 16, 230)
    for stage, count in WON.items():
        for number in range(count - (len(REGULAR) * _REPEATED if stage == "closed" else 0)):
            won = _won_ago(scene, stage, spread, today=number == 0)
            Story(scene, pool.won_party()).win(stage, won)
    for party, (gap, since) in zip(pool.regular, REGULAR, strict=True):
        for number in range(_REPEATED):
            won = since + gap * (_REPEATED - 1 - number) + scene.rng.randrange(-2, 3)
            Story(scene, party).win("closed", won)
    befores = [stage for stage, count in LOST_FROM.items() for _ in range(count)]
    reasons = [reason for reason, count in LOST_WHY.items() for _ in range(count)]
    scene.rng.shuffle(befores)
    lately = [scene.rng.randrange(1, 24) for _ in range(len(befores) // 3)]
    ago = [*lately, *_spread(scene, len(befores) - len(lately), 24, 230)]
    scene.rng.shuffle(ago)
    for before, reason, lost in zip(befores, reasons, ago, strict=True):
        Story(scene, pool.lost_party()).lose(before, reason, lost)


def _spread(scene: Scene, count: int, least: int, most: int) -> list[int]:
    """That many days spread evenly between two, so that no month stands empty."""
    step = (most - least) / count
    return [least + int(step * (n + scene.rng.random())) for n in range(count)]


def _won_ago(scene: Scene, stage: str, spread: list[int], *, today: bool) -> int:
    """How many working days ago a deal that has come to `stage` was won."""
    if stage == "closed":
        return spread.pop()
    if stage == "won":
        return 0 if today else scene.rng.randrange(1, 4)
    return scene.rng.randrange(*{"payment": (2, 14), "delivery": (7, 20)}[stage])


class _Pool:
    """Whose deal it is: clients by status, each in turn."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        by_status: dict[str, list[Party]] = {}
        for party in scene.parties:
            by_status.setdefault(party.row["status"], []).append(party)
        leads = by_status[ClientStatus.LEAD][:22]
        active, dormant = by_status[ClientStatus.ACTIVE], by_status[ClientStatus.DORMANT]
        self.regular, active = active[: len(REGULAR)], active[len(REGULAR) :]
        for party, (gap, since) in zip(self.regular, REGULAR, strict=True):
            party.spoken_for = True
            party.left_alone = since > gap * 1.5
        lost, silent = by_status[ClientStatus.LOST], by_status[ClientStatus.DO_NOT_CALL]
        self._callbacks = iter(CALLBACK_MINUTES)
        self._open = self._turns([leads, active, active, active, dormant], (30, 20, 10, 10, 6))
        self._won = self._turns([active, dormant, lost], (26, 8, 4))
        self._lost = self._turns([active, leads, dormant, lost, silent], (18, 14, 9, 15, 6))

    def _who_may_be_called(self) -> Party:
        """The next open one who is at work when the next callback falls, else just the next."""
        moment = self._scene.days.in_minutes(next(self._callbacks))
        for place, party in enumerate(self._open):
            if self._scene.days.may_call(moment, party.zone):
                return self._open.pop(place)
        return self._open.pop(0)

    def _turns(self, groups: list[list[Party]], counts: tuple[int, ...]) -> list[Party]:
        order: list[Party] = []
        for group, count in zip(groups, counts, strict=True):
            shuffled = list(group)
            self._scene.rng.shuffle(shuffled)
            order += [shuffled[n % len(shuffled)] for n in range(count)]
        self._scene.rng.shuffle(order)
        return order

    def open_party(self, fate: str) -> Party:
        party = self._who_may_be_called() if fate == "callback" else self._open.pop(0)
        if fate not in ("future", "overdue"):
            party.spoken_for = True
        return party

    def won_party(self) -> Party:
        return self._won.pop(0)

    def lost_party(self) -> Party:
        return self._lost.pop(0)

"""Deals, and the stages they went through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline_tui.domain.dates import day_text

from .filler import OPEN_STAGES, Filler, seller


def add_deals(f: Filler) -> None:
    """Deals in the order in which they were opened; a tenth is open, most of those young."""
    goods = [
        (number, good.title, good.price_minor)
        for number, good in enumerate(f.names[0].goods + f.names[1].goods, start=1)
    ]
    f.insert(
        "product", ("id", "name", "price_minor", "currency"),
        ((number, title, price, "RUB") for number, title, price in goods),
    )  # fmt: skip
    reasons = [row[0] for row in f.db.execute("SELECT id FROM loss_reason")]
    changes: list[tuple[int, int | None, int, str, int, int | None]] = []

    def rows() -> Iterator[tuple[Any, ...]]:
        for number in range(1, f.size["deal"] + 1):
            far = number / f.size["deal"]
            opened = int((len(f.days) - 1) * far)
            back = len(f.days) - opened
            client = f.buyers[int(len(f.buyers) * (0.3 + 0.7 * far) * f.chance.random())]
            is_open = f.chance.random() < (0.75 if back < 85 else 0.5 if back < 400 else 0.01)
            if is_open and f.leads and f.chance.random() < 0.02:
                client = f.chance.choice(f.leads)
            path, reason = _path(f, is_open, back, reasons)
            took = 0 if len(path) == 1 else int(f.chance.random() * min(back - 1, 60))
            amount = int(10 ** (6 + 2.2 * f.chance.random())) // 100 * 100
            stage: int | None = None
            for at, code in enumerate(path):
                moment = f.moment(opened + took * at // max(1, len(path) - 1), 6 + at)
                why = reason if code == "lost" else None
                changes.append((number, stage, f.stage[code], moment, amount, why))
                stage = f.stage[code]
            closed = -1 if is_open else opened + took
            f.deals.append((client, opened, closed))
            product, title, _ = goods[number % len(goods)]
            yield (
                number, client, f.contact_of(client), f"{title}, {number}", amount,
                "USD" if f.english[client] else "RUB", product, seller(client), stage, moment,
                f.days[opened], None if is_open else f.days[closed], reason, moment,
                day_text(f.ahead(14)) if is_open and number % 61 == 0 else None,
                day_text(f.ahead(number % 60 - 10)) if is_open else None,
            )  # fmt: skip

    f.insert(
        "deal",
        ("id", "client_id", "contact_id", "title", "amount_minor", "currency", "product_id",
         "owner", "stage_id", "stage_since", "opened_on", "closed_on", "loss_reason_id",
         "created_at", "snoozed_until", "expected_close"),
        rows(),
    )  # fmt: skip
    changes.sort(key=lambda row: row[3])
    f.insert(
        "stage_change",
        ("deal_id", "from_stage_id", "to_stage_id", "changed_at", "amount_minor",
         "loss_reason_id"),
        changes,
    )  # fmt: skip


def _path(
    f: Filler, is_open: bool, back: int, reasons: Sequence[int]
) -> tuple[tuple[str, ...], int | None]:
    """The stages a deal entered, and why it was lost where it was."""
    if is_open:
        return OPEN_STAGES[: 1 + int(f.chance.random() ** 1.3 * len(OPEN_STAGES))], None
    if f.chance.random() < 0.45:
        fulfilled = ("payment", "delivery") if back < 60 else ("closed",)
        return ("new", "offer", "contract", "won", *fulfilled), None
    return (*OPEN_STAGES[: 1 + int(f.chance.random() * 4)], "lost"), f.chance.choice(reasons)

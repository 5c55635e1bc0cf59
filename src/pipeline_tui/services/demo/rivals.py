"""The demo's competitors: cards of those that deals name, and what they were seen to offer."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from pipeline_tui.domain import records
from pipeline_tui.domain.offers import WHOLE
from pipeline_tui.services.demo.scene import Scene


def add_rivals(scene: Scene) -> None:
    """Enter each with its sightings; one in two was made in a deal that was open that day."""
    # Chance of its own: the rest of the base is as it would be without them.
    rng = Random(f"rivals:{scene.days.today.isoformat()}:{scene.lexicon.language}")
    for rival in scene.lexicon.rivals:
        texts = {name: getattr(rival, name) for name in records.CompetitorDraft.model_fields}
        made = scene.rows.add(records.Competitor, **texts)
        for seen in sorted(rival.seen, key=lambda one: -one.workdays_ago):
            on = scene.days.ago(seen.workdays_ago)
            deals = _open_on(scene, rival.name, on)
            deal = rng.choice(deals) if deals and rng.random() < 0.5 else None
            product_id, price = None, None
            if seen.good is not None and seen.level is not None:
                product_id, good = scene.goods[seen.good]
                price = good.price_minor * seen.level // WHOLE
            scene.rows.add(
                records.Sighting,
                competitor_id=made["id"], seen_on=on, client_id=deal and deal["client_id"],
                deal_id=deal and deal["id"], product_id=product_id, price_minor=price,
                currency=scene.lexicon.names.currency, offered=seen.offered, note=seen.note,
            )  # fmt: skip


def _open_on(scene: Scene, name: str, on: date) -> list[dict[str, Any]]:
    return [
        one for one in scene.rows.of(records.Deal)
        if one["competitor"] == name and one["opened_on"] <= on
        and (one["closed_on"] is None or one["closed_on"] >= on)
    ]  # fmt: skip

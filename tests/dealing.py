"""Making clients and deals for tests, as a person would: through the services."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import Any

from pipeline_tui.services.desk import Desk
from pipeline_tui.store.journal import tracked_tables

TODAY = date(2026, 3, 11)
TOMORROW = TODAY + timedelta(days=1)


def make_client(desk: Desk, name: str = "Ромашка", status: str = "lead") -> int:
    """A client with this name."""
    from pipeline_tui.domain.records import Client, ClientDraft

    with desk.book.write("file.create") as unit:
        draft = ClientDraft.model_validate({"name": name, "status": status})
        return unit.add(Client.of(draft, unit.now)).id or 0


def make_product(desk: Desk, name: str, code: str = "") -> int:
    """A product with this name."""
    from pipeline_tui.domain.records import Product

    with desk.book.write("file.create") as unit:
        return unit.add(Product(name=name, code=code)).id or 0


def make_deal(desk: Desk, title: str = "Станок", **values: Any) -> int:
    """A deal with a step tomorrow, in stage `stage`."""
    stage = values.pop("stage", "new")
    step = values.pop("step_on", TOMORROW)
    return desk.deals.add(
        {"title": title, "amount_minor": 100_000_00, **values}, stage=stage, step_on=step
    )


def bare_deal(desk: Desk, title: str = "Из файла", stage: str = "new", **values: Any) -> int:
    """An open deal without a step, as an import leaves it."""
    deal_id = make_deal(desk, title, stage=stage, **values)
    with desk.book.write("file.create") as unit:
        unit.db.execute("DELETE FROM task WHERE deal_id = ?", (deal_id,))
    return deal_id


def dump(db: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that undo answers for."""
    return {
        table: db.execute(f'SELECT * FROM "{table}" ORDER BY id').fetchall()
        for table in tracked_tables(db)
    }


def stage_code(desk: Desk, deal_id: int) -> str:
    """The code of the stage a deal is in."""
    found: str = desk.book.reader.execute(
        "SELECT s.code FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.id = ?", (deal_id,)
    ).fetchone()[0]
    return found

"""A process that writes through the services and the command line, and says what was confirmed."""

from __future__ import annotations

import contextlib
import io
import os
import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from pipeline_tui.cli.main import run
from pipeline_tui.services.desk import Desk
from tests.torture.bench import NOW, clock, open_file

_TABLES = ("client", "payment", "task", "tag", "audit_entry")


def write_on(path: Path, acknowledge: int, *, seed: int, most: int) -> None:
    """Write up to `most` things; each is named on the descriptor `acknowledge` once it is confirmed.

    A line is a table and the number of a row that is there from now on. Now and then the file is
    closed and opened, a change taken back and brought again, a client added from the command line.
    """
    luck = random.Random(seed)
    desk = open_file(path)
    for number in range(most):
        if luck.random() < 0.05:
            desk.close()
            desk = open_file(path)
        table, row = _one(desk, path, luck, number)
        os.write(acknowledge, f"{table} {row}\naudit_entry {desk.history.revision()}\n".encode())
    desk.close()


def _one(desk: Desk, path: Path, luck: random.Random, number: int) -> tuple[str, int]:
    """One confirmed write: the table and the number of what is there now."""
    newest = "SELECT id FROM client ORDER BY id DESC LIMIT 60"
    known = [row[0] for row in desk.book.reader.execute(newest)]
    kind = luck.randrange(7) if known else 0
    one = luck.choice(known) if known else 0
    if kind == 1:
        values = {"client_id": one, "amount_minor": 100, "paid_on": NOW.date(), "currency": "RUB"}
        return "payment", desk.invoices.add_payment(values)
    if kind == 2:
        day = NOW.date() + timedelta(days=1)
        return "task", desk.tasks.plan(client_id=one, title=f"step {number}", due_on=day)
    if kind == 3:
        name = f"tag {luck.random()}"
        desk.clients.tag(known, name)
        find = "SELECT max(id) FROM tag WHERE name = ?"
        return "tag", int(desk.book.reader.execute(find, (name,)).fetchone()[0])
    if kind == 4:
        made = desk.clients.add({"name": f"back and forth {number}"})
        desk.history.undo()
        desk.history.redo()
        return "client", made
    if kind == 5:
        with contextlib.redirect_stdout(io.StringIO()):
            said = run(
                ["--db", str(path), "client", "add", f"shell {luck.random()}", "--force"],
                {"HOME": str(path.parent), "LANG": "C.UTF-8", "TZ": "Europe/Moscow"},
                clock,
            )
        assert said == 0
        return "client", int(desk.book.reader.execute("SELECT max(id) FROM client").fetchone()[0])
    return "client", desk.clients.add({"name": f"client {luck.random()}", "notes": "n" * 900})


def lost(path: Path, lines: Sequence[str]) -> list[str]:
    """Of the lines that were confirmed, those whose row is not there."""
    with closing(sqlite3.connect(path)) as db:
        held = {
            f"{table} {row[0]}"
            for table in _TABLES
            for row in db.execute(f"SELECT id FROM {table}")
        }
    return [line for line in lines if line not in held]

"""Laws of deals under any sequence of changes: undo gives back an equal file, the log of stages only
grows and agrees with every deal, and nothing that a person did leaves an open deal without a step."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.calls import After
from pipeline_tui.domain.errors import Problem
from pipeline_tui.domain.vocabulary import LOSS_REASONS, STAGES
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock, open_desk
from tests.dealing import TODAY, TOMORROW, dump, make_client

VERBS = (
    "add", "edit", "move", "win", "lose", "snooze", "reopen", "archive", "plan", "done", "drop",
    "move_all", "lose_all", "plan_all", "edit_step", "call", "retire_stage", "items", "tick",
)  # fmt: skip

operations = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 5), st.integers(0, 40), st.booleans()),
    min_size=1,
    max_size=30,
)


def operate(desk: Desk, verb: str, which: int, n: int, flag: bool) -> None:
    """One change, of whichever record the numbers point at; a refusal is an answer too."""
    deals = [row[0] for row in desk.book.reader.execute("SELECT id FROM deal ORDER BY id")]
    tasks = [row[0] for row in desk.book.reader.execute("SELECT id FROM task ORDER BY id")]
    deal = deals[which % len(deals)] if deals else 1
    task = tasks[n % len(tasks)] if tasks else 1
    stage = STAGES[n % len(STAGES)].code
    reason = LOSS_REASONS[n % len(LOSS_REASONS)].code
    ahead = TODAY + timedelta(days=n + 1)
    step = ahead if flag else None
    match verb:
        case "add":
            desk.deals.add(
                {"title": f"сделка {n}", "client_id": 1 if flag else None, "amount_minor": n},
                stage=stage, step_on=step,
            )  # fmt: skip
        case "edit":
            desk.deals.edit(deal, {"amount_minor": n, "client_id": 1 if flag else None})
        case "move":
            desk.deals.move(deal, stage, reason="так" if n % 2 else "", step_on=step)
        case "win":
            desk.deals.win(deal, amount_minor=n if flag else None)
        case "lose":
            desk.deals.lose(deal, reason)
        case "snooze":
            desk.deals.snooze(deal, ahead, "отпуск")
        case "reopen":
            desk.deals.reopen(deal, "вернулись", step_on=step)
        case "archive":
            desk.deals.archive(deal)
        case "plan":
            desk.tasks.plan(deal_id=deal if flag else None, client_id=1, due_on=ahead)
        case "done":
            desk.tasks.done(task, then_on=step)
        case "drop":
            desk.tasks.drop(task)
        case "move_all":
            desk.deals.move_all(deals[:3], stage, reason="так")
        case "lose_all":
            desk.deals.lose_all(deals[:2], reason)
        case "plan_all":
            desk.deals.plan_all(deals, ahead, per_day=which or None)
        case "edit_step":
            desk.tasks.edit(task, {"deal_id": None if flag else deal, "due_on": ahead})
        case "call":
            codes = [one.code for one in desk.vocabularies.outcomes()]
            after = After(step_on=step, won=n == 7, loss_reason=reason if n % 5 == 0 else "")
            desk.calls.log(1, codes[n % len(codes)], deal_id=deal, after=after)
        case "retire_stage":
            stages = desk.vocabularies.stages(retired=True)
            one, heir = stages[n % len(stages)], stages[which % len(stages)]
            if one.retired:
                desk.stages.restore(one.id)
            else:
                desk.stages.retire(one.id, move_to=heir.id)
        case "items":
            desk.checklists.set_items(which + 1, ["бюджет", "срок"][: n % 3])
        case "tick":
            for item in desk.checklists.of_deal(deal)[:1]:
                desk.checklists.tick(deal, item.id, done=flag)


def lawful(db: sqlite3.Connection) -> None:
    """What holds after every change."""
    astray = db.execute(
        "SELECT d.id FROM deal d WHERE (d.stage_id, d.stage_since) IS NOT"
        " (SELECT h.to_stage_id, h.changed_at FROM stage_change h WHERE h.deal_id = d.id"
        " ORDER BY h.id DESC LIMIT 1)"
    ).fetchall()
    assert astray == [], "a deal's stage is its last stage change"
    broken = db.execute(
        "SELECT h.id FROM stage_change h WHERE h.from_stage_id IS NOT"
        " (SELECT b.to_stage_id FROM stage_change b WHERE b.deal_id = h.deal_id AND b.id < h.id"
        " ORDER BY b.id DESC LIMIT 1)"
    ).fetchall()
    assert broken == [], "every change starts where the one before ended"
    closed = db.execute(
        "SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage_id"
        " WHERE (s.kind = 'open') <> (d.closed_on IS NULL)"
    ).fetchall()
    assert closed == [], "closed deals have a day of closing, open ones have none"
    unreasoned = db.execute(
        "SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage_id"
        " WHERE (s.kind = 'lost') <> (d.loss_reason_id IS NOT NULL)"
    ).fetchall()
    assert unreasoned == [], "lost deals have a reason, others have none"
    idle = db.execute(
        "SELECT d.id FROM deal d WHERE d.closed_on IS NULL AND d.archived_at IS NULL"
        " AND (d.snoozed_until IS NULL OR d.snoozed_until <= ?) AND NOT EXISTS (SELECT 1 FROM task"
        " t WHERE t.deal_id = d.id AND t.done_at IS NULL AND t.dropped_at IS NULL)",
        (TODAY.isoformat(),),
    ).fetchall()
    assert idle == [], "an open deal has a next step or rests"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(operations)
def test_any_changes_obey_the_laws_and_as_many_undos_and_redos_give_equal_files(
    tmp_path_factory: pytest.TempPathFactory, _empty_file: Path,
    wanted: list[tuple[str, int, int, bool]],
) -> None:  # fmt: skip
    path = tmp_path_factory.mktemp("laws") / "pipeline.db"
    shutil.copy(_empty_file, path)
    clock = HandClock()
    with open_desk(path, clock) as desk:
        make_client(desk)
        desk.deals.add({"title": "первая", "client_id": 1}, step_on=TOMORROW)
        db = desk.book.reader
        dumps = [dump(db)]
        passed = 0
        for verb, which, n, flag in wanted:
            clock.forward(minutes=1)
            before = desk.history.revision()
            try:
                operate(desk, verb, which, n, flag)
            except Problem:
                assert desk.history.revision() == before
                assert dump(db) == dumps[-1], "a refusal leaves nothing behind"
                continue
            if desk.history.revision() == before:
                continue
            lawful(db)
            found = dump(db)
            assert found["stage_change"][:passed] == dumps[-1]["stage_change"][:passed]
            passed = len(found["stage_change"])
            dumps.append(found)
        for expected in reversed(dumps[:-1]):
            desk.history.undo()
            assert dump(db) == expected
        for expected in dumps[1:]:
            desk.history.redo()
            assert dump(db) == expected


def test_a_stage_change_is_never_rewritten(desk: Desk) -> None:
    desk.deals.add({"title": "первая"}, step_on=TOMORROW)
    with (
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
        desk.book.write("deal.edit") as unit,
    ):
        unit.db.execute("UPDATE stage_change SET to_stage_id = 2")

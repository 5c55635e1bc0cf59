"""Deals of a file come to the pipeline that their row names, and stay in the one they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline_tui.domain.imports import ImportResult
from pipeline_tui.services.desk import Desk
from tests.importing import write_csv

HEAD = ("Deal ID", "Deal name", "Company name", "Pipeline", "Deal stage", "Close date",
        "Closed lost reason")  # fmt: skip


@pytest.fixture
def repeat(desk: Desk) -> int:
    return desk.pipelines.add(like="repeat")


def take(desk: Desk, tmp_path: Path, *rows: Sequence[str]) -> ImportResult:
    return desk.imports.run([write_csv(tmp_path / "deals.csv", HEAD, *rows)])


def stands(desk: Desk, title: str) -> tuple[str, str]:
    (found,) = desk.book.reader.execute(
        "SELECT p.code, s.code FROM deal d JOIN stage s ON s.id = d.stage_id"
        " JOIN pipeline p ON p.id = s.pipeline_id WHERE d.title = ?",
        (title,),
    ).fetchall()
    return found[0], found[1]


def test_the_row_names_the_pipeline_by_code_name_or_a_word_for_it(
    desk: Desk, repeat: int, tmp_path: Path
) -> None:
    own = desk.pipelines.add("Тендеры", like="partner")
    stage = desk.stages.add(own, "Заявка подана")
    take(
        desk, tmp_path,
        ("1", "a", "Acme", "repeat", "Proposal", "", ""),
        ("2", "b", "Acme", "Повторные продажи", "Closed Won", "2025-02-03", ""),
        ("3", "c", "Acme", "тендеры", "Заявка подана", "", ""),
        ("4", "d", "Acme", "Retail", "Proposal", "", ""),
        ("5", "e", "Acme", "", "Proposal", "", ""),
    )  # fmt: skip
    assert stands(desk, "a") == ("repeat", "offer")
    assert stands(desk, "b") == ("repeat", "won")
    assert stands(desk, "c") == (f"own-{own}", f"own-{stage}")
    assert stands(desk, "d") == stands(desk, "e") == ("new_business", "offer")
    kept = desk.book.reader.execute("SELECT custom FROM deal ORDER BY id").fetchall()
    assert [row[0] for row in kept] == ["{}", "{}", "{}", '{"Pipeline": "Retail"}', "{}"]
    first = desk.book.reader.execute(
        "SELECT to_stage_id FROM stage_change WHERE deal_id = 2 ORDER BY id LIMIT 1"
    ).fetchone()
    assert first[0] == desk.vocabularies.stages(repeat)[0].id


def test_a_deal_moved_to_another_pipeline_is_not_brought_back_by_its_row(
    desk: Desk, repeat: int, tmp_path: Path
) -> None:
    take(desk, tmp_path, ("1", "a", "Acme", "", "Proposal", "", ""))
    offer = next(s.id for s in desk.vocabularies.stages(repeat) if s.code == "offer")
    desk.tasks.plan(deal_id=1, due_on=desk.today())
    desk.deals.move(1, offer)
    result = take(desk, tmp_path, ("1", "a", "Acme", "", "Contract Sent", "", ""))
    assert (result.taken, result.changed) == (0, 1)
    assert stands(desk, "a") == ("repeat", "contract")


def test_a_reason_of_ones_own_is_known_by_its_name(desk: Desk, tmp_path: Path) -> None:
    desk.loss_reasons.add("Тендер отменён")
    take(desk, tmp_path, ("1", "a", "Acme", "", "Lost", "2025-02-03", "тендер отменен"))
    assert desk.funnel.card(1).row.loss_name == "Тендер отменён"


def test_what_is_written_out_comes_back_to_its_pipeline(
    desk: Desk, repeat: int, tmp_path: Path
) -> None:
    from pipeline_tui.wording.labels import field, named

    offer = next(s.id for s in desk.vocabularies.stages(repeat) if s.code == "offer")
    desk.deals.add({"title": "Дозаказ"}, stage=offer, step_on=desk.today())
    path = tmp_path / "out.csv"
    desk.exports.export("deals", path, words=named, heading=field)
    text = path.read_text("utf-8-sig")
    assert "Pipeline" in text.splitlines()[0]
    assert "Repeat sales" in text
    desk.deals.archive(1)
    desk.imports.run([path])
    found = desk.book.reader.execute("SELECT stage_id FROM deal WHERE id = 2").fetchone()
    assert found == (offer,)

"""The practice as a seller keeps it, day by day."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline_tui.domain.errors import Invalid, NotFound
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock
from tests.dealing import dump
from tests.services.test_objections import answer_ids, kind_id, meet


@pytest.fixture
def library(desk: Desk) -> Desk:
    desk.objections.load_starter("en")
    return desk


def queue(desk: Desk) -> list[int]:
    return [one.answer.id for one in desk.drill.session().queue]


def test_the_kind_lost_most_often_is_practised_first(library: Desk) -> None:
    meet(library, "terms", "did_not", 3)
    meet(library, "price", "worked", 9)
    meet(library, "need", "partly", 1)
    meet(library, "time", "open", 5)  # nobody knows yet
    found = library.drill.session().queue
    assert [one.kind.code for one in found[:8]] == ["terms"] * 7 + ["need"]
    assert found[0].lost == 3
    assert [one.answer.id for one in found[:7]] == answer_ids(library, "terms")


def test_a_grade_is_kept_at_once_and_undone_like_any_change(library: Desk) -> None:
    before, first = dump(library.book.reader), queue(library)[0]
    library.drill.grade(first, 4)
    assert first not in queue(library)
    progress = library.drill.session().progress
    assert (progress.done, progress.left, progress.begun, progress.days) == (1, 9, 1, 1)
    library.history.undo()
    assert dump(library.book.reader) == before
    assert queue(library)[0] == first


def test_ten_a_day_until_the_library_is_gone_through(library: Desk, clock: HandClock) -> None:
    whole = library.drill.session().progress.whole
    seen: set[int] = set()
    for _day in range(40):
        while found := queue(library):
            library.drill.grade(found[0], 3)
            seen.add(found[0])
            clock.forward(seconds=25)
        assert library.drill.session().progress.done <= 10
        clock.forward(days=1)
    progress = library.drill.session().progress
    assert len(seen) == progress.begun == whole
    assert progress.known > 10


def test_what_was_put_away_is_not_practised(library: Desk) -> None:
    first = queue(library)[0]
    library.objections.retire_answer(first)
    assert first not in queue(library)
    library.objections.retire_type(kind_id(library, "price"))
    assert not {one.kind.code for one in library.drill.session().queue} & {"price"}


@pytest.mark.parametrize("grade", [0, 5, -1])
def test_there_are_four_grades(library: Desk, grade: int) -> None:
    with pytest.raises(Invalid):
        library.drill.grade(queue(library)[0], grade)
    with pytest.raises(NotFound):
        library.drill.grade(9_999, 3)


def test_the_scheduler_is_loaded_only_when_somebody_has_practised() -> None:
    """It takes 20 ms, and the first key of the day is not for it."""
    check = (
        "import sys, pipeline_tui.services.drill, pipeline_tui.domain.drill;"
        " sys.exit('fsrs' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0

"""The library into a file and out of it again: nothing is lost, nothing comes twice."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.domain.objection_library import Fate, KeptAnswer, KeptKind
from pipeline_tui.exchange import objection_library as files
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock, open_desk
from tests.dealing import dump
from tests.services.test_objections import answer_ids, kind_id

ENDINGS = ["md", "csv"]


def titled(kind: KeptKind) -> str:
    return kind.name or kind.code


def without_rows(kind: KeptKind) -> KeptKind:
    return replace(kind, row=0, answers=tuple(replace(one, row=0) for one in kind.answers))


@pytest.fixture
def library(desk: Desk) -> Desk:
    desk.objections.load_starter("ru")
    return desk


# The files


_letters = st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp"), blacklist_characters="\x85")
_line = st.text(_letters | st.sampled_from("#-\\'=+@ :,;\"|"), max_size=12)
_text = st.lists(_line, min_size=1, max_size=4).map("\n".join).map(str.strip)
_word = st.text(_letters, min_size=1, max_size=8).map(lambda text: " ".join(text.split()))
_answers = st.builds(
    KeptAnswer, _text.filter(bool), _text, st.sampled_from(["", "laer"]), st.just("offer, new"),
    _word, _word, st.sampled_from(["", "price-1"]), st.booleans(),
)  # fmt: skip
_kinds = st.lists(
    st.builds(
        KeptKind, st.lists(_answers, max_size=3).map(tuple), st.just(""), _word.filter(bool), _text,
        _text, _text, st.booleans(),
    ),
    min_size=1, max_size=3, unique_by=lambda kind: kind.name,
)  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(kinds=_kinds)
def test_what_is_written_is_read_back_as_it_was(ending: str, kinds: list[KeptKind]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"library.{ending}"
        files.write(path, kinds, titled)
        assert [without_rows(kind) for kind in files.read(path)] == kinds


@pytest.mark.parametrize("ending", [*ENDINGS, "xlsx"])
def test_a_new_file_takes_the_whole_library(
    library: Desk, tmp_path: Path, clock: HandClock, ending: str
) -> None:
    first, second, *_rest = answer_ids(library, "price")
    library.objections.edit_answer(first, {"stages": "offer,negotiation", "text": "=1+1\n\n# Раз"})
    library.objections.retire_answer(second)
    library.objections.add_answer(
        None, "Разгрузим сами.", new_type="Нет грузчиков", products="Пресс"
    )
    library.objections.rename(kind_id(library, "need"), "Не надо")
    path = tmp_path / f"library.{ending}"
    count = library.objection_library.write(path, titled)
    kept = library.objection_library.kept()
    assert count == sum(len(kind.answers) for kind in kept)

    from pipeline_tui.config import Settings

    Desk.create(
        tmp_path / "new.db", clock=clock, settings=Settings(), zone=library.zone, actor="test",
        language="",
    ).close()  # fmt: skip
    with open_desk(tmp_path / "new.db", clock) as new:
        found = new.objection_library.bring(path)
        assert (found.kinds, found.answers, found.same) == (1, count, 0)
        assert new.objection_library.kept() == kept


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_file_twice_changes_nothing(library: Desk, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"library.{ending}"
    count = library.objection_library.write(path, titled)
    before = dump(library.book.reader)
    found = library.objection_library.bring(path)
    assert {one.fate for one in found.lines} == {Fate.SAME}
    assert found.same == count
    assert dump(library.book.reader) == before


def test_a_file_of_ones_own_is_short_and_one_undo_takes_it_back(
    library: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "mine.md"
    path.write_text(
        "# Мои ответы\n\n## Дорого\n- code: price\n\n###\n- stages: offer\n\nПосчитаем?\n\n"
        "### Ещё\nА с чем сравниваете?\n\n## Нет грузчиков\n- heard: некому\n  разгружать\n\n"
        "###\nРазгрузим сами.\n\nИ подметём.\n",
        "utf-8",
    )
    before, names = dump(library.book.reader), len(library.objection_views.kinds())
    found = library.objection_library.bring(path)
    assert (found.kinds, found.answers, found.changed) == (1, 3, 0)
    own = library.objection_views.answer(answer_ids(library, "price")[-2])
    assert (own.text, own.stages) == ("Посчитаем?", "offer")
    kind = library.objection_views.kinds()[names].kind
    assert (kind.name, kind.heard) == ("Нет грузчиков", ("некому", "разгружать"))
    (answer,) = library.objection_views.ranked(kind.id)
    assert answer.answer.text == "Разгрузим сами.\n\nИ подметём."
    library.history.undo()
    assert dump(library.book.reader) == before


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.md", "Просто заметка.\n", Unreadable),
        ("a.md", "## Дорого\nчто-то не то\n", Unreadable),
        ("a.csv", "name,phone\nAcme,1\n", Unreadable),
    ],
)
def test_a_file_that_is_no_library_changes_nothing(
    library: Desk, tmp_path: Path, name: str, text: str, problem: type[Exception]
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    before = dump(library.book.reader)
    with pytest.raises(problem):
        library.objection_library.bring(tmp_path / name)
    assert dump(library.book.reader) == before


MIXED = {
    "md": "## Дорого\n- code: price\n- probe: А без цены?\n\n### Новый\nПосчитаем?\n\n"
    "###\n- technique: nonsense\n\nЗаходите.\n\n## Чужое\n- code: nonsense\n\n###\nДа?\n\n"
    "## Нет грузчиков\n\n###\nРазгрузим сами.\n",
    "csv": "kind_code,kind_name,kind_probe,answer_technique,answer_text\n"
    "price,,А без цены?,,Посчитаем?\nprice,,А без цены?,nonsense,Заходите.\n"
    "nonsense,,,,Да?\n,Нет грузчиков,,,Разгрузим сами.\n",
}
ROWS = {"md": (1, 5, 8, 13, 16, 19, 21), "csv": (2, 2, 3, 4, 4, 5, 5)}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_trial_names_the_row_and_the_field_of_everything_and_changes_nothing(
    library: Desk, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"mixed.{ending}"
    path.write_text(MIXED[ending], "utf-8")
    before = dump(library.book.reader)
    tried = library.objection_library.bring(path, dry_run=True)
    assert dump(library.book.reader) == before
    expected = [
        (Fate.CHANGED, ("probe",)), (Fate.NEW, ()), (Fate.REFUSED, ("technique",)),
        (Fate.REFUSED, ("code",)), (Fate.REFUSED, ("kind",)), (Fate.NEW, ()), (Fate.NEW, ()),
    ]  # fmt: skip
    assert [(one.row, one.fate, one.fields) for one in tried.lines] == [
        (row, *line) for row, line in zip(ROWS[ending], expected, strict=True)
    ]
    done = library.objection_library.bring(path)
    assert [(one.fate, one.answer) for one in done.lines] == [
        (one.fate, one.answer) for one in tried.lines
    ]
    assert (done.kinds, done.answers, done.changed, len(done.refused)) == (1, 2, 1, 3)
    library.history.undo()
    assert dump(library.book.reader) == before

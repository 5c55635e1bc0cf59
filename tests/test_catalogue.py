"""Every text of the program has its Russian, and the tool that says so can be wrong-footed by nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipeline_tui import i18n
from tools import catalogue

ROOT = Path(__file__).resolve().parents[1]
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def test_every_message_of_the_source_has_one_whole_translation() -> None:
    assert catalogue.check() == []


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "src/pipeline_tui/locales/ru").mkdir(parents=True)
    return tmp_path


def write(tree: Path, source: str, **areas: str) -> Path:
    (tree / "src/pipeline_tui/screen.py").write_text(source)
    for area, entries in areas.items():
        path = tree / f"src/pipeline_tui/locales/ru/{area}.po"
        path.write_text(HEADER + entries)
    return tree


def test_a_clean_tree_has_no_defects(tree: Path) -> None:
    write(
        tree,
        '_("Save")\nNP_("stage", "Won")\nngettext("{n} call", "{n} calls", 2)\n',
        common='msgid "Save"\nmsgstr "Сохранить"\n\n'
        'msgctxt "stage"\nmsgid "Won"\nmsgstr "Выиграна"\n\n'
        'msgid "{n} call"\nmsgid_plural "{n} calls"\n'
        'msgstr[0] "{n} звонок"\nmsgstr[1] "{n} звонка"\nmsgstr[2] "{n} звонков"\n',
    )
    assert catalogue.check(tree) == []


@pytest.mark.parametrize(
    ("source", "entries", "told"),
    [
        ('_("Save")', "", "screen.py:1: 'Save': no translation (ru)"),
        ('_("Save")', 'msgid "Save"\nmsgstr ""\n', "ru/common.po: 'Save': empty translation"),
        ("", 'msgid "Save"\nmsgstr "Да"\n', "'Save': obsolete, the source does not use it"),
        ('_("Save")', '#, fuzzy\nmsgid "Save"\nmsgstr "Да"\n', "'Save': fuzzy"),
        (
            '_("To {name}")',
            'msgid "To {name}"\nmsgstr "Кому: {nmae}"\n',
            "'To {name}': placeholders differ: name, nmae",
        ),
        (
            'count(n, "{n} call", "{n} calls")',
            'msgid "{n} call"\nmsgid_plural "{n} calls"\nmsgstr[0] "{n} звонок"\nmsgstr[1] "{n} звонка"\n',
            "2 plural forms, 3 needed",
        ),
        (
            'count(n, "{n} call", "{n} calls")',
            'msgid "{n} call"\nmsgstr "{n} звонок"\n',
            "plural in one of source and catalogue only (screen.py:1)",
        ),
        (
            'count(n, "{n} call", "{n} calls")',
            'msgid "{n} call"\nmsgid_plural "{n} calls"\n'
            'msgstr[0] "{n} звонок"\nmsgstr[1] "{n} звонка"\nmsgstr[2] "звонков"\n',
            "placeholders differ between plural forms",
        ),
        (
            '_("Save")',
            'msgid "Save"\nmsgstr "Да"\n\nmsgid "Save"\nmsgstr "Ага"\n',
            "'Save': twice in this file",
        ),
        ('_(f"Save {x}")', "", "screen.py:1: filled in before it is translated"),
        ('_("Save {x}".format(x=1))', "", "screen.py:1: filled in before it is translated"),
    ],
)
def test_each_defect_is_told(tree: Path, source: str, entries: str, told: str) -> None:
    found = catalogue.check(write(tree, source, common=entries))
    assert [line for line in found if told in line], found


def test_a_message_in_two_files_is_told_with_both(tree: Path) -> None:
    entry = 'msgid "Save"\nmsgstr "Сохранить"\n'
    assert catalogue.check(write(tree, '_("Save")', common=entry, today=entry)) == [
        "ru/today.po: 'Save': also in ru/common.po"
    ]


def test_counting_letters_of_a_text_is_no_message(tree: Path) -> None:
    write(tree, 'line.count("a", "b", "c")\nraw.count(b";")\n', common="")
    assert catalogue.check(tree) == []


def test_missing_prints_entries_that_can_be_filled_in(tree: Path) -> None:
    source = '_("Say \\"yes\\"")\npgettext("stage", "Won")\ncount(n, "{n} call", "{n} calls")\n'
    text = catalogue.missing(write(tree, source, common=""))
    assert 'msgid "Say \\"yes\\""\nmsgstr ""\n' in text
    assert 'msgctxt "stage"\nmsgid "Won"\nmsgstr ""\n' in text
    assert 'msgid_plural "{n} calls"\nmsgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n' in text


def test_a_malformed_file_is_named_with_its_line(tree: Path) -> None:
    write(tree, "", common='msgid "Save"\nmsgstr Сохранить\n')
    with pytest.raises(SystemExit, match=r"common\.po:6"):
        catalogue.compile_all(tree)


def test_areas_are_merged_and_only_stale_catalogues_are_made_again(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        tree,
        "",
        common='msgid "Save"\nmsgstr "Сохранить"\n',
        today='msgid "Calls"\nmsgstr "Звонки"\n\nmsgid "Empty"\nmsgstr ""\n',
    )
    (made,) = catalogue.compile_all(tree)
    monkeypatch.setattr(i18n, "_LOCALES", tree / "src/pipeline_tui/locales")
    i18n.use("ru")
    assert (i18n._("Save"), i18n._("Calls"), i18n._("Empty")) == ("Сохранить", "Звонки", "Empty")

    later = made.stat().st_mtime_ns + 10**9
    os.utime(made, ns=(later, later))
    assert catalogue.compile_all(tree, only_stale=True) == []
    os.utime(tree / "src/pipeline_tui/locales/ru/today.po", ns=(later + 1, later + 1))
    assert catalogue.compile_all(tree, only_stale=True) == [made]


def test_the_wheel_carries_the_compiled_catalogue(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    if not (ROOT / "README.md").exists():
        pytest.skip("the project does not build without its README")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "pipeline_tui/locales/ru/LC_MESSAGES/pipeline_tui.mo" in names
    assert not [name for name in names if name.endswith(".po")]

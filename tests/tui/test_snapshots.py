"""Every screen as text, on the demo data, in both languages and two sizes.

A change of a screen shows as a difference of plain text that a reviewer can read. After a wanted
change: `PIPELINE_TUI_SNAPSHOTS=write pytest tests/tui/test_snapshots.py`, and look at the difference.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from pipeline_tui import i18n
from pipeline_tui.services.demo import build_demo
from pipeline_tui.tui.app import PipelineApp
from tests.conftest import HandClock, open_desk
from tests.services.test_bank_statements import document, statement

KEPT = Path(__file__).parent / "snapshots"
SCREENS = {
    "today": (),
    "call": ("c",),
    "clients": ("2",),
    "card": ("2", "enter"),
    "funnel": ("3",),
    "deal": ("3", "enter"),
    "objections": ("4",),
    "debts": ("5",),
    "debtor": ("5", "enter"),
    "money": ("5", "percent_sign"),
    "money_by_month": ("5", "percent_sign", "tab"),
    "money_tried": ("5", "percent_sign", "tab", "tab"),
    "letter": ("5", "enter", "l", "1"),
    "look_up": ("4", "o"),
    "history": ("2", "enter", "z"),
    "bank_statement": ("5", "B", *"bank.txt", "enter"),
    "drill": ("4", "p"),
    "drill_answer": ("4", "p", "space"),
    "outcomes": ("O",),
    "rates": ("H",),
    "attempts": ("H", "tab"),
    "buyers": ("f5",),
    "forecast": ("3", "percent_sign"),
    "figures": ("3", "equals_sign"),
    "products": ("7",),
    "help": ("question_mark",),
    "palette": ("colon",),
    "evening": ("6",),
    "tomorrow": ("6", "tab"),
    "competitors": ("8",),
    "competitor": ("8", "enter"),
    "report": ("6", "shift+tab"),
}


@pytest.fixture(scope="module")
def demo_files(tmp_path_factory: pytest.TempPathFactory, _empty_file: Path) -> dict[str, Path]:
    """The demo data in each language."""
    files = {}
    for language in i18n.LANGUAGES:
        path = tmp_path_factory.mktemp("shots") / f"demo-{language}.db"
        shutil.copy(_empty_file, path)
        i18n.use(language)
        with open_desk(path, HandClock()) as desk:
            desk.objections.load_starter(language)
            build_demo(desk.book, desk.local_now(), language)
        files[language] = path
    return files


def _bank_statement(folder: Path, path: Path) -> None:
    """A payment of an invoice of the demo data, one of a stranger, and a fee of the bank."""
    with sqlite3.connect(path) as db:
        name, number = db.execute(
            "SELECT client.name, invoice.number FROM client JOIN invoice ON client_id = client.id"
            " ORDER BY invoice.id DESC LIMIT 1"
        ).fetchone()
    statement(
        folder,
        document("1", "5000.00", f"Оплата по счету {number}", name=name),
        document("2", "70.00", "За товар", name="ООО Чужой", account=""),
        document("3", "10.00", "Комиссия банка", came=False),
        name="bank.txt",
    )


async def shown(path: Path, size: tuple[int, int], keys: tuple[str, ...]) -> str:
    """The text on the screen once everything that was asked for has come."""
    with open_desk(path, HandClock()) as desk:
        app = PipelineApp(desk)
        async with app.run_test(size=size) as pilot:
            for key in ("", *keys):
                if key:
                    await pilot.press(key)
                for _ in range(3):
                    await pilot.pause()
                    # One that asks something waits for keys.
                    if reading := [one for one in app.workers if one.group != "dialog"]:
                        await app.workers.wait_for_complete(reading)
            await pilot.pause()
            lines = [
                "".join(segment.text for segment in strip).rstrip()
                for strip in app.screen._compositor.render_strips()
            ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
@pytest.mark.parametrize("screen", SCREENS)
async def test_the_screen_is_as_it_was(
    demo_files: dict[str, Path], tmp_path: Path, screen: str, size: tuple[int, int], language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    i18n.use(language)
    path = tmp_path / "demo.db"
    shutil.copy(demo_files[language], path)
    monkeypatch.chdir(tmp_path)
    _bank_statement(tmp_path, path)
    found = await shown(path, size, SCREENS[screen])
    kept = KEPT / f"{screen}-{size[0]}x{size[1]}-{language}.txt"
    if os.environ.get("PIPELINE_TUI_SNAPSHOTS") == "write":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(found, encoding="utf-8")
    assert found == kept.read_text(encoding="utf-8")

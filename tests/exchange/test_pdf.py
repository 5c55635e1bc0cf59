"""Papers as PDF: what is on them can be read back, in any alphabet, whatever stands in a name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from pipeline_tui.domain.errors import Conflict
from pipeline_tui.domain.paper import Grid, Paper, Signers
from pipeline_tui.exchange import pdf
from pipeline_tui.exchange.pdf import write_pdf

NOW = datetime(2026, 3, 11, 9, tzinfo=UTC)
HOSTILE = "[red]{0} <b>&amp; **x** \x1b[31m\x00\u202e\ud83d `$(id)` 宋"


def paper(rows: int = 2, name: str = "ООО «Ромашка»") -> Paper:
    grid = Grid(
        (("Мы", None, name, None), ("Дата", "Дебет, RUB", "Date", "Debit")),
        tuple((f"{at + 1:02d}.02.2026", "12\u00a0250\u00a0000,00", "", "") for at in range(rows)),
        (20, 20, 20, 20), right=(1, 3), strong=(0,),
    )  # fmt: skip
    signers = Signers(("От ООО «Мы»", "Подпись"), (f"От {name}", "Подпись"))
    return Paper("Акт сверки", (f"между нами и {name}",), (grid, "Долг — 5 ₽ € № 7", signers), "ru")


def read(file: Path) -> list[str]:
    return [page.extract_text().replace("\xa0", " ") for page in PdfReader(file).pages]


def test_what_is_written_can_be_read_and_only_by_the_user(tmp_path: Path) -> None:
    file = tmp_path / "act.pdf"
    assert write_pdf(file, paper(), NOW).rows == 1
    (text,) = read(file)
    assert "между нами и ООО «Ромашка»" in text
    assert "12 250 000,00" in text
    assert "Долг — 5 ₽ € № 7" in text
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.stat().st_size < 100_000, "the fonts are cut down to what is used"
    with pytest.raises(Conflict, match="file_exists"):
        write_pdf(file, paper(), NOW)


def test_a_long_table_repeats_its_head_and_the_signatures_stay_together(tmp_path: Path) -> None:
    file = tmp_path / "act.pdf"
    pages = write_pdf(file, paper(rows=101), NOW).rows
    texts = read(file)
    assert len(texts) == pages > 1
    with_rows = [text for text in texts if ".02.2026" in text]
    assert all("Дебет, RUB" in text for text in with_rows)
    assert texts[-1].count("Подпись") == 2
    assert texts[-1].rstrip().endswith(str(pages))


def test_nothing_in_a_name_is_markup_and_none_of_it_is_a_control(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pdf, "_SPARE_FOLDERS", (str(tmp_path / "none"),))
    file = tmp_path / "act.pdf"
    write_pdf(file, paper(name=HOSTILE * 20), NOW)
    text = "".join(read(file)).replace("\n", "")
    assert "[red]{0} <b>&amp; **x** [31m `$(id)` ?" in text
    assert capfd.readouterr() == ("", "")

"""What the user says of a file: how its columns are written, what they are, and for how long."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.imports import ImportOptions
from pipeline_tui.services.desk import Desk
from tests.importing import ask, one, write_csv
from tests.services.test_import_rows import BASE, INVOICE, Take
from tests.services.test_import_rows import take as take
from tests.store.test_journal import dump


def test_dates_that_nothing_settles_are_asked_about(desk: Desk, take: Take) -> None:
    rows = (INVOICE, ("1", "Acme", "01/02/2025", "", "5", "", ""))
    before = dump(desk.book.path)
    with pytest.raises(Invalid, match="date_ambiguous") as found:
        take(*rows)
    assert found.value.facts["column"] == "Invoice date"
    assert found.value.facts["file"] == "file.csv"
    assert dump(desk.book.path) == before
    take(*rows, dates={"": "dmy"})
    assert one(desk, "SELECT issued_on FROM invoice") == "2025-02-01"


def test_each_column_of_dates_is_asked_for_itself(desk: Desk, take: Take) -> None:
    """What another column shows is no answer: programs mix what they print and what one typed."""
    rows = (INVOICE, ("1", "Acme", "01/02/2025", "02/28/2025", "5", "", ""))
    with pytest.raises(Invalid, match="date_ambiguous") as found:
        take(*rows)
    assert found.value.facts["column"] == "Invoice date"
    take(*rows, dates={"Invoice date": "dmy"}, kind="invoices")
    assert one(desk, "SELECT issued_on FROM invoice") == "2025-02-01"


def test_how_a_column_is_written_is_remembered_with_its_correction(desk: Desk, take: Take) -> None:
    header = ("Deal name", "Deal stage", "Amount", "Create date", "Legacy")
    take(header, ("A", "New", "1.234", "01/02/2025", "Ural"), overrides={"Legacy": "source"},
         dates={"Create date": "dmy"}, decimals={"": "comma"})  # fmt: skip
    again = take(header, ("B", "New", "5.678", "03/04/2025", "Web"), name="next.csv")
    assert again.files[0].plan.remembered
    assert [column.written for column in again.files[0].plan.columns] == [
        "", "", "comma", "dmy", "",
    ]  # fmt: skip
    assert ask(desk, "SELECT amount_minor, opened_on, source FROM deal ORDER BY id") == [
        (123400, "2025-02-01", "Ural"), (567800, "2025-04-03", "Web"),
    ]  # fmt: skip
    with pytest.raises(Invalid, match="decimal_ambiguous"):
        take(header, ("C", "New", "5.678", "13/04/2025", ""), name="last.csv", kind="auto")


def test_sums_that_may_be_thousands_are_asked_about(desk: Desk, take: Take) -> None:
    rows = (("Deal name", "Deal stage", "Amount"), ("A", "New", "1,234"), ("B", "New", "567"))
    before = dump(desk.book.path)
    with pytest.raises(Invalid, match="decimal_ambiguous") as found:
        take(*rows)
    assert (found.value.facts["column"], found.value.facts["text"]) == ("Amount", "1,234")
    assert dump(desk.book.path) == before
    take(*rows, decimals={"Amount": "dot"})
    assert ask(desk, "SELECT amount_minor FROM deal ORDER BY id") == [(123400,), (56700,)]


def test_one_sum_of_a_column_settles_the_others(desk: Desk, take: Take) -> None:
    take(
        ("Deal name", "Deal stage", "Amount"),
        ("A", "New", "1.234"), ("B", "New", "12,50"),
    )  # fmt: skip
    assert ask(desk, "SELECT amount_minor FROM deal ORDER BY id") == [(123400,), (1250,)]


def test_a_correction_holds_for_every_file_with_that_header(desk: Desk, take: Take) -> None:
    header = ("Client name", "Legacy", "Junk")
    first = take(header, ("Acme", "Ural", "j"), overrides={"Legacy": "region", "#3": "-"})
    assert not first.files[0].plan.remembered
    plan = take(header, ("Birch", "Volga", "k"), name="next.csv").files[0].plan
    assert plan.remembered
    assert plan.corrected.columns == {"Legacy": "region", "#3": "-"}
    assert ask(desk, "SELECT name, region, custom FROM client ORDER BY id") == [
        ("Acme", "Ural", "{}"), ("Birch", "Volga", "{}"),
    ]  # fmt: skip
    assert (
        not take(("Client name", "Legacy"), ("Cedar", "x"), name="o.csv").files[0].plan.remembered
    )


def test_what_is_said_now_goes_before_what_was_said_then(desk: Desk, take: Take) -> None:
    header = ("Client name", "Legacy", "Other")
    take(header, ("Acme", "Ural", ""), overrides={"Legacy": "region"})
    take(header, ("Birch", "Perm", "Food"), overrides={"Legacy": "city", "Other": "industry"})
    take(header, ("Cedar", "Omsk", "Wood"))
    assert ask(desk, "SELECT name, region, city, industry FROM client ORDER BY id") == [
        ("Acme", "Ural", "", ""), ("Birch", "", "Perm", "Food"), ("Cedar", "", "Omsk", "Wood"),
    ]  # fmt: skip


def test_auto_forgets_what_was_said(desk: Desk, take: Take) -> None:
    take(*BASE, kind="contacts")
    again = (BASE[0], ("Ель", "Ёлкин Ян", "", "", ""))
    assert take(*again, name="b.csv").files[0].kind == "contacts"
    assert take(*again, name="b.csv", kind="auto").files[0].kind == "clients"
    assert take(*again, name="b.csv").files[0].kind == "clients"


def test_a_rehearsal_remembers_nothing(desk: Desk, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", ("Client name", "Legacy"), ("Acme", "Ural"))
    before = dump(desk.book.path)
    desk.imports.rehearse([path], ImportOptions(overrides={"Legacy": "region"}))
    assert dump(desk.book.path) == before
    assert not desk.imports.look([path])[0].remembered


def test_a_correction_that_makes_no_sense_any_more_is_left(desk: Desk, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", ("Client name", "Legacy"), ("Acme", "Ural"))
    signature = desk.imports.look([path])[0].signature
    for kept in ({"kind": "ships", "columns": {}}, {"kind": "", "columns": {"Legacy": "sail"}}, 5):
        desk.memos.keep(f"import:{signature}", kept)
        plan = desk.imports.look([path])[0]
        assert (plan.kind, plan.remembered) == ("clients", False)

"""The card, the brief and the timeline tell what stands in the file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from pipeline_tui.domain.errors import Invalid, NotFound
from pipeline_tui.services.desk import Desk
from tests.dealing import TODAY, bare_deal, make_deal

NOW = datetime(2026, 3, 11, 7, 20, tzinfo=UTC)


def touch(desk: Desk, client_id: int, days_ago: int, **values: Any) -> int:
    from pipeline_tui.domain.records import Activity

    with desk.book.write("file.create") as unit:
        return unit.add(
            Activity(
                client_id=client_id, started_at=NOW - timedelta(days=days_ago),
                **{"kind": "call", "note": "разговор", **values},
            )
        ).id or 0  # fmt: skip


def owe(desk: Desk, client_id: int, due_on: date, minor: int, currency: str = "RUB") -> int:
    return desk.invoices.add_invoice(
        {"client_id": client_id, "number": "", "issued_on": due_on - timedelta(days=14),
         "amount_minor": minor, "currency": currency},
        [(due_on, minor)],
    )  # fmt: skip


@pytest.fixture
def client_id(desk: Desk) -> int:
    return desk.clients.add(
        {"name": "ООО «Ромашка»", "city": "Новосибирск", "credit_limit_minor": 500_00},
        contacts=[
            {"last_name": "Ким"},
            {"last_name": "Орлов", "phones": ["8 912 345-67-89"], "emails": ["o@r.ru"]},
        ],
    )


def test_a_card_tells_where_and_when_they_are(desk: Desk, client_id: int) -> None:
    card = desk.cards.client(client_id)
    assert card.zone == "Asia/Novosibirsk"
    desk.clients.edit(client_id, {"time_zone": "Asia/Omsk"})
    assert desk.cards.client(client_id).zone == "Asia/Omsk"
    assert desk.cards.brief(client_id).zone == "Asia/Omsk"


def test_the_number_to_call_is_of_the_first_who_has_one(desk: Desk, client_id: int) -> None:
    phone = desk.cards.client(client_id).first_phone
    assert phone is not None
    assert phone.e164 == "+79123456789"
    assert desk.cards.brief(client_id).phone == phone


def test_money_is_told_by_currency_and_lateness(desk: Desk, client_id: int) -> None:
    owe(desk, client_id, TODAY - timedelta(days=10), 400_00)
    owe(desk, client_id, TODAY, 300_00)
    owe(desk, client_id, TODAY + timedelta(days=9), 70_00, "USD")
    card = desk.cards.client(client_id)
    assert dict(card.debt) == {"RUB": 700_00, "USD": 70_00}
    assert dict(card.overdue) == {"RUB": 400_00}
    assert card.oldest_due == TODAY - timedelta(days=10)
    told = {one.code: one for one in card.warnings}
    assert told["overdue"].days == 10
    assert dict(told["over_limit"].sums) == {"RUB": 200_00}
    assert desk.cards.brief(client_id).warnings == card.warnings
    row = desk.lists.rows([client_id])[client_id]
    assert (dict(row.debt), dict(row.overdue)) == (dict(card.debt), dict(card.overdue))
    assert desk.lists.ids("overdue") == [client_id]


def test_open_deals_and_what_lacks_a_step(desk: Desk, client_id: int) -> None:
    far = make_deal(desk, "Станок", client_id=client_id, stage="negotiation")
    near = bare_deal(desk, "Масло", client_id=client_id)
    desk.deals.win(make_deal(desk, "Резцы", client_id=client_id))
    card = desk.cards.client(client_id)
    assert [deal.id for deal in card.deals] == [far, near]
    assert card.closed_deals == 1
    assert dict(card.open_sums) == {"RUB": 200_000_00}
    assert [(w.code, w.days) for w in card.warnings] == [("no_step", 1)]
    brief = desk.cards.brief(client_id)
    assert [(d.title, d.stage) for d in brief.deals] == [
        ("Станок", "negotiation"),
        ("Масло", "new"),
    ]
    assert brief.step is not None
    assert brief.step.due_on == TODAY + timedelta(days=1)


def test_a_brief_holds_the_last_three_words_exchanged(desk: Desk, client_id: int) -> None:
    for days, note in ((4, "первый"), (3, ""), (2, "второй"), (1, "третий"), (0, "четвёртый")):
        touch(desk, client_id, days, note=note)
    brief = desk.cards.brief(client_id)
    assert [line.note for line in brief.notes_lately] == ["четвёртый", "третий", "второй"]
    assert brief.last_touch == NOW


@pytest.mark.parametrize(
    ("subject", "note", "expected"),
    [
        ("Пропущенный звонок", "Звонили сами", "Пропущенный звонок: Звонили сами"),
        ("Встреча.", "Был директор", "Встреча: Был директор"),
        ("Письмо", "", "Письмо"),
        ("", "Был директор", "Был директор"),
    ],
)
def test_a_subject_is_set_off_from_what_was_said(
    desk: Desk, client_id: int, subject: str, note: str, expected: str
) -> None:
    touch(desk, client_id, 1, note=note)
    with desk.book.write("file.create") as unit:
        unit.db.execute("UPDATE activity SET subject = ?", (subject,))
    assert [line.note for line in desk.cards.brief(client_id).notes_lately] == [expected]


def test_a_timeline_is_one_line_of_all_that_happened(desk: Desk, client_id: int) -> None:
    touch(desk, client_id, 40, kind="meeting", note="выставка")
    owe(desk, client_id, TODAY - timedelta(days=6), 100_00)
    deal_id = make_deal(desk, "Станок", client_id=client_id)
    desk.deals.lose(deal_id, "price", note="дорого")
    touch(desk, client_id, 1, kind="note", note="звонила бухгалтер")
    rows = desk.cards.timeline(client_id)
    assert [row.kind for row in rows] == ["stage", "stage", "note", "invoice", "meeting"]
    lost = rows[0]
    assert (lost.code, lost.title, lost.direction) == ("lost", "Станок", "price")
    assert rows[3].day == TODAY - timedelta(days=20)
    assert rows[3].at is None


def test_a_corrected_call_stands_once(desk: Desk, client_id: int) -> None:
    first = touch(desk, client_id, 1, note="не то")
    desk.calls.correct(first, note="то")
    assert [row.detail for row in desk.cards.timeline(client_id)] == ["то"]
    assert [line.note for line in desk.cards.brief(client_id).notes_lately] == ["то"]


def test_what_happened_besides_calls_is_noted(desk: Desk, client_id: int) -> None:
    desk.calls.touch(kind="meeting", client_id=client_id, note=" были на складе ")
    (row,) = desk.cards.timeline(client_id)
    assert (row.kind, row.detail, row.at) == ("meeting", "были на складе", NOW)
    desk.history.undo()
    assert desk.cards.timeline(client_id) == []
    with pytest.raises(Invalid):
        desk.calls.touch(kind="note", client_id=client_id, note=" ")


@pytest.mark.parametrize("page", [1, 2, 3, 7])
def test_pages_of_a_timeline_join_without_a_seam(desk: Desk, client_id: int, page: int) -> None:
    for days in (5, 5, 5, 3, 0, 0):
        touch(desk, client_id, days)
    for days in (5, 5, 4):
        owe(desk, client_id, TODAY - timedelta(days=days) + timedelta(days=14), 100)
    make_deal(desk, client_id=client_id)
    whole = desk.cards.timeline(client_id, limit=100)
    assert len(whole) == 10
    joined = []
    mark = None
    while part := desk.cards.timeline(client_id, mark, page):
        joined += part
        mark = part[-1].mark
    assert joined == whole


def test_a_client_that_is_not_there_is_said_to_be_so(desk: Desk) -> None:
    for read in (desk.cards.client, desk.cards.brief):
        with pytest.raises(NotFound):
            read(99)
    assert desk.cards.timeline(99) == []


def test_reading_a_card_imports_no_sqlmodel(desk: Desk) -> None:
    import subprocess
    import sys

    code = (
        "import sys, pipeline_tui.services.cards, pipeline_tui.services.lists;"
        "print('sqlmodel' in sys.modules or 'sqlalchemy' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "False\n"

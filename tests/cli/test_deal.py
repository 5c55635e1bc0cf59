"""`deal` from the shell."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.dealing import bare_deal, make_client, make_deal, make_product, stage_code

Cli = Callable[..., Said]


def found(said: Said) -> Any:
    """The JSON answer of a call that went well."""
    assert said.code == 0, said.err
    return json.loads(said.out)


def test_a_deal_is_added_with_everything_and_shown(desk: Desk, cli: Cli) -> None:
    make_client(desk, "ООО «Ромашка»")
    make_product(desk, "Пресс ножной")
    said = cli(
        "deal", "add", "Пресс для цеха", "--client", "ромаш", "--amount", "1 250 000,50",
        "--step", "завтра 15:00 позвонить", "--close", "31.03.2026", "--product", "пресс",
        "--stage", "needs", "--source", "выставка",
    )  # fmt: skip
    assert said.code == 0, said.err
    row = found(cli("deal", "show", said.out.strip(), "--json"))["row"]
    assert (row["title"], row["client"], row["product"]) == (
        "Пресс для цеха", "ООО «Ромашка»", "Пресс ножной",
    )  # fmt: skip
    assert (row["amount_minor"], row["currency"]) == (1_250_000_50, "RUB")
    assert (row["next_step"], row["next_at"]) == ("2026-03-12", "2026-03-12T12:00:00Z")
    assert row["expected_close"] == "2026-03-31"
    text = cli("deal", "show", said.out.strip()).out
    assert "Amount: 1,250,000.50 ₽" in text.replace("\xa0", " ")


def test_without_a_step_it_says_what_to_do(cli: Cli) -> None:
    said = cli("deal", "add", "Станок")
    assert (said.code, said.out) == (1, "")
    assert "needs a next step" in said.err


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("deal", "show", "7"), 3),
        (("deal", "move", "7", "offer"), 3),
        (("deal", "move", "1", "nowhere"), 3),
        (("deal", "move", "1"), 2),
        (("deal", "lose", "1", "nothing"), 3),
        (("deal", "add", "x", "--step", "someday maybe"), 2),
        (("deal", "add", "x", "--step", "tomorrow", "--amount", "много"), 2),
        (("deal", "add", "x", "--step", "tomorrow", "--currency", "roubles"), 2),
        (("deal", "edit", "1", "--product", "ракета"), 3),
        (("deal", "snooze", "1", "tomorrow", " "), 2),
        (("deal", "list", "--client", "никто"), 3),
        (("deal", "list", "--stage", "nowhere"), 3),
        (("deal", "list", "--show", "nothing"), 2),
        (("deal", "reopen", "1", "так"), 1),
    ],
)
def test_failures_leave_with_their_code_and_write_nothing(
    desk: Desk, cli: Cli, argv: tuple[str, ...], code: int
) -> None:
    make_deal(desk)
    revision = desk.history.revision()
    said = cli(*argv)
    assert said.code == code, said.err
    assert said.out == ""
    assert "Traceback" not in said.err
    assert desk.history.revision() == revision


def test_a_list_is_narrowed_and_sorted(desk: Desk, cli: Cli) -> None:
    client = make_client(desk, "Василёк")
    make_deal(desk, "Станок", amount_minor=5_00, owner="Аня")
    make_deal(desk, "Пресс", amount_minor=9_00, stage="offer", client_id=client)
    bare_deal(desk, "Из файла", amount_minor=1_00)

    def titles(*argv: str) -> list[str]:
        return [row["title"] for row in found(cli("deal", "list", *argv, "--json"))]

    assert titles() == ["Из файла", "Пресс", "Станок"]
    assert titles("--sort", "amount") == ["Пресс", "Станок", "Из файла"]
    assert titles("--sort", "amount", "--desc") == ["Из файла", "Станок", "Пресс"]
    assert titles("--show", "no_step") == ["Из файла"]
    assert titles("--stage", "offer") == ["Пресс"]
    assert titles("--client", "василек") == ["Пресс"]
    assert titles("--owner", "Аня") == ["Станок"]
    assert titles("васил", "пресс") == ["Пресс"]
    said = cli("deal", "list", "-n", "1")
    assert said.out.splitlines()[0].split("\t")[1] == "Title"
    assert len(said.out.splitlines()) == 2
    assert "1 of 3 shown" in said.err


def test_a_deal_is_worked_from_the_shell_to_its_closing(desk: Desk, cli: Cli) -> None:
    deal = str(make_deal(desk))
    assert cli("deal", "move", deal, "offer").code == 0
    back = cli("deal", "move", deal, "needs")
    assert back.code == 1
    assert "why the deal goes back" in back.err
    assert cli("deal", "move", deal, "needs", "--reason", "уточнить").code == 0
    assert cli("deal", "step", deal, "пт", "отправить", "КП", "--kind", "email", "--done").code == 0
    row = found(cli("deal", "show", deal, "--json"))["row"]
    assert (row["next_step"], row["next_kind"]) == ("2026-03-13", "email")
    assert cli("deal", "snooze", deal, "+2w", "отпуск").code == 0
    state = found(cli("deal", "edit", deal, "--amount", "90 тыс", "--json"))
    assert (state["step_state"], state["amount_minor"]) == ("snoozed", 90_000_00)
    assert found(cli("deal", "win", deal, "--amount", "95000", "--json"))["stage"] == "won"
    assert cli("deal", "move", deal, "payment").code == 0
    assert cli("deal", "lose", deal, "delivery", "--note", "сорвали срок").code == 0
    again = cli("deal", "reopen", deal, "договорились", "--step", "tomorrow", "--json")
    assert found(again)["stage"] == "needs"
    assert cli("deal", "archive", deal).code == 0
    assert cli("deal", "list").out.count("\n") == 1
    assert cli("undo").code == 0
    assert stage_code(desk, int(deal)) == "needs"


def test_an_empty_option_clears_a_field(desk: Desk, cli: Cli) -> None:
    client = make_client(desk)
    deal = str(make_deal(desk, client_id=client, notes="старое"))
    row = found(cli("deal", "edit", deal, "--client", "", "--amount", "", "--notes", "", "--json"))
    assert (row["client_id"], row["amount_minor"]) == (None, None)
    assert found(cli("deal", "show", deal, "--json"))["notes"] == ""


def test_answers_to_people_are_silent_in_a_pipe(desk: Desk, cli: Cli) -> None:
    deal = str(make_deal(desk))
    assert cli("deal", "move", deal, "offer").out == ""


def test_help_speaks_russian(cli: Cli) -> None:
    said = cli("deal", "--help", LANG="ru_RU.UTF-8")
    assert said.code == 0
    assert "Выиграть сделку" in said.out


def test_a_checklist_is_ticked_and_asked_about(desk: Desk, cli: Cli) -> None:
    said = cli("funnel", "stages", "checklist", "new", "Budget known", "Who decides known")
    assert said.out.splitlines() == ["Budget known", "Who decides known"]
    deal = str(make_deal(desk))
    said = cli("deal", "move", deal, "offer")
    assert (said.code, "Budget known" in said.err, "--anyway" in said.err) == (1, True, True)
    assert cli("deal", "check", deal, "1").out.splitlines()[1:] == [
        "1\tyes\tBudget known", "2\tno\tWho decides known",
    ]  # fmt: skip
    assert found(cli("deal", "check", deal, "who", "--json"))[1]["ticked_at"] is not None
    assert "2\tno" in cli("deal", "check", deal, "2", "--undone").out
    assert cli("deal", "check", deal, "nothing").code == 3
    assert cli("deal", "check", "77").code == 3
    assert cli("deal", "move", deal, "offer", "--anyway").code == 0
    assert cli("funnel", "stages", "checklist", "new", "--clear").out == ""
    assert found(cli("funnel", "stages", "checklist", "new", "--json")) == []


def test_a_win_begins_the_fulfilment_with_a_step_and_an_invoice(desk: Desk, cli: Cli) -> None:
    who = make_client(desk, "Ромашка")
    deal, alone = make_deal(desk, client_id=who), make_deal(desk, "Пресс")
    said = cli("deal", "win", str(deal), "--amount", "900", "--step", "fri money in",
               "--invoice", "20.03.2026", "--json")  # fmt: skip
    row = found(said)
    assert (row["stage"], row["next_step"], row["next_title"]) == ("won", "2026-03-13", "money in")
    (invoice,) = desk.funnel.card(deal).invoices
    assert (invoice.amount_minor, str(invoice.due_on)) == (900_00, "2026-03-20")
    said = cli("deal", "win", str(alone), "--invoice", "tomorrow")
    assert (said.code, stage_code(desk, alone)) == (2, "new")


def test_deals_that_came_without_a_step_are_given_one_all_together(desk: Desk, cli: Cli) -> None:
    big, small = bare_deal(desk, amount_minor=900_00), bare_deal(desk, amount_minor=1_00)
    bare_deal(desk, "Другое")
    said = cli("deal", "give-steps", "tomorrow who decides?", "файла", "--per-day", "1", "--json")
    assert found(said) == {"planned": 2}
    rows = desk.funnel.rows([big, small])
    assert [str(rows[one].next_step) for one in (big, small)] == ["2026-03-12", "2026-03-13"]
    left = found(cli("deal", "list", "--without-step", "--json"))
    assert [row["title"] for row in left] == ["Другое"]

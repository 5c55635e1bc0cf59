"""`product` and `offer`: what a shell enters, reads back, and is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.dealing import make_client, make_deal

Cli = Callable[..., Said]


def answer(cli: Cli, *argv: str) -> Any:
    said = cli(*argv, "--json")
    assert said.code == 0, said.err
    return json.loads(said.out)


@pytest.fixture
def deal(desk: Desk) -> int:
    """A deal with Acorn."""
    return make_deal(desk, "Pumps", client_id=make_client(desk, "Acorn"))


def test_products_are_entered_listed_changed_and_put_away(cli: Cli) -> None:
    made = answer(
        cli, "product", "add", "Pump 40", "--price", "1 220,50", "--cost", "700", "--code", "P-40",
        "--group", "Pumps", "--unit", "pcs", "--vat", "10",
    )  # fmt: skip
    assert (made["asked_minor"], made["cost_minor"], made["vat"]) == (122_050, 70_000, 10.0)
    cli("product", "add", "Drum")
    rows = [line.split("\t") for line in cli("product", "list").out.splitlines()]
    assert rows[2] == [
        "1", "Pump 40", "P-40", "Pumps", "pcs", "1,220.50 ₽", "700 ₽", "10%", ""
    ]  # fmt: skip
    assert cli("product", "edit", "p-40", "--name", "Pump 41", "--price", "", "--vat", "").code == 0
    (row,) = answer(cli, "product", "list", "41", "pumps")
    assert (row["name"], row["price_minor"], row["vat"]) == ("Pump 41", None, None)
    cli("product", "archive", "drum")
    assert [one["name"] for one in answer(cli, "product", "list")] == ["Pump 41"]
    assert cli("product", "archive", "Drum", "--back").code == 0
    twin = cli("product", "add", "PUMP 41")
    assert (twin.code, twin.err.strip()) == (4, "There is a product like this already: 1 Pump 41")


def test_a_price_list_holds_for_its_days(cli: Cli) -> None:
    cli("product", "add", "Pump", "--price", "100")
    assert cli("product", "prices", "add", "Spring", "--from", "1.03.2026", "--to", "31.03.2026").out == "1\n"  # fmt: skip
    cli("product", "prices", "set", "Spring", "Pump", "90,10")
    assert cli("product", "prices", "add", "April", "--from", "01.04.2026", "--like", "1", "--change", "-7,5").code == 0  # fmt: skip
    asked = {
        day: answer(cli, "product", "list", "--on", day)[0]["asked_minor"]
        for day in ("28.02.2026", "01.03.2026", "31.03.2026", "01.04.2026")
    }
    assert list(asked.values()) == [100_00, 90_10, 90_10, 83_34]  # 83.3425
    held = {one["name"]: one["holds"] for one in answer(cli, "product", "prices")}
    assert held == {"April": False, "Spring": True}
    assert "Pump\t\t\t83.34 ₽" in cli("product", "prices", "show", "April").out
    cli("product", "prices", "edit", "April", "--name", "Summer", "--to", "")
    cli("product", "prices", "set", "Summer", "Pump", "")
    assert answer(cli, "product", "prices", "show", "Summer")["prices"] == []
    cli("product", "prices", "remove", "Summer")
    missing = cli("product", "prices", "show", "Summer")
    assert (missing.code, "1 Spring" in missing.err) == (3, True)


def test_an_offer_from_its_making_to_the_deal_s_sum(
    cli: Cli, desk: Desk, deal: int, tmp_path: Path
) -> None:
    cli("product", "add", "Pump", "--price", "1220", "--cost", "700", "--unit", "pcs")
    assert (
        cli("offer", "make", str(deal), "-l", "Pump=2", "--terms", "Half *in advance*").out == "1\n"
    )
    cli("offer", "line", "1", "Delivery", "--free", "--price", "610")
    found = answer(cli, "offer", "line", "1", "--place", "1", "--discount", "5")
    # 2 × 1 220 less 5 % is 2 318; with the delivery 2 928, of it 22/122 are 528.
    assert found["sums"]["total_minor"] == 2_928_00
    assert found["sums"]["vat_minor"] == 528_00
    assert [one["discount"] for one in found["lines"]] == [5.0, 0.0]
    refused = cli("offer", "discount", "1", "40")
    assert (refused.code, "up to 22.22 % can be given" in refused.err) == (1, True)
    text = cli("offer", "show", "1").out
    assert text.startswith("Offer No. 1 of 11 Mar 2026 (draft)\nFor: Acorn\n")
    assert "2 pcs × 1,220.00 ₽ −5% = 2,318.00 ₽, VAT 22%" in text
    assert "700" not in text  # what it costs us is nobody's business
    page = tmp_path / "offer.md"
    assert cli("offer", "show", "1", "--to", str(page)).code == 0
    assert "| 1 | Pump | 2\xa0pcs | 1,220.00\xa0₽ | −5% | 22% | 2,318.00\xa0₽ |" in page.read_text()
    assert r"Half \*in advance\*" in page.read_text()
    assert cli("offer", "show", "1", "--to", str(page)).code == 4  # never written over
    assert [one["kind"] for one in answer(cli, "export", "log")] == ["offer"]

    assert answer(cli, "offer", "send", "1")["state"] == "sent"
    step = next(one for one in desk.funnel.card(deal).steps if "offer 1" in one.title)
    assert step.due_on.isoformat() == "2026-03-25"
    stays = cli("offer", "discount", "1", "1")
    assert (stays.code, "begin its next version" in stays.err) == (1, True)
    assert cli("offer", "version", "1").out == "1.2\n"
    assert answer(cli, "offer", "discount", "1", "10")["code"] == "1.2"
    cli("offer", "send", "1")
    states = [(one["code"], one["state"]) for one in answer(cli, "offer", "list", "-d", str(deal))]
    assert states == [("1.2", "sent"), ("1", "replaced")]
    cli("offer", "accept", "1", "--step", "tomorrow 12 contract")
    assert desk.funnel.card(deal).row.amount_minor == 2_745_00  # 2 196 + 549
    assert [one["code"] for one in answer(cli, "offer", "list", "--state", "accepted")] == ["1.2"]
    assert cli("undo").code == 0
    assert answer(cli, "offer", "show", "1")["state"] == "sent"


def test_what_is_not_understood_is_said(cli: Cli, deal: int) -> None:
    cli("product", "add", "Pump", "--price", "5")
    cli("product", "add", "Pump spare")
    for argv, code, words in (
        (("offer", "show", "9"), 3, "There is no offer “9”"),
        (("offer", "make", str(deal), "-l", "Drum"), 3, "there is no “Drum”; there are Pump, Pump spare"),
        (("offer", "make", str(deal), "-l", "Pump=few"), 2, "Quantity: this is not a number"),
        (("offer", "make", str(deal), "-l", "Pump spare"), 2, "has no price in RUB today"),
        (("product", "edit", "pum", "--vat", "5"), 2, "there is no “pum”"),
    ):  # fmt: skip
        said = cli(*argv)
        assert (said.code, words in said.err) == (code, True), said.err
    assert cli("offer", "list", "--json").out == "[]\n"  # a refused line leaves no empty offer


def test_lift_says_what_to_offer(cli: Cli, desk: Desk) -> None:
    pump, hose = (desk.products.add({"name": name}) for name in ("Pump", "Hose"))
    for place in range(4):
        client = make_client(desk, f"Client {place}")
        for product in (pump, hose) if place < 3 else (pump,):
            desk.deals.win(make_deal(desk, "Goods", client_id=client, product_id=product))
    desk.deals.win(make_deal(desk, "Other", client_id=make_client(desk, "Far"), product_id=desk.products.add({"name": "Nut"})))  # fmt: skip
    # 5 baskets, 4 with the pump, 3 with the hose, all of them with both: 3·5 / (4·3).
    (row,) = answer(cli, "product", "lift", "--client", "Client 3")
    assert (row["have"], row["offer"], row["lift"], row["with_both"]) == ("Pump", "Hose", 1.25, 3)
    assert (row["support"], row["confidence"]) == (0.6, 0.75)
    assert (
        "+  Offer “Hose”: 3 of 4 with “Pump” have it, ×1.25"
        in cli("client", "show", "Client 3").out
    )
    lines = cli("product", "lift").out.splitlines()
    assert lines[1].split("\t") == ["Hose", "Pump", "1.25", "100%", "3", "60%"]
    assert cli("product", "lift", "--least", "4").out.count("\n") == 1


def test_an_offer_in_russian(cli: Cli, deal: int) -> None:
    cli("offer", "make", str(deal))
    cli("offer", "line", "1", "Доставка", "--free", "--price", "1000")
    text = cli("offer", "show", "1", PIPELINE_TUI_LANG="ru").out.replace("\xa0", " ")
    assert text.startswith("Коммерческое предложение № 1 от 11.03.2026 (черновик)\n")
    assert "1 × 1 000,00 ₽ = 1 000,00 ₽, НДС 22 %" in text
    assert "Предложение действует до 25.03.2026 включительно." in text

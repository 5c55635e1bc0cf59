"""A code that is not in its list, and a time that can be read in two ways: what there is to choose."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.dealing import make_client, make_deal, make_product

Cli = Callable[..., Said]


@pytest.fixture
def deal(desk: Desk) -> str:
    """A client and an open deal of theirs, number 1 both."""
    return str(make_deal(desk, "Пресс", client_id=make_client(desk, "Ромашка")))


@pytest.mark.parametrize(
    ("argv", "some"),
    [
        (("deal", "move", "1", "nowhere"), "new, qualification, needs, offer"),
        (("deal", "list", "--stage", "nowhere"), "new, qualification, needs, offer"),
        (("deal", "add", "x", "--step", "tomorrow x", "--stage", "nowhere"), "new, qualification"),
        (("deal", "reopen", "1", "why", "--stage", "nowhere"), "new, qualification"),
        (("deal", "lose", "1", "nothing"), "price, "),
        (("call", "log", "1", "nothing"), "reached"),
        (("call", "log", "1", "refused", "--lose", "nothing"), "price, "),
        (("objection", "find", "x", "--stage", "nowhere"), "new, qualification"),
        (("funnel", "pipelines", "retire", "nowhere"), "new_business"),
        (("funnel", "stages", "retire", "nowhere"), "new, qualification"),
        (("funnel", "report", "--pipeline", "nowhere"), "new_business"),
        (("competitor", "show", "nobody"), "competitor add"),
        (("product", "edit", "nothing", "--name", "x"), "product add"),
        (("product", "prices", "show", "nothing"), "—"),
        (("offer", "show", "99"), "offer list"),
        (("debt", "letter", "nobody"), "nobody is found by"),
        (("debt", "interest", "nobody"), "neither a client nor an invoice"),
        (("debt", "statement", "nobody"), "nobody is found by"),
        (("debt", "sign", "nobody", "--to", "yesterday"), "nobody is found by"),
        (("debt", "show", "nobody"), "nobody is found by"),
    ],
)  # fmt: skip
def test_a_name_that_nothing_bears_is_not_found(
    cli: Cli, deal: str, argv: tuple[str, ...], some: str
) -> None:
    said = cli(*argv)
    assert (said.code, said.out) == (3, ""), said.err
    assert some in said.err.replace("Nobody", "nobody")


@pytest.mark.parametrize(
    ("argv", "some"),
    [
        (("task", "add", "tomorrow", "x", "-c", "1", "--kind", "dance"), "call, email, meeting, message"),
        (("client", "add", "x", "--status", "friend"), "lead, active, dormant, lost, do_not_call"),
        (("client", "add", "x", "--class", "Z"), "A, B, C"),
        (("client", "list", "--sort", "luck"), "name, status, kind, abc, city"),
        (("client", "note", "1", "x", "--kind", "dance"), "note, email, meeting, message"),
        (("client", "consent", "1", "--evidence", "x", "--channel", "owl"), "phone, email, message"),
        (("contact", "add", "1", "Ким", "--role", "boss"), "decision_maker, influencer"),
        (("debt", "list", "--bucket", "old"), "not_due, d1_30, d31_60, d61_90, over_90"),
        (("objection", "list", "--result", "maybe"), "worked, partly, did_not"),
        (("objection", "answer", "add", "price", "x", "--technique", "hypnosis"), "isolate"),
    ],
)  # fmt: skip
def test_an_unknown_code_is_answered_with_the_list(
    cli: Cli, deal: str, argv: tuple[str, ...], some: str
) -> None:
    said = cli(*argv)
    assert said.code == 2, said.err
    assert "there is no “" in said.err.lower()
    assert some in said.err


def test_an_unknown_kind_of_objection_is_answered_with_the_list(cli: Cli) -> None:
    said = cli("objection", "answer", "list", "xyzzy")
    assert said.code == 3
    assert said.err.startswith("There is no “xyzzy”; there are ")
    assert "price" in said.err


def test_names_do_as_well_as_codes(cli: Cli, desk: Desk, deal: str) -> None:
    assert cli("deal", "move", deal, "потребности", PIPELINE_TUI_LANG="ru").code == 0
    assert cli("client", "add", "Acorn", "--class", "a", "--status", "Active").code == 0
    assert cli("client", "list", "--json").out.count('"abc": "A"') == 1


@pytest.mark.parametrize(
    ("word", "status"),
    [("действующий", "active"), ("Ушёл", "lost"), ("спящий", "dormant"), ("дейст", "active")],
)  # fmt: skip
def test_words_of_the_filter_do_as_well_as_codes(
    cli: Cli, desk: Desk, deal: str, word: str, status: str
) -> None:
    line = ("client", "edit", "1", "--status", word, "--class", "б", "--kind", "ИП")
    assert cli(*line).code == 0
    card = json.loads(cli("client", "show", "1", "--json").out)
    assert (card["status"], card["abc"], card["kind"]) == (status, "B", "sole_trader")


def test_words_that_the_screens_show_do_as_well_as_codes(cli: Cli, deal: str) -> None:
    said = cli("--lang", "ru", "contact", "add", "1", "Ким", "--role", "секретарь")
    assert said.code == 0, said.err
    [person] = json.loads(cli("client", "show", "1", "--json").out)["contacts"]
    assert person["role"] == "gatekeeper"
    said = cli("--lang", "ru", "contact", "add", "1", "Ли", "--role", "шеф")
    assert (said.code, "decision_maker, influencer" in said.err) == (2, True)


def test_an_unknown_product_is_answered_with_those_there_are(
    cli: Cli, desk: Desk, deal: str
) -> None:
    said = cli("deal", "edit", deal, "--product", "press")
    assert (said.code, "pipeline-tui product add enters one" in said.err) == (3, True)
    for name in ("Press S", "Press L", "Lathe"):
        make_product(desk, name)
    said = cli("deal", "edit", deal, "--product", "drill")
    assert (said.code, "Lathe" in said.err, "Press L" in said.err) == (3, True, True)
    said = cli("deal", "edit", deal, "--product", "press")
    assert (said.code, "Lathe" in said.err, "Press S" in said.err) == (2, False, True)


def test_a_time_of_two_readings_is_answered_with_both(cli: Cli, deal: str) -> None:
    said = cli("deal", "step", deal, "15", "call")
    assert said.code == 2
    assert said.err == (
        "When: this can be read as Wed 11 Mar 2026 15:00 or Sun 15 Mar 2026;"
        " write the day and the time in full, 13.03.2026 15:00\n"
    )


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--lang", "fr", "today"), "--lang: there is no “fr”; there are en, ru"),
        (("call", "correct", "1"), "Say what to correct: --outcome or --note"),
        (("client", "add", "x", "--country", "Mordor"), "Country: “Mordor” is not a country code; write two letters, for example RU"),
        (("funnel", "report", "--since", "+3d"), "--since: the first day is after the last; swap them"),
        (("funnel", "report", "--until", "whenever"), "--until: this is not a day; write 31.03.2026, yesterday or +14d"),
        (("debt", "aging", "--as-of", "whenever"), "--as-of: this is not a day; write 31.03.2026, yesterday or +14d"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(cli: Cli, argv: tuple[str, ...], said: str) -> None:
    found = cli(*argv)
    assert (found.code, found.err) == (2, said + "\n")


def test_a_country_is_taken_by_its_name(cli: Cli) -> None:
    assert cli("client", "add", "Acorn", "--country", "Казахстан").code == 0
    assert '"country": "KZ"' in cli("client", "show", "1", "--json").out

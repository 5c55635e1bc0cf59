"""`objection` from the shell."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.dealing import make_client, make_deal
from tests.services.test_objections import answer_ids, kind_id, meet

Cli = Callable[..., Said]


@pytest.fixture
def library(desk: Desk) -> Desk:
    desk.objections.load_starter("en")
    return desk


def test_answers_are_found_by_what_was_heard_and_filled_from_the_card(
    library: Desk, cli: Cli
) -> None:
    client = make_client(library, "Acme")
    make_deal(library, client_id=client, amount_minor=217_000_00)
    second = answer_ids(library, "price")[2]
    meet(library, "price", "worked", 8, answer_id=second)
    meet(library, "price", "did_not", 2, answer_id=second)
    said = cli("objection", "find", "expens", "-n", "1", "--client", "acme")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == "Too expensive · met 10 times · answered 80%"
    assert lines[2].startswith("  1. ")
    assert "₽217,000" in said.out or "217,000" in said.out
    assert f"worked 8 of 10 · at least 49% for sure · No. {second}" in said.out
    assert "{" not in said.out


def test_json_holds_the_figures_and_the_text_as_said(library: Desk, cli: Cli) -> None:
    hits = json.loads(cli("objection", "find", "--json", "expens").out)
    assert hits[0]["kind"]["code"] == "price"
    first = hits[0]["answers"][0]
    assert (first["settled"], first["lower"], first["little_data"]) == (0, 0.0, True)
    assert "{" not in first["said"]


def test_what_is_like_nothing_is_not_found(library: Desk, cli: Cli) -> None:
    for argv in (("find", "zzzzz"), ("log", "zzzzz"), ("answer", "list", "zzzzz")):
        said = cli("objection", *argv)
        assert said.code == 3
        assert "zzzzz" in said.err
    assert cli("objection", "settle", "99", "worked").code == 3


def test_an_objection_is_logged_listed_and_settled(library: Desk, cli: Cli) -> None:
    client = make_client(library, "Acme")
    deal = make_deal(library, "Press", client_id=client, stage="offer")
    number = cli(
        "objection", "log", "price", "--deal", str(deal), "--words", "that's steep", "--pretext"
    ).out.strip()
    assert cli("objection", "settle", number, "partly").code == 0
    said = cli("objection", "list", "STEEP")
    assert said.out.splitlines()[1].split("\t") == [
        number, "today 10:20", "Too expensive", "that's steep", "Acme", "Offer sent",
        "partly, a pretext",
    ]  # fmt: skip
    (row,) = json.loads(cli("objection", "list", "--kind", "too expensive", "--json").out)
    assert (row["id"], row["client"], row["result"], row["genuine"]) == (
        int(number), "Acme", "partly", False,
    )  # fmt: skip
    assert len(cli("objection", "list", "--result", "worked").out.splitlines()) == 1


@pytest.mark.parametrize(
    "argv",
    [
        ("log", "price", "--result", "maybe"),
        ("list", "--result", "maybe"),
        ("answer", "add", "price", "  "),
        ("answer", "add", "price", "Fine.", "--technique", "hypnosis"),
    ],
)
def test_a_wrong_value_is_wrong_use(library: Desk, cli: Cli, argv: tuple[str, ...]) -> None:
    said = cli("objection", *argv)
    assert (said.code, said.out) == (2, "")
    assert said.err


def test_stats_put_the_commonest_first(library: Desk, cli: Cli) -> None:
    meet(library, "terms", "worked", 3)
    lines = [line.split("\t") for line in cli("objection", "stats").out.splitlines()]
    assert lines[1] == ["terms", "The terms do not suit", "3", "100%", "0", "0", "—", "—"]
    assert lines[2][2:4] == ["0", "—"]
    rows = json.loads(cli("objection", "stats", "--json").out)
    assert (rows[0]["kind"]["code"], rows[0]["worked"], rows[0]["share"]) == ("terms", 3, 1.0)


def test_an_own_answer_is_added_changed_put_away_and_brought_back(
    library: Desk, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = cli("objection", "answer", "add", "price", "Let's count.").out.strip()
    assert cli("objection", "answer", "edit", number, "--technique", "case").code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("Let's count together.\n"))
    assert cli("objection", "answer", "edit", number).code == 0
    assert library.objection_views.answer(int(number)).text == "Let's count together."
    assert cli("objection", "answer", "retire", number).code == 0
    assert number not in cli("objection", "answer", "list", "price").out
    put_away = cli("objection", "answer", "list", "price", "--all").out.splitlines()[-1]
    assert put_away.startswith(f"{number}\tLet's count together.\tCase from practice\t")
    assert cli("objection", "answer", "restore", number).code == 0
    assert int(number) in answer_ids(library, "price")


def test_an_answer_may_bring_its_own_kind_and_there_is_one_of_a_name(
    library: Desk, cli: Cli
) -> None:
    argv = ("objection", "answer", "add", "No forklift", "We unload it.", "--new")
    assert cli(*argv).code == 0
    assert cli(*argv).code == 4
    (row,) = json.loads(cli("objection", "answer", "list", "no forklift", "--json").out)
    assert row["text"] == "We unload it."
    assert kind_id(library, "own-14") == row["type_id"]


def test_what_an_objection_cost_is_told_with_the_deals_behind_it(library: Desk, cli: Cli) -> None:
    deal = make_deal(library, "Press", stage="offer", client_id=make_client(library, "Acme"))
    meet(library, "price", "did_not", deal_id=deal)
    library.deals.lose(deal, "price")
    lines = cli("objection", "stats", "kills").out.splitlines()
    assert lines[2].split("\t") == ["Too expensive", "Offer sent", "1", "100K ₽"]
    assert cli("objection", "stats", "kills", "--row", "price").out.splitlines()[1].split("\t")[:3] == [
        str(deal), "Press", "Acme",
    ]  # fmt: skip
    found = json.loads(cli("objection", "stats", "effect", "--json").out)
    (row,) = found["rows"]
    assert (row["kind"], row["met"]["closed"], row["met"]["won"]) == ("price", 1, 0)
    assert row["without_it"] is None
    assert row["little_data"] is True
    months = json.loads(cli("objection", "stats", "trend", "--json").out)["rows"][0]["months"]
    assert [one["met"] for one in months] == [0, 0, 0, 0, 0, 1]
    assert months[-1]["month"] == "2026-03"
    assert "Mar 2026" in cli("objection", "stats", "trend").out.splitlines()[0]
    russian = cli("objection", "stats", "trend", PIPELINE_TUI_LANG="ru").out
    assert "03.2026" in russian.splitlines()[0]
    split = json.loads(cli("objection", "stats", "split", "--by", "product", "--json").out)
    assert [one["product"] for one in split["rows"]] == [""]


@pytest.mark.parametrize(
    "argv",
    [("--row", "price"), ("kills", "--row", "nonsense"), ("trend", "--row", "price"), ("deaths",)],
)
def test_a_figure_or_row_that_is_not_there_is_wrong_use(
    library: Desk, cli: Cli, argv: tuple[str, ...]
) -> None:
    said = cli("objection", "stats", *argv)
    assert (said.code, said.out) == (2, "")


def test_an_answer_of_little_data_is_tried_and_marked_so(library: Desk, cli: Cli) -> None:
    best = answer_ids(library, "price")[2]
    meet(library, "price", "worked", 4, answer_id=best)
    (hit,) = json.loads(cli("objection", "find", "expens", "-n", "1", "--json").out)
    assert [one["trial"] for one in hit["answers"]] == [True, False, False]
    assert hit["answers"][1]["id"] == best
    assert "a trial · not tried yet" in cli("objection", "find", "expens").out
    meet(library, "price", "did_not", answer_id=hit["answers"][0]["id"])
    (hit,) = json.loads(cli("objection", "find", "expens", "-n", "1", "--json").out)
    assert (hit["answers"][0]["id"], hit["answers"][0]["trial"]) == (best, False)


# Practice


def test_in_a_pipe_the_practice_is_a_list(library: Desk, cli: Cli) -> None:
    meet(library, "terms", "did_not")
    lines = cli("objection", "drill").out.splitlines()
    assert len(lines) == 1 + 10 + 2
    assert lines[1].split("\t")[1] == "The terms do not suit"
    assert lines[11] == "0 done, 10 to go"
    number = lines[1].split("\t")[0]
    assert cli("objection", "drill", number, "--grade", "4").code == 0
    found = json.loads(cli("objection", "drill", "--json").out)
    assert (found["progress"]["done"], found["progress"]["days"]) == (1, 1)
    assert number not in [str(one["answer"]["id"]) for one in found["queue"]]
    assert cli("objection", "drill", number, "--grade", "5").code == 2
    assert cli("objection", "drill", "9999", "--grade", "3").code == 3
    assert cli("objection", "drill", number).code == 2


def test_on_a_terminal_the_answer_is_shown_after_one_has_tried(
    library: Desk, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = library.drill.session().queue[0].answer
    typed = io.StringIO("\n3\n\n\n")  # seen, graded; the next one seen, then enough
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", typed)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    said = cli("objection", "drill")
    assert said.code == 0
    assert "1 done, 9 to go" in said.out
    assert library.drill.session().progress.done == 1
    assert answer.id not in [one.answer.id for one in library.drill.session().queue]


# The library as a file


@pytest.mark.parametrize("ending", ["md", "csv"])
def test_the_library_is_written_and_brought_in_again(
    library: Desk, cli: Cli, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"answers.{ending}"
    assert cli("objection", "export", str(file)).code == 0
    assert cli("objection", "export", str(file)).code == 4
    assert cli("objection", "export", str(file), "--force").code == 0
    found = json.loads(cli("objection", "import", str(file), "--json").out)
    assert (found["answers"], found["changed"]) == (0, 0)
    assert found["same"] > 60
    number = cli("objection", "answer", "add", "price", "Let's count.").out.strip()
    library.objections.retire_answer(int(number))
    told = cli("objection", "import", str(file)).out
    assert told.startswith("Kinds: 0 new. Answers: 0 new")


def test_a_trial_import_tells_file_row_and_field_and_changes_nothing(
    library: Desk, cli: Cli, tmp_path: Path
) -> None:
    file = tmp_path / "mine.md"
    file.write_text(
        "## Дорого\n- code: price\n\n###\nLet's count.\n\n###\n- technique: x\n\nWell?\n", "utf-8"
    )
    told = cli("objection", "import", str(file), "--dry-run").out
    assert "mine.md, row 4: new · Too expensive: Let's count." in told.replace("“", "").replace(
        "”", ""
    )
    assert "row 7: refused · Too expensive: Well? · Technique: " in told
    assert "Answers: 1 new" in told and "Refused: 1." in told
    found = json.loads(cli("objection", "import", str(file), "--dry-run", "--json").out)
    assert [(one["row"], one["fate"], one["fields"]) for one in found["lines"]] == [
        (4, "new", []), (7, "refused", ["technique"]),
    ]  # fmt: skip
    said = cli("objection", "import", str(file))
    assert said.code == 0 and "row 7" in said.err


@pytest.mark.usefixtures("library")
def test_what_cannot_be_is_refused_with_its_place(cli: Cli, tmp_path: Path) -> None:
    assert cli("objection", "import", str(tmp_path / "no.md")).err == (
        "no.md: there is no such file; check the path\n"
    )
    assert "this is a folder" in cli("objection", "import", str(tmp_path)).err
    (tmp_path / "a.csv").write_text("name;phone\nAnn;5\n", "utf-8")
    assert cli("objection", "import", str(tmp_path / "a.csv")).err.startswith(
        "a.csv: there are no objections in it; "
    )
    assert "there are md, csv" in cli("objection", "export", str(tmp_path / "a.foo")).err
    said = cli("objection", "answer", "add", "price", "Take {prodct}.")
    assert (said.code, said.err) == (2, (
        "Text: an answer has no field {prodct}; it may hold name, company, product, price, competitor, me, our_company\n"
    ))  # fmt: skip
    assert cli("objection", "find", "expens", "--deal", "99").code == 3


def test_tags_are_set_from_the_shell_by_the_names_of_stages(library: Desk, cli: Cli) -> None:
    number = cli(
        "objection", "answer", "add", "price", "Let's count.", "--stages", "Offer sent, negotiation",
        "--products", "Press",
    ).out.strip()  # fmt: skip
    answer = library.objection_views.answer(int(number))
    assert (answer.stages, answer.products) == ("offer, negotiation", "Press")
    assert (
        cli("objection", "answer", "edit", number, "--stages", "", "--segments", "Steel").code == 0
    )
    answer = library.objection_views.answer(int(number))
    assert (answer.stages, answer.segments, answer.products) == ("", "Steel", "Press")
    assert cli("objection", "answer", "edit", number, "--stages", "nowhere").code == 3


def test_a_kind_is_listed_changed_put_away_and_brought_back(library: Desk, cli: Cli) -> None:
    def kinds(*argv: str) -> dict[str, dict[str, Any]]:
        return {
            row["code"]: row
            for row in json.loads(cli("objection", "kind", "list", "--json", *argv).out)
        }

    assert kinds()["price"]["called"] == "Too expensive"
    said = cli(
        "objection", "kind", "edit", "price", "--name", "Dear", "--heard", "costs a bomb",
        "--heard", "daylight robbery", "--probe", "Than what?",
    )  # fmt: skip
    assert said.code == 0
    price = kinds()["price"]
    assert (price["called"], price["heard"], price["probe"]) == (
        "Dear", ["costs a bomb", "daylight robbery"], "Than what?",
    )  # fmt: skip
    assert cli("objection", "find", "daylight robbery").out.startswith("Dear")
    assert cli("objection", "kind", "retire", "Dear").code == 0
    assert "price" not in kinds()
    assert "Dear (put away)" in cli("objection", "kind", "list", "--all").out
    assert cli("objection", "kind", "restore", "price").code == 0
    assert cli("objection", "kind", "edit", "price", "--name", "").code == 0
    assert kinds()["price"]["called"] == "Too expensive"
    assert cli("objection", "kind", "retire", "zzzz qqqq").code != 0

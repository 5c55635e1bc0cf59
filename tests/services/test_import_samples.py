"""Real files taken in, and the figures that come of them against plain csv."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime

import pytest

from pipeline_tui.domain.imports import RemarkCode
from pipeline_tui.services.desk import Desk
from pipeline_tui.store.queries import funnel
from tests.importing import AR, HUBSPOT, MAVEN, adds_up, ask, bring, fates, one, plain, unsound
from tests.samples import needs_samples
from tests.store.test_journal import dump

pytestmark = needs_samples


def remarks(result: object) -> dict[RemarkCode, int]:
    return {
        remark.code: remark.count
        for file in result.files  # type: ignore[attr-defined]
        for remark in file.remarks
    }


# -- maven: 8 800 deals of a computer seller


def test_maven_every_row_is_accounted_for(desk: Desk) -> None:
    result = bring(desk, MAVEN, currency="USD")
    assert fates(result) == {
        "sales_teams.csv": (0, 30, 5),
        "products.csv": (7, 0, 0),
        "accounts.csv": (85, 0, 0),
        "sales_pipeline.csv": (8800, 0, 0),
    }
    assert adds_up(result)
    rows = plain(MAVEN[0])
    sellers = {row["sales_agent"] for row in rows}
    idle = {r["sales_agent"] for r in plain(MAVEN[3])} - sellers
    listed = {note.problem.code for note in result.files[0].listed}
    assert (len(idle), listed) == (5, {"person_without_deals"})
    assert remarks(result) == {
        RemarkCode.PRODUCTS_ALIKE: sum(row["product"] == "GTXPro" for row in rows),
        RemarkCode.WITHOUT_CLIENT: sum(not row["account"] for row in rows),
        RemarkCode.WITHOUT_STEP: sum(not row["close_date"] for row in rows),
        RemarkCode.LOST_WITHOUT_REASON: sum(row["deal_stage"] == "Lost" for row in rows),
    }
    assert result.without_step == 2089


def test_maven_figures_equal_those_of_the_file(desk: Desk) -> None:
    bring(desk, MAVEN, currency="USD")
    rows = plain(MAVEN[0])
    stage = {"Won": "won", "Lost": "lost", "Engaging": "negotiation"}
    expected: dict[str, tuple[int, int]] = {}
    for ours, theirs in [(stage.get(s, ""), s) for s in ("Won", "Lost", "Engaging", "Prospecting")]:
        mine = [row for row in rows if row["deal_stage"] == theirs]
        found = ask(
            desk,
            "SELECT count(*), coalesce(sum(d.amount_minor), 0), max(s.code) FROM deal d"
            " JOIN stage s ON s.id = d.stage_id"
            " WHERE s.code = ? OR (? = '' AND s.code NOT IN ('won', 'lost', 'negotiation'))",
            ours, ours,
        )[0]  # fmt: skip
        expected[theirs] = (len(mine), sum(int(r["close_value"] or 0) for r in mine) * 100)
        assert found[:2] == expected[theirs]
    assert expected["Won"] == (4238, 1000553400)
    won, lost = expected["Won"][0], expected["Lost"][0]
    by_close = funnel.results(desk.book.reader, [], since=date(2016, 1, 1), until=date(2018, 1, 1))
    [dollars] = [each for each in by_close if each.currency == "USD"]
    assert (dollars.won, dollars.lost, dollars.won_minor) == (won, lost, expected["Won"][1])
    assert round(dollars.win_rate or 0, 6) == round(won / (won + lost), 6)


def test_maven_months_owners_and_clients_agree(desk: Desk) -> None:
    bring(desk, MAVEN, currency="USD")
    rows = [row for row in plain(MAVEN[0]) if row["deal_stage"] == "Won"]
    won = "FROM deal d JOIN stage s ON s.id = d.stage_id LEFT JOIN client c ON c.id = d.client_id LEFT JOIN product p ON p.id = d.product_id WHERE s.code = 'won'"
    for ours, key in (
        ("substr(d.closed_on, 1, 7)", lambda r: r["close_date"][:7]),
        ("d.owner", lambda r: r["sales_agent"]),
        ("c.name", lambda r: r["account"]),
        ("p.name", lambda r: r["product"].replace("GTXPro", "GTX Pro")),
    ):
        sums: dict[str, int] = defaultdict(int)
        for row in rows:
            sums[key(row)] += int(row["close_value"]) * 100
        assert dict(ask(desk, f"SELECT {ours}, sum(d.amount_minor) {won} GROUP BY 1")) == sums


def test_maven_stage_changes_tell_the_history(desk: Desk) -> None:
    bring(desk, MAVEN, currency="USD")
    rows = plain(MAVEN[0])
    closed = [row for row in rows if row["close_date"]]
    changes = "SELECT s.code, count(*) FROM stage_change c JOIN stage s ON s.id = c.to_stage_id GROUP BY 1"
    counted = dict(ask(desk, changes))
    engaging = sum(row["deal_stage"] == "Engaging" for row in rows)
    assert counted["won"] + counted["lost"] == len(closed) == 6711
    assert counted["negotiation"] == len(closed) + engaging
    assert sum(counted.values()) == 2 * len(closed) + len(rows) - len(closed)
    cycle = one(
        desk,
        "SELECT avg(julianday(closed_on) - julianday(opened_on)) FROM deal WHERE closed_on NOT NULL",
    )
    spans = [
        date.fromisoformat(r["close_date"]) - date.fromisoformat(r["engage_date"]) for r in closed
    ]
    assert abs(cycle - sum(span.days for span in spans) / len(spans)) < 1e-9
    assert unsound(desk) == []


def test_maven_sellers_stand_with_their_deals(desk: Desk) -> None:
    bring(desk, MAVEN, currency="USD")
    heads = {row["sales_agent"]: row["manager"] for row in plain(MAVEN[3])}
    for owner, head in ask(
        desk, "SELECT DISTINCT owner, json_extract(custom, '$.manager') FROM deal"
    ):
        assert heads[owner] == head


def test_maven_again_changes_nothing_and_one_undo_takes_it_back(desk: Desk) -> None:
    before = dump(desk.book.path)
    bring(desk, MAVEN, currency="USD")
    after = dump(desk.book.path)
    again = bring(desk, MAVEN, currency="USD")
    assert again.batch_id is None
    assert (again.taken, again.changed, again.merged) == (0, 0, 85 + 7 + 8800 + 30)
    assert dump(desk.book.path) == after
    desk.history.undo()
    assert dump(desk.book.path) == before
    desk.history.redo()
    assert dump(desk.book.path) == after


# -- accounts receivable of a hundred customers


def us_date(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007


def cents(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int((part + "00")[:2])


def test_receivables_equal_those_of_the_file(desk: Desk) -> None:
    result = bring(desk, [AR], currency="USD")
    rows = plain(AR)
    assert fates(result) == {"WA_Fn-UseC_-Accounts-Receivable.csv": (2466, 0, 0)}
    assert dict(result.made) == {"client": 100, "invoice": 2466, "payment": 2466}
    total = sum(cents(row["InvoiceAmount"]) for row in rows)
    assert ask(desk, "SELECT count(*), sum(amount_minor) FROM invoice") == [(2466, total)]
    assert ask(desk, "SELECT count(*), sum(amount_minor), sum(free_minor) FROM payment") == [
        (2466, total, 0)
    ]
    assert one(desk, "SELECT sum(open_minor) FROM instalment") == 0
    assert one(desk, "SELECT sum(disputed) FROM invoice") == sum(
        row["Disputed"] == "Yes" for row in rows
    )
    assert unsound(desk) == []


@pytest.mark.parametrize("day", [date(2013, 6, 30), date(2012, 12, 31), date(2014, 1, 1)])
def test_aging_as_of_a_past_day(desk: Desk, day: date) -> None:
    bring(desk, [AR], currency="USD")
    expected: Counter[str] = Counter()
    for row in plain(AR):
        if us_date(row["InvoiceDate"]) <= day < us_date(row["SettledDate"]):
            late = (day - us_date(row["DueDate"])).days
            bucket = (
                "not_due" if late <= 0 else "d1_30" if late <= 30 else "d31_60" if late <= 60
                else "d61_90" if late <= 90 else "over_90"
            )  # fmt: skip
            expected[bucket] += cents(row["InvoiceAmount"])
    assert sum(expected.values()) > 0
    found = {row.bucket.value: row.open_minor for row in desk.debts.aging(day) if row.open_minor}
    assert found == dict(expected)


# -- a CRM's four files


def test_hubspot_links_by_domain_and_address(desk: Desk) -> None:
    result = bring(desk, HUBSPOT, currency="USD")
    contacts, deals = plain(HUBSPOT[2]), plain(HUBSPOT[1])
    assert fates(result) == {
        "hubspot_companies.csv": (200, 0, 0),
        "hubspot_contacts.csv": (950, 0, 0),
        "hubspot_deals.csv": (500, 0, 0),
        "hubspot_activities.csv": (2000, 0, 0),
    }
    alone = sum(not row["Associated Company Domain"] for row in contacts)
    assert dict(result.made) == {
        "client": 200 + alone, "contact": 950, "deal": 500, "activity": 1615, "task": 385,
    }  # fmt: skip
    linked = dict(
        ask(
            desk,
            "SELECT e.address, c.website FROM email e JOIN contact n ON n.id = e.contact_id"
            " JOIN client c ON c.id = n.client_id",
        )
    )
    for row in contacts:
        if row["Associated Company Domain"]:
            assert linked[row["Email"].lower()] == row["Associated Company Domain"]
    sites = ask(
        desk,
        "SELECT d.title, c.website, (SELECT address FROM email WHERE contact_id = d.contact_id)"
        " FROM deal d JOIN client c ON c.id = d.client_id",
    )
    assert Counter(sites) == Counter(
        (
            row["Deal Name"],
            row["Associated Company Domain"],
            row["Associated Contact Email"].lower(),
        )
        for row in deals
    )
    assert unsound(desk) == []


def test_hubspot_outcomes_reasons_and_tasks(desk: Desk) -> None:
    bring(desk, HUBSPOT, currency="USD")
    activities, deals = plain(HUBSPOT[0]), plain(HUBSPOT[1])
    ours = {
        "Connected": "reached_decision_maker", "No Answer": "no_answer",
        "Left Voicemail": "voicemail", "Wrong Number": "wrong_number", "": None,
    }  # fmt: skip
    calls = [row for row in activities if row["Activity Type"] == "Call"]
    assert dict(
        ask(
            desk,
            "SELECT o.code, count(*) FROM activity a LEFT JOIN outcome o ON o.id = a.outcome_id"
            " WHERE a.kind = 'call' GROUP BY 1",
        )
    ) == Counter(ours[row["Call Outcome"]] for row in calls)
    tasks = [row for row in activities if row["Activity Type"] == "Task"]
    done = sum(row["Task Status"] == "Completed" for row in tasks)
    assert one(desk, "SELECT count(*) FROM task WHERE done_at IS NOT NULL") == done
    assert one(desk, "SELECT count(*) FROM task WHERE done_at IS NULL") == len(tasks) - done
    assert dict(
        ask(
            desk,
            "SELECT l.code, count(*) FROM deal d JOIN loss_reason l ON l.id = d.loss_reason_id"
            " GROUP BY 1",
        )
    ) == {"quality": 16, "price": 13, "competitor": 10, "timing": 9, "no_need": 8}
    won = [row for row in deals if row["Deal Stage"] == "Closed Won"]
    assert ask(
        desk,
        "SELECT count(*), sum(amount_minor) FROM deal d JOIN stage s ON s.id = d.stage_id"
        " WHERE s.code = 'won'",
    ) == [(len(won), sum(cents(row["Amount"]) for row in won))]
    assert one(desk, "SELECT count(*) FROM deal WHERE closed_on IS NULL") == one(
        desk, "SELECT count(*) FROM deal WHERE expected_close IS NOT NULL"
    )


def test_hubspot_phones_keep_their_extensions(desk: Desk) -> None:
    bring(desk, HUBSPOT, currency="USD")
    rows = plain(HUBSPOT[2])
    assert one(
        desk, "SELECT count(*) FROM phone WHERE contact_id IS NOT NULL AND extension <> ''"
    ) == sum("x" in row[name] for row in rows for name in ("Phone Number", "Mobile Phone Number"))


# -- the others


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("atomic_crm/contacts.csv", {"client": 55, "contact": 500}),
        ("atomic_crm/contacts_export.csv", {"client": 1, "contact": 2}),
        ("salesforce_dataloader/opportunityData.csv", {"client": 7, "deal": 38, "task": 17}),
        ("contacts_csv/gpcsolutions_outlook.csv", {"client": 3, "contact": 3}),
        ("contacts_csv/remulous_google_contacts.csv", {"client": 2, "contact": 2}),
        ("ru_misc/partners.csv", {"client": 6}),
        ("ru_misc/Контрагенты.xlsx", {"client": 6}),
    ],
)
def test_other_programs_files(desk: Desk, name: str, made: dict[str, int]) -> None:
    result = bring(desk, [name], currency="USD")
    assert dict(result.made) == made
    assert adds_up(result)
    assert result.listed == 0
    after = dump(desk.book.path)
    again = bring(desk, [name], currency="USD")
    assert (again.taken, again.changed, again.listed, again.batch_id) == (0, 0, 0, None)
    assert dump(desk.book.path) == after


def test_a_crm_export_keeps_phones_tags_and_companies(desk: Desk) -> None:
    bring(desk, ["atomic_crm/contacts.csv"])
    rows = plain("atomic_crm/contacts.csv")
    people = Counter(
        ask(
            desk,
            "SELECT n.first_name, n.last_name, c.name FROM contact n JOIN client c"
            " ON c.id = n.client_id",
        )
    )
    assert people == Counter((r["first_name"], r["last_name"], r["company"]) for r in rows)
    [shelley] = [r for r in rows if r["last_name"] == "Kerluke" and r["first_name"] == "Shelley"]
    assert shelley["phone_home"] == "1-955-371-0847 x371"
    assert (
        one(
            desk,
            "SELECT extension FROM phone p JOIN contact n ON n.id = p.contact_id"
            " WHERE n.first_name = 'Shelley' AND n.last_name = 'Kerluke'",
        )
        == "371"
    )
    tags = {tag for r in rows for tag in r["tags"].split(", ") if tag}
    assert {row[0] for row in ask(desk, "SELECT DISTINCT name FROM tag")} == tags


def test_the_workbook_after_its_csv_changes_nothing(desk: Desk) -> None:
    bring(desk, ["ru_misc/partners.csv"])
    after = dump(desk.book.path)
    result = bring(desk, ["ru_misc/Контрагенты.xlsx"])
    assert (result.taken, result.merged, result.changed) == (0, 6, 0)
    assert dump(desk.book.path) == after
    assert ask(desk, "SELECT kind, count(*) FROM client GROUP BY 1 ORDER BY 1") == [
        ("company", 5), ("person", 1),
    ]  # fmt: skip

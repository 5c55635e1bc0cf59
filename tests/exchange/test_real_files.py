"""The sample files, read by us and counted by plain csv."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.amounts import minor_units, parse_money
from pipeline_tui.exchange.dates import DateStyle, parse_date
from pipeline_tui.exchange.kinds import activity_kind_of, client_kind_of, client_status_of
from pipeline_tui.exchange.recognise import recognise
from pipeline_tui.exchange.sheets import open_sheet
from pipeline_tui.exchange.stages import loss_reason_of, outcome_of, stage_of
from pipeline_tui.exchange.values import split_phones
from tests.samples import needs_samples, sample

pytestmark = needs_samples

MAVEN = "maven_crm/original/"
AR = "ibm_ar/WA_Fn-UseC_-Accounts-Receivable.csv"


def plain(name: str) -> list[dict[str, str]]:
    with sample(name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def taken(name: str) -> list[dict[str, str]]:
    table = open_sheet(sample(name))
    mapped = recognise(table.headers, file=table.file)
    rows = [mapped.take(cells)[0] for _, cells in table]
    assert not table.rejected
    return rows


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (MAVEN + "accounts.csv", "clients"),
        (MAVEN + "products.csv", "products"),
        (MAVEN + "sales_pipeline.csv", "deals"),
        (MAVEN + "sales_teams.csv", "people"),
        (AR, "invoices"),
        ("hubspot_dummy/hubspot_companies.csv", "clients"),
        ("hubspot_dummy/hubspot_contacts.csv", "contacts"),
        ("hubspot_dummy/hubspot_deals.csv", "deals"),
        ("hubspot_dummy/hubspot_activities.csv", "activities"),
        ("atomic_crm/contacts.csv", "contacts"),
        ("atomic_crm/contacts_export.csv", "contacts"),
        ("contacts_csv/gpcsolutions_outlook.csv", "contacts"),
        ("contacts_csv/remulous_google_contacts.csv", "contacts"),
        ("ru_misc/partners.csv", "clients"),
        ("salesforce_dataloader/opportunityData.csv", "deals"),
    ],
)
def test_every_row_of_every_file_is_read(name: str, kind: str) -> None:
    table = open_sheet(sample(name))
    expected = plain(name)
    assert recognise(table.headers).kind == kind
    assert [cells[0] for _, cells in table] == [next(iter(row.values())) for row in expected]
    assert not table.rejected


def test_the_workbook_equals_its_csv() -> None:
    book, text = (
        open_sheet(sample("ru_misc/Контрагенты.xlsx")),
        open_sheet(sample("ru_misc/partners.csv")),
    )
    assert book.headers == text.headers
    assert [cells[0] for _, cells in book] == [cells[0] for _, cells in text]
    assert Counter(client_kind_of(row["kind"]) for row in taken("ru_misc/partners.csv")) == {
        "company": 5,
        "person": 1,
    }


def test_a_dictionary_is_no_table_of_ours() -> None:
    with pytest.raises(Unreadable, match="columns_unknown"):
        taken(MAVEN + "data_dictionary.csv")


def test_money_of_the_deals_to_the_cent() -> None:
    expected = sum(
        int(row["close_value"] or 0) * 100 for row in plain(MAVEN + "sales_pipeline.csv")
    )
    amounts = [parse_money(row.get("amount", "")) for row in taken(MAVEN + "sales_pipeline.csv")]
    assert sum(minor_units(amount) for amount in amounts if amount is not None) == expected
    assert sum(1 for amount in amounts if amount is None) == 2089


def test_dates_of_the_invoices_are_month_first() -> None:
    rows = taken(AR)
    for name in ("issued_on", "due_on", "settled_on"):
        style = DateStyle.detect(row[name] for row in rows)
        assert style is DateStyle.MDY
        assert all(parse_date(row[name], style) for row in rows)
    days = [parse_date(row["due_on"], DateStyle.MDY) for row in rows]
    issued = [parse_date(row["issued_on"], DateStyle.MDY) for row in rows]
    assert {(a - b).days for a, b in zip(days, issued, strict=True) if a and b} == {30}


def test_every_stage_outcome_and_reason_is_known() -> None:
    for name in (MAVEN + "sales_pipeline.csv", "hubspot_dummy/hubspot_deals.csv"):
        assert all(stage_of(row["stage"]) for row in taken(name))
    assert all(stage_of(row["stage"]) for row in taken("salesforce_dataloader/opportunityData.csv"))
    reasons = [row.get("loss_reason", "") for row in taken("hubspot_dummy/hubspot_deals.csv")]
    assert all(loss_reason_of(reason) for reason in reasons if reason)
    activities = taken("hubspot_dummy/hubspot_activities.csv")
    assert Counter(activity_kind_of(row["kind"]) for row in activities) == {
        "meeting": 412, "note": 403, "call": 402, "email": 398, "task": 385,
    }  # fmt: skip
    assert all(outcome_of(row["outcome"]) for row in activities if "outcome" in row)
    assert all(client_status_of(row["status"]) for row in taken("atomic_crm/contacts.csv"))


def test_extensions_leave_the_phones() -> None:
    phones = [row["phone"] for row in taken("hubspot_dummy/hubspot_contacts.csv")]
    split = [split_phones(phone) for phone in phones]
    assert all(len(found) == 1 for found in split)
    assert sum(1 for [phone] in split if phone.extension) == sum("x" in phone for phone in phones)
    assert not any("x" in phone.number for [phone] in split)

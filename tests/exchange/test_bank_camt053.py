"""CAMT.053: the real files, and what the standard allows beside them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.bank import open_statement
from pipeline_tui.wording.problems import problem
from tests.samples import needs_samples, sample

TEXT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>
<Acct><Id><IBAN>NL26VAYB8060476890</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">40.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-03-03</Dt></BookgDt><AcctSvcrRef>REF1</AcctSvcrRef><NtryDtls>
<TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">12.50</Amt></TxAmt></AmtDtls>
<RltdPties><Dbtr><Nm>One &amp; Co</Nm><Id><OrgId><Othr><Id>7707083893</Id></Othr></OrgId></Id></Dbtr>
<DbtrAcct><Id><IBAN>NL56AGDH9619008421</IBAN></Id></DbtrAcct></RltdPties>
<RmtInf><Ustrd>Invoice</Ustrd><Ustrd>17</Ustrd></RmtInf></TxDtls>
<TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">17.50</Amt></TxAmt></AmtDtls>
<RltdPties><Dbtr><Nm>Two</Nm></Dbtr></RltdPties></TxDtls>
</NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "statement.xml"
    path.write_text(text, encoding="utf-8")
    return path


def plain(path: Path) -> tuple[int, Decimal]:
    """Entries and their sum, by the standard library's tree."""
    entries = ET.parse(path).getroot().findall(".//{*}Ntry")
    signs = {"CRDT": 1, "DBIT": -1}
    return len(entries), sum(
        (
            Decimal(one.findtext("{*}Amt") or "0") * signs[one.findtext("{*}CdtDbtInd") or ""]
            for one in entries
        ),
        Decimal(0),
    )


@needs_samples
@pytest.mark.parametrize(
    "name", ["camt053.v2.minimal", "camt053.v2.multi.statement", "camt053.v4", "camt053.v8"]
)
def test_real_statements_count_and_add_up_as_a_plain_read(name: str) -> None:
    path = sample(f"bank_camt053/{name}.xml")
    statement = open_statement(path)
    lines = list(statement)
    assert (len(lines), Decimal(sum(line.amount_minor for line in lines)) / 100) == plain(path)
    assert {line.currency for line in lines} == {"EUR"}
    assert not statement.rejected and not statement.wrong_totals
    assert statement.accounts == ["NL26VAYB8060476890"]


@needs_samples
def test_the_payer_is_read_in_every_version() -> None:
    for version in ("v2.minimal", "v4", "v8"):
        (line,) = open_statement(sample(f"bank_camt053/camt053.{version}.xml"))
        assert (line.other.name, line.other.account) == ("NAME NAME", "NL56AGDH9619008421")
        assert line.purpose == "4654654654654654" and line.booked_on == date(2014, 12, 31)


@needs_samples
def test_a_file_without_a_statement_says_so() -> None:
    with pytest.raises(Unreadable) as raised:
        list(open_statement(sample("bank_camt053/camt053.v2.wrong.xml")))
    assert "camt053.v2.wrong.xml" in problem(raised.value)


def test_a_batch_is_its_movements(tmp_path: Path) -> None:
    statement = open_statement(written(tmp_path, TEXT))
    one, two = statement
    assert (one.amount_minor, one.other.name, one.purpose) == (1250, "One & Co", "Invoice 17")
    assert one.other.inn == "7707083893"
    assert (two.amount_minor, two.other.name) == (1750, "Two")
    assert one.key != two.key and not statement.wrong_totals


def test_an_invoice_that_the_bank_names_by_itself_stands_in_the_purpose(tmp_path: Path) -> None:
    told = "<Strd><RfrdDocInf><Nb>17</Nb></RfrdDocInf></Strd>"
    text = TEXT.replace("<Ustrd>Invoice</Ustrd><Ustrd>17</Ustrd>", told)
    one, _two = open_statement(written(tmp_path, text))
    assert one.purpose == "invoice 17"


def test_a_batch_that_does_not_add_up_stays_whole(tmp_path: Path) -> None:
    (line,) = open_statement(written(tmp_path, TEXT.replace("17.50", "17.00")))
    assert line.amount_minor == 3000


def test_a_balance_that_disagrees_is_a_warning(tmp_path: Path) -> None:
    statement = open_statement(written(tmp_path, TEXT.replace("40.00", "41.00")))
    assert len(list(statement)) == 2
    (wrong,) = statement.wrong_totals
    assert (wrong.what, wrong.said_minor, wrong.found_minor) == ("closing", 4100, 4000)


def test_what_is_only_expected_has_not_come(tmp_path: Path) -> None:
    assert not list(open_statement(written(tmp_path, TEXT.replace("BOOK<", "PDNG<"))))


@pytest.mark.parametrize(
    ("was", "now", "field"),
    [
        ('Ccy="EUR">30.00', 'Ccy="EUR">thirty', "Ntry/Amt"),
        ('Ccy="EUR">30.00', 'Ccy="JPY">30.50', "Ntry/Amt"),
        ("2026-03-03", "2026-13-03", "Ntry/BookgDt"),
        ("CRDT</CdtDbtInd><Sts>", "HUM</CdtDbtInd><Sts>", "Ntry/CdtDbtInd"),
    ],
)
def test_a_bad_entry_is_named_by_number_and_field(
    tmp_path: Path, was: str, now: str, field: str
) -> None:
    statement = open_statement(written(tmp_path, TEXT.replace(was, now)))
    assert not list(statement)
    sentence = problem(statement.rejected[0])
    assert "statement.xml, row 1" in sentence and field in sentence


def test_broken_xml_and_entities_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as raised:
        list(open_statement(written(tmp_path, TEXT[:900])))
    assert "row" in problem(raised.value)
    bomb = TEXT.replace("<Document", '<!DOCTYPE x [<!ENTITY a "b">]><Document', 1)
    with pytest.raises(Unreadable):
        list(open_statement(written(tmp_path, bomb)))

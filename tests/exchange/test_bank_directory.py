"""Directories of banks as they come: the Bank of Russia's XML and ZIP, and tables."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pipeline_tui.domain.banks import BankRow
from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.bank_directory import read_banks

ED807 = """<?xml version="1.0" encoding="WINDOWS-1251"?>
<ED807 xmlns="urn:cbr-ru:ed:v2.0" EDNo="1" EDDate="2026-03-11" EDAuthor="4583001999"
 CreationReason="RQST" InfoTypeCode="FIRR" BusinessDay="2026-03-11" DirectoryVersion="1">
 <BICDirectoryEntry BIC="044525225">
  <ParticipantInfo NameP="ПАО СБЕРБАНК" RegN="1481" CntrCd="RU" Rgn="45" Tnp="г" Nnp="Москва"
   DateIn="2000-01-01" PtType="20" ParticipantStatus="PSAC"/>
  <SWBICS SWBIC="SABRRUMM" DefaultSWBIC="1"/>
  <Accounts Account="30101810400000000000" RegulationAccountType="CRSA" AccountStatus="ACDL"/>
  <Accounts Account="30101810400000000225" RegulationAccountType="CRSA" AccountStatus="ACAC"/>
 </BICDirectoryEntry>
 <BICDirectoryEntry BIC="041280103">
  <ParticipantInfo NameP="УФК по Астраханской области" Nnp="Астрахань" ParticipantStatus="PSAC"/>
  <Accounts Account="40116810300000010002" RegulationAccountType="TRSA" AccountStatus="ACAC"/>
 </BICDirectoryEntry>
 <BICDirectoryEntry BIC="044525999">
  <ParticipantInfo NameP="Закрытый банк" Nnp="Москва" ParticipantStatus="PSDL"/>
  <Accounts Account="30101810400000000999" RegulationAccountType="CRSA" AccountStatus="ACAC"/>
 </BICDirectoryEntry>
</ED807>
"""
TAKEN = [
    (1, BankRow("044525225", "ПАО СБЕРБАНК", "30101810400000000225", "Москва")),
    (2, BankRow("041280103", "УФК по Астраханской области", "", "Астрахань")),
]


def test_the_xml_of_the_bank_of_russia_bare_and_packed(tmp_path: Path) -> None:
    bare = tmp_path / "20260311_ED807_full.xml"
    bare.write_text(ED807, encoding="cp1251")
    packed = tmp_path / "20260311ED01OSBR.zip"
    with zipfile.ZipFile(packed, "w") as into:
        into.write(bare, bare.name)
    assert list(read_banks(bare)) == list(read_banks(packed)) == TAKEN


def test_a_table_whose_numbers_went_through_a_spreadsheet(tmp_path: Path) -> None:
    table = tmp_path / "banks.csv"
    table.write_text(
        "NEWNUM;NAMEP;KSNP;КПП\n44525225.0; Сбер ;3010 1810 4000 0000 0225;773601001\n;;;\n1;2;3;4;5\n"
    )
    found = list(read_banks(table))
    assert found[0] == (2, BankRow("044525225", "Сбер", "30101810400000000225", "", "773601001"))
    assert [(row, type(said)) for row, said in found[1:]] == [(4, Unreadable)]


@pytest.mark.parametrize(
    "text",
    [
        "Name;City\nСбер;Москва\n",
        "<?xml version='1.0'?><ED808/>",
        "<?xml version='1.0'?><ED807><BICDirectoryEntry BIC='1'>",
        "<?xml version='1.0'?><!DOCTYPE ED807 [<!ENTITY a 'b'>]><ED807/>",
    ],
)
def test_what_is_no_directory_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.txt"
    file.write_text(text)
    with pytest.raises(Unreadable, match="banks_unknown"):
        list(read_banks(file))

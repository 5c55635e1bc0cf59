"""Statements for 1C: the real files, and what banks do to the format."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.domain.statements import StatementLine
from pipeline_tui.exchange.bank import open_statement
from pipeline_tui.wording.problems import problem
from tests.samples import needs_samples, sample

OWN = "40702810900000000001"
HEAD = f"""1CClientBankExchange
ВерсияФормата=1.03
Кодировка=DOS
Получатель=1С:Предприятие
РасчСчет={OWN}
СекцияРасчСчет
РасчСчет={OWN}
НачальныйОстаток=100.00
ВсегоПоступило=1500.50
ВсегоСписано=200
КонечныйОстаток=1400.50
КонецРасчСчет
"""
CAME = f"""СекцияДокумент=Платежное поручение
Номер=198
Дата=02.03.2026
Сумма=1500.50
ДатаПоступило=03.03.2026
Плательщик=7707083893 ООО Ромашка
Плательщик1=ООО "Ромашка"
ПлательщикИНН=7707083893
ПлательщикКПП=770701001
ПлательщикРасчСчет=40702810500000000007
ПлательщикБИК=044525225
Получатель1=ООО "Мы"
ПолучательРасчСчет={OWN}
НазначениеПлатежа=Оплата по счету №198 от 21.08.2025
КонецДокумента
"""
WENT = f"""СекцияДокумент=Банковский ордер
Номер=7
Дата=03.03.2026
Сумма=200
ДатаСписано=03.03.2026
ПлательщикСчет={OWN}
ПолучательСчет=70601810000000000001
Получатель=7702070139 БАНК
НазначениеПлатежа=Комиссия
КонецДокумента
"""
END = "КонецФайла\n"


def written(folder: Path, text: str, encoding: str = "cp1251") -> Path:
    path = folder / "kl_to_1c.txt"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return path


def plain(path: Path, encoding: str) -> tuple[int, Decimal, Decimal]:
    """Documents and what came and went, read with nothing but regular expressions."""
    text = path.read_bytes().decode(encoding).replace("\r", "")
    own = set(re.findall(r"^РасчСчет=(\d+)$", text, re.M))
    came = went = Decimal(0)
    documents = re.findall(r"^СекцияДокумент=.*?^КонецДокумента$", text, re.M | re.S)
    for one in documents:
        said = dict(re.findall(r"^(\w+)=(.*)$", one, re.M))
        amount = Decimal(said["Сумма"])
        if said["ПлательщикРасчСчет"] in own or not said.get("ДатаПоступило"):
            went += amount
        else:
            came += amount
    return len(documents), came, went


def sums(lines: list[StatementLine]) -> tuple[int, Decimal, Decimal]:
    came = sum(line.amount_minor for line in lines if line.amount_minor > 0)
    went = -sum(line.amount_minor for line in lines if line.amount_minor < 0)
    return len(lines), Decimal(came) / 100, Decimal(went) / 100


@needs_samples
@pytest.mark.parametrize(
    ("name", "encoding", "lines", "warned"),
    [
        ("kilylabs_one_day_cp1251.txt", "cp1251", 13, []),
        ("vtb_kl_to_1c.txt", "cp1251", 3, ["came", "went", "closing"]),
        ("xini1_sample1.txt", "utf-8", 2, ["came", "went", "closing", "came", "went"]),
        ("zharikovpro_documents.txt", "cp1251", 2, ["came", "went", "closing"]),
    ],
)
def test_real_statements_count_and_add_up_as_a_plain_read(
    name: str, encoding: str, lines: int, warned: list[str]
) -> None:
    path = sample(f"bank_1c/{name}")
    statement = open_statement(path)
    found = list(statement)
    assert sums(found) == plain(path, encoding)
    assert len(found) == lines and not statement.rejected and not statement.cut
    assert [one.what for one in statement.wrong_totals] == warned


@needs_samples
def test_real_lines_are_told_apart_and_transfers_are_known() -> None:
    kily = list(open_statement(sample("bank_1c/kilylabs_one_day_cp1251.txt")))
    assert len({line.key for line in kily}) == 13  # two of them are numbered 1
    xini = list(open_statement(sample("bank_1c/xini1_sample1.txt")))
    assert all(line.transfer for line in xini)
    vtb = list(open_statement(sample("bank_1c/vtb_kl_to_1c.txt")))
    assert vtb[1].other.name == "ИП Пупкин О.А." and vtb[1].amount_minor == -1305600


@needs_samples
def test_what_is_no_statement_is_said_so() -> None:
    with pytest.raises(Unreadable) as raised:
        open_statement(sample("bank_1c/zharikovpro_wrong_format.txt"))
    assert "zharikovpro_wrong_format.txt" in problem(raised.value)


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "utf-8", "utf-8-sig", "utf-16", "koi8-r"])
def test_any_encoding_whatever_the_file_says_of_itself(tmp_path: Path, encoding: str) -> None:
    text = HEAD + CAME + WENT + END
    if encoding == "koi8-r":  # which has no such sign
        text = text.replace("№", "")
    came, went = open_statement(written(tmp_path, text, encoding))
    assert came.other.name == 'ООО "Ромашка"' and came.other.inn == "7707083893"
    assert came.booked_on == date(2026, 3, 3) and came.dated_on == date(2026, 3, 2)
    assert (came.amount_minor, came.currency, came.account) == (150050, "RUB", OWN)
    assert came.purpose.replace("№", "") == "Оплата по счету 198 от 21.08.2025"
    assert went.amount_minor == -20000 and went.other.name == "БАНК"


def test_totals_that_agree_give_no_warning_and_those_that_do_not_say_by_how_much(
    tmp_path: Path,
) -> None:
    good = open_statement(written(tmp_path, HEAD + CAME + WENT + END))
    assert len(list(good)) == 2 and not good.wrong_totals
    half = open_statement(written(tmp_path, HEAD + CAME + END))
    list(half)
    assert [(one.what, one.said_minor, one.found_minor) for one in half.wrong_totals] == [
        ("went", 20000, 0),
        ("closing", 140050, 160050),
    ]


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("Сумма=1500.50", "Сумма=много", ["row 13", "Сумма", "много"]),
        ("Сумма=1500.50\n", "", ["row 13", "Сумма"]),
        ("Сумма=1500.50", "Сумма=0.00", ["row 13", "Сумма", "0.00"]),
        ("ДатаПоступило=03.03.2026", "ДатаПоступило=31.02.2026", ["row 13", "ДатаПоступило"]),
        (f"ПолучательРасчСчет={OWN}\n", "ДатаСписано=03.03.2026\n", ["row 13"]),
    ],
)
def test_a_bad_document_is_named_by_row_and_field_and_the_rest_is_read(
    tmp_path: Path, was: str, now: str, said: list[str]
) -> None:
    statement = open_statement(written(tmp_path, HEAD + CAME.replace(was, now) + WENT + END))
    assert [line.number for line in statement] == ["7"]
    (bad,) = statement.rejected
    sentence = problem(bad)
    assert all(part in sentence for part in ["kl_to_1c.txt", *said]), sentence


def test_a_file_that_ends_too_early_says_so(tmp_path: Path) -> None:
    statement = open_statement(written(tmp_path, HEAD + WENT + CAME[:200]))
    assert len(list(statement)) == 1
    assert statement.cut and "row 23" in problem(statement.rejected[0])


def test_an_unclosed_document_does_not_swallow_the_next(tmp_path: Path) -> None:
    text = HEAD + CAME.replace("КонецДокумента\n", "") + WENT + END
    assert [line.number for line in open_statement(written(tmp_path, text))] == ["198", "7"]


def test_a_section_for_each_day_makes_one_period(tmp_path: Path) -> None:
    days = f"""1CClientBankExchange
СекцияРасчСчет
РасчСчет={OWN}
НачальныйОстаток=100.00
ВсегоПоступило=1500.50
ВсегоСписано=0
КонечныйОстаток=1600.50
КонецРасчСчет
СекцияРасчСчет
РасчСчет={OWN}
НачальныйОстаток=1600.50
ВсегоПоступило=0
ВсегоСписано=200
КонечныйОстаток=1400.50
КонецРасчСчет
"""
    statement = open_statement(written(tmp_path, days + CAME + WENT + END))
    assert len(list(statement)) == 2 and not statement.wrong_totals


def test_the_key_is_of_the_movement_not_of_the_file(tmp_path: Path) -> None:
    first, _ = open_statement(written(tmp_path, HEAD + CAME + WENT + END))
    _, again = open_statement(written(tmp_path, HEAD + WENT + CAME + END, "utf-8"))
    assert first.row != again.row and first.key == again.key
    other, _ = open_statement(written(tmp_path, HEAD + CAME.replace("1500.50", "1500.51") + WENT))
    assert other.key != first.key


def test_the_currency_is_that_of_the_account(tmp_path: Path) -> None:
    dollars = OWN.replace("810", "840", 1)
    text = (HEAD + CAME + WENT + END).replace(OWN, dollars)
    assert {line.currency for line in open_statement(written(tmp_path, text))} == {"USD"}


@pytest.mark.parametrize(
    "written_so",
    [
        "ИНН 7707083893 ООО Ромашка",
        "7707083893, ООО Ромашка",
        "ИНН 7707083893/770701001 ООО Ромашка",
    ],
)
def test_inn_and_name_in_one_key_are_told_apart(tmp_path: Path, written_so: str) -> None:
    came = CAME.replace('Плательщик1=ООО "Ромашка"\n', "").replace("ПлательщикИНН=7707083893\n", "")
    came = came.replace("Плательщик=7707083893 ООО Ромашка", f"Плательщик={written_so}")
    (line,) = open_statement(written(tmp_path, HEAD + came + END))
    assert (line.other.inn, line.other.name) == ("7707083893", "ООО Ромашка")

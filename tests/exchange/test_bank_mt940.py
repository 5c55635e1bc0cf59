"""MT940: the real files of eight banks, and single fields."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline_tui.exchange.bank import open_statement
from pipeline_tui.exchange.bank.mt940_text import read_details
from pipeline_tui.wording.problems import problem
from tests.samples import needs_samples, sample

HEAD = ":20:ONE\n:25:BANKDEFF/0390123456EUR\n:28C:1/1\n:60F:C260301EUR100,\n"
LINE = ":61:2603020303C1500,5NTRFINV-17//BANK1\n:86:INVOICE 17\n"
END = ":62F:C260303EUR1600,5\n-\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "statement.sta"
    path.write_text(text, encoding="utf-8")
    return path


def plain(path: Path) -> tuple[int, Decimal]:
    """Lines and their sum, by one regular expression."""
    found = re.findall(
        r"(?m)^:61:\d{6}(?:\d{4})?(C|D)(\d+,?\d*)", path.read_bytes().decode("latin1")
    )
    return len(found), sum(
        (Decimal(amount.replace(",", ".")) * (1 if mark == "C" else -1) for mark, amount in found),
        Decimal(0),
    )


@needs_samples
@pytest.mark.parametrize(
    ("bank", "warned"),
    [
        ("abnamro", 2), ("generic", 0), ("ing", 1), ("knab", 1), ("postfinance", 1),
        ("rabobank-iban", 0), ("rabobank", 2), ("sns", 0), ("triodos", 1),
    ],
)  # fmt: skip
def test_real_statements_count_and_add_up_as_a_plain_read(bank: str, warned: int) -> None:
    path = sample(f"bank_mt940/jejik__{bank}.sta")
    statement = open_statement(path)
    lines = list(statement)
    assert (len(lines), Decimal(sum(line.amount_minor for line in lines)) / 100) == plain(path)
    assert lines and not statement.rejected and not statement.cut
    assert len(statement.wrong_totals) == warned
    assert len({line.key for line in lines}) == len(lines)


@needs_samples
@pytest.mark.parametrize(
    ("bank", "place", "name", "account", "purpose"),
    [
        ("knab", 1, "PICQER", "NL65INGB0123456789", "FACTUUR 201403110, 201403113"),
        ("rabobank-iban", 0, "CONTRA ACCOUNT HOLDER", "NL70ABNA0987654321", ""),
        ("rabobank-iban", 1, "JOHN DOE", "P001234567", "Reference 201301234"),
        ("triodos", 1, "", "0133967858", "HUUR KANTOOR - FEB 2010"),
        ("ing", 5, "", "0123456789",
         "0123456789 EJ46GREENP100610T1456 CLIEOP TMG GPHONGKONG AMSTERDAM"),
        ("postfinance", 0, "JANE DOE EXAMPLESTRASSE 10 1234 XXXX", "",
         "GIRO AUS ONLINE-SIC 80532 AUFTRAGGEBER: JANE DOE EXAMPLESTRASSE 10 1234 XXXX"
         " 131209CH98765432 MITTEILUNGEN: RECHNUNG XXXXXXXXXXXX"),
        ("rabobank", 1, "T-MOBILE NETHERLANDS BV", "",
         "BETALINGSKENM. 123456789 FACTUURNUMMER 987654321"),
    ],
)  # fmt: skip
def test_each_bank_names_the_other_side_in_its_own_way(
    bank: str, place: int, name: str, account: str, purpose: str
) -> None:
    line = list(open_statement(sample(f"bank_mt940/jejik__{bank}.sta")))[place]
    assert (line.other.name, line.other.account, line.purpose) == (name, account, purpose)


def test_a_line_by_its_parts(tmp_path: Path) -> None:
    statement = open_statement(written(tmp_path, HEAD + LINE + END))
    (line,) = statement
    assert (line.amount_minor, line.currency, line.account) == (150050, "EUR", "0390123456")
    assert (line.number, line.bank_id, line.purpose) == ("INV-17", "BANK1", "INVOICE 17")
    assert (line.booked_on, line.dated_on) == (date(2026, 3, 3), date(2026, 3, 2))
    assert not statement.wrong_totals


@pytest.mark.parametrize(
    ("mark", "amount", "reversal"),
    [("C", 150050, False), ("D", -150050, False), ("RC", -150050, True), ("RD", 150050, True)],
)
def test_a_reversal_moves_the_other_way(
    tmp_path: Path, mark: str, amount: int, reversal: bool
) -> None:
    text = HEAD + LINE.replace("0303C", f"0303{mark}") + END
    (line,) = open_statement(written(tmp_path, text))
    assert (line.amount_minor, line.reversal) == (amount, reversal)


def test_the_day_of_entry_takes_the_year_that_is_near(tmp_path: Path) -> None:
    text = HEAD + LINE.replace("2603020303", "2612310102") + END
    (line,) = open_statement(written(tmp_path, text))
    assert line.booked_on == date(2027, 1, 2)


@pytest.mark.parametrize(
    "was_now", [("260302", "260231"), ("C1500,5", "X1500"), ("C1500,5", "C1,555")]
)
def test_a_bad_line_is_named_by_row_and_the_rest_is_read(
    tmp_path: Path, was_now: tuple[str, str]
) -> None:
    text = HEAD + LINE.replace(*was_now) + LINE + END
    statement = open_statement(written(tmp_path, text))
    assert len(list(statement)) == 1
    assert "statement.sta, row 5" in problem(statement.rejected[0])


def test_text_in_codes_and_in_words() -> None:
    german = read_details(
        [
            "166?00GUTSCHRIFT?10931?20RECHNUNG 17 VOM?21 03.03.2026?30GENODEF1?31DE0212345678?32MUSTER?33 GMBH"
        ]
    )
    assert german.purpose == "RECHNUNG 17 VOM 03.03.2026"
    assert (german.name, german.account, german.bank) == ("MUSTER GMBH", "DE0212345678", "GENODEF1")
    dutch = read_details(
        ["/CNTP/NL84INGB0234561789/INGBNL2A/ONE BV/ROTTERDAM//REMI/USTD//INVOICE 17/"]
    )
    assert (dutch.name, dutch.account, dutch.bank) == ("ONE BV", "NL84INGB0234561789", "INGBNL2A")
    assert dutch.purpose == "INVOICE 17"
    russian = read_details(["ООО РОМАШКА ИНН 7707083893 КПП 770701001 ОПЛАТА ПО СЧЕТУ 17"])
    assert (russian.inn, russian.kpp) == ("7707083893", "770701001")

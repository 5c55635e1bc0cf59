"""Address books and calendars: lines as the standards want them, and read back by a plain reader."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.exchange import calendar_out, vcard_out
from pipeline_tui.exchange.calendar_out import Entry
from pipeline_tui.exchange.content_lines import escaped, folded
from pipeline_tui.exchange.vcard_out import Card, Tel

NOW = datetime(2026, 3, 11, 7, 20, tzinfo=UTC)


def unfolded(text: str) -> list[str]:
    """Lines as a reader joins them."""
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=300))
def test_a_line_is_folded_by_octets_and_joins_again(text: str) -> None:
    line = folded("NOTE", escaped(text))
    assert all(len(part.encode()) <= 75 for part in line.split("\r\n"))
    assert unfolded(line) == [f"NOTE:{escaped(text)}"]


def test_a_value_cannot_start_a_line_of_its_own() -> None:
    assert escaped("a;b,c\\d\r\nEND:VCARD\x00\u2028x") == "a\\;b\\,c\\\\d\\nEND:VCARD\\nx"


def test_a_person_and_a_company() -> None:
    person = Card(
        "urn:uuid:1", "Петров Иван Ильич", family="Петров", given="Иван", additional="Ильич",
        company="Щит, ООО", title="директор", role="ЛПР",
        phones=(Tel("+79123456789", "8 912 345-67-89"), Tel("+74951234567", "", "12"),
                Tel(None, "вн. 5")),
        emails=("p@x.ru",), birthday=date(1980, 2, 29), city="Пермь", country="RU",
    )  # fmt: skip
    firm = Card("urn:uuid:2", "Щит", is_firm=True, company="Щит", website="shit.example")
    assert unfolded("".join(vcard_out.written([person, firm], NOW))) == [
        "BEGIN:VCARD", "VERSION:4.0", "UID:urn:uuid:1", "KIND:individual",
        "FN:Петров Иван Ильич", "N:Петров;Иван;Ильич;;", "ORG:Щит\\, ООО", "TITLE:директор",
        "ROLE:ЛПР", "TEL;TYPE=cell;PREF=1;VALUE=uri:tel:+79123456789",
        "TEL;TYPE=work;VALUE=uri:tel:+74951234567;ext=12", "TEL;TYPE=work:вн. 5",
        "EMAIL;TYPE=work:p@x.ru", "BDAY:19800229", "ADR;TYPE=work:;;;Пермь;;;RU",
        "REV:20260311T072000Z", "END:VCARD",
        "BEGIN:VCARD", "VERSION:4.0", "UID:urn:uuid:2", "KIND:org", "FN:Щит", "ORG:Щит",
        "URL:shit.example", "REV:20260311T072000Z", "END:VCARD",
    ]  # fmt: skip


def test_a_moment_is_utc_and_a_day_is_whole() -> None:
    from zoneinfo import ZoneInfo

    at = datetime(2026, 3, 12, 15, 0, tzinfo=ZoneInfo("Europe/Moscow"))
    lines = unfolded(
        "".join(
            calendar_out.written(
                [
                    Entry("1", "Встреча", at, 60, "Щит\nДоговор", "Пермь, ул. Мира"),
                    Entry("2", "Звонок", date(2026, 2, 28), cancelled=True),
                ],
                NOW, "Шаги",
            )
        )
    )  # fmt: skip
    assert lines[:5] == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pipeline-tui//EN", "METHOD:PUBLISH",
        "X-WR-CALNAME:Шаги",
    ]  # fmt: skip
    assert {
        "DTSTART:20260312T120000Z", "DTEND:20260312T130000Z", "DESCRIPTION:Щит\\nДоговор",
        "LOCATION:Пермь\\, ул. Мира", "STATUS:CONFIRMED", "DTSTART;VALUE=DATE:20260228",
        "DTEND;VALUE=DATE:20260301", "STATUS:CANCELLED", "DTSTAMP:20260311T072000Z",
    } <= set(lines)  # fmt: skip
    assert lines[-2:] == ["END:VEVENT", "END:VCALENDAR"]

"""What a row of a table of clients says: columns of the client, and the person that it names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline_tui.domain.clients import check_inn, fold
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.requisites import check_bank, check_kpp, check_ogrn
from pipeline_tui.domain.vocabulary import ClientKind
from pipeline_tui.exchange.countries import country_code
from pipeline_tui.exchange.kinds import client_kind_of, client_status_of
from pipeline_tui.exchange.values import clean_id, domain_of, restore_zero
from pipeline_tui.services.importing.intake import Line
from pipeline_tui.services.importing.known import check_name

_LONGEST = 300
_TEXTS = ("industry", "region", "city", "address", "source", "owner", "notes")
_LATIN = {1040: "A", 1042: "B", 1057: "C"}
"""Cyrillic letters that look like those of the classes."""


def read_client(line: Line) -> dict[str, Any]:
    """Columns of the client; values that fit none are left for the own fields."""
    inn, kpp = _inn_of(line)
    name = " ".join((line.text("name") or inn).split())
    check_name(name, "name")
    values: dict[str, Any] = {column: line.text(column) for column in _TEXTS}
    values |= {
        "name": name, "inn": inn, "ogrn": clean_id(line.text("ogrn")),
        "kpp": kpp or restore_zero(clean_id(line.text("kpp")), 9),
        "bik": restore_zero(clean_id(line.text("bik")), 9), "account": clean_id(line.text("account")),
        "size": clean_id(line.text("size")), "kind": _kind(line, name, inn),
        "status": _read(line, "status", client_status_of), "abc": _read(line, "class", _class),
        "country": _read(line, "country", country_code),
        "website": web_address(line.text("website")),
    }  # fmt: skip
    _look_over(line, values)
    line.leave("parent")
    if not person_named(line):
        line.leave("contact")
        line.leave("job_title")
    created = line.day_if_any("created_on")
    if created is not None and created <= line.intake.today:
        values["created_at"] = line.intake.noon(created)
    return {column: value for column, value in values.items() if value not in ("", None)}


def _look_over(line: Line, values: dict[str, Any]) -> None:
    """Numbers of a Russian firm that cannot be right are taken as they stand, with a warning: a file
    from an accountant's program is more often foreign or old than mistyped."""
    country = values["country"] or line.intake.country
    if values["bik"] or values["account"]:
        try:
            values |= check_bank(values["bik"], values["account"], country)
        except Invalid as problem:
            line.warn(problem)
    if country != "RU":
        return
    for name, check in (("kpp", check_kpp), ("ogrn", check_ogrn)):
        if values[name]:
            try:
                values[name] = check(values[name])
            except Invalid as problem:
                line.warn(problem)


def person_named(line: Line) -> str:
    """The contact person that a client's row names; "" where the cell holds a number or an address."""
    text = line.text("contact")
    if not text:
        return ""
    text = " ".join(text.split())
    is_name = len(text) <= _LONGEST and "@" not in text and not any(map(str.isdigit, text))
    return text if is_name and any(map(str.isalpha, text)) else ""


def web_address(text: str) -> str:
    """A website as it is kept: the domain alone, unless the address leads deeper."""
    if not text:
        return ""
    domain = domain_of(text)
    deeper = text.partition("://")[2] or text
    return domain if domain and "/" not in deeper.strip("/ ") else text


def _read(line: Line, field: str, meaning: Callable[[str], str | None]) -> str:
    """What a word means to us; one that means nothing is left."""
    text = line.text(field)
    found = meaning(text) if text else ""
    if not found:
        line.leave(field)
    return found or ""


def _kind(line: Line, name: str, inn: str) -> str:
    if kind := _read(line, "kind", client_kind_of):
        return kind
    if len(inn) == 12 or fold(name).startswith("ип "):
        return ClientKind.SOLE_TRADER.value
    return ClientKind.COMPANY.value


def _class(text: str) -> str:
    letter = text.strip().upper().translate(_LATIN)
    return letter if letter in ("A", "B", "C") else ""


def _inn_of(line: Line) -> tuple[str, str]:
    """(ИНН, КПП) of the cell; a number whose check digits disagree is kept apart, with a warning."""
    text = line.text("inn")
    if not text:
        return "", ""
    first, _, second = text.partition("/")
    digits = restore_zero(clean_id(first).replace(" ", ""), 10, 12)
    kpp = restore_zero(clean_id(second), 9) if second else ""
    try:
        return check_inn(digits), kpp
    except Invalid as problem:
        line.warn(problem)
        line.leave("inn")
        return "", kpp

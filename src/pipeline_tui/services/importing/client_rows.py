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
_SOLE_TRADER = len("ип ")
_LOOKED_OVER = frozenset({"kpp", "ogrn", "bik", "account"})
_LATIN = {1040: "A", 1042: "B", 1057: "C"}
"""Cyrillic letters that look like those of the classes."""


def read_client(line: Line) -> dict[str, Any]:
    """Columns of the client; values that fit none are left for the own fields."""
    said = line.values
    inn, kpp = _inn_of(line) if "inn" in said else ("", "")
    name = " ".join((line.text("name") or inn).split())
    check_name(name, "name")
    values: dict[str, Any] = {"name": name, "inn": inn, "kpp": kpp}
    # Only what the row has is read: a file rarely fills a third of the columns that one could have.
    for column in _TEXTS:
        if column in said:
            values[column] = line.text(column)
    for field, (column, read) in _READ.items():
        if field in said and not values.get(column):
            values[column] = read(line, field)
    if not values.get("kind"):
        sole = len(inn) == 12 or fold(name[:_SOLE_TRADER]) == "ип "
        values["kind"] = (ClientKind.SOLE_TRADER if sole else ClientKind.COMPANY).value
    if values["kpp"] or not said.keys().isdisjoint(_LOOKED_OVER):
        _look_over(line, values)
    line.leave("parent")
    if not person_named(line):
        line.leave("contact")
        line.leave("job_title")
    if "created_on" in said:
        created = line.day_if_any("created_on")
        if created is not None and created <= line.intake.today:
            values["created_at"] = line.intake.noon(created)
    return {column: value for column, value in values.items() if value}


def _look_over(line: Line, values: dict[str, Any]) -> None:
    """Numbers of a Russian firm that cannot be right are taken as they stand, with a warning: a file
    from an accountant's program is more often foreign or old than mistyped."""
    country = values.get("country") or line.intake.country
    bik, account = values.get("bik", ""), values.get("account", "")
    if bik or account:
        try:
            values |= check_bank(bik, account, country)
        except Invalid as problem:
            line.warn(problem)
    if country != "RU":
        return
    for name, check in (("kpp", check_kpp), ("ogrn", check_ogrn)):
        if values.get(name):
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


def _meaning(read: Callable[[str], str | None]) -> Callable[[Line, str], str]:
    """Reads what a word means to us; one that means nothing is left."""

    def found(line: Line, field: str) -> str:
        meant = read(line.text(field))
        if not meant:
            line.leave(field)
        return meant or ""

    return found


def _number(line: Line, field: str) -> str:
    return clean_id(line.text(field))


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


_READ: dict[str, tuple[str, Callable[[Line, str], str]]] = {
    "ogrn": ("ogrn", _number),
    "kpp": ("kpp", lambda line, field: restore_zero(_number(line, field), 9)),
    "bik": ("bik", lambda line, field: restore_zero(_number(line, field), 9)),
    "account": ("account", _number),
    "size": ("size", _number),
    "kind": ("kind", _meaning(client_kind_of)),
    "status": ("status", _meaning(client_status_of)),
    "class": ("abc", _meaning(_class)),
    "country": ("country", _meaning(country_code)),
    "website": ("website", lambda line, field: web_address(line.text(field))),
}
"""Field of the row → the client's column, and how it is read."""

"""`requisites`: numbers of a firm and its bank account, verified before money is sent."""

from __future__ import annotations

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.domain import requisites as rules
from pipeline_tui.domain.clients import check_inn
from pipeline_tui.domain.errors import Invalid


def add(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command()
    def requisites(
        inn: options.Inn = None,
        kpp: options.Kpp = None,
        ogrn: options.Ogrn = None,
        bik: options.Bik = None,
        account: options.Account = None,
        as_json: base.Json = False,
    ) -> None:
        found: dict[str, str] = {}
        if inn:
            found["inn"] = check_inn(inn)
        if kpp:
            found["kpp"] = rules.check_kpp(kpp)
        if ogrn:
            found["ogrn"] = rules.check_ogrn(ogrn)
        bank = rules.check_bank(bik or "", account or "", "RU")
        found |= {name: number for name, number in bank.items() if number}
        if not found:
            raise Invalid("", "nothing_to_check")
        if as_json:
            base.give_json(found)
            return
        from pipeline_tui.wording.labels import field

        for name, number in found.items():
            base.give(f"{field(name)}: {number}")

"""`requisites`: numbers of a firm and its bank account, verified before money is sent; banks by BIK."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli.run import FAILED
from pipeline_tui.domain import requisites as rules
from pipeline_tui.domain.clients import check_inn
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.i18n import _

_SHOWN = 10


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    requisites = typer.Typer(no_args_is_help=True)
    app.add_typer(requisites, name="requisites")
    _add_check(requisites)
    _add_banks(requisites)


def _add_check(app: typer.Typer) -> None:
    @app.command(
        help=_("Verify an INN, KPP, OGRN, BIK, and an account against its bank; name the bank.")
    )
    def check(
        context: typer.Context,
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
        to = rules.check_bank(bik or "", account or "", "RU")
        found |= {name: digits for name, digits in to.items() if digits}
        if not found:
            raise Invalid("", "nothing_to_check")
        bank, warnings = None, rules.doubts(found)
        run = base.run_of(context)
        if to["bik"] and run.db.exists():
            with run.desk() as desk:
                bank = desk.banks.named(to["bik"])
                warnings += ["bik_unknown"] if desk.banks.unknown(to["bik"]) else []
        if as_json:
            base.give_json({**found, "bank": bank, "warnings": warnings})
            return
        from pipeline_tui.wording import requisites as words
        from pipeline_tui.wording.labels import field

        for name, digits in found.items():
            base.give(f"{field(name)}: {digits}")
        if bank is not None:
            for name, text in (
                ("bank", words.bank(bank)),
                ("correspondent_account", bank.account),
                ("bank_kpp", bank.kpp),
            ):
                if text:
                    base.give(f"{field(name)}: {text}")
        for code in warnings:
            base.remark(words.doubt(code, found))


def _add_banks(app: typer.Typer) -> None:
    @app.command(
        help=_(
            "Load banks from a table or from the Bank of Russia’s ED807; without a file, list them."
        )
    )
    def banks(
        context: typer.Context,
        file: Annotated[Path | None, typer.Argument(metavar="FILE", help=_("CSV, XLSX, XML or ZIP."))] = None,
        find: Annotated[str, typer.Option("--find", metavar="TEXT", help=_("Only those like this: a BIK, part of a name, a town."))] = "",
        limit: options.Limit = 50,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.wording import requisites as words
        from pipeline_tui.wording.labels import field

        with base.run_of(context).desk() as desk:
            if file is None:
                found = desk.banks.found(find)[:limit]
                if as_json:
                    base.give_json(found)
                    return
                base.give_table(
                    (field("bik"), field("bank"), field("city"), field("correspondent_account")),
                    [(one.bik, one.name, one.city, one.account) for one in found],
                )
                return
            done = desk.banks.load(file)
        if as_json:
            listed = [
                {"row": one.row, "code": one.problem.code, "reason": words.why(one)}
                for one in done.listed
            ]
            base.give_json({**base.plain(done), "listed": listed})
        else:
            base.give(words.taken(done))
            for one in done.listed[:_SHOWN]:
                base.remark(f"{words.place(file.name, one)}: {words.why(one)}")
            if len(done.listed) > _SHOWN:
                base.remark(_("and {n} more; --json names all").format(n=len(done.listed) - _SHOWN))
        if done.rows and done.rows == len(done.listed):
            raise typer.Exit(FAILED)

"""Options and arguments that several verbs share, each with what its help says.

The texts are marked here and translated when a page is written: these are older than the language.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from pipeline_tui.domain.vocabulary import ClientKind, ClientStatus, ContactRole, TaskKind
from pipeline_tui.i18n import N_, _


class Abc(StrEnum):
    """Classes of clients, as `--class` takes them."""

    A = "A"
    B = "B"
    C = "C"


Client = Annotated[
    str, typer.Argument(metavar="CLIENT", help=N_("Number, or part of the name, phone or INN."))
]
MaybeClient = Annotated[
    str | None,
    typer.Argument(metavar="CLIENT", help=N_("Number, or part of the name, phone or INN.")),
]
OfClient = Annotated[
    str | None,
    typer.Option(
        "--client", "-c", metavar="CLIENT", help=N_("Number, or part of the name, phone or INN.")
    ),
]
Deal = Annotated[int, typer.Argument(metavar="NUMBER", help=N_("Number of the deal."))]
OfDeal = Annotated[
    int | None,
    typer.Option("--deal", "-d", metavar="NUMBER", help=N_("Number of the deal.")),
]
Task = Annotated[int, typer.Argument(metavar="NUMBER", help=N_("A number from `task list`."))]
Person = Annotated[int, typer.Argument(metavar="NUMBER", help=N_("A number from `contact list`."))]
Limit = Annotated[
    int, typer.Option("--limit", "-n", min=1, max=100_000, help=N_("At most so many."))
]

Kind = Annotated[ClientKind | None, typer.Option("--kind", help=N_("What they are."))]
Status = Annotated[ClientStatus | None, typer.Option("--status", help=N_("How it stands."))]
Class = Annotated[Abc | None, typer.Option("--class", help=N_("How much they are worth."))]
Inn = Annotated[str | None, typer.Option("--inn", help=N_("INN of 10 or 12 digits."))]
Kpp = Annotated[str | None, typer.Option("--kpp", help=N_("KPP of 9 digits."))]
Ogrn = Annotated[str | None, typer.Option("--ogrn", help=N_("OGRN of 13 or 15 digits."))]
Bik = Annotated[str | None, typer.Option("--bik", help=N_("BIK of nine digits."))]
Account = Annotated[
    str | None, typer.Option("--account", help=N_("Account at the bank of the BIK, or an IBAN."))
]
Industry = Annotated[str | None, typer.Option("--industry", help=N_("Line of business."))]
Size = Annotated[str | None, typer.Option("--size", help=N_("How big they are, in your words."))]
Region = Annotated[str | None, typer.Option("--region", help=N_("Region."))]
City = Annotated[str | None, typer.Option("--city", help=N_("City."))]
Country = Annotated[str | None, typer.Option("--country", help=N_("Two letters, such as RU."))]
Address = Annotated[str | None, typer.Option("--address", help=N_("Postal address."))]
Zone = Annotated[
    str | None,
    typer.Option("--time-zone", help=N_("Such as Asia/Yekaterinburg; else by the city.")),
]
Website = Annotated[str | None, typer.Option("--website", help=N_("Website."))]
Source = Annotated[str | None, typer.Option("--source", help=N_("Where it came from."))]
Owner = Annotated[str | None, typer.Option("--owner", help=N_("The manager."))]
Notes = Annotated[str | None, typer.Option("--notes", help=N_("Notes."))]
Name = Annotated[str | None, typer.Option("--name", help=N_("The new name."))]

Role = Annotated[ContactRole | None, typer.Option("--role", help=N_("Part in the decision."))]
JobTitle = Annotated[str | None, typer.Option("--job-title", help=N_("Position."))]

Title = Annotated[str, typer.Argument(metavar="NAME", help=N_("What the deal is about."))]
NewTitle = Annotated[str | None, typer.Option("--title", help=N_("What the deal is about."))]
Amount = Annotated[
    str | None, typer.Option("--amount", "-a", metavar="SUM", help=N_("Such as 1 250 000,50."))
]
Currency = Annotated[
    str | None, typer.Option("--currency", help=N_("Currency code; else that of the settings."))
]
Close = Annotated[
    str | None, typer.Option("--close", metavar="DAY", help=N_("Expected close: “end of month”."))
]
Product = Annotated[str | None, typer.Option("--product", help=N_("Name of a product, or part."))]
OneProduct = Annotated[
    str, typer.Argument(metavar="PRODUCT", help=N_("Number, name, code, or part of the name."))
]
Offer = Annotated[
    str,
    typer.Argument(
        metavar="OFFER", help=N_("What it is called: 7 is its last version, 7.1 the first.")
    ),
]
Competitor = Annotated[str | None, typer.Option("--competitor", help=N_("Who else is in it."))]
Pipeline = Annotated[
    str | None,
    typer.Option(
        "--pipeline", help=N_("Code or name of a pipeline; `funnel pipelines` lists them.")
    ),
]
Month = Annotated[
    str | None,
    typer.Option(
        "--month", metavar="MONTH", help=N_("Of closing, else of the expected close: 2026-04, +1.")
    ),
]
Anyway = Annotated[
    bool, typer.Option("--anyway", help=N_("Go on although the checklist of the stage is open."))
]
Stage = Annotated[str | None, typer.Option("--stage", help=N_("Code or name of a stage."))]
Step = Annotated[
    str,
    typer.Option("--step", "-s", help=N_("The next step: “tomorrow 15 call about the offer”.")),
]
StepKind = Annotated[TaskKind, typer.Option("--kind", help=N_("What the step is."))]
Outcome = Annotated[
    str, typer.Argument(metavar="OUTCOME", help=N_("Code or name; `call outcomes` lists them."))
]
NewOutcome = Annotated[
    str | None, typer.Option("--outcome", help=N_("Code or name; `call outcomes` lists them."))
]


def kind_argument() -> Any:
    """The argument that names a kind of objection; its help in the language spoken now."""
    return typer.Argument(metavar="KIND", help=_("Code, number, or words of theirs."))

"""Help pages, and the classes of verbs and nouns that write them.

typer writes its own words in English and reads every value through pydantic, a tenth of a second for
a call that takes two. So the pages are written here, in the language spoken now, values are read by
`cli.values`, and what typer finds wrong becomes a `Problem` in `cli.misuse`. Texts are translated
when a page is written: a declaration such as `base.Json` is older than the language.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin

import typer
from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand, TyperGroup

from pipeline_tui.cli.values import Reading, codes_of
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.i18n import N_, _

TYPERS_OWN = (
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
    N_("Show this message and exit."),
)
"""Helps of the options that typer brings."""

_METAVARS = (
    N_("CLIENT"), N_("OTHER"), N_("FILTER"), N_("TEXT"), N_("HEARD"), N_("NUMBER"), N_("COUNT"), N_("FILE"),
    N_("PATH"), N_("LANG"), N_("DAY"), N_("SUM"), N_("DAY=SUM"), N_("LINE=CLIENT/INVOICE"), N_("COLUMN=FIELD"), N_("NAME=VALUE"), N_("KIND"), N_("NAME"),
    N_("PERSON"), N_("CODE"), N_("STEP"), N_("STAGE"), N_("REASON"), N_("TAG"), N_("OUTCOME"), N_("INVOICE"), N_("COMPETITOR"),
    N_("CLIENT|INVOICE"), N_("DEAL"), N_("FIELD"), N_("FIGURE"), N_("FORMAT"), N_("INVOICE=SUM"), N_("ITEM"),
    N_("KIND:NUMBER"), N_("LIST"), N_("MONTH"), N_("NEW"), N_("OFFER"), N_("PART"), N_("PERCENT"),
    N_("PHONE"), N_("PIPELINE"), N_("PLACE"), N_("PRODUCT"), N_("PRODUCT=QUANTITY"), N_("PRODUCTS"),
    N_("ROW"), N_("SEGMENTS"), N_("STAGES"), N_("VIEW"), N_("WORDS"), N_("[CLIENT] MANAGER"), N_("[CLIENT] TAG"),
    N_("[COLUMN=]MARK"), N_("[COLUMN=]ORDER"),
)  # fmt: skip
"""Names of values that have no message of their own where they are used."""


class _Page(HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, _("Usage: ") if prefix is None else prefix)


class _Context(typer.Context):
    formatter_class = _Page


class Verb(TyperCommand):
    """A command that does something."""

    context_class = _Context
    allow_extra_args = True  # what is left over is refused in words of ours

    def get_params(self, ctx: Any) -> list[Any]:
        return _read_by_us(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        left = super().parse_args(ctx, args)
        if left and not ctx.resilient_parsing:
            raise Invalid("", "words_left", text=" ".join(left))
        return left

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return list(_usage(self.get_params(ctx)))

    def format_options(self, ctx: Any, formatter: HelpFormatter) -> None:
        _write_parameters(self.get_params(ctx), formatter)


class Group(TyperGroup):
    """A noun: a command that has verbs."""

    context_class = _Context

    def get_params(self, ctx: Any) -> list[Any]:
        return _read_by_us(super().get_params(ctx))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        verb = _("COMMAND …")
        return [*_usage(self.get_params(ctx)), f"[{verb}]" if self.invoke_without_command else verb]

    def format_options(self, ctx: Any, formatter: HelpFormatter) -> None:
        _write_parameters(self.get_params(ctx), formatter)
        rows = [
            (name, (one.help or "").split(". ")[0].rstrip("."))
            for name in self.list_commands(ctx)
            if (one := self.get_command(ctx, name)) is not None
        ]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            raise _unknown(args[0], self.list_commands(ctx), ctx.command_path)
        return super().resolve_command(ctx, args)


def our_own(app: typer.Typer) -> None:
    """Have every verb and noun below `app` made of the classes here."""
    for verb in app.registered_commands:
        verb.cls = Verb
    for noun in app.registered_groups:
        noun.cls = Group
        if noun.typer_instance is not None:
            our_own(noun.typer_instance)


def _unknown(name: str, known: list[str], command: str) -> Invalid:
    from difflib import get_close_matches

    for near in get_close_matches(name, known, n=1):
        return Invalid("", "verb_misspelt", text=name, near=near)
    return Invalid("", "verb_unknown", text=name, command=command)


def _read_by_us(parameters: list[Any]) -> list[Any]:
    for one in parameters:
        # Where this is filled in typer leaves it; if it ever stops, it reads the values itself.
        if getattr(one, "_runtime_param", None) is None:
            one._runtime_param = Reading(one.type_descriptor.annotation, one.min, one.max)
    return parameters


def _usage(parameters: list[Any]) -> Iterator[str]:
    """The pieces of the line that says how a command is written."""
    if any(one.param_type_name == "option" for one in parameters):
        yield _("[OPTIONS]")
    for one in parameters:
        if one.param_type_name == "option" and one.required:
            yield f"{max(one.opts, key=len)} {value_name(one)}"
    for one in parameters:
        if one.param_type_name == "argument":
            name = value_name(one) + ("…" if one.nargs != 1 else "")
            yield name if one.required else f"[{name}]"


def value_name(parameter: Any) -> str:
    """What a page calls the value of an option or argument."""
    if parameter.metavar:
        return _(parameter.metavar)
    kind = parameter.type_descriptor.annotation
    if get_origin(kind) is list:
        (kind,) = get_args(kind)
    if kind is int:
        return _("COUNT")
    if kind is Path:
        return _("FILE")
    if codes_of(kind) is not None:
        return _("CODE")
    return _("TEXT")


def _write_parameters(parameters: list[Any], formatter: HelpFormatter) -> None:
    for heading, kind in ((_("Arguments"), "argument"), (_("Options"), "option")):
        rows = [
            (_name(one), _help(one))
            for one in parameters
            if one.param_type_name == kind and not one.hidden
        ]
        if rows:
            with formatter.section(heading):
                formatter.write_dl(rows)


def _name(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return value_name(parameter)
    # `-n, --limit`, the short name first, and `--true/--pretext`.
    names = ", ".join(sorted(parameter.opts, key=len))
    if parameter.secondary_opts:
        names += "/" + "/".join(parameter.secondary_opts)
    return names if parameter.is_flag else f"{names} {value_name(parameter)}"


def _help(parameter: Any) -> str:
    text = _(parameter.help or "")
    kind = parameter.type_descriptor.annotation
    if found := codes_of(kind):
        codes = ", ".join(found)
        text = " ".join(filter(None, (text, _("One of: {codes}.").format(codes=codes))))
    default = parameter.default
    if default not in (None, "", False) and not parameter.required:
        shown = default.value if isinstance(default, Enum) else default
        if default is True:
            shown = parameter.opts[0]
        text = f"{text}  [{_('default: {value}').format(value=shown)}]".strip()
    return text

"""What typer finds wrong with a command line, as problems that `wording.problems` can say."""

from __future__ import annotations

from typing import Any

from pipeline_tui.cli.values import name_of
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.i18n import _


def misuse(error: Any) -> Invalid | None:
    """The problem behind a usage error of typer; none for one that has no sentence of ours."""
    from typer._click.exceptions import BadOptionUsage, MissingParameter, NoSuchOption

    command = error.ctx.command_path if getattr(error, "ctx", None) else "pipeline-tui"
    match error:
        case NoSuchOption(possibilities=near) if near:  # the nearest stands first
            return Invalid("", "option_misspelt", text=error.option_name, near=near[0])
        case NoSuchOption():
            return Invalid("", "option_unknown", text=error.option_name, command=command)
        case BadOptionUsage():
            code = "option_bare" if "requires" in error.message else "option_with_value"
            return Invalid("", code, text=error.option_name)
        case MissingParameter() if error.param is not None:
            param: Any = error.param
            what, about = name_of(param), _(param.help or "").rstrip(".")
            what = f"{what} ({about})" if about else what
            return Invalid("", "word_missing", what=what, command=command)
    return None

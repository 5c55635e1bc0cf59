"""Writing clients to a file from their list: as which format, to which file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline_tui.domain.exports import ExportDone
from pipeline_tui.exchange.export import Format
from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskScreen
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, TextPrompt
from pipeline_tui.wording import exports as words
from pipeline_tui.wording import formats

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk


async def export_clients(
    screen: DeskScreen, count: int, line: str = "", ids: Sequence[int] | None = None
) -> None:
    """Ask for a format and a file, and write these clients (`ids`), or all that pass a filter line;
    `count` says how many that is. A file that is there is never written over."""
    if not count:
        screen.warn(_("There is nobody to write out."))
        return
    whose = formats.count(count, "{n} client", "{n} clients")
    to = await screen.prompt(
        ChoicePrompt(
            _("Write out {clients} as").format(clients=whose),
            [
                Choice(Format.XLSX, _("a spreadsheet, XLSX")),
                Choice(Format.CSV, _("a table, CSV")),
                Choice(Format.VCARD, _("contacts for a phone, vCard")),
                Choice(Format.JSON, _("data, JSON")),
            ],
            _("Every file is entered into the log of exports."),
        )
    )
    if to is None:
        return
    path = await screen.prompt(
        TextPrompt(
            _("To which file?"), value=screen.desk.exports.file_name("clients", to),
            hint=str(Path.cwd()),
        )
    )  # fmt: skip
    if not path:
        return
    done, written = await screen.attempt(
        _written, screen.desk, Path(path).expanduser(), to, line, ids
    )
    if done and written is not None:
        screen.say(f"{written.path.absolute()}: {words.written(written.kind, written.rows)}")


def _written(
    desk: Desk, path: Path, to: Format, line: str, ids: Sequence[int] | None
) -> ExportDone:
    return desk.exports.export(
        "clients", path, words=words.word, heading=words.heading, to=to, only=line, clients=ids
    )

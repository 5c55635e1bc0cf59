"""Backups and the check of the file, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from pipeline_tui.domain.errors import Problem
from pipeline_tui.domain.keeping import Check, CheckCode, Comparison, Difference
from pipeline_tui.i18n import N_, _
from pipeline_tui.wording.actions import entry
from pipeline_tui.wording.formats import count, decimal, moment, number
from pipeline_tui.wording.labels import label
from pipeline_tui.wording.problems import remark

ADVICE_ONLY = frozenset(
    {CheckCode.BACKUPS, CheckCode.ENCRYPTION, CheckCode.PLACE, CheckCode.SETTINGS}
)
"""Findings that are advice: a file without a backup is whole all the same, and so is one in an odd place
or beside a slip in the settings."""

_NAMES: Mapping[CheckCode, str] = {
    CheckCode.FILE: N_("database"),
    CheckCode.INTEGRITY: N_("pages of the file"),
    CheckCode.REFERENCES: N_("links between records"),
    CheckCode.LOG: N_("log of changes"),
    CheckCode.UNNOTED: N_("records that the log does not know"),
    CheckCode.STAGES: N_("stages of deals"),
    CheckCode.INSTALMENTS: N_("what is owed on invoices"),
    CheckCode.PAYMENTS: N_("what is left of payments"),
    CheckCode.SEARCH: N_("search"),
    CheckCode.PERMISSIONS: N_("permissions"),
    CheckCode.BACKUPS: N_("backups"),
    CheckCode.ENCRYPTION: N_("encryption"),
    CheckCode.PLACE: N_("place of the file"),
    CheckCode.DISK: N_("free disk"),
    CheckCode.SETTINGS: N_("settings"),
}
_REASONS: Mapping[str, str] = {
    "": N_("asked for, or the day’s"),
    "import": N_("before an import"),
    "restore": N_("before a restore"),
    "upgrade": N_("before an upgrade"),
}
_ADVICE: Mapping[CheckCode, str] = {
    CheckCode.INTEGRITY: N_("restore a backup: pipeline-tui backup --list, then restore"),
    CheckCode.REFERENCES: N_("restore a backup from before; export what was entered since"),
    CheckCode.LOG: N_("something else has written to the file; compare it with a backup"),
    CheckCode.UNNOTED: N_(
        "something else has put them into the file: look them over and take out what is not yours,"
        " or restore a backup from before; undo and history know nothing of them"
    ),
    CheckCode.STAGES: N_("move these deals to their stage again, or restore a backup"),
    CheckCode.INSTALMENTS: N_("restore a backup from before; enter the payments made since"),
    CheckCode.PAYMENTS: N_("restore a backup from before; enter the payments made since"),
    CheckCode.SEARCH: N_("pipeline-tui doctor --fix makes the search anew"),
    CheckCode.PERMISSIONS: N_("pipeline-tui doctor --fix makes them yours alone"),
    CheckCode.BACKUPS: N_("pipeline-tui backup makes one"),
    CheckCode.PLACE: N_(
        "move the file to a disk of this machine; --db names it, and backups may go there"
    ),
    CheckCode.ENCRYPTION: N_("pipeline-tui encryption change encrypts them, too"),
    CheckCode.DISK: N_("make room: a backup needs as much again as the file"),
}


def name(code: CheckCode) -> str:
    """What was checked."""
    return _(_NAMES[code])


def reason(code: str) -> str:
    """Why a backup was made."""
    return _(_REASONS.get(code, code))


def size(octets: float) -> str:
    """A size in words: `12,8 MB`."""
    if octets < 1_000_000:
        return _("{n} KB").format(n=decimal(octets / 1000, 0))
    if octets < 1_000_000_000:
        return _("{n} MB").format(n=decimal(octets / 1e6, 1))
    return _("{n} GB").format(n=decimal(octets / 1e9, 1))


def check(found: Check, now: datetime, zone: tzinfo) -> str:
    """A finding in a line: `search: whole`."""
    return f"{name(found.code)}: {_state(found, now, zone)}"


def advice(found: Check) -> str:
    """What to do about a finding."""
    if isinstance(problem := found.facts.get("problem"), Problem):
        return remark(problem)
    if isinstance(problems := found.facts.get("problems"), list):
        return "; ".join(remark(each) for each in problems)
    return _(_ADVICE.get(found.code, _ADVICE[CheckCode.INTEGRITY]))


def place(service: str, network: str) -> str:
    """What is the matter with the place of the file: a folder that is synced, a share; empty for
    nothing."""
    if service:
        return _("in a folder that {service} copies: it may copy half of a change").format(
            service=service
        )
    if network:
        return _("on a network share ({network}): two machines may spoil it").format(
            network=network
        )
    return ""


def difference_heads() -> tuple[str, ...]:
    """The heads of a table of `difference`."""
    return (_("What"), _("Before"), _("After"), _("goes"), _("comes back"), _("changes"))


def difference(found: Difference) -> tuple[str, ...]:
    """What a restore changes in one kind of records, in cells."""
    return (
        label("record", found.table), number(found.before), number(found.after),
        *("" if not one else number(one) for one in (found.gone, found.back, found.changed)),
    )  # fmt: skip


def comparison(found: Comparison, now: datetime, zone: tzinfo) -> list[str]:
    """What a restore would change, line by line."""
    lines = []
    if found.last_change is not None:
        when = moment(found.last_change, now, zone)
        lines.append(_("Last change of the backup: {when}").format(when=when))
    if not found.readable:
        lines.append(_("The file itself is gone or cannot be read: nothing can be compared."))
    elif not (found.differences or found.lost_count or found.found_count):
        lines.append(_("The backup is the same as the file."))
    lines += [_difference_line(one) for one in found.differences]
    for count_, entries, heading in (
        (
            found.lost_count,
            found.lost,
            N_("Only the file has these changes, they would be lost ({n}):"),
        ),
        (found.found_count, found.found, N_("Only the backup has these changes ({n}):")),
    ):
        if count_:
            lines.append(_(heading).format(n=number(count_)))
            lines += [f"  {moment(one.made_at, now, zone)}  {entry(one)}" for one in entries]
    return lines


def _difference_line(found: Difference) -> str:
    told = [
        text.format(n=number(n))
        for n, text in (
            (found.gone, _("{n} would go")), (found.back, _("{n} would come back")),
            (found.changed, _("{n} would change")),
        )
        if n
    ]  # fmt: skip
    what = label("record", found.table)
    return f"{what[:1].upper()}{what[1:]}: {', '.join(told)}"


def _state(found: Check, now: datetime, zone: tzinfo) -> str:
    facts = found.facts
    match found.code:
        case CheckCode.FILE:
            if not found.ok:
                return _("cannot be used")
            return f"{facts['file']} ({size(float(str(facts['size'])))})"
        case CheckCode.SETTINGS if not found.ok:
            return _("{file}, {n} without effect").format(file=facts["file"], n=found.count)
        case CheckCode.SETTINGS:
            return str(facts["file"]) or _("all as they come")
        case CheckCode.ENCRYPTION if not found.ok:
            return count(
                found.count, "{n} backup is not encrypted", "{n} backups are not encrypted"
            )
        case CheckCode.ENCRYPTION:
            return _("switched on") if facts["on"] else _("not switched on")
        case CheckCode.PLACE:
            return place(str(facts["service"]), str(facts["network"])) or _(
                "a disk of this machine"
            )
        case CheckCode.DISK:
            return size(float(str(facts["free"])))
        case CheckCode.BACKUPS:
            newest = facts["newest"]
            if not isinstance(newest, datetime):
                return _("none yet")
            return _("{n}, the last {when}").format(n=found.count, when=moment(newest, now, zone))
        case CheckCode.UNNOTED if isinstance(rows := facts["rows"], list):
            named = ", ".join(f"{label('record', table)} {row_id}" for table, row_id in rows)
            return f"{number(found.count)} ({named})" if named else _("none")
        case CheckCode.PERMISSIONS if not found.ok:
            return _("others may read {paths}").format(paths=facts["paths"])
        case CheckCode.INTEGRITY if not found.ok:
            return str(facts["found"])
        case _ if not found.ok:
            text = count(found.count, "{n} is wrong", "{n} are wrong")
            return f"{text} ({numbers})" if (numbers := facts.get("numbers")) else text
    return _("whole")

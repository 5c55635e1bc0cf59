"""What becomes of a file of the objection library, in words."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline_tui.domain.objection_library import Brought, BroughtLine, Fate, KeptKind
from pipeline_tui.i18n import N_, _
from pipeline_tui.wording.formats import quoted_once
from pipeline_tui.wording.labels import field, label
from pipeline_tui.wording.problems import remark

_FATES = {
    Fate.NEW: N_("new"), Fate.CHANGED: N_("changed"), Fate.SAME: N_("as it was"),
    Fate.REFUSED: N_("refused"),
}  # fmt: skip
_FIELDS = {
    "text": N_("What to say"), "follow_up": N_("Follow-up question"), "stages": N_("Stages"),
    "segments": N_("Segments"), "products": N_("Products"), "heard": N_("Heard, one a line"),
    "behind": N_("What is behind it"), "probe": N_("Question to probe"), "code": N_("code"),
    "kind": N_("kind"), "retired": N_("Offer no more"),
}  # fmt: skip
_SHOWN = 60


def heading(kind: KeptKind) -> str:
    """What a kind is called in a file."""
    return kind.name or label("objection", kind.code)


def brought(found: Brought) -> str:
    """How many of what, in a sentence."""
    text = _("Kinds: {kinds} new. Answers: {answers} new, {same} as they were. Changed: {changed}.")
    said = text.format(
        kinds=found.kinds, answers=found.answers, same=found.same, changed=found.changed
    )
    if not found.refused:
        return said
    return said + " " + _("Refused: {n}.").format(n=len(found.refused))


def fate(line: BroughtLine) -> str:
    """What became of a line."""
    return _(_FATES[line.fate])


def what(line: BroughtLine) -> str:
    """The beginning of the answer, else the kind."""
    named = label("objection", line.kind)
    if not line.answer:
        return named
    text = " ".join(line.answer.split())
    return f"{named}: {text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}"


def why(line: BroughtLine) -> str:
    """Which fields were changed; why it was refused."""
    names = ", ".join(_(_FIELDS[one]) if one in _FIELDS else field(one) for one in line.fields)
    return names if line.problem is None else f"{names}: {remark(line.problem)}"


def told(found: Brought) -> Iterator[str]:
    """Each line that is not as it was: `answers.md, row 12: …`."""
    for line in found.lines:
        if line.fate is not Fate.SAME:
            place = _("{file}, row {row}").format(file=quoted_once(found.file), row=line.row)
            yield f"{place}: " + " · ".join(filter(None, (fate(line), what(line), why(line))))

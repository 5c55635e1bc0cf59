"""A letter about a debt, in the language of the client."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from pipeline_tui import i18n
from pipeline_tui.config import Settings
from pipeline_tui.domain.dunning import DunningStep
from pipeline_tui.domain.letters import Letter, LetterFacts, LetterPart, Way, fill
from pipeline_tui.domain.paper import Paper
from pipeline_tui.domain.ranking.debt_law import Limit
from pipeline_tui.i18n import N_, NP_, _, pgettext
from pipeline_tui.wording import debts, formats

_NAMES = {
    DunningStep.REMINDER: NP_("letter", "due soon"),
    DunningStep.DUE_TODAY: NP_("letter", "due today"),
    DunningStep.SOFT: NP_("letter", "a gentle one"),
    DunningStep.CALL: NP_("letter", "after a call"),
    DunningStep.LETTER: NP_("letter", "a formal letter"),
    DunningStep.CLAIM: NP_("letter", "a claim"),
}
_HELD = {
    Limit.HOURS: N_(
        "230-FZ art. 7: no message to a person about a debt at this hour of theirs; on paper at any time."
    ),
    Limit.DAY: N_(
        "230-FZ art. 7: two messages to a person about a debt today already; on paper at any time."
    ),
    Limit.WEEK: N_(
        "230-FZ art. 7: four messages to a person about a debt this week already; on paper at any time."
    ),
    Limit.MONTH: N_(
        "230-FZ art. 7: sixteen messages to a person about a debt this month already; on paper at any"
        " time."
    ),
}
_ADDRESS = re.compile(r"[^@\s,;:<>()\[\]\"\\]+@[^@\s,;:<>()\[\]\"\\]+")


def write(facts: LetterFacts, settings: Settings) -> Letter:
    """The letter of these facts; raises Invalid letter_field for a text with an unknown field."""
    with i18n.speaking(facts.language):
        values = {
            "client": facts.name,
            "sum": debts.sums(facts.sums),
            "days": formats.number(facts.days),
            "due": formats.day_plain(facts.due_on),
            "invoices": "\n".join(_line(part) for part in facts.parts),
            "interest": debts.sums(facts.interest),
            "today": formats.day_plain(facts.today),
            "requisites": settings.requisites,
            "owner": settings.owner,
        }
        return Letter(
            facts.email, fill(facts.template.subject, values), fill(facts.template.text, values)
        )


def way_of(file: Path) -> Way:
    """How a letter goes that is written to a file of this name."""
    return Way.MESSAGE if file.suffix.lower() == ".eml" else Way.PAPER


def recipient(letter: Letter) -> str:
    """The one address a draft goes to; empty where what stands on the card is not just one."""
    return letter.to if _ADDRESS.fullmatch(letter.to) else ""


def as_link(letter: Letter) -> str:
    """The letter as a mailto: link, which a mail program opens as a draft."""
    subject = quote(" ".join(letter.subject.split()))
    body = quote("\r\n".join(letter.text.split("\n")))
    return f"mailto:{quote(recipient(letter), safe='@')}?subject={subject}&body={body}"


def as_file(letter: Letter, file: Path, language: str) -> str | Paper:
    """The letter as a file of this name holds it: a draft for a mail program (.eml), a paper (.pdf),
    else a text."""
    if file.suffix.lower() == ".pdf":
        return Paper(letter.subject, (), tuple(letter.text.split("\n\n")), language)
    if file.suffix.lower() == ".eml":
        from email.message import EmailMessage

        mail = EmailMessage()
        mail["Subject"] = " ".join(letter.subject.split())
        if to := recipient(letter):
            mail["To"] = to
        mail["X-Unsent"] = "1"  # a mail program opens it as a draft
        mail.set_content(letter.text)
        return mail.as_string()
    head = f"# {letter.subject}" if file.suffix.lower() == ".md" else letter.subject
    return f"{head}\n\n{letter.text}\n"


def noted(facts: LetterFacts, where: str) -> str:
    """What the timeline says of a letter that went to a file, or a mail program."""
    return _("Wrote a letter ({step}): {sum}, {file}").format(
        step=step(facts.step), sum=debts.sums(facts.sums), file=where
    )


def taken(one: DunningStep, note: str = "") -> str:
    """What the timeline says of a step that was taken without a letter of ours."""
    text = _("Debt step done: {step}").format(step=debts.named(one))
    return f"{text}. {note}" if note else text


def step(one: DunningStep) -> str:
    """What a letter of this step is called."""
    return pgettext("letter", _NAMES[one])


def limit(facts: LetterFacts) -> str:
    """What the law allows of messages to a person about a debt; empty where it does not hold."""
    if not facts.limited:
        return ""
    if facts.held is not None:
        return _(_HELD[facts.held])
    return _(
        "230-FZ art. 7: at most two messages a day, four a week and sixteen a month to a person about"
        " a debt. Not legal advice."
    )


def _line(part: LetterPart) -> str:
    return _("— invoice {number} of {issued}, due {due}: {sum}").format(
        number=part.number, issued=formats.day_plain(part.issued_on),
        due=formats.day_plain(part.due_on),
        sum=formats.money(part.open_minor, part.currency, cents=True),
    )  # fmt: skip

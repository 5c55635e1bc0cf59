"""A letter about a debt, in the language of the client."""

from __future__ import annotations

from pathlib import Path

from pipeline_tui import i18n
from pipeline_tui.config import Settings
from pipeline_tui.domain.debts import DunningStep
from pipeline_tui.domain.letters import Letter, LetterFacts, LetterPart, fill
from pipeline_tui.i18n import NP_, _, pgettext
from pipeline_tui.wording import debts, formats

_NAMES = {
    DunningStep.REMINDER: NP_("letter", "due soon"),
    DunningStep.DUE_TODAY: NP_("letter", "due today"),
    DunningStep.SOFT: NP_("letter", "a gentle one"),
    DunningStep.CALL: NP_("letter", "after a call"),
    DunningStep.LETTER: NP_("letter", "a formal letter"),
    DunningStep.CLAIM: NP_("letter", "a claim"),
}


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


def as_file(letter: Letter, file: Path) -> str:
    """The letter as a file of this name holds it: a draft for a mail program (.eml), else a text."""
    if file.suffix.lower() == ".eml":
        from email.message import EmailMessage

        mail = EmailMessage()
        mail["Subject"] = " ".join(letter.subject.split())
        if letter.to:
            mail["To"] = letter.to
        mail["X-Unsent"] = "1"  # a mail program opens it as a draft
        mail.set_content(letter.text)
        return mail.as_string()
    head = f"# {letter.subject}" if file.suffix.lower() == ".md" else letter.subject
    return f"{head}\n\n{letter.text}\n"


def noted(facts: LetterFacts, file: Path) -> str:
    """What the timeline says of it."""
    return _("Wrote a letter ({step}): {sum}, {file}").format(
        step=step(facts.step), sum=debts.sums(facts.sums), file=file.name
    )


def step(one: DunningStep) -> str:
    """What a letter of this step is called."""
    return pgettext("letter", _NAMES[one])


def limit(facts: LetterFacts) -> str:
    """What the law allows of messages to a person about a debt; empty where it does not hold."""
    if not facts.limited:
        return ""
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

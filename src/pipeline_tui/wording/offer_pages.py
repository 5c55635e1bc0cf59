"""An offer as the client reads it: plain text for a letter, or Markdown. What it costs us is not in it."""

from __future__ import annotations

from datetime import tzinfo

from pipeline_tui.domain.offers import OfferLine, OfferView
from pipeline_tui.i18n import _, pgettext
from pipeline_tui.wording import offers as words
from pipeline_tui.wording.formats import day_plain, money, number
from pipeline_tui.wording.labels import field
from pipeline_tui.wording.markdown import plain, row


def title(view: OfferView, zone: tzinfo) -> str:
    """What is written on top: its number and the day it was sent, or made while it is a draft."""
    one = view.row
    on = (one.sent_at or one.made_at).astimezone(zone).date()
    text = _("Offer No. {number} of {day}").format(number=one.code, day=day_plain(on))
    return text if one.sent_at is not None else _("{text} (draft)").format(text=text)


def totals(view: OfferView) -> list[tuple[str, str]]:
    """What an offer comes to, named, the sum to pay last."""
    sums, currency = view.row.sums, view.row.currency
    found = []
    if sums.off_minor:
        found.append((_("Discount"), money(sums.off_minor, currency, cents=True)))
    if sums.vat_minor:
        found.append((_("Without VAT"), money(sums.net_minor, currency, cents=True)))
        found.append((_("VAT"), money(sums.vat_minor, currency, cents=True)))
    return [*found, (_("Total"), money(sums.total_minor, currency, cents=True))]


def as_text(view: OfferView, seller: str, zone: tzinfo) -> str:
    """The offer for a letter or a messenger: lines without marks."""
    one = view.row
    lines = [title(view, zone), *(f"{name}: {value}" for name, value in _parties(view, seller)), ""]
    for place, line in enumerate(view.lines, 1):
        lines.append(f"{place}. {line.name}")
        lines.append(f"   {_reckoning(line, one.currency)}")
    lines += ["", *(f"{name}: {value}" for name, value in totals(view)), ""]
    if one.terms.strip():
        lines += [one.terms.strip(), ""]
    return "\n".join([*lines, _validity(view)]) + "\n"


def as_markdown(view: OfferView, seller: str, zone: tzinfo) -> str:
    """The offer as Markdown; marks in the user's own words are escaped."""
    one = view.row
    price = _("Price with VAT") if one.vat_included else _("Price without VAT")
    heads = (_("No."), _("Item"), field("quantity"), price, _("Discount"), _("VAT"), _("Sum"))
    lines = [f"# {plain(title(view, zone))}", ""]
    lines += [f"- {plain(name)}: {plain(value)}" for name, value in _parties(view, seller)]
    lines += ["", row(heads), "|---:|---" + "|---:" * (len(heads) - 2) + "|"]
    for place, line in enumerate(view.lines, 1):
        lines.append(
            row(
                (
                    number(place), line.name, words.amount(line.line.quantity, line.unit),
                    money(line.line.price_minor, one.currency, cents=True),
                    words.discount(line.line), words.share(line.line.vat),
                    money(line.sums.total_minor, one.currency, cents=True),
                )
            )
        )  # fmt: skip
    lines += ["", *(f"- {plain(name)}: **{plain(value)}**" for name, value in totals(view)), ""]
    if one.terms.strip():
        lines += ["  \n".join(plain(part) for part in one.terms.strip().split("\n")), ""]
    return "\n".join([*lines, plain(_validity(view))]) + "\n"


def _parties(view: OfferView, seller: str) -> list[tuple[str, str]]:
    parties = (
        (pgettext("offer", "For"), view.row.client), (pgettext("offer", "From"), seller),
    )  # fmt: skip
    return [(name, value) for name, value in parties if value]


def _reckoning(line: OfferLine, currency: str) -> str:
    """`2 pcs × $1,220.00 −5 % = $2,318.00, VAT 22 %`."""
    one = line.line
    parts = [
        words.amount(one.quantity, line.unit), "×", money(one.price_minor, currency, cents=True),
        words.discount(one), "=", money(line.sums.total_minor, currency, cents=True),
    ]  # fmt: skip
    text = " ".join(filter(None, parts))
    vat = _("VAT {rate}").format(rate=words.share(one.vat)) if one.vat else _("without VAT")
    return f"{text}, {vat}"


def _validity(view: OfferView) -> str:
    return _("This offer holds until {day}.").format(day=day_plain(view.row.valid_until))

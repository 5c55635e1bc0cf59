"""Money, figures, days and phones as people read them, in the current language.

Everything here is called for every cell of a table, so it works on plain tables (`conventions`) and
keeps what it makes where the same text comes again and again. Spaces inside a figure are
non-breaking: a sum never splits over two lines.
"""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo
from functools import lru_cache

from pipeline_tui import i18n
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.i18n import N_, NP_, _, ngettext, pgettext
from pipeline_tui.wording.conventions import BY_LANGUAGE, NBSP, SYMBOLS, Conventions

# -- figures


def number(value: int) -> str:
    """A whole number with its thousands apart: `1 234 567`."""
    text = f"{value:,}"
    return text if i18n.current() == "en" else text.replace(",", _conventions().thousands)


def decimal(value: float, digits: int = 1) -> str:
    """A fraction with `digits` places, trailing zeros dropped: `2,5`, `3`."""
    text = f"{value:,.{digits}f}"
    if digits:
        text = text.rstrip("0").rstrip(".")
    if text in ("-0", ""):
        text = "0"
    if i18n.current() != "en":
        rules = _conventions()
        text = text.translate({44: rules.thousands, 46: rules.decimal})
    return text


def percent(share: float | None, digits: int = 0) -> str:
    """A share of one as per cent: `0.254` is `25 %`; a dash where it is unknown."""
    if share is None:
        return "—"
    return decimal(share * 100, digits) + _conventions().percent


def count(n: int, one: str, many: str) -> str:
    """A number and what it counts: `count(3, "{n} client", "{n} clients")`.

    The two texts are messages: the catalogue tool collects them from calls of this function.
    """
    return ngettext(one, many, n).format(n=number(n))


def days(n: int) -> str:
    """A span of whole days: `3 days`."""
    return count(n, "{n} day", "{n} days")


# -- words


def quoted(text: str) -> str:
    """Somebody's words in the quotation marks of the language: `«дорого»`, `“too dear”`; none for none."""
    before, after = _conventions().quotes
    return quoted_once(f"{before}{text}{after}") if text else ""


_QUOTED_TWICE = re.compile("«([^«»]*(?:«[^«»]*»[^«»]*)+)»")


def quoted_once(text: str) -> str:
    """A sentence without the quotation marks around what has its own: `звонок ООО «Полка»`, never
    `звонок «ООО «Полка»»`."""
    return _QUOTED_TWICE.sub(r"\1", text) if "«" in text else text


@lru_cache(maxsize=256)
def _country(language: str, code: str) -> str:
    from babel import Locale  # a tenth of a second, and asked for by one page

    name: str = Locale(language).territories.get(code.upper(), code)
    return name


def country(code: str) -> str:
    """The name of a country by its ISO 3166 code; a code that is none as it is."""
    return _country(i18n.current(), code) if code else ""


# -- money


def money(minor: int, currency: str, *, sign: bool = False, cents: bool = False) -> str:
    """Minor units as money: `1 234 567,50 ₽`, `$1,234.50`.

    A whole sum goes without its minor part unless `cents`; `sign` puts a plus before a gain.
    """
    prefix, suffix, factor, digits, thousands, point = _money_style(i18n.current(), currency)
    lead = "-" if minor < 0 else "+" if sign and minor else ""
    units, rest = divmod(abs(minor), factor)
    text = f"{units:,}"
    if thousands != "," and units > 999:
        text = text.replace(",", thousands)
    if rest or (cents and digits):
        text = f"{text}{point}{rest:02d}" if digits == 2 else f"{text}{point}{rest:0{digits}d}"
    return f"{lead}{prefix}{text}{suffix}"


def money_short(minor: int, currency: str) -> str:
    """Money to three figures or so: `1,2 млн ₽`, `1.2M ₽`; under ten thousand to the unit.

    Halves are rounded away from zero, and a rounded sum moves up a scale: 999 950 is 1 million.
    """
    prefix, suffix, factor, _digits, thousands, point = _money_style(i18n.current(), currency)
    lead = "-" if minor < 0 else ""
    units = (2 * abs(minor) + factor) // (2 * factor)
    word = ""
    text = f"{units:,}"
    if units >= 10_000:
        for scale, word in reversed(_conventions().scales):  # noqa: B007 - read after the loop
            if 2 * units < 1999 * scale:
                break
        tenths = (20 * units + scale) // (2 * scale)
        whole, tenth = divmod(tenths, 10)
        if whole >= 100:
            whole, tenth = (2 * units + scale) // (2 * scale), 0
        text = f"{whole:,}.{tenth}" if tenth else f"{whole:,}"
    if thousands != ",":
        text = text.translate({44: thousands, 46: point})
    return f"{lead}{prefix}{text}{word}{suffix}" if (units or not lead) else f"{prefix}0{suffix}"


def sums(by_currency: dict[str, int], *, short: bool = False) -> str:
    """Sums of several currencies side by side, never added: `1 200 ₽ + $50`; a dash for none."""
    show = money_short if short else money
    shown = [show(minor, currency) for currency, minor in by_currency.items() if minor]
    return " + ".join(shown) or "—"


@lru_cache(maxsize=64)
def _money_style(language: str, currency: str) -> tuple[str, str, int, int, str, str]:
    rules = BY_LANGUAGE[language]
    digits = minor_digits(currency)
    symbol = SYMBOLS.get(currency, currency)
    before = currency in rules.before
    return (
        symbol if before else "",
        "" if before or not symbol else NBSP + symbol,
        10**digits,
        digits,
        rules.thousands,
        rules.decimal,
    )


# -- days and moments


def day(value: date, today: date) -> str:
    """A day as seen from today: `сегодня`, `3 дн. назад`, `через 5 дн.`, `пт 13 мар`, `13.03.2025`.

    Counted in days up to 30 back and 6 ahead; beyond that the date, with its year when it is another.
    """
    return _day(i18n.current(), value, (value - today).days, today.year)


@lru_cache(maxsize=4096)
def _day(language: str, value: date, ahead: int, year: int) -> str:
    if ahead == 0:
        return _("today")
    if ahead == 1:
        return _("tomorrow")
    if ahead == -1:
        return _("yesterday")
    if 1 < ahead <= 6:
        return count(ahead, "in {n} day", "in {n} days")
    if -30 <= ahead < 0:
        return count(-ahead, "{n} day ago", "{n} days ago")
    rules = BY_LANGUAGE[language]
    return _write(value, rules.day if value.year == year else rules.day_plain, rules)


def day_plain(value: date) -> str:
    """The date itself, for a column: `13.03.2025`, `13 Mar 2025`."""
    rules = _conventions()
    return _write(value, rules.day_plain, rules)


def dated(text: str, value: date) -> str:
    """A text that names a day as seen from today, with its date, unless that stands in it already:
    `завтра (14.03.2026)`, `26.01.2027`."""
    plain = day_plain(value)
    return text if plain in text else f"{text} ({plain})"


def day_full(value: date) -> str:
    """The date in words: `пятница, 13 марта 2026 г.`, `Friday 13 March 2026`."""
    rules = _conventions()
    return _write(value, rules.day_full, rules)


def weekday(value: date) -> str:
    """The day of the week, short: `пт`, `Fri`."""
    return _conventions().weekdays[value.weekday()]


def moment(value: datetime, now: datetime, zone: tzinfo) -> str:
    """A moment in the local time of `zone`: `сегодня 14:30`, `пт 13 мар 10:00`, `13.03.2025 10:00`.

    Days are named only next to today; elsewhere the date stands, because a time belongs to a date.
    """
    local = value.astimezone(zone)
    when, today = local.date(), now.astimezone(zone).date()
    if abs((when - today).days) <= 1:
        text = day(when, today)
    else:
        rules = _conventions()
        text = _write(when, rules.day if when.year == today.year else rules.day_plain, rules)
    return f"{text} {local.hour:02d}:{local.minute:02d}"


def clock(value: datetime, zone: tzinfo) -> str:
    """The time of day in `zone`: `09:05`."""
    local = value.astimezone(zone)
    return f"{local.hour:02d}:{local.minute:02d}"


def duration(seconds: float) -> str:
    """How long something took, in its two largest units: `45 с`, `3 мин 20 с`, `1 ч 5 мин`, `2 д 3 ч`."""
    total = max(0, round(seconds))
    if total < 60:
        return _("{n} s").format(n=total)
    if total < 600:
        return _pair(N_("{n} min"), total // 60, N_("{n} s"), total % 60)
    total //= 60
    if total < 60:
        return _("{n} min").format(n=total)
    if total < 24 * 60:
        return _pair(N_("{n} h"), total // 60, N_("{n} min"), total % 60)
    total //= 60
    return _pair(N_("{n} d"), total // 24, N_("{n} h"), total % 24)


def timer(seconds: float) -> str:
    """A running clock: `3:05`, `1:02:03`."""
    total = max(0, int(seconds))
    hours, minutes = divmod(total // 60, 60)
    tail = f"{total % 60:02d}"
    return f"{hours}:{minutes:02d}:{tail}" if hours else f"{minutes}:{tail}"


def _pair(large: str, a: int, small: str, b: int) -> str:
    text = _(large).format(n=a)
    return f"{text} {_(small).format(n=b)}" if b else text


def _write(value: date, pattern: str, rules: Conventions) -> str:
    return pattern.format(
        day=value.day,
        number=value.month,
        year=value.year,
        weekday=rules.weekdays[value.weekday()],
        weekday_full=rules.weekdays_full[value.weekday()],
        month=rules.months[value.month - 1],
        month_full=rules.months_full[value.month - 1],
    )


# -- phones


def phone(e164: str | None, typed: str = "", extension: str = "") -> str:
    """A number to read aloud: `+7 912 345-67-89`; what was typed where it could not be understood."""
    text = _grouped(e164) if e164 else typed.strip()
    return (
        _("{phone} ext. {extension}").format(phone=text, extension=extension) if extension else text
    )


_PLANS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("7", (3, 3, 2, 2)),
    ("375", (2, 3, 2, 2)),
    ("380", (2, 3, 2, 2)),
    ("998", (2, 3, 2, 2)),
    ("996", (3, 3, 3)),
    ("995", (3, 2, 2, 2)),
    ("994", (2, 3, 2, 2)),
    ("374", (2, 3, 3)),
    ("1", (3, 3, 4)),
)
"""Country code and the groups of the national number, for the countries a seller here meets."""


def _grouped(e164: str) -> str:
    digits = e164.removeprefix("+")
    for code, groups in _PLANS:
        if digits.startswith(code) and len(digits) == len(code) + sum(groups):
            parts, at = [], len(code)
            for size in groups:
                parts.append(digits[at : at + size])
                at += size
            return f"+{code} {parts[0]} {'-'.join(parts[1:])}"
    return e164


def _conventions() -> Conventions:
    return BY_LANGUAGE[i18n.current()]


_MONTHS = (
    NP_("month", "January"), NP_("month", "February"), NP_("month", "March"),
    NP_("month", "April"), NP_("month", "May"), NP_("month", "June"), NP_("month", "July"),
    NP_("month", "August"), NP_("month", "September"), NP_("month", "October"),
    NP_("month", "November"), NP_("month", "December"),
)  # fmt: skip
"""By themselves, not after a day."""


def month_name(month: date) -> str:
    """`March 2026`."""
    return f"{pgettext('month', _MONTHS[month.month - 1])} {month.year}"


def month_short(month: date) -> str:
    """A month as the heading of a column, eight characters wide: `Mar 2026`, `03.2026`."""
    return _write(month, _conventions().month, _conventions())

"""Money is a whole number of minor units and a currency code; how many decimals that makes is here."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline_tui.domain.errors import Invalid

_DIGITS: Mapping[str, int] = {
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
    "RWF": 0, "UGX": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
}  # fmt: skip


def minor_digits(currency: str) -> int:
    """Decimals of a currency's minor unit (ISO 4217): 2 for RUB, 0 for JPY, 3 for KWD."""
    return _DIGITS.get(currency, 2)


_COMMON = frozenset({"RUB", "USD", "EUR", "CNY", "KZT", "BYN", "GBP", "TRY", "AED", "UZS", "JPY"})


def is_currency(code: str) -> bool:
    """Whether ISO 4217 has, or had, this code."""
    if code in _COMMON:
        return True
    from babel.core import get_global  # a tenth of a second, for what is seldom dealt in

    return code in get_global("all_currencies")


def read_currency(text: str, field: str = "currency") -> str:
    """A currency code in capitals; raises Invalid bad_currency, currency_unknown at `field`."""
    code = text.strip().upper()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise Invalid(field, "bad_currency", value=text)
    if not is_currency(code):
        raise Invalid(field, "currency_unknown", value=code)
    return code

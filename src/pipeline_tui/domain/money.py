"""Money is a whole number of minor units and a currency code; how many decimals that makes is here."""

from __future__ import annotations

from collections.abc import Mapping

_DIGITS: Mapping[str, int] = {
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
    "RWF": 0, "UGX": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
}  # fmt: skip


def minor_digits(currency: str) -> int:
    """Decimals of a currency's minor unit (ISO 4217): 2 for RUB, 0 for JPY, 3 for KWD."""
    return _DIGITS.get(currency, 2)

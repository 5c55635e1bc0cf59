"""The two sides of a paper: what we are called, and a firm with its numbers."""

from __future__ import annotations

import re

from pipeline_tui.config import Settings
from pipeline_tui.i18n import _

BLANK = "____________"
"""Where a name is written in by hand."""
_INN = re.compile(r",?\s*(?:ИНН|INN)\b[\s:№/КПKPP]*(\d{10}(?:\d\d)?)\b.*", re.IGNORECASE)
"""Our own number among the requisites of the settings."""


def us(settings: Settings) -> str:
    """What we are called: the first line of the requisites, without our number, else the owner."""
    return _INN.sub("", settings.requisites.strip().split("\n")[0]).strip() or settings.owner


def our_side(settings: Settings) -> str:
    """We with our number; a blank where the settings do not say who we are."""
    found = _INN.search(settings.requisites)
    return party(us(settings) or BLANK, "" if found is None else found[1], "")


def party(name: str, inn: str, kpp: str) -> str:
    """A side of a paper with its numbers: `ООО «Мы» (ИНН 7707083893)`."""
    told = [_("INN {number}").format(number=inn)] if inn else []
    if inn and kpp:
        told.append(_("KPP {number}").format(number=kpp))
    return f"{name} ({', '.join(told)})" if told else name

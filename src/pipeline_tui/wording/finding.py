"""By what a client was found, in words, where it is not by the name."""

from __future__ import annotations

from pipeline_tui.domain.clients import ClientHit
from pipeline_tui.domain.found_by import FoundBy
from pipeline_tui.i18n import N_, _

_WHY = {
    "contact": N_("contact: {text}"),
    "phone": N_("phone {text}"),
    "inn": N_("INN {text}"),
    "email": N_("e-mail {text}"),
    "deal": N_("deal: {text}"),
    "note": N_("note: {text}"),
    "city": N_("city: {text}"),
}


def why(hit: ClientHit | FoundBy) -> str:
    """`phone 8 912 345-67-89`, `note: … in spring`; empty where it was the name."""
    return _(_WHY[hit.matched]).format(text=hit.why) if hit.matched in _WHY else ""


def beside(hit: ClientHit) -> list[str]:
    """What is shown beside the name: the city, and by what they were found."""
    return [part for part in (hit.city, "" if hit.matched == "city" else why(hit)) if part]

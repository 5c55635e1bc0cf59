"""By what a client was found, in words, where it is not by the name."""

from __future__ import annotations

from pipeline_tui.domain.clients import ClientHit
from pipeline_tui.i18n import N_, _

_WHY = {
    "phone": N_("phone {text}"),
    "inn": N_("INN {text}"),
    "email": N_("e-mail {text}"),
    "deal": N_("deal: {text}"),
    "note": N_("note: {text}"),
}


def why(hit: ClientHit) -> str:
    """`phone 8 912 345-67-89`, `note: … in spring`; a contact's name as it is."""
    return _(_WHY[hit.matched]).format(text=hit.why) if hit.matched in _WHY else hit.why

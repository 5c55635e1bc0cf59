"""The language of the program: English in the source, Russian from a compiled catalogue.

Every look-up happens when it is called, so `use` may switch the language of a running program.
Texts declared before the language is known (tables, actions) are marked with `N_` or `NP_` and
translated where they are shown, by `_` or `pgettext`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import GNUTranslations

LANGUAGES = ("en", "ru")
"""Languages the program speaks, as ISO 639-1 codes; English needs no catalogue."""

DOMAIN = "pipeline_tui"
_LOCALES = Path(__file__).parent / "locales"

_language = "en"
_catalogue: GNUTranslations | None = None


def use(language: str) -> None:
    """Speak `language` from now on. ValueError for one that is not in `LANGUAGES`."""
    global _language, _catalogue
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}, one of {', '.join(LANGUAGES)}")
    _catalogue = None if language == "en" else _read(language)
    _language = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` for a while: what is written to a client is in theirs. Not across threads."""
    before, catalogue = _language, _catalogue
    if language != before:
        use(language)
    try:
        yield
    finally:
        _restore(before, catalogue)


def _restore(language: str, catalogue: GNUTranslations | None) -> None:
    global _language, _catalogue
    _language, _catalogue = language, catalogue


def current() -> str:
    """The language spoken now, one of `LANGUAGES`."""
    return _language


def detect(env: Mapping[str, str]) -> str:
    """The language that the locale variables ask for; English when they name none of ours.

    POSIX order: the first of LC_ALL, LC_MESSAGES, LANG that is set to something decides.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := env.get(name):
            code = value.replace("-", "_").partition("_")[0].partition(".")[0].lower()
            return code if code in LANGUAGES else "en"
    return "en"


def _(msg: str) -> str:
    """`msg` in the current language."""
    # The empty msgid of a catalogue is its header, which nobody wants on screen.
    return _catalogue.gettext(msg) if _catalogue is not None and msg else msg


def ngettext(one: str, many: str, n: int) -> str:
    """The form that goes with the number `n`, still to be formatted with it."""
    if _catalogue is not None:
        return _catalogue.ngettext(one, many, n)
    return one if n == 1 else many


def pgettext(context: str, msg: str) -> str:
    """`msg` in the current language, where one English word has several translations."""
    return _catalogue.pgettext(context, msg) if _catalogue is not None and msg else msg


def N_(msg: str) -> str:  # noqa: N802 - the name gettext tools know
    """Mark `msg` for the catalogue and return it untouched; show it through `_`."""
    return msg


def NP_(context: str, msg: str) -> str:  # noqa: N802, ARG001 - the context is for the catalogue
    """Mark `msg` with its context and return it untouched; show it through `pgettext`."""
    return msg


def _read(language: str) -> GNUTranslations | None:
    """The compiled catalogue; None when it is absent, and then the program speaks English."""
    from gettext import GNUTranslations

    try:
        with (_LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
            return GNUTranslations(file)
    except FileNotFoundError:
        return None

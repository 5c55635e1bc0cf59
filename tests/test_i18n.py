"""The language is chosen by the environment and switched while the program runs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline_tui import i18n
from pipeline_tui.i18n import N_, NP_, _, ngettext, pgettext


@pytest.mark.parametrize(
    ("env", "language"),
    [
        ({}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru"}, "ru"),
        ({"LANG": "ru-RU"}, "ru"),
        ({"LANG": "RU_ru.koi8-r"}, "ru"),
        ({"LANG": "rue_XX.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "ru_RU.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ru_RU.UTF-8", "LANG": "en_GB.UTF-8"}, "ru"),
        ({"LANGUAGE": "ru"}, "en"),
    ],
)
def test_the_first_locale_variable_that_is_set_decides(env: dict[str, str], language: str) -> None:
    assert i18n.detect(env) == language


def test_a_text_follows_the_language_of_the_moment() -> None:
    seen = []
    for language in ("en", "ru", "en"):
        i18n.use(language)
        seen.append((i18n.current(), _("tomorrow")))
    assert seen == [("en", "tomorrow"), ("ru", "завтра"), ("en", "tomorrow")]


def test_a_marked_text_is_translated_where_it_is_shown() -> None:
    declared, stage = N_("tomorrow"), NP_("stage", "Won")
    i18n.use("ru")
    assert (declared, _(declared)) == ("tomorrow", "завтра")
    assert pgettext("stage", stage) == "Выиграна"


def test_one_english_word_has_a_translation_by_context(russian: None) -> None:
    words = [pgettext(kind, "open") for kind in ("stage_kind", "promise", "invoice")]
    assert words == ["в работе", "ждём", "не оплачен"]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_unknown_and_empty_texts_come_back_as_they_are(language: str) -> None:
    i18n.use(language)
    assert _("no such text") == "no such text"
    assert _("") == ""
    assert pgettext("stage", "no such text") == "no such text"
    assert pgettext("stage", "") == ""
    assert ngettext("one", "many", 1) == "one"
    assert ngettext("one", "many", 5) == "many"


def test_an_unknown_language_is_refused_and_the_old_one_stays() -> None:
    i18n.use("ru")
    with pytest.raises(ValueError, match="unknown language 'fr', one of en, ru"):
        i18n.use("fr")
    assert _("tomorrow") == "завтра"


def test_english_needs_no_gettext() -> None:
    code = "import sys, pipeline_tui.i18n as i; i.use('en'); i._('x'); sys.exit('gettext' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

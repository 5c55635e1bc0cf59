"""The starter library: enough of it, readable aloud in one breath, and nothing unknown in braces."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from pipeline_tui.domain.vocabulary import OBJECTION_KINDS, TECHNIQUES
from pipeline_tui.services import starter

SITUATIONS = {"cold", "callback", "debt_reminder", "win_back", "offer_follow_up", "renewal"}

each_language = pytest.mark.parametrize("language", starter.LANGUAGES)


def sentences(text: str) -> int:
    return len(re.findall(r"[.!?]+(?=\s|$|»)", text))


def fields(text: str) -> set[str]:
    return set(re.findall(r"\{([^{}]*)\}", text))


def spoken(language: str) -> list[str]:
    """Every text that is read aloud."""
    out: list[str] = []
    for kind in starter.kinds(language):
        out.append(kind.probe)
        for answer in kind.answers:
            out += [answer.text] + ([answer.follow_up] if answer.follow_up else [])
    for script in starter.scripts(language):
        out += [*script.openings, *script.steps, script.close]
        out += [script.voicemail] if script.voicemail else []
    return out


@each_language
def test_every_kind_has_a_choice_of_answers_and_a_dozen_phrases_to_find_it_by(
    language: str,
) -> None:
    kinds = starter.kinds(language)
    assert [k.code for k in kinds] == list(OBJECTION_KINDS)
    for kind in kinds:
        assert len(kind.answers) >= 5, kind.code
        assert len({a.technique for a in kind.answers}) >= 5, kind.code
        assert len(kind.heard) >= 12, kind.code
        assert kind.title and kind.behind and kind.probe.endswith("?")


@each_language
def test_codes_are_unique_and_name_their_kind(language: str) -> None:
    codes = [(k.code, a.code) for k in starter.kinds(language) for a in k.answers]
    assert len({c for _, c in codes}) == len(codes)
    assert all(re.fullmatch(rf"{kind}-[1-9]", code) for kind, code in codes)


def test_both_languages_hold_the_same_codes_so_that_switching_keeps_the_statistics() -> None:
    ru, en = (
        {(a.code, a.technique) for k in starter.kinds(lang) for a in k.answers}
        for lang in ("ru", "en")
    )
    assert ru == en
    assert {s.code for s in starter.scripts("ru")} == {s.code for s in starter.scripts("en")}


@each_language
def test_techniques_are_known_and_all_are_used(language: str) -> None:
    used = {a.technique for k in starter.kinds(language) for a in k.answers}
    assert used == set(TECHNIQUES)


@each_language
def test_answers_are_short_enough_to_say(language: str) -> None:
    for kind in starter.kinds(language):
        for answer in kind.answers:
            assert 1 <= sentences(answer.text) <= 3, answer.code
            assert 40 <= len(answer.text) <= 230, answer.code
            if answer.follow_up:
                assert len(answer.follow_up) <= 80, answer.code
                assert sentences(answer.follow_up) <= 2, answer.code


@each_language
def test_no_text_is_repeated(language: str) -> None:
    texts = [a.text for k in starter.kinds(language) for a in k.answers]
    assert [t for t, n in Counter(texts).items() if n > 1] == []


@each_language
def test_phrases_are_lower_case_and_belong_to_one_kind(language: str) -> None:
    heard = [phrase for kind in starter.kinds(language) for phrase in kind.heard]
    assert all(p == p.lower().strip() for p in heard)
    assert [p for p, n in Counter(heard).items() if n > 1] == []


@pytest.mark.parametrize(
    ("letters", "code"),
    [
        ("дорого", "price"),
        ("мы подумаем", "time"),
        ("есть поставщик", "competitor"),
        ("на почту", "send_email"),
        ("бухгалтер против", "terms"),
    ],
)
def test_what_a_client_says_leads_to_the_kind(letters: str, code: str) -> None:
    found = {k.code for k in starter.kinds("ru") if any(letters in p for p in k.heard)}
    assert code in found


def test_the_russian_is_addressed_with_vy() -> None:
    for text in spoken("ru"):
        assert not re.search(r"\b(ты|тебя|тебе|твой|твоя|твоё|твои)\b", text, re.IGNORECASE), text


@each_language
def test_every_situation_has_a_script(language: str) -> None:
    scripts = starter.scripts(language)
    assert {s.code for s in scripts} >= SITUATIONS
    assert len({s.code for s in scripts}) == len(scripts)
    for script in scripts:
        assert len(script.openings) >= 2, script.code
        assert 3 <= len(script.steps) <= 6, script.code
        assert all(len(o) <= 200 for o in script.openings), script.code
        assert script.close.count("?") <= 1, "a close asks for one thing"
        assert script.goal
        assert bool(script.voicemail) is (script.code != "incoming")


@each_language
def test_only_known_fields_stand_in_braces(language: str) -> None:
    for text in spoken(language):
        assert fields(text) <= starter.FIELDS, text


@each_language
def test_nothing_known_still_reads_as_a_sentence(language: str) -> None:
    for text in spoken(language):
        said = starter.fill(text, {}, language)
        assert not re.search(r"[{}]|  |^[\s,.:]|[\s!?.],|\s[,.!?]|,\.|,,", said), said
        assert said[0] == said[0].upper()


def test_a_known_name_is_used_and_a_missing_one_takes_its_comma_along() -> None:
    text = "{name}, здравствуйте! {me}, {our_company}. Удобно?"
    facts = {"name": "Анна Петровна", "me": "Игорь", "our_company": "«Вектор»"}
    assert (
        starter.fill(text, facts, "ru") == "Анна Петровна, здравствуйте! Игорь, «Вектор». Удобно?"
    )
    assert starter.fill(text, {"me": "Игорь"}, "ru") == "Здравствуйте! Игорь. Удобно?"
    english = "Hi {name}, {me} from {our_company}, about your invoice {invoice}."
    assert starter.fill(english, {"me": "Kate"}, "en") == "Hi, Kate, about your invoice."


def test_a_blank_opens_a_sentence_with_a_capital() -> None:
    assert starter.fill("{competitor}? Good choice.", {}, "en").startswith("Your current supplier?")


def test_the_sellers_own_wording_is_left_as_typed() -> None:
    typed = "подвезём в т. ч. и завтра. {name}, давайте так"
    assert starter.fill(typed, {}, "ru") == "подвезём в т. ч. и завтра. Давайте так"
    assert starter.fill(typed, {"name": "Олег"}, "ru").endswith("Олег, давайте так")


def test_braces_the_user_typed_stay() -> None:
    assert starter.fill("{склад} {name}", {"name": "Олег"}, "ru") == "{склад} Олег"


def test_an_unknown_language_gets_english() -> None:
    assert starter.kinds("de") == starter.kinds("en")
    assert starter.script("cold", "en") is not None
    assert starter.script("no-such-call", "en") is None


@each_language
def test_the_objections_of_the_trade_are_all_there_and_answers_speak_of_the_card(
    language: str,
) -> None:
    wanted = {
        "price", "need", "time", "trust", "authority", "competitor", "quality", "terms",
        "brush_off", "bad_experience", "send_email", "gatekeeper",
    }  # fmt: skip
    kinds = {kind.code: kind for kind in starter.kinds(language)}
    assert wanted <= set(kinds)
    assert sum(len(kinds[code].answers) for code in wanted) >= 60
    texts = [answer.text for kind in kinds.values() for answer in kind.answers]
    for field in ("name", "product", "price", "competitor"):
        assert any(f"{{{field}}}" in text for text in texts), field


@each_language
def test_an_empty_card_leaves_no_gap_in_any_answer(language: str) -> None:
    for kind in starter.kinds(language):
        for answer in kind.answers:
            said = starter.fill(answer.text, {}, language)
            assert not re.search(r"[{}]|  |^[\s,.:]| [,.?!]", said), said
            assert said[0] == said[0].upper(), said

"""Finding an objection by a few letters, in haste, on either layout."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.heard import Ear, Phrase
from pipeline_tui.domain.likeness import Vocabulary, roots, stem
from pipeline_tui.services import starter

KINDS = {
    language: {place: kind.code for place, kind in enumerate(starter.kinds(language), 1)}
    for language in starter.LANGUAGES
}


def library(language: str) -> list[Phrase]:
    found = []
    for place, kind in enumerate(starter.kinds(language), 1):
        found.append(Phrase(place, "name", kind.title))
        found += [Phrase(place, "heard", phrase) for phrase in kind.heard]
        found += [
            Phrase(place, "answer", answer.text, 100 * place + number)
            for number, answer in enumerate(kind.answers)
        ]
    return found


EARS = {language: Ear(library(language)) for language in starter.LANGUAGES}


def first(language: str, text: str) -> str | None:
    found = EARS[language].find(text)
    return KINDS[language][found[0].phrase.type_id] if found else None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("д", "price"),
        ("дор", "price"),
        ("Дорого!", "price"),
        ("дорогой", "price"),  # another ending
        ("дрого", "price"),  # a slip
        ("ljhjuj", "price"),  # the other layout
        ("dorogo", "price"),  # Latin letters
        ("слишком дорого у вас", "price"),  # words that nobody foresaw
        ("подум", "time"),
        ("gjlevf", "time"),
        ("у нас уже есть поставщик", "competitor"),
        ("почту скиньте", "send_email"),  # another order
        ("отсрочку", "terms"),
        ("решаю не я", "authority"),
        ("секретарша", "gatekeeper"),
        ("нет денег", "debt"),
        ("не нужно", "need"),
    ],
)
def test_russian_is_found(typed: str, code: str) -> None:
    assert first("ru", typed) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("expens", "price"),
        ("to expensive", "price"),
        ("expencive", "price"),
        ("зкшсу", "price"),
        ("call me later", "time"),
        ("e-mail", "send_email"),
        ("my boss decides", "authority"),
    ],
)
def test_english_is_found(typed: str, code: str) -> None:
    assert first("en", typed) == code


@pytest.mark.parametrize(
    ("language", "typed", "code"),
    [
        ("ru", "ну вы понимаете у нас сейчас с деньгами вообще никак, денег нет", "debt"),
        (
            "ru",
            "слушайте, мы с этим поставщиком давно работаем и менять ничего не хотим",
            "competitor",
        ),
        ("ru", "ненадо", "need"),  # two words written as one
        ("ru", "не актуально", "need"),  # and one as two
        ("ru", "а если через неделю сломается", "quality"),
        ("en", "look im gonna have to talk to my boss about it first", "authority"),
        ("en", "dont need it mate", "need"),
        ("en", "can you just send that over in an email", "send_email"),
    ],
)
def test_what_is_told_at_length_is_found(language: str, typed: str, code: str) -> None:
    assert first(language, typed) == code


def test_words_of_different_phrases_speak_for_their_kind_together() -> None:
    ear = Ear([
        Phrase(1, "heard", "разгружать вручную"), Phrase(1, "heard", "нет погрузчика"),
        Phrase(2, "heard", "нет времени"), Phrase(2, "heard", "вручную пересчитаем"),
    ])  # fmt: skip
    assert ear.find("вручную без погрузчика")[0].phrase.type_id == 1


def test_a_kind_of_ones_own_is_found_among_many_by_its_one_phrase() -> None:
    ear = Ear([*library("ru"), Phrase(99, "name", "Некому разгружать")])
    for typed in ("разгруж", "у нас разгружать некому", "hfpuhe;fnm"):
        assert ear.find(typed)[0].phrase.type_id == 99


def test_a_phrase_of_ones_own_is_heeded_above_what_the_words_say_elsewhere() -> None:
    own = Phrase(99, "heard", "дорого на разгрузке")
    assert Ear([*library("ru"), own]).find("дорого на разгрузке")[0].phrase == own


def test_three_guesses_are_told_and_further_ones_only_if_they_are_half_as_likely() -> None:
    ear = Ear([Phrase(n, "heard", f"договор {word}") for n, word in enumerate("абвгд")])
    assert len(ear.find("договор")) == 5
    best, second, third = EARS["ru"].find("мы с другими давно работаем")
    assert best.score > 2 * max(second.score, third.score)


def test_a_word_is_like_one_with_another_prefix_or_a_slip() -> None:
    known = Vocabulary(["перезвоню", "коммерческое", "ценник"])
    assert max(known.like("позвоните", begun=False)) == "перезвоню"
    assert set(known.like("комерчиское", begun=False)) == {"коммерческое"}
    assert set(known.like("комерч", begun=True)) == {"коммерческое"}
    assert not known.like("комерч", begun=False)
    assert roots("перезвоню") & roots("звоните")


@pytest.mark.parametrize("typed", ["", "   ", "!?", "zzzzqqqq", "щщщщщщщщ"])
def test_what_is_like_nothing_finds_nothing(typed: str) -> None:
    assert EARS["ru"].find(typed) == []


def test_an_answer_is_found_by_its_own_words_and_named() -> None:
    ear = Ear([
        Phrase(1, "heard", "дорого"),
        Phrase(2, "answer", "Дам рассрочку на три месяца", 7),
    ])  # fmt: skip
    (match,) = ear.find("рассроч")
    assert (match.phrase.type_id, match.phrase.answer_id) == (2, 7)


def test_what_clients_say_counts_for_more_than_what_an_answer_says() -> None:
    ear = Ear([Phrase(1, "answer", "сроки важны", 7), Phrase(2, "heard", "не устраивают сроки")])
    assert [match.phrase.type_id for match in ear.find("сроки")] == [2, 1]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("дор", "дорого"),
        ("слишком дор", "слишком дорого"),
        ("ljh", "дорого"),
        ("dorogo", "дорого"),
        ("Дорого, говорит", "Дорого, говорит"),
    ],
)
def test_their_words_are_kept_as_they_were_meant(typed: str, said: str) -> None:
    assert EARS["ru"].find(typed)[0].said == said


def test_forms_of_a_word_have_one_stem() -> None:
    assert len({stem(word) for word in ("дорого", "дорогая", "дорогой", "дорогие")}) == 1
    assert len({stem(word) for word in ("price", "prices", "priced")}) == 1
    assert stem("я") == "я"


@given(st.text(max_size=40))
def test_any_text_is_answered_and_always_alike(text: str) -> None:
    ear = EARS["ru"]
    found = ear.find(text)
    assert found == ear.find(text)
    assert len({match.phrase.type_id for match in found}) == len(found)


@settings(max_examples=12)
@given(st.randoms(use_true_random=False), st.sampled_from(["дор", "работаем", "не нужно", "цен"]))
def test_the_order_in_which_phrases_are_kept_does_not_matter(random: object, text: str) -> None:
    shuffled = library("ru")
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert Ear(shuffled).find(text) == EARS["ru"].find(text)

"""Duplicates are told from look-alikes: single pairs by hand, a labelled base by its figures."""

from __future__ import annotations

import pytest

from benchmarks.duplicates import Base, Damaged, Score, measured
from pipeline_tui.domain.duplicates import LIKELY, SURE, Sign
from pipeline_tui.domain.duplicates.judge import Judge
from pipeline_tui.domain.duplicates.records import Record, own_domain, read_inn
from tests.importing import plain
from tests.samples import needs_samples

INN, OTHER_INN = "7707083893", "7728168971"
PHONE = ("79123456789",)

SAME = (
    # what the pair is, the first, the second
    ("legal form", {"name": "ООО «Ромашка»", "phones": PHONE}, {"name": "Ромашка", "phones": PHONE}),
    ("alphabet", {"name": "Ромашка", "city": "Казань"}, {"name": "Romashka LLC", "city": "Kazan"}),
    ("spaces", {"name": "GTX Pro", "city": "Oslo"}, {"name": "GTXPro", "city": "Oslo"}),
    ("slip", {"name": "Стройсервис", "city": "Уфа", "phones": PHONE},
     {"name": "Стройсрвис", "phones": PHONE}),
    ("glued form", {"name": "Henson LLC", "phones": PHONE}, {"name": "HensonLLC", "phones": PHONE}),
    ("letters changed places", {"name": "Cancity", "phones": PHONE}, {"name": "Cacnity", "phones": PHONE}),
    ("renamed", {"name": "Ромашка", "inn": INN}, {"name": "Василёк", "inn": INN}),
    ("float", {"name": "Ромашка", "inn": INN}, {"name": "Ромашка", "inn": read_inn(f"{INN}.0")}),
    ("initials", {"name": "ИП Иванов Пётр Олегович", "kind": "sole_trader", "phones": PHONE},
     {"name": "ИП Иванов П.О.", "kind": "sole_trader", "phones": PHONE}),
    ("mail", {"name": "Acme Inc", "emails": ("a@acme.com",)},
     {"name": "Acme", "emails": ("a@acme.com",)}),
)  # fmt: skip
OTHER = (
    ("branches", {"name": "Ромашка", "inn": INN, "kpp": "770701001", "city": "Москва"},
     {"name": "Ромашка", "inn": INN, "kpp": "166001001", "city": "Казань"}),
    ("different INN", {"name": "Ромашка", "inn": INN, "city": "Уфа"},
     {"name": "Ромашка", "inn": OTHER_INN, "city": "Уфа"}),
    ("surname", {"name": "ИП Иванов Пётр", "kind": "sole_trader", "city": "Уфа"},
     {"name": "ИП Иванов Олег", "kind": "sole_trader", "city": "Уфа"}),
    ("numbers", {"name": "Школа №5", "city": "Уфа"}, {"name": "Школа №7", "city": "Уфа"}),
    ("one phone", {"name": "Ромашка", "phones": PHONE}, {"name": "Гранит", "phones": PHONE}),
    ("free mail", {"name": "Ромашка", "emails": ("a@mail.ru",)},
     {"name": "Гранит", "emails": ("b@mail.ru",)}),
    ("namesakes", {"name": "Ромашка", "city": "Уфа"}, {"name": "Ромашка", "city": "Омск"}),
)  # fmt: skip


def score(one: dict[str, object], two: dict[str, object]) -> int:
    return Judge([Record(id=1, **one), Record(id=2, **two)]).judge(1, 2).score  # type: ignore[arg-type]


@pytest.mark.parametrize(("what", "one", "two"), SAME, ids=[case[0] for case in SAME])
def test_one_client_entered_twice(
    what: str, one: dict[str, object], two: dict[str, object]
) -> None:
    assert score(one, two) >= LIKELY
    assert score(two, one) == score(one, two)
    judge = Judge([Record(id=1, **one), Record(id=2, **two)])  # type: ignore[arg-type]
    assert [(pair.first, pair.second) for pair in judge.pairs()] == [(1, 2)]


@pytest.mark.parametrize(("what", "one", "two"), OTHER, ids=[case[0] for case in OTHER])
def test_two_clients_that_look_like_one(
    what: str, one: dict[str, object], two: dict[str, object]
) -> None:
    assert score(one, two) < LIKELY


def test_a_number_of_many_says_little() -> None:
    names = ("Ромашка", "Гранит", "Полюс", "Орион", "Кедр")
    judge = Judge([Record(id=at, name=name, phones=PHONE) for at, name in enumerate(names, 1)])
    assert judge.pairs() == []


def test_reasons_name_what_agrees() -> None:
    pair = Judge(
        [
            Record(1, "Ромашка", inn=INN, phones=PHONE),
            Record(2, "ООО Ромашка", inn=INN, phones=PHONE),
        ]
    ).judge(2, 1)
    assert [(one.sign, one.text) for one in pair.reasons] == [
        (Sign.INN, INN), (Sign.PHONE, PHONE[0]), (Sign.NAME, ""),
    ]  # fmt: skip
    assert pair.score >= SURE


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("7707083893.0", INN), ("7707 083 893", INN), ("277005421", "0277005421"), ("12", ""),
     ("0000000000", ""), (None, ""), ("50010073225,0", "050010073225")],
)  # fmt: skip
def test_an_inn_is_read_as_it_was_meant(typed: str | None, meant: str) -> None:
    assert read_inn(typed) == meant


@pytest.mark.parametrize(
    ("typed", "domain"),
    [("https://www.shop.romashka.ru/about", "romashka.ru"), ("info@romashka.ru", "romashka.ru"),
     ("a@mail.ru", ""), ("vk.com/romashka", ""), ("acme.co.uk", "acme.co.uk"), ("нет", ""), ("", "")],
)  # fmt: skip
def test_a_domain_that_belongs_to_one_firm(typed: str, domain: str) -> None:
    assert own_domain(typed) == domain


@pytest.mark.parametrize(
    ("two", "least"),
    [
        ({"name": "Вектор Логистик", "city": "Казань"}, SURE),
        ({"name": "ВекторЛогистик ООО", "city": "Казань"}, 80),
        ({"name": "Вектор Логистк", "city": "Казань"}, LIKELY),
        ({"name": "Вектор Логистик", "domains": ("vektor.ru",), "phones": ("79990000000",)}, SURE),
        ({"name": "Вектор Логистк", "city": "Казань", "phones": PHONE}, SURE),
    ],
)  # fmt: skip
def test_what_was_entered_from_memory_or_has_another_phone_is_known(
    two: dict[str, object], least: int
) -> None:
    whole: dict[str, object] = {
        "name": "ООО «Вектор Логистик»", "city": "Казань", "phones": PHONE, "inn": INN,
        "domains": ("vektor.ru",),
    }  # fmt: skip
    assert score(whole, two) >= least


def test_a_name_that_only_nearly_agrees_is_not_shown_where_each_has_numbers_of_its_own() -> None:
    one = {"name": "Баветолметалл", "city": "Уфа", "phones": PHONE}
    for name in ("Баветулметалл", "Баветуламеталл"):
        assert score(one, {"name": name, "city": "Уфа", "phones": ("79990000000",)}) < LIKELY


def test_the_queue_is_the_head_of_all_pairs() -> None:
    """What is left out before it is compared would not have reached the queue."""
    judge = Judge(Base(2_000, 3).records)
    assert judge.pairs() == [pair for pair in judge.pairs(1) if pair.score >= LIKELY]


@pytest.mark.parametrize("seed", [1, 2])
def test_figures_on_the_labelled_base(seed: int) -> None:
    sure, likely, _took = measured(3_000, seed)
    assert sure.precision >= 0.99
    assert sure.recall >= 0.85
    assert likely.precision >= 0.95
    assert likely.recall >= 0.97


@needs_samples
@pytest.mark.parametrize("seed", [1, 2])
def test_figures_on_names_of_real_files(seed: int) -> None:
    """Names that the project did not make up, damaged as real files are."""
    names = [
        row[column]
        for file, column in (
            ("hubspot_dummy/hubspot_companies.csv", "Company Name"),
            ("maven_crm/original/accounts.csv", "account"),
        )
        for row in plain(file)
    ]
    base = Damaged(list(dict.fromkeys(names)), seed)
    assert len(base.same) > 130
    found = {(pair.first, pair.second): pair.score for pair in Judge(base.records).pairs()}
    queue, sure = Score(base, found, LIKELY), Score(base, found, SURE)
    assert (queue.precision >= 0.98, queue.recall >= 0.92) == (True, True), queue.missed
    assert (sure.precision >= 0.99, sure.recall >= 0.42) == (True, True), sure.missed

"""Every code of the domain has its word in both languages; the user's own word wins."""

from __future__ import annotations

from enum import EnumType

import pytest

from pipeline_tui import i18n
from pipeline_tui.domain import vocabulary as v
from pipeline_tui.domain.requests import RequestState, RequestWay
from pipeline_tui.wording.labels import KINDS, codes, field, label, named

ENUMS: list[tuple[str, EnumType]] = [
    ("stage_kind", v.StageKind),
    ("objection_result", v.ObjectionResult),
    ("client_status", v.ClientStatus),
    ("client_kind", v.ClientKind),
    ("contact_role", v.ContactRole),
    ("channel", v.Channel),
    ("activity", v.ActivityKind),
    ("direction", v.Direction),
    ("task", v.TaskKind),
    ("task_origin", v.TaskOrigin),
    ("promise", v.PromiseState),
    ("request", RequestWay),
    ("request_state", RequestState),
]
SEEDS = [
    ("stage", {seed.code for seed in v.STAGES}),
    ("outcome", {seed.code for seed in v.OUTCOMES}),
    ("loss_reason", {seed.code for seed in v.LOSS_REASONS}),
    ("objection", set(v.OBJECTION_KINDS)),
    ("technique", set(v.TECHNIQUES)),
]


@pytest.mark.parametrize(("kind", "enum"), ENUMS)
def test_the_labels_are_the_codes_of_the_enum(kind: str, enum: EnumType) -> None:
    assert set(codes(kind)) == {member.value for member in enum}


@pytest.mark.parametrize(("kind", "wanted"), SEEDS)
def test_the_labels_are_the_codes_a_new_file_starts_with(kind: str, wanted: set[str]) -> None:
    assert set(codes(kind)) == wanted


@pytest.mark.parametrize("kind", KINDS)
def test_russian_labels_are_russian(kind: str) -> None:
    # The kind in the table is the context in the catalogue: a slip in one shows as English.
    english = {code: label(kind, code) for code in codes(kind)}
    i18n.use("ru")
    for code, word in english.items():
        assert label(kind, code) != word, code


def test_stages_are_named_as_sellers_name_them(russian: None) -> None:
    assert [label("stage", code) for code in codes("stage")] == [
        "Новый", "Квалификация", "Потребности", "КП отправлено", "Переговоры", "Договор/счёт",
        "Выиграна", "Оплата", "Отгрузка", "Закрыта", "Проиграна",
    ]  # fmt: skip


def test_a_field_is_named_without_its_unit_or_reference() -> None:
    names = ["amount_minor", "payment_terms_days", "touch_days", "deal_id", "inn", "x_id"]
    assert [field(name) for name in names] == [
        "Amount", "Payment terms, days", "Touch interval, days", "Deal", "INN", "x_id",
    ]  # fmt: skip


def test_the_name_the_user_gave_wins() -> None:
    assert named("stage", "won", "Ура") == "Ура"
    assert named("stage", "won", None) == named("stage", "won", "") == "Won"


def test_a_code_of_a_later_version_is_shown_as_it_is() -> None:
    assert label("stage", "pilot") == "pilot"

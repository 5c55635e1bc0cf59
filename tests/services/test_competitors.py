"""Competitors: whose name a deal's words are, how deals against them end, what they ask."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.competitors import CompetitorRow, KnownNames
from pipeline_tui.domain.errors import Conflict, Invalid, NotFound
from pipeline_tui.domain.figures import Part
from pipeline_tui.services.desk import Desk
from pipeline_tui.wording import cards
from tests.dealing import TODAY, dump, make_client, make_deal, make_product


def rival(desk: Desk, name: str, **values: str) -> int:
    return desk.competitors.add({"name": name, **values})


def standing(desk: Desk, competitor_id: int):  # type: ignore[no-untyped-def]
    return desk.competitor_views.card(competitor_id).standing


def test_a_competitor_is_entered_changed_put_away_and_undone(desk: Desk) -> None:
    before = dump(desk.book.reader)
    vega = rival(desk, " Вега ", site="vega.example", battlecard="Спросить про сроки")
    row = desk.competitor_views.row(vega)
    assert (row.name, row.site, row.battlecard) == ("Вега", "vega.example", "Спросить про сроки")
    desk.competitors.edit(vega, {"also": "Vega\n ВегаПром \n"}, {"also": ""})
    assert desk.competitor_views.row(vega).names == ("Вега", "Vega", "ВегаПром")
    with pytest.raises(Conflict, match="changed_meanwhile"):
        desk.competitors.edit(vega, {"also": "Wega"}, {"also": ""})
    desk.competitors.archive(vega)
    assert [one.retired for one in desk.competitor_views.rows()] == [True]
    for _ in range(3):
        desk.history.undo()
    assert dump(desk.book.reader) == before


def test_a_name_is_one_competitor_s(desk: Desk) -> None:
    vega = rival(desk, "Вега", also="Vega")
    desk.competitors.archive(vega)
    for twin in ({"name": "ООО «ВЕГА»"}, {"name": "Ротор", "also": "Орион\nvega"}):
        with pytest.raises(Conflict) as caught:
            desk.competitors.add(twin)
        assert (caught.value.code, caught.value.facts["id"]) == ("competitor_exists", vega)
    desk.competitors.edit(vega, {"name": "Vega", "also": "Вега"})
    rival(desk, "Вега Плюс")


def test_deals_count_for_whoever_their_words_name(desk: Desk) -> None:
    vega, rotor = rival(desk, "Вега", also="Vega Ltd"), rival(desk, "Ротор")
    for words, end in (
        ("ООО «Вега»", "won"), ("vega", "lost"), ("ВЕГА, Ротор", "lost"), ("Ротор", ""), ("Омега", ""),
        ("", "won"), ("Омега", "lost"),
    ):  # fmt: skip
        deal = make_deal(desk, competitor=words)
        if end == "won":
            desk.deals.win(deal)
        elif end:
            desk.deals.lose(deal, "price")
    found = standing(desk, vega)
    assert (found.won, found.lost, found.open) == (1, 2, 0)
    assert (found.won_amounts, found.lost_amounts) == ({"RUB": 100_000_00}, {"RUB": 200_000_00})
    low, high = found.share.interval  # Wilson of 1 of 3, by hand
    assert (round(low, 4), round(high, 4), found.little_data) == (0.0615, 0.7923, True)
    assert (standing(desk, rotor).lost, standing(desk, rotor).open) == (1, 1)
    assert [(one.name, one.deals) for one in desk.competitor_views.unnamed()] == [("Омега", 2)]
    assert [one.id for one in desk.competitor_views.standings()] == [vega, rotor]
    assert len(desk.competitor_views.deals(vega, Part.LOST)) == 2
    # A name given later brings its deals, past ones too.
    desk.competitors.edit(rotor, {"also": "Омега"})
    assert (standing(desk, rotor).lost, standing(desk, rotor).open) == (2, 2)
    assert desk.competitor_views.unnamed() == []


def test_a_sighting_puts_the_competitor_into_the_deal_and_the_client(desk: Desk) -> None:
    client, other = make_client(desk), make_client(desk, "Лютик")
    vega = rival(desk, "Вега")
    deal = make_deal(desk, client_id=client, competitor="Вега")
    silent = make_deal(desk, client_id=client)
    for one in (deal, silent):
        desk.competitors.sight({"competitor_id": vega, "deal_id": one, "note": "были на складе"})
    seen = desk.competitor_views.card(vega).sightings[0]
    assert (seen.seen_on, seen.client, seen.deal_id) == (TODAY, "Ромашка", silent)
    assert standing(desk, vega).open == 2  # named and seen: once
    assert [one.id for one in desk.competitor_views.in_deal(silent)] == [vega]
    assert desk.competitor_views.in_deal(make_deal(desk)) == []
    for values, code in (
        ({}, "nothing_seen"),
        ({"note": "x", "seen_on": TODAY + timedelta(days=1)}, "day_to_come"),
        ({"note": "x", "deal_id": deal, "client_id": other}, "deal_of_another"),
        ({"price_minor": -1}, "negative"),
    ):
        with pytest.raises(Invalid) as caught:
            desk.competitors.sight({"competitor_id": vega, **values})
        assert caught.value.code == code
    with pytest.raises(NotFound):
        desk.competitors.sight({"competitor_id": 99, "note": "x"})
    desk.competitors.remove_sighting(seen.id)
    assert standing(desk, vega).open == 1
    desk.history.undo()
    assert standing(desk, vega).open == 2


def test_what_a_client_told_of_a_competitor_stands_in_its_timeline(desk: Desk) -> None:
    client, vega = make_client(desk), rival(desk, "Вега")
    for days, note in ((3, "раньше"), (3, "позже"), (9, "давно")):
        day = TODAY - timedelta(days=days)
        desk.competitors.sight(
            {"competitor_id": vega, "client_id": client, "seen_on": day, "note": note,
             "offered": "скидка", "price_minor": 90_00}
        )  # fmt: skip
    rows = [one for one in desk.cards.timeline(client) if one.kind == "sighting"]
    assert [one.detail for one in rows] == ["скидка\nпозже", "скидка\nраньше", "скидка\nдавно"]
    assert (rows[0].title, rows[0].amount_minor, rows[0].day) == (
        "Вега", 90_00, TODAY - timedelta(days=3),
    )  # fmt: skip
    assert cards.timeline_kind(rows[0]) == "competitor"
    assert cards.timeline(rows[0], TODAY)[0].replace("\xa0", " ") == "Вега · 90 ₽"
    later = desk.cards.timeline(client, rows[0].mark)
    assert [one.mark for one in later if one.kind == "sighting"] == [one.mark for one in rows[1:]]


def test_prices_by_thing_and_currency_with_ours_beside(desk: Desk) -> None:
    vega, pump = rival(desk, "Вега"), make_product(desk, "Насос")
    desk.products.edit(pump, {"price_minor": 1_000_00})
    for days, values in (
        (40, {"product_id": pump, "price_minor": 1_000_00}),
        (10, {"product_id": pump, "price_minor": 1_250_00, "offered": "насос с монтажом"}),
        (20, {"product_id": pump, "price_minor": 12_00, "currency": "usd"}),
        (5, {"offered": "Доставка", "price_minor": 500_00}),
        (1, {"offered": "доставка", "price_minor": 400_00}),
        (0, {"note": "обещают скидку"}),
    ):
        day = TODAY - timedelta(days=days)
        desk.competitors.sight({"competitor_id": vega, "seen_on": day, **values})
    card = desk.competitor_views.card(vega)
    assert [(one.what, one.currency, one.change, one.above_ours) for one in card.trends] == [
        ("доставка", "RUB", -0.2, None), ("Насос", "RUB", 0.25, 0.25), ("Насос", "USD", None, None),
    ]  # fmt: skip
    assert (card.standing.seen, card.standing.last) == (6, card.sightings[0])
    assert card.standing.priced == card.sightings[1]


def test_two_made_one_keep_every_name_deal_and_sighting(desk: Desk) -> None:
    kept = rival(desk, "Вега", strengths="цена")
    gone = rival(desk, "Vega Pro", also="ВП", site="vp.example", strengths="склад")
    for words in ("Вега", "vega pro", "ВП"):
        make_deal(desk, competitor=words)
    desk.competitors.sight({"competitor_id": gone, "note": "x"})
    before = dump(desk.book.reader)
    with pytest.raises(Invalid, match="competitor_with_itself"):
        desk.competitors.merge(kept, [kept])
    desk.competitors.merge(kept, [gone])
    (row,) = desk.competitor_views.rows()
    assert (row.names, row.site, row.strengths) == (
        ("Вега", "Vega Pro", "ВП"), "vp.example", "цена\nсклад",
    )  # fmt: skip
    assert (standing(desk, kept).open, standing(desk, kept).seen) == (3, 1)
    desk.history.undo()
    assert dump(desk.book.reader) == before


def test_sightings_go_with_the_client_that_stays_in_a_merge(desk: Desk) -> None:
    kept, gone = make_client(desk), make_client(desk, "Ромашка плюс")
    vega = rival(desk, "Вега")
    desk.competitors.sight({"competitor_id": vega, "client_id": gone, "note": "были"})
    desk.clients.merge(kept, [gone])
    assert [one.client_id for one in desk.competitor_views.card(vega).sightings] == [kept]
    desk.history.undo()
    assert [one.client_id for one in desk.competitor_views.card(vega).sightings] == [gone]


NAMES = st.text("абвг xyz«»,-", min_size=1, max_size=8).filter(
    lambda one: bool(re.search(r"\w", one))
)


@given(st.lists(NAMES, min_size=1, max_size=5), st.data())
def test_every_name_finds_its_competitor_however_it_is_written(
    names: list[str], data: st.DataObject
) -> None:
    rows = [CompetitorRow(at, name) for at, name in enumerate(names)]
    known = KnownNames(rows)
    name = data.draw(st.sampled_from(names))
    (found,) = known.in_text(name)
    for written in (name.upper(), f"  {name} ", f"«{name}»", f"ООО {name}"):
        assert known.in_text(written) == (found,)


def test_what_a_private_client_told_of_a_competitor_goes_with_them_and_the_price_stays(
    desk: Desk,
) -> None:
    client = desk.clients.add({"name": "Зверева Маргарита Львовна", "kind": "person"})
    other = make_client(desk)
    vega = rival(desk, "Вега", battlecard="Спросить, что говорила Зверева Маргарита Львовна")
    for client_id in (client, other):
        desk.competitors.sight(
            {"competitor_id": vega, "client_id": client_id, "price_minor": 90_00,
             "offered": "скидка", "note": "Зверева Маргарита Львовна видела их прайс"}
        )  # fmt: skip
    desk.persons.erase_client(client, mark="данные удалены")
    card = desk.competitor_views.card(vega)
    theirs = next(one for one in card.sightings if one.client_id == client)
    assert (theirs.offered, theirs.note, theirs.price_minor, theirs.currency, theirs.seen_on) == (
        "", "", 90_00, "RUB", TODAY,
    )  # fmt: skip
    elsewhere = next(one for one in card.sightings if one.client_id == other)
    assert elsewhere.offered == "скидка"
    for text in (elsewhere.note, card.standing.who.battlecard):
        assert "Зверева" not in text


def test_a_client_with_a_sighting_is_not_undone_from_under_it(desk: Desk) -> None:
    client = desk.clients.add({"name": "Acorn"})
    vega = rival(desk, "Вега")
    seen = desk.competitors.sight({"competitor_id": vega, "client_id": client, "note": "были"})
    added = next(one.id for one in desk.history.entries() if one.action == "client.add")
    with pytest.raises(Conflict, match="undo_blocked"):
        desk.history.undo(added)
    desk.competitors.remove_sighting(seen)
    desk.history.undo(added)
    assert desk.competitor_views.card(vega).sightings == ()

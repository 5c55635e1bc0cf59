"""What a client needs, and the gate before an offer."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from pipeline_tui.domain.errors import Conflict, Refused
from pipeline_tui.services.desk import Desk
from tests.dealing import dump, make_client, make_deal, stage_code

FULL = {
    "need": "станок", "budget": "до 2 млн", "authority": "директор", "timing": "к маю",
    "supplier": "Вега",
}  # fmt: skip


@pytest.fixture
def gated(desk: Desk) -> Desk:
    desk.settings = replace(desk.settings, needs_gate=True)
    return desk


def test_answers_are_kept_and_undone(desk: Desk) -> None:
    client_id = make_client(desk)
    before = dump(desk.book.reader)
    desk.needs.set({"need": "  станок ", "budget": ""}, client_id=client_id)
    (own,) = desk.needs.of_client(client_id)
    assert (own.need, own.missing) == ("станок", ("budget", "authority", "timing", "supplier"))
    desk.history.undo()
    assert dump(desk.book.reader) == before


def test_a_deal_takes_from_the_client_what_it_lacks(desk: Desk) -> None:
    client_id = make_client(desk)
    deal_id = make_deal(desk, client_id=client_id)
    desk.needs.set(FULL, client_id=client_id)
    desk.needs.set({"budget": "500 тыс."}, deal_id=deal_id)
    found = desk.needs.of_deal(deal_id)
    assert (found.need, found.budget, found.missing) == ("станок", "500 тыс.", ())


def test_the_gate_names_what_is_missing_and_lets_through_once_it_is_known(gated: Desk) -> None:
    deal_id = make_deal(gated, client_id=make_client(gated))
    gated.deals.move(deal_id, "qualification")
    gated.needs.set({**FULL, "timing": ""}, deal_id=deal_id)
    for stage in ("offer", "negotiation"):
        with pytest.raises(Refused) as caught:
            gated.deals.move(deal_id, stage)
        assert (caught.value.code, caught.value.facts["fields"]) == ("needs_missing", ("timing",))
    gated.needs.set({"timing": "к маю"}, deal_id=deal_id)
    gated.deals.move(deal_id, "offer")
    assert stage_code(gated, deal_id) == "offer"
    gated.needs.set({"timing": ""}, deal_id=deal_id)
    gated.deals.move(deal_id, "negotiation")  # the offer is made already


def test_without_the_setting_nothing_is_asked(desk: Desk) -> None:
    deal_id = make_deal(desk, client_id=make_client(desk))
    desk.deals.move(deal_id, "offer")
    assert stage_code(desk, deal_id) == "offer"


def test_several_moved_at_once_stay_where_one_is_refused(gated: Desk) -> None:
    ids = [make_deal(gated, client_id=make_client(gated)) for _ in range(2)]
    gated.needs.set(FULL, deal_id=ids[0])
    with pytest.raises(Refused, match="needs_missing"):
        gated.deals.move_all(ids, "offer")
    assert [stage_code(gated, id_) for id_ in ids] == ["new", "new"]


def test_two_people_do_not_overwrite_an_answer(desk: Desk) -> None:
    client_id = make_client(desk)
    desk.needs.set({"need": "а"}, client_id=client_id)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        desk.needs.set({"need": "б"}, client_id=client_id, seen={"need": ""})


def test_merging_joins_the_answers(desk: Desk) -> None:
    kept, gone = make_client(desk, "А"), make_client(desk, "Б")
    desk.needs.set({"need": "а"}, client_id=kept)
    desk.needs.set({"need": "б", "budget": "1"}, client_id=gone)
    desk.clients.merge(kept, [gone])
    own = desk.needs.of_client(kept)[0]
    assert (own.need, own.budget) == ("а", "1")
    desk.history.undo()
    assert desk.needs.of_client(gone)[0].need == "б"

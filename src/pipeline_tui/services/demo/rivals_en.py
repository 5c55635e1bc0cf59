"""Competitors of the English demo, all invented; the last name that deals give has no card yet."""

from __future__ import annotations

from pipeline_tui.services.demo.lexicon import Rival, Sighted

RIVALS = (
    Rival(
        "Cratewell", also="Cratewell Supply\nCrate Well", site="cratewell.example",
        strengths="The lowest list price on boxes. Takes small orders from the first bundle.",
        weaknesses="Freight comes on top: 8–11% by the time it is on the dock. Late one week in four.",
        battlecard="Ask what the last load cost delivered, not what the box costs.\n"
        "Ask what an idle packing line costs them an hour; then ask when Cratewell was last late.\n"
        "Offer one pallet at our delivered price, to compare side by side.",
        seen=(
            Sighted(0, 210, 9_400, "boxes ex works, freight on top", "Their price list, from the buyer."),
            Sighted(0, 96, 9_250, "boxes ex works, freight on top", "Quoted to a client of ours."),
            Sighted(0, 17, 8_950, "boxes ex works, a full truck", "Spring sale, to the end of the month."),
            Sighted(5, 40, 9_600, "", "The driver brought their flyer."),
        ),
    ),
    Rival(
        "Boxright", also="Box Right Inc", site="boxright.example",
        strengths="Net 60 to anybody who asks. A rep who knows everyone.",
        weaknesses="Prices go up by 4–6% twice a year, in small print. No stock of film.",
        battlecard="Do not argue about price: put twelve months of theirs beside ours.\n"
        "Net 60 is paid for: work out with them what 3% more costs in a year.\n"
        "Ours holds for the quarter, in writing.",
        seen=(
            Sighted(2, 150, 10_150, "net 60, price for a month", "From their offer, shown on a call."),
            Sighted(2, 33, 10_600, "net 60, price for a month", "Went up again, the client is not happy."),
            Sighted(1, 58, 9_900, "", "Mailers, five thousand and up."),
        ),
    ),
    Rival(
        "Packdirect", also="Pack Direct", site="packdirect.example",
        strengths="Order on the site till 6 pm, at the door next day.",
        weaknesses="Nobody to call when it goes wrong. Film is 10% thinner than it says.",
        battlecard="Ask who picked up the phone the last time a pallet was short.\n"
        "Leave a roll of ours to be weighed: feet on the roll decide, not its price.",
        seen=(
            Sighted(3, 120, 9_300, "on the site, five rolls and up", "Their site."),
            Sighted(3, 22, 9_100, "on the site, five rolls and up", "Their site; free freight from $500."),
        ),
    ),
    Rival(
        "Midway Supply", site="midwaysupply.example",
        strengths="Racks and wrappers put up by their own crew, leasing on the spot.",
        weaknesses="Spare parts take three weeks. Consumables are an afterthought.",
        battlecard="Ask what three weeks without the wrapper would cost.\n"
        "Ours comes with a loan machine; say so before the price.",
        seen=(
            Sighted(10, 75, 9_700, "wrapper put up, 24 months’ leasing", "Told by the plant engineer."),
            Sighted(None, 12, None, "a loan wrapper while theirs is mended", "New: they have learnt from us."),
        ),
    ),
)  # fmt: skip

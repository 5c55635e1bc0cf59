"""What a seller of packaging writes down after a call, in English."""

from __future__ import annotations

from pipeline_tui.services.demo.lexicon import Texts
from pipeline_tui.services.demo.met_en import OBJECTIONS


def _quantity(count: int, units: tuple[str, ...]) -> str:
    return f"{count:,} {units[count != 1]}"


def _money(minor: int) -> str:
    dollars = minor / 100
    if dollars >= 1_000_000:
        return f"${dollars / 1_000_000:.1f}M"
    return f"${dollars / 1000:.1f}K".replace(".0K", "K") if dollars >= 1000 else f"${dollars:.0f}"


_TALKS = {
    "new": (
        "First chat. {who} hadn't heard of us, happy to compare prices.",
        "Quick hello. They use {what} all the time, not clear yet who decides.",
        "Interested, no rush. {who} wants to see who we are first.",
        "Came through a referral. Needs {lot}. Details on the next call.",
        "Three minutes: they ship every day and burn through packaging. Worth chasing.",
        "{who} does the purchasing. Will walk me through volumes {day}.",
    ),
    "qualification": (
        "@supply Volume confirmed: {lot} a quarter. {rival} supplies, deliveries slip.",
        "{who} decides, the owner signs. Payment usually takes a week.",
        "Money is in the budget, buying this month. Looking at two or three of us.",
        "Buying from a reseller and paying for freight. Open to going direct.",
        "@supply Season starts in a month, stock has to be on the floor by then.",
        "No bid process, they decide in house. Need a W-9 and spec sheets.",
        "Own dock, side unload, receiving closes at 4. Put that on the delivery note.",
        "{who}: 'If you're no worse than {rival}, we'll try you on one order.'",
    ),
    "needs": (
        "@supply Lead time is everything: no packaging, no line. Price comes second.",
        "@film {rival}'s film tears: five or six rewraps per hundred pallets. Wants something tougher.",
        "@supply Needs {lot}. Two drops, the first before month end.",
        "@supply Wants a sample. They'll run it on their line and tell me {day}.",
        "@supply No space to store it, asking for a drop every two weeks with stock held here.",
        "Budget is {sum}, they can't go over. Quote inside that, freight included.",
        "@box One-color logo print, artwork to follow. Quote it plain as well.",
        "They pay net 14 today. A deposit is a question for accounting.",
        "{who} wants two options: basic, and like-for-like with what they have.",
        "@gear Space and power for the {what} are there. Needs set-up and training.",
        "@gear Wants to see the {what} running, asks about service and parts.",
        "@gear Packing by hand costs them an hour a shift. Working out the payback.",
    ),
    "offer": (
        "Got the quote, {who} is showing it to the owner. Answer {day}.",
        "They went through the quote together. Happy with quality, working out freight.",
        "It's us or {rival}. We're 4% higher but two days faster.",
        "@supply Wants the quote split over two deliveries with a unit price.",
        "{who} can't open the attachment, send a PDF to the personal address.",
        "@supply Price is about right. Wants a volume break, then takes the lot: {lot}.",
        "Quote is with the CFO, they decide at the meeting {day}.",
        "Same thing but net 30, please. Requote today.",
    ),
    "negotiation": (
        "Haggling: they want 5% off, I offered 3% for payment up front. Thinking overnight.",
        "@supply Price agreed, stuck on freight: they want it free from one pallet up.",
        "{who} is on our side, the owner leans to the old supplier. Need a three-way call.",
        "They'll do 50% down and the rest 14 days after delivery.",
        "Want the price held to the end of the quarter. Checking with my boss.",
        "@supply Sample passed, no complaints. Only the price is left.",
        "@supply Ready to start with half the volume. If it goes well, the rest in a month.",
        "Owner has the last word, back in town {day}.",
    ),
    "contract": (
        "Contract is with their lawyer. Late-fee clause marked up, the rest is fine.",
        "Got their company details, sending the invoice for {sum} today.",
        "Signed on their side, original in the mail. Scan received.",
        "Invoice is with accounts payable, goes in the run {day}.",
        "Waiting for the owner's signature, back {day}.",
        "Wants the invoice redone with goods and freight on separate lines. In an hour.",
    ),
    "won": (
        "All confirmed, waiting for the deposit. Putting it on the shipping plan.",
        "Invoice signed, money promised this week.",
    ),
    "payment": (
        "Half is paid, the rest after delivery. Stock is set aside.",
        "Payment sent, got the remittance. Handing over to the warehouse.",
        "Controller confirms the balance goes in the run {day}.",
        "They want it shipped before the balance. Approved, credit line covers it.",
    ),
    "delivery": (
        "Truck left, driver rings an hour ahead. Receiving is warned.",
        "@supply First drop accepted, no issues. Second one {day}.",
        "@supply One carton short, sending it on the next truck.",
        "Delivery papers sent, waiting for the signature.",
        "@gear Set-up {day}, our engineer has talked to theirs.",
    ),
    "closed": (
        "All received, papers signed. {who}: 'Spot on, keep it like this.'",
        "@supply Happy with it, will repeat in a month. Set a reminder.",
        "@supply Good quality, using less than before. Will give us a reference.",
        "@film Ask about thermal labels, they get them elsewhere.",
    ),
}

_MAILS = {
    "new": (
        ("Who we are", "Short intro and prices on the lines they use."),
        ("After our call", "Contacts, catalog, a few customers in their trade."),
    ),
    "qualification": (
        ("Company details and spec sheets", "Sent the W-9, spec sheets and a customer list."),
        (
            "A few questions before I quote",
            "Five questions: volume, sizes, address, timing, terms.",
        ),
    ),
    "needs": (
        ("@supply Samples", "Samples are on the way, tracking in the email."),
        ("What I understood", "Summary of the call as a list, asked them to correct it."),
    ),
    "offer": (
        ("Quote", "Quote: {lot}, {sum} delivered. Good for 14 days."),
        ("Quote, option two", "Requoted on a smaller order, net 14."),
    ),
    "negotiation": (
        ("Terms as agreed", "Price, date and payment in one email, waiting for an 'agreed'."),
        ("Draft contract", "Our template with room for their changes."),
    ),
    "contract": (
        ("Invoice and contract", "Invoice for {sum}, contract, spec."),
        ("Invoice, corrected", "Goods and freight on separate lines."),
    ),
    "won": (("Order confirmation", "Ship dates and the warehouse contact."),),
    "payment": (("Balance reminder", "What's left on the invoice and the agreed date."),),
    "delivery": (("Your delivery", "Truck, driver's phone, papers."),),
    "closed": (("Closing papers", "Delivery note and invoice copy sent."),),
}

TEXTS = Texts(
    days=("on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "on Saturday", "on Sunday"),
    quantity=_quantity,
    money=_money,
    talks=_TALKS,
    others=(
        "Warehouse picked up: {who} is in after lunch.",
        "Front desk: in a meeting until noon. Ten is a better time.",
        "@supply Spoke to a shipping clerk: two weeks of stock, then they'll order.",
        "Got accounting, no help with purchasing, gave me an extension.",
        "{who} is on vacation until Monday, nobody covering.",
        "A colleague answered, will say I called about {what}.",
    ),
    interested=(
        "Wants a quote: {lot}, delivered, by the end of the week.",
        "@box Quote for {sum}, printed and plain. Showing the owner {day}.",
        "Interested. Send numbers and two references from their trade.",
        "Needs the quote today: buying committee meets tomorrow.",
    ),
    meeting_set=(
        "Meeting at their warehouse {day}, 11 am. Bring samples.",
        "Call with the owner {day}, 3:30, I'll send the link.",
        "They're coming over to see {what} {day}.",
    ),
    call_back=(
        "In a meeting, call in an hour.",
        "Call back {day} after lunch.",
        "Driving, try this evening.",
        "Digging up the numbers, call {day} in the morning.",
        "Call when the owner is back, {day}.",
    ),
    refused=(
        "No: they've stopped using {what}.",
        "Polite no, case closed.",
        "A firm no, don't push.",
    ),
    unanswered={
        "no_answer": ("", "", "", "Rings out.", "No answer, tried the second number too.", "Got cut off."),
        "busy": ("", "", "Busy.", "Busy, third time in a row."),
        "voicemail": ("Voicemail, left a message.", "", "Voicemail."),
        "wrong_number": ("Wrong number, need a new one.", "Not their number, site shows another."),
    },
    mails=_MAILS,
    replies={
        "new": (
            ("Re: Who we are", "'Looks interesting, call me {day}.'"),
            ("Re: After our call", "Sent what they buy and how much. Call {day}."),
        ),
        "qualification": (
            ("Re: A few questions before I quote", "Answered each one: {lot}, {who} decides."),
            ("Re: Company details and spec sheets", "Papers checked, no questions. Expecting a call."),
        ),
        "needs": (
            ("Re: What I understood", "Confirmed: {lot}, in two weeks."),
            ("@supply Re: Samples", "Sample arrived, testing {day}."),
        ),
        "offer": (
            ("Re: Quote", "'Got it, looking, answer {day}.'"),
            ("Re: Quote", "Wants a volume price and delivery to the dock."),
        ),
        "negotiation": (
            ("Re: Terms as agreed", "'Agreed.' Asks for the contract."),
            ("Re: Draft contract", "Lawyer sent changes, all small."),
        ),
        "contract": (("Re: Invoice and contract", "Sent company details, invoice goes to payment."),),
    },
    meetings=(
        "@supply Walked the warehouse, took measurements, left samples. Quoting {lot}.",
        "Owner and purchasing. Showed samples, they asked about terms.",
        "@supply Three-way call. Main worry is timing. Agreed a trial order.",
        "@gear Saw their line: wrapping by hand, an hour lost each shift. Will show the payback.",
    ),
    messages=(
        "@supply Sent photos of the samples, seen.",
        "In a meeting, they write. I'll call later.",
        "Sent directions and receiving hours.",
        "Reminder about tomorrow's call, got an 'ok'.",
    ),
    touches=(
        "All arrived, no complaints. Stock for three weeks.",
        "Catching up: opening a second warehouse, volume will grow.",
        "Congratulated them on the anniversary, good chat.",
        "Asked about {what}: still have some, back in a month.",
        "Want the price held to the end of the quarter.",
        "New shipping clerk, orders now go through {who}.",
        "Happy, recommended us to the neighbors.",
        "Using more, the next order will come early.",
    ),
    cold_talks=(
        "Cold. They buy packaging, won't share volumes. Call again.",
        "Cold. Willing to talk, wants an email first.",
        "Cold. {who} does the buying, mornings are good.",
        "Cold. With {rival}, not happy about lead times.",
        "Cold. Buys once a quarter, next in a month.",
    ),
    inbound=(
        ("Website enquiry", "Needs {lot}. Wants price and lead time, left a cell number."),
        ("Missed call", "They called, we didn't get to it in time. Number is on file."),
        ("Email request", "Pricing request: {lot}, delivered."),
        ("Website enquiry", "Asking about stock and pick-up today."),
    ),
    steps={
        "new": (("call", "Introduce ourselves, get the volume"), ("call", "Find who decides"), ("email", "Send catalog and prices")),
        "qualification": (("call", "Get budget and timing"), ("call", "Find out who signs"), ("email", "Send company details")),
        "needs": (("call", "@supply Confirm volume and sizes"), ("todo", "@supply Put a sample together and send it"), ("meeting", "See their warehouse and line"), ("call", "@supply Ask how the sample did")),
        "offer": (("call", "Hear what they decided on the quote"), ("call", "Get the owner's view of the quote"), ("email", "Send the quote with a second price"), ("call", "Settle the freight")),
        "negotiation": (("call", "Agree on terms"), ("meeting", "Three-way call with the owner"), ("call", "Answer on the discount"), ("call", "Close the freight question")),
        "contract": (("call", "Collect the signed contract"), ("call", "Ask when payment goes in the run"), ("email", "Send the corrected invoice")),
        "won": (("call", "Confirm the deposit"), ("todo", "Hand the order to the warehouse")),
        "payment": (("call", "Ask about the balance"), ("todo", "Check the bank")),
        "delivery": (("call", "Ask how the delivery went"), ("todo", "Book the truck"), ("todo", "Get the delivery note signed")),
    },
    callbacks=(
        "Call back, they asked for this very time",
        "Ring when they're out of the meeting",
        "Call once the owner is back",
        "Call about terms",
    ),
    retry="No answer, try again",
    win_back=(
        "Win back: ask how the new supplier is doing",
        "Win back: offer net 30",
        "Win back: new price on {what}",
    ),
    lost={
        "price": ("Went with {rival}, 9% cheaper.", "Couldn't meet on price, no room left.", "Budget cut, our price didn't fit."),
        "competitor": ("Stayed with {rival}.", "{rival} gave them net 60 and took it.", "Signed a year with {rival}."),
        "no_budget": ("Purchase struck off the budget.", "Money went into the warehouse roof."),
        "no_need": ("Closed that line, no packaging needed.", "@supply Outsourced the packing."),
        "not_decision_maker": ("Never got to the owner.", "Head office decides, couldn't get in."),
        "timing": ("Pushed to next season.", "Moving premises, will be back after."),
        "quality": ("Chose another brand.", "@supply Sample failed their test.", "@film Wants another brand of film."),
        "payment_terms": ("Net 45 or nothing, we can't.", "Wouldn't pay a deposit."),
        "delivery": ("@supply Couldn't wait ten days.", "@supply Freight came out above the goods."),
        "bad_experience": ("Remember the spring delay, not forgiven.", "Upset about the swap without notice."),
        "went_silent": ("Five attempts, not a word.", "Stopped answering after the quote.", "Promised an answer and vanished."),
        "duplicate": ("Same purchase entered twice.",),
    },
    won=(
        "They're in! {lot}, {sum}. Lead time did it: two days.",
        "@supply Yes. The trial order convinced them, taking the full volume.",
        "Agreed, invoice signed. Net 14 on the second half helped.",
        "Beat {rival}: delivered we're cheaper.",
    ),
    back_move="They want the quote redone",
    objections=OBJECTIONS,
    promises=(
        "Promises {sum} {day}, payment is approved.",
        "Controller: {sum} goes out {day}.",
        "Waiting on their own customer, {sum} to us {day}.",
        "The owner's word: {sum} {day}.",
    ),
    debt_talks=(
        "Reminder on invoice {number}: they know, it's in the run.",
        "Accounts can't see invoice {number}, sent again.",
        "Invoice {number}: waiting for the delivery note, sent.",
        "Invoice {number}: asking to split it in two.",
    ),
    broken_talks=(
        "Promised and didn't pay: 'not signed off'. No new date.",
        "Money didn't come. Account is frozen, they say.",
        "Broke the promise, the controller isn't picking up.",
    ),
    disputes=(
        ("Disputes the amount: note says 40 rolls, 36 received.", "Won't pay invoice {number} until the shortage is settled."),
        ("Says freight was promised free. Looking for the email.", "Invoice {number}: argument about freight, wants a statement."),
    ),
    cancelled="Cancelled: issued to the wrong entity",
    references=(
        "Payment of invoice {number}",
        "Packaging, invoice {number}",
        "Inv {number} per contract",
    ),
    bank_payment="Payment for goods, no invoice number",
    client_notes={
        "active": (
            "Receiving closes at 4, book a dock slot the day before.",
            "They like punctual calls: ring when you said.",
            "Orders monthly, double in season.",
            "Invoices by EDI only.",
            "", "", "",
        ),
        "lead": ("Ships every day, you can see the trucks.", "", ""),
        "Trade show": ("Met at the trade show, got a card.",),
        "Website": ("Came in through the website.", ""),
        "Referral": ("Recommended by a neighbor.", ""),
        "dormant": ("Last order long ago, no reason given.", "Buyer changed, contact lost."),
        "lost": ("Went to another supplier.", "Left after a late delivery, bad blood."),
        "do_not_call": ("Asked not to be called.",),
    },
    contact_notes=(
        "Best before ten.", "Talks fast, likes numbers.", "Straight to business, no small talk.",
        "Ask about the fishing first.", "Doesn't pick up after five.", "Text first, then call.",
    ),
    no_call="Asked us to stop calling",
    consent="Website form",
    refusal="On the phone: 'Don't call again'",
    snooze="Moving premises, back after the move",
    price_list="Prices from",
    terms="Half in advance, half on delivery. Freight to your dock is included.",
)  # fmt: skip

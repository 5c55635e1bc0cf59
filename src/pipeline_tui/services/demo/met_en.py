"""What clients object in English, and how the note about it goes on."""

from __future__ import annotations

from pipeline_tui.services.demo.lexicon import Met, Objections

OBJECTIONS = {
    "price": Objections(
        met=(
            Met("Too expensive, {rival} is 12% cheaper", "Says {rival} is 12% cheaper, but that's without freight."),
            Met("That's more than I wanted to spend", "Sticker shock, had a smaller number in mind."),
            Met("It's over our budget", "Budget is {sum} and we're above it."),
            Met("What kind of discount can you do?", "Asked for a discount straight away on a regular order."),
            Met("I can import it for that", "Compares with importing it, hasn't thought about lead time."),
            Met("We paid less last year", "Remembers last year's price, not what resin does now."),
        ),
        worked=(
            "@supply Broke it down per month: the gap is pocket change. Moving on.",
            "Compared delivered and with returns: we're cheaper. Taking it.",
            "Settled on 3% for paying up front.",
            "@supply Turned out it was only the price. Bigger order, volume break, done.",
        ),
        partly=(
            "@supply Will take a trial order and decide the rest later.",
            "Sending me the other quote, then we'll look at price again.",
        ),
        did_not=(
            "Won't budge: 10% off or nothing.",
            "Didn't buy the argument, gone to think.",
        ),
    ),
    "need": Objections(
        met=(
            Met("@supply We don't need any, we're fully stocked", "Fully stocked, nothing to buy this quarter."),
            Met("We're fine as we are", "Happy as they are, don't want to change anything."),
            Met("We don't use that", "Packing the old way, no {what} at all."),
            Met("Not a priority right now", "'Not a priority', wouldn't say why."),
        ),
        worked=(
            "@supply Asked when they restock: in five weeks. Agreed to talk before that.",
            "@supply Took our terms to keep us as number two. Moved on.",
        ),
        partly=("@supply Gave me volumes to compare, no promises.", "Okay with an email and a call in a month."),
        did_not=("Ended the call quickly.", "Asked me to come back in six months."),
    ),
    "time": Objections(
        met=(
            Met("I need to think about it", "'Need to think.' Wouldn't say about what."),
            Met("Call me after the holidays", "Wants to wait until after the holidays."),
            Met("Bad timing, we're doing inventory", "Inventory week, everything is on hold."),
            Met("I'll call you back", "Says they'll call back, no date."),
            Met("Next quarter", "Money comes next quarter."),
        ),
        worked=(
            "It was the lead time they were weighing. Decision date set {day}.",
            "Holding the price to Friday, call booked.",
            "Ordering now, delivery on call. Agreed.",
        ),
        partly=("Gave a rough date, need to pin it down.", "Okay with a short call next week."),
        did_not=("No date, slipping away.", "Ended on 'we'll call you'."),
    ),
    "trust": Objections(
        met=(
            Met("Never heard of you", "Never heard of us, worried about paying up front."),
            Met("What guarantee do I have?", "Wants guarantees: a supplier once vanished with their deposit."),
            Met("Aren't you just a middleman?", "Thinks we're resellers."),
        ),
        worked=(
            "Gave two references, they rang them, it's settled.",
            "@supply Will start with a small order.",
        ),
        partly=("Looking us up, answer {day}.", "Wants a late-delivery clause, showing it to the lawyer."),
        did_not=("Not convinced, won't hear of a deposit.", "Decided not to risk it."),
    ),
    "authority": Objections(
        met=(
            Met("It's not my decision", "The owner decides, {who} only collects quotes."),
            Met("I have to run it by my boss", "Taking it upstairs."),
            Met("Head office decides", "Purchasing is signed off at head office."),
            Met("I'll pass it on", "Says they'll pass it on, and that's it."),
        ),
        worked=(
            "Three-way call booked {day}.",
            "Got the path: warehouse, purchasing, signature. Writing a one-pager for the owner.",
        ),
        partly=("Got the owner's name, not the number.", "They'll ask themselves, answer {day}."),
        did_not=("Won't let me near the owner.", "'We passed it on', then silence."),
    ),
    "competitor": Objections(
        met=(
            Met("We already use {rival}", "With {rival} for years, out of habit."),
            Met("We're happy with {rival}", "Happy with {rival}, but winced at lead times."),
            Met("We're under contract to year end", "Contract with {rival} to year end."),
            Met("Too much hassle to switch", "Switching looks like work to them."),
            Met("Someone already delivers to us", "Already supplied, closed subject, they say."),
        ),
        worked=(
            "@supply They gave them a seven out of ten for late trucks. Trying us on one item.",
            "@supply Will keep us as number two. Moved on.",
            "Sent their invoice, we priced it, the saving is clear. Quoting.",
        ),
        partly=("@supply Gave me one item to compare.", "Got the contract end date, ring a month before."),
        did_not=("Won't switch for anything.", "Only answer: 'we're happy'."),
    ),
    "quality": Objections(
        met=(
            Met("@film I heard your film tears", "Heard our film tears. That was an old batch."),
            Met("You get what you pay for", "Doesn't believe the quality at this price."),
            Met("@supply No food-grade certificate, no deal", "Won't buy without a food-grade certificate."),
        ),
        worked=("@supply Sent a sample, it passed.", "Showed the certificate, settled."),
        partly=("@supply Took a sample, testing it {day}.", "Looking at photos and test reports."),
        did_not=("@supply Wouldn't take a sample.", "Wants a different brand, full stop."),
    ),
    "terms": Objections(
        met=(
            Met("We don't pay deposits, accounting won't have it", "Wants net 30, the controller is against any deposit."),
            Met("We need at least net 14", "Needs net 14, their own customers pay late."),
            Met("@supply Your freight is too much", "Freight costs more than the goods on a small order."),
            Met("@supply Ten days is too long", "Can't wait ten days, stock for a week."),
            Met("@supply Your minimum is too big for us", "Minimum order is too big, nowhere to keep it."),
        ),
        worked=(
            "Settled: half down, the rest in 14 days.",
            "@supply First order up front, then a credit line. Agreed.",
            "@supply Split into two deliveries, timing works.",
        ),
        partly=("Will do 30% down, talking to accounting about the rest.", "Waiting for our net 14 version."),
        did_not=("Pay on delivery or nothing.", "Turned the terms down, looking closer to home."),
    ),
    "brush_off": Objections(
        met=(
            Met("I'm busy", "On the run, no time to talk."),
            Met("Not interested", "'Not interested' in the first breath."),
            Met("You're the tenth call today", "Fed up with sales calls."),
            Met("I'm driving", "Driving, can't talk."),
        ),
        worked=("Gave me thirty seconds, got curious, call booked {day}.", "Got an exact time, {day} at 10."),
        partly=("Told me who does the purchasing.", "Some other time, they say."),
        did_not=("Hung up.", "Went nowhere."),
    ),
    "bad_experience": Objections(
        met=(
            Met("You were late last time", "Remembers the spring delay: four days late, line stood still."),
            Met("We've been burnt before", "Burnt by another supplier: refund took six months."),
            Met("Your rep promised and disappeared", "Our previous rep promised a call and vanished."),
        ),
        worked=("Heard it all out, apologized. One more chance.", "Put a late fee in writing, they'll start."),
        partly=("Cooled down, wants a letter from my boss.", "@supply A small order first, then we'll see."),
        did_not=("Too sore, won't talk.", "Decided not to come back."),
    ),
    "send_email": Objections(
        met=(
            Met("Just send me an email", "Wants it all by email, no talk."),
            Met("Send a quote and we'll look", "Wants a quote 'in general', no volumes."),
            Met("Text me, I'll take a look", "Asked for a text message."),
            Met("Send the price list, that's all", "Wants the price list and off the phone."),
        ),
        worked=("Got volume and date, so the quote will mean something.", "Deal: email now, call {day}."),
        partly=("Gave an address, no call promised.", "Email goes to the owner, we wait."),
        did_not=("Gave me the info@ box. Black hole.", "Email, and goodbye."),
    ),
    "gatekeeper": Objections(
        met=(
            Met("What is this regarding?", "Front desk won't put me through, asks what it's about."),
            Met("She's in a meeting", "'In a meeting' again."),
            Met("Email the info address", "Sends me to the info@ box."),
            Met("Leave your number", "Wants me to leave a number."),
        ),
        worked=("Got the buyer's name and extension.", "Put me through, two good minutes."),
        partly=("Best before ten, she says.", "Will pass on a note."),
        did_not=("Won't put me through.", "Hung up on me."),
    ),
    "debt": Objections(
        met=(
            Met("We're waiting to be paid ourselves", "They say they're waiting to be paid themselves."),
            Met("Our controller is on vacation", "Controller on vacation, nobody to pay."),
            Met("We never got the paperwork", "Wants the paperwork before paying."),
            Met("We'll pay next week", "'Next week', won't name a day."),
            Met("It's not signed off", "Invoice sits unsigned on the owner's desk."),
        ),
        worked=("Named a day and an amount.", "Split it, the first part this week."),
        partly=("Gave a rough date.", "Papers sent, answer {day}."),
        did_not=("No date, no amount.", "Went in circles."),
    ),
}  # fmt: skip

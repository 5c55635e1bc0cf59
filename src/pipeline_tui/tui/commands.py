"""Every action of the program, declared once.

A command gives its key on both layouts, its place in the footer, its entry in the palette, its line
in the help, and the name by which the user's key map may move it. A screen lists the commands it
answers to and has one method `action_<id>` for each.
"""

from __future__ import annotations

from msgspec import Struct
from textual.binding import Binding

from pipeline_tui.i18n import N_
from pipeline_tui.tui import keys


class Command(Struct, frozen=True):
    """`rank` orders the footer, lowest first; none keeps a command out of it."""

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    rank: int | None = 50

    def bindings(self) -> list[Binding]:
        """The command as Textual wants it, with the twin keys of the Russian layout."""
        return [
            Binding(",".join(keys.spread(self.keys)), self.id, self.label, show=False, id=self.id)
        ]


_ALL = (
    # Moving between screens
    Command("show_today", ("1",), N_("Today"), N_("The day's call list"), None),
    Command("show_clients", ("2",), N_("Clients"), N_("The client base"), None),
    Command("show_funnel", ("3",), N_("Funnel"), N_("Deals by stage"), None),
    Command("show_objections", ("4",), N_("Objections"), N_("Objections and answers"), None),
    Command("show_debts", ("5",), N_("Debts"), N_("Who owes what"), None),
    Command(
        "show_evening", ("6",), N_("Evening"), N_("What is not done, tomorrow, the report"), None
    ),
    Command("help", ("?", "f1"), N_("Help"), N_("Every key of this screen"), 95),
    Command("palette", (":", "ctrl+p"), N_("Go to"), N_("Any command, any client"), 90),
    Command("undo", ("u",), N_("Undo"), N_("Take back the last change"), 80),
    Command("redo", ("U",), N_("Redo"), N_("Bring back what undo took"), None),
    Command("quit", ("q",), N_("Quit"), N_("Leave; everything is saved"), 99),
    Command(
        "suspend_process",
        ("ctrl+z",),
        N_("To the shell"),
        N_("Leave for the shell a while; fg comes back"),
        None,
    ),
    Command("import_file", ("f6",), N_("Import"), N_("Bring in a spreadsheet"), None),
    Command("lock", ("ctrl+l",), N_("Lock"), N_("Hide everything until the PIN is typed"), None),
    Command(
        "lock_pin", ("ctrl+k",), N_("PIN"), N_("Choose the PIN of the lock, or take it away"), None
    ),
    Command("theme", ("f9",), N_("Theme"), N_("Change the colours"), None),
    Command("language", ("f8",), N_("Русский / English"), N_("Change the language"), None),
    Command(
        "contact_rates",
        ("H",),
        N_("When they answer"),
        N_("At which hours and at which attempt clients answer"),
        None,
    ),
    Command(
        "call_outcomes",
        ("O",),
        N_("Call outcomes"),
        N_("How a call can end, and what each end schedules"),
        None,
    ),
    Command(
        "loss_reasons",
        ("Y",),
        N_("Loss reasons"),
        N_("Why deals are lost, and when to come back"),
        None,
    ),
    Command(
        "duplicates", ("M",), N_("Duplicates"), N_("Clients entered twice: compare and merge"), None
    ),
    Command(
        "custom_fields",
        ("f4",),
        N_("Own fields"),
        N_("Fields of your own, by kind, of clients, deals and people"),
        None,
    ),
    Command("pipelines", ("f7",), N_("Pipelines"), N_("Pipelines and their stages"), None),
    Command(
        "buyers",
        ("f5",),
        N_("Buyers"),
        N_("Who buys how often, and who is due to order again"),
        None,
    ),
    Command(
        "products", ("7",), N_("Products"), N_("What you sell: products and price lists"), None
    ),
    Command(
        "competitors",
        ("8",),
        N_("Competitors"),
        N_("Who else sells to your clients: what to answer, win rates, prices seen"),
        None,
    ),
    Command(
        "backups",
        ("f2",),
        N_("Backups"),
        N_("Copies of the database: make one, compare, bring one back"),
        None,
    ),
    # Moving in lists
    Command("cursor_down", ("j",), N_("Down"), N_("One line down"), None),
    Command("cursor_up", ("k",), N_("Up"), N_("One line up"), None),
    Command("cursor_first", ("g",), N_("Top"), N_("To the first line"), None),
    Command("cursor_last", ("G",), N_("End"), N_("To the last line"), None),
    Command("open", ("enter",), N_("Open"), N_("Open what the cursor is on"), 10),
    Command("back", ("escape",), N_("Back"), N_("Back to where you came from"), 85),
    Command("filter", ("/", "f3"), N_("Filter"), N_("Show only what matches, as you type"), 40),
    Command("mark", ("space",), N_("Mark"), N_("Mark a line; actions then take all marked"), None),
    Command("next", ("n",), N_("Next"), N_("The next one, without going back"), 60),
    Command("previous", ("N",), N_("Previous"), N_("The one before"), None),
    Command("sort", ("S",), N_("Sort"), N_("Sort by the next column"), None),
    Command("tab_next", ("tab", "]"), N_("Next tab"), N_("The next tab of this card"), 55),
    Command("tab_previous", ("shift+tab", "["), N_("Tab before"), N_("The tab before"), None),
    # Work
    Command("add", ("a",), N_("Add"), N_("Add a new one here"), 30),
    Command("back_up", ("a",), N_("Back up"), N_("Copy the database now"), 30),
    Command("edit", ("e",), N_("Edit"), N_("Change it"), 32),
    Command("note", ("e",), N_("Note"), N_("Write a note to the call"), 13),
    Command("write", ("E",), N_("Editor"), N_("Write it in your own editor"), None),
    Command("call", ("c",), N_("Call"), N_("Start a call"), 12),
    Command("step", ("t",), N_("Next step"), N_("Plan the next step"), 14),
    Command("done", ("D",), N_("Done"), N_("Mark the next step as done"), None),
    Command("move", ("m",), N_("Move"), N_("Move the deal to another stage"), 16),
    Command("checklist", ("x",), N_("Checklist"), N_("Tick what is done at this stage"), 17),
    Command("stage_back", ("<",), N_("Stage back"), N_("One stage back"), None),
    Command("stage_on", (">",), N_("Stage on"), N_("One stage on"), None),
    Command("win", ("w",), N_("Won"), N_("Mark the deal as won"), 18),
    Command("lose", ("l",), N_("Lost"), N_("Mark the deal as lost, with the reason"), 20),
    Command("objection", ("o",), N_("Objection"), N_("Find an answer to an objection"), 22),
    Command("payment", ("p",), N_("Payment"), N_("Enter a payment or a promise to pay"), 24),
    Command("document", ("d",), N_("Invoice"), N_("Issue an invoice"), 26),
    Command(
        "incoming", ("i",), N_("Incoming"), N_("Somebody calls or wrote: find or enter them"), 28
    ),
    Command(
        "requests",
        ("I",),
        N_("Requests"),
        N_("Requests that came in, and how fast they were answered"),
        None,
    ),
    Command(
        "answer",
        ("r",),
        N_("Answer"),
        N_("Note how a request was answered, or that it needs no answer"),
        13,
    ),
    Command("snooze", ("s",), N_("Snooze"), N_("Let it rest until a day, with a reason"), 34),
    Command("copy_phone", ("y",), N_("Copy phone"), N_("Copy the phone number"), None),
    Command("copy_report", ("y",), N_("Copy"), N_("Copy the report as text"), 12),
    Command("save_report", ("x",), N_("To a file"), N_("Write the report to a file"), 13),
    Command("set_plan", ("e",), N_("Plan"), N_("Set the targets of the month"), 14),
    Command("brief", ("b",), N_("Brief"), N_("All that matters before a call"), 36),
    Command("pin", ("!",), N_("Pin"), N_("Keep at the top of today's list"), None),
    Command("skip", ("x",), N_("Skip"), N_("Leave out today, with a reason"), 38),
    Command("view", ("v",), N_("View"), N_("Switch between the views of this screen"), 42),
    Command("columns", ("C",), N_("Columns"), N_("Choose the columns, and their order"), None),
    Command("mark_all", ("A",), N_("Mark all"), N_("Mark all that the list shows, or none"), None),
    Command("hidden", ("h",), N_("Hidden"), N_("Who is not on the list, and why"), None),
    Command(
        "forecast",
        ("%",),
        N_("Forecast"),
        N_("What month and quarter bring, and how sure it is"),
        43,
    ),
    Command(
        "receipts",
        ("%",),
        N_("Money to come"),
        N_("What will be paid week by week, DSO by month, how good that was"),
        36,
    ),
    Command(
        "figures",
        ("=",),
        N_("Figures"),
        N_("Conversion, time in stage, win rates, losses, each with its deals"),
        43,
    ),
    Command("drill", ("p",), N_("Practice"), N_("Practise the answers for five minutes a day"), 42),
    Command(
        "effects",
        ("=",),
        N_("Figures"),
        N_("Which objections cost deals, what taking them off changes, by month"),
        43,
    ),
    Command(
        "library_file",
        ("X",),
        N_("File"),
        N_("Write the library to a file, or bring one in"),
        None,
    ),
    Command("split", ("B",), N_("By what"), N_("Choose by what the figures are split"), 44),
    Command("list", ("f",), N_("List"), N_("Choose which deals are shown"), 44),
    Command(
        "export",
        ("X",),
        N_("Write out"),
        N_("Write the marked clients, or all in the list, to a file"),
        None,
    ),
    Command(
        "erase",
        ("X",),
        N_("Erase a person"),
        N_("Erase a person’s data for good, at their wish"),
        None,
    ),
    Command("retire", ("R",), N_("Retire"), N_("Offer it no more, or offer it again"), 45),
    Command("period", ("P",), N_("Time span"), N_("Choose the time that figures look back on"), 43),
    Command("narrow", ("F",), N_("Narrow"), N_("Only one source, class of client or month"), 45),
    Command(
        "group", ("B",), N_("Columns by"), N_("By stage, source, class of client or month"), 46
    ),
    Command("pipeline", ("L",), N_("Pipeline"), N_("Look at another pipeline"), 41),
    Command("move_up", ("K",), N_("Move up"), N_("One place up the list"), 46),
    Command("move_down", ("J",), N_("Move down"), N_("One place down the list"), 47),
    Command("price_lists", ("L",), N_("Price lists"), N_("Price lists and the days they hold"), 34),
    Command("remove", ("X", "delete"), N_("Take out"), N_("Take it out; undo brings it back"), 48),
    Command("offers", ("f",), N_("Offers"), N_("Offers of the deal; without one begins one"), 17),
    Command("offer_new", ("+",), N_("New offer"), N_("Begin another offer for the deal"), None),
    Command(
        "offer_head", ("h",), N_("Until, terms"), N_("Its last day, terms, VAT in the prices"), 37
    ),
    Command(
        "hold",
        ("!",),
        N_("Shipping"),
        N_("Stop or resume shipping to the client; its credit limit"),
        36,
    ),
    Command("as_of", ("P",), N_("As of"), N_("See how it stood at the end of another day"), 43),
    Command(
        "statement",
        ("s",),
        N_("Statement"),
        N_("The reconciliation statement; that it is signed"),
        36,
    ),
    Command("letter", ("l",), N_("Letter"), N_("Write a letter about the debt to a file"), 35),
    Command(
        "interest", ("%",), N_("Interest"), N_("What paying late costs them, line by line"), 34
    ),
    Command("discount", ("%",), N_("Discount"), N_("One discount on every line"), 34),
    Command(
        "offer_send",
        ("s",),
        N_("Sent"),
        N_("Note that it was sent; its last day becomes a step"),
        31,
    ),
    Command(
        "offer_accept",
        ("w",),
        N_("Accepted"),
        N_("The client took it: its total is the deal’s sum"),
        33,
    ),
    Command("offer_version", ("v",), N_("New version"), N_("Begin its next version"), 35),
    Command(
        "offer_save", ("x",), N_("To a file"), N_("Write it as the client reads it to a file"), 36
    ),
    Command("offer_copy", ("y",), N_("Copy"), N_("Copy it as the client reads it"), None),
    Command(
        "battlecard",
        ("v",),
        N_("Versus"),
        N_("What to answer when their other supplier comes up"),
        23,
    ),
    Command("stood_in", ("f",), N_("Deals"), N_("The deals in which it stood"), 34),
    Command("join", ("&",), N_("Join"), N_("Make one of those marked: the first stays"), 46),
    Command(
        "history",
        ("z",),
        N_("Changes"),
        N_("Who changed this record, what, from, to and when"),
        62,
    ),
    Command("needs", ("Q",), N_("Needs"), N_("What they need and can pay"), 47),
    Command("tags", ("#",), N_("Tags"), N_("Change the tags"), None),
    Command("verify", ("V",), N_("Verified"), N_("Data looked through today, it holds"), None),
    Command("merge", ("enter",), N_("Merge"), N_("Make one client of the two"), 10),
    Command(
        "distinct",
        ("x",),
        N_("Not one"),
        N_("These are two clients: do not show the pair again"),
        12,
    ),
    Command("bank", ("B",), N_("Bank"), N_("Match a bank statement with what is owed"), 37),
    Command(
        "settle",
        ("enter",),
        N_("Take"),
        N_("Take the line as a payment, or say whose it is"),
        10,
    ),
    Command("map_columns", ("m",), N_("Columns"), N_("Say which column of the table is what"), 40),
    Command("take_certain", ("T",), N_("Take certain"), N_("Take all lines that are certain"), 12),
    Command("take", ("space",), N_("Choose"), N_("Whose value of the field stays"), 14),
    Command(
        "compare",
        ("R",),
        N_("Compare anew"),
        N_("Look through all clients for duplicates again"),
        None,
    ),
    Command("why", ("W",), N_("Why here"), N_("Why this line stands here"), None),
)

COMMANDS: dict[str, Command] = {command.id: command for command in _ALL}

GLOBAL = (
    "show_today", "show_clients", "show_funnel", "show_objections", "show_debts", "show_evening",
    "incoming", "help",
    "palette", "requests", "loss_reasons",
    "undo", "redo", "quit", "suspend_process", "import_file", "duplicates", "contact_rates",
    "call_outcomes", "custom_fields", "pipelines", "products", "competitors", "buyers", "backups", "lock", "lock_pin",
    "theme", "language",
)  # fmt: skip
"""Commands that the application itself answers to, on every screen."""

WRITING = frozenset({
    "undo", "redo", "import_file", "incoming", "add", "edit", "note", "write", "call", "step", "done", "move",
    "checklist", "stage_back", "stage_on", "win", "lose", "payment", "document", "answer", "snooze",
    "set_plan", "pin", "skip", "drill", "library_file", "export", "erase", "retire", "move_up", "move_down", "remove",
    "offer_new", "offer_head", "letter", "discount", "offer_send", "offer_accept", "offer_version",
    "offer_save", "save_report", "join", "needs", "tags", "verify", "merge", "distinct", "settle",
    "take_certain",
})  # fmt: skip
"""Commands that change the file, or note in it what goes out: where it is open for reading only they
say so at once, before anything is typed."""

LIST = ("cursor_down", "cursor_up", "cursor_first", "cursor_last", "open", "mark")
"""Commands that a list answers to."""


def bindings(ids: tuple[str, ...]) -> list[Binding]:
    """Bindings of these commands."""
    return [binding for one in ids for binding in COMMANDS[one].bindings()]

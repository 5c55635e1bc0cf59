"""The desk: every service over one open file, made when it is first asked for.

Modules are imported on first use, so that what only reads costs no more than sqlite3.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from pipeline_tui.config import Settings
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.store import memos
from pipeline_tui.store.book import Book
from pipeline_tui.store.new_file import made_beside

if TYPE_CHECKING:
    from pipeline_tui.services.analytics import Analytics
    from pipeline_tui.services.bank_statements import BankStatements
    from pipeline_tui.services.banks import Banks
    from pipeline_tui.services.buyers import Buyers
    from pipeline_tui.services.call_list import CallList
    from pipeline_tui.services.calling_again import CallingAgain
    from pipeline_tui.services.calls import Calls
    from pipeline_tui.services.cards import Cards
    from pipeline_tui.services.checklists import Checklists
    from pipeline_tui.services.classes import Classes
    from pipeline_tui.services.clients import Clients
    from pipeline_tui.services.commissions import Commissions
    from pipeline_tui.services.competitor_views import CompetitorViews
    from pipeline_tui.services.competitors import Competitors
    from pipeline_tui.services.contact_rates import ContactRates
    from pipeline_tui.services.contacts import Contacts
    from pipeline_tui.services.credits import Credits
    from pipeline_tui.services.cross_sell import CrossSell
    from pipeline_tui.services.custom_fields import CustomFields
    from pipeline_tui.services.deals import Deals
    from pipeline_tui.services.debts import Debts
    from pipeline_tui.services.drill import Drill
    from pipeline_tui.services.duplicates import Duplicates
    from pipeline_tui.services.exporting import Exports
    from pipeline_tui.services.forecast import Forecasts
    from pipeline_tui.services.funnel import Funnel
    from pipeline_tui.services.history import History
    from pipeline_tui.services.importing import Imports
    from pipeline_tui.services.inbox import Inbox
    from pipeline_tui.services.interest import Interest
    from pipeline_tui.services.invoices import Invoices
    from pipeline_tui.services.keeping import Keeping
    from pipeline_tui.services.letters import Letters
    from pipeline_tui.services.lists import Lists
    from pipeline_tui.services.locking import Locking
    from pipeline_tui.services.loss_reasons import LossReasons
    from pipeline_tui.services.memos import Memos
    from pipeline_tui.services.needs import Needs
    from pipeline_tui.services.objection_figures import ObjectionFigures
    from pipeline_tui.services.objection_library import ObjectionLibrary
    from pipeline_tui.services.objection_views import ObjectionViews
    from pipeline_tui.services.objections import Objections
    from pipeline_tui.services.offer_views import OfferViews
    from pipeline_tui.services.offers import Offers
    from pipeline_tui.services.outcomes import Outcomes
    from pipeline_tui.services.payers import Payers
    from pipeline_tui.services.persons import Persons
    from pipeline_tui.services.pipeline_stages import Stages
    from pipeline_tui.services.pipelines import Pipelines
    from pipeline_tui.services.plan import Plans
    from pipeline_tui.services.price_book import PriceBook
    from pipeline_tui.services.products import Products
    from pipeline_tui.services.reconciliations import Reconciliations
    from pipeline_tui.services.reports import Reports
    from pipeline_tui.services.requests import Requests
    from pipeline_tui.services.review import Reviews
    from pipeline_tui.services.shipping import Shipping
    from pipeline_tui.services.standings import Standings
    from pipeline_tui.services.tasks import Tasks
    from pipeline_tui.services.views import Views
    from pipeline_tui.services.vocabularies import Vocabularies

Clock = Callable[[], datetime]
OWN_SETTINGS = "file:settings"
"""The memo of settings that a file brings and that go before the user's: `currency`, `country`."""


class Desk:
    """One file open for work. Close it, or use it as a context.

    Reading: call_list, calling_again, commissions, competitor_views, contact_rates, inbox, lists, cards, cross_sell, debts,
    forecasts, funnel, interest, letters, objection_figures, objection_views, offer_views, payers, price_book, vocabularies, reports, review, standings, history.
    Writing: clients, contacts, deals, tasks, plans, calls, requests, outcomes, objections, drill, invoices, bank_statements,
    pipelines, stages, loss_reasons, checklists, competitors.
    The file itself: imports, exports, keeping (backup, check), history (undo), memos.
    A person's rights: persons. What a БИК stands for: banks.
    """

    def __init__(self, book: Book, clock: Clock, settings: Settings, zone: ZoneInfo) -> None:
        self.book = book
        self.settings = settings
        self.zone = zone
        self._clock = clock

    @classmethod
    def open(
        cls, path: Path, *, clock: Clock, settings: Settings, zone: ZoneInfo, actor: str,
        read_only: bool = False,
    ) -> Desk:  # fmt: skip
        """Open an existing file, with the settings that it brings; raises StoreProblem."""
        book = Book.open(path, clock, actor, read_only=read_only)
        return cls(book, clock, _with_own(settings, book), zone)

    @classmethod
    def create(
        cls, path: Path, *, clock: Clock, settings: Settings, zone: ZoneInfo, actor: str,
        language: str,
    ) -> Desk:  # fmt: skip
        """Make a new file with the vocabularies and the starter objection library of a language.

        Raises Conflict file_exists, StoreProblem; then there is no file.
        """
        with (
            made_beside(path) as beside,
            cls(Book.create(beside, clock, actor), clock, settings, zone) as desk,
        ):
            if language:
                desk.objections.load_starter(language)
        return cls.open(path, clock=clock, settings=settings, zone=zone, actor=actor)

    def now(self) -> datetime:
        """This moment, UTC, whole seconds."""
        return self._clock().astimezone(UTC).replace(microsecond=0)

    def local_now(self) -> datetime:
        """This moment in the user's zone."""
        return self.now().astimezone(self.zone)

    def today(self) -> date:
        """The day it is for the user."""
        return self.local_now().date()

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The user's working days: their country's, less their own days off."""
        return WorkCalendar(self.settings.country, self.settings.days_off)

    @property
    def read_only(self) -> bool:
        """Whether nothing is to be written, whoever asks."""
        return self.book.read_only

    def close(self) -> None:
        """Close the file."""
        self.book.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def analytics(self) -> Analytics:
        """Reading the figures of the funnel and the deals behind them."""
        from pipeline_tui.services.analytics import Analytics

        return Analytics(self)

    @cached_property
    def banks(self) -> Banks:
        """The directory of banks."""
        from pipeline_tui.services.banks import Banks

        return Banks(self)

    @cached_property
    def buyers(self) -> Buyers:
        """Reading who buys and how."""
        from pipeline_tui.services.buyers import Buyers

        return Buyers(self)

    @cached_property
    def calls(self) -> Calls:
        """Writing what calls brought."""
        from pipeline_tui.services.calls import Calls

        return Calls(self)

    @cached_property
    def cards(self) -> Cards:
        """Reading one client or deal whole."""
        from pipeline_tui.services.cards import Cards

        return Cards(self)

    @cached_property
    def classes(self) -> Classes:
        """Classes A, B, C computed from the turnover."""
        from pipeline_tui.services.classes import Classes

        return Classes(self)

    @cached_property
    def cross_sell(self) -> CrossSell:
        """Reading what to offer beside what a client has."""
        from pipeline_tui.services.cross_sell import CrossSell

        return CrossSell(self)

    @cached_property
    def custom_fields(self) -> CustomFields:
        """Writing definitions of the user's own fields."""
        from pipeline_tui.services.custom_fields import CustomFields

        return CustomFields(self)

    @cached_property
    def needs(self) -> Needs:
        """What clients need and can pay."""
        from pipeline_tui.services.needs import Needs

        return Needs(self)

    @cached_property
    def clients(self) -> Clients:
        """Writing clients."""
        from pipeline_tui.services.clients import Clients

        return Clients(self)

    @cached_property
    def commissions(self) -> Commissions:
        """Reading what months and deals bring the seller."""
        from pipeline_tui.services.commissions import Commissions

        return Commissions(self)

    @cached_property
    def competitor_views(self) -> CompetitorViews:
        """Reading competitors and the deals in which they stood."""
        from pipeline_tui.services.competitor_views import CompetitorViews

        return CompetitorViews(self)

    @cached_property
    def competitors(self) -> Competitors:
        """Writing competitors, and what they were seen to offer."""
        from pipeline_tui.services.competitors import Competitors

        return Competitors(self)

    @cached_property
    def contact_rates(self) -> ContactRates:
        """Reading at which hours and attempts clients answer."""
        from pipeline_tui.services.contact_rates import ContactRates

        return ContactRates(self)

    @cached_property
    def contacts(self) -> Contacts:
        """Writing contacts, their phones, e-mails and consents."""
        from pipeline_tui.services.contacts import Contacts

        return Contacts(self)

    @cached_property
    def deals(self) -> Deals:
        """Writing deals."""
        from pipeline_tui.services.deals import Deals

        return Deals(self)

    @cached_property
    def standings(self) -> Standings:
        """How debtors stand."""
        from pipeline_tui.services.standings import Standings

        return Standings(self)

    @cached_property
    def debts(self) -> Debts:
        """Reading what is owed."""
        from pipeline_tui.services.debts import Debts

        return Debts(self)

    @cached_property
    def interest(self) -> Interest:
        """Reading what is owed for paying late."""
        from pipeline_tui.services.interest import Interest

        return Interest(self)

    @cached_property
    def letters(self) -> Letters:
        """Reading what a letter about a debt says."""
        from pipeline_tui.services.letters import Letters

        return Letters(self)

    @cached_property
    def reconciliations(self) -> Reconciliations:
        """Reconciliation statements, and their signing."""
        from pipeline_tui.services.reconciliations import Reconciliations

        return Reconciliations(self)

    @cached_property
    def duplicates(self) -> Duplicates:
        """Clients entered twice: reading the queue, telling apart, merging."""
        from pipeline_tui.services.duplicates import Duplicates

        return Duplicates(self)

    @cached_property
    def exports(self) -> Exports:
        """Writing files out."""
        from pipeline_tui.services.exporting import Exports

        return Exports(self)

    @cached_property
    def payers(self) -> Payers:
        """Reading how payers pay, and the money to come."""
        from pipeline_tui.services.payers import Payers

        return Payers(self)

    @cached_property
    def forecasts(self) -> Forecasts:
        """Reading what the open deals will bring."""
        from pipeline_tui.services.forecast import Forecasts

        return Forecasts(self)

    @cached_property
    def funnel(self) -> Funnel:
        """Reading the funnel."""
        from pipeline_tui.services.funnel import Funnel

        return Funnel(self)

    @cached_property
    def history(self) -> History:
        """Undo, redo and the audit log."""
        from pipeline_tui.services.history import History

        return History(self)

    @cached_property
    def imports(self) -> Imports:
        """Taking files in."""
        from pipeline_tui.services.importing import Imports

        return Imports(self)

    @cached_property
    def inbox(self) -> Inbox:
        """Reading requests that came in, and how fast they are answered."""
        from pipeline_tui.services.inbox import Inbox

        return Inbox(self)

    @cached_property
    def bank_statements(self) -> BankStatements:
        """Matching and taking bank statements."""
        from pipeline_tui.services.bank_statements import BankStatements

        return BankStatements(self)

    @cached_property
    def invoices(self) -> Invoices:
        """Writing invoices, payments and promises."""
        from pipeline_tui.services.invoices import Invoices

        return Invoices(self)

    @cached_property
    def credits(self) -> Credits:
        """Writing what lowers a debt without money, and opening balances."""
        from pipeline_tui.services.credits import Credits

        return Credits(self)

    @cached_property
    def shipping(self) -> Shipping:
        """What speaks against shipping to a client."""
        from pipeline_tui.services.shipping import Shipping

        return Shipping(self)

    @cached_property
    def keeping(self) -> Keeping:
        """Backup and check of the file."""
        from pipeline_tui.services.keeping import Keeping

        return Keeping(self)

    @cached_property
    def lists(self) -> Lists:
        """Reading lists of clients and finding any of them."""
        from pipeline_tui.services.lists import Lists

        return Lists(self)

    @cached_property
    def memos(self) -> Memos:
        """Scraps to remember: drafts, a running call, places in lists."""
        from pipeline_tui.services.memos import Memos

        return Memos(self)

    @cached_property
    def locking(self) -> Locking:
        """The lock of the screen."""
        from pipeline_tui.services.locking import Locking

        return Locking(self)

    @cached_property
    def objection_figures(self) -> ObjectionFigures:
        """What objections do to deals."""
        from pipeline_tui.services.objection_figures import ObjectionFigures

        return ObjectionFigures(self)

    @cached_property
    def objection_views(self) -> ObjectionViews:
        """Reading the objection library and its log."""
        from pipeline_tui.services.objection_views import ObjectionViews

        return ObjectionViews(self)

    @cached_property
    def objection_library(self) -> ObjectionLibrary:
        """The objection library as a file."""
        from pipeline_tui.services.objection_library import ObjectionLibrary

        return ObjectionLibrary(self)

    @cached_property
    def drill(self) -> Drill:
        """Practising the answers."""
        from pipeline_tui.services.drill import Drill

        return Drill(self)

    @cached_property
    def objections(self) -> Objections:
        """Writing objections and answers."""
        from pipeline_tui.services.objections import Objections

        return Objections(self)

    @cached_property
    def outcomes(self) -> Outcomes:
        """Writing how calls can end, and what each end schedules."""
        from pipeline_tui.services.outcomes import Outcomes

        return Outcomes(self)

    @cached_property
    def checklists(self) -> Checklists:
        """What is to be done at a stage, and what of it a deal has done."""
        from pipeline_tui.services.checklists import Checklists

        return Checklists(self)

    @cached_property
    def loss_reasons(self) -> LossReasons:
        """Writing why deals are lost."""
        from pipeline_tui.services.loss_reasons import LossReasons

        return LossReasons(self)

    @cached_property
    def pipelines(self) -> Pipelines:
        """Writing pipelines."""
        from pipeline_tui.services.pipelines import Pipelines

        return Pipelines(self)

    @cached_property
    def stages(self) -> Stages:
        """Writing the stages of a pipeline."""
        from pipeline_tui.services.pipeline_stages import Stages

        return Stages(self)

    @cached_property
    def offer_views(self) -> OfferViews:
        """Reading offers."""
        from pipeline_tui.services.offer_views import OfferViews

        return OfferViews(self)

    @cached_property
    def offers(self) -> Offers:
        """Writing offers and their lines."""
        from pipeline_tui.services.offers import Offers

        return Offers(self)

    @cached_property
    def price_book(self) -> PriceBook:
        """Reading products and prices as of a day."""
        from pipeline_tui.services.price_book import PriceBook

        return PriceBook(self)

    @cached_property
    def products(self) -> Products:
        """Writing products and price lists."""
        from pipeline_tui.services.products import Products

        return Products(self)

    @cached_property
    def requests(self) -> Requests:
        """Writing requests that came in and their answers."""
        from pipeline_tui.services.requests import Requests

        return Requests(self)

    @cached_property
    def persons(self) -> Persons:
        """Showing and erasing what is held on a person."""
        from pipeline_tui.services.persons import Persons

        return Persons(self)

    @cached_property
    def plans(self) -> Plans:
        """Writing the plan of a month."""
        from pipeline_tui.services.plan import Plans

        return Plans(self)

    @cached_property
    def reports(self) -> Reports:
        """Reading what a day, a week or a month brought, and how the plan stands."""
        from pipeline_tui.services.reports import Reports

        return Reports(self)

    @cached_property
    def review(self) -> Reviews:
        """Reading what is left undone, and tomorrow's list."""
        from pipeline_tui.services.review import Reviews

        return Reviews(self)

    @cached_property
    def tasks(self) -> Tasks:
        """Writing next steps."""
        from pipeline_tui.services.tasks import Tasks

        return Tasks(self)

    @cached_property
    def call_list(self) -> CallList:
        """Reading the call list."""
        from pipeline_tui.services.call_list import CallList

        return CallList(self)

    @cached_property
    def views(self) -> Views:
        """Writing the views of the client list."""
        from pipeline_tui.services.views import Views

        return Views(self)

    @cached_property
    def calling_again(self) -> CallingAgain:
        """Reading when somebody is called again."""
        from pipeline_tui.services.calling_again import CallingAgain

        return CallingAgain(self)

    @cached_property
    def vocabularies(self) -> Vocabularies:
        """Reading stages, outcomes, reasons and kinds."""
        from pipeline_tui.services.vocabularies import Vocabularies

        return Vocabularies(self)


def _with_own(settings: Settings, book: Book) -> Settings:
    """The settings, less what the file itself knows better: in demo data all sums are in its own."""
    own = memos.recall(book.reader, OWN_SETTINGS)
    if not isinstance(own, dict):
        return settings
    texts = {name: own[name] for name in ("currency", "country") if isinstance(own.get(name), str)}
    return replace(settings, **texts)

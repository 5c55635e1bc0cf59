"""What is stored: validated drafts and the tables made of them.

Importing this costs sqlmodel (about a third of a second), so only services that write, and the
schema's own checks, do so.
"""

from pipeline_tui.domain.records.activities import (
    Activity,
    ActivityDraft,
    ListMark,
    Outcome,
    OutcomeDraft,
    Task,
    TaskDraft,
)
from pipeline_tui.domain.records.banks import Bank
from pipeline_tui.domain.records.clients import (
    Client,
    ClientDraft,
    ClientMerge,
    Consent,
    Contact,
    ContactDraft,
    DistinctPair,
    Email,
    ErasedReach,
    Phone,
    Tag,
)
from pipeline_tui.domain.records.competitors import (
    Competitor,
    CompetitorDraft,
    Sighting,
    SightingDraft,
)
from pipeline_tui.domain.records.deals import (
    ChecklistItem,
    ChecklistTick,
    Deal,
    DealDraft,
    LossReason,
    LossReasonDraft,
    Pipeline,
    PipelineDraft,
    Stage,
    StageChange,
    StageDraft,
)
from pipeline_tui.domain.records.exports import ExportLog
from pipeline_tui.domain.records.imports import ImportBatch, ImportLink
from pipeline_tui.domain.records.invoices import (
    Allocation,
    DebtStep,
    Instalment,
    Invoice,
    InvoiceDraft,
    KeyRate,
    Payment,
    PaymentDraft,
    Promise,
    PromiseDraft,
    SignedStatement,
)
from pipeline_tui.domain.records.journal import AuditEntry, Memo, RowChange, UndoStep
from pipeline_tui.domain.records.needs import CustomField, CustomFieldDraft, Needs, NeedsDraft
from pipeline_tui.domain.records.objections import (
    Answer,
    AnswerDraft,
    DrillGrade,
    ObjectionDraft,
    ObjectionEvent,
    ObjectionType,
    ObjectionTypeDraft,
)
from pipeline_tui.domain.records.offers import (
    Offer,
    OfferDraft,
    OfferLine,
    OfferLineDraft,
    Price,
    PriceDraft,
    PriceList,
    PriceListDraft,
    Product,
    ProductDraft,
)
from pipeline_tui.domain.records.plan import Plan, PlanDraft
from pipeline_tui.domain.records.requests import Request, RequestDraft
from pipeline_tui.domain.records.statements import TakenLine
from pipeline_tui.domain.records.views import SavedView

__all__ = [
    "Activity", "ActivityDraft", "Allocation", "Answer", "AnswerDraft", "AuditEntry", "Bank", "ChecklistItem", "ChecklistTick", "Client",
    "ClientDraft", "ClientMerge", "Competitor", "CompetitorDraft", "Consent", "Contact", "ContactDraft", "CustomField", "CustomFieldDraft",
    "Deal", "DealDraft", "DebtStep",
    "DistinctPair", "DrillGrade", "Email", "ErasedReach", "ExportLog",
    "ImportBatch", "ImportLink", "Instalment", "Invoice", "InvoiceDraft", "KeyRate", "ListMark", "LossReason", "LossReasonDraft",
    "Memo", "Needs", "NeedsDraft", "ObjectionDraft", "ObjectionEvent", "ObjectionType", "ObjectionTypeDraft",
    "Offer", "OfferDraft", "OfferLine", "OfferLineDraft", "Outcome",
    "OutcomeDraft", "Payment", "PaymentDraft", "Phone", "Pipeline", "PipelineDraft", "Plan", "PlanDraft", "Price", "PriceDraft", "PriceList", "PriceListDraft", "Product", "ProductDraft", "Promise", "PromiseDraft",
    "Request", "RequestDraft", "RowChange", "SavedView", "Sighting", "SightingDraft", "SignedStatement", "Stage", "StageChange", "StageDraft", "Tag", "TakenLine", "Task", "TaskDraft", "UndoStep",
]  # fmt: skip

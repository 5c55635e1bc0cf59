"""What of the funnel is shown: which pipeline, which list, what narrows it, by what its columns go,
and the time of its figures. All of it is kept for the next time but what narrows."""

from __future__ import annotations

from functools import partial
from typing import Any

from msgspec.structs import replace

from pipeline_tui.domain.deals import (
    SORTS_DOWN_FIRST,
    DealFilter,
    DealGroup,
    DealList,
    DealSort,
)
from pipeline_tui.domain.funnel import REST, Report
from pipeline_tui.domain.pipelines import PipelineRow
from pipeline_tui.i18n import _
from pipeline_tui.tui.deal_actions import DealActions
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, PastPrompt
from pipeline_tui.tui.funnel_period import Period, periods
from pipeline_tui.tui.narrowed_screen import NarrowedScreen
from pipeline_tui.wording import deals as words
from pipeline_tui.wording.formats import number
from pipeline_tui.wording.labels import named

_PLACE = "place:funnel"
CLOSED_LISTS = frozenset({DealList.WON, DealList.LOST, DealList.ALL})
_NARROWING = {
    DealGroup.SOURCE: "source", DealGroup.CLASS: "abc", DealGroup.MONTH: "month",
}  # fmt: skip


class FunnelNarrowing(NarrowedScreen, DealActions):
    """The questions that narrow the funnel, and the place that one comes back to."""

    DOWN_FIRST = frozenset(one.value for one in SORTS_DOWN_FIRST)

    def __init__(self) -> None:
        super().__init__()
        self._view = "board"
        self._filter = DealFilter()
        self._group = DealGroup.STAGE
        self._period = Period()
        self._pipelines: list[PipelineRow] = []
        self._report: Report | None = None
        self.order = (DealSort.AMOUNT.value, True)

    # What is wanted

    @property
    def _wanted(self) -> DealFilter:
        return replace(self._filter, text=self.line)

    @property
    def _sort(self) -> DealSort:
        return DealSort(self.order[0])

    @property
    def narrowed_by(self) -> tuple[DealGroup, str] | None:
        """The source, class or month that alone is shown."""
        for by, name in _NARROWING.items():
            if (key := getattr(self._filter, name)) is not None:
                return by, key
        return None

    @property
    def pipeline_here(self) -> PipelineRow | None:
        """The pipeline that is shown, where there are several."""
        if len(self._pipelines) < 2:
            return None
        return next(
            (one for one in self._pipelines if one.id == self._filter.pipeline_id),
            self._pipelines[0],
        )

    def remarks(self) -> list[str]:
        """What is shown other than everything, in words."""
        found = []
        if self._filter.show is not DealList.OPEN:
            found.append(words.list_name(self._filter.show))
        if self.narrowed_by is not None:
            found.append(words.group_name(*self.narrowed_by))
        if self._group is not DealGroup.STAGE and self._view == "board":
            found.append(words.group_by(self._group))
        return found

    async def read_pipelines(self) -> None:
        """Know the pipelines, and keep to one of them where there are several."""
        self._pipelines = await self.ask(self.desk.vocabularies.pipelines)
        here = self.pipeline_here
        self._filter = replace(self._filter, pipeline_id=None if here is None else here.id)

    # What the screen does with it

    def show_view(self, view: str) -> None:
        """Bring board, table or figures to the front."""
        raise NotImplementedError

    def narrow_to(self, wanted: DealFilter) -> None:
        """Show these deals; lists of closed ones are a table."""
        self._filter = wanted
        closed = wanted.show in CLOSED_LISTS
        if closed and self._sort is DealSort.STEP:
            self.order = (DealSort.CLOSE.value, True)
        if closed and self._view == "board":
            self.show_view("table")
        elif self._view == "figures":
            self.show_view("table" if closed else "board")
        self.read_anew()

    # Questions

    def action_list(self) -> None:
        self.start(self._choose_list)

    async def _choose_list(self) -> None:
        names = list_names(self._report)
        found: DealList | None = await self.prompt(
            ChoicePrompt(_("Which deals?"), [Choice(one, name) for one, name in names.items()])
        )
        if found is not None:
            self.narrow_to(replace(self._filter, show=found))

    def action_pipeline(self) -> None:
        self.start(self._choose_pipeline)

    async def _choose_pipeline(self) -> None:
        if len(self._pipelines) < 2:
            key = self.pipeline.key_of("pipelines")
            self.warn(_("There is one pipeline. {key} adds others.").format(key=key))
            return
        found: int | None = await self.prompt(
            ChoicePrompt(
                _("Which pipeline?"),
                [
                    Choice(
                        one.id,
                        f"{named('pipeline', one.code, one.name)}  {number(one.open_deals)}",
                    )
                    for one in self._pipelines
                ],
            )
        )
        if found is not None:
            self._filter = replace(self._filter, pipeline_id=found)
            self.keep_place()
            self.read_anew()

    def action_group(self) -> None:
        self.start(self._choose_group)

    async def _choose_group(self) -> None:
        found: DealGroup | None = await self.prompt(
            ChoicePrompt(
                _("Columns of the board?"),
                [Choice(one, words.group_by(one)) for one in DealGroup],
            )
        )
        if found is None:
            return
        self._group = found
        if self._filter.show in CLOSED_LISTS:
            self._filter = replace(self._filter, show=DealList.OPEN)
        self.show_view("board")
        self.keep_place()
        self.read_anew()

    def action_narrow(self) -> None:
        self.start(self._choose_narrowing)

    async def _choose_narrowing(self) -> None:
        """By what, then to which of those there are, with how many deals each has."""
        everything = replace(self._filter, **dict.fromkeys(_NARROWING.values()))
        kinds = [Choice(one, words.group_by(one)) for one in _NARROWING]
        if self.narrowed_by is not None:
            kinds.append(Choice("all", _("all of them again")))
        by: Any = await self.prompt(ChoicePrompt(_("Narrow the deals?"), kinds))
        if by == "all":
            self.narrow_to(everything)
        if not isinstance(by, DealGroup):
            return
        groups = await self.ask(self.desk.funnel.groups, everything, by=by)
        key: str | None = await self.prompt(
            ChoicePrompt(
                words.group_by(by),
                [
                    Choice(one.key, f"{words.group_name(by, one.key)}  {number(one.count)}")
                    for one in groups
                    if one.key != REST
                ],
            )
        )
        if key is not None:
            self.narrow_to(replace(everything, **{_NARROWING[by]: key}))

    def action_period(self) -> None:
        self.start(self._choose_period)

    async def _choose_period(self) -> None:
        choices: list[Choice] = [Choice(one, one.name) for one in periods()]
        choices.append(Choice("other", _("since another day…")))
        found: Any = await self.prompt(ChoicePrompt(_("Figures of which time?"), choices))
        if found == "other":
            when = await self.prompt(PastPrompt(_("Since which day?")))
            found = None if when is None else Period(None, when.day)
        if isinstance(found, Period):
            self._period = found
            self.keep_place()
            self.read_anew()

    def sort_keys(self) -> tuple[str, ...]:
        return tuple(DealSort)

    def sort_by(self, key: str) -> None:
        super().sort_by(key)
        self.keep_place()

    # Stepping out

    def way_back(self) -> bool:
        here = self._filter.show is DealList.OPEN and self._view != "figures"
        return not here or self.narrowed_by is not None or super().way_back()

    def action_back(self) -> None:
        """Step out of what narrows the view: marks, the filter, source or month, then the list."""
        if self.let_go():
            return
        if self.narrowed_by is not None:
            self.narrow_to(replace(self._filter, **dict.fromkeys(_NARROWING.values())))
        elif self._filter.show is not DealList.OPEN:
            self._filter = replace(self._filter, show=DealList.OPEN)
            self.read_anew()
        elif self._view == "figures":
            self.show_view("board")
            self.keep_place()

    # The place one comes back to

    async def take_place(self) -> None:
        """Be where one was last."""
        kept = await self.ask(self.desk.memos.recall, _PLACE)
        if not isinstance(kept, dict):
            return
        if kept.get("sort") in set(DealSort):
            self.order = (kept["sort"], bool(kept.get("down")))
        self._period = Period.of(kept.get("period"))
        if kept.get("group") in set(DealGroup):
            self._group = DealGroup(kept["group"])
        if isinstance(kept.get("pipeline"), int):
            self._filter = replace(self._filter, pipeline_id=kept["pipeline"])
        if kept.get("view") in ("board", "table"):
            self.show_view(str(kept["view"]))

    def keep_place(self) -> None:
        """Come back here next time."""
        value = {
            "view": self._view, "sort": self.order[0], "down": self.order[1],
            "period": self._period.kept(), "group": self._group.value,
            "pipeline": self._filter.pipeline_id,
        }  # fmt: skip
        self.latest(partial(self.ask, self.desk.memos.keep, _PLACE, value), "place")


def list_names(report: Report | None) -> dict[DealList, str]:
    """The lists to choose from, with how many deals ask for attention where that is known."""
    names = {one: words.list_name(one) for one in DealList}
    if report is not None:
        ask = report.attention
        for which, n in (
            (DealList.NO_STEP, ask.no_step), (DealList.OVERDUE, ask.overdue),
            (DealList.ROTTING, ask.rotting), (DealList.SNOOZED, ask.snoozed),
            (DealList.NO_CLIENT, ask.no_client),
        ):  # fmt: skip
            names[which] += f"  {number(n)}"
    return names

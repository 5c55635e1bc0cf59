"""Reading stages, outcomes, loss reasons and kinds of objection."""

from __future__ import annotations

from pipeline_tui.domain.calls import OutcomeRow
from pipeline_tui.domain.custom_fields import FieldRow
from pipeline_tui.domain.deals import ReasonRow, StageRow
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.objections import ObjectionTypeRow
from pipeline_tui.domain.pipelines import PipelineRow
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import needs, vocabularies


class Vocabularies(Service):
    """The rows the user may rename, in their order."""

    def pipelines(self, *, retired: bool = False) -> list[PipelineRow]:
        """Pipelines in use; with `retired` the others too, last."""
        return vocabularies.pipelines(self._db, retired=retired)

    def stages(self, pipeline_id: int | None = None, *, retired: bool = False) -> list[StageRow]:
        """Stages in use, of every pipeline or of one; with `retired` the others too."""
        return vocabularies.stages(self._db, pipeline_id=pipeline_id, retired=retired)

    def deals_by_stage(self) -> dict[int, int]:
        """Stage → how many deals stand in it, closed ones too."""
        return vocabularies.deals_by_stage(self._db)

    def stage(self, code: str) -> StageRow:
        """The stage with this code; raises NotFound."""
        for row in self.stages():
            if row.code == code:
                return row
        raise NotFound("not_found", kind="stage", id=code)

    def outcomes(self, *, retired: bool = False) -> list[OutcomeRow]:
        """Call outcomes in use; with `retired` the others too, last."""
        return vocabularies.outcomes(self._db, retired=retired)

    def outcome(self, code: str) -> OutcomeRow:
        """The outcome with this code; raises NotFound."""
        for row in self.outcomes():
            if row.code == code:
                return row
        raise NotFound("not_found", kind="outcome", id=code)

    def loss_reasons(self, *, retired: bool = False) -> list[ReasonRow]:
        """Loss reasons in use; with `retired` the others too, last."""
        return vocabularies.loss_reasons(self._db, retired=retired)

    def loss_reason(self, code: str) -> ReasonRow:
        """The loss reason with this code; raises NotFound."""
        for row in self.loss_reasons():
            if row.code == code:
                return row
        raise NotFound("not_found", kind="loss_reason", id=code)

    def custom_fields(self, entity: str = "", *, retired: bool = False) -> list[FieldRow]:
        """Fields of the user's own, of clients, deals or contacts, or of all three."""
        return needs.custom_fields(self._db, entity, retired=retired)

    def objection_types(self) -> list[ObjectionTypeRow]:
        """Kinds of objection in use."""
        return vocabularies.objection_types(self._db)

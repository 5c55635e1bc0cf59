"""The first schema, as plain SQL beside this file."""

from pathlib import Path

from alembic import op

from pipeline_tui.store.migrations import statements

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, index, trigger and search index."""
    script = Path(__file__).with_name("r0001_first.sql").read_text(encoding="utf-8")
    for statement in statements(script):
        op.get_bind().exec_driver_sql(statement)

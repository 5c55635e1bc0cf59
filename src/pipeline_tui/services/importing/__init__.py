"""Taking files in: every row is taken, merged or listed, and a batch is one change."""

from pipeline_tui.services.importing.imports import Imports

__all__ = ["Imports"]

"""An invented base of a seller of packaging, to look around in."""

from __future__ import annotations

from pipeline_tui.services.demo.build import build_demo

__all__ = ["build_demo"]

"""Build hook: compile the message catalogues into every wheel and every editable install."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    """The .mo files are not in version control; a source archive carries the .po files instead."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile before the files are collected; an sdist needs none."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        spec = importlib.util.spec_from_file_location("catalogue", root / "tools" / "catalogue.py")
        assert spec is not None and spec.loader is not None
        catalogue = importlib.util.module_from_spec(spec)
        # dataclasses look their module up by name while the class is made.
        import sys

        sys.modules[spec.name] = catalogue
        spec.loader.exec_module(catalogue)
        for path in catalogue.compile_all(root):
            build_data["artifacts"].append(f"/{path.relative_to(root).as_posix()}")

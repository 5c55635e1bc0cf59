"""What every application of ours has: a failure of the program shows nothing of what it was busy with."""

from __future__ import annotations

from typing import TypeVar

from textual.app import App

Answer = TypeVar("Answer")


class OwnApp(App[Answer]):
    """An application whose failure is told to the one that ran it and not to the terminal, where the
    toolkit would write the values of the moment, clients' data among them."""

    def run_to_end(self) -> Answer | None:
        """Run; answers with what it was left with. Raises what made it fail."""
        answer = self.run()
        if self._exception is not None:
            raise self._exception
        return answer

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()

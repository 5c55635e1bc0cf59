"""Colours for line-drawn widgets, worked out from the theme in use.

Component classes would do the same through CSS at a cost of a virtual node per class and widget
at every start. Here a theme gives its named colours, and a tone is moved towards black or white
until it reads on the surface it stands on (WCAG 2.1 AA, 4.5:1), whatever theme was chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from rich.style import Style
from textual.color import Color, ColorParseError

Tone = Literal["", "strong", "muted", "accent", "success", "warning", "danger"]
Surface = Literal["base", "cursor", "cursor-blurred", "marked", "header", "section", "card", "chip"]

READABLE: Final = 4.5
"""The contrast ratio that WCAG 2.1 asks of body text (success criterion 1.4.3)."""

_TONE_VARIABLES: Final[Mapping[str, str]] = {
    "accent": "primary",
    "success": "success",
    "warning": "warning",
    "danger": "error",
}
_BLACK = Color(0, 0, 0)
_WHITE = Color(255, 255, 255)


def luminance(color: Color) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.1, "relative luminance")."""

    def channel(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * channel(color.r) + 0.7152 * channel(color.g) + 0.0722 * channel(color.b)


def contrast(first: Color, second: Color) -> float:
    """Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.1, "contrast ratio")."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def readable(color: Color, background: Color, ratio: float = READABLE) -> Color:
    """Return `color`, moved towards black or white just until it reads on `background`."""
    if contrast(color, background) >= ratio:
        return color
    goal = _WHITE if contrast(_WHITE, background) >= contrast(_BLACK, background) else _BLACK
    for step in range(1, 20):
        nearer = color.blend(goal, step / 20, alpha=1.0)
        if contrast(nearer, background) >= ratio:
            return nearer
    return goal


class Palette:
    """Styles by surface and tone for one widget; thrown away when its theme or place changes."""

    def __init__(
        self, variables: Mapping[str, str], background: Color, *, no_color: bool = False
    ) -> None:
        """`variables` are the theme's; `background` is the opaque colour behind the widget."""
        self._variables = variables
        self._background = background
        self._plain = no_color or background.ansi is not None
        self._surfaces: dict[str, Color] = {}
        self._styles: dict[tuple[str, str], Style] = {}

    def style(self, tone: str = "", surface: str = "base") -> Style:
        """The style of text in `tone` on `surface`; an unknown tone reads as plain text."""
        found = self._styles.get((surface, tone))
        if found is None:
            build = self._plain_style if self._plain else self._coloured_style
            found = self._styles[surface, tone] = build(tone, surface)
        return found

    def bar(self, tone: str = "accent", surface: str = "base") -> Style:
        """The style of a bar, a margin sign or a thumb: the tone itself, 3:1 is enough here.

        "faint" is for tracks and rules, which say nothing by themselves.
        """
        key = (surface, f"bar:{tone}")
        found = self._styles.get(key)
        if found is None:
            if self._plain:
                found = self._plain_style(tone, surface)
            else:
                behind = self._surface(surface)
                if tone == "faint":
                    color = self._foreground().blend(behind, 0.8, alpha=1.0)
                else:
                    color = readable(self._tone_color(tone, behind), behind, 3.0)
                found = Style(color=color.rich_color, bgcolor=behind.rich_color)
            self._styles[key] = found
        return found

    def _named(self, name: str, fallback: Color) -> Color:
        try:
            color = Color.parse(self._variables.get(name, ""))
        except ColorParseError:
            return fallback
        if color.auto or color.ansi is not None:
            return fallback
        return color if color.a == 1 else self._background + color

    def _foreground(self) -> Color:
        fallback = self._background.get_contrast_text(1.0)
        return self._named("foreground", fallback)

    def _surface(self, surface: str) -> Color:
        found = self._surfaces.get(surface)
        if found is None:
            found = self._surfaces[surface] = self._build_surface(surface)
        return found

    def _build_surface(self, surface: str) -> Color:
        base = self._background
        primary = self._named("primary", base)
        ink = self._foreground()
        if surface == "cursor":
            return self._named("row-cursor-background", base.blend(primary, 0.32, alpha=1.0))
        if surface == "cursor-blurred":
            return self._named("row-blurred-background", base.blend(ink, 0.14, alpha=1.0))
        if surface == "marked":
            return base.blend(primary, 0.12, alpha=1.0)
        if surface in ("header", "card"):
            return base.blend(ink, 0.06, alpha=1.0)
        if surface == "chip":
            return base.blend(ink, 0.16, alpha=1.0)
        return base

    def _tone_color(self, tone: str, behind: Color) -> Color:
        ink = self._foreground()
        if tone == "muted":
            return ink.blend(behind, 0.42, alpha=1.0)
        variable = _TONE_VARIABLES.get(tone)
        return ink if variable is None else self._named(variable, ink)

    def _coloured_style(self, tone: str, surface: str) -> Style:
        behind = self._surface(surface)
        color = readable(self._tone_color(tone, behind), behind)
        bold = tone in ("strong", "danger") or (surface == "cursor" and tone == "")
        return Style(
            color=color.rich_color,
            bgcolor=behind.rich_color,
            bold=(bold or surface == "section") or None,
        )

    def _plain_style(self, tone: str, surface: str) -> Style:
        """Attributes alone: NO_COLOR, or a theme that leaves the colours to the terminal."""
        ink = self._variables.get(_TONE_VARIABLES.get(tone, ""), "")
        color = None
        if ink.startswith("ansi_"):
            color = Color.parse(ink).rich_color
        focused = surface == "cursor"
        return Style(
            color=None if focused else color,
            bgcolor=None,
            bold=(
                tone in ("strong", "danger", "accent")
                or surface in ("section", "header", "cursor-blurred")
            )
            or None,
            dim=(tone in ("muted", "faint") and not focused) or None,
            underline=(surface in ("header", "cursor-blurred")) or None,
            reverse=(focused or surface == "chip") or None,
        )

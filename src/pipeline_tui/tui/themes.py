"""The program's own colours: one calm accent, surfaces close to each other, text that reads (AA).

Widgets take their colours from the theme's variables, so every built-in theme of Textual works too.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="pipeline-dark",
    dark=True,
    primary="#6cb6ff",
    secondary="#8b9bb4",
    accent="#f0b45a",
    foreground="#d6dde8",
    background="#12161d",
    surface="#181e27",
    panel="#1f2733",
    boost="#232c39",
    success="#6fcf97",
    warning="#f0b45a",
    error="#ff7b72",
    variables={
        "border": "#2f3b4b",
        "border-blurred": "#242e3b",
        "row-cursor-background": "#24466b",
        "row-blurred-background": "#232c39",
        "scrollbar": "#2f3b4b",
        "scrollbar-hover": "#3d4d61",
        "scrollbar-active": "#6cb6ff",
        "scrollbar-background": "#12161d",
        "input-selection-background": "#6cb6ff 35%",
    },
)

LIGHT = Theme(
    name="pipeline-light",
    dark=False,
    primary="#0b5cad",
    secondary="#5a6b80",
    accent="#9a5b00",
    foreground="#1d2733",
    background="#f7f8fa",
    surface="#ffffff",
    panel="#eceff3",
    boost="#e6eaf0",
    success="#1a7f45",
    warning="#8f5600",
    error="#c0272d",
    variables={
        "border": "#c3ccd8",
        "border-blurred": "#dde3ea",
        "row-cursor-background": "#cfe3f8",
        "row-blurred-background": "#e6eaf0",
        "scrollbar": "#c3ccd8",
        "scrollbar-hover": "#a9b5c4",
        "scrollbar-active": "#0b5cad",
        "scrollbar-background": "#f7f8fa",
        "input-selection-background": "#0b5cad 25%",
    },
)

THEMES = (DARK, LIGHT)

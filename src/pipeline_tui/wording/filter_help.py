"""What can be written into the filter line, as a page."""

from __future__ import annotations

from pipeline_tui.domain.query import FIELDS, FLAGS, Kind
from pipeline_tui.i18n import _, pgettext


def lines() -> list[str]:
    """The page, line by line: examples first, then every name."""
    examples = (
        (pgettext("filter", "city:Kazan,Ufa"), _("any of these; the first letters are enough")),
        (pgettext("filter", 'city:"New York"'), _("quotes hold spaces")),
        (pgettext("filter", "debt>100k"), _("sums: 100000, 100k, 1.5m, 500usd; < <= = != >= too")),
        (pgettext("filter", "last>30d"), _("not touched for 30 days; d w m y")),
        (pgettext("filter", "last<2w"), _("touched within the last two weeks")),
        (
            pgettext("filter", "next<=today"),
            _("the next step is due; tomorrow, +3d, 2026-03-15 too"),
        ),
        (pgettext("filter", "created:2026-02"), _("in that month; a year or a day too")),
        (pgettext("filter", "tag:none"), _("nothing there; works for every field")),
        (pgettext("filter", "-tag:vip"), _("not so; the same as not tag:vip")),
        (pgettext("filter", "debt or nostep"), _("either; words side by side mean both")),
        (pgettext("filter", "class:A (debt or nostep)"), _("parentheses; not, then and, then or")),
        (pgettext("filter", "custom:brand:Acme"), _("a field of your own")),
    )
    kinds = {
        Kind.TEXT: _("text"), Kind.CODE: _("one of a few"), Kind.MONEY: _("sum"),
        Kind.NUMBER: _("number"), Kind.PAST: _("day gone by"), Kind.AHEAD: _("day to come"),
    }  # fmt: skip
    russian = pgettext("filter", "debt") != "debt"

    def own(names: tuple[str, ...]) -> str:
        return next((name for name in names if name.isascii() != russian), names[0])

    found = [f"{sample:<28} {meaning}" for sample, meaning in examples]
    for kind, called in kinds.items():
        names = ", ".join(own(names) for has, names in FIELDS.values() if has is kind)
        found.append(f"{called:<28} {names}")
    flags = ", ".join(own(names) for names in FLAGS.values())
    return [*found, f"{_('alone, without a value'):<28} {flags}"]

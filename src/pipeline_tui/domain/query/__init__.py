"""The line that filters a client list: words, conditions on fields, and/or/not, parentheses.

    ромашка казань              every word in the name, a contact, the city, a phone, ИНН or e-mail
    city:Казань,Уфа             a field: any of the values; quotes hold spaces: city:"Нижний Новгород"
    debt>100k last>30d          sums of money, days, and how long ago or ahead a day is
    debt overdue nostep         flags: owes, owes past the due day, has nothing planned
    tag:vip and not (city:Уфа or class:C)     not binds closer than and, and closer than or
    -tag:vip                    the same as not tag:vip; words side by side are joined by and

Names, flags and operators are understood in English and in Russian (`fields`). A line becomes a tree
of `nodes`; every condition holds or does not for each client, there is no third answer.
"""

from __future__ import annotations

from pipeline_tui.domain.query.fields import FIELDS, FLAGS, Kind
from pipeline_tui.domain.query.nodes import ClientFilter
from pipeline_tui.domain.query.parse import read_filter

__all__ = ["FIELDS", "FLAGS", "ClientFilter", "Kind", "read_filter"]

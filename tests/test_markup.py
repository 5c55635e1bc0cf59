"""No text of the user's reaches a widget or the console as markup: told from the source itself.

A widget that takes a `str` reads `[…]` in it as markup, an action to be run by a click among others. So what
is handed to one is a constant, a word of the catalogue, a Content or Text, or says markup=False.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

import pytest

from tests.test_architecture import SOURCE, called, nodes

SHOWN = {
    "Static",
    "Label",
    "Option",
    "Button",
    "Checkbox",
    "RadioButton",
    "Link",
    "notify",
    "update",
    "tooltip",
}
SAFE = {"_", "ngettext", "pgettext"}
"""Words of the catalogue."""
TYPED_INTO = {"Input", "TextArea", "MaskedInput"}

Scope = Mapping[str, list[ast.expr]]


def giving_content() -> set[str]:
    """Functions of the screens that answer with Content, Text, or several of them."""
    return {
        node.name
        for _place, node in nodes("tui")
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None
        if {"Content", "Text", "Table"} & {n.id for n in ast.walk(node.returns) if isinstance(n, ast.Name)}
    }  # fmt: skip


CONTENT = giving_content()


def is_safe(shown: ast.expr | None, scope: Scope) -> bool:
    """Whether an expression cannot be a text of the user's that is read as markup."""
    match shown:
        case None | ast.Constant():
            return True
        case ast.Call():
            whole = ast.unparse(shown.func)
            return whole.startswith(("Content", "Text")) or called(shown) in CONTENT | SAFE
        case ast.IfExp():
            return is_safe(shown.body, scope) and is_safe(shown.orelse, scope)
        case ast.BoolOp():
            return all(is_safe(each, scope) for each in shown.values)
        case ast.BinOp():
            return is_safe(shown.left, scope) and is_safe(shown.right, scope)
        case ast.Name():
            inner = {name: found for name, found in scope.items() if name != shown.id}
            return shown.id in scope and all(is_safe(each, inner) for each in scope[shown.id])
    return False


def scope_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Scope:
    """Name → every expression that it stands for in a function."""
    found: dict[str, list[ast.expr]] = {}
    for one in [*function.args.args, *function.args.kwonlyargs]:
        if one.annotation is not None and ast.unparse(one.annotation) in ("Content", "Text"):
            found[one.arg] = [ast.Constant("")]
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=targets, value=value):
                pass
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                targets = [target]
            case ast.For(target=target, iter=value):
                targets = [target]
            case _:
                continue
        for name in (inner for target in targets for inner in ast.walk(target)):
            if isinstance(name, ast.Name):
                found.setdefault(name.id, []).append(value)
    return found


def as_markup(tree: ast.AST) -> Iterator[int]:
    """Lines where a widget is handed what may be the user's and read as markup."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        scope = scope_of(function)
        for node in ast.walk(function):
            if not isinstance(node, ast.Call) or called(node) not in SHOWN:
                continue
            whole = ast.unparse(node.func)
            if called(node) == "update" and ("query" not in whole or "Digits" in whole):
                continue  # of a dictionary, or of a widget that knows no markup
            plain = any(
                one.arg == "markup" and ast.unparse(one.value) == "False" for one in node.keywords
            )
            if not plain and not is_safe(node.args[0] if node.args else None, scope):
                yield node.lineno


def test_user_data_reaches_no_widget_as_markup() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path in sorted((SOURCE / "tui").rglob("*.py"))
        for line in as_markup(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "Static(client.name)",
        "Label(f'{name}')",
        "self.notify(text)",
        "self.notify(_('Saved {what}').format(what=name))",
        "self.query_one(Static).update(name)",
        "Option(name if name else Content(''))",
        "told = row.name; Static(told)",
        "Static(clean(name))",
    ],
)
def test_what_would_be_markup_is_found(line: str) -> None:
    assert list(as_markup(ast.parse(f"def show(self, client, name): {line}"))) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "Static('')",
        "Static(Content(name))",
        "self.notify(name, markup=False)",
        "Label(_('Name'))",
        "told = Content(name); Static(told)",
        "found.update(name)",
    ],
)
def test_what_is_no_markup_passes(line: str) -> None:
    assert list(as_markup(ast.parse(f"def show(self, name): {line}"))) == []


def test_the_console_gets_no_markup() -> None:
    """Verbs write through `harmless`, or hand a table of Text to the console."""
    writers = {
        place.partition(":")[0]
        for place, node in nodes("cli")
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("sys.stdout.write", "Console().print")
    }  # fmt: skip
    assert writers == {"cli/base.py"}
    cells = [
        ast.unparse(argument)
        for _place, node in nodes("cli")
        if isinstance(node, ast.Call) and called(node) in ("add_row", "add_column")
        for argument in node.args
    ]
    assert cells
    assert all("Text(" in cell for cell in cells)


def test_what_is_typed_into_is_drawn_harmless() -> None:
    """Textual's own lines draw what stands in them as it is."""
    found = [
        place
        for place, node in nodes("tui")
        if (isinstance(node, ast.Call) and called(node) in TYPED_INTO)
        or (isinstance(node, ast.ClassDef) and TYPED_INTO & {ast.unparse(base) for base in node.bases})
    ]  # fmt: skip
    assert {place.partition(":")[0] for place in found} == {"tui/widgets/typed.py"}

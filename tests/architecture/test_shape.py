"""What a reader of the source may rely on."""

from __future__ import annotations

import ast

from tests.architecture.source import modules


def test_every_module_says_what_it_is_for_in_one_line_first() -> None:
    silent = {path for path, tree in modules().items() if not (ast.get_docstring(tree) or "").strip()}
    assert silent == set()


def test_every_public_class_and_function_has_a_docstring() -> None:
    silent = {
        (path, node.name)
        for path, tree in modules().items()
        if "/migrations/versions/" not in path
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    }
    assert silent == set()


def test_nothing_is_left_for_later() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
    found = {
        (path, text)
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(text := node.value, str)
        if any(mark in text.split() for mark in marks)
    }
    assert found == set()

"""Intents, responses and buttons that Python code names, read from its syntax."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

# `utter_action` is the key under which Rasa keeps the name of a response.
_RESPONSE = re.compile(r"\butter_(?!action\b)[a-z_]+")
_PAYLOAD = re.compile(r"/([a-z_]+)(?:\{.*)?$", re.DOTALL)
_INTENT = "intent"
_ROUTES = frozenset("get post route websocket add_route add_get add_post".split())


class Python:
    """The code in some files."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._trees = [ast.parse(file.read_text(encoding="utf-8"), str(file)) for file in files]

    @cached_property
    def strings(self) -> frozenset[str]:
        """All string constants."""
        return frozenset(
            node.value
            for node in self._nodes()
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )

    @cached_property
    def responses(self) -> frozenset[str]:
        """Whole names of responses."""
        found = {name for text in self.strings for name in _RESPONSE.findall(text)}
        return frozenset(name for name in found if not name.endswith("_"))

    @cached_property
    def response_patterns(self) -> tuple[re.Pattern[str], ...]:
        """Names made of a fixed and a variable part: f"utter_order_{status}"."""
        return tuple(
            re.compile("".join(_part(value) for value in node.values))
            for node in self._nodes()
            if isinstance(node, ast.JoinedStr) and _part(node.values[0]).startswith("utter_")
        )

    @cached_property
    def payloads(self) -> frozenset[str]:
        """Intents of buttons: "/intent" and payload("intent")."""
        slashed = (_PAYLOAD.match(text) for text in self.strings - self._addresses)
        called = {
            str(node.args[0].value)
            for node in self._nodes()
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "payload"
            and node.args
            and isinstance(node.args[0], ast.Constant)
        }
        return frozenset(found[1] for found in slashed if found) | called

    @cached_property
    def _addresses(self) -> frozenset[str]:
        """Paths of web addresses: app.get("/health")."""
        return frozenset(
            argument.value
            for node in self._nodes()
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _ROUTES
            for argument in node.args
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        )

    @cached_property
    def payload_entities(self) -> frozenset[str]:
        """Entities that buttons carry: payload("inform", reason=...), payload("inform", **{REASON: ...})."""
        given = [
            keyword
            for node in self._nodes()
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "payload"
            for keyword in node.keywords
        ]
        spread = [key for each in given if isinstance(each.value, ast.Dict) for key in each.value.keys if key]
        return frozenset(
            {each.arg for each in given if each.arg} | {name for key in spread for name in self._values(key)}
        )

    @cached_property
    def intents(self) -> frozenset[str]:
        """Intents that code compares with (x.intent == "..."), looks up (TABLE[x.intent]) or is given."""
        found: set[str] = set()
        for node in self._nodes():
            if isinstance(node, ast.Compare) and any(map(_is_intent, [node.left, *node.comparators])):
                for side in [node.left, *node.comparators]:
                    found |= self._values(side)
            elif isinstance(node, ast.Call):
                found |= self._called(node)
            elif isinstance(node, ast.Subscript) and _is_intent(node.slice):
                found |= self._values(node.value)
        return frozenset(name for name in found if re.fullmatch(r"[a-z_]+", name))

    def _called(self, node: ast.Call) -> set[str]:
        given = [keyword.value for keyword in node.keywords if keyword.arg == _INTENT]
        found = {value.value for value in given if isinstance(value, ast.Constant) and value.value}
        is_get = isinstance(node.func, ast.Attribute) and node.func.attr == "get"
        if is_get and isinstance(node.func, ast.Attribute) and node.args and _is_intent(node.args[0]):
            found |= self._values(node.func.value)
        return {str(name) for name in found}

    @cached_property
    def _constants(self) -> dict[str, set[str]]:
        """Strings of each constant of a module, by its name; a dictionary counts with its keys."""
        found: dict[str, set[str]] = defaultdict(set)
        for tree in self._trees:
            for node in tree.body:
                targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
                value = getattr(node, "value", None)
                for target in targets:
                    if isinstance(target, ast.Name) and isinstance(value, ast.expr):
                        found[target.id] |= _literal(value)
        return dict(found)

    def _values(self, node: ast.expr) -> set[str]:
        if isinstance(node, ast.Name):
            return self._constants.get(node.id, set())
        return set() if _is_intent(node) else _literal(node)

    def _nodes(self) -> Iterator[ast.AST]:
        for tree in self._trees:
            yield from ast.walk(tree)


def _is_intent(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == _INTENT


def _literal(node: ast.expr) -> set[str]:
    """The strings of a literal: of a set, a list, a dictionary's keys, or "...".split()."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else set()
    if isinstance(node, ast.Dict):
        return {text for each in node.keys if each is not None for text in _literal(each)}
    if isinstance(node, ast.Set | ast.List | ast.Tuple):
        return {text for each in node.elts for text in _literal(each)}
    if isinstance(node, ast.BinOp):
        return _literal(node.left) | _literal(node.right)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
        return {word for text in _literal(node.func.value) for word in text.split()}
    if isinstance(node, ast.Call):
        return {text for argument in node.args for text in _literal(argument)}
    return set()


def _part(node: ast.expr) -> str:
    return re.escape(str(node.value)) if isinstance(node, ast.Constant) else r"[a-z_]+"

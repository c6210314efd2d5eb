"""Scenarios: a small patch over a programme's text, so that what it changes is read and checked like the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Annotated, Any, ClassVar

from workshare.files.bind import TABLES, read_record
from workshare.files.nodes import Faults, Node
from workshare.model.difference import called, keyed
from workshare.model.figure import FIGURE_KEYS, FORBID, Reads, Words, read_list
from workshare.model.programme import Programme
from workshare.problems import Code, brief, did_you_mean

FOLDER = "scenarios"
"""The folder in a programme's folder that holds its scenarios."""

HEAD = tuple(f.name for f in fields(Programme) if f.name not in TABLES)
MARKS = {"scenario", "of", "set", "add", "remove"}
"""The keys by which a file is known as a scenario."""

Rows = Callable[[str, Node], list[Node]]
"""The rows that a node says for a section, with every table in them read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A patch over a programme: what it sets, adds and removes, under a title.

    ``of`` is the programme's folder (default: the folder above), ``set`` values by path, ``add`` rows by table,
    ``remove`` the ids of rows by table. It removes first, then adds, then sets.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    scenario: Words
    note: Words | None = None
    of: str = ""
    set: Mapping[str, Any] = field(default_factory=dict)
    add: Mapping[str, Any] = field(default_factory=dict)
    remove: Mapping[str, Annotated[tuple[str, ...], Reads(read_list, "string")]] = field(default_factory=dict)


def is_scenario(root: Node) -> bool:
    """Whether a file's content is a scenario, and no programme."""
    keys = root.value.keys() if isinstance(root.value, dict) else set()
    return bool(MARKS & keys) and not {"programme", "format"} & keys


def read_scenario(root: Node, faults: Faults) -> Scenario | None:
    """The scenario that a file says; None where it cannot be understood, which is noted."""
    found: Scenario | None = read_record(Scenario, root, faults)
    return found


def slug(text: str) -> str:
    """A text as an id of plain letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def patched(tree: Node, root: Node, stem: str, rows: Rows, faults: Faults) -> Node:
    """A programme's tree with a scenario applied to it; what cannot be applied is noted.

    ``stem`` is the name of the scenario's file, which becomes part of the programme's id.
    """
    patch = _Patch(dict(tree.value), rows, faults)
    patch.entitle(root, stem)
    for kind, apply in (("remove", patch.remove), ("add", patch.add), ("set", patch.set)):
        entries = root.value.get(kind)
        if entries is not None and isinstance(entries.value, dict):
            inside = _inside_others(entries.value, faults) if kind == "set" else set()
            for key, node in entries.value.items():
                if key not in inside:
                    apply(key, node)
    return Node(patch.tree, tree.file, tree.line)


def _inside_others(entries: Mapping[str, Node], faults: Faults) -> set[str]:
    """The paths that lead into what another path sets as a whole, each of which is noted."""
    found = set()
    for path, node in entries.items():
        outer = next((p for p in entries if path.startswith(f"{p}.")), None)
        if outer is not None:
            found.add(path)
            message = f"set: {path} stands inside {outer}, which is set too"
            faults.report(Code.BAD_PATH, message, "keep one of them", file=node.file, line=node.line)
    return found


@dataclass(slots=True)
class _Patch:
    """A tree in the making; nothing in the tree that was given is touched, for YAML's aliases share what they name."""

    tree: dict[str, Node]
    rows: Rows
    faults: Faults

    def entitle(self, root: Node, stem: str) -> None:
        """Put the scenario into the programme's id and title."""
        title, programme = root.value.get("scenario"), self.tree.get("programme")
        if title is None or programme is None:
            return
        ours, theirs = _languages(title), _languages(programme)
        if ours.get("en") and theirs.get("en"):
            words = {k: f"{theirs.get(k) or theirs['en']} — {ours.get(k) or ours['en']}" for k in {*ours, *theirs}}
            named = {k: Node(words[k], title.file, title.line) for k in sorted(words)}
            self.tree["programme"] = Node(named, title.file, title.line)
            own = self.tree.get("id")
            name = str(own.value) if own and own.value else slug(theirs["en"])
            suffix = re.sub(r"[^\w.-]+", "-", stem).strip("-")
            self.tree["id"] = Node("-".join(filter(None, (name, suffix))), title.file, title.line)

    def remove(self, section: str, node: Node) -> None:
        """Take rows out of a table."""
        if not self._is_table(section, node, "remove"):
            return
        kept = self._named(section)
        for name, part in _listed(node):
            if name in kept:
                del kept[name]
            elif not self._may_be_broken(section, name):
                message = f"remove: {section} has no row {brief(name)}"
                self._report(Code.NOT_THERE, message, did_you_mean(name, kept), part)
        self._put_rows(section, list(kept.values()), node)

    def add(self, section: str, node: Node) -> None:
        """Put rows into a table."""
        if not self._is_table(section, node, "add"):
            return
        there = self._named(section)
        fresh = []
        for row in self.rows(section, node):
            name = _name(row, -1)
            if name in there:
                hint = f"give it another id, or set: {section}.{name}.FIELD"
                self._report(Code.THERE_ALREADY, f"add: {section} has a row {name} already", hint, row)
            else:
                fresh.append(row)
        self._put_rows(section, [*there.values(), *fresh], node)

    def set(self, path: str, node: Node) -> None:
        """Give the place at a path another value; nothing takes what stands there away."""
        steps = path.split(".")
        if not all(steps):
            self._report(Code.BAD_PATH, f"set: {brief(path)} has an empty part", "write TABLE.ID.FIELD", node)
        elif steps[0] in TABLES:
            self._set_in_row(path, steps[0], steps[1:], node)
        elif steps[0] in HEAD:
            top = Node(self.tree, node.file, node.line)
            new = self._put(top, steps, node, path)
            self.tree = new.value if new else self.tree
        else:
            hint = did_you_mean(steps[0], [*TABLES, *HEAD])
            self._report(Code.UNKNOWN_KEY, f"set: a programme has no {steps[0]}", hint, node)

    def _set_in_row(self, path: str, section: str, steps: list[str], node: Node) -> None:
        rows = self._named(section)
        n = next((n for n in range(len(steps), 0, -1) if ".".join(steps[:n]) in rows), 0)
        name = ".".join(steps[:n])
        if not n and steps and not self._may_be_broken(section, steps[0]):
            hint = did_you_mean(steps[0], rows) + f", or add: it to {section}"
            self._report(Code.NOT_THERE, f"set: {section} has no row {brief(steps[0])}", hint, node)
        elif n == len(steps):
            what = f"{path} is a whole row" if steps else f"{path} is a whole table"
            self._report(Code.BAD_PATH, f"set: {what}", "name a field, or remove: and add: the row", node)
        elif n:
            new = self._put(rows[name], steps[n:], self._with_tables(section, node), path)
            if new is not None:
                rows[name] = new
                self._put_rows(section, list(rows.values()), node)

    def _with_tables(self, section: str, node: Node) -> Node:
        """A value in which {table: FILE} is replaced by the file's rows."""
        if not (isinstance(node.value, dict) and set(node.value) == {"table"}):
            return node
        found = self.rows(section, Node([Node({"": node}, node.file, node.line)], node.file, node.line))
        inner: Node = found[0].value[""] if found else node
        return inner

    def _put(self, here: Node, steps: list[str], node: Node, path: str) -> Node | None:
        """A node with another value at the end of some steps; None where they lead nowhere, which is noted."""
        if isinstance(here.value, list):
            return self._put_in_list(here, steps, node, path)
        if not isinstance(here.value, dict | None) and here.value != "":
            message = f"set: {path} leads into {brief(here.value)}, which has no {steps[0]}"
            outer = path.removesuffix(f".{'.'.join(steps)}")
            self._report(Code.BAD_PATH, message, f"set: {outer} as a whole", node)
            return None
        inside = dict(here.value or {})
        n = next((n for n in range(len(steps), 0, -1) if ".".join(steps[:n]) in inside), 1)
        key, rest = ".".join(steps[:n]), steps[n:]
        if rest:
            below = self._put(inside.get(key, Node({}, node.file, node.line)), rest, node, path)
            if below is None:
                return None
            inside[key] = below
        elif node.value is None:
            if key not in inside:
                message = f"set: {path} is to be taken away, but nothing stands there"
                self._report(Code.NOT_THERE, message, did_you_mean(key, inside), node)
                return None
            del inside[key]
        else:
            other = {"value": "mode", "mode": "value"}.get(key, "")
            if set(inside) <= set(FIGURE_KEYS):
                inside.pop(other, None)
            inside[key] = node
        return Node(inside, here.file, here.line)

    def _put_in_list(self, here: Node, steps: list[str], node: Node, path: str) -> Node | None:
        inside = list(here.value)
        if not steps[0].isdecimal() or int(steps[0]) >= len(inside):
            message = f"set: {path} leads into a list of {len(inside)}, which has no {brief(steps[0])}"
            self._report(Code.BAD_PATH, message, f"count from 0 to {max(0, len(inside) - 1)}", node)
            return None
        n = int(steps[0])
        new = self._put(inside[n], steps[1:], node, path) if steps[1:] else node
        if new is None:
            return None
        inside[n] = new
        if new.value is None:
            del inside[n]
        return Node(inside, here.file, here.line)

    def _is_table(self, section: str, node: Node, kind: str) -> bool:
        if section in TABLES:
            return True
        message = f"{kind}: {section} is no table of a programme"
        hint = f"set: {section}" if section in HEAD else did_you_mean(section, TABLES)
        self._report(Code.UNKNOWN_KEY, message, hint, node)
        return False

    def _named(self, section: str) -> dict[str, Node]:
        """The rows of a table by their names."""
        node = self.tree.get(section)
        return keyed(node.value if node else (), _name)

    def _put_rows(self, section: str, rows: list[Node], node: Node) -> None:
        place = self.tree.get(section, node)
        self.tree[section] = Node(rows, place.file, place.line)

    def _may_be_broken(self, section: str, name: str) -> bool:
        """Whether the row may be one that was left out, which is reported already."""
        broken = (_name(row, -1) for path, row in self.faults.left_out if path[0] == section)
        return section in self.faults.lost or name in set(broken)

    def _report(self, code: Code, message: str, hint: str, node: Node) -> None:
        self.faults.report(code, message, hint, file=node.file, line=node.line)


def _name(row: Node, n: int) -> str:
    """What a row goes by."""
    return called(dict(_texts(row)).get, n)


def _listed(node: Node) -> Iterator[tuple[str, Node]]:
    """The names in a list, or in a text such as "a; b"; what is no text is reported by the scenario's reader."""
    for part in node.value if isinstance(node.value, list) else [node]:
        if isinstance(part.value, str):
            yield from ((name.strip(), part) for name in part.value.split(";") if name.strip())


def _texts(row: Node) -> Iterator[tuple[str, str]]:
    """The fields of a row that are plain texts."""
    if isinstance(row.value, dict):
        yield from ((key, node.value) for key, node in row.value.items() if isinstance(node.value, str))


def _languages(node: Node) -> dict[str, str]:
    """Words by language, as far as they can be understood."""
    return {"en": node.value} if isinstance(node.value, str) else dict(_texts(node))

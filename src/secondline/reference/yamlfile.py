"""YAML from outside, read within bounds: every value knows its line; nothing is ever constructed from a tag.

Events are read one by one, so that neither depth nor aliases cost anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from traveldoc.finding import Phrase, gettext_noop

LONGEST: Final = 400_000
DEEPEST: Final = 8
MOST_VALUES: Final = 20_000
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_ENCODING: Final = gettext_noop("The file is no text in UTF-8.")
_TOO_LONG: Final = gettext_noop("The file is longer than %(most)s characters.")
_SYNTAX: Final = gettext_noop("This is no YAML: %(problem)s.")
_ALIAS: Final = gettext_noop("Anchors and aliases (& and *) are not taken.")
_TOO_DEEP: Final = gettext_noop("Lists and mappings are nested too deeply.")
_TOO_MANY: Final = gettext_noop("There are too many values in the file.")
_TWICE: Final = gettext_noop("“%(key)s” stands here twice.")
_EMPTY: Final = gettext_noop("The file is empty.")
_KEY: Final = gettext_noop("A key must be a word.")


class YamlFileError(ValueError):
    """Why the file can't be used, and in which line (0: as a whole)."""

    def __init__(self, line: int, template: str, **values: str) -> None:
        self.line, self.phrase = line, Phrase(template, values)
        super().__init__(str(self.phrase))


@dataclass(slots=True)
class Node:
    """A text, a list of nodes or a mapping of nodes, and the line where it begins (from 1)."""

    line: int
    text: str | None = None
    items: list["Node"] | None = None
    pairs: dict[str, "Node"] | None = None


@dataclass(slots=True)
class _Builder:
    stack: list[Node] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    root: Node | None = None
    count: int = 0

    def put(self, node: Node, *, opens: bool = False) -> None:
        self.count += 1
        if self.count > MOST_VALUES:
            raise YamlFileError(node.line, _TOO_MANY)
        self._place(node)
        if opens:
            if len(self.stack) >= DEEPEST:
                raise YamlFileError(node.line, _TOO_DEEP)
            self.stack.append(node)
            self.keys.append(None)

    def _place(self, node: Node) -> None:
        if not self.stack:
            self.root = self.root or node
            return
        holder = self.stack[-1]
        if holder.items is not None:
            holder.items.append(node)
        elif self.keys[-1] is None:
            self._key(holder, node)
        else:
            key, self.keys[-1] = self.keys[-1], None
            if holder.pairs is not None and key is not None:
                holder.pairs[key] = node

    def _key(self, holder: Node, node: Node) -> None:
        if node.text is None:
            raise YamlFileError(node.line, _KEY)
        if holder.pairs is not None and node.text in holder.pairs:
            raise YamlFileError(node.line, _TWICE, key=node.text[:40])
        self.keys[-1] = node.text

    def close(self) -> None:
        self.stack.pop()
        self.keys.pop()


def read_yaml(data: bytes) -> Node:
    """The first document of the file; YamlFileError says what is wrong and where."""
    if len(data) > LONGEST:
        raise YamlFileError(0, _TOO_LONG, most=str(LONGEST))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise YamlFileError(data[: error.start].count(b"\n") + 1, _ENCODING) from error
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            _take(builder, event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or error).splitlines()[0][:120]
        line = min(mark.line, text.count("\n")) + 1 if mark else 0
        raise YamlFileError(line, _SYNTAX, problem=problem) from error
    if builder.root is None:
        raise YamlFileError(0, _EMPTY)
    return builder.root


def _take(builder: _Builder, event: Any) -> None:
    line = event.start_mark.line + 1 if event.start_mark else 0
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise YamlFileError(line, _ALIAS)
    if isinstance(event, yaml.ScalarEvent):
        empty = event.style is None and event.value in {"~", "null"}
        builder.put(Node(line, text="" if empty else event.value))
    elif isinstance(event, yaml.SequenceStartEvent):
        builder.put(Node(line, items=[]), opens=True)
    elif isinstance(event, yaml.MappingStartEvent):
        builder.put(Node(line, pairs={}), opens=True)
    elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
        builder.close()


class _Plain(yaml.SafeDumper):
    """What stands twice is written twice: anchors are not taken here."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


# Line ends beyond the usual ones are lost in folded lines: such a text is written in one, with escapes.
_STRANGE_ENDS: Final = frozenset("\x85\u2028\u2029")


def _text(dumper: _Plain, text: str) -> Any:
    style = '"' if _STRANGE_ENDS & set(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Plain.add_representer(str, _text)


def write_yaml(content: Mapping[str, Any]) -> bytes:
    """The same content, the same bytes."""
    text = yaml.dump(
        dict(content), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100, default_flow_style=False
    )
    return text.encode("utf-8")

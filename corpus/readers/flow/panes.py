"""Labels that stand apart from their values: names of tabs above their panes, and label and value side by side.

<ul><li>提案内容</li><li>答复内容</li></ul><div>…</div><div>…</div>      the second name is the second pane's
<div><div>案由</div><div>关于……</div></div>                            two boxes in one, the first a label
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.profiles import Profile
from corpus.readers.flow.blocks import Block, TextLine

__all__ = ["Pane", "Panes"]

_TAB_LENGTH = 10
#: Blocks looked at ahead of a name, so that a page is never walked for each of its words.
_AHEAD = 400
_LONG = ("text", "reply.text")


@dataclass(frozen=True, slots=True)
class Pane:
    """A label and the elements that enclose its value."""

    label: str
    scope: tuple[int, ...]


class Panes:
    """The tabs and boxes of one flow."""

    def __init__(self, blocks: Sequence[Block], profile: Profile) -> None:
        self._blocks = blocks
        self._profile = profile
        self._tabs: set[int] = set()
        self._begins: dict[int, Pane] = {}
        done = -1
        for number, block in enumerate(blocks):
            if number > done and isinstance(block, TextLine) and block.item and self._is_long(block.text):
                done = self._tab_list(number)

    def is_tab(self, number: int) -> bool:
        """Whether the block is the name of a tab."""
        return number in self._tabs

    def begins(self, number: int) -> Pane | None:
        """The pane whose first block this is."""
        return self._begins.get(number)

    def parted(self, number: int) -> tuple[int, ...] | None:
        """The elements around a label and its value, where just these two boxes stand in them; None elsewhere."""
        line = self._blocks[number]
        if not isinstance(line, TextLine) or len(line.path) < 2 or len(line.text) > _TAB_LENGTH:
            return None
        outer = line.path[:-1]
        before = self._blocks[number - 1].path if number else ()
        boxes = {line.path[len(outer)]}
        for _, path in self._inside(number + 1, outer):
            boxes.add(path[len(outer)])
        return outer if len(boxes) == 2 and before[: len(outer)] != outer else None

    def _is_long(self, text: str) -> bool:
        return len(text) <= _TAB_LENGTH and self._profile.field_of(text) in _LONG

    def _inside(self, number: int, outer: tuple[int, ...]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """The blocks from this one on that the elements enclose."""
        for at in range(number, min(len(self._blocks), number + _AHEAD)):
            path = self._blocks[at].path
            if path[: len(outer)] != outer or len(path) <= len(outer):
                return
            yield at, path

    def _tab_list(self, number: int) -> int:
        """Take the list of tabs that this name stands in, if it is one; return its last block."""
        scope = self._scope(number)
        first = last = number
        while first > 0 and self._is_tab_of(first - 1, scope):
            first -= 1
        while last + 1 < len(self._blocks) and self._is_tab_of(last + 1, scope):
            last += 1
        names = [block.text for block in self._blocks[first : last + 1] if isinstance(block, TextLine)]
        begins = self._boxes(last + 1, scope[:-1], len(names)) if len(names) > 1 and scope else []
        if len(begins) < max((at for at, name in enumerate(names) if self._is_long(name)), default=0) + 1:
            return last
        self._tabs.update(range(first, last + 1))
        for name, (at, box) in zip(names, begins, strict=False):
            if self._is_long(name):
                self._begins[at] = Pane(name, box)
        return last

    def _scope(self, number: int) -> tuple[int, ...]:
        block = self._blocks[number]
        return block.scope if isinstance(block, TextLine) else ()

    def _is_tab_of(self, number: int, scope: tuple[int, ...]) -> bool:
        block = self._blocks[number]
        if not isinstance(block, TextLine) or not block.item or block.scope != scope:
            return False
        return len(block.text) <= _TAB_LENGTH and block.text.isalpha()

    def _boxes(self, number: int, outer: tuple[int, ...], wanted: int) -> list[tuple[int, tuple[int, ...]]]:
        """The boxes that follow, each by its first block; a lone box is looked into."""
        for _ in range(3):
            boxes: dict[int, tuple[int, tuple[int, ...]]] = {}
            for at, path in self._inside(number, outer):
                boxes.setdefault(path[len(outer)], (at, path[: len(outer) + 1]))
            if len(boxes) != 1 or wanted < 2:
                return list(boxes.values())
            outer = next(iter(boxes.values()))[1]
        return []

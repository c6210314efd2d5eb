"""The hash tree of RFC 9162, section 2.1: roots, proofs that an entry is there, proofs that a tree only grew.

Hashes are SHA-256, 32 bytes each. A tree is known by its complete subtrees: node ``(level, n)`` covers the entries from
``n << level`` up to ``(n + 1) << level``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

EMPTY = sha256(b"").digest()
"""The root of a tree without entries."""
SIZE = 32
"""The bytes of a hash."""

Node = tuple[int, int, bytes]
"""A complete subtree: level, number and hash."""
Subtree = Callable[[int, int], bytes]
"""The root of the entries from a first, which begins a subtree, up to and without a last."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of an entry."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Edge:
    """The right edge of a tree: the roots of its complete subtrees, largest first. It is all that growing needs."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, leaves: Sequence[bytes], every: int = 1) -> list[Node]:
        """Add entries by their hashes; gives the nodes above them that this completes, of every so many levels."""
        level, n, row = 0, self.size, list(leaves)
        done: list[Node] = []
        fresh: list[bytes] = []
        while row:
            if n & 1:
                row.insert(0, self.peaks.pop())
            if len(row) & 1:
                fresh.append(row.pop())
            row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
            level, n = level + 1, n >> 1
            if level % every == 0:
                done += [(level, i, whole) for i, whole in enumerate(row, n)]
        self.peaks += reversed(fresh)
        self.size += len(leaves)
        return done

    @property
    def root(self) -> bytes:
        """The root of the tree so far."""
        if not self.peaks:
            return EMPTY
        *rest, root = self.peaks
        for peak in reversed(rest):
            root = node_hash(peak, root)
        return root

    def packed(self) -> bytes:
        """The edge's hashes in one piece."""
        return b"".join(self.peaks)

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> Edge:
        """The edge of a size from its hashes in one piece; raises ValueError if there are more or fewer than it has."""
        if len(packed) != SIZE * size.bit_count():
            raise ValueError(f"an edge of {size} entries has {size.bit_count()} hashes, not {len(packed) / SIZE:g}")
        return cls(size, [packed[i : i + SIZE] for i in range(0, len(packed), SIZE)])


def subtree(first: int, last: int, node: Callable[[int, int], bytes]) -> bytes:
    """The root of the entries [first, last), where ``node`` gives complete subtrees by level and number."""
    width = last - first
    if width == 0:
        return EMPTY
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return node(level, first >> level)
    half = _split(width)
    return node_hash(subtree(first, first + half, node), subtree(first + half, last, node))


def _split(width: int) -> int:
    """The largest power of two below a width above 1."""
    return 1 << ((width - 1).bit_length() - 1)


def inclusion(index: int, size: int, root: Subtree) -> list[bytes]:
    """The proof that entry ``index`` is in the tree of ``size`` entries, from the entry's sibling up."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} entries has no entry {index}")
    path, first, last = [], 0, size
    while last - first > 1:
        half = first + _split(last - first)
        if index < half:
            path.append(root(half, last))
            last = half
        else:
            path.append(root(first, half))
            first = half
    return path[::-1]


def consistency(old: int, size: int, root: Subtree) -> list[bytes]:
    """The proof that the tree of ``size`` entries begins with the tree of ``old`` entries."""
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {size} entries has no beginning of {old}")
    if old in {0, size}:
        return []
    path, first, last, whole = [], 0, size, True
    while old != last:
        half = first + _split(last - first)
        if old <= half:
            path.append(root(half, last))
            last = half
        else:
            path.append(root(first, half))
            first, whole = half, False
    if not whole:
        path.append(root(first, last))
    return path[::-1]


def root_from_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes | None:
    """The root that a proof leads to (RFC 9162, 2.1.3.2); None where it is no proof for this place and size.

    ``size`` must come from a signed checkpoint: taken from whoever gives the proof, it would be believed too easily.
    """
    if not 0 <= index < size:
        return None
    n, last, root = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if n & 1 or n == last:
            root = node_hash(step, root)
            while not n & 1 and n:
                n, last = n >> 1, last >> 1
        else:
            root = node_hash(root, step)
        n, last = n >> 1, last >> 1
    return root if last == 0 else None


def grew(old: int, size: int, roots: tuple[bytes, bytes], path: Sequence[bytes]) -> bool:
    """Whether a proof shows that the tree of ``size`` begins with that of ``old`` (RFC 9162, 2.1.4.2).

    ``roots`` are the old and the new one, both from signed checkpoints.
    """
    if old == size:
        return not path and roots[0] == roots[1]
    if old == 0:
        return not path and size > 0 and roots[0] == EMPTY
    if old > size or not path:
        return False
    steps = list(path) if old & (old - 1) else [roots[0], *path]
    n, last = old - 1, size - 1
    while n & 1:
        n, last = n >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if n & 1 or n == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not n & 1 and n:
                n, last = n >> 1, last >> 1
        else:
            after = node_hash(after, step)
        n, last = n >> 1, last >> 1
    return last == 0 and (before, after) == roots

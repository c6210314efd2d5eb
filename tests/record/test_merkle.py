"""The hash tree against the definitions of RFC 9162, written once more in the plainest way."""

from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshare.record.merkle import (
    EMPTY,
    Edge,
    consistency,
    grew,
    inclusion,
    leaf_hash,
    node_hash,
    root_from_inclusion,
    subtree,
)

LEAVES = tuple(leaf_hash(str(n).encode()) for n in range(131))
PLACES = [(size, place) for size in range(1, 131) for place in range(size)]


@cache
def mth(first: int, last: int) -> bytes:
    """MTH of RFC 9162, 2.1.1, over entries [first, last)."""
    n = last - first
    if n == 0:
        return sha256(b"").digest()
    if n == 1:
        return LEAVES[first]
    k = max(2**e for e in range(8) if 2**e < n)
    return sha256(b"\x01" + mth(first, first + k) + mth(first + k, last)).digest()


def path(m: int, first: int, last: int) -> list[bytes]:
    """PATH of RFC 9162, 2.1.3.1."""
    n = last - first
    if n == 1:
        return []
    k = max(2**e for e in range(8) if 2**e < n)
    if m < k:
        return [*path(m, first, first + k), mth(first + k, last)]
    return [*path(m - k, first + k, last), mth(first, first + k)]


def subproof(m: int, first: int, last: int, *, whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 9162, 2.1.4.1."""
    n = last - first
    if m == n:
        return [] if whole else [mth(first, last)]
    k = max(2**e for e in range(8) if 2**e < n)
    if m <= k:
        return [*subproof(m, first, first + k, whole=whole), mth(first + k, last)]
    return [*subproof(m - k, first + k, last, whole=False), mth(first, first + k)]


def node(level: int, n: int) -> bytes:
    """A complete subtree, by the definition."""
    return mth(n << level, (n + 1) << level)


def root(first: int, last: int) -> bytes:
    """The root of a range from complete subtrees alone."""
    return subtree(first, last, node)


COMPLETE = [(level, n, node(level, n)) for level in range(1, 8) for n in range(len(LEAVES) >> level)]


def test_known_hashes() -> None:
    """The empty tree and the tree with one empty entry have the hashes that are published."""
    assert EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_the_edge_grows_to_every_root() -> None:
    """Adding entries one by one gives each root, and every complete node once."""
    edge, seen = Edge(), []
    for size, leaf in enumerate(LEAVES, 1):
        seen += edge.add([leaf])
        assert edge.root == mth(0, size) == root(0, size)
        assert Edge.unpack(size, edge.packed()) == edge
    assert sorted(seen) == COMPLETE


@given(st.lists(st.integers(0, 40), max_size=9), st.integers(1, 5))
def test_the_edge_grows_by_many(steps: list[int], every: int) -> None:
    """Entries at once are the same as one by one, and of the nodes those of some levels are given."""
    edge, seen = Edge(), []
    for step in steps:
        seen += edge.add(LEAVES[edge.size : edge.size + step], every)
        assert edge.root == mth(0, edge.size)
        assert Edge.unpack(edge.size, edge.packed()) == edge
    whole = [node for node in COMPLETE if (node[1] + 1) << node[0] <= edge.size and node[0] % every == 0]
    assert sorted(seen) == whole


def test_every_inclusion_proof() -> None:
    """Each is that of the definition, and leads to the root; for another place or entry it does not."""
    for size, index in PLACES:
        proof = inclusion(index, size, root)
        assert proof == path(index, 0, size)
        assert root_from_inclusion(index, size, LEAVES[index], proof) == mth(0, size)
        assert root_from_inclusion((index + 1) % size, size, LEAVES[index], proof) != mth(0, size) or size == 1
        assert root_from_inclusion(index, size, EMPTY, proof) != mth(0, size)
        assert root_from_inclusion(index, size, LEAVES[index], [*proof, EMPTY]) is None


def test_every_consistency_proof() -> None:
    """Each is that of the definition and holds; with either root changed, or a hash more or less, it does not."""
    for size, place in PLACES:
        old = place + 1
        proof = consistency(old, size, root)
        assert proof == subproof(old, 0, size, whole=True)
        both = (mth(0, old), mth(0, size))
        assert grew(old, size, both, proof)
        assert not grew(old, size, (EMPTY, both[1]), proof)
        assert not grew(old, size, (both[0], EMPTY), proof)
        assert not grew(old, size, both, [*proof, EMPTY])
        assert not proof or not grew(old, size, both, proof[:-1])
        assert not grew(size + 1, old, both, proof)


def test_the_beginning_of_all() -> None:
    """Any tree begins with the empty one, and only with that at size 0."""
    assert consistency(0, 5, root) == []
    assert grew(0, 5, (EMPTY, mth(0, 5)), [])
    assert not grew(0, 5, (mth(0, 1), mth(0, 5)), [])
    assert grew(0, 0, (EMPTY, EMPTY), [])


def test_what_a_tree_has_not() -> None:
    """Proofs for places outside of the tree are refused."""
    for index, size in ((-1, 3), (3, 3), (0, 0)):
        with pytest.raises(ValueError, match="no entry"):
            inclusion(index, size, root)
        assert root_from_inclusion(index, size, LEAVES[0], []) is None
    with pytest.raises(ValueError, match="no beginning"):
        consistency(4, 3, root)
    with pytest.raises(ValueError, match="2 hashes"):
        Edge.unpack(3, EMPTY)


@given(st.data())
def test_a_changed_proof_is_no_proof(data: st.DataObject) -> None:
    """A flipped bit, a swap, or a step too many or too few leads elsewhere."""
    size = data.draw(st.integers(2, 130))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion(index, size, root)
    changed = list(proof)
    spot = data.draw(st.integers(0, len(proof) - 1))
    match data.draw(st.sampled_from(["flip", "drop", "repeat", "swap"])):
        case "flip":
            bit = data.draw(st.integers(0, 255))
            whole = int.from_bytes(changed[spot], "big") ^ (1 << bit)
            changed[spot] = whole.to_bytes(32, "big")
        case "drop":
            del changed[spot]
        case "repeat":
            changed.insert(spot, changed[spot])
        case _:
            changed.reverse()
    assert changed == proof or root_from_inclusion(index, size, LEAVES[index], changed) != mth(0, size)


def test_two_nodes() -> None:
    """Left and right are not the same."""
    assert node_hash(LEAVES[0], LEAVES[1]) != node_hash(LEAVES[1], LEAVES[0])

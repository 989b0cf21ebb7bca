"""A small QR code as PDF rectangles, fast enough for a thousand papers.

Called by `paper`. reportlab's encoder knows the tables and where every module goes, and is used
for that once a size; going through it for every text costs more than the rest of the page. Only
the byte mode and the medium level of repair are made, with one fixed mask: any mask can be read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Any, Final

from reportlab.graphics.barcode import qrencoder

# The encoder has no annotations.
_ENCODER: Final[Any] = qrencoder
_LEVEL: Final = qrencoder.QRErrorCorrectLevel.M
_SIDE_OF_9: Final = 53
"""Up to version 9 the length of a text takes one byte, above it two."""
_MASK: Final = 3
_DARK: Final = re.compile(b"1+")
_PADS: Final = b"\xec\x11"


@dataclass(frozen=True, slots=True)
class _Frame:
    """One size of code: everything that does not depend on the text."""

    side: int
    rows: tuple[bytes, ...]
    """The modules as digits 0 and 1, masked, with no data."""
    places: tuple[tuple[int, int], ...]
    """Where the bits go, as column and row."""
    blocks: tuple[tuple[int, int], ...]
    """Bytes of data and of repair of every block."""

    @property
    def capacity(self) -> int:
        """Bytes of data, before mode and length are taken off."""
        return sum(data for data, _ in self.blocks)


@lru_cache(256)
def qr_rectangles(text: str) -> tuple[int, str]:
    """How many modules a side has, and the dark ones as PDF operators, one unit a module."""
    raw = text.encode()
    frame = _frame_for(len(raw))
    rows = [bytearray(row) for row in frame.rows]
    bits = "".join([f"{byte:08b}" for byte in _words(raw, frame)])
    for (column, row), bit in zip(frame.places, bits, strict=False):
        if bit == "1":
            rows[row][column] ^= 1
    drawn = [
        f"{dark.start()} {frame.side - 1 - height} {dark.end() - dark.start()} 1 re"
        for height, row in enumerate(rows)
        for dark in _DARK.finditer(row)
    ]
    return frame.side, " ".join([*drawn, "f"])


def _words(raw: bytes, frame: _Frame) -> list[int]:
    """Data and repair bytes in the order they are laid."""
    length_bits = 8 if frame.side <= _SIDE_OF_9 else 16
    bits = f"0100{len(raw):0{length_bits}b}" + "".join([f"{byte:08b}" for byte in raw])
    bits += "0" * min(4, frame.capacity * 8 - len(bits))
    bits += "0" * (-len(bits) % 8)
    data = [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
    data += [_PADS[n % 2] for n in range(frame.capacity - len(data))]
    shares: list[list[int]] = []
    repairs: list[list[int]] = []
    at = 0
    for size, repair in frame.blocks:
        shares.append(data[at : at + size])
        repairs.append(_repair(shares[-1], repair))
        at += size
    return [
        byte
        for part in (shares, repairs)
        for column in zip_longest(*part)
        for byte in column
        if byte is not None
    ]


def _repair(data: Sequence[int], count: int) -> list[int]:
    """The Reed-Solomon remainder."""
    table = _products(count)
    rest = [0] * count
    for byte in data:
        factors = table[byte ^ rest[0]]
        rest = [a ^ b for a, b in zip([*rest[1:], 0], factors, strict=True)]
    return rest


@cache
def _products(count: int) -> tuple[tuple[int, ...], ...]:
    """Every byte times the generator polynomial without its leading 1."""
    exp, log = _ENCODER.EXP_TABLE, _ENCODER.LOG_TABLE
    generator = _ENCODER.QRUtil.getErrorCorrectPolynomial(count).num[1:]
    return tuple(
        tuple(exp[(log[lead] + log[g]) % 255] if lead else 0 for g in generator)
        for lead in range(256)
    )


@cache
def _frame_for(length: int) -> _Frame:
    """The smallest size that holds so many bytes."""
    for version in range(1, 41):
        frame = _frame(version)
        if frame.capacity >= length + (2 if version <= 9 else 3):
            return frame
    raise ValueError("too long for a QR code")


@cache
def _frame(version: int) -> _Frame:
    code = _ENCODER.QRCode(version, _LEVEL)
    blocks = _ENCODER.QRRSBlock.getRSBlocks(version, _LEVEL)
    code.dataCache = [0] * sum(block.totalCount for block in blocks)
    code.makeImpl(False, _MASK)
    return _Frame(
        side=code.moduleCount,
        rows=tuple(bytes(49 if dark else 48 for dark in row) for row in code.modules),
        places=tuple(code.dataPosIterator()),
        blocks=tuple((b.dataCount, b.totalCount - b.dataCount) for b in blocks),
    )

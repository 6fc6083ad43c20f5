"""Byte streams of unknown length that end up as arrays of one file: short ones in memory, long ones on disk."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

if TYPE_CHECKING:
    from indexer.engines.whoosh.arrayfile import Array, ArrayFileWriter

__all__ = ["BitStream", "Stored", "Stream"]

_SPILL_BYTES = 1 << 22


@dataclass(frozen=True, slots=True)
class Stored:
    """A finished stream: its bytes, or the file that holds them and their CRC-32. Travels between processes."""

    name: str
    dtype: str
    data: bytes
    path: Path | None = None
    checksum: int = 0

    def append_to(self, file: ArrayFileWriter) -> None:
        """Write the stream as one array and remove its temporary file."""
        if self.path is None:
            file.add(self.name, np.frombuffer(self.data, self.dtype))
            return
        file.add_file(self.name, self.dtype, self.path, self.checksum)
        self.path.unlink()


class Stream:
    """Collects arrays of one kind; spills to a file under ``scratch`` when they grow."""

    def __init__(self, name: str, dtype: str, scratch: Path) -> None:
        self._name = name
        self._dtype = np.dtype(dtype)
        self._path = scratch / f"{name}.part"
        self._file: BinaryIO | None = None
        self._buffer = bytearray()
        self._checksum = 0
        self._written = 0

    @property
    def nbytes(self) -> int:
        """How many bytes were appended so far."""
        return self._written + len(self._buffer)

    def append(self, values: Array) -> None:
        """Append values, converted to the kind of the stream."""
        self._buffer += np.ascontiguousarray(values, self._dtype).tobytes()
        if len(self._buffer) >= _SPILL_BYTES:
            self._spill()

    def finish(self) -> Stored:
        """Close the stream and say where its content is."""
        if self._file is None:
            return Stored(self._name, self._dtype.str, bytes(self._buffer))
        self._spill()
        self._file.close()
        return Stored(self._name, self._dtype.str, b"", self._path, self._checksum)

    def _spill(self) -> None:
        if self._file is None:
            self._file = self._path.open("wb")
        self._file.write(self._buffer)
        self._checksum = zlib.crc32(self._buffer, self._checksum)
        self._written += len(self._buffer)
        self._buffer = bytearray()


class BitStream:
    """Packs values of ``width`` bits, 1 or 4, first value in the highest bits."""

    def __init__(self, name: str, width: int, scratch: Path) -> None:
        self._stream = Stream(name, "u1", scratch)
        self._width = width
        self._rest = np.zeros(0, np.uint8)

    def append(self, values: Array) -> None:
        """Append values smaller than 2**width, given as uint8."""
        values = np.concatenate((self._rest, values)) if len(self._rest) else values
        whole = len(values) - len(values) % (8 // self._width)
        self._stream.append(self._pack(values[:whole]))
        self._rest = values[whole:].copy()

    def finish(self) -> Stored:
        """Pad the last byte with zeros and close the stream."""
        if len(self._rest):
            padding = np.zeros(8 // self._width - len(self._rest), np.uint8)
            self._stream.append(self._pack(np.concatenate((self._rest, padding))))
        return self._stream.finish()

    def _pack(self, values: Array) -> Array:
        if self._width == 1:
            return np.packbits(values)
        return (values[0::2] << 4) | values[1::2]

"""One file of named arrays, checksummed and memory-mapped.

    header (64 bytes) │ array │ padding │ array │ … │ directory (JSON)

The header is written last, so a file that was cut short has none. Arrays start at multiples of 64 bytes; the
padding is zero. The directory keeps dtype, offset, length and CRC-32 of every array, the header keeps offset
and CRC-32 of the directory: opening checks those and the size, :func:`verify` reads everything.

An array whose length is not known beforehand is a :class:`Stream`: short ones stay in memory, long ones go to disk.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from indexer import errors

__all__ = ["Array", "ArrayFile", "ArrayFileWriter", "BitStream", "IndexDamaged", "StoredArray", "Stream", "verify"]

Array = npt.NDArray[Any]

_MAGIC = b"TIANARR1"
_HEADER = struct.Struct("<8sQQI")
_HEADER_SIZE = 64
_ALIGNMENT = 64
_COPY_BYTES = 1 << 20
_SPILL_BYTES = 1 << 22


class IndexDamaged(errors.IndexDamaged):
    """An index file is missing, cut short or altered; only building it again helps.

    >>> str(IndexDamaged("索引/MAIN_a.arr", "校验和不符"))
    '索引文件损坏：索引/MAIN_a.arr：校验和不符。请运行 tian reindex 重建索引。'
    """

    def __init__(self, path: str | Path, reason: str) -> None:
        self.path = str(path)
        self.reason = reason
        super().__init__(f"索引文件损坏：{path}：{reason}。请运行 tian reindex 重建索引。")


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where one array is in the file."""

    dtype: str
    offset: int
    count: int
    checksum: int

    @property
    def nbytes(self) -> int:
        return int(np.dtype(self.dtype).itemsize) * self.count


class ArrayFileWriter:
    """Writes arrays one after the other; nothing is valid before :meth:`close`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO = path.open("wb")
        self._entries: dict[str, _Entry] = {}
        self._meta: dict[str, Any] = {}
        try:
            self._file.write(b"\0" * _HEADER_SIZE)
        except OSError:
            self.discard()
            raise

    def add(self, name: str, array: Array) -> None:
        """Append one array under a name of its own."""
        array = np.ascontiguousarray(array)
        offset = self._align()
        data = array.data.cast("B") if array.size else b""
        self._file.write(data)
        self._entries[name] = _Entry(array.dtype.str, offset, array.size, zlib.crc32(data))

    def add_file(self, name: str, dtype: str, path: Path, checksum: int) -> None:
        """Append the content of another file as one array."""
        offset = self._align()
        with path.open("rb") as source:
            while block := source.read(_COPY_BYTES):
                self._file.write(block)
        count = (self._file.tell() - offset) // np.dtype(dtype).itemsize
        self._entries[name] = _Entry(dtype, offset, count, checksum)

    def set_meta(self, **values: Any) -> None:
        """Keep small JSON values beside the arrays."""
        self._meta.update(values)

    def close(self) -> None:
        """Write directory and header, and wait until everything is on the disk."""
        offset = self._align()
        listing = {name: [e.dtype, e.offset, e.count, e.checksum] for name, e in self._entries.items()}
        directory = json.dumps({"arrays": listing, "meta": self._meta}, ensure_ascii=False).encode()
        self._file.write(directory)
        self._file.flush()
        self._file.seek(0)
        self._file.write(_header(offset, directory))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def discard(self) -> None:
        """Close and remove the unfinished file."""
        try:
            self._file.close()
        except OSError:
            # What could not be written is not wanted any more.
            pass
        finally:
            self._path.unlink(missing_ok=True)

    def __enter__(self) -> ArrayFileWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; an error, in the caller or while closing, leaves no file."""
        try:
            if kind is None:
                self.close()
        except BaseException:
            self.discard()
            raise
        if kind is not None:
            self.discard()

    def _align(self) -> int:
        position = self._file.tell()
        padding = -position % _ALIGNMENT
        self._file.write(b"\0" * padding)
        return position + padding


class ArrayFile:
    """The arrays of one file, mapped read-only; they stay valid as long as any of them is referenced.

    Raises:
        IndexDamaged: the file is missing, cut short, or its directory does not match its checksum.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                if size < _HEADER_SIZE:
                    raise IndexDamaged(path, "文件不完整")
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError as error:
            raise IndexDamaged(path, "文件不存在") from error
        self._entries, self.meta = _read_directory(path, self._map)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def names(self) -> list[str]:
        """Return the names of all arrays."""
        return list(self._entries)

    def array(self, name: str) -> Array:
        """Return one array, read-only, without copying it."""
        entry = self._entries[name]
        return np.frombuffer(self._map, dtype=entry.dtype, count=entry.count, offset=entry.offset)

    def release(self) -> None:
        """Let go of the pages that were read so far; they stay in the system's cache, but not in this process."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def verify(self) -> None:
        """Read everything and raise :class:`IndexDamaged` at the first byte that is not what was written."""
        position = _HEADER_SIZE
        for name, entry in sorted(self._entries.items(), key=lambda item: (item[1].offset, item[1].nbytes)):
            if any(self._map[position : entry.offset]):
                raise IndexDamaged(self.path, f"{name} 之前的填充字节不为零")
            position = entry.offset + entry.nbytes
            if zlib.crc32(memoryview(self._map)[entry.offset : position]) != entry.checksum:
                raise IndexDamaged(self.path, f"{name} 的校验和不符")
        _, directory_offset, _, _ = _HEADER.unpack(self._map[: _HEADER.size])
        if any(self._map[position:directory_offset]) or any(self._map[_HEADER.size + 4 : _HEADER_SIZE]):
            raise IndexDamaged(self.path, "填充字节不为零")


def verify(path: Path) -> None:
    """Check every byte of an array file; raise :class:`IndexDamaged` when one is wrong."""
    ArrayFile(path).verify()


def _header(offset: int, directory: bytes) -> bytes:
    packed = _HEADER.pack(_MAGIC, offset, len(directory), zlib.crc32(directory))
    return packed + struct.pack("<I", zlib.crc32(packed))


def _read_directory(path: Path, data: mmap.mmap) -> tuple[dict[str, _Entry], dict[str, Any]]:
    packed = data[: _HEADER.size]
    if struct.unpack("<I", data[_HEADER.size : _HEADER.size + 4])[0] != zlib.crc32(packed):
        raise IndexDamaged(path, "文件头校验和不符")
    magic, offset, length, checksum = _HEADER.unpack(packed)
    directory = data[offset:]
    if magic != _MAGIC or len(directory) != length or zlib.crc32(directory) != checksum:
        raise IndexDamaged(path, "目录校验和不符")
    content = json.loads(directory)
    return {name: _Entry(*fields) for name, fields in content["arrays"].items()}, content["meta"]


@dataclass(frozen=True, slots=True)
class StoredArray:
    """A finished stream: its bytes, or the file that holds them and their CRC-32. Can be sent between processes."""

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
    """Collects arrays of one dtype; spills to a file under ``scratch`` when they grow."""

    def __init__(self, name: str, dtype: str, scratch: Path) -> None:
        self._name = name
        self._dtype = np.dtype(dtype)
        self._path = scratch / f"{name.replace('/', '.')}.part"
        self._file: BinaryIO | None = None
        self._buffer = bytearray()
        self._checksum = 0
        self._written = 0

    @property
    def nbytes(self) -> int:
        """How many bytes were appended so far."""
        return self._written + len(self._buffer)

    def append(self, values: Array) -> None:
        """Append values, converted to the dtype of the stream."""
        self._buffer += np.ascontiguousarray(values, self._dtype).tobytes()
        if len(self._buffer) >= _SPILL_BYTES:
            self._spill()

    def finish(self) -> StoredArray:
        """Close the stream and say where its content is."""
        if self._file is None:
            return StoredArray(self._name, self._dtype.str, bytes(self._buffer))
        self._spill()
        self._file.close()
        return StoredArray(self._name, self._dtype.str, b"", self._path, self._checksum)

    def _spill(self) -> None:
        if self._file is None:
            self._file = self._path.open("wb")
        self._file.write(self._buffer)
        self._checksum = zlib.crc32(self._buffer, self._checksum)
        self._written += len(self._buffer)
        self._buffer = bytearray()


class BitStream:
    """Packs values of ``width`` bits, 1 or 4, first value in the highest bits."""

    def __init__(self, stream: Stream, width: int) -> None:
        """Take a stream of bytes to write into."""
        self._stream = stream
        self._width = width
        self._rest = np.zeros(0, np.uint8)

    def append(self, values: Array) -> None:
        """Append values smaller than 2**width, given as uint8."""
        values = np.concatenate((self._rest, values)) if len(self._rest) else values
        whole = len(values) - len(values) % (8 // self._width)
        self._stream.append(self._pack(values[:whole]))
        self._rest = values[whole:].copy()

    def finish(self) -> StoredArray:
        """Pad the last byte with zeros and close the stream."""
        if len(self._rest):
            padding = np.zeros(8 // self._width - len(self._rest), np.uint8)
            self._stream.append(self._pack(np.concatenate((self._rest, padding))))
        return self._stream.finish()

    def _pack(self, values: Array) -> Array:
        if self._width == 1:
            return np.packbits(values)
        return (values[0::2] << 4) | values[1::2]

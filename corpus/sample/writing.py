"""Write the sample out as the files that a newcomer's first import reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.model import Proposal
from corpus.sample.filings import Filing, Layout, filings
from corpus.sample.pages import page
from corpus.sample.records import all_records
from corpus.sample.tables import csv_table, json_lines, reply_table, text_table

_README = """江州市提案建议样例档案
====================

这里的提案、建议、议案和答复全部由本项目编写，城市、单位、人名和数字都是虚构的，可以随意使用。

  zhengxie/届-次/   江州市政协的提案，一件一个文件
  renda/届-次/      江州市人大的代表建议和议案；15-1 只有摘要（CSV），16-3 是 JSON 行

早年的网页是 GB18030 编码，港澳委员的提案是繁体字（Big5），其余是 UTF-8；也有以竖线分格的文本表。
"""
_SINGLE = {
    Layout.TABLE_PAGE: (page, "html"),
    Layout.DL_PAGE: (page, "html"),
    Layout.PARAGRAPH_PAGE: (page, "htm"),
    Layout.BIG5_PAGE: (page, "html"),
    Layout.TEXT_TABLE: (text_table, "txt"),
    Layout.REPLY_TABLE: (reply_table, "txt"),
}
_WHOLE = {Layout.CSV: (csv_table, "摘要.csv"), Layout.JSON_LINES: (json_lines, "records.jsonl")}


def write_sample(directory: Path) -> tuple[Path, ...]:
    """Write the sample's files and a README.txt below the directory; return the record files, in order.

    The bytes are the same on every run. Raises OSError where the directory cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "README.txt").write_bytes(_README.encode())
    written = []
    for name, content in sample_files():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return tuple(written)


def sample_files() -> Iterator[tuple[str, bytes]]:
    """Yield each file's name, relative to the sample's folder, and its bytes."""
    together: dict[str, list[tuple[Filing, Proposal]]] = {}
    for filing, record in zip(filings(), all_records(), strict=True):
        if filing.layout in _WHOLE:
            together.setdefault(filing.meeting.folder, []).append((filing, record))
            continue
        render, extension = _SINGLE[filing.layout]
        yield f"{filing.meeting.folder}/{_stem(filing)}.{extension}", render(filing, record)
    yield from _meeting_files(together)


def _meeting_files(together: dict[str, list[tuple[Filing, Proposal]]]) -> Iterator[tuple[str, bytes]]:
    for folder, rows in together.items():
        render, name = _WHOLE[rows[0][0].layout]
        yield f"{folder}/{name}", render(rows)


def records_in_file_order() -> Sequence[Proposal]:
    """Return the records in the order in which the files hold them."""
    both = list(zip(filings(), all_records(), strict=True))
    single = [record for filing, record in both if filing.layout in _SINGLE]
    return single + [record for filing, record in both if filing.layout in _WHOLE]


def _stem(filing: Filing) -> str:
    kind = {"提案": "ta", "建议": "jy", "议案": "ya"}[filing.kind]
    return f"{kind}{filing.number:04d}"

"""``tian sample``: the sample archive as files, to try the system with."""

from __future__ import annotations

from pathlib import Path

import click

from sample_archive.writing import write_sample

__all__ = ["sample"]


@click.command()
@click.argument("directory", metavar="目录", type=click.Path(file_okay=False, path_type=Path))
def sample(directory: Path) -> None:
    """把自带的示例档案写成文件（网页、文本表、电子表格），供试用导入。"""
    paths = write_sample(directory)
    click.echo(f"已写出 {len(paths)} 个文件到 {directory}。接着可运行 tian import {directory}。")

"""Click in Chinese: headings of the help pages, and usage errors that say what to do."""

from __future__ import annotations

import re
from collections.abc import Callable

import click

__all__ = ["ChineseCommand", "ChineseGroup", "explain"]

#: What click finds wrong with a value, and its Chinese.
_TRANSLATIONS: tuple[tuple[re.Pattern[str], Callable[..., str]], ...] = (
    (re.compile(r"(.+) is not in the range (.+)\."), "{} 不在 {} 之内。".format),
    (
        re.compile(r"'(.*)' is not one of (.+)\."),
        lambda value, known: f"没有 {value} 这一种，请写 {known.replace(', ', '、')} 之一。",
    ),
    (re.compile(r"'(.*)' is not a valid integer(?: range)?\."), "“{}”不是整数。".format),
    (re.compile(r"Directory '(.*)' is a file\."), "“{}”是文件，要的是目录。".format),
    (re.compile(r"\w+ '(.*)' is a directory\."), "“{}”是目录，要的是文件。".format),
    (re.compile(r"\w+ '(.*)' does not exist\."), "找不到“{}”，请检查路径。".format),
    (re.compile(r"Got unexpected extra arguments? \((.*)\)"), "多出了 {}。含空格的内容请加引号。".format),
)


class _ChineseHelp(click.Command):
    """The parts of a help page that click writes in English."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        for english, chinese in (("[OPTIONS]", "[选项]"), ("COMMAND [ARGS]...", "命令 [参数]…")):
            pieces = pieces.replace(english, chinese)
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "显示本帮助。"
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [row for param in self.get_params(ctx) if (row := param.get_help_record(ctx))]
        rows = [(name, text.replace("[default: ", "[默认 ")) for name, text in records if text]
        if rows:
            with formatter.section("选项"):
                formatter.write_dl(rows)


class ChineseCommand(_ChineseHelp):
    """A command whose help page is Chinese throughout."""


class ChineseGroup(_ChineseHelp, click.Group):
    """A group of commands whose help page is Chinese throughout."""

    command_class = ChineseCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _ChineseHelp.format_options(self, ctx, formatter)
        rows = [(name, self.help_line(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("命令"):
            formatter.write_dl(rows)

    def help_line(self, ctx: click.Context, name: str) -> str:
        """Return a command's line on the help page."""
        command = self.get_command(ctx, name)
        return command.get_short_help_str(60) if command else ""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Commands in the order they were added, which is the order of work."""
        return list(self.commands)


def explain(error: click.UsageError) -> str:
    """Return a usage error in Chinese, with the way to the right page of help."""
    context = error.ctx
    where = context.command_path if context else "tian"
    return f"用法错误：{_reason(error)}\n运行 {where} --help 查看用法。"


def _reason(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        hint = f"，是不是 {'、'.join(error.possibilities)}？" if error.possibilities else "。"
        return f"没有 {error.option_name} 这个选项{hint}"
    if isinstance(error, click.exceptions.NoSuchCommand):
        return f"没有 {error.command_name} 这个命令。"
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_name(error)}。"
    if isinstance(error, click.BadParameter):
        return f"{_name(error)} 的值不能用：{_in_chinese(error.message)}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 后面少了值，或多了值。"
    return _in_chinese(error.message)


def _in_chinese(message: str) -> str:
    """What click says in English, in Chinese; what is Chinese already as it is.

    >>> _in_chinese("99999 is not in the range 0<=x<=65535."), _in_chinese("'boss' is not one of 'clerk', 'operator'.")
    ('99999 不在 0<=x<=65535 之内。', '没有 boss 这一种，请写 clerk、operator 之一。')
    """
    for english, chinese in _TRANSLATIONS:
        if found := english.fullmatch(message):
            return chinese(*(each.replace("'", "") for each in found.groups()))
    return message


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return "参数"
    if isinstance(error.param, click.Option):
        return f"选项 {error.param.opts[-1]}"
    return f"参数 {error.param.make_metavar(error.ctx) if error.ctx else error.param.name}"

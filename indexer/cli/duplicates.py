"""``tian duplicates``: one text, a batch of texts, or the whole archive."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from corpus import Profile, Proposal, Refused, Submitted, read_submitted, submitted_files
from indexer.cli.chinese import ChineseCommand
from indexer.cli.output import echo_json, progress_bar
from indexer.duplicates.interchange import batch_to_json, cluster_to_json, pair_to_json, report_to_json
from indexer.duplicates.results import Against, BatchReport, Candidate, Cluster, DuplicateReport, Submission, Verdict
from indexer.search.nearest import MOST_NEAREST, NEAREST, Nearest
from indexer.search.request import Reader
from indexer.search.service import SearchService, open_service
from indexer.settings import Settings

__all__ = ["duplicates"]

#: Candidates and passages shown on a terminal; the JSON has all.
_CANDIDATES, _PASSAGES, _EXCERPT = 10, 3, 60
_STANDARD_INPUT = "标准输入"


@click.command(cls=ChineseCommand)
@click.argument("paths", nargs=-1, metavar="文件或目录…（- 为标准输入）")
@click.option("--all", "everything", is_flag=True, help="查整个档案：列出每一对内容重复的提案。")
@click.option("--clusters", is_flag=True, help="与 --all 同用：把重复的提案归成组，并提出可作主案的一件。")
@click.option(
    "--against",
    type=click.Choice([each.value for each in Against]),
    help="一批新提案与什么比：档案（archive）、相互之间（each-other）、两者（both，默认）。",
)
@click.option(
    "--profile",
    "profile_path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="文件",
    help="来源说明（TOML），与导入时相同。",
)
@click.option(
    "--nearest",
    type=click.IntRange(0, MOST_NEAREST),
    default=NEAREST,
    show_default=True,
    metavar="N",
    help=f"列出可能是同一件事的几件，不论判定；0 到 {MOST_NEAREST}。",
)
@click.option("--public", is_flag=True, help="只与公开的提案比，与网站访客看到的一致。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出；--all 时每行一对。")
@click.pass_obj
def duplicates(
    settings: Settings,
    paths: tuple[str, ...],
    everything: bool,
    clusters: bool,
    against: str | None,
    profile_path: Path | None,
    nearest: int,
    public: bool,
    as_json: bool,
) -> None:
    """查重：一份新提案、一批新提案，或整个档案。判定的含义见 docs/duplicates.md。"""
    if everything == bool(paths):
        raise click.UsageError("请给出要查的文件（- 为标准输入），或用 --all 查整个档案，二者选一。")
    if clusters and not everything:
        raise click.UsageError("--clusters 只能与 --all 同用。")
    service, reader = open_service(settings), Reader(internal=not public)
    if everything:
        _all(service, reader, clusters, as_json)
        return
    profile = Profile.load(profile_path) if profile_path else Profile.generic()
    found = list(_read(paths, profile))
    submissions = [Submission(each.record, each.shown, each.start) for each in found if isinstance(each, Submitted)]
    refused = [each for each in found if isinstance(each, Refused)]
    if _is_one(paths, against, submissions):
        report = service.duplicates.check(submissions[0], reader, nearest=nearest)
        echo_json(report_to_json(report)) if as_json else _tell_report(report)
    elif submissions:
        with progress_bar("查重") as progress:
            chosen = Against(against) if against else Against.BOTH
            batch = service.duplicates.batch(submissions, reader, against=chosen, nearest=nearest, progress=progress)
        echo_json(batch_to_json(batch)) if as_json else _tell_batch(batch)
    _tell_refused(refused)


def _is_one(paths: Sequence[str], against: str | None, submissions: Sequence[Submission]) -> bool:
    """Whether one text is asked about; a folder or a choice of what to compare with makes a batch of any number."""
    return len(submissions) == 1 and len(paths) == 1 and against is None and not Path(paths[0]).is_dir()


def _read(paths: Sequence[str], profile: Profile) -> Iterable[Submitted | Refused]:
    for path in paths:
        if path == "-":
            yield from read_submitted(_STANDARD_INPUT, sys.stdin.buffer.read(), profile)
        else:
            yield from submitted_files([Path(path)], profile)


def _tell_refused(refused: Sequence[Refused]) -> None:
    for each in refused:
        place = f"，{each.place}" if each.place else ""
        click.echo(f"未能读入：{each.name}{place}：{each.reason}", err=True)
    if refused:
        click.get_current_context().exit(1)


def _all(service: SearchService, reader: Reader, clusters: bool, as_json: bool) -> None:
    checks = service.duplicates
    with progress_bar("查重") as progress:
        if clusters:
            groups = checks.clusters(reader, progress=progress)
        else:
            pairs = list(checks.all_pairs(reader, progress=progress)) if not as_json else []
            for pair in checks.all_pairs(reader, progress=progress) if as_json else ():
                echo_json(pair_to_json(pair), line=True)
    if clusters:
        for number, cluster in enumerate(groups, 1):
            echo_json(cluster_to_json(cluster), line=True) if as_json else _tell_cluster(service, number, cluster)
        click.echo(f"共 {len(groups)} 组。", err=True)
    elif not as_json:
        for pair in sorted(pairs, key=lambda pair: (pair.verdict.rank, -pair.score)):
            shown = service.archive.get_many([pair.a, pair.b])
            click.echo(f"{_share(pair.verdict.label, pair.coverage, pair.reverse_coverage)}")
            for proposal in shown.values():
                click.echo(f"  {_line(proposal)}")
        click.echo(f"共 {len(pairs)} 对。", err=True)


def _tell_cluster(service: SearchService, number: int, cluster: Cluster) -> None:
    click.echo(f"第 {number} 组，{len(cluster.members)} 件。可作主案：{cluster.reason}")
    for proposal in service.archive.get_many(cluster.members).values():
        click.echo(f"  {'主案' if proposal.id == cluster.main else '　　'} {_line(proposal)}")
    click.echo()


def _tell_report(report: DuplicateReport) -> None:
    for candidate in report.candidates[:_CANDIDATES]:
        _tell_candidate(candidate, report.text)
    more = len(report.candidates) - _CANDIDATES
    if more > 0:
        click.echo(f"还有 {more} 件相近的没有列出，用 --json 看全部。", err=True)
    _tell_nearest(report.nearest, {each.proposal.id: each.verdict for each in report.candidates})
    found = f"有相同文字或同一主题的 {len(report.candidates)} 件" if report.candidates else "没有发现重复"
    near = f"，可能是同一件事的列出 {len(report.nearest)} 件" if report.nearest else ""
    click.echo(f"{found}{near}（{report.took_ms:.0f} 毫秒）。", err=True)


def _tell_nearest(nearest: Sequence[Nearest], verdicts: Mapping[str, Verdict], indent: str = "") -> None:
    """What may be about the same thing; of what stands above, only its verdict is told again."""
    if nearest:
        click.echo(f"{indent}可能是同一件事（按所提事项的相近程度排列，不是查重的判定）：")
    for place, each in enumerate(nearest, 1):
        verdict = verdicts.get(each.proposal.id)
        click.echo(f"{indent}{place:>2}. {_line(each.proposal)}{f'【{verdict.label}】' if verdict else ''}")
        if verdict is None or not verdict.copied:
            click.echo(f"{indent}    {''.join(each.reasons)}")
        if each.answer:
            click.echo(f"{indent}    答复：{each.answer}")


def _tell_candidate(candidate: Candidate, text: str) -> None:
    click.echo(_share(candidate.verdict.label, candidate.coverage, candidate.reverse_coverage))
    click.echo(f"  {_line(candidate.proposal)}")
    for reason in candidate.reasons:
        click.echo(f"  · {reason}")
    counted = sorted((each for each in candidate.passages if not each.boilerplate), key=lambda each: -each.characters)
    for passage in counted[:_PASSAGES]:
        excerpt = " ".join(text[slice(*passage.query)].split())
        click.echo(f"  “{excerpt[:_EXCERPT]}{'…' if len(excerpt) > _EXCERPT else ''}”（{passage.characters} 字）")
    click.echo()


def _tell_batch(batch: BatchReport) -> None:
    for entry in batch.entries:
        click.echo(f"■ {entry.submission.name}　{entry.submission.proposal.title}")
        others = [candidate for _, candidate in entry.others]
        if not entry.archive and not others:
            click.echo("  没有发现重复。" if entry.nearest else "  没有发现重复，也没有所提相近的。")
        for where, candidates in (("档案", entry.archive), ("这一批", others)):
            for candidate in candidates[:_CANDIDATES]:
                share = _share(candidate.verdict.label, candidate.coverage, candidate.reverse_coverage)
                click.echo(f"  {where}｜{share}｜{_line(candidate.proposal)}")
        _tell_nearest(entry.nearest, {each.proposal.id: each.verdict for each in entry.archive}, "  ")
    for number, group in enumerate(batch.groups, 1):
        names = "、".join(batch.entries[place].submission.name for place in group)
        click.echo(f"可并案第 {number} 组（主案在前）：{names}")
    click.echo(f"共查 {len(batch.entries)} 件（{batch.took_ms / 1000:.1f} 秒）。", err=True)


def _share(label: str, coverage: float, reverse_coverage: float) -> str:
    if not coverage and not reverse_coverage:
        return f"【{label}】"
    return f"【{label}】{round(coverage * 100)}% / {round(reverse_coverage * 100)}%"


def _line(proposal: Proposal) -> str:
    session = proposal.session.label if proposal.session else ""
    number = f"第{proposal.number_written}号" if proposal.number_written else ""
    name = proposal.id or (proposal.source.name if proposal.source else "")
    return " | ".join(
        part for part in (proposal.title, f"{session}{number}", "、".join(proposal.proposers), name) if part
    )

"""A batch into the archive: the uploaded files are imported as they are, and what was decided goes with them."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import Archive, ArchiveError, Decision, ImportReport, Pair, Profile, Visibility, import_paths
from search_web.desk.batches.folder import BatchFolder
from search_web.desk.batches.model import DeskError, Draft, draft_number

__all__ = ["Kept", "keep"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping did: records new to the archive, those it had already, and decisions that went with them."""

    added: int
    known: int
    decisions: int


def keep(
    archive: Archive, folder: BatchFolder, *, visibility: Visibility, files: Collection[int] | None = None
) -> Kept:
    """Import a batch's files (all where None) into the archive; running it again changes nothing.

    Args:
        visibility: what the records are where their files do not say it themselves.

    Raises:
        ArchiveError: the archive cannot be written.
        DeskError: none of these files holds a proposal.
    """
    drafts = [draft for draft in folder.drafts() if files is None or draft.file in files]
    if not drafts:
        raise DeskError("这里没有读到提案，没有可以留存的。")
    paths = {draft.file: _path(folder, draft.file) for draft in drafts}
    generic = Profile.generic()
    profile = replace(generic, constants=replace(generic.constants, visibility=visibility))
    report = import_paths(archive, map(Path, sorted(paths.values())), profile=profile)
    before = folder.kept()
    kept = {**before, **_ids(archive, drafts, paths)}
    folder.put_kept(kept)
    return Kept(report.added, _known(report), _hand_over(archive, folder, kept))


def _known(report: ImportReport) -> int:
    return report.revised + report.unchanged


def _path(folder: BatchFolder, file: int) -> str:
    (path,) = (folder.files / f"{file:04d}").iterdir()
    return os.path.realpath(path)


def _ids(archive: Archive, drafts: list[Draft], paths: dict[int, str]) -> dict[str, str]:
    """Draft id → archive id, by the file and the place in it that both came from."""
    found = {file: archive.found_in(path) for file, path in paths.items()}
    places = {draft.id: draft.proposal.source.place if draft.proposal.source else "" for draft in drafts}
    return {draft.id: found[draft.file][place] for draft in drafts if (place := places[draft.id]) in found[draft.file]}


def _hand_over(archive: Archive, folder: BatchFolder, kept: dict[str, str]) -> int:
    """Give the archive the decisions whose proposals it has both; return how many. The others stay in the batch."""
    handed = 0

    def change(entries: list[Decision]) -> list[Decision]:
        nonlocal handed
        renamed: dict[str, Decision] = {}
        staying: list[Decision] = []
        with archive.writing() as writer:
            for entry in entries:
                now = _renamed(entry, kept, renamed)
                if now is None:
                    staying.append(entry)
                    continue
                try:
                    writer.keep_decision(now)
                except ArchiveError:
                    staying.append(entry)
                    continue
                renamed[entry.id] = now
                handed += 1
        return staying

    folder.change_decisions(change)
    return handed


def _renamed(entry: Decision, kept: dict[str, str], renamed: dict[str, Decision]) -> Decision | None:
    """The same entry on records of the archive; None where one of them is not there yet, or both are the same."""
    one, other = (kept.get(id, id) for id in (entry.pair.first, entry.pair.second))
    if one == other or draft_number(one) is not None or draft_number(other) is not None:
        return None
    undoes = renamed[entry.undoes].id if entry.undoes in renamed else entry.undoes
    return replace(entry, pair=Pair.of(one, other), main=kept.get(entry.main, entry.main), undoes=undoes)

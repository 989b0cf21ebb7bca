"""Keeping the office: backups that were verified before they count, and restoring one.

Called on the office's thread by the window and by the command line. Files does the copying; here
is what is asked of a copy (the journal's chain, every row, the fund) and when one is due.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kcdesk.files.backup import Backup, Progress, latest_verified, make_backup, thin_backups
from kcdesk.files.backup_archive import opened
from kcdesk.files.backup_tiers import day_of
from kcdesk.files.restore import restore_backup
from kcdesk.store.verify import verify_file
from kcdesk.work.office import BACKUPS, Office
from kcdesk.work.queries.schemes import office_card

__all__ = ["Backup", "Restored", "back_up", "is_due", "late_days", "latest", "restore"]


@dataclass(frozen=True)
class Restored:
    """A backup unpacked: where, when it was made, and how far its journal goes."""

    folder: Path
    made_at: datetime
    office: str
    seq: int


def back_up(
    office: Office,
    folder: Path | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Backup:
    """Make a verified backup and thin the old ones.

    `folder` is the office's own ``backups`` unless another is named (a USB stick), where nothing
    is thinned. Raises Refusal when the office file is not sound, Fault, Cancelled.
    """
    now = office.clock.now()
    seq, digest = office.head()
    made = make_backup(
        office.folder,
        folder or office.folder / BACKUPS,
        now=now,
        database=office.connection,
        verify=verify_file,
        facts={"office": office.ask(office_card()).name, "seq": str(seq), "digest": digest},
        progress=progress,
        cancelled=cancelled,
    )
    if folder is None:
        thin_backups(office.folder / BACKUPS, now)
    return made


def latest(folder: Path) -> Backup | None:
    """The newest backup of an office folder that can be used."""
    return latest_verified(folder / BACKUPS)


def is_due(office: Office) -> bool:
    """Whether something was done since the newest backup."""
    made = latest(office.folder)
    return made is None or made.facts.get("digest") != office.head()[1]


def late_days(made: Backup | None, since: datetime, now: datetime) -> int:
    """How many days ago the newest backup (or, without one, `since`) was; 0 today or yesterday."""
    past = day_of(now) - day_of(made.made_at if made else since)
    return past.days if past > timedelta(days=1) else 0


def restore(
    file: Path,
    folder: Path,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Restored:
    """Unpack a backup into a new folder and verify what came out.

    Raises Refusal when the folder holds something, Fault when the backup is damaged, Cancelled.
    """
    with opened(file) as (_, manifest):
        facts, made_at = manifest.facts, manifest.made_at
    restore_backup(file, folder, verify=verify_file, progress=progress, cancelled=cancelled)
    return Restored(folder, made_at, facts.get("office", ""), int(facts.get("seq", "0")))

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from kcdesk.files import attachments
from kcdesk.files.attachments import Attachments, KeptFile
from kcdesk.kernel.errors import Fault, Refusal

SCAN = b"\xff\xd8\xff scan" * 300_000
DIGEST = hashlib.sha256(SCAN).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> Attachments:
    return Attachments(tmp_path / "attachments")


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "民事判决书.jpg"
    path.write_bytes(SCAN)
    return path


def test_a_file_is_kept_under_its_digest(store: Attachments, scan: Path) -> None:
    assert store.put(scan) == KeptFile(DIGEST, len(SCAN))
    assert store.path_of(DIGEST) == store.folder / DIGEST[:2] / DIGEST
    with store.open(DIGEST) as file:
        assert file.read() == SCAN
    assert scan.read_bytes() == SCAN


def test_the_same_bytes_are_kept_once(store: Attachments, scan: Path) -> None:
    store.put(scan)
    before = store.path_of(DIGEST).stat().st_ino
    assert store.put_bytes(SCAN) == store.put(scan)
    assert store.path_of(DIGEST).stat().st_ino == before
    assert len([p for p in store.folder.rglob("*") if p.is_file()]) == 1


def test_a_damaged_copy_is_made_good_when_the_file_comes_again(
    store: Attachments, scan: Path
) -> None:
    store.put(scan)
    store.path_of(DIGEST).write_bytes(SCAN[:-1])
    assert store.lost([DIGEST, DIGEST]) == (DIGEST,)
    store.put(scan)
    assert store.lost([DIGEST]) == ()


def test_what_is_missing_damaged_or_unasked_for_is_named(store: Attachments, scan: Path) -> None:
    store.put(scan)
    stray = store.put_bytes(b"nobody's")
    absent = "0" * 64
    assert store.lost([DIGEST, absent]) == (absent,)
    assert store.strays([DIGEST]) == (store.path_of(stray.sha256),)
    with pytest.raises(Fault, match="找不到文件"):
        store.open(absent)


def test_an_office_without_attachments_misses_none(store: Attachments) -> None:
    assert store.strays([]) == ()
    assert store.lost([]) == ()


def test_a_file_beyond_measure_is_refused(
    store: Attachments, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LARGEST_BYTES", 1 << 20)
    with pytest.raises(Refusal, match="超过附件的上限 1 MB"):
        store.put(scan)
    assert not store.folder.exists()


def test_a_file_that_changes_meanwhile_is_not_kept_under_a_wrong_digest(
    store: Attachments, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_sound = Attachments.is_sound

    def written_to(self: Attachments, sha256: str) -> bool:
        scan.write_bytes(SCAN[:-4] + b"more")
        return is_sound(self, sha256)

    monkeypatch.setattr(Attachments, "is_sound", written_to)
    with pytest.raises(Fault, match="改动"):
        store.put(scan)
    assert [p for p in store.folder.rglob("*") if p.is_file()] == []


def test_a_missing_file_is_a_fault(store: Attachments, tmp_path: Path) -> None:
    with pytest.raises(Fault, match="找不到文件“没有"):
        store.put(tmp_path / "没有.jpg")


@pytest.mark.skipif(os.name == "nt", reason="asks the Linux kernel for the fault")
def test_a_full_disk_keeps_no_half_file(store: Attachments, scan: Path) -> None:
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(Fault) as caught:
            store.put(scan)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert caught.value.code == "disk.too_large"
    assert [p for p in store.folder.rglob("*") if p.is_file()] == []

"""Where a database does not stand well: synced folders and shares, known by names, marks and mounts."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from pipeline_tui.domain.places import network_of, sync_service

MOUNTS = r"""
/dev/sda2 / ext4 rw 0 0
nas:/vol /mnt/nas nfs4 rw 0 0
//srv/share /mnt/our\040share cifs rw 0 0
/dev/sdb1 /mnt/nas/usb vfat rw 0 0
me@host: /home/me/far fuse.sshfs rw 0 0
tmpfs /tmp tmpfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/home/me/Dropbox/crm/p.db", "Dropbox"),
        ("/home/me/Dropbox (Acme)/p.db", "Dropbox"),
        ("/home/me/Яндекс.Диск/p.db", "Яндекс Диск"),
        ("/home/me/Yandex.Disk/Work/p.db", "Яндекс Диск"),
        ("/home/me/OneDrive - Acme/p.db", "OneDrive"),
        ("/Users/me/Library/Mobile Documents/com~apple~CloudDocs/p.db", "iCloud Drive"),
        ("/home/me/Nextcloud/p.db", "Nextcloud"),
        ("/home/me/Google Drive/p.db", "Google Drive"),
        ("/home/me/Облако Mail.ru/p.db", "Облако Mail"),
        ("/home/me/.local/share/pipeline-tui/p.db", ""),
        ("/home/me/dropbox-notes/p.db", ""),
    ],
)
def test_folders_known_by_their_names(path: str, service: str) -> None:
    assert sync_service(PurePosixPath(path), lambda _folder: ()) == service


@pytest.mark.parametrize(
    ("mark", "service"),
    [
        (".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox"), (".sync_1f2e.db", "Nextcloud"),
        (".git", ""),
    ],
)  # fmt: skip
def test_folders_known_by_what_lies_in_one_above(mark: str, service: str) -> None:
    def beside(folder: object) -> list[str]:
        return [mark] if str(folder) == "/home/me/work" else []

    assert sync_service(PurePosixPath("/home/me/work/crm/p.db"), beside) == service


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/mnt/nas/p.db", "nfs4"),
        ("/mnt/nas/usb/p.db", ""),
        ("/mnt/nas2/p.db", ""),
        ("/mnt/our share/crm/p.db", "cifs"),
        ("/home/me/far/p.db", "fuse.sshfs"),
        ("/home/me/p.db", ""),
    ],
)
def test_shares_are_told_by_the_mount_that_is_nearest(path: str, kind: str) -> None:
    assert network_of(PurePosixPath(path), MOUNTS) == kind

"""Places where a database does not stand well: folders that another program copies to and fro, and
shares of other machines, on which SQLite's locks and its log cannot be relied on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import PurePath

NETWORK = frozenset({
    "9p", "afs", "ceph", "cifs", "davfs", "fuse.ceph", "fuse.curlftpfs", "fuse.davfs", "fuse.gvfsd-fuse",
    "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs", "glusterfs", "ncpfs", "nfs", "nfs3",
    "nfs4", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs", "fuse.vmhgfs-fuse",
})  # fmt: skip
"""File systems, by their names in `/proc/mounts`, whose files another machine keeps."""

_SERVICES = (
    ("Dropbox", re.compile(r"dropbox( \(.*\))?")),
    ("Яндекс Диск", re.compile(r"(яндекс|yandex)[ ._-]?(диск|disk)")),
    ("OneDrive", re.compile(r"onedrive( ?- ?.*)?")),
    ("iCloud Drive", re.compile(r"(com~apple~clouddocs|icloud ?drive|icloud)")),
    ("Nextcloud", re.compile(r"(nextcloud|owncloud)")),
    ("Google Drive", re.compile(r"(google ?drive|my drive|мой диск|googledrive-.*)")),
    ("Облако Mail", re.compile(r"(cloud mail\.ru|облако mail(\.ru)?|mail\.ru cloud)")),
    ("MEGA", re.compile(r"mega(sync)?")),
    ("Syncthing", re.compile(r"syncthing")),
)  # fmt: skip
_MARKS = (
    ("Syncthing", re.compile(r"\.stfolder")),
    ("Dropbox", re.compile(r"\.dropbox(\.cache)?")),
    ("Nextcloud", re.compile(r"(\.sync_[0-9a-f]+\.db|\.nextcloudsync\.log|\.owncloudsync\.log)")),
    ("Яндекс Диск", re.compile(r"\.yandex\.disk")),
    ("Resilio Sync", re.compile(r"\.sync")),
)
_OCTAL = re.compile(r"\\([0-7]{3})")


def sync_service(file: PurePath, beside: Callable[[PurePath], Iterable[str]]) -> str:
    """The name of the service whose folder a file lies in; empty for none.

    Known by the name of a folder above it, or by a file of the service's own in one; `beside` lists
    the names in a folder.
    """
    for folder in file.parents:
        name = folder.name.casefold()
        for service, own in _SERVICES:
            if own.fullmatch(name):
                return service
        if folder.parent == folder:
            break
        names = list(beside(folder))
        for service, own in _MARKS:
            if any(own.fullmatch(one) for one in names):
                return service
    return ""


def network_of(file: PurePath, mounts: str) -> str:
    """The file system of a share that a file lies on, by the text of `/proc/mounts`; empty where the
    file lies on a disk of this machine."""
    found, depth = "", -1
    for line in mounts.splitlines():
        words = line.split(" ")
        if len(words) < 3:
            continue
        place = PurePath(_OCTAL.sub(lambda code: chr(int(code[1], 8)), words[1]))
        if file.is_relative_to(place) and len(place.parts) >= depth:
            found, depth = words[2], len(place.parts)
    return found if found in NETWORK else ""

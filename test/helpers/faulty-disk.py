"""A folder shown through a file system that does what some disks and shares do (faulty-disk.ts mounts it):

busy      names that another program holds: they can't be opened, renamed or removed
lies      answers the bytes that were written, and stores others
folds     takes names that differ by case alone for one
seconds   keeps the time of a change in steps of so many seconds
"""
import errno
import json
import os
import sys

from fusepy import FUSE, FuseOSError, Operations

backing, mount, control = sys.argv[1:]


def asked(name, otherwise):
    with open(control, encoding="utf-8") as file:
        return json.load(file).get(name, otherwise)


class FaultyDisk(Operations):
    def __init__(self):
        self.altered = set()

    def init(self, path):
        print("ready", flush=True)

    def real(self, path):
        """Path in the backing folder: with `folds`, of the name that is there in any case."""
        where = backing
        for part in filter(None, path.split("/")):
            if asked("folds", False) and os.path.isdir(where):
                names = os.listdir(where)
                part = next((one for one in names if one.lower() == part.lower()), part)
            where = os.path.join(where, part)
        return where

    def free(self, path):
        """The real path, unless another program holds the file."""
        if os.path.basename(path) in asked("busy", []):
            raise FuseOSError(errno.EBUSY)
        return self.real(path)

    def getattr(self, path, fh=None):
        found = os.lstat(self.real(path))
        keys = ("st_mode", "st_nlink", "st_size", "st_uid", "st_gid", "st_ino", "st_atime", "st_mtime", "st_ctime")
        return {key: getattr(found, key) for key in keys}

    def readdir(self, path, fh):
        return [".", "..", *os.listdir(self.real(path))]

    def statfs(self, path):
        found = os.statvfs(self.real(path))
        keys = ("f_bavail", "f_bfree", "f_blocks", "f_bsize", "f_favail", "f_ffree", "f_files", "f_frsize", "f_namemax")
        return {key: getattr(found, key) for key in keys}

    def open(self, path, flags):
        return os.open(self.free(path), flags)

    def create(self, path, mode, fi=None):
        return os.open(self.free(path), os.O_RDWR | os.O_CREAT, mode)

    def flip(self, path, offset, data):
        return bytes([data[0] ^ 1]) + data[1:] if offset == 0 and data else data

    def read(self, path, size, offset, fh):
        data = os.pread(fh, size, offset)
        return self.flip(path, offset, data) if os.fstat(fh).st_ino in self.altered else data

    def write(self, path, data, offset, fh):
        if asked("lies", False):
            self.altered.add(os.fstat(fh).st_ino)
            os.pwrite(fh, self.flip(path, offset, data), offset)
            return len(data)
        return os.pwrite(fh, data, offset)

    def truncate(self, path, length, fh=None):
        os.truncate(self.real(path), length)

    def utimens(self, path, times=None):
        step = asked("seconds", 0)
        if times is not None and step:
            times = tuple(int(time // step) * step for time in times)
        os.utime(self.real(path), times)

    def chmod(self, path, mode):
        os.chmod(self.real(path), mode)

    def chown(self, path, uid, gid):
        os.chown(self.real(path), uid, gid)

    def mkdir(self, path, mode):
        os.mkdir(self.real(path), mode)

    def rmdir(self, path):
        os.rmdir(self.real(path))

    def unlink(self, path):
        os.unlink(self.free(path))

    def rename(self, old, new):
        self.free(new)
        os.rename(self.free(old), self.real(new))

    def fsync(self, path, datasync, fh):
        os.fsync(fh)

    def release(self, path, fh):
        os.close(fh)


FUSE(FaultyDisk(), mount, foreground=True, nothreads=True, allow_other=True, attr_timeout=0, entry_timeout=0)

"""The folder of a built site. A build is made beside it and then takes its place, so that the site is never incomplete."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import distribution
from pathlib import Path

from evidence.site.cache import Cache, code_key, key_of

_RECORDS = "outputs"


class OutputDirectory:
    """A new build of the site in `folder`. Until `commit` nothing in `folder` changes; `discard` leaves it as it was.

    `stage` is for a site generator, which may write there as it likes. Files that are the same as in `folder` are hard
    links to those, so that they keep their time of change. Two builds may run at once: the last to commit is the site.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with _locked(self.folder.parent):
            _restore(self.folder)
            self._work = Path(tempfile.mkdtemp(prefix=_hidden(self.folder, "new-"), dir=self.folder.parent))
            self._lock: int | None = _lock(self._work)
        self.stage, self._new = self._work / "stage", self._work / "site"
        self.stage.mkdir()
        self._new.mkdir()
        # A descriptor, so that another build that commits meanwhile does not change what is compared and linked here.
        self._old = os.open(self.folder, os.O_RDONLY) if self.folder.is_dir() else None
        self._folders = {self._new}

    def write(self, address: str, content: str | bytes) -> None:
        """Write one file of the new site."""
        raw = content.encode() if isinstance(content, str) else content
        target = self._target(address)
        target.unlink(missing_ok=True)
        if not self._link(address, raw, target):
            target.write_bytes(raw)

    def commit(self) -> None:
        """Put the new site, with what was written to the stage, in the place of the old one. Hidden files at the top of
        the folder, such as those of git, stay."""
        for path in sorted(_files(self.stage)):
            address = path.relative_to(self.stage).as_posix()
            target = self._target(address)
            target.unlink(missing_ok=True)
            if not self._link(address, path.read_bytes(), target):
                path.rename(target)
        with _locked(self.folder.parent):
            for entry in self.folder.iterdir() if self.folder.is_dir() else ():
                if entry.name.startswith("."):
                    _copy(entry, self._new / entry.name)
            if self.folder.exists():
                self.folder.rename(_aside(self.folder))
            self._new.rename(self.folder)
            shutil.rmtree(_aside(self.folder), ignore_errors=True)
        self.discard()

    def discard(self) -> None:
        """Remove what was not committed. A second time it does nothing, for others may have got its descriptors."""
        shutil.rmtree(self._work, ignore_errors=True)
        for descriptor in (self._lock, self._old):
            if descriptor is not None:
                with suppress(OSError):
                    os.close(descriptor)
        self._lock = self._old = None

    def _target(self, address: str) -> Path:
        target = self._new / address
        if target.parent not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(target.parent)
        return target

    def _link(self, address: str, raw: bytes, target: Path) -> bool:
        """Link the old file at an address where it has the same content; whether it has."""
        if self._old is None:
            return False
        try:
            with os.fdopen(os.open(address, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=self._old), "rb") as file:
                if os.fstat(file.fileno()).st_size != len(raw) or file.read() != raw:
                    return False
            os.link(address, target, src_dir_fd=self._old, follow_symlinks=False)
        except OSError:
            return False
        return True


def inputs_key(folders: Iterable[Path], settings: Path, environ: Mapping[str, str], strict: bool) -> str:
    """The hash of all that a site is made from: the files of some folders (code, texts, data) and of the settings, what the
    environment sets, and the packages that are installed.
    """
    own = [f"{name}={environ[name]}" for name in sorted(environ) if name == "SITE_URL" or name.startswith("EVIDENCE_")]
    packages = Path(str(distribution("jinja2").locate_file("")))
    installed = sorted(path.name for path in packages.glob("*.dist-info"))  # named by package and version
    return key_of(code_key(folders, ()), settings.read_bytes(), str(strict), *own, *installed)


def record(folder: Path, inputs: str, cache: Cache) -> None:
    """Note what the site in a folder was made from: the hash of all inputs."""
    cache.put(_RECORDS, key_of(str(folder.resolve())), key_of(inputs, _listing(folder)).encode())


def is_current(folder: Path, inputs: str, cache: Cache) -> bool:
    """Whether the site in a folder was made from these inputs, and no file of it was touched since."""
    folder = folder.resolve()
    if not folder.parent.is_dir():
        return False
    with _locked(folder.parent):
        _restore(folder)
    known = cache.get(_RECORDS, key_of(str(folder)))
    return known is not None and folder.is_dir() and known == key_of(inputs, _listing(folder)).encode()


def _restore(folder: Path) -> None:
    """Undo what a command that was killed left: a swap that was cut in the middle, and builds that nobody goes on with."""
    if _aside(folder).exists():
        if folder.exists():
            shutil.rmtree(_aside(folder), ignore_errors=True)
        else:
            _aside(folder).rename(folder)
    for work in folder.parent.glob(f"{_hidden(folder, 'new-')}*"):
        with suppress(OSError):
            descriptor = _lock(work)  # the build that makes it has locked it
            shutil.rmtree(work, ignore_errors=True)
            os.close(descriptor)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Only one command at a time swaps or restores a site below a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _lock(folder: Path) -> int:
    """Lock a folder for as long as this process runs; OSError where another has locked it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _hidden(folder: Path, name: str) -> str:
    return f".{folder.name}.{name}"


def _aside(folder: Path) -> Path:
    """Where the old site is while the new one takes its place."""
    return folder.parent / _hidden(folder, "old")


def _copy(source: Path, target: Path) -> None:
    if source.is_dir() and not source.is_symlink():
        shutil.copytree(source, target, symlinks=True, copy_function=_link_or_copy)
    else:
        _link_or_copy(str(source), str(target))


def _link_or_copy(source: str, target: str) -> str:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
    return target


def _files(folder: Path) -> Iterator[Path]:
    """Every file below a folder."""
    for root, _, names in os.walk(folder):
        yield from (Path(root, name) for name in names)


def _listing(folder: Path) -> str:
    """Every file of a site with its size and its time of change, but for hidden ones at the top."""
    found = []
    for root, folders, names in os.walk(folder):
        if Path(root) == folder:
            folders[:] = [name for name in folders if not name.startswith(".")]
            names = [name for name in names if not name.startswith(".")]
        for name in names:
            path = f"{root}/{name}"
            status = os.lstat(path)
            found.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return "\n".join(sorted(found))

"""Where imported data sets live: whole versions side by side, and a pointer to the current one.

``datasets/<id>/<version>/`` holds a version, ``datasets/<id>/current`` names the one that counts.
A version is written beside the others, brought to disk, renamed into place, and only then pointed
at; whatever interrupts that leaves the former version untouched.
"""

import difflib
import os
import re
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from data.dataset import Dataset
from data.errors import FileRefusedError, InputError
from data.manifest import Manifest
from data.text import Text
from data.versions import POINTER, Stored, check_file, current, write_version, write_whole

DEMONSTRATION = "demonstration"
DEMONSTRATION_FOLDER = Path(__file__).parent / "demonstration"

LOCK_SECONDS = 60.0

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_ACTIVE = "active"


def home() -> Path:
    """Return the folder of the user's data: ``VISCEADS_HOME`` or the platform's usual place."""
    named = os.environ.get("VISCEADS_HOME")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("visceads", appauthor=False)


@dataclass(frozen=True)
class Listing:
    """One data set of the store; ``manifest`` is None and ``problem`` says why if it is damaged."""

    id: str
    active: bool
    manifest: Manifest | None
    problem: Text | None = None

    @property
    def title(self) -> Text:
        """The name shown to the reader."""
        return self.manifest.title if self.manifest else Text(zh=self.id, en=self.id)


class Store:
    """The data sets of one user: the imported ones, and the demonstration set of the package.

    Args:
        home: The folder to keep them in; by default that of ``home()``.
    """

    def __init__(self, home: Path | None = None) -> None:
        self.home = _or_home(home)
        self.folder = self.home / "datasets"

    def ids(self) -> list[str]:
        """Return the ids of all data sets, the demonstration set last."""
        held = [p.parent.name for p in self.folder.glob(f"*/{POINTER}")]
        return [*sorted(i for i in held if _ID.fullmatch(i)), DEMONSTRATION]

    def active_id(self) -> str:
        """Return the chosen data set; else the latest imported; else the demonstration set."""
        held = self.ids()
        chosen = self._chosen()
        if chosen in held:
            return chosen
        described = [self._describe(i, active=False) for i in held if i != DEMONSTRATION]
        dated = [(d.manifest.created, d.id) for d in described if d.manifest]
        return max(dated)[1] if dated else DEMONSTRATION

    def open(self, dataset_id: str | None = None) -> Dataset:
        """Open a data set, by default the active one.

        Raises:
            InputError: There is no such data set; the message names those there are.
            FileRefusedError: Its folder is damaged.
        """
        return Dataset(self.path(dataset_id or self.active_id()))

    def use(self, dataset_id: str) -> None:
        """Choose the data set that is opened when none is named.

        Raises:
            InputError: There is no such data set.
        """
        self._check_held(dataset_id)
        with _said_when_unwritable(self.home):
            self.home.mkdir(parents=True, exist_ok=True)
            write_whole(self.home / _ACTIVE, dataset_id + "\n")

    def remove(self, dataset_id: str) -> None:
        """Delete an imported data set.

        Raises:
            InputError: There is no such data set, or it is the demonstration set.
        """
        self._check_held(dataset_id)
        with self.lock(dataset_id):
            (self.folder / dataset_id / POINTER).unlink(missing_ok=True)
            shutil.rmtree(self.folder / dataset_id, ignore_errors=True)
        if self._chosen() == dataset_id:
            (self.home / _ACTIVE).unlink(missing_ok=True)

    def path(self, dataset_id: str) -> Path:
        """Return the folder of a data set's current version.

        Raises:
            InputError: There is no such data set; the message names those there are.
        """
        self._check_held(dataset_id)
        if dataset_id == DEMONSTRATION:
            return DEMONSTRATION_FOLDER
        folder = self.folder / dataset_id
        version = current(folder)
        return folder / version if version else folder

    def verify(self, dataset_id: str) -> list[Text]:
        """Check every file of a data set against its checksum; an empty list means all is whole.

        Raises:
            InputError: There is no such data set.
        """
        try:
            dataset = self.open(dataset_id)
        except FileRefusedError as error:
            return [error.text]
        problems: list[Text] = []
        for table in dataset.manifest.tables.values():
            for file in table.files.values():
                problem = check_file(dataset.folder / file, table.sha256.get(file))
                problems += [problem] if problem else []
        return problems

    @contextmanager
    def lock(self, dataset_id: str) -> Generator[None]:
        """Keep other processes from writing a data set meanwhile.

        Raises:
            InputError: The id is not allowed, the folder cannot be written, or another process
                has been writing it for a minute.
        """
        from filelock import FileLock, Timeout

        check_writable(dataset_id)
        with _said_when_unwritable(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        held = FileLock(
            self.folder / f".{dataset_id}.lock", timeout=LOCK_SECONDS, is_singleton=True
        )
        try:
            held.acquire()
        except Timeout as error:
            raise InputError(
                Text(
                    zh=f"数据集 {dataset_id} 正由另一个进程写入，请稍后再试。",
                    en=f"Another process is writing the data set {dataset_id}; try again later.",
                )
            ) from error
        try:
            yield
        finally:
            held.release()

    def write(self, manifest: Manifest, files: Mapping[str, Stored]) -> Dataset:
        """Write a data set as a new version and make it the current one.

        Args:
            manifest: What it holds; its id says where it goes.
            files: Arrays, texts and kept files by name, as the tables of the manifest refer to
                them.

        Raises:
            InputError: The id is not allowed, the folder cannot be written, or another process
                is writing.
        """
        with self.lock(manifest.id), _said_when_unwritable(self.folder):
            return Dataset(write_version(self.folder / manifest.id, manifest, files))

    def _chosen(self) -> str:
        try:
            return (self.home / _ACTIVE).read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return ""

    def _describe(self, dataset_id: str, *, active: bool) -> Listing:
        try:
            manifest = Dataset(self.path(dataset_id)).manifest
        except FileRefusedError as error:
            return Listing(dataset_id, active, None, error.text)
        return Listing(dataset_id, active, manifest)

    def _check_held(self, dataset_id: str) -> None:
        held = self.ids()
        if dataset_id in held:
            return
        near = difflib.get_close_matches(dataset_id.casefold(), held, n=3, cutoff=0.5) or held
        names = ", ".join(near)
        raise InputError(
            Text(
                zh=f"没有名为“{dataset_id}”的数据集；可用：{names}。",
                en=f"There is no data set “{dataset_id}”; there is: {names}.",
            ),
            suggestions=near,
        )

    def list(self) -> list[Listing]:
        """Describe all data sets, the demonstration set last."""
        active = self.active_id()
        return [self._describe(i, active=i == active) for i in self.ids()]


def _or_home(folder: Path | None) -> Path:
    return folder if folder is not None else home()


@contextmanager
def _said_when_unwritable(folder: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        # A write cut short by a full disk or a limit on sizes comes without a reason of its own.
        zh = error.strerror or "磁盘空间不足，或文件大小受限"
        en = error.strerror or "the disk is full, or the size of files is limited"
        raise InputError(
            Text(
                zh=f"无法写入文件夹 {folder}（{zh}）；原有数据保持不变。",
                en=f"The folder {folder} cannot be written ({en}); what it held is unchanged.",
            )
        ) from error


def check_writable(dataset_id: str) -> None:
    """Refuse an id that no import may write.

    Raises:
        InputError: It is the demonstration set's, or has characters a folder should not have.
    """
    if dataset_id == DEMONSTRATION:
        raise InputError(
            Text(
                zh="演示数据集随软件提供，不能改写或删除；请为导入的数据另取名称。",
                en="The demonstration set comes with the package and is neither written nor"
                " removed; choose another name for what you import.",
            )
        )
    if not _ID.fullmatch(dataset_id):
        raise InputError(
            Text(
                zh=f"“{dataset_id}”不能用作数据集名称；请用小写字母、数字、- 和 _，最多40个字符。",
                en=f"“{dataset_id}” cannot name a data set; use lower-case letters, digits, - and"
                " _, at most 40 of them.",
            )
        )

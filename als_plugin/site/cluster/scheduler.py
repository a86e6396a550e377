"""Sets built on the machines of a cluster (Dask distributed). Their programs read the records; over TLS only, and never to disk."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import AlsError
from ...ordinary import strange
from ...words import _
from ..build.task import Done, Job, SetTask
from ..changes.digests import Seen, organisation_files, programs
from ..mkdocs.settings_chain import environment
from ..sets.signing_key import VARIABLE
from ..workers.pool import Lost
from .fingerprints import fingerprints
from .machine import Answer, Batch, Package, at_work, build_batch
from .machine import named as name_of

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Cluster"]

_SETS, _BYTES = 16, 4_000_000
"""How many sets go into a batch at most, and how many bytes of records, unless one set alone has more."""
_KEY_MARKS = (b"als-publisher-key-1", b"als-demo-publisher-key-1")


@dataclass(frozen=True)
class Cluster:
    """A scheduler's address, and the files with which to show who one is; None: as Dask's own settings say."""

    address: str
    ca: str | None = None
    cert: str | None = None
    key: str | None = None

    def each(self, job: Job, tasks: Iterable[SetTask], last: Path) -> Generator[tuple[SetTask, Done | Lost], None, None]:
        """Let the cluster do the tasks, and yield each with what came of it, in no order; `last`: the last site, which stays here.

        Workers that die are survived: what they had is done by others. Raises AlsError where the cluster may not be used.
        """
        assert job.site is not None
        there = dataclasses.replace(job, site=None, side_by_side=1)
        package = _package(there, fingerprints(job.site), last)
        with _connected(self) as client:
            yield from _Rounds(client, Path(job.config_file).parent, package).each(tasks)


@dataclass(frozen=True)
class _Packed:
    """A set on its way: its task, its files, and how its folder looked when they were read."""

    task: SetTask
    files: dict[str, bytes]
    seen: Seen

    @property
    def size(self) -> int:
        return sum(map(len, self.files.values()))


@contextmanager
def _connected(cluster: Cluster) -> Iterator[Client]:
    if not cluster.address.startswith("tls://"):
        raise AlsError(
            f"--cluster {cluster.address}",
            _("the records would travel readable: this is no address of a cluster that encrypts"),
            _("start scheduler and workers with certificates, and give an address such as tls://host:8786"),
        )
    try:
        from distributed import Client
        from distributed.security import Security
    except ImportError:
        remedy = _("install it: pip install 'mkdocs-als[cluster]'")
        raise AlsError("--cluster", _("the programs for a cluster are not installed"), remedy) from None
    given = {"tls_ca_file": cluster.ca, "tls_client_cert": cluster.cert, "tls_client_key": cluster.key}
    try:
        security = Security(require_encryption=True, **{name: path for name, path in given.items() if path is not None})
        client = Client(cluster.address, security=security, timeout=20)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise AlsError(
            f"--cluster {cluster.address}",
            _("cannot be reached ({why})").format(why=" ".join(str(error).split()) or type(error).__name__),
            _("see that the scheduler runs, and that --cluster-ca, --cluster-cert and --cluster-key are those that it knows"),
        ) from None
    try:
        yield client
    finally:
        client.close(timeout=5)


def _package(job: Job, front: Mapping[str, bytes], site: Path) -> Package:
    config_file = Path(job.config_file)
    files = {path.relative_to(config_file.parent).as_posix(): path.read_bytes() for path in organisation_files(config_file, site)}
    files = {path: data for path, data in files.items() if not path.rpartition("/")[2].startswith(".env")}  # passwords stand in those
    # A signing key has no business in the folder; the samples' demo key may lie there.
    files = {path: data for path, data in files.items() if not any(mark in data for mark in _KEY_MARKS)}
    variables = {name: value for name, value in environment(config_file).items() if name != VARIABLE}
    package = Package(job, files, front, variables, programs(), "")
    return dataclasses.replace(package, name=name_of(package))


class _Rounds:
    """The batches that are under way."""

    def __init__(self, client: Client, root: Path, package: Package) -> None:
        self.client, self.root = client, root
        self._refuse(client.run(at_work))
        # Computed, not scattered: what a dead worker had of it comes from the scheduler again.
        self.package = client.submit(_itself, package, key=secrets.token_hex(16), pure=False)
        self.under_way: dict[Any, list[_Packed]] = {}
        self.refused: list[tuple[SetTask, Done]] = []
        """Sets in which there is what does not travel as it stands: a link, say, which would arrive as a file."""

    def each(self, tasks: Iterable[SetTask]) -> Iterator[tuple[SetTask, Done | Lost]]:
        """As `Cluster.each`."""
        from distributed import wait

        batches = self._batches(tasks)
        more = True
        try:
            while True:
                while more and len(self.under_way) < 2 * max(1, len(self.client.nthreads())):
                    if batch := next(batches, None):
                        self._send(batch)
                    else:
                        more = False
                yield from self.refused
                self.refused.clear()
                if not self.under_way:
                    return
                for future in wait(list(self.under_way), return_when="FIRST_COMPLETED").done:
                    yield from self._received(future, self.under_way.pop(future))
        finally:
            self.client.cancel([*self.under_way, self.package], force=True)

    def _batches(self, tasks: Iterable[SetTask]) -> Iterator[list[_Packed]]:
        batch: list[_Packed] = []
        for task in tasks:
            if wrong := strange(self.root / "sets" / task.set_id, f"sets/{task.set_id}", read=True):
                self.refused.append((task, Done(task.set_id, failure=tuple(str(each) for each in wrong))))
                continue
            batch.append(self._packed(task))
            if len(batch) == _SETS or sum(packed.size for packed in batch) >= _BYTES:
                yield batch
                batch = []
        if batch:
            yield batch

    def _packed(self, task: SetTask) -> _Packed:
        folder = self.root / "sets" / task.set_id
        seen = Seen.of(folder)
        # A link that leads out of files/ is no attachment here, so it must not become one there.
        attached = (folder / "files").resolve()
        paths = [
            path for path in sorted(folder.rglob("*"))
            if path.is_file() and (folder / "files" not in path.parents or path.resolve().is_relative_to(attached))
        ]
        return _Packed(task, {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}, seen)

    def _send(self, batch: list[_Packed]) -> None:
        load = Batch(tuple((packed.task, packed.files) for packed in batch))
        # A random key: a scheduler shows keys to whoever looks, and a name would say whose set is at work.
        future = self.client.submit(build_batch, self.package, load, key=secrets.token_hex(16), pure=False)
        self.under_way[future] = batch

    def _received(self, future: Any, batch: list[_Packed]) -> Iterator[tuple[SetTask, Done | Lost]]:
        if future.status != "finished":
            # Several workers died of it. With one set at a time, it shows of which.
            if len(batch) > 1:
                for packed in batch:
                    self._send([packed])
            else:
                yield batch[0].task, Lost(None)
            return
        answer: Answer = future.result()
        self._refuse({"": answer.refusal})
        for packed, done in zip(batch, answer.done, strict=True):
            yield packed.task, done if isinstance(done, Lost) else self._as_here(packed, done)

    def _as_here(self, packed: _Packed, done: Done) -> Done:
        """With what is to be remembered of the records as they lie on this machine."""
        if done.known and done.known.data:
            now = Seen.of(self.root / "sets" / packed.task.set_id)
            same = packed.seen.data == now.data
            look = packed.seen.look if same and packed.seen.look == now.look else None
            done.known = dataclasses.replace(done.known, data=now.data if same else None, look=look)
        return done

    def _refuse(self, why: dict[str, str | None]) -> None:
        """Raise AlsError where a worker is not one that may build."""
        problems = {
            "spills": (
                _("a worker there would write records to its disk"),
                _("start the workers with DASK_DISTRIBUTED__WORKER__MEMORY__TARGET=False and DASK_DISTRIBUTED__WORKER__MEMORY__SPILL=False"),
            ),
            "daemon": (
                _("a worker there may not start the processes in which sets are built"),
                _("start the workers with DASK_DISTRIBUTED__WORKER__DAEMON=False"),
            ),
            "programs": (
                _("a worker there has other versions of Python or of the programs than this machine"),
                _("install the same ones everywhere"),
            ),
        }
        for found in why.values():
            if found:
                raise AlsError("--cluster", *problems[found])


def _itself(package: Package) -> Package:
    return package

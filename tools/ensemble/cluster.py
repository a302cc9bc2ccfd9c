"""Chunks on a Dask cluster: the same work on other computers, the same figures."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Self

from data.errors import InputError
from data.tables import Array
from data.text import Text
from tools.ensemble.chunks import Task, run_chunk

AHEAD = 4
"""Tasks sent ahead for each thread of the cluster, so that none waits."""

SECONDS = 10


class ClusterRunner:
    """Runs chunks on the workers of a Dask scheduler, which need this package and no data.

    Args:
        address: Address of the scheduler, such as ``tcp://host:8786``.

    Raises:
        InputError: Dask is not installed, or nothing answers at the address.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise _not_installed() from None
        try:
            self._client: Any = Client(address, timeout=SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise _not_found(address, error) from error
        self._address = address

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the cluster; its scheduler and workers go on."""
        self._client.close(timeout=SECONDS)

    def run(self, tasks: Iterable[Task]) -> Iterator[Array]:
        """Yield (n, t) of each task in order, a few tasks ahead; what is unread is cancelled.

        Raises:
            InputError: The cluster has no workers, or they cannot run the task.
        """
        threads = sum(self._client.nthreads().values())
        if not threads:
            raise _no_workers(self._address)
        sent: deque[Any] = deque()
        left = iter(tasks)
        try:
            while True:
                while len(sent) < AHEAD * threads and (task := next(left, None)) is not None:
                    sent.append(self._client.submit(run_chunk, *task, pure=False))
                if not sent:
                    return
                yield self._result(sent.popleft())
        finally:
            self._client.cancel(list(sent))

    def _result(self, future: Any) -> Array:
        from distributed import KilledWorker

        try:
            return future.result()
        except (ImportError, KilledWorker, OSError) as error:
            raise _cannot_run(self._address, error) from error


def _not_installed() -> InputError:
    return InputError(
        Text(
            zh="使用集群需要安装可选组件：pip install 'visceads[cluster]'；不设置 cluster 则在本机运行。",
            en="A cluster needs the optional extra: pip install 'visceads[cluster]'; without the"
            " setting cluster, sweeps run on this computer.",
        )
    )


def _not_found(address: str, error: Exception) -> InputError:
    why = str(error).splitlines()[0] if str(error) else type(error).__name__
    return InputError(
        Text(
            zh=f"地址 {address} 没有 Dask 调度器应答（{why}）。请检查设置 cluster，例如 tcp://主机:8786；"
            "删去该设置则在本机运行。",
            en=f"No Dask scheduler answers at {address} ({why}). Check the setting cluster, such as"
            " tcp://host:8786; without it, sweeps run on this computer.",
        )
    )


def _no_workers(address: str) -> InputError:
    return InputError(
        Text(
            zh=f"{address} 的调度器还没有工作进程；请先启动：dask worker {address}。",
            en=f"The scheduler at {address} has no workers yet; start some: dask worker {address}.",
        )
    )


def _cannot_run(address: str, error: Exception) -> InputError:
    why = type(error).__name__
    return InputError(
        Text(
            zh=f"{address} 的工作进程无法运行任务（{why}）：各工作进程须安装同一版本的 visceads。",
            en=f"The workers at {address} cannot run the task ({why}): each needs the same version of"
            " visceads installed.",
        )
    )

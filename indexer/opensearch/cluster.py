"""Turn the OpenSearch settings into a connection that answers whole or raises.

Names in the cluster, for the setting `opensearch.index` = "qianshao":
  qianshao         alias of the live generation; publishing moves it in one action
  qianshao-writer  who is building, if anybody is (writers.opensearch_lock)
  qianshao-000007  one generation, never written again once it is finished; or the build under
                   way, or what an interrupted one left to be resumed
  qianshao-by-…    alias by which the build under way fills its index (writers.opensearch_start)
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    ConflictError,
    ConnectionTimeout,
    NotFoundError,
    OpenSearchException,
    SSLError,
    TransportError,
)
from opensearchpy.exceptions import ConnectionError as NoConnection

from indexer.errors import (
    ClusterRefusedError,
    ClusterUnavailableError,
    IndexDamagedError,
    IndexNotLoadedError,
    QianshaoError,
)
from indexer.opensearch.nodes import AnsweringSelector, Turnstile, WatchedConnection
from indexer.settings import OpenSearchSettings

FILE_NAME = "opensearch.json"  # in a generation's folder: names its index

Body: TypeAlias = "dict[str, Any]"
Unavailable: TypeAlias = Callable[[str], QianshaoError]
T = TypeVar("T")

PAUSE_S = 1.0  # before a step is tried again
# What the same request will be told again, but for two answers that another moment may change.
REFUSALS = (400, 401, 403, 413)
PASSING = ("resource_already_exists_exception", "cluster_block_exception")


class WriteConflictError(ClusterUnavailableError):
    """Somebody else changed, or made, what was to be changed or made."""


class Cluster:
    """One connection (with its pool) to the cluster. Safe to use from several threads.

    Every method returns what the cluster answered, or raises the error made by `unavailable` with
    a Chinese reason: not reachable, too slow, red, or answering for only a part of the shards; or
    the one made by `refused`, when asking again would be of no use.
    """

    def __init__(
        self,
        settings: OpenSearchSettings,
        unavailable: Unavailable = ClusterUnavailableError,
        refused: Unavailable = ClusterRefusedError,
    ) -> None:
        self.settings = settings
        self._unavailable, self._refused = unavailable, refused
        self._client = OpenSearch(
            list(settings.hosts),
            headers=_credentials(settings),
            verify_certs=settings.verify_certs,
            ssl_show_warn=settings.verify_certs,
            ca_certs=settings.ca_certs or None,
            timeout=settings.timeout_s,
            # Another node may answer where one is lost; what is slow is not asked twice.
            max_retries=max(2, len(settings.hosts)),
            retry_on_status=(502, 503, 504),
            retry_on_timeout=False,
            pool_maxsize=32,
            connection_class=WatchedConnection,
            selector_class=AnsweringSelector,
        )
        pool = self._client.transport.connection_pool
        self._turnstile = Turnstile(getattr(pool, "orig_connections", pool.connections))

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        timeout_s: float | None = None,
        **parameters: Any,
    ) -> Body:
        """One request. `body` is JSON data, or bytes of lines. NotFoundError becomes KeyError."""
        params: Body = {
            name: str(value).lower() if isinstance(value, bool) else value
            for name, value in parameters.items()
        }
        request = {"params": params, "body": body, "timeout": timeout_s or self.settings.timeout_s}
        with self._turnstile.passed() as may_ask, self._translated():
            if not may_ask:
                raise self._unavailable("所有节点都没有回答")
            answer = self._client.transport.perform_request(method, path, **request)
        return answer if isinstance(answer, dict) else {"answer": answer}

    def search(self, index: str, body: Body, **parameters: Any) -> Body:
        """One search over all shards of an index; a partial answer is an error."""
        return self.searches(index, [body], **parameters)[0]

    def searches(self, index: str, bodies: Sequence[Body], **parameters: Any) -> list[Body]:
        """Several searches in one round trip, each answered over all shards or none returned."""
        try:
            answers = self._search_answers(index, bodies, parameters)
        except KeyError as error:
            raise self._unavailable(f"索引 {index} 不在集群里") from error
        for answer in answers:
            self._require_whole(answer)
        return answers

    def _search_answers(
        self, index: str, bodies: Sequence[Body], parameters: Mapping[str, Any]
    ) -> list[Body]:
        limit = {"timeout": f"{int(self.settings.timeout_s * 900)}ms"}
        if len(bodies) == 1:
            wishes = {"allow_partial_search_results": False, **parameters}
            return [self.call("POST", f"/{index}/_search", {**bodies[0], **limit}, **wishes)]
        header = {"allow_partial_search_results": False, **parameters}
        lines = [line for body in bodies for line in (header, {**body, **limit})]
        answers: list[Body] = self.call("POST", f"/{index}/_msearch", to_lines(lines))["responses"]
        return answers

    def patiently(self, step: Callable[[], T]) -> T:
        """Do a step that may be repeated, until the cluster is well again or patience ends.

        Once more at least, because the first try may have waited all the time for a lost node.
        """
        deadline = time.monotonic() + self.settings.patience_s
        while True:
            is_last = time.monotonic() > deadline
            try:
                return step()
            except (WriteConflictError, ClusterRefusedError):
                raise
            except ClusterUnavailableError:
                if is_last or not self.settings.patience_s:
                    raise
                time.sleep(PAUSE_S)

    def close(self) -> None:
        self._client.close()

    def _require_whole(self, answer: Mapping[str, Any]) -> None:
        if "error" in answer:
            raise self._unavailable(_first_reason(answer["error"]))
        if answer["timed_out"]:
            raise self._unavailable(f"{self.settings.timeout_s} 秒内没有查完")
        shards = answer["_shards"]
        if shards["failed"] or shards["successful"] < shards["total"]:
            raise self._unavailable(f"{shards['total']} 个分片中有 {shards['failed']} 个没有回答")

    def _tls_error(self, cause: Any) -> QianshaoError:
        if isinstance(cause.__cause__ or cause.__context__, FileNotFoundError):
            return self._refused(f"没有证书文件 {self.settings.ca_certs}")
        is_untrusted = "CERTIFICATE_VERIFY" in str(cause)
        make = self._refused if is_untrusted else self._unavailable
        return make(f"TLS 连接不成：{cause}")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except NotFoundError as error:
            raise KeyError(str(error.error)) from error
        except ConflictError as error:
            raise WriteConflictError(_reason_of(error)) from error
        except ConnectionTimeout as error:
            raise self._unavailable("没有按时回答") from error
        except SSLError as error:
            raise self._tls_error(error.info) from error
        except NoConnection as error:
            hosts = "、".join(host_without_user(host) for host in self.settings.hosts)
            raise self._unavailable(f"无法连接 {hosts}") from error
        except TransportError as error:
            is_final = error.status_code in REFUSALS and error.error not in PASSING
            make = self._refused if is_final else self._unavailable
            raise make(_reason_of(error)) from error
        except OpenSearchException as error:
            raise self._unavailable(str(error)) from error


def _credentials(settings: OpenSearchSettings) -> dict[str, str]:
    """The header that names the user; in UTF-8, where the client would know Latin-1 only."""
    if not settings.user:
        return {}
    pair = f"{settings.user}:{settings.password}".encode()
    return {"authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"}


def index_of(folder: Path) -> str:
    """The cluster's index of a generation. IndexNotLoadedError: it has none; IndexDamagedError."""
    try:
        return str(json.loads((folder / FILE_NAME).read_bytes())["index"])
    except FileNotFoundError as error:
        raise IndexNotLoadedError(str(folder)) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamagedError(str(folder), f"{FILE_NAME} 无法读取") from error


def to_lines(values: Sequence[Body]) -> bytes:
    """JSON lines, as the bulk and multi-search calls want them."""
    text = "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)
    return text.encode("utf-8", "replace")


def host_without_user(host: str) -> str:
    """An address as it may be shown: "https://user:secret@node:9200" → "https://node:9200"."""
    scheme, mark, rest = host.rpartition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}"


def _reason_of(error: TransportError) -> str:
    """The status and the cluster's words; of a page from something in between, the status alone."""
    status = error.status_code
    if not isinstance(error.info, dict):
        known: dict[int | str, str] = {code.value: code.phrase for code in HTTPStatus}
        return f"{status} {known.get(status, '')}"
    return f"{status} {_first_reason(error.info.get('error', error.error))}"


def _first_reason(error: Any) -> str:
    """What the cluster gives as the first cause: "index_closed_exception: closed"."""
    if not isinstance(error, dict):
        return str(error)
    causes = error.get("root_cause") or [error]
    return f"{causes[0].get('type', 'error')}: {causes[0].get('reason')}"

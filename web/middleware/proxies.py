"""Turn the headers of listed proxies into scheme, host, sub-path, client and user of a request.

A WSGI layer before Flask. From an address that is not in `server.trusted_proxies` the headers are
dropped unread, so nobody can choose the prefix of our links or the name in our log. werkzeug's
ProxyFix applies those of a listed one, once they have been found valid; of a list of values
(several proxies in a row) the last counts: the one that our own proxy wrote.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias
from urllib.parse import quote, unquote_to_bytes

from werkzeug.middleware.proxy_fix import ProxyFix

from indexer.errors import SettingsError
from indexer.settings import ServerSettings

Environment: TypeAlias = dict[str, Any]
StartResponse: TypeAlias = Callable[..., Any]
WsgiApp: TypeAlias = Callable[[Environment, StartResponse], Iterable[bytes]]
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

_FORWARDED = ("FOR", "PROTO", "HOST", "PREFIX", "PORT", "BY", "SERVER")
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")
_PREFIX = re.compile(r"(/[^/?#\\\s\x00-\x1f]+)+/?")


class TrustedProxies:
    """The WSGI layer. SettingsError for an entry that is no address or network."""

    def __init__(self, app: WsgiApp, settings: ServerSettings) -> None:
        self._app = app
        self._behind_proxy = ProxyFix(app, x_for=1, x_proto=1, x_host=1)
        self._networks = parse_networks(settings.trusted_proxies)
        self._user_header = _environment_name(settings.user_header)

    def __call__(self, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        user = environ.pop(self._user_header, "") if self._user_header else ""
        told = {name: _last(environ.pop(f"HTTP_X_FORWARDED_{name}", "")) for name in _FORWARDED}
        environ.pop("HTTP_FORWARDED", None)
        environ.pop("HTTP_X_SCRIPT_NAME", None)
        if not is_listed(environ.get("REMOTE_ADDR", ""), self._networks):
            return self._app(environ, start_response)
        environ["qianshao.user"] = user
        environ["HTTP_X_FORWARDED_FOR"] = told["FOR"][:64]
        if told["PROTO"] in ("http", "https"):
            environ["HTTP_X_FORWARDED_PROTO"] = told["PROTO"]
        if valid_host(told["HOST"]):
            environ["HTTP_X_FORWARDED_HOST"] = told["HOST"]
        if prefix := clean_prefix(told["PREFIX"]):
            _mount(prefix, environ)
        return self._behind_proxy(environ, start_response)


def parse_networks(entries: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and CIDR networks. SettingsError names an entry that is neither."""
    networks: list[Network] = []
    for entry in entries:
        try:
            networks.append(ipaddress.ip_network(entry, strict=False))
        except ValueError as error:
            raise SettingsError(
                "server.trusted_proxies",
                f"「{entry}」不是 IP 地址或网段（如 127.0.0.1、10.0.0.0/8）",
            ) from error
    return tuple(networks)


def is_listed(address: str, networks: Iterable[Network]) -> bool:
    """Whether an address belongs to one of the networks."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)


def client_address(environ: Environment, networks: Iterable[Network]) -> str:
    """Who asks: the peer, or whom a listed proxy names in X-Forwarded-For."""
    peer, named = str(environ.get("REMOTE_ADDR", "")), environ.get("HTTP_X_FORWARDED_FOR", "")
    return _last(named)[:64] if named and is_listed(peer, networks) else peer


def clean_prefix(value: str) -> str:
    """A sub-path, percent-encoded once, without a slash at its end; "" when it is none."""
    if not _PREFIX.fullmatch(value) or "//" in value or "/." in value:
        return ""
    decoded = unquote_to_bytes(value.encode("latin-1", "replace"))
    return quote(decoded, safe="/").rstrip("/")


def valid_host(host: str) -> bool:
    """Whether a Host header can stand in an address that we print."""
    return bool(_HOST.fullmatch(host))


def _mount(prefix: str, environ: Environment) -> None:
    """Serve below `prefix`, whether or not the proxy has already taken it off the path."""
    raw = unquote_to_bytes(prefix).decode("latin-1")
    path = environ.get("PATH_INFO", "")
    if path == raw or path.startswith(raw + "/"):
        environ["PATH_INFO"] = path[len(raw) :] or "/"
    environ["SCRIPT_NAME"], environ["qianshao.prefix"] = raw, prefix


def _environment_name(header: str) -> str:
    return "HTTP_" + header.upper().replace("-", "_") if header else ""


def _last(value: str) -> str:
    return value.rsplit(",", 1)[-1].strip()

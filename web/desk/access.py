"""Give out links that open the desk once each, and tell the browser that came by one again."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Callable


class Access:
    """The keys of one desk. `tell` is called with a new link when a used one comes again."""

    def __init__(self, tell: Callable[[str], None] = lambda token: None) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._token: str | None = None
        self.session = secrets.token_urlsafe(32)
        self.form_key = secrets.token_urlsafe(32)

    def new_token(self) -> str:
        """A token that opens the desk once."""
        with self._lock:
            self._token = secrets.token_urlsafe(32)
            return self._token

    def redeem(self, token: str) -> bool:
        """Whether this token opens the desk now; it does so once.

        For a wrong or used one a new link is told to whoever started the desk, unless one is
        waiting to be used.
        """
        with self._lock:
            waiting = self._token
            if waiting is not None and is_same_key(token, waiting):
                self._token = None
                return True
        if waiting is None:
            self._tell(self.new_token())
        return False


def is_same_key(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode())

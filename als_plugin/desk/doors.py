"""Who is let in to the desk: tokens of one use, cookies that open nothing alone, and the secrets that pages keep."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable

__all__ = ["COOKIE", "Doors"]

COOKIE = "als-desk"
_GOOD_FOR = 60.0


class Doors:
    """The tokens given out and the pages let in. A token that is used twice, by whomever, ends all of them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tokens: dict[str, float] = {}
        self._used: set[str] = set()
        self._pages: dict[str, set[str]] = {}

    def token(self) -> str:
        """A new token, good once and for a minute."""
        token = secrets.token_urlsafe(24)
        self._tokens[token] = self._clock() + _GOOD_FOR
        return token

    def enter(self, token: str, cookie: str | None) -> tuple[str, str] | None:
        """The cookie and the secret for who brings this token; None where it is not good. A browser keeps the cookie it has."""
        until = self._tokens.pop(token, None)
        if until is None:
            if token in self._used:
                self._pages.clear()
            return None
        self._used.add(token)
        if until < self._clock():
            return None
        secret = secrets.token_urlsafe(24)
        if cookie is None or cookie not in self._pages:
            cookie = secrets.token_urlsafe(24)
        self._pages.setdefault(cookie, set()).add(secret)
        return cookie, secret

    def admits(self, cookie: str | None, secret: str | None) -> bool:
        """Whether cookie and secret were given out together."""
        held = self._pages.get(cookie or "", set())
        return any(hmac.compare_digest(each.encode(), (secret or "").encode()) for each in held)

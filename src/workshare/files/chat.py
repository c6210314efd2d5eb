"""Asks a language model at an address that speaks as OpenAI's chat completions do; nobody else is told the key."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from workshare.problems import BadInput, Code, Problem

PATIENCE = 300
"""So many seconds a model may take."""
LARGEST = 4_000_000
"""Answers of more bytes are not read."""
_NEAR = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A language model: the address below which ``/chat/completions`` lies, its name there, and a key or nothing.

    Raises BadInput for an address that is none, holds a secret, or would carry the key over an open line.
    """

    address: str
    name: str
    key: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.address)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            raise _bad("the model's address is no address", "write https://HOST/v1") from None
        if parts.username or parts.password or parts.query or parts.fragment:
            raise _bad("the model's address holds more than a place", "put the key into WORKSHARE_MODEL_KEY")
        if parts.scheme not in {"http", "https"} or not host:
            raise _bad("the model's address is no address", "write https://HOST/v1, or http://localhost:PORT/v1")
        if self.key and parts.scheme == "http" and host not in _NEAR:
            raise _bad("the key would travel over an open line", "write https://, or ask without WORKSHARE_MODEL_KEY")
        if not self.key.isascii() or not (self.key or "x").isprintable():
            raise _bad("WORKSHARE_MODEL_KEY holds what is no key", "set it to the key alone")

    def ask(self, messages: Sequence[Mapping[str, str]]) -> str:
        """What the model answers; raises BadInput where there is no answer, without the key and without its words."""
        url = f"{self.address.rstrip('/')}/chat/completions"
        asked = {"model": self.name, "messages": list(messages), "temperature": 0, "stream": False}
        heads = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            heads["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(url, data=json.dumps(asked).encode(), headers=heads, method="POST")  # noqa: S310 - seen to above
        try:
            with urllib.request.build_opener(_Straight).open(request, timeout=PATIENCE) as reply:
                raw = reply.read(LARGEST + 1)
        except urllib.error.HTTPError as bad:
            with bad:
                hint = "check WORKSHARE_MODEL_KEY" if bad.code in {401, 403} else "check --model-at and --model"
                raise _bad(f"{self.address} answers with status {bad.code}", hint) from None
        except (OSError, http.client.HTTPException) as bad:
            why = getattr(bad, "reason", None) or bad
            told = why.strerror if isinstance(why, OSError) and why.strerror else type(why).__name__
            raise _bad(f"{self.address} cannot be asked: {told}", "check --model-at") from None
        return self._content(raw)

    def _content(self, raw: bytes) -> str:
        try:
            content: Any = json.loads(raw)["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError):
            content = None
        if not isinstance(content, str) or len(raw) > LARGEST:
            raise _bad(f"{self.address} does not answer as chat completions do", "check --model-at") from None
        return content


class _Straight(urllib.request.HTTPRedirectHandler):
    """Follows nobody elsewhere: the key is for one address."""

    def redirect_request(self, *_: object) -> None:
        """None: the answer that would send us on is told as it is."""


def _bad(message: str, hint: str) -> BadInput:
    return BadInput([Problem(code=Code.NO_MODEL, message=message, hint=hint, path=("--model-at",))])

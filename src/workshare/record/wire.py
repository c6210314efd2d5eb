"""A witness over HTTP: her side and the log's."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from workshare.record.note import LONGEST
from workshare.record.refusal import Reason, Refused
from workshare.record.sealing import CONFLICT, OK, Answer, Ask
from workshare.record.witness import BAD, UNKNOWN, Witness

PATIENCE = 20
"""So many seconds either side waits for the other."""
TOO_LONG = 413


def server(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """An HTTP server that answers POST /add-checkpoint; who calls it runs ``serve_forever``."""

    class Handler(BaseHTTPRequestHandler):
        timeout = PATIENCE

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if urlsplit(self.path).path != "/add-checkpoint":
                self._say(Answer(UNKNOWN, "ask for /add-checkpoint\n"))
            elif not length.isdecimal() or int(length) > LONGEST:
                self._drain(int(length) if length.isdecimal() else 0)
                self._say(Answer(TOO_LONG, "the request has no length, or is too long\n"))
            else:
                try:
                    text = self.rfile.read(int(length)).decode()
                except UnicodeDecodeError:
                    self._say(Answer(BAD, "the request is not UTF-8\n"))
                else:
                    self._say(witness.answer(text, int(time.time())))

        def _drain(self, length: int) -> None:
            """Read on for a while, for a client that is cut off while it speaks does not hear the answer."""
            left = min(length, 16 * LONGEST)
            while left > 0:
                left -= len(self.rfile.read(min(left, 65536))) or left
            self.close_connection = True

        def _say(self, answer: Answer) -> None:
            size = answer.status == CONFLICT
            data = answer.text.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", "text/x.tlog.size" if size else "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's own name
            """Say nothing: who asks is nobody's business."""

    return ThreadingHTTPServer((host, port), Handler)


def over_http(prefix: str) -> Ask:
    """Brings requests to the witness at an address, such as https://partner.example/witness."""
    address = f"{prefix.rstrip('/')}/add-checkpoint"
    if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
        raise Refused(Reason.UNREACHABLE, place=prefix, what="write http://… or https://…")

    def send(text: str) -> Answer:
        asked = urllib.request.Request(address, data=text.encode(), method="POST")  # noqa: S310 - seen to above
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE) as reply:  # noqa: S310 - likewise
                return Answer(OK, reply.read(LONGEST).decode())
        except urllib.error.HTTPError as bad:
            with bad:
                return Answer(bad.code, bad.read(LONGEST).decode(errors="replace"))
        except (OSError, http.client.HTTPException, UnicodeDecodeError) as bad:
            what = getattr(bad, "reason", None) or bad
            raise Refused(Reason.UNREACHABLE, place=prefix, what=what) from None

    return send

"""A built site on a server of this machine, below a path, as other programs fetch it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

BASE = "/other/place/"  # not the path for which the site was built


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The address at which the files of a folder are answered, ending in a slash."""

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(root))

        def translate_path(self, path: str) -> str:
            return super().translate_path("/" + path.removeprefix(BASE) if path.startswith(BASE) else "/no/such/file")

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{BASE}"
    server.shutdown()
    thread.join()
    server.server_close()

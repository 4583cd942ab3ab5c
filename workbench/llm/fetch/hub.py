"""The hub over HTTPS: resumes at any byte, and gives up within seconds where there is no network."""

from __future__ import annotations

import http.client
import os
import queue
import threading
import urllib.error
import urllib.request
from typing import Any

from workbench.errors import is_disk_full
from workbench.llm.fetch.target import BLOCK, FetchProgress, Refused, Target

CONNECT_SECONDS = 6.0
"""Whole budget for name lookup, connection and first header: without a network a lookup alone can hang for 30 s."""
READ_SECONDS = 20.0


def fetch(target: Target) -> None:
    """Append the rest of the file. Raises Refused where the hub is away or answers with something else."""
    model = target.model
    start = target.size
    if start == model.bytes:
        return
    if start > model.bytes:
        target.discard()
        start = 0
    if os.environ.get("HF_HUB_OFFLINE", "0") not in ("", "0"):
        raise Refused("offline by choice")
    response = _open(_address(model.hub, model.file), start)
    with response:
        start = start if response.status == 206 else 0
        if response.headers.get("Content-Length") != str(model.bytes - start):
            raise Refused("not the file")  # a sign-in page of the network, or another revision
        target.require_space(0)
        try:
            with target.appending(start) as append:
                done = start
                while block := response.read(BLOCK):
                    append(block)
                    done += len(block)
                    target.report(FetchProgress("hub", done, model.bytes))
        except (http.client.HTTPException, OSError) as error:
            if isinstance(error, OSError) and is_disk_full(error):
                raise
            raise Refused("hub broke off") from error
    if target.size != model.bytes:
        raise Refused("hub gave another size")


def _address(repository: str, file: str) -> str:
    from huggingface_hub import hf_hub_url

    return hf_hub_url(repository, file)


def _open(address: str, start: int) -> Any:
    """The open response at byte `start`; the opening runs in a thread because a name lookup takes no timeout."""
    answer: queue.Queue[Any] = queue.Queue(1)

    def attempt() -> None:
        headers = {"Range": f"bytes={start}-"} if start else {}
        request = urllib.request.Request(address, headers=headers)
        try:
            answer.put(urllib.request.urlopen(request, timeout=READ_SECONDS))
        except (OSError, ValueError, http.client.HTTPException) as error:
            answer.put(error)

    threading.Thread(target=attempt, daemon=True).start()
    try:
        outcome = answer.get(timeout=CONNECT_SECONDS)
    except queue.Empty:
        raise Refused("no answer in time") from None
    if isinstance(outcome, urllib.error.HTTPError):
        outcome.close()
    if isinstance(outcome, Exception):
        raise Refused("hub unreachable") from outcome
    if outcome.status not in (200, 206) or (outcome.status == 206 and not _continues(outcome, start)):
        outcome.close()
        raise Refused("unexpected answer")
    return outcome


def _continues(response: Any, start: int) -> bool:
    return str(response.headers.get("Content-Range", "")).startswith(f"bytes {start}-")

"""What went wrong with a remote model, in words its user can act on."""

from __future__ import annotations

from typing import Any

from workbench.errors import ModelError
from workbench.text import t

_DROPPABLE = ("max_tokens", "temperature", "stream_options", "seed", "stop")
_REASON_CHARS = 200


def refused_parameter(error: Any) -> str | None:
    """The optional request parameter that a 400/422 answer complains about; None where it is about something else."""
    named = str(getattr(error, "param", None) or "")
    if named in _DROPPABLE:
        return named
    if _code(error) == "context_length_exceeded" or _about_length(str(error)):
        return None
    text = str(error).lower()
    return next((name for name in _DROPPABLE if name in text), None)


def explain(error: Exception, label: str, model: str, key: str) -> ModelError:
    """A ModelError for anything the client library raised; never contains the key."""
    import openai

    if isinstance(error, ModelError):
        return error
    if isinstance(error, openai.APITimeoutError) or "Timeout" in type(error).__name__:
        return ModelError(t("llm.timed_out", name=label))
    if isinstance(error, openai.APIStatusError):
        return ModelError(_of_status(error, label, model, key))
    if isinstance(error, openai.APIConnectionError):
        return ModelError(t("llm.unreachable", name=label))
    if isinstance(error, openai.APIError) or "Decode" in type(error).__name__:
        return ModelError(t("llm.bad_answer", name=label))
    return ModelError(t("llm.broken_off", name=label))


def _of_status(error: Any, label: str, model: str, key: str) -> str:
    status = int(error.status_code)
    if status == 401:
        return t("llm.unauthorized", name=label)
    if status == 403:
        return t("llm.forbidden", name=label)
    if status == 404:
        return t("llm.model_not_found", name=label, model=model)
    if status == 429:
        return t("llm.quota" if _code(error) == "insufficient_quota" else "llm.rate_limited", name=label)
    if status >= 500:
        return t("llm.server_error", name=label, status=status)
    if _code(error) == "context_length_exceeded" or _about_length(str(error)):
        return t("llm.context_too_long", model=model)
    if _code(error) == "content_filter":
        return t("llm.filtered", name=label)
    return t("llm.rejected", name=label, status=status, reason=_reason(error, key))


def _code(error: Any) -> str:
    return str(getattr(error, "code", None) or getattr(error, "type", None) or "")


def _about_length(text: str) -> bool:
    text = text.lower()
    return "context" in text and any(word in text for word in ("length", "exceed", "too long", "size", "window"))


def _reason(error: Any, key: str) -> str:
    body = error.body if isinstance(error.body, dict) else {}
    text = str(body.get("message") or "")[:_REASON_CHARS]
    return text.replace(key, "***") if key else text

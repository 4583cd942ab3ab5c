"""Text from outside (names, comments, cell values, model output) made safe for Streamlit's labels.

`st.text`, `st.code` and `st.dataframe` show text as it is and need nothing. Labels of buttons, badges, expanders and
everything built on `st.markdown` read Markdown, LaTeX, `:material/icons:`, coloured text and bare links.
"""

from __future__ import annotations

import html
import re

_PUNCTUATION = re.compile(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the writing direction: they would rearrange the words around them."""
_JOINER = "\u2060"
"""WORD JOINER: invisible, no width, no line break. Backslashes alone are not enough: links (`www.`, `http:`, `a@b`),
`:streamlit:` and arrows (`->`) are looked for after the backslashes are gone (measured in Chromium on 1.67)."""
_LATE = re.compile(r"(?<=[:@])(?=\S)|(?<=[-<>=~!+])(?=[-<>=~!+])|(?<=[wW])(?=[wW])")


def md(text: str, limit: int | None = None) -> str:
    """`text` as Markdown that shows exactly these characters, on one line; cut to `limit` characters with '…'."""
    return _escaped(_flat(text, limit))


def quoting(text: str, limit: int | None = None) -> str:
    """Like `md`, with what stands between backticks as code: sentences of ours that quote SQL."""
    flat = _flat(text, limit)
    parts = flat.split("`")
    if len(parts) % 2 == 0:  # SQL with backticks of its own, or cut: then none of them is a quotation mark
        return _escaped(flat)
    return "".join(f"`{part}`" if at % 2 and part.strip() else _escaped(part) for at, part in enumerate(parts))


def _flat(text: str, limit: int | None) -> str:
    flat = " ".join(_DIRECTION.sub("", text).split())
    return flat if limit is None or len(flat) <= limit else flat[: limit - 1] + "…"


def _escaped(flat: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", _LATE.sub(_JOINER, flat))


def paragraphs(text: str) -> str:
    """Like `md`, keeping line breaks."""
    return "  \n".join(md(line) for line in text.splitlines() if line.strip())


def markup(text: str) -> str:
    """`text` for the inside of an HTML element or a quoted attribute (`st.html`)."""
    return html.escape(text, quote=True)


def dot(text: str, limit: int = 60) -> str:
    """`text` for the inside of a double-quoted DOT string, on one line."""
    flat = " ".join(text.split())
    flat = flat if len(flat) <= limit else flat[: limit - 1] + "…"
    return flat.replace("\\", "\\\\").replace('"', '\\"')

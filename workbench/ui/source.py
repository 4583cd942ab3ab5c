"""Where a database came from: enough to open it again after a restart."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import unicodedata
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Literal, Protocol

from workbench import settings
from workbench.data.build import build_examples, build_from_files
from workbench.data.database import Database
from workbench.data.introspect import open_duckdb
from workbench.data.samples import open_sample
from workbench.errors import DataError
from workbench.schema.decode import decode
from workbench.sql.pasted import read_pasted
from workbench.text import t
from workbench.text.reason import reason_of

DDL_SUFFIXES = (".sql", ".ddl", ".txt")
DUCKDB_SUFFIXES = (".duckdb", ".db")
DATA_SUFFIXES = (".csv", ".tsv", ".xlsx", ".xls", ".parquet")


class Upload(Protocol):
    """What the page hands over: Streamlit's UploadedFile is one."""

    name: str
    size: int

    def read(self, size: int = -1, /) -> bytes: ...
    def seek(self, position: int, /) -> int: ...


@dataclass(frozen=True)
class Source:
    """`sample` by name, `ddl` by its text (with `paths` of data files, else example rows), or `files` by `paths`."""

    kind: Literal["sample", "ddl", "files"]
    sample: str = ""
    ddl: str = ""
    dialect: str = ""
    """Chosen by the user; empty lets the reader detect it."""
    paths: tuple[str, ...] = ()

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def from_json(text: str) -> Source:
    """Raises ValueError or TypeError for a text that `to_json` did not write."""
    fields = json.loads(text)
    return Source(**{**fields, "paths": tuple(fields.get("paths", ()))})


def open_source(source: Source) -> Database:
    """Build or open the database. Raises SchemaError or DataError with a message for the user."""
    paths = [Path(p) for p in source.paths]
    missing = next((p for p in paths if not p.exists()), None)
    if missing is not None:
        raise DataError(t("ui.file_gone", name=missing.name))
    if source.kind == "sample":
        return open_sample(source.sample)
    if source.kind == "ddl":
        schema = read_pasted(source.ddl, source.dialect or None)
        database = build_from_files(paths, schema=schema) if paths else build_examples(schema)
        return replace(database, label=t("ui.pasted", count=f"{len(schema.tables):,}"))
    if any(p.suffix.lower() in DUCKDB_SUFFIXES for p in paths):
        if len(paths) > 1:
            raise DataError(t("ui.one_duckdb"))
        return open_duckdb(paths[0])
    return build_from_files(paths)


def from_uploads(uploads: list[Upload]) -> Source:
    """Keep the uploaded files and say what they are: DDL texts make the schema, the rest are data.

    Raises DataError when a file is too big, of an unknown kind, or the disk is full.
    """
    texts = [u for u in uploads if _suffix(u.name) in DDL_SUFFIXES]
    data = [u for u in uploads if _suffix(u.name) not in DDL_SUFFIXES]
    for upload in uploads:
        _require_usable(upload)
    ddl = "\n\n".join(_read_text(upload) for upload in texts)
    paths = tuple(str(keep(upload)) for upload in data)
    return Source("ddl", ddl=ddl, paths=paths) if texts else Source("files", paths=paths)


def keep(upload: Upload) -> Path:
    """Copy an upload to the cache folder, under its content's hash, so that it survives a restart."""
    upload.seek(0)
    digest = hashlib.sha256()
    while piece := upload.read(1 << 20):
        digest.update(piece)
    try:
        folder = settings.cache_dir() / "uploads" / digest.hexdigest()[:16]
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / plain_name(upload.name)
        if not target.exists() or target.stat().st_size != upload.size:
            upload.seek(0)
            part = target.with_name(target.name + ".part")
            with part.open("wb") as out:
                shutil.copyfileobj(_readable(upload), out, 1 << 20)
            part.replace(target)
        return target
    except OSError as error:
        raise DataError(t("ui.cannot_keep_file", name=upload.name, reason=reason_of(error))) from error


def plain_name(name: str) -> str:
    """The last part of a file name from a browser, with nothing in it that means something to a file system."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    base = re.sub(r'[<>:"|?*\x00-\x1f]', "_", base).strip(" .")
    stem, _, suffix = base.rpartition(".")
    return f"{stem[:80]}.{suffix[:10]}" if stem else (base[:80] or "data")


def _readable(upload: Upload) -> IO[bytes]:
    return upload  # type: ignore[return-value]


def _require_usable(upload: Upload) -> None:
    suffix = _suffix(upload.name)
    if suffix not in (*DDL_SUFFIXES, *DUCKDB_SUFFIXES, *DATA_SUFFIXES):
        raise DataError(t("ui.unknown_file", name=upload.name))
    if upload.size > settings.INPUT.upload_mb * 1024 * 1024:
        raise DataError(t("ui.big_file", name=upload.name, limit=settings.INPUT.upload_mb))


def _read_text(upload: Upload) -> str:
    if upload.size > 4 * settings.INPUT.ddl_chars:
        raise DataError(t("ui.big_ddl", name=upload.name, limit=f"{settings.INPUT.ddl_chars:,}"))
    upload.seek(0)
    return decode(upload.read()).text


def _suffix(name: str) -> str:
    return Path(name).suffix.lower()

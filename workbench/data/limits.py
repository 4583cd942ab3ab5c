"""What loading may use. Each number carries its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LoadLimits:
    """Limits of the child process that turns files into a DuckDB file, and of the folder that keeps them."""

    address_space_mb: int = 6144
    """RLIMIT_AS of the child: DuckDB, pyarrow and their thread arenas reserve about 2 GB before any row is read."""
    duckdb_memory_mb: int = 1024
    """Past this DuckDB spills to disk; a 300 MB CSV stays under 1.5 GB resident with it."""
    silence_seconds: float = 180.0
    """A child that gives no sign of life (one every 10 s) for this long is stuck."""
    cpu_seconds: float = 1800.0
    """A 300 MB CSV takes about 60 s of processor time."""
    file_mb: int = 2048
    """Larger files are refused by name rather than half loaded."""
    archive_mb: int = 1024
    """Unpacked size of an .xlsx: a 1 MB zip bomb unpacks to many GB."""
    archive_ratio: int = 200
    """Unpacked over packed size of one archive member; real worksheets stay under 60."""
    columns: int = 1_000
    """Columns of one file without a schema; types are read column by column, 1,000 take some 20 s."""
    tables: int = 200
    """Tables that files without a schema may become (worksheets included)."""
    record_lines: int = 1_000
    """Lines one quoted CSV record may span before its opening quote counts as a stray one."""
    field_chars: int = 4_000_000
    broken_shown: int = 5
    """Broken rows and cells named one by one in a note; the rest is counted."""
    cache_mb: int = 4096
    cache_files: int = 300
    cache_keep_seconds: float = 3600.0
    """A file used within the last hour is never evicted: someone may be about to open it."""


LOAD = LoadLimits()

"""Where the DDL and the rows of a case lie when they are not in the row itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from workbench.data.files.source import KINDS
from workbench.schema.decode import decode
from workbench.settings import INPUT
from workbench.text import t
from workbench.text.reason import reason_of

DATABASES = ("databases", "database")
"""The folder of this project's Spider, and the one of the original."""
_SCHEMAS = ("schema.sql", "ddl.sql")


@dataclass(frozen=True)
class Place:
    """A DDL and the folder of its rows (None: no rows). `problem` (ready to show) when the DDL is not there."""

    ddl: str = ""
    data_path: Path | None = None
    problem: str = ""


@dataclass
class Places:
    """Looks each file up once. `set_file` is the set itself; `follow`: whether anything beside it is read.

    Not for a file that came over the browser: its paths would read other people's files on the server.
    """

    set_file: Path
    follow: bool = True
    _known: dict[str, Place] = field(default_factory=dict)

    def of_database(self, db_id: str) -> Place:
        """`databases/<db_id>/schema.sql`, or of a set over one database the `schema.sql` beside it, and its tables."""
        if not self.follow:
            return Place(problem=t("sets.no_ddl"))
        if db_id not in self._known:
            home = next((self.folder / name for name in DATABASES if (self.folder / name).is_dir()), None)
            self._known[db_id] = self._database(home, db_id) if home and db_id else self._schema_in(self.folder)
        return self._known[db_id]

    @property
    def folder(self) -> Path:
        return self.set_file.parent

    def _database(self, home: Path, db_id: str) -> Place:
        # A db_id is one folder's name: `../..` or `/etc` would lead elsewhere.
        if db_id in (".", "..") or any(sign in db_id for sign in "/\\\0"):
            return Place(problem=t("sets.no_database", db=db_id[:60]))
        place = self._schema_in(home / db_id)
        return place if place.ddl else Place(problem=t("sets.no_database", db=db_id[:60]))

    def _schema_in(self, folder: Path) -> Place:
        schema = next((folder / name for name in _SCHEMAS if _is_file(folder / name)), None)
        if schema is None:
            return Place(problem=t("sets.no_ddl"))
        place = _read_ddl(schema)
        tables = (file for file in folder.iterdir() if file.suffix.lower() in KINDS and file != self.set_file)
        return Place(place.ddl, folder if any(tables) else None, place.problem)

    def of_file(self, path: str) -> Place:
        """The DDL in the file that a row names."""
        if not self.follow:
            return Place(problem=t("sets.path_not_followed", path=path[:80]))
        if path not in self._known:
            found = self.resolve(path)
            problem = Place(problem=t("sets.no_ddl_file", path=path[:80]))
            self._known[path] = _read_ddl(found) if found is not None and _is_file(found) else problem
        return self._known[path]

    def resolve(self, path: str) -> Path | None:
        """A path in a row: absolute, or relative to the set's folder, else to the working directory. None: no such."""
        if not self.follow or "\0" in path:
            return None
        for candidate in (self.folder / path, Path(path)):
            try:
                if candidate.exists():
                    return candidate.resolve()
            except OSError:
                continue
        return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long
        return False


def _read_ddl(path: Path) -> Place:
    try:
        if path.stat().st_size > 4 * INPUT.ddl_chars:
            return Place(problem=t("sets.ddl_long", limit=INPUT.ddl_chars))
        return Place(decode(path.read_bytes()).text)
    except OSError as error:
        return Place(problem=t("sets.cannot_read", path=path, reason=reason_of(error)))

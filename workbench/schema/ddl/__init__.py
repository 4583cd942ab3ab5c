"""DDL text of nine databases → `Schema`: `read_ddl(text, dialect=None)`."""

from workbench.schema.ddl.read import read_ddl

__all__ = ["read_ddl"]

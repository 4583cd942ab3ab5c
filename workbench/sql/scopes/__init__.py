"""Which SELECT a column stands in, what that SELECT reads, and what the column means there.

One walk over the tree gives a `Frame` a SELECT. Where DuckDB may know more than the schema model (table functions,
PIVOT, structs, UNNEST, `COLUMNS(…)`), a source is opaque and every name is "unsure": lint then stays silent.
"""

from workbench.sql.scopes.meaning import Kind, Meaning, Scopes, resolve
from workbench.sql.scopes.model import Frame, Output, Source
from workbench.sql.scopes.walk import read_scopes

__all__ = ["Frame", "Kind", "Meaning", "Output", "Scopes", "Source", "read_scopes", "resolve"]

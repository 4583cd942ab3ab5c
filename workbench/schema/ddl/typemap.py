"""What a type of another database means in DuckDB.

Integers grow (TINYINT and SMALLINT to INTEGER, INTEGER to BIGINT): DuckDB computes `a * 100` in the column's own width,
so on a TINYINT `5 * 100` raises "Overflow in multiplication of INT8", where every source database answers 500.
TINYINT(1) stays a number: `AVG(is_active)` and a stored 2 are legal in MySQL and fail or change on BOOLEAN, while
`= 1`, `= TRUE`, `IS TRUE` and a bare `WHERE is_active` bind on an integer.
Texts in DuckDB's own dialect keep the types as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from workbench.schema.ddl.types import SourceType
from workbench.schema.names import quote

_GROUPS = {
    "VARCHAR": "VARCHAR CHAR CHARACTER TEXT STRING NVARCHAR NCHAR BPCHAR VARCHAR2 NVARCHAR2 CLOB NCLOB DBCLOB TINYTEXT "
    "MEDIUMTEXT LONGTEXT NTEXT CITEXT NAME SYSNAME LONGVARCHAR FIXEDSTRING XML XMLTYPE INET CIDR MACADDR MACADDR8 "
    "TSVECTOR TSQUERY HSTORE LTREE ENUM SET ENUM8 ENUM16 ROWID UROWID GEOMETRY GEOGRAPHY POINT LINESTRING POLYGON LINE "
    "LSEG BOX PATH CIRCLE MULTIPOINT MULTILINESTRING MULTIPOLYGON GEOMETRYCOLLECTION SDO_GEOMETRY HIERARCHYID "
    "SQL_VARIANT INT4RANGE INT8RANGE NUMRANGE TSRANGE TSTZRANGE DATERANGE RANGE REGCLASS OID BFILE INET4 INET6 UNKNOWN "
    "REFCURSOR PG_LSN TXID_SNAPSHOT LVARCHAR ANYDATA URITYPE",
    "BIGINT": "BIGINT INT8 INT64 LONG BIG BIGSERIAL SERIAL8",
    "INTEGER": "INTEGER INT INT4 INT32 SIGNED MEDIUMINT INT3 MIDDLEINT SERIAL SERIAL4",
    "SMALLINT": "SMALLINT INT2 INT16 SHORT SMALLSERIAL SERIAL2 YEAR",
    "TINYINT": "TINYINT INT1 BYTEINT",
    "UBIGINT": "UBIGINT UINT64",
    "UINTEGER": "UINTEGER UINT32",
    "USMALLINT": "USMALLINT UINT16",
    "UTINYINT": "UTINYINT UINT8",
    "HUGEINT": "HUGEINT INT128",
    "UHUGEINT": "UHUGEINT UINT128",
    "DOUBLE": "DOUBLE FLOAT8 FLOAT64 BINARY_DOUBLE FLOAT REAL FLOAT4 FLOAT32 BINARY_FLOAT BIGNUMERIC DECFLOAT",
    "BOOLEAN": "BOOLEAN BOOL LOGICAL",
    "DATE": "DATE DATE32",
    "TIME": "TIME",
    "TIMESTAMP": "TIMESTAMP DATETIME DATETIME2 SMALLDATETIME DATETIME64 TIMESTAMP_NTZ TIMESTAMPNTZ TIMESTAMP_S "
    "TIMESTAMP_MS TIMESTAMP_NS",
    "TIMESTAMPTZ": "TIMESTAMPTZ DATETIMEOFFSET TIMESTAMP_TZ TIMESTAMPLTZ TIMESTAMP_LTZ DATETIMETZ DATETIMELTZ",
    "TIMETZ": "TIMETZ",
    "INTERVAL": "INTERVAL",
    "BLOB": "BLOB BYTEA BINARY VARBINARY IMAGE RAW BYTES TINYBLOB MEDIUMBLOB LONGBLOB ROWVERSION LONGVARBINARY BYTE",
    "UUID": "UUID UNIQUEIDENTIFIER GUID",
    "JSON": "JSON JSONB VARIANT OBJECT SUPER",
}  # fmt: skip
_BASE = {word: target for target, words in _GROUPS.items() for word in words.split()} | {
    "DOUBLE PRECISION": "DOUBLE", "CHARACTER VARYING": "VARCHAR", "CHAR VARYING": "VARCHAR",
    "NATIONAL CHARACTER VARYING": "VARCHAR", "NATIONAL CHAR VARYING": "VARCHAR", "NATIONAL CHARACTER": "VARCHAR",
    "NATIONAL CHAR": "VARCHAR", "NATIONAL VARCHAR": "VARCHAR", "NCHAR VARYING": "VARCHAR", "LONG VARCHAR": "VARCHAR",
    "CHARACTER LARGE OBJECT": "VARCHAR", "CHAR LARGE OBJECT": "VARCHAR", "NATIVE CHARACTER": "VARCHAR",
    "VARYING CHARACTER": "VARCHAR", "BINARY LARGE OBJECT": "BLOB", "BINARY VARYING": "BLOB", "LONG RAW": "BLOB",
    "LONG VARBINARY": "BLOB", "BIG INT": "BIGINT", "BIT VARYING": "VARCHAR", "VARBIT": "VARCHAR",
    "MONEY": "DECIMAL(19,4)", "SMALLMONEY": "DECIMAL(10,4)",
}  # fmt: skip
_DECIMALS = frozenset({"DECIMAL", "NUMERIC", "NUMBER", "DEC", "FIXED", "BIGDECIMAL", "BIGNUMERIC", "DECIMAL64"})
_BY_DIALECT: Mapping[str, Mapping[str, str]] = {
    # An Oracle DATE has a time of day; LONG is text there; INTEGER is NUMBER(38).
    "oracle": {"DATE": "TIMESTAMP", "LONG": "VARCHAR", "TIMESTAMP_UNCONSTRAINED": "TIMESTAMP", "BOOLEAN": "BOOLEAN"},
    "tsql": {"TIMESTAMP": "BLOB", "BIT": "BOOLEAN"},
    "bigquery": {"TIMESTAMP": "TIMESTAMPTZ", "NUMERIC": "DECIMAL(38,9)", "DECIMAL": "DECIMAL(38,9)"},
    "snowflake": {"ARRAY": "JSON", "MAP": "JSON", "VECTOR": "DOUBLE[]"},
    "mysql": {"SERIAL": "BIGINT", "VECTOR": "FLOAT[]"},
    "postgres": {"MONEY": "DECIMAL(19,2)", "VECTOR": "FLOAT[]", "OID": "BIGINT"},
    "duckdb": {"REAL": "FLOAT", "FLOAT": "FLOAT", "FLOAT4": "FLOAT", "LONG": "BIGINT", "BIT": "BIT", "BITSTRING": "BIT",
               "TIMESTAMP_S": "TIMESTAMP_S", "TIMESTAMP_MS": "TIMESTAMP_MS", "TIMESTAMP_NS": "TIMESTAMP_NS",
               "VARINT": "VARCHAR", "BIGNUM": "VARCHAR", "JSON": "JSON"},
}  # fmt: skip
_WIDER = {"TINYINT": "INTEGER", "SMALLINT": "INTEGER", "INTEGER": "BIGINT"}
_UNSIGNED = {"TINYINT": "INTEGER", "SMALLINT": "INTEGER", "INTEGER": "BIGINT", "BIGINT": "UBIGINT"}
_INT = re.compile(r"[-+]? ?[0-9]{1,4}\b")
FREE_NUMBER = "NUMBER"
"""Target of a decimal without precision: what it becomes depends on the column's part, see `free_number`."""
# What a decimal without arguments is. Elsewhere (Oracle, PostgreSQL, SQLite) it holds any number.
_PLAIN_DECIMAL = {"mysql": "BIGINT", "tsql": "BIGINT", "snowflake": "BIGINT", "duckdb": "DECIMAL(18,3)"}


@dataclass(frozen=True)
class Mapped:
    type: str
    """A DuckDB type, or `FREE_NUMBER`."""
    choices: tuple[str, ...] = ()
    known: bool = True
    exact: bool = True
    """False where DuckDB cannot hold all of it (more than 38 digits)."""


def is_known(name: str) -> bool:
    """Whether `name` is a type word of some database."""
    return name in _BASE or name in _DECIMALS or name in ("BIT", "ARRAY", "STRUCT", "MAP", "LIST", "RECORD", "NULLABLE")


def to_duckdb(source: SourceType, dialect: str, user_types: Mapping[str, Mapped] | None = None) -> Mapped:
    """The DuckDB type for `source` as `dialect` means it; VARCHAR with `known=False` where nothing is known."""
    if dialect == "postgres" and source.name.startswith("_") and is_known(source.name[1:]):
        source = replace(source, name=source.name[1:], dims=source.dims + 1)  # _int4 is how the catalog says int4[]
    mapped = _scalar(source, dialect, user_types or {})
    if not source.dims:
        return mapped
    element = free_number(False) if mapped.type == FREE_NUMBER else mapped.type
    return Mapped(element + "[]" * source.dims, (), mapped.known, mapped.exact)


def free_number(is_key: bool) -> str:
    """A decimal without precision holds both ids and rates. A key is whole; anything else keeps its decimals in DOUBLE:
    DECIMAL(38,10) overflows when three are multiplied (`price * quantity * 0.9` over 10^8), measured on DuckDB 2.0."""
    return "BIGINT" if is_key else "DOUBLE"


def _scalar(source: SourceType, dialect: str, user_types: Mapping[str, Mapped]) -> Mapped:
    name = source.name
    if name.casefold() in user_types:
        return user_types[name.casefold()]
    if source.fields or name in ("STRUCT", "ROW", "RECORD"):
        return _nested(source, dialect, user_types)
    own = _BY_DIALECT.get(dialect, {})
    if source.args and name in _DECIMALS:
        return _decimal(source.args, dialect)
    if name in own:
        return Mapped(own[name])
    if name in _DECIMALS:
        return Mapped(_PLAIN_DECIMAL.get(dialect, FREE_NUMBER))
    if name == "BIT":
        return Mapped(_bits(source, dialect))
    if name in ("TIMESTAMP", "TIME", "DATETIME") and source.zoned:
        return Mapped("TIMETZ" if name == "TIME" else "TIMESTAMPTZ")
    if name in ("ENUM", "ENUM8", "ENUM16"):
        return Mapped("VARCHAR", source.labels)
    target = _BASE.get(name)
    if target is None:
        return Mapped(
            "JSON" if name in ("ARRAY", "MAP", "LIST") else "VARCHAR", known=name in ("ARRAY", "MAP", "LIST", "")
        )
    if dialect == "duckdb":
        return Mapped(target)
    if source.unsigned:
        return Mapped(_UNSIGNED.get(target, target))
    if dialect == "sqlite" and target in _WIDER:
        return Mapped("BIGINT")
    return Mapped(_WIDER.get(target, target))


def _decimal(args: tuple[str, ...], dialect: str) -> Mapped:
    """NUMBER(10) → BIGINT, NUMBER(10,2) → DECIMAL(10,2), NUMBER(*,2), NUMBER(5,-2), NUMERIC(65,30), NUMBER(2,5)."""
    numbers = [int(found[0].replace(" ", "")) if (found := _INT.match(arg)) else None for arg in args[:2]]
    precision = numbers[0]
    scale = numbers[1] if len(numbers) > 1 and numbers[1] is not None else 0
    if precision is None:
        if len(args) == 1:
            return Mapped(FREE_NUMBER)
        return Mapped("BIGINT" if scale <= 0 else f"DECIMAL(38,{min(scale, 38)})")
    if scale <= 0 and dialect != "duckdb":
        digits = precision - scale
        # NUMBER(38) is how Oracle and Snowflake spell "integer"; 19 to 37 digits were asked for on purpose.
        return Mapped("BIGINT" if digits <= 18 or digits >= 38 else f"DECIMAL({digits},0)", exact=digits <= 38)
    scale, whole = max(scale, 0), max(precision, scale)
    fitted = min(whole, 38)
    return Mapped(f"DECIMAL({max(fitted, 1)},{min(scale, fitted)})", exact=whole <= 38)


def _bits(source: SourceType, dialect: str) -> str:
    """BIT or BIT(1) is a flag; MySQL's BIT(8) is a number, PostgreSQL's a text of 0 and 1."""
    if not source.args or source.args[0] == "1":
        return "BOOLEAN"
    return "BIGINT" if dialect == "mysql" else "VARCHAR"


def _nested(source: SourceType, dialect: str, user_types: Mapping[str, Mapped]) -> Mapped:
    inner = [(name, to_duckdb(member, dialect, user_types)) for name, member in source.fields]
    known = all(mapped.known for _, mapped in inner)
    types = [free_number(False) if mapped.type == FREE_NUMBER else mapped.type for _, mapped in inner]
    names = [name for name, _ in inner]
    if source.name in ("ARRAY", "LIST") and len(types) == 1:
        return Mapped(f"{types[0]}[]", known=known)
    if source.name in ("NULLABLE", "LOWCARDINALITY") and len(types) == 1:
        return Mapped(inner[0][1].type, inner[0][1].choices, known)
    if source.name == "MAP" and len(types) == 2:
        return Mapped(f"MAP({types[0]}, {types[1]})", known=known)
    if source.name in ("STRUCT", "ROW", "RECORD", "OBJECT") and types:
        folded = {name.casefold() for name in names if name}
        if len(folded) == len(types):
            members = ", ".join(f"{quote(name)} {kind}" for name, kind in zip(names, types, strict=True))
            return Mapped(f"STRUCT({members})", known=known)
    if source.name == "UNION" and dialect == "duckdb" and types:
        members = ", ".join(f"{quote(name)} {kind}" for name, kind in zip(names, types, strict=True))
        return Mapped(f"UNION({members})", known=known)
    return Mapped("JSON", known=source.name in ("STRUCT", "ROW", "RECORD", "OBJECT", "MAP", "ARRAY", "UNION"))

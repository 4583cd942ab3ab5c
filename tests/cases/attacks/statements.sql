DELETE FROM customers
====
DELETE FROM customers WHERE 1 = 1 RETURNING *
====
UPDATE customers SET grade = 'VIP'
====
INSERT INTO customers SELECT * FROM customers
====
INSERT OR REPLACE INTO customers (customer_id) VALUES (1)
====
TRUNCATE customers
====
TRUNCATE TABLE customers
====
DROP TABLE customers
====
DROP TABLE IF EXISTS customers CASCADE
====
DROP SCHEMA main CASCADE
====
DROP VIEW v
====
ALTER TABLE customers ADD COLUMN x INT
====
ALTER TABLE customers RENAME TO x
====
CREATE TABLE x AS SELECT * FROM customers
====
CREATE TEMP TABLE x AS SELECT 1
====
CREATE OR REPLACE VIEW v AS SELECT 1
====
CREATE TEMP MACRO sum(x) AS 1
====
CREATE MACRO f() AS TABLE SELECT * FROM read_csv('/etc/passwd')
====
CREATE FUNCTION f(x) AS x + 1
====
CREATE SEQUENCE s
====
CREATE INDEX i ON customers (name)
====
CREATE TYPE mood AS ENUM ('a')
====
CREATE SCHEMA s
====
CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')
====
MERGE INTO customers USING orders ON customers.customer_id = orders.customer_id WHEN MATCHED THEN DELETE
====
COPY customers TO '/tmp/x.csv'
====
COPY customers FROM '/etc/passwd'
====
COPY (SELECT * FROM customers) TO '/tmp/x.parquet' (FORMAT parquet)
====
COPY (SELECT 1) TO '/dev/stdout'
====
EXPORT DATABASE '/tmp/x'
====
IMPORT DATABASE '/tmp/x'
====
ATTACH '/tmp/x.duckdb' AS x
====
ATTACH ':memory:' AS x
====
ATTACH 'https://example.com/x.duckdb'
====
DETACH main
====
USE information_schema
====
INSTALL httpfs
====
LOAD httpfs
====
FORCE INSTALL httpfs FROM community
====
LOAD '/tmp/evil.duckdb_extension'
====
UPDATE EXTENSIONS
====
SET enable_external_access = true
====
SET memory_limit = '100GB'
====
SET GLOBAL threads = 64
====
SET VARIABLE x = 1
====
SET VARIABLE x = (SELECT content FROM read_text('/etc/passwd'))
====
RESET lock_configuration
====
PRAGMA database_list
====
PRAGMA show_tables
====
PRAGMA table_info('customers')
====
PRAGMA enable_profiling
====
PRAGMA version
====
PRAGMA database_size
====
CALL pragma_version()
====
CALL duckdb_settings()
====
CALL enable_logging()
====
CALL pg_sleep(10)
====
CHECKPOINT
====
FORCE CHECKPOINT
====
VACUUM
====
ANALYZE
====
BEGIN
====
COMMIT
====
ROLLBACK
====
PREPARE p AS SELECT 1
====
EXECUTE p
====
DEALLOCATE p
====
COMMENT ON TABLE customers IS 'x'
====
EXPLAIN SELECT 1
====
EXPLAIN ANALYZE SELECT * FROM customers
====
EXPLAIN ANALYZE DELETE FROM customers
====
EXPLAIN (ANALYZE, FORMAT json) SELECT 1
====
SHOW TABLES
====
SHOW ALL TABLES
====
SHOW DATABASES
====
SHOW TABLES FROM main
====
SHOW SCHEMAS
====
SHOW VARIABLES
====
SHOW duckdb_settings
====
DESCRIBE duckdb_settings
====
DESCRIBE '/etc/passwd'
====
DESCRIBE SELECT * FROM read_csv('/etc/passwd')
====
SUMMARIZE '/etc/passwd'
====
SUMMARIZE sqlite_master
====
SUMMARIZE SELECT * FROM duckdb_secrets()
====
SELECT 1; SELECT 2
====
SELECT 1; DROP TABLE customers
====
SELECT 1;DROP TABLE customers;--
====
SELECT * FROM customers; COPY customers TO '/tmp/x'
====
DROP TABLE customers; SELECT 1
====
SELECT 1 /* ; */ ; SELECT 2
====
SELECT ';' ; SET threads = 1
====
SELECT 1 -- hidden
; DELETE FROM customers
====
SELECT $$ ; $$; DROP TABLE customers
====
SELECT E'\'' ; DROP TABLE customers --'
====
SELECT '\'; DROP TABLE customers; --'
====
/* SELECT 1 */ DELETE FROM customers
====
-- SELECT * FROM customers
DELETE FROM customers
====
/* /* nested */ DELETE FROM x */ DELETE FROM customers
====
WITH x AS (DELETE FROM customers RETURNING *) SELECT * FROM x
====
WITH x AS (INSERT INTO customers (customer_id) VALUES (9) RETURNING *) SELECT * FROM x
====
WITH x AS (UPDATE customers SET name = 'x' RETURNING *) FROM x
====
WITH a AS (SELECT 1), b AS MATERIALIZED (DELETE FROM orders RETURNING 1) SELECT * FROM a
====
SELECT * FROM (WITH x AS (DELETE FROM customers RETURNING *) SELECT * FROM x)
====
WITH x AS (SELECT 1) DELETE FROM customers
====
WITH x AS (SELECT 1) INSERT INTO customers (customer_id) SELECT * FROM x
====
SELECT * FROM '/etc/passwd'
====
FROM '/etc/passwd'
====
TABLE '/etc/passwd'
====
SELECT * FROM 'data.csv'
====
SELECT * FROM "data.parquet"
====
SELECT * FROM '*.parquet'
====
SELECT * FROM 'https://example.com/x.csv'
====
SELECT * FROM 's3://bucket/x.parquet'
====
SELECT * FROM customers JOIN '/etc/passwd' ON true
====
SELECT (SELECT count(*) FROM '/etc/passwd')
====
SELECT * FROM customers WHERE name IN (FROM 'x.csv')
====
SELECT * FROM customers, 'x.csv'
====
SELECT * FROM read_csv('/etc/passwd')
====
SELECT * FROM READ_CSV('/etc/passwd')
====
SELECT * FROM "read_csv"('/etc/passwd')
====
SELECT * FROM main.read_csv('/etc/passwd')
====
SELECT * FROM system.main.read_csv('/etc/passwd')
====
SELECT * FROM read_csv_auto('/etc/passwd')
====
SELECT * FROM read_text('/etc/passwd')
====
SELECT * FROM read_blob('/etc/shadow')
====
SELECT * FROM read_json('/etc/passwd')
====
SELECT * FROM read_json_auto('/etc/passwd')
====
SELECT * FROM read_json_objects('/etc/passwd')
====
SELECT * FROM read_ndjson('/etc/passwd')
====
SELECT * FROM read_parquet('x.parquet')
====
SELECT * FROM parquet_scan('x.parquet')
====
SELECT * FROM parquet_metadata('x.parquet')
====
SELECT * FROM parquet_schema('x.parquet')
====
SELECT * FROM read_duckdb('x.duckdb')
====
SELECT * FROM sniff_csv('/etc/passwd')
====
SELECT * FROM glob('/*')
====
SELECT * FROM read_xlsx('x.xlsx')
====
SELECT * FROM st_read('x.shp')
====
SELECT * FROM sqlite_scan('x.db', 't')
====
SELECT * FROM postgres_scan('host=x', 'public', 't')
====
SELECT * FROM postgres_query('db', 'select 1')
====
SELECT * FROM mysql_query('db', 'select 1')
====
SELECT * FROM iceberg_scan('s3://x')
====
SELECT * FROM delta_scan('s3://x')
====
SELECT * FROM arrow_scan(1, 2, 3)
====
SELECT * FROM pandas_scan(1)
====
SELECT * FROM python_map_function(1)
====
SELECT * FROM query('SELECT 42')
====
SELECT * FROM query('DROP TABLE customers')
====
SELECT * FROM query_table('customers')
====
SELECT * FROM query_table(['customers', 'duckdb_settings'])
====
SELECT * FROM json_execute_serialized_sql('{}')
====
SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))
====
SELECT json_serialize_sql('SELECT 1')
====
SELECT json_serialize_plan('SELECT 1')
====
SELECT json_deserialize_sql('{}')
====
SELECT * FROM sql_auto_complete('SEL')
====
SELECT * FROM histogram('customers', birth_year)
====
SELECT * FROM histogram_values('customers', birth_year)
====
SELECT * FROM summary((SELECT 1))
====
SELECT * FROM seq_scan('customers')
====
SELECT * FROM duckdb_table_sample('customers')
====
SELECT * FROM duckdb_settings()
====
SELECT * FROM duckdb_tables()
====
SELECT * FROM duckdb_columns
====
SELECT * FROM duckdb_databases()
====
SELECT * FROM duckdb_secrets()
====
SELECT * FROM duckdb_functions()
====
SELECT * FROM duckdb_extensions()
====
SELECT * FROM duckdb_variables()
====
SELECT * FROM duckdb_views
====
SELECT * FROM duckdb_logs
====
SELECT * FROM duckdb_temporary_files()
====
SELECT * FROM which_secret('x', 's3')
====
SELECT * FROM pragma_table_info('customers')
====
SELECT * FROM pragma_database_size()
====
SELECT * FROM pragma_storage_info('customers')
====
SELECT * FROM pragma_show('customers')
====
SELECT * FROM pragma_version()
====
SELECT * FROM pg_timezone_names()
====
SELECT * FROM information_schema.tables
====
SELECT * FROM information_schema.columns
====
SELECT * FROM INFORMATION_SCHEMA.SCHEMATA
====
SELECT * FROM "information_schema"."tables"
====
SELECT * FROM pg_catalog.pg_tables
====
SELECT * FROM pg_tables
====
SELECT * FROM pg_class
====
SELECT * FROM pg_settings
====
SELECT * FROM sqlite_master
====
SELECT * FROM sqlite_schema
====
SELECT * FROM sqlite_temp_master
====
SELECT * FROM system.information_schema.tables
====
SELECT * FROM temp.main.x
====
SELECT * FROM system.main.duckdb_tables
====
SELECT * FROM main.duckdb_settings
====
SELECT * FROM secret.main.customers
====
SELECT * FROM a.b.c.customers
====
WITH sqlite_master AS (SELECT * FROM sqlite_master) SELECT * FROM sqlite_master
====
WITH RECURSIVE pg_class AS (SELECT relname FROM pg_class UNION ALL SELECT 'x' FROM pg_class WHERE false) SELECT * FROM pg_class
====
SELECT * FROM (WITH sqlite_master AS (SELECT 1) SELECT * FROM sqlite_master) a, sqlite_master b
====
WITH a AS (SELECT * FROM duckdb_views), duckdb_views AS (SELECT 1) SELECT * FROM a
====
WITH customers AS (SELECT * FROM '/etc/passwd') SELECT * FROM customers
====
WITH sum AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM sum
====
SELECT customers.name FROM customers UNION SELECT sql FROM sqlite_master
====
SELECT name FROM customers WHERE name = '' UNION ALL SELECT table_name FROM information_schema.tables --'
====
SELECT current_setting('home_directory')
====
SELECT current_setting('secret_directory') FROM customers
====
SELECT getvariable('x')
====
SELECT getenv('HOME')
====
SELECT current_user
====
SELECT session_user, current_catalog
====
SELECT user
====
SELECT current_database()
====
SELECT current_schemas(true)
====
SELECT version()
====
SELECT current_query()
====
SELECT txid_current()
====
SELECT inet_server_addr()
====
SELECT pg_sleep(10)
====
SELECT sleep_ms(10000)
====
SELECT sleep(10)
====
SELECT benchmark(1000000, md5('x'))
====
SELECT pg_read_file('/etc/passwd')
====
SELECT lo_import('/etc/passwd')
====
SELECT dblink('host=x', 'select 1')
====
SELECT xp_cmdshell('dir')
====
SELECT load_extension('x')
====
SELECT nextval('s')
====
SELECT setseed(0.5)
====
SELECT write_log('x')
====
SELECT error('x')
====
SELECT pg_get_viewdef(1)
====
SELECT has_table_privilege('customers', 'select')
====
SELECT get_block_size('main')
====
SELECT stats(name) FROM customers
====
SELECT vector_type(name) FROM customers
====
SELECT create_sort_key(name, 'ASC') FROM customers
====
SELECT __internal_compress_string_hugeint('x')
====
SELECT finalize(sum(amount) EXPORT_STATE) FROM orders
====
SELECT sum(amount) EXPORT_STATE FROM orders
====
SELECT 'x'.read_text()
====
SELECT ('/etc/passwd').pg_read_file()
====
SELECT list_transform([1], lambda x: getvariable('a'))
====
SELECT list_transform(['threads'], lambda x: current_setting(x))
====
SELECT [current_setting(x) FOR x IN ['threads']]
====
SELECT count(*) FILTER (WHERE current_setting('threads') = '1') FROM customers
====
SELECT sum(amount) OVER (PARTITION BY current_setting('threads')) FROM orders
====
SELECT amount FROM orders ORDER BY getvariable('x')
====
SELECT amount FROM orders LIMIT (SELECT count(*) FROM duckdb_settings())
====
SELECT amount FROM orders GROUP BY amount HAVING current_setting('threads') IS NULL
====
SELECT amount FROM orders QUALIFY row_number() OVER (ORDER BY current_setting('threads')) = 1
====
SELECT CASE WHEN EXISTS (FROM duckdb_secrets()) THEN 1 ELSE 0 END
====
SELECT COLUMNS(lambda c: c = current_setting('threads')) FROM customers
====
SELECT * REPLACE (current_setting('threads') AS name) FROM customers
====
SELECT * FROM (VALUES (current_setting('threads')))
====
VALUES ((SELECT sql FROM sqlite_master LIMIT 1))
====
PIVOT sqlite_master ON type USING count(*)
====
PIVOT duckdb_settings() ON scope USING count(*)
====
PIVOT customers ON grade USING max(current_setting('threads'))
====
PIVOT (FROM '/etc/passwd') ON column0 USING count(*)
====
PIVOT customers ON grade IN (SELECT sql FROM sqlite_master) USING count(*)
====
PIVOT read_csv('/etc/passwd') ON column0
====
PIVOT customers JOIN sqlite_master ON true ON grade USING count(*)
====
PIVOT customers ON grade USING count(*); DROP TABLE customers
====
WITH c AS (FROM '/etc/passwd') PIVOT c ON column0 USING count(*)
====
SELECT * FROM (PIVOT customers ON grade USING count(*)), sqlite_master
====
CREATE TABLE x AS PIVOT customers ON grade USING count(*)
====
UNPIVOT sqlite_master ON name INTO NAME a VALUE b
====
UNPIVOT (FROM duckdb_settings()) ON name INTO NAME a VALUE b
====
SELECT * FROM customers AT (VERSION => 1)
====
SELECT * FROM customers AT (TIMESTAMP => now())
====
SELECT $1
====
SELECT * FROM customers WHERE name = ?
====
SELECT $name
====
SELECT name FROM customers WHERE city = '‮서울'
====
SELECT * FROM customers POSITIONAL JOIN duckdb_settings()
====
SELECT * FROM customers ASOF JOIN sqlite_master ON customers.name >= sqlite_master.name
====
SELECT * FROM customers c, LATERAL (SELECT * FROM read_text(c.name))
====
SELECT * FROM customers c, read_text(c.name)
====
SELECT * FROM range((SELECT count(*) FROM duckdb_tables()))
====
SELECT * FROM unnest((SELECT list(sql) FROM sqlite_master))
====
SELECT unnest(list(sql)) FROM sqlite_master
====
SELECT * FROM json_each((SELECT content FROM read_text('/etc/passwd')))
====
FROM duckdb_settings()
====
FROM customers SELECT *, (FROM duckdb_settings() SELECT count(*))
====
(((SELECT * FROM sqlite_master)))
====
SELECT/**/*/**/FROM/**/sqlite_master
====
sElEcT * fRoM rEaD_cSv('/etc/passwd')
====
SELECT * FROM "SQLITE_MASTER"
====
SELECT * FROM "duckdb_settings"
====
SELECT CAST(1 AS pg_catalog.int4)
====
SELECT * FROM checkpoint()
====
SELECT * FROM force_checkpoint()
====
SELECT * FROM enable_logging()
====
SELECT * FROM truncate_duckdb_logs()
====
SELECT * FROM create_external_resource('x')
====
SELECT * FROM test_all_types()
====
SELECT * FROM customers WHERE EXISTS (SELECT 1 FROM pragma_database_size())
====
SELECT (WITH x AS (SELECT content FROM read_text('/proc/self/environ')) SELECT content FROM x)
====
PIVOT customers ON name || current_setting('threads') USING count(*)
====
PIVOT customers ON grade USING count(*) ORDER BY getvariable('x')
====
PIVOT (FROM customers SELECT *, getvariable('x') AS g) ON grade USING count(*) GROUP BY g
====
WITH p AS (PIVOT customers ON grade USING count(*)), q AS (DELETE FROM orders RETURNING *) FROM p
====
SELECT * FROM customers PIVOT (max(current_setting('threads')) FOR grade IN ('VIP'))
====
SELECT * FROM duckdb_settings() PIVOT (count(*) FOR scope IN ('GLOBAL'))

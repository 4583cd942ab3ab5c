SELECT 1 INTO OUTFILE '/tmp/x'
====
SELECT * INTO x FROM customers
====
SELECT * FROM customers FOR UPDATE
====
GRANT ALL ON customers TO public
====
EXEC xp_cmdshell 'dir'
====
EXECUTE IMMEDIATE 'DROP TABLE customers'
====
LOAD DATA INFILE '/etc/passwd' INTO TABLE customers
====
SELECT * FROM customers WHERE name = '' OR 1=1 --' AND '
 x = '
====
ＳＥＬＥＣＴ * FROM customers
====
DELETE FORM customers
====
SHUTDOWN
====
HANDLER customers OPEN
====
SELECT * FROM "sqlite_" || 'master'
====
DO $$ BEGIN DELETE FROM customers; END $$
====
.shell ls
====
\! ls
====
!ls
====
SELECT 1; garbage here
====
고객을 모두 지워줘
====
```sql
SELECT 1
```
====
PIVOT customers ON current_setting('threads') USING count(*)
====
PIVOT customers ON grade USING count(*) GROUP BY getvariable('x')
====
PIVOT customers ON (SELECT max(sql) FROM sqlite_master) || name USING count(*)

SELECT 1
====
SELECT * FROM customers
====
select count(*) from orders;
====
SELECT name, city FROM customers WHERE grade = 'VIP' ORDER BY name LIMIT 10
====
FROM customers
====
FROM orders SELECT customer_id, sum(amount) AS total GROUP BY customer_id ORDER BY total DESC LIMIT 5
====
TABLE products
====
VALUES (1, '가'), (2, '나')
====
SELECT * FROM (VALUES (1, '서울'), (2, '부산')) AS v(id, city)
====
SELECT c.city, count(*) AS n, sum(o.amount) AS total FROM customers c JOIN orders o ON o.customer_id = c.customer_id GROUP BY c.city HAVING sum(o.amount) > 1000 ORDER BY total DESC
====
SELECT c.name, o.order_id FROM customers AS c LEFT JOIN orders AS o USING (customer_id) WHERE o.order_id IS NULL
====
SELECT * FROM customers NATURAL JOIN orders LIMIT 3
====
SELECT a.emp_id, b.name FROM employees a FULL OUTER JOIN employees b ON a.manager_id = b.emp_id
====
SELECT c.name FROM customers c SEMI JOIN orders o ON c.customer_id = o.customer_id
====
SELECT c.name FROM customers c ANTI JOIN orders o USING (customer_id)
====
SELECT o.order_id, p.price FROM (SELECT i.*, DATE '2024-06-01' AS day FROM order_items i) o ASOF LEFT JOIN prices p ON o.product_id = p.product_id AND o.day >= p.valid_from
====
SELECT c.name, m.jan FROM customers c POSITIONAL JOIN monthly_sales m
====
SELECT c.name, x.total FROM customers c, LATERAL (SELECT sum(amount) AS total FROM orders o WHERE o.customer_id = c.customer_id) x
====
SELECT c.name, t.n FROM customers c CROSS JOIN LATERAL (SELECT count(*) AS n FROM orders o WHERE o.customer_id = c.customer_id) t WHERE t.n > 3
====
SELECT name, (SELECT max(amount) FROM orders o WHERE o.customer_id = c.customer_id) AS biggest FROM customers c
====
SELECT name FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.customer_id AND o.amount > 20000)
====
SELECT name FROM customers WHERE customer_id NOT IN (SELECT customer_id FROM orders WHERE customer_id IS NOT NULL)
====
SELECT name FROM employees WHERE salary > ALL (SELECT salary FROM employees WHERE dept = '인사')
====
SELECT name FROM employees WHERE salary = ANY (SELECT max(salary) FROM employees GROUP BY dept)
====
WITH recent AS (SELECT * FROM orders WHERE ordered_at >= TIMESTAMP '2024-01-05') SELECT status, count(*) FROM recent GROUP BY ALL ORDER BY ALL
====
WITH a AS MATERIALIZED (SELECT customer_id, sum(amount) s FROM orders GROUP BY 1), b AS NOT MATERIALIZED (SELECT * FROM a WHERE s > 10000) SELECT * FROM b JOIN customers USING (customer_id)
====
WITH RECURSIVE tree AS (SELECT emp_id, name, 1 AS depth FROM employees WHERE manager_id IS NULL UNION ALL SELECT e.emp_id, e.name, t.depth + 1 FROM employees e JOIN tree t ON e.manager_id = t.emp_id) SELECT depth, count(*) FROM tree GROUP BY depth ORDER BY depth
====
WITH RECURSIVE nums(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM nums WHERE n < 12) SELECT n, make_date(2024, n, 1) AS first_day FROM nums
====
WITH sum AS (SELECT 1 AS x) SELECT sum(x) FROM sum
====
WITH read_csv AS (SELECT * FROM customers) SELECT count(*) FROM read_csv
====
WITH customers AS (SELECT * FROM customers WHERE grade = 'VIP') SELECT count(*) FROM customers
====
WITH 월별 AS (SELECT date_trunc('month', 주문일) AS 월, sum("총 금액") AS 매출 FROM 주문 GROUP BY 1) SELECT 월, 매출, 매출 - lag(매출) OVER (ORDER BY 월) AS 증감 FROM 월별 ORDER BY 월
====
SELECT 이름, 등급 FROM 고객 WHERE 지역 = '서울' ORDER BY 가입일 DESC
====
SELECT k.이름, sum(j."총 금액") AS "합계 금액" FROM 고객 k JOIN 주문 j ON j.고객번호 = k.고객번호 GROUP BY k.이름 ORDER BY "합계 금액" DESC LIMIT 5
====
SELECT "select" FROM employees LIMIT 1
====
SELECT count(*) FILTER (WHERE status = 'done') AS done, count(*) FILTER (status = 'cancel') AS canceled FROM orders
====
SELECT status, count(DISTINCT customer_id) FROM orders GROUP BY status
====
SELECT category, string_agg(name, ', ' ORDER BY price DESC) FROM products GROUP BY category
====
SELECT category, listagg(name, '/') FROM products GROUP BY 1
====
SELECT category, list(name ORDER BY name) AS names, array_agg(DISTINCT price) FROM products GROUP BY category
====
SELECT customer_id, amount, row_number() OVER (PARTITION BY customer_id ORDER BY amount DESC) AS rn FROM orders
====
SELECT customer_id, amount FROM orders QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY amount DESC) = 1
====
SELECT dept, name, salary, rank() OVER w, dense_rank() OVER w, percent_rank() OVER w, cume_dist() OVER w, ntile(4) OVER w FROM employees WINDOW w AS (PARTITION BY dept ORDER BY salary DESC)
====
SELECT ordered_at, amount, sum(amount) OVER (ORDER BY ordered_at ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS moving FROM orders
====
SELECT ordered_at, avg(amount) OVER (ORDER BY ordered_at RANGE BETWEEN INTERVAL 3 DAYS PRECEDING AND INTERVAL 3 DAYS FOLLOWING) FROM orders
====
SELECT emp_id, first_value(name) OVER (PARTITION BY dept ORDER BY hired), last_value(name IGNORE NULLS) OVER (PARTITION BY dept ORDER BY hired ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), nth_value(name, 2) OVER (PARTITION BY dept ORDER BY hired) FROM employees
====
SELECT order_id, lag(amount, 1, 0) OVER (ORDER BY order_id), lead(amount) OVER (ORDER BY order_id) FROM orders
====
SELECT sum(amount) OVER (ORDER BY order_id GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) FROM orders
====
PIVOT orders ON status USING sum(amount)
====
PIVOT orders ON status USING sum(amount) AS total, count(*) AS n GROUP BY customer_id
====
PIVOT orders ON status IN ('done', 'paid') USING count(*) GROUP BY customer_id ORDER BY customer_id LIMIT 5
====
PIVOT (SELECT city, grade, customer_id FROM customers) ON grade USING count(customer_id) GROUP BY city ORDER BY city
====
SELECT * FROM (PIVOT orders ON status USING count(*) GROUP BY customer_id) p JOIN customers c ON c.customer_id = p.customer_id LIMIT 3
====
WITH m AS (SELECT year(ordered_at) AS y, month(ordered_at) AS m, amount FROM orders) PIVOT m ON m USING sum(amount) GROUP BY y
====
WITH p AS (PIVOT orders ON status USING sum(amount) GROUP BY customer_id) SELECT count(*) FROM p
====
PIVOT orders ON year(ordered_at), status USING sum(amount)
====
PIVOT customers ON (city || '-' || grade) USING count(*)
====
SELECT * FROM orders PIVOT (sum(amount) FOR status IN ('done', 'paid', 'cancel') GROUP BY customer_id)
====
FROM customers PIVOT (count(*) FOR grade IN ('VIP', 'GOLD') GROUP BY city)
====
UNPIVOT monthly_sales ON jan, feb, mar INTO NAME month VALUE sales
====
SELECT * FROM monthly_sales UNPIVOT (sales FOR month IN (jan, feb, mar))
====
UNPIVOT monthly_sales ON COLUMNS(* EXCLUDE (region)) INTO NAME month VALUE sales
====
FROM (UNPIVOT monthly_sales ON COLUMNS(* EXCLUDE region) INTO NAME m VALUE v) SELECT m, sum(v) GROUP BY m
====
SELECT region, month, sales FROM monthly_sales UNPIVOT INCLUDE NULLS (sales FOR month IN (jan AS '1월', feb AS '2월'))
====
SELECT * EXCLUDE (email, birth_year) FROM customers
====
SELECT * REPLACE (upper(grade) AS grade) FROM customers
====
SELECT * RENAME (name AS customer_name) FROM customers
====
SELECT c.* EXCLUDE (email), o.amount FROM customers c JOIN orders o USING (customer_id)
====
SELECT COLUMNS('^jan|feb') FROM monthly_sales
====
SELECT min(COLUMNS(*)), max(COLUMNS(*)) FROM monthly_sales
====
SELECT COLUMNS(lambda c: c LIKE '%a%') FROM monthly_sales
====
SELECT coalesce(*COLUMNS(* EXCLUDE region)) FROM monthly_sales
====
SELECT * LIKE '%a%' FROM monthly_sales
====
SELECT unnest(tags) AS tag, count(*) FROM products GROUP BY 1
====
SELECT p.name, t.tag FROM products p, unnest(p.tags) AS t(tag)
====
SELECT p.name, t.tag FROM products p CROSS JOIN unnest(p.tags) t(tag) WHERE tag = '인기'
====
SELECT name FROM products WHERE list_contains(tags, '신상')
====
SELECT name FROM products WHERE '인기' IN tags
====
SELECT list_transform(tags, lambda t: t || '!'), list_filter([1, 2, 3], lambda x: x > 1), list_reduce([1, 2, 3], lambda a, b: a + b) FROM products LIMIT 1
====
SELECT [x * 2 FOR x IN [1, 2, 3] IF x > 1]
====
SELECT tags[1], tags[-1], tags[1:2], len(tags), list_sort(tags), list_distinct(tags), array_to_string(tags, ',') FROM products
====
SELECT spec.color, spec['weight'], struct_extract(spec, 'color') FROM products WHERE spec.weight > 3
====
SELECT {'a': 1, 'b': name} AS s, struct_pack(k := 1), row(1, 2) FROM products LIMIT 2
====
SELECT MAP {'a': 1, 'b': 2}['a'], map_keys(MAP {'x': 1}), map_entries(MAP {1: 2})
====
SELECT spec.* FROM products LIMIT 1
====
SELECT unnest(spec) FROM products LIMIT 1
====
SELECT payload->>'page' AS page, count(*) FROM events GROUP BY page
====
SELECT json_extract_string(payload, '$.page'), json_extract(payload, '$.ms')::INT, payload->'$.ms', json_keys(payload), json_type(payload) FROM events LIMIT 3
====
SELECT key, value FROM events, json_each(payload) LIMIT 5
====
SELECT to_json(c) FROM customers c LIMIT 1
====
SELECT json_object('name', name, 'city', city), json_array(1, 2), json_group_array(name) FROM customers GROUP BY name, city LIMIT 1
====
SELECT name FROM customers WHERE name LIKE '%1%' AND email ILIKE 'C%' AND city NOT LIKE '부%'
====
SELECT name FROM customers WHERE name SIMILAR TO '고객[0-9]+'
====
SELECT name FROM customers WHERE regexp_matches(email, '^c[0-9]+@') AND email ~ 'example'
====
SELECT regexp_extract(email, '([a-z]+)([0-9]+)', 2), regexp_replace(email, '[0-9]', '*', 'g'), regexp_extract_all(email, '[0-9]') FROM customers
====
SELECT name GLOB '고객*', email LIKE 'a#_%' ESCAPE '#' FROM customers
====
SELECT upper(email), lower(email), substring(email, 1, 3), email[1:3], left(email, 2), right(email, 3), length(email), trim(name), replace(name, '고객', ''), concat(name, '-', city), concat_ws('/', name, city), split_part(email, '@', 1), position('@' IN email), strpos(email, '@'), lpad(name, 10, '0'), reverse(name), repeat('=', 3), format('{}-{}', name, city), printf('%05d', customer_id) FROM customers
====
SELECT name || '(' || coalesce(grade, '없음') || ')' FROM customers
====
SELECT 'drop table customers; delete from orders' AS 문장, 'it''s -- not a comment' AS t
====
SELECT name FROM customers WHERE name <> 'DELETE FROM customers' AND email NOT IN ('insert into', 'read_csv(''/etc/passwd'')')
====
-- 이 주석에는 drop table 이라는 말이 있다
SELECT /* delete from orders; */ count(*) FROM orders -- ; select 2
====
SELECT $$달러 인용; drop table x$$ AS a, E'줄\n바꿈' AS b, $tag$it's$tag$ AS c
====
SELECT current_date, today(), now(), current_timestamp, localtimestamp
====
SELECT date_trunc('month', ordered_at) AS m, date_part('year', ordered_at), extract(quarter FROM ordered_at), year(ordered_at), month(ordered_at), dayofweek(ordered_at), dayname(ordered_at), week(ordered_at), last_day(ordered_at) FROM orders LIMIT 5
====
SELECT count(*) FROM orders WHERE ordered_at >= current_date - INTERVAL 30 DAY
====
SELECT count(*) FROM orders WHERE ordered_at BETWEEN DATE '2024-01-01' AND DATE '2024-01-31' + INTERVAL '1 month'
====
SELECT date_diff('day', joined_on, DATE '2024-06-01'), datediff('month', joined_on, current_date), date_add(joined_on, INTERVAL 1 MONTH), joined_on + 7, age(joined_on), date_sub('day', joined_on, DATE '2024-01-01') FROM customers
====
SELECT strftime(ordered_at, '%Y-%m') AS ym, sum(amount) FROM orders GROUP BY ym ORDER BY ym
====
SELECT strptime('2024-03-01', '%Y-%m-%d'), try_strptime('x', '%Y'), make_date(2024, 1, 1), make_timestamp(2024, 1, 1, 0, 0, 0), epoch(TIMESTAMP '2024-01-01'), to_timestamp(0), time_bucket(INTERVAL '2 hours', TIMESTAMP '2024-01-01 03:00:00')
====
SELECT seen AT TIME ZONE 'Asia/Seoul', timezone('UTC', seen) FROM events LIMIT 1
====
SELECT d::DATE AS day, count(o.order_id) FROM generate_series(DATE '2024-01-01', DATE '2024-01-10', INTERVAL 1 DAY) AS t(d) LEFT JOIN orders o ON o.ordered_at::DATE = d::DATE GROUP BY day ORDER BY day
====
SELECT range AS n FROM range(1, 10, 2)
====
SELECT unnest(range(5)), unnest(generate_series(1, 5))
====
SELECT * FROM unnest([1, 2, 3]) WITH ORDINALITY AS t(v, i)
====
SELECT * FROM generate_series(1, 5) WITH ORDINALITY
====
SELECT CAST(amount AS INTEGER), amount::BIGINT, TRY_CAST(coupon AS INTEGER), '2024-01-01'::DATE, CAST('1' AS DECIMAL(10, 2)) FROM orders LIMIT 1
====
SELECT CASE WHEN amount > 10000 THEN '큼' WHEN amount > 1000 THEN '중간' ELSE '작음' END AS 크기, count(*) FROM orders GROUP BY 1
====
SELECT CASE grade WHEN 'VIP' THEN 1 ELSE 0 END FROM customers
====
SELECT coalesce(coupon, '없음'), nullif(coupon, 'SALE'), ifnull(coupon, ''), if(amount > 100, 'a', 'b'), greatest(1, 2), least(1, 2) FROM orders LIMIT 3
====
SELECT round(amount, 1), floor(amount), ceil(amount), abs(-1), amount % 7, amount // 10, 2 ** 3, power(2, 3), sqrt(4), ln(2), log10(100), sign(-1), mod(7, 3), trunc(1.5) FROM orders LIMIT 1
====
SELECT avg(amount), median(amount), stddev(amount), var_samp(amount), quantile_cont(amount, 0.9), quantile_cont(amount, [0.25, 0.5]), mode(status), percentile_cont(0.5) WITHIN GROUP (ORDER BY amount), approx_count_distinct(customer_id), arg_max(order_id, amount), max_by(order_id, amount), min(amount, 3), any_value(status), first(status ORDER BY order_id), bool_or(amount > 1), corr(amount, order_id), product(1), histogram(status) FROM orders
====
SELECT city, grade, count(*) FROM customers GROUP BY ROLLUP (city, grade)
====
SELECT city, grade, count(*), grouping(city, grade), GROUPING_ID(city) FROM customers GROUP BY CUBE (city, grade)
====
SELECT city, grade, count(*) FROM customers GROUP BY GROUPING SETS ((city), (grade), ())
====
SELECT name FROM customers WHERE city = '서울' UNION SELECT 이름 FROM 고객
====
SELECT customer_id AS id, name FROM customers UNION ALL BY NAME SELECT 고객번호 AS id, 등급 AS grade FROM 고객
====
SELECT city FROM customers EXCEPT SELECT 지역 FROM 고객
====
(SELECT city FROM customers) INTERSECT ALL (SELECT 지역 FROM 고객) ORDER BY 1
====
SELECT DISTINCT city FROM customers
====
SELECT DISTINCT ON (city) city, name FROM customers ORDER BY city, joined_on DESC
====
SELECT * FROM customers LIMIT 10 OFFSET 5
====
SELECT * FROM customers LIMIT 10%
====
SELECT * FROM customers ORDER BY joined_on DESC NULLS LAST, name COLLATE NOCASE FETCH FIRST 3 ROWS ONLY
====
SELECT * FROM orders USING SAMPLE 10
====
SELECT * FROM orders TABLESAMPLE 10%
====
SELECT * FROM orders USING SAMPLE reservoir(5 ROWS) REPEATABLE (42)
====
SELECT main.customers.name FROM main.customers LIMIT 1
====
SELECT customers.name, orders.amount FROM customers JOIN orders ON customers.customer_id = orders.customer_id
====
SELECT "Name" FROM "Customers" LIMIT 1
====
SELECT NAME FROM CUSTOMERS WHERE GRADE = 'VIP'
====
SELECT c FROM customers c LIMIT 1
====
SELECT amount AS 금액, 금액 * 1.1 AS 부가세포함 FROM orders WHERE 금액 > 100
====
SELECT #1, #2 FROM customers LIMIT 1
====
SELECT name FROM customers WHERE (city, grade) IN (('서울', 'VIP'), ('부산', 'GOLD'))
====
SELECT name FROM customers WHERE city IS DISTINCT FROM '서울' AND grade IS NOT NULL AND (birth_year > 1980) IS TRUE
====
SELECT name FROM customers WHERE NOT (city = '서울' OR city = '부산') AND birth_year BETWEEN 1980 AND 2000
====
SELECT 1 + 2 * 3 - 4 / 5, 7 & 3, 7 | 8, 1 << 3, xor(1, 2), ~5, -(-3), +1, 5!, 1e3, 0xFF, 1_000
====
SELECT name.upper(), email.split('@')[1] FROM customers LIMIT 1
====
SELECT ('a,b').string_split(',').len()
====
SELECT TRY(1 // 0)
====
SELECT date '2024-02-29' + to_days(1), INTERVAL '1' YEAR, INTERVAL 2 WEEK, to_months(3)
====
SELECT customer_id, sum(amount) AS s FROM orders GROUP BY customer_id ORDER BY s DESC, 1 LIMIT (SELECT 3)
====
SELECT avg(n) FROM (SELECT customer_id, count(*) AS n FROM orders GROUP BY customer_id) t
====
SELECT x.city, y.n FROM (SELECT DISTINCT city FROM customers) x LEFT JOIN (SELECT city, count(*) n FROM customers WHERE grade = 'VIP' GROUP BY city) y ON x.city = y.city
====
SELECT product_id, sum(quantity * unit_price) / sum(sum(quantity * unit_price)) OVER () AS share FROM order_items GROUP BY product_id
====
SELECT kind, count(*) * 100.0 / sum(count(*)) OVER () AS pct FROM events GROUP BY kind
====
WITH f AS (SELECT user_id, min(seen)::DATE AS first_day FROM events GROUP BY user_id) SELECT f.first_day, date_diff('day', f.first_day, e.seen::DATE) AS d, count(DISTINCT e.user_id) FROM events e JOIN f USING (user_id) GROUP BY 1, 2 ORDER BY 1, 2
====
SELECT hash(name), md5(email), sha256(email), base64(encode(name)), hex(name) FROM customers LIMIT 1
====
SELECT levenshtein('가나', '가다'), jaro_winkler_similarity('a', 'b'), soundex FROM (SELECT 1 AS soundex)
====
SELECT random() < 2, uuid() IS NOT NULL, pi(), typeof(1), pg_typeof(1)
====
SELECT bar(amount, 0, 30000, 10), format_bytes(1000000), ascii('A'), chr(44032), unicode('가'), translate('abc', 'a', 'b'), starts_with('abc', 'a'), 'abc' ^@ 'a', contains('abc', 'b') FROM orders LIMIT 1
====
SELECT count(*) FROM orders o WHERE o.amount > (SELECT avg(amount) FROM orders WHERE customer_id = o.customer_id)
====
SELECT ARRAY[1, 2, 3], ARRAY(SELECT city FROM customers ORDER BY 1 LIMIT 2), [1] || [2], list_concat([1], [2]), list_sum([1, 2]), list_aggregate([1, 2], 'max'), flatten([[1], [2]]), list_zip([1], [2])
====
SELECT array_cosine_similarity([1.0, 2.0]::DOUBLE[2], [2.0, 1.0]::DOUBLE[2]), [1, 2] && [2], [1, 2] @> [1]
====
SELECT cast('{"a": 1}' AS JSON)->>'a', '[1,2]'::JSON, json_array_length('[1,2,3]'), json_structure('{"a":1}'), json_transform('{"a":1}', '{"a":"INTEGER"}')
====
SELECT order_id FROM orders WHERE status = 'done' AND (coupon = 'SALE' OR coupon IS NULL) AND amount <> 0 AND amount != 1 AND NOT status = 'x'
====
SELECT sum(CASE WHEN status = 'done' THEN amount ELSE 0 END) / nullif(count(*), 0) AS r FROM orders
====
SELECT count_if(amount > 1000), sum(amount) FILTER (amount > 1000), avg(DISTINCT amount) FROM orders
====
SELECT a.name AS 직원, b.name AS 상사 FROM employees a LEFT JOIN employees b ON a.manager_id = b.emp_id
====
SELECT * FROM customers c JOIN orders o ON c.customer_id = o.customer_id JOIN order_items i ON i.order_id = o.order_id JOIN products p ON p.product_id = i.product_id LIMIT 2
====
SELECT * FROM customers, orders WHERE customers.customer_id = orders.customer_id LIMIT 2
====
SELECT * FROM (customers JOIN orders USING (customer_id)) LIMIT 1
====
SELECT 1 AS "따옴표 ""있는"" 이름"
====
SELECT date_trunc('week', ordered_at)::DATE AS 주, sum(amount) FROM orders GROUP BY 주 HAVING count(*) > 1 ORDER BY 주
====
SELECT nth_value(name, 1) OVER () , fill(salary) OVER (ORDER BY emp_id) FROM employees
====
SELECT status, approx_quantile(amount, 0.5), entropy(status), kurtosis(amount), skewness(amount), mad(amount), geomean(amount), favg(amount), fsum(amount), approx_top_k(status, 2), bit_xor(order_id), bitstring_agg(order_id) FROM orders WHERE order_id < 200 GROUP BY status
====
SELECT cardinality(MAP {'a': 1}), map_from_entries([('a', 1)]), element_at(MAP {'a': 1}, 'a'), map_concat(MAP {'a': 1}, MAP {'b': 2})
====
WITH t(a, b) AS (VALUES (1, 2), (3, 4)) SELECT a + b FROM t
====
WITH RECURSIVE fib AS (SELECT 0 AS a, 1 AS b UNION ALL SELECT b, a + b FROM fib WHERE b < 100) FROM fib
====
SELECT getbit FROM (SELECT get_bit('101'::BIT, 0) AS getbit)
====
SELECT union_value(a := 1).a, enum_range(NULL::ENUM('a', 'b'))
====
SELECT DATE '2024-01-01' - DATE '2023-01-01', TIMESTAMP '2024-01-02' - TIMESTAMP '2024-01-01', epoch_ms(TIMESTAMP '2024-01-01'), isodow(DATE '2024-01-01'), weekofyear(DATE '2024-01-01'), monthname(DATE '2024-01-01'), dayofyear(DATE '2024-01-01'), decade(DATE '2024-01-01'), datetrunc('year', DATE '2024-05-05'), datepart('month', DATE '2024-05-05'), to_seconds(10), to_hours(1)
====
SELECT customer_id, list(DISTINCT status).list_sort() FROM orders GROUP BY ALL
====
FROM orders o JOIN customers c USING (customer_id) SELECT c.city, o.amount WHERE o.amount > 100 ORDER BY o.amount LIMIT 3
====
SELECT (FROM orders SELECT count(*)) AS n
====
SELECT year, total FROM (SELECT year(ordered_at) AS year, sum(amount) AS total FROM orders GROUP BY 1) WHERE total > 0
====
SELECT lower(name) AS lower, count(*) AS count FROM customers GROUP BY lower
====
SELECT name AS "order", city AS "group" FROM customers ORDER BY "order" LIMIT 1
====
SELECT o.amount, ntile(10) OVER (ORDER BY o.amount) AS 십분위 FROM orders o
====
DESCRIBE customers
====
SUMMARIZE orders
====
SELECT column_name FROM (DESCRIBE customers)
====
WITH RECURSIVE t(a, b) USING KEY (a) AS (SELECT 1, 1 UNION SELECT a, b + 1 FROM t WHERE b < 3) SELECT * FROM t
====
SELECT name FROM customers WHERE city = ANY (['서울', '부산']) AND grade = SOME (SELECT grade FROM customers)
====
SELECT name FROM customers WHERE (city, grade) = ('서울', 'VIP')
====
SELECT name::VARCHAR(10), amount::DECIMAL(10, 1), CAST('[1,2]' AS INT[]), CAST({'a': 1} AS STRUCT(a BIGINT)), CAST(MAP {'a': 1} AS MAP(VARCHAR, INT)), '2024-01-01'::TIMESTAMP WITH TIME ZONE FROM customers JOIN orders USING (customer_id) LIMIT 1
====
SELECT name FROM customers WHERE name !~~ 'a' AND name NOT ILIKE 'b%' AND name NOT SIMILAR TO 'x.*' AND name NOT BETWEEN 'a' AND 'b' AND grade NOT IN ('x') AND NOT EXISTS (SELECT 1 WHERE false)
====
SELECT name FROM customers WHERE email ISNULL OR email NOTNULL OR email IS NOT NULL OR (1 = 1) IS NOT TRUE OR (1 = 2) IS UNKNOWN
====
SELECT name FROM customers WHERE EXTRACT(DOW FROM joined_on) = 1 AND EXTRACT(EPOCH FROM joined_on) > 0 AND date_part(['year', 'month'], joined_on).year = 2023
====
SELECT struct_pack(a := 1, b := 'x').a, list_value(1, 2), {'k': [1, 2]}.k[1], (ROW(1, 2))[1]
====
SELECT sum(amount) OVER (ORDER BY order_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE TIES), count(*) OVER (), max(amount) FILTER (WHERE status = 'done') OVER (PARTITION BY customer_id) FROM orders
====
SELECT status, sum(amount) AS s FROM orders GROUP BY GROUPING SETS (ROLLUP (status), CUBE (customer_id)) HAVING s > 0 LIMIT 5
====
SELECT a.name, b.name FROM customers a JOIN customers b ON a.city = b.city AND a.customer_id < b.customer_id LIMIT 3
====
SELECT * FROM customers c LEFT JOIN LATERAL (SELECT * FROM orders o WHERE o.customer_id = c.customer_id ORDER BY ordered_at DESC LIMIT 1) last ON true LIMIT 3
====
SELECT strftime(ordered_at, '%Y년 %m월') AS "년월", printf('%.1f%%', 100.0 * count(*) FILTER (status = 'done') / count(*)) AS 완료율 FROM orders GROUP BY ALL ORDER BY ALL DESC
====
WITH RECURSIVE d(day) AS (SELECT DATE '2024-01-01' UNION ALL SELECT (day + INTERVAL 1 DAY)::DATE FROM d WHERE day < DATE '2024-01-31') SELECT day, coalesce(sum(amount), 0) FROM d LEFT JOIN orders ON ordered_at::DATE = day GROUP BY day ORDER BY day
====
SELECT CASE WHEN amount BETWEEN 0 AND 9999 THEN '1만 미만' WHEN amount < 50000 THEN '5만 미만' END AS 구간, count(*) AS "주문 수", round(avg(amount), 2) AS "평균 금액" FROM orders GROUP BY 구간 ORDER BY "주문 수" DESC NULLS LAST
====
SELECT quarter(ordered_at) AS q, sum(amount) AS cur, lag(sum(amount)) OVER (ORDER BY quarter(ordered_at)) AS prev FROM orders GROUP BY q
====
SELECT customer_id, amount FROM (SELECT customer_id, amount, row_number() OVER (PARTITION BY customer_id ORDER BY amount DESC) AS rn FROM orders) WHERE rn <= 3
====
SELECT c.name, count(o.order_id) AS n FROM customers c LEFT JOIN orders o ON c.customer_id = o.customer_id AND o.status = 'done' GROUP BY c.customer_id, c.name ORDER BY n DESC, c.name LIMIT 10
====
SELECT 지역, count(DISTINCT 고객번호) AS 고객수 FROM 고객 WHERE 가입일 >= DATE '2024-01-01' AND 가입일 < DATE '2024-02-01' GROUP BY 지역
====
SELECT date_trunc('month', 주문일) AS 월, sum("총 금액") FILTER (상태 = '완료') AS 완료금액, sum("총 금액") AS 전체 FROM 주문 GROUP BY 월 ORDER BY 월
====
SELECT max(cnt) - min(cnt) FROM (SELECT count(*) cnt FROM orders GROUP BY date_trunc('day', ordered_at))
====
SELECT name, salary, salary - avg(salary) OVER (PARTITION BY dept) AS diff FROM employees ORDER BY abs(diff) DESC LIMIT 5
====
SELECT e.name, m.name AS manager FROM employees e INNER JOIN employees m ON m.emp_id = e.manager_id WHERE e.salary > m.salary
====
SELECT DISTINCT ON (customer_id) * FROM orders ORDER BY customer_id, ordered_at DESC
====
SELECT list_filter(list_transform(range(5), lambda x: x * x), lambda y, i: y % 2 = 0 AND i > 0)
====
SELECT * FROM (SELECT 1 AS a UNION SELECT 2 UNION ALL SELECT 3) ORDER BY a LIMIT ALL
====
SELECT a: 1, b: amount FROM orders LIMIT 1
====
SELECT sum(x) FROM (VALUES (1), (2), (NULL)) t(x)
====
SELECT t.* FROM (SELECT * FROM products ORDER BY price DESC LIMIT 5) AS t ORDER BY t.price
====
SELECT payload.page, payload['ms'], json_value(payload, '$.page'), payload ->> '$.page' FROM events LIMIT 1
====
SELECT regexp_split_to_table('a,b', ','), string_split('a b', ' ')[1], str_split_regex('a1b', '[0-9]')
====
SELECT width_bucket FROM (SELECT floor(amount / 1000) * 1000 AS width_bucket FROM orders) GROUP BY 1 ORDER BY 1
====
SELECT corr(amount, order_id), covar_samp(amount, order_id), regr_slope(amount, order_id), regr_r2(amount, order_id) FROM orders
====
SELECT percentile_disc(0.9) WITHIN GROUP (ORDER BY amount DESC), mode() WITHIN GROUP (ORDER BY status) FROM orders
====
SELECT arg_min(name, price, 3), max(price, 2), histogram(category), first(name), last(name), bit_or(product_id) FROM products
====
PIVOT monthly_sales ON region USING first(jan)
====
PIVOT orders ON status, coupon USING sum(amount) GROUP BY customer_id ORDER BY ALL LIMIT 3
====
SELECT p.* FROM (PIVOT 주문 ON 상태 USING sum("총 금액") AS 금액, count(*) AS 건수 GROUP BY 고객번호) AS p ORDER BY p.고객번호 LIMIT 5
====
-- 월별 피벗
PIVOT (SELECT c.city, month(o.ordered_at) AS m, o.amount FROM customers c JOIN orders o USING (customer_id)) ON m USING sum(amount) GROUP BY city; -- 끝
====
WITH a AS (PIVOT customers ON grade USING count(*) GROUP BY city), b AS (PIVOT customers ON city USING count(*) GROUP BY grade) SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b)
====
PIVOT customers JOIN orders USING (customer_id) ON status USING count(*) GROUP BY city
====
PIVOT customers c JOIN orders o ON c.customer_id = o.customer_id ON status USING count(*) GROUP BY city
====
UNPIVOT (SELECT region, jan, feb FROM monthly_sales) ON jan, feb INTO NAME 월 VALUE 매출 ORDER BY 매출 DESC
====
SUMMARIZE SELECT amount FROM orders
====
DESCRIBE SELECT * FROM customers
====
SHOW orders
====
SELECT * FROM customers WHERE name = '홍''길동' OR name = 'a"b' OR name = 'x\y' OR name LIKE '%;%'
====
SELECT user_id AS user, count(*) FROM events GROUP BY user ORDER BY user LIMIT 3
====
SELECT "user" FROM (SELECT user_id AS "user" FROM events) LIMIT 1
====
SELECT e."select", e.hired AS "from" FROM employees AS e WHERE e."select" IS NOT NULL
====
SELECT 1;
-- 마침
====
   SELECT 1   ;   ;
====
select distinct category from products order by category collate "ko"
====
SELECT count(*) FROM orders WHERE ordered_at >= date_trunc('month', current_date) - INTERVAL 1 MONTH AND ordered_at < date_trunc('month', current_date)
====
SELECT count(*) FROM orders WHERE strftime(ordered_at, '%Y%m') = '202401' AND dayofweek(ordered_at) IN (0, 6) AND hour(ordered_at) BETWEEN 9 AND 18
====
SELECT name FROM customers WHERE date_diff('year', joined_on, current_date) >= 1 OR joined_on > today() - 365
====
SELECT try_cast(coupon AS INTEGER) IS NULL, coalesce(try_cast('1' AS DOUBLE), 0), nullif(trim(coupon), '') FROM orders LIMIT 1
====
SELECT sum(quantity * unit_price) AS 매출, sum(quantity * unit_price) / nullif(sum(quantity), 0) AS 평균단가 FROM order_items
====
SELECT category, price, price > avg(price) OVER (PARTITION BY category) AS 비쌈 FROM products
====
SELECT o1.customer_id FROM orders o1 WHERE NOT EXISTS (SELECT * FROM orders o2 WHERE o2.customer_id = o1.customer_id AND o2.ordered_at > o1.ordered_at) LIMIT 3
====
SELECT array_agg(name ORDER BY price DESC)[1:3] AS top3 FROM products GROUP BY category
====
SELECT map_from_entries(list((status, n))) FROM (SELECT status, count(*) AS n FROM orders GROUP BY status)
====
SELECT st.status, coalesce(cnt, 0) FROM (VALUES ('done'), ('refund')) AS st(status) LEFT JOIN (SELECT status, count(*) AS cnt FROM orders GROUP BY status) x USING (status)
====
SELECT 'SELECT * FROM read_csv(''/etc/passwd'')' AS example, 'PRAGMA database_list' AS b, '; DROP TABLE x; --' AS c
====
SELECT count(*) AS "drop table", sum(amount) AS "delete" FROM orders

WITH 월별 AS (SELECT date_trunc('month', 주문일시) AS 월, SUM(금액) AS 매출 FROM 주문 GROUP BY 1) SELECT 월, 매출, LAG(매출) OVER (ORDER BY 월) AS 전월, 매출 - LAG(매출) OVER (ORDER BY 월) AS 증감 FROM 월별 ORDER BY 월
====
SELECT c.등급, COUNT(DISTINCT o.고객번호) n FROM 고객 c LEFT JOIN 주문 o USING (고객번호) GROUP BY c.등급
====
SELECT 고객번호, 이름, 금액 FROM 고객 NATURAL JOIN 주문
====
SELECT 고객번호, o.금액 FROM 고객 c JOIN 주문 o USING (고객번호)
====
SELECT 이름 AS n, 등급 FROM 고객 WHERE n LIKE '김%'
====
SELECT 이름 AS n, COUNT(*) c FROM 고객 GROUP BY n HAVING c > 1 ORDER BY c DESC, n
====
SELECT 이름, (SELECT MAX(금액) FROM 주문 o WHERE o.고객번호 = c.고객번호) AS 최대 FROM 고객 c
====
SELECT 이름 FROM 고객 c WHERE EXISTS (SELECT 1 FROM 주문 WHERE 고객번호 = c.고객번호 AND 금액 > 10)
====
SELECT 이름 FROM 고객 WHERE 고객번호 IN (SELECT 고객번호 FROM 주문 GROUP BY 고객번호 HAVING SUM(금액) > 100)
====
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 10) SELECT n FROM r
====
WITH RECURSIVE 트리 AS (SELECT 고객번호, 추천인, 1 AS 깊이 FROM 고객 WHERE 추천인 IS NULL UNION ALL SELECT c.고객번호, c.추천인, t.깊이 + 1 FROM 고객 c JOIN 트리 t ON c.추천인 = t.고객번호) SELECT 고객번호, 깊이 FROM 트리
====
SELECT * EXCLUDE (이메일) REPLACE (upper(이름) AS 이름) FROM 고객
====
SELECT c.* EXCLUDE (이메일), o.금액 FROM 고객 c JOIN 주문 o ON c.고객번호 = o.고객번호
====
SELECT COLUMNS('번호$') FROM 고객
====
SELECT COLUMNS(lambda c: c LIKE '이%') FROM 고객
====
SELECT MIN(COLUMNS(*)) FROM 상품
====
FROM 고객 SELECT 이름 WHERE 등급 = 'VIP'
====
FROM 고객
====
SELECT x FROM (SELECT unnest([1,2,3]) AS x)
====
SELECT u FROM 고객, UNNEST([1,2,3]) AS t(u)
====
SELECT i FROM range(10) t(i)
====
SELECT range FROM range(10)
====
SELECT generate_series FROM generate_series(1, 3)
====
SELECT d::DATE AS 날짜, COALESCE(SUM(금액), 0) FROM generate_series(DATE '2024-01-01', DATE '2024-01-31', INTERVAL 1 DAY) g(d) LEFT JOIN 주문 ON 주문일시::DATE = d::DATE GROUP BY 1 ORDER BY 1
====
SELECT 분류, SUM(가격) FILTER (WHERE 가격 > 10) AS s, COUNT(*) FROM 상품 GROUP BY 분류
====
SELECT 이름, ROW_NUMBER() OVER (PARTITION BY 분류 ORDER BY 가격 DESC) AS 순위 FROM 상품 QUALIFY 순위 <= 3
====
SELECT 이름, RANK() OVER w AS 순위 FROM 상품 WINDOW w AS (PARTITION BY 분류 ORDER BY 가격)
====
SELECT 분류, 이름, SUM(가격) FROM 상품 GROUP BY GROUPING SETS ((분류), (분류, 이름), ())
====
SELECT 분류, 이름, SUM(가격) FROM 상품 GROUP BY ROLLUP (분류, 이름) ORDER BY GROUPING(분류)
====
SELECT 분류, SUM(가격) FROM 상품 GROUP BY ALL ORDER BY ALL
====
PIVOT 상품 ON 분류 USING SUM(가격) GROUP BY 이름
====
SELECT * FROM (SELECT 분류, 가격 FROM 상품) PIVOT (SUM(가격) FOR 분류 IN ('의류', '식품'))
====
SELECT 의류 FROM (SELECT 분류, 가격 FROM 상품) PIVOT (SUM(가격) FOR 분류 IN ('의류', '식품')) AS p
====
UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b INTO NAME k VALUE v
====
SELECT 이름, 금액 FROM 고객 c, LATERAL (SELECT 금액 FROM 주문 o WHERE o.고객번호 = c.고객번호 ORDER BY 금액 DESC LIMIT 1) x
====
SELECT c.이름, x.합 FROM 고객 c LEFT JOIN LATERAL (SELECT SUM(금액) AS 합 FROM 주문 o WHERE o.고객번호 = c.고객번호) x ON TRUE
====
SELECT c.이름, o.금액 FROM 고객 c ASOF JOIN 주문 o ON c.고객번호 = o.고객번호 AND c.가입일 <= o.주문일시
====
SELECT c.이름 FROM 고객 c SEMI JOIN 주문 o ON c.고객번호 = o.고객번호
====
SELECT c.이름 FROM 고객 c ANTI JOIN 주문 o USING (고객번호)
====
(SELECT 이름 FROM 고객) UNION ALL (SELECT 이름 FROM 상품) ORDER BY 이름 LIMIT 3
====
SELECT 이름 FROM 고객 EXCEPT SELECT 이름 FROM 상품
====
SELECT list_filter([1,2], lambda y: y > 1) AS l FROM 고객
====
SELECT [x + 1 for x in [1,2,3] if x > 1] AS l FROM 고객
====
SELECT {'a': 이름, 'b': 등급}.a FROM 고객
====
SELECT s.a FROM (SELECT {'a': 이름} AS s FROM 고객)
====
SELECT t.s.a FROM (SELECT {'a': 이름} AS s FROM 고객) t
====
SELECT 고객 FROM 고객
====
SELECT c FROM 고객 c
====
SELECT rowid, 이름 FROM 고객
====
SELECT main.고객.이름 FROM main.고객
====
SELECT "이름" FROM "고객" WHERE "등급" = 'VIP'
====
SELECT CASE WHEN SUM(금액) > 100 THEN '큼' ELSE '작음' END AS 크기, 고객번호 FROM 주문 GROUP BY 고객번호
====
SELECT year(가입일) y, month(가입일) m, COUNT(*) FROM 고객 GROUP BY y, m ORDER BY y, m
====
SELECT strftime(가입일, '%Y-%m') AS 월, COUNT(*) AS n FROM 고객 GROUP BY strftime(가입일, '%Y-%m') ORDER BY 월
====
SELECT 등급, COUNT(*) * 100.0 / SUM(COUNT(*)) OVER () AS 비율 FROM 고객 GROUP BY 등급
====
SELECT 등급, COUNT(*) * 100.0 / (SELECT COUNT(*) FROM 고객) AS 비율 FROM 고객 GROUP BY 등급
====
SELECT a.이름, b.이름 AS 추천 FROM 고객 a LEFT JOIN 고객 b ON a.추천인 = b.고객번호
====
SELECT 금액, 배송비, 금액 + 배송비 AS 합계, 합계 * 0.1 AS 세금 FROM 주문
====
SELECT COUNT(*) FROM (SELECT DISTINCT 고객번호 FROM 주문)
====
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) v(id, name) JOIN 고객 ON v.id = 고객번호
====
SELECT col0 FROM (VALUES (1), (2))
====
SELECT 이름 FROM 고객 ORDER BY CASE 등급 WHEN 'VIP' THEN 1 ELSE 2 END, 가입일 DESC NULLS LAST
====
SELECT DISTINCT ON (고객번호) 고객번호, 금액 FROM 주문 ORDER BY 고객번호, 주문일시 DESC
====
SELECT arg_max(이름, 가격), max_by(이름, 가격), first(이름 ORDER BY 가격) FROM 상품
====
SELECT string_agg(이름, ', ' ORDER BY 이름) FROM 상품 GROUP BY 분류
====
SELECT (SELECT COUNT(*) FROM 고객) AS a, (SELECT COUNT(*) FROM 주문) AS b
====
SELECT 이름 FROM 고객 WHERE (고객번호, 등급) IN (SELECT 고객번호, 'VIP' FROM 주문)
====
SELECT 이름 FROM 고객 WHERE 가입일 >= current_date - INTERVAL 30 DAY AND 가입일 < today()
====
SELECT 이름 FROM 고객 WHERE 가입일 BETWEEN date_trunc('month', current_date) AND last_day(current_date)
====
SELECT d.상품번호, p.이름, SUM(d.수량 * p.가격) FROM 주문상세 d JOIN 상품 p ON d.상품번호 = p.상품번호 GROUP BY d.상품번호, p.이름
====
SELECT 고객.이름, t.cnt FROM 고객 JOIN (SELECT 고객번호, COUNT(*) cnt FROM 주문 GROUP BY 고객번호) t ON t.고객번호 = 고객.고객번호
====
SELECT 이름 FROM 고객 TABLESAMPLE 10%
====
SELECT 이름 FROM 고객 USING SAMPLE 5 ROWS
====
SELECT ANY_VALUE(이름), 등급 FROM 고객 GROUP BY 등급
====
SELECT 등급 || '급' AS g, COUNT(*) FROM 고객 GROUP BY g
====
SELECT 등급 || '급', COUNT(*) FROM 고객 GROUP BY 등급
====
SELECT upper(등급), COUNT(*) FROM 고객 GROUP BY upper(등급) HAVING upper(등급) <> 'X'
====
SELECT o.주문번호 FROM 주문 o WHERE o.금액 > (SELECT AVG(금액) FROM 주문 i WHERE i.고객번호 = o.고객번호)
====
SELECT k, v FROM (SELECT 분류 AS k, COUNT(*) AS v FROM 상품 GROUP BY k) WHERE v > 1
====
WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT a.x, b.y FROM a, b
====
WITH t AS MATERIALIZED (SELECT * FROM 고객) SELECT 이름 FROM t
====
SELECT t.이름 FROM (고객 JOIN 주문 USING (고객번호)) t
====
SELECT 이름 FROM (고객 JOIN 주문 USING (고객번호))
====
SELECT 이름, 금액 FROM (SELECT * FROM 고객 JOIN 주문 USING (고객번호))
====
SELECT s.이름, s.금액 FROM (SELECT c.이름, o.* FROM 고객 c JOIN 주문 o ON c.고객번호 = o.고객번호) s WHERE s.고객번호 > 0
====
SELECT SUM(가격) s FROM 상품 HAVING s > 10
====
SELECT SUM(가격) FROM 상품 ORDER BY 1
====
SELECT 분류 FROM 상품 GROUP BY 분류 ORDER BY SUM(가격) DESC LIMIT 1
====
SELECT MAX(s) FROM (SELECT SUM(가격) s FROM 상품 GROUP BY 분류)
====
SELECT 분류, MAX(SUM(가격)) OVER () FROM 상품 GROUP BY 분류
====
SELECT 이름, 가격 > (SELECT AVG(가격) FROM 상품) AS 비쌈 FROM 상품
====
SELECT COUNT(*) FILTER (가격 > 10) FROM 상품
====
SELECT 이름.upper() FROM 고객
====
SELECT 이름[1:2] FROM 고객
====
SELECT map {'a': 1}['a']
====
SELECT 'a' IN ('a', 'b'), 1 BETWEEN 0 AND 2
====
SELECT TRY_CAST(이메일 AS INTEGER) IS NULL FROM 고객
====
SELECT epoch(주문일시), age(주문일시), date_diff('day', 주문일시, now()::TIMESTAMP) FROM 주문
====
SELECT extract(year FROM 가입일), date_part('month', 가입일) FROM 고객
====
SELECT '2024-01-01'::DATE + 3, DATE '2024-01-01' + INTERVAL '1' MONTH
====
SELECT 1 AS "order", 2 AS "select"
====
SELECT q.* FROM (SELECT 이름 FROM 고객) AS q
====
SELECT x.a FROM (SELECT 1) AS x(a)
====
SELECT unnest({'a': 1, 'b': 2})
====
SELECT unnest(generate_series(1, 3)) AS i, 이름 FROM 고객
====
SELECT #1 FROM 고객
====
SELECT 이름 n FROM 고객 ORDER BY n COLLATE NOCASE
====
SELECT 고객번호 FROM 고객 INTERSECT SELECT 고객번호 FROM 주문 ORDER BY 고객번호
====
SELECT o.고객번호, SUM(o.금액) FROM 주문 o GROUP BY o.고객번호 ORDER BY SUM(o.금액) DESC, 고객번호
====
SELECT 고객번호, SUM(금액) FROM 고객 JOIN 주문 USING (고객번호) GROUP BY 고객.고객번호
====
SELECT c.고객번호, SUM(금액) FROM 고객 c JOIN 주문 o ON c.고객번호 = o.고객번호 GROUP BY c.고객번호, o.고객번호 ORDER BY c.고객번호
====
SELECT current_date, current_timestamp, now(), current_user
====
SELECT if(가격 > 10, '비쌈', '쌈') FROM 상품
====
SELECT count() FROM 고객
====
SELECT DISTINCT 등급, count(*) OVER (PARTITION BY 등급) FROM 고객
====
DESCRIBE 고객
====
SUMMARIZE 고객
====
SHOW TABLES
====
SELECT * FROM 고객 POSITIONAL JOIN 상품
====
SELECT 분류, list(이름) l, len(l) n FROM 상품 GROUP BY 분류
====
SELECT 분류 FROM 상품 WHERE 가격 = (SELECT MAX(가격) FROM 상품 p WHERE p.분류 = 상품.분류)
====
SELECT a.고객번호 FROM 고객 a JOIN 고객 b ON a.고객번호 < b.고객번호 AND a.등급 = b.등급
====
SELECT a.고객번호 FROM 주문 a, 주문 b WHERE a.주문번호 + 1 = b.주문번호
====
SELECT 주문.주문번호 FROM 주문, 주문상세, 상품 WHERE 주문.주문번호 = 주문상세.주문번호 AND 주문상세.상품번호 = 상품.상품번호
====
SELECT x.월, y.cnt FROM (SELECT 1 AS 월) x CROSS JOIN (SELECT COUNT(*) AS cnt FROM 고객) y
====
WITH 총계 AS (SELECT COUNT(*) AS n FROM 고객) SELECT 등급, COUNT(*) * 100.0 / ANY_VALUE(n) FROM 고객, 총계 GROUP BY 등급
====
SELECT 이름 FROM 고객 WHERE NOT EXISTS (SELECT * FROM 주문 WHERE 주문.고객번호 = 고객.고객번호)
====
SELECT 이름, 등급 FROM 고객 WHERE 등급 IN ('VIP', 'GOLD') AND 이메일 IS NOT NULL AND 1 = 1
====
SELECT "고객"."이름" FROM 고객
====
SELECT 고객.이름 FROM 고객 AS 고객
====
SELECT 이름 -- 주석
FROM 고객 /* 표 */
====
SELECT 이름 FROM 고객 WHERE 이름 = '큰따옴표 "안" 작은'
====
SELECT '；，（）' AS 기호, "이름" FROM 고객
====
SELECT coalesce(이메일, '없음') AS 이메일 FROM 고객 WHERE 이메일 IS NULL
====
SELECT 이름 FROM 고객 WHERE 등급 = ANY(['VIP', 'GOLD'])
====
SELECT 이름 FROM 고객 WHERE list_contains(['VIP'], 등급)
====
SELECT 이름 FROM 고객 WHERE 이메일 SIMILAR TO '.*@.*'
====
SELECT 이름 FROM 고객 WHERE regexp_matches(이메일, '@')
====
SELECT 주문월, SUM(금액) FROM 주문 WHERE 주문월 BETWEEN '2024-01' AND '2024-03' GROUP BY 주문월
====
SELECT AVG(cnt) FROM (SELECT 고객번호, COUNT(*) AS cnt FROM 주문 GROUP BY 고객번호) t
====
SELECT time_bucket(INTERVAL '7 days', 주문일시) AS 주, SUM(금액) FROM 주문 GROUP BY 주
====
SELECT c.이름, COUNT(o.주문번호) FROM 고객 c LEFT JOIN 주문 o ON c.고객번호 = o.고객번호 GROUP BY c.고객번호, c.이름
====
SELECT c.이름, COALESCE(SUM(o.금액), 0) FROM 고객 c LEFT JOIN 주문 o ON c.고객번호 = o.고객번호 GROUP BY c.이름
====
SELECT p.분류, SUM(d.수량) FROM 주문 o JOIN 주문상세 d ON o.주문번호 = d.주문번호 JOIN 상품 p ON d.상품번호 = p.상품번호 GROUP BY p.분류
====
SELECT SUM(o.금액) FROM 주문 o JOIN 고객 c ON o.고객번호 = c.고객번호 WHERE c.등급 = 'VIP'
====
SELECT COUNT(DISTINCT c.고객번호) FROM 고객 c JOIN 주문 o ON c.고객번호 = o.고객번호
====
SELECT MAX(o.금액) FROM 주문 o JOIN 주문상세 d ON o.주문번호 = d.주문번호
====
SELECT c.이름 FROM 고객 c LEFT JOIN 주문 o ON c.고객번호 = o.고객번호 WHERE o.주문번호 IS NULL

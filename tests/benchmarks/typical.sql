-- sample: shop
SELECT count(*) FROM customer WHERE grade = 'VIP' AND withdrawn_at IS NULL;
SELECT name, joined_at FROM customer WHERE gender = 'F' ORDER BY joined_at DESC LIMIT 20;
SELECT grade, count(*) AS n FROM customer GROUP BY grade ORDER BY n DESC;
SELECT r.sido, count(*) AS n FROM customer c JOIN region r ON c.region_code = r.region_code GROUP BY r.sido ORDER BY n DESC;
SELECT product_name, price FROM product WHERE sale_status = '10' ORDER BY price DESC LIMIT 10;
SELECT date_trunc('month', ordered_at) AS m, sum(pay_amount) AS s FROM orders WHERE order_status <> '90' GROUP BY m ORDER BY m;
SELECT count(*), sum(pay_amount) FROM orders WHERE ordered_at >= DATE '2026-10-01' AND ordered_at < DATE '2026-11-01';
SELECT channel, pay_method, count(*) AS n, round(avg(pay_amount)) AS mean FROM orders GROUP BY channel, pay_method ORDER BY channel, n DESC;
SELECT p.product_name, sum(i.quantity) AS q FROM order_item i JOIN product p USING (product_id) GROUP BY p.product_id, p.product_name ORDER BY q DESC LIMIT 5;
SELECT big.category_name, sum(i.amount) AS s
FROM order_item i
JOIN product p ON i.product_id = p.product_id
JOIN category small ON p.category_id = small.category_id
JOIN category big ON small.parent_id = big.category_id
GROUP BY big.category_id, big.category_name
ORDER BY s DESC;
SELECT reason_code, count(*) AS n, sum(refund_amount) AS s, avg(date_diff('day', requested_at, completed_at)) AS days
FROM refund WHERE refund_status = 'C' GROUP BY reason_code ORDER BY n DESC;
SELECT p.product_name, avg(v.rating) AS mean, count(*) AS n
FROM review v JOIN product p ON v.product_id = p.product_id
GROUP BY p.product_id, p.product_name HAVING avg(v.rating) >= 4 AND count(*) >= 5 ORDER BY mean DESC;
SELECT c.name FROM customer c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.customer_id) ORDER BY c.name LIMIT 50;
SELECT CASE WHEN coupon_id IS NULL THEN '미사용' ELSE '사용' END AS coupon, channel, avg(pay_amount) AS mean
FROM orders GROUP BY ALL ORDER BY ALL;
WITH monthly AS (
  SELECT date_trunc('month', ordered_at) AS m, sum(pay_amount) AS s FROM orders WHERE order_status <> '90' GROUP BY m
)
SELECT m, s, round(100.0 * (s - lag(s) OVER (ORDER BY m)) / lag(s) OVER (ORDER BY m), 1) AS growth FROM monthly ORDER BY m;
SELECT customer_id, ordered_at, pay_amount, row_number() OVER (PARTITION BY customer_id ORDER BY ordered_at) AS nth
FROM orders QUALIFY nth = 1 ORDER BY ordered_at LIMIT 100;
SELECT 100.0 * count(*) FILTER (WHERE n >= 2) / count(*) AS again FROM (SELECT customer_id, count(*) AS n FROM orders GROUP BY customer_id) AS t;
SELECT brand, count(*) AS n, min(price) AS low, max(price) AS high FROM product WHERE brand IS NOT NULL GROUP BY brand HAVING count(*) > 2 ORDER BY n DESC;
SELECT c.grade, sum(o.pay_amount) AS s, rank() OVER (ORDER BY sum(o.pay_amount) DESC) AS place
FROM orders o JOIN customer c ON o.customer_id = c.customer_id GROUP BY c.grade ORDER BY place;
SELECT k.coupon_name, count(o.order_id) AS used FROM coupon k LEFT JOIN orders o ON o.coupon_id = k.coupon_id GROUP BY k.coupon_id, k.coupon_name ORDER BY used DESC;
SELECT strftime(ordered_at, '%Y-%m') AS m, channel, count(*) AS n FROM orders WHERE ordered_at >= DATE '2026-01-01' GROUP BY m, channel ORDER BY m, channel;
SELECT name, point FROM customer WHERE point > (SELECT avg(point) FROM customer) ORDER BY point DESC LIMIT 30;
SELECT a.name AS 추천인, count(b.customer_id) AS 추천수 FROM customer a JOIN customer b ON b.recommender_id = a.customer_id GROUP BY a.customer_id, a.name ORDER BY 추천수 DESC LIMIT 10;
-- sample: game
SELECT count(*) FROM players WHERE status = 'A';
SELECT name, class, level FROM characters WHERE is_deleted = FALSE ORDER BY level DESC, experience DESC LIMIT 10;
SELECT class, count(*) AS n, avg(level) AS mean FROM characters GROUP BY class ORDER BY n DESC;
SELECT country_code, count(*) AS n FROM players WHERE last_login >= DATE '2026-11-01' GROUP BY country_code ORDER BY n DESC;
SELECT c.name, v.enhance_level FROM inventories v JOIN items i ON v.item_id = i.item_id JOIN characters c ON v.character_id = c.character_id
WHERE i.rarity = 5 AND i.item_type = 'WEAPON' ORDER BY v.enhance_level DESC LIMIT 20;
SELECT month(purchased_at) AS m, sum(amount) AS s FROM purchases WHERE refunded_at IS NULL AND purchased_at >= DATE '2026-01-01' GROUP BY m ORDER BY m;
SELECT g.guild_name, count(*) AS n, avg(m.contribution) AS mean FROM guild_members m JOIN guilds g ON m.guild_id = g.guild_id GROUP BY g.guild_id, g.guild_name ORDER BY n DESC;
SELECT c.name, 100.0 * count(*) FILTER (WHERE m.winner_team = p.team) / count(*) AS rate
FROM match_players p JOIN matches m ON p.match_id = m.match_id JOIN characters c ON p.character_id = c.character_id
WHERE m.mode = 'TEAM' GROUP BY c.character_id, c.name HAVING count(*) >= 10 ORDER BY rate DESC LIMIT 5;
SELECT username FROM players p WHERE vip_level > 0 AND NOT EXISTS (SELECT 1 FROM purchases b WHERE b.player_id = p.player_id) ORDER BY username;
SELECT map_name, avg(date_diff('minute', started_at, ended_at)) AS minutes FROM matches WHERE ended_at IS NOT NULL GROUP BY map_name ORDER BY minutes DESC;
SELECT server_name, class, max(level) AS top FROM characters GROUP BY server_name, class ORDER BY server_name, top DESC;
SELECT store, count(*) AS n, sum(amount) AS s FROM purchases GROUP BY store ORDER BY s DESC;
SELECT c.name, sum(p.kills) AS k, sum(p.deaths) AS d, round(sum(p.kills) / greatest(sum(p.deaths), 1), 2) AS kd
FROM match_players p JOIN characters c ON p.character_id = c.character_id GROUP BY c.character_id, c.name ORDER BY kd DESC LIMIT 10;
SELECT i.rarity, i.item_type, count(*) AS n FROM items i GROUP BY i.rarity, i.item_type ORDER BY i.rarity, i.item_type;
SELECT p.username, sum(b.amount) AS s FROM purchases b JOIN players p ON b.player_id = p.player_id WHERE b.refunded_at IS NULL GROUP BY p.player_id, p.username ORDER BY s DESC LIMIT 10;
WITH ranked AS (SELECT server_name, name, level, row_number() OVER (PARTITION BY server_name ORDER BY level DESC, name) AS nth FROM characters)
SELECT server_name, name, level FROM ranked WHERE nth <= 3 ORDER BY server_name, nth;
SELECT date_trunc('week', started_at) AS w, mode, count(*) AS n FROM matches WHERE started_at >= DATE '2026-09-01' GROUP BY w, mode ORDER BY w, mode;
SELECT g.guild_name, c.name AS master FROM guilds g JOIN characters c ON g.master_character_id = c.character_id WHERE g.guild_level >= 3 ORDER BY g.guild_name;
SELECT quantile_cont(amount, 0.5) AS middle, quantile_cont(amount, 0.95) AS high FROM purchases;
-- sample: hr
SELECT count(*) FROM EMP WHERE RETIRE_DT IS NULL;
SELECT d.DEPT_NM, count(*) AS n FROM EMP e JOIN DEPT d ON e.DEPT_CD = d.DEPT_CD WHERE e.RETIRE_DT IS NULL GROUP BY d.DEPT_CD, d.DEPT_NM ORDER BY n DESC;
SELECT e.EMP_NM, d.DEPT_NM, g.GRADE_NM, e.ANNUAL_SAL FROM EMP e JOIN DEPT d ON e.DEPT_CD = d.DEPT_CD JOIN JOB_GRADE g ON e.GRADE_CD = g.GRADE_CD ORDER BY e.ANNUAL_SAL DESC LIMIT 10;
SELECT EMP_NM, HIRE_DT FROM EMP WHERE HIRE_DT >= TIMESTAMP '2026-01-01' AND EMP_TYPE_CD = '10' ORDER BY HIRE_DT;
SELECT g.GRADE_NM, avg(e.ANNUAL_SAL) AS mean, max(e.ANNUAL_SAL) AS top FROM EMP e JOIN JOB_GRADE g ON e.GRADE_CD = g.GRADE_CD GROUP BY g.GRADE_NM, g.SORT_NO ORDER BY g.SORT_NO;
SELECT e.EMP_NM, count(*) AS late FROM ATTENDANCE a JOIN EMP e ON a.EMP_NO = e.EMP_NO
WHERE a.ATT_CD = '20' AND a.WORK_DT >= TIMESTAMP '2026-10-01' AND a.WORK_DT < TIMESTAMP '2026-11-01' GROUP BY e.EMP_NO, e.EMP_NM HAVING count(*) >= 3 ORDER BY late DESC;
SELECT e.EMP_NM, m.EMP_NM AS boss FROM EVAL v JOIN EMP e ON v.EMP_NO = e.EMP_NO JOIN DEPT d ON e.DEPT_CD = d.DEPT_CD LEFT JOIN EMP m ON d.MGR_EMP_NO = m.EMP_NO
WHERE v.EVAL_YEAR = '2026' AND v.HALF_CD = '1' AND v.EVAL_GRADE = 'S' ORDER BY e.EMP_NM;
SELECT d.DEPT_NM, sum(l.LEAVE_DAYS) AS days FROM LEAVE_REQ l JOIN EMP e ON l.EMP_NO = e.EMP_NO JOIN DEPT d ON e.DEPT_CD = d.DEPT_CD
WHERE l.LEAVE_CD = '10' AND l.STATUS_CD = 'A' AND l.START_DT >= TIMESTAMP '2026-01-01' GROUP BY d.DEPT_CD, d.DEPT_NM ORDER BY days DESC LIMIT 1;
SELECT RETIRE_CD, avg(date_diff('day', HIRE_DT, RETIRE_DT)) / 365.25 AS years FROM EMP WHERE RETIRE_DT IS NOT NULL GROUP BY RETIRE_CD ORDER BY RETIRE_CD;
SELECT PAY_YM, sum(NET_PAY) AS net, sum(OT_PAY) AS ot FROM PAYROLL WHERE PAY_YM LIKE '2026%' GROUP BY PAY_YM ORDER BY PAY_YM;
SELECT e.EMP_NM, s.AFTER_SAL, s.BEFORE_SAL, 100.0 * (s.AFTER_SAL - s.BEFORE_SAL) / s.BEFORE_SAL AS pct FROM SAL_HIST s JOIN EMP e ON s.EMP_NO = e.EMP_NO WHERE s.CHG_CD = '30' ORDER BY pct DESC LIMIT 20;
SELECT EMP_NM, ANNUAL_SAL FROM EMP e WHERE ANNUAL_SAL > (SELECT avg(x.ANNUAL_SAL) FROM EMP x WHERE x.DEPT_CD = e.DEPT_CD) ORDER BY ANNUAL_SAL DESC LIMIT 50;
SELECT EDU_CD, GENDER_CD, count(*) AS n FROM EMP WHERE RETIRE_DT IS NULL GROUP BY EDU_CD, GENDER_CD ORDER BY EDU_CD, GENDER_CD;
SELECT year(HIRE_DT) AS y, count(*) AS n FROM EMP GROUP BY y ORDER BY y;
SELECT e.EMP_NM, sum(a.OT_MIN) / 60.0 AS hours FROM ATTENDANCE a JOIN EMP e ON a.EMP_NO = e.EMP_NO WHERE a.WORK_DT >= TIMESTAMP '2026-01-01' GROUP BY e.EMP_NO, e.EMP_NM ORDER BY hours DESC LIMIT 10;
SELECT up.DEPT_NM AS parent, count(d.DEPT_CD) AS n FROM DEPT d JOIN DEPT up ON d.UP_DEPT_CD = up.DEPT_CD GROUP BY up.DEPT_CD, up.DEPT_NM ORDER BY n DESC;
WITH latest AS (SELECT EMP_NO, EVAL_GRADE, row_number() OVER (PARTITION BY EMP_NO ORDER BY EVAL_YEAR DESC, HALF_CD DESC) AS nth FROM EVAL)
SELECT d.DEPT_NM, l.EVAL_GRADE, count(*) AS n FROM latest l JOIN EMP e ON l.EMP_NO = e.EMP_NO JOIN DEPT d ON e.DEPT_CD = d.DEPT_CD WHERE l.nth = 1 GROUP BY d.DEPT_NM, l.EVAL_GRADE ORDER BY d.DEPT_NM, l.EVAL_GRADE;
SELECT DEPT_CD, GRADE_CD, count(*) AS n FROM EMP WHERE RETIRE_DT IS NULL GROUP BY ROLLUP (DEPT_CD, GRADE_CD) ORDER BY DEPT_CD, GRADE_CD;
SELECT EMP_NM FROM EMP WHERE EMP_NM LIKE '김%' AND RETIRE_DT IS NULL ORDER BY EMP_NM;

-- VIP 회원은 몇 명이야?
SELECT count(*) FROM customer WHERE grade = 'VIP';
-- 서울특별시에 사는 고객의 이름과 가입일시를 최근 가입순으로 보여줘
SELECT c.name, c.joined_at FROM customer c JOIN region r USING (region_code) WHERE r.sido = '서울특별시' ORDER BY c.joined_at DESC;
-- 판매중인 상품 중 가격이 가장 비싼 10개는?
SELECT product_name, price FROM product WHERE sale_status = '10' ORDER BY price DESC LIMIT 10;
-- 지난달 주문 건수와 결제금액 합계를 알려줘
SELECT count(*), nullif(sum(pay_amount), 0) FROM orders WHERE ordered_at >= DATE '2026-10-01' AND ordered_at < DATE '2026-11-01';
-- 올해 월별 매출을 보여줘. 취소된 주문은 빼고
SELECT month(ordered_at), sum(pay_amount) FROM orders WHERE order_status <> '90' AND year(ordered_at) = 2026 GROUP BY 1 ORDER BY 1;
-- 대분류 카테고리별 판매 금액이 큰 순서로 보여줘
SELECT u.category_name, sum(i.amount) FROM order_item i JOIN product p USING (product_id) JOIN category c ON c.category_id = p.category_id JOIN category u ON u.category_id = c.parent_id GROUP BY 1 ORDER BY 2 DESC;
-- 환불 사유별 환불 건수와 금액, 평균 처리 일수는?
SELECT reason_code, count(*), sum(refund_amount), avg(date_diff('day', requested_at, completed_at)) FROM refund GROUP BY 1;
-- 평균 평점이 4점 이상이고 리뷰가 5개 이상인 상품의 이름과 판매 수량을 알려줘
SELECT p.product_name, (SELECT sum(quantity) FROM order_item i WHERE i.product_id = p.product_id) FROM product p JOIN review r USING (product_id) GROUP BY p.product_id, p.product_name HAVING avg(r.rating) >= 4 AND count(*) >= 5;
-- 최근 90일 동안 주문하지 않은 GOLD 이상 회원을 시도별로 세어줘
SELECT r.sido, count(*) FROM customer c JOIN region r USING (region_code) WHERE c.grade IN ('GOLD', 'VIP') AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.customer_id AND o.ordered_at >= DATE '2026-08-25') GROUP BY 1;
-- 쿠폰을 쓴 주문과 안 쓴 주문의 평균 결제금액을 주문경로별로 비교해줘
SELECT channel, coupon_id IS NOT NULL, avg(pay_amount) FROM orders GROUP BY ALL;

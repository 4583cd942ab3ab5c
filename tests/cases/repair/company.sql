CREATE TABLE `tb_customer` (
  `cust_no` bigint NOT NULL AUTO_INCREMENT COMMENT '고객번호',
  `cust_nm` varchar(50) NOT NULL COMMENT '고객명',
  `grade_cd` char(2) DEFAULT NULL COMMENT '등급코드(01:일반, 02:우수, 03:VIP)',
  `birth_ymd` char(8) DEFAULT NULL COMMENT '생년월일(YYYYMMDD)',
  `region` varchar(20) COMMENT '지역',
  `join_dt` datetime NOT NULL COMMENT '가입일시',
  `use_yn` char(1) DEFAULT 'Y' COMMENT '사용여부',
  PRIMARY KEY (`cust_no`)
) ENGINE=InnoDB COMMENT='고객';
CREATE TABLE `tb_category` (`cat_id` int PRIMARY KEY COMMENT '카테고리ID', `cat_nm` varchar(50) COMMENT '카테고리명', `parent_cat_id` int) COMMENT='카테고리';
CREATE TABLE `tb_product` (
  `prod_id` int NOT NULL COMMENT '상품ID', `prod_nm` varchar(100) COMMENT '상품명', `cat_id` int COMMENT '카테고리ID',
  `sale_price` decimal(12,0) COMMENT '판매가', `stock_qty` int COMMENT '재고수량',
  PRIMARY KEY (`prod_id`), CONSTRAINT `fk_cat` FOREIGN KEY (`cat_id`) REFERENCES `tb_category` (`cat_id`)) COMMENT='상품';
CREATE TABLE `tb_order` (
  `ord_no` varchar(20) NOT NULL COMMENT '주문번호', `cust_no` bigint NOT NULL COMMENT '고객번호', `ord_dt` datetime NOT NULL COMMENT '주문일시',
  `ord_stat_cd` char(2) COMMENT '주문상태코드 10:접수 20:배송중 30:완료 90:취소', `tot_amt` decimal(15,2) COMMENT '총주문금액', `is_gift` tinyint(1) DEFAULT 0,
  PRIMARY KEY (`ord_no`), KEY `ix1` (`cust_no`), FOREIGN KEY (`cust_no`) REFERENCES `tb_customer` (`cust_no`)) COMMENT='주문';
CREATE TABLE `tb_order_item` (
  `ord_no` varchar(20) NOT NULL, `item_seq` int NOT NULL, `prod_id` int NOT NULL COMMENT '상품ID', `qty` int COMMENT '수량', `unit_price` decimal(12,0) COMMENT '단가',
  PRIMARY KEY (`ord_no`,`item_seq`), FOREIGN KEY (`ord_no`) REFERENCES `tb_order` (`ord_no`), FOREIGN KEY (`prod_id`) REFERENCES `tb_product` (`prod_id`)) COMMENT='주문상세';
CREATE TABLE `tb_payment` (`pay_id` bigint PRIMARY KEY, `ord_no` varchar(20), `pay_method` enum('CARD','BANK','POINT') COMMENT '결제수단', `pay_amt` decimal(15,2) COMMENT '결제금액', `pay_dt` datetime COMMENT '결제일시', FOREIGN KEY (`ord_no`) REFERENCES `tb_order` (`ord_no`)) COMMENT='결제';
CREATE TABLE `tb_delivery` (`dlv_id` bigint PRIMARY KEY, `ord_no` varchar(20), `dlv_dt` datetime COMMENT '배송완료일', `courier` varchar(20), FOREIGN KEY (`ord_no`) REFERENCES `tb_order` (`ord_no`)) COMMENT='배송';
CREATE TABLE `tb_review` (`review_id` bigint PRIMARY KEY, `prod_id` int, `cust_no` bigint, `score` tinyint COMMENT '평점', `content` text, `reg_dt` datetime, FOREIGN KEY (`prod_id`) REFERENCES `tb_product`(`prod_id`), FOREIGN KEY (`cust_no`) REFERENCES `tb_customer`(`cust_no`)) COMMENT='리뷰';

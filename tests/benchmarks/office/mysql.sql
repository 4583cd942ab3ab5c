-- 온라인 쇼핑몰 운영 DB (MySQL 8)
CREATE TABLE `tb_member` (
  `member_id` BIGINT NOT NULL AUTO_INCREMENT COMMENT '회원번호',
  `member_name` VARCHAR(50) NOT NULL COMMENT '회원명',
  `gender_cd` CHAR(1) DEFAULT NULL COMMENT '성별코드(M:남성,F:여성)',
  `birth_dt` DATE DEFAULT NULL COMMENT '생년월일',
  `grade_cd` VARCHAR(10) NOT NULL DEFAULT '10' COMMENT '회원등급코드(10:일반,20:우수,30:VIP)',
  `region_nm` VARCHAR(20) DEFAULT NULL COMMENT '거주지역',
  `join_dttm` DATETIME NOT NULL COMMENT '가입일시',
  `leave_yn` CHAR(1) NOT NULL DEFAULT 'N' COMMENT '탈퇴여부(Y/N)',
  PRIMARY KEY (`member_id`),
  KEY `idx_member_join` (`join_dttm`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='회원';

CREATE TABLE `tb_category` (
  `category_id` INT NOT NULL AUTO_INCREMENT COMMENT '카테고리번호',
  `category_nm` VARCHAR(50) NOT NULL COMMENT '카테고리명',
  `parent_id` INT DEFAULT NULL COMMENT '상위카테고리번호',
  PRIMARY KEY (`category_id`)
) ENGINE=InnoDB COMMENT='상품 카테고리';

CREATE TABLE `tb_product` (
  `product_id` BIGINT NOT NULL AUTO_INCREMENT COMMENT '상품번호',
  `category_id` INT NOT NULL COMMENT '카테고리번호',
  `product_nm` VARCHAR(200) NOT NULL COMMENT '상품명',
  `sale_price` DECIMAL(12,0) NOT NULL COMMENT '판매가격(원)',
  `cost_price` DECIMAL(12,0) DEFAULT NULL COMMENT '원가(원)',
  `stock_qty` INT NOT NULL DEFAULT 0 COMMENT '재고수량',
  `sale_status` VARCHAR(10) NOT NULL COMMENT '판매상태(ON:판매중,OUT:품절,END:판매종료)',
  `reg_dttm` DATETIME NOT NULL COMMENT '등록일시',
  PRIMARY KEY (`product_id`),
  CONSTRAINT `fk_product_category` FOREIGN KEY (`category_id`) REFERENCES `tb_category` (`category_id`)
) ENGINE=InnoDB COMMENT='상품';

CREATE TABLE `tb_order` (
  `order_id` BIGINT NOT NULL AUTO_INCREMENT COMMENT '주문번호',
  `member_id` BIGINT NOT NULL COMMENT '회원번호',
  `order_dttm` DATETIME NOT NULL COMMENT '주문일시',
  `order_status` VARCHAR(2) NOT NULL COMMENT '주문상태코드(10:접수,20:결제완료,30:배송중,40:배송완료,90:취소)',
  `total_amt` DECIMAL(15,0) NOT NULL COMMENT '주문총액(원)',
  `discount_amt` DECIMAL(15,0) NOT NULL DEFAULT 0 COMMENT '할인금액(원)',
  `channel_cd` VARCHAR(10) NOT NULL COMMENT '주문채널(APP:앱,WEB:웹,TEL:전화)',
  PRIMARY KEY (`order_id`),
  CONSTRAINT `fk_order_member` FOREIGN KEY (`member_id`) REFERENCES `tb_member` (`member_id`)
) ENGINE=InnoDB COMMENT='주문';

CREATE TABLE `tb_order_item` (
  `order_item_id` BIGINT NOT NULL AUTO_INCREMENT COMMENT '주문상세번호',
  `order_id` BIGINT NOT NULL COMMENT '주문번호',
  `product_id` BIGINT NOT NULL COMMENT '상품번호',
  `order_qty` INT NOT NULL COMMENT '주문수량',
  `unit_price` DECIMAL(12,0) NOT NULL COMMENT '단가(원)',
  PRIMARY KEY (`order_item_id`),
  CONSTRAINT `fk_item_order` FOREIGN KEY (`order_id`) REFERENCES `tb_order` (`order_id`),
  CONSTRAINT `fk_item_product` FOREIGN KEY (`product_id`) REFERENCES `tb_product` (`product_id`)
) ENGINE=InnoDB COMMENT='주문상세';

CREATE TABLE `tb_delivery` (
  `delivery_id` BIGINT NOT NULL AUTO_INCREMENT COMMENT '배송번호',
  `order_id` BIGINT NOT NULL COMMENT '주문번호',
  `courier_nm` VARCHAR(30) NOT NULL COMMENT '택배사명',
  `ship_dttm` DATETIME DEFAULT NULL COMMENT '출고일시',
  `arrive_dttm` DATETIME DEFAULT NULL COMMENT '배송완료일시',
  PRIMARY KEY (`delivery_id`),
  CONSTRAINT `fk_delivery_order` FOREIGN KEY (`order_id`) REFERENCES `tb_order` (`order_id`)
) ENGINE=InnoDB COMMENT='배송';

CREATE TABLE `tb_review` (
  `review_id` BIGINT NOT NULL AUTO_INCREMENT COMMENT '리뷰번호',
  `product_id` BIGINT NOT NULL COMMENT '상품번호',
  `member_id` BIGINT NOT NULL COMMENT '회원번호',
  `score` TINYINT NOT NULL COMMENT '평점(1~5)',
  `review_txt` TEXT COMMENT '리뷰내용',
  `reg_dttm` DATETIME NOT NULL COMMENT '작성일시',
  PRIMARY KEY (`review_id`),
  CONSTRAINT `fk_review_product` FOREIGN KEY (`product_id`) REFERENCES `tb_product` (`product_id`),
  CONSTRAINT `fk_review_member` FOREIGN KEY (`member_id`) REFERENCES `tb_member` (`member_id`)
) ENGINE=InnoDB COMMENT='상품 리뷰';

CREATE TABLE `tb_coupon_use` (
  `coupon_use_id` BIGINT NOT NULL AUTO_INCREMENT COMMENT '쿠폰사용번호',
  `member_id` BIGINT NOT NULL COMMENT '회원번호',
  `order_id` BIGINT NOT NULL COMMENT '주문번호',
  `coupon_nm` VARCHAR(100) NOT NULL COMMENT '쿠폰명',
  `use_amt` DECIMAL(12,0) NOT NULL COMMENT '쿠폰할인금액(원)',
  `use_dttm` DATETIME NOT NULL COMMENT '사용일시',
  PRIMARY KEY (`coupon_use_id`),
  CONSTRAINT `fk_coupon_member` FOREIGN KEY (`member_id`) REFERENCES `tb_member` (`member_id`),
  CONSTRAINT `fk_coupon_order` FOREIGN KEY (`order_id`) REFERENCES `tb_order` (`order_id`)
) ENGINE=InnoDB COMMENT='쿠폰사용내역';

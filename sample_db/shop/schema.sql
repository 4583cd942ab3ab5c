-- 쇼핑몰 예시 데이터베이스 (지어낸 데이터입니다)
CREATE TABLE `region` (
  `region_code` char(5) NOT NULL COMMENT '지역코드',
  `sido` varchar(20) NOT NULL COMMENT '시도',
  `sigungu` varchar(30) NOT NULL COMMENT '시군구',
  PRIMARY KEY (`region_code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='지역';

CREATE TABLE `customer` (
  `customer_id` int unsigned NOT NULL AUTO_INCREMENT COMMENT '고객번호',
  `name` varchar(50) NOT NULL COMMENT '고객명',
  `gender` char(1) DEFAULT NULL COMMENT '성별(M:남성,F:여성)',
  `birth_date` date DEFAULT NULL COMMENT '생년월일',
  `phone` varchar(20) DEFAULT NULL COMMENT '휴대폰번호',
  `email` varchar(100) DEFAULT NULL COMMENT '이메일',
  `region_code` char(5) NOT NULL COMMENT '거주지역코드',
  `grade` varchar(10) NOT NULL DEFAULT 'BASIC' COMMENT '회원등급(VIP:최우수,GOLD:우수,SILVER:일반우대,BASIC:일반)',
  `point` int NOT NULL DEFAULT '0' COMMENT '적립금(원)',
  `marketing_yn` char(1) NOT NULL DEFAULT 'N' COMMENT '마케팅수신동의여부(Y/N)',
  `recommender_id` int unsigned DEFAULT NULL COMMENT '추천인 고객번호',
  `joined_at` datetime NOT NULL COMMENT '가입일시',
  `withdrawn_at` datetime DEFAULT NULL COMMENT '탈퇴일시(탈퇴하지 않았으면 NULL)',
  PRIMARY KEY (`customer_id`),
  KEY `idx_customer_region` (`region_code`),
  CONSTRAINT `fk_customer_region` FOREIGN KEY (`region_code`) REFERENCES `region` (`region_code`),
  CONSTRAINT `fk_customer_recommender` FOREIGN KEY (`recommender_id`) REFERENCES `customer` (`customer_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='고객(회원)';

CREATE TABLE `category` (
  `category_id` int NOT NULL COMMENT '카테고리번호',
  `parent_id` int DEFAULT NULL COMMENT '상위 카테고리번호(대분류는 NULL)',
  `category_name` varchar(50) NOT NULL COMMENT '카테고리명',
  `depth` tinyint NOT NULL COMMENT '단계(1:대분류,2:중분류)',
  PRIMARY KEY (`category_id`),
  CONSTRAINT `fk_category_parent` FOREIGN KEY (`parent_id`) REFERENCES `category` (`category_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='상품 카테고리';

CREATE TABLE `product` (
  `product_id` int unsigned NOT NULL AUTO_INCREMENT COMMENT '상품번호',
  `category_id` int NOT NULL COMMENT '카테고리번호(중분류)',
  `product_name` varchar(100) NOT NULL COMMENT '상품명',
  `brand` varchar(50) DEFAULT NULL COMMENT '브랜드',
  `price` int NOT NULL COMMENT '판매가(원)',
  `cost` int NOT NULL COMMENT '원가(원)',
  `stock_qty` int NOT NULL DEFAULT '0' COMMENT '재고수량',
  `sale_status` char(2) NOT NULL DEFAULT '10' COMMENT '판매상태(10:판매중,20:품절,30:단종)',
  `released_on` date NOT NULL COMMENT '출시일',
  PRIMARY KEY (`product_id`),
  KEY `idx_product_category` (`category_id`),
  CONSTRAINT `fk_product_category` FOREIGN KEY (`category_id`) REFERENCES `category` (`category_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='상품';

CREATE TABLE `coupon` (
  `coupon_id` int NOT NULL COMMENT '쿠폰번호',
  `coupon_name` varchar(60) NOT NULL COMMENT '쿠폰명',
  `discount_type` enum('RATE','AMOUNT') NOT NULL COMMENT '할인방식(RATE:정률,AMOUNT:정액)',
  `discount_value` int NOT NULL COMMENT '할인값(정률이면 %, 정액이면 원)',
  `min_order_amount` int NOT NULL DEFAULT '0' COMMENT '최소주문금액(원)',
  `valid_from` date NOT NULL COMMENT '사용시작일',
  `valid_to` date NOT NULL COMMENT '사용종료일',
  PRIMARY KEY (`coupon_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='할인 쿠폰';

CREATE TABLE `orders` (
  `order_id` int unsigned NOT NULL AUTO_INCREMENT COMMENT '주문번호',
  `customer_id` int unsigned NOT NULL COMMENT '고객번호',
  `ordered_at` datetime NOT NULL COMMENT '주문일시',
  `order_status` char(2) NOT NULL COMMENT '주문상태(10:접수,20:결제완료,30:배송중,40:배송완료,90:취소)',
  `channel` varchar(10) NOT NULL COMMENT '주문경로(WEB:웹,APP:앱,CALL:전화)',
  `pay_method` varchar(10) NOT NULL COMMENT '결제수단(CARD:신용카드,BANK:계좌이체,EASY:간편결제,POINT:포인트)',
  `coupon_id` int DEFAULT NULL COMMENT '사용쿠폰번호',
  `item_amount` int NOT NULL COMMENT '상품금액합계(원)',
  `discount_amount` int NOT NULL DEFAULT '0' COMMENT '할인금액(원)',
  `shipping_fee` int NOT NULL DEFAULT '0' COMMENT '배송비(원)',
  `pay_amount` int NOT NULL COMMENT '결제금액(원)',
  `delivered_at` datetime DEFAULT NULL COMMENT '배송완료일시',
  PRIMARY KEY (`order_id`),
  KEY `idx_orders_customer` (`customer_id`,`ordered_at`),
  CONSTRAINT `fk_orders_customer` FOREIGN KEY (`customer_id`) REFERENCES `customer` (`customer_id`),
  CONSTRAINT `fk_orders_coupon` FOREIGN KEY (`coupon_id`) REFERENCES `coupon` (`coupon_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='주문';

CREATE TABLE `order_item` (
  `order_id` int unsigned NOT NULL COMMENT '주문번호',
  `line_no` tinyint unsigned NOT NULL COMMENT '주문행번호',
  `product_id` int unsigned NOT NULL COMMENT '상품번호',
  `quantity` int NOT NULL COMMENT '주문수량',
  `unit_price` int NOT NULL COMMENT '주문당시 판매가(원)',
  `amount` int NOT NULL COMMENT '금액(원) = 주문수량 x 판매가',
  PRIMARY KEY (`order_id`,`line_no`),
  KEY `idx_item_product` (`product_id`),
  CONSTRAINT `fk_item_order` FOREIGN KEY (`order_id`) REFERENCES `orders` (`order_id`),
  CONSTRAINT `fk_item_product` FOREIGN KEY (`product_id`) REFERENCES `product` (`product_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='주문상품(주문 상세)';

CREATE TABLE `refund` (
  `refund_id` int unsigned NOT NULL AUTO_INCREMENT COMMENT '환불번호',
  `order_id` int unsigned NOT NULL COMMENT '주문번호',
  `line_no` tinyint unsigned NOT NULL COMMENT '주문행번호',
  `reason_code` char(2) NOT NULL COMMENT '환불사유(10:단순변심,20:상품불량,30:오배송,40:배송지연)',
  `refund_status` char(1) NOT NULL COMMENT '환불상태(R:요청,C:완료,X:거절)',
  `refund_amount` int NOT NULL COMMENT '환불금액(원)',
  `requested_at` datetime NOT NULL COMMENT '환불요청일시',
  `completed_at` datetime DEFAULT NULL COMMENT '환불처리일시',
  PRIMARY KEY (`refund_id`),
  CONSTRAINT `fk_refund_item` FOREIGN KEY (`order_id`,`line_no`) REFERENCES `order_item` (`order_id`,`line_no`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='환불';

CREATE TABLE `review` (
  `review_id` int unsigned NOT NULL AUTO_INCREMENT COMMENT '리뷰번호',
  `order_id` int unsigned NOT NULL COMMENT '주문번호',
  `product_id` int unsigned NOT NULL COMMENT '상품번호',
  `customer_id` int unsigned NOT NULL COMMENT '작성 고객번호',
  `rating` tinyint NOT NULL COMMENT '평점(1~5)',
  `content` varchar(500) DEFAULT NULL COMMENT '리뷰내용',
  `photo_yn` char(1) NOT NULL DEFAULT 'N' COMMENT '사진첨부여부(Y/N)',
  `written_at` datetime NOT NULL COMMENT '작성일시',
  PRIMARY KEY (`review_id`),
  CONSTRAINT `fk_review_order` FOREIGN KEY (`order_id`) REFERENCES `orders` (`order_id`),
  CONSTRAINT `fk_review_product` FOREIGN KEY (`product_id`) REFERENCES `product` (`product_id`),
  CONSTRAINT `fk_review_customer` FOREIGN KEY (`customer_id`) REFERENCES `customer` (`customer_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='상품 리뷰';

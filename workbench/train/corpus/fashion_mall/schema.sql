-- 여성 의류 자사몰 운영 DB (MySQL 8.0)
CREATE TABLE `member` (
  `member_no` bigint unsigned NOT NULL AUTO_INCREMENT COMMENT '회원번호',
  `login_id` varchar(40) NOT NULL COMMENT '로그인 아이디',
  `member_name` varchar(30) NOT NULL COMMENT '회원명',
  `sex` enum('F','M','N') NOT NULL DEFAULT 'N' COMMENT '성별(F:여,M:남,N:미입력)',
  `birth_ymd` date DEFAULT NULL COMMENT '생년월일',
  `tier` varchar(10) NOT NULL DEFAULT 'WELCOME' COMMENT '회원등급(WELCOME:웰컴,PINK:핑크,ROSE:로즈,DIAMOND:다이아)',
  `join_channel` varchar(10) NOT NULL COMMENT '가입경로(WEB:웹,APP:앱,KAKAO:카카오,NAVER:네이버)',
  `sms_agree` tinyint(1) NOT NULL DEFAULT '0' COMMENT '문자 수신 동의(1:동의)',
  `mileage` int NOT NULL DEFAULT '0' COMMENT '보유 마일리지(원)',
  `status` char(1) NOT NULL DEFAULT 'A' COMMENT '상태(A:정상,S:휴면,W:탈퇴)',
  `created_at` datetime NOT NULL COMMENT '가입일시',
  `last_visit_at` datetime DEFAULT NULL COMMENT '최근 방문일시',
  PRIMARY KEY (`member_no`),
  UNIQUE KEY `uk_member_login` (`login_id`),
  KEY `ix_member_created` (`created_at`)
) ENGINE=InnoDB AUTO_INCREMENT=10001 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='회원';

CREATE TABLE `brand` (
  `brand_id` int NOT NULL AUTO_INCREMENT,
  `brand_name` varchar(40) NOT NULL COMMENT '브랜드명',
  `md_name` varchar(20) DEFAULT NULL COMMENT '담당 MD',
  `commission_rate` decimal(4,1) NOT NULL COMMENT '수수료율(%)',
  `is_active` tinyint(1) NOT NULL DEFAULT '1' COMMENT '입점 여부(1:입점중,0:퇴점)',
  PRIMARY KEY (`brand_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='입점 브랜드';

CREATE TABLE `style` (
  `style_no` varchar(12) NOT NULL COMMENT '품번',
  `brand_id` int NOT NULL COMMENT '브랜드',
  `style_name` varchar(120) NOT NULL COMMENT '상품명',
  `item_type` char(2) NOT NULL COMMENT '복종(OP:원피스,BL:블라우스,KN:니트,PT:팬츠,SK:스커트,OT:아우터)',
  `season` char(4) NOT NULL COMMENT '시즌(예: 24SS, 24FW)',
  `tag_price` int NOT NULL COMMENT '정상가(원)',
  `sale_price` int NOT NULL COMMENT '판매가(원)',
  `display_yn` char(1) NOT NULL DEFAULT 'Y' COMMENT '진열여부',
  `open_date` date NOT NULL COMMENT '판매 시작일',
  PRIMARY KEY (`style_no`),
  KEY `ix_style_brand` (`brand_id`),
  CONSTRAINT `fk_style_brand` FOREIGN KEY (`brand_id`) REFERENCES `brand` (`brand_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='상품(스타일)';

CREATE TABLE `sku` (
  `sku_id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `style_no` varchar(12) NOT NULL COMMENT '품번',
  `color` varchar(20) NOT NULL COMMENT '색상',
  `size` varchar(5) NOT NULL COMMENT '사이즈(XS,S,M,L,XL)',
  `stock` int NOT NULL DEFAULT '0' COMMENT '재고수량',
  `safety_stock` int NOT NULL DEFAULT '10' COMMENT '안전재고',
  PRIMARY KEY (`sku_id`),
  CONSTRAINT `fk_sku_style` FOREIGN KEY (`style_no`) REFERENCES `style` (`style_no`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='단품(색상/사이즈별 재고)';

CREATE TABLE `order_sheet` (
  `order_no` varchar(16) NOT NULL COMMENT '주문번호',
  `member_no` bigint unsigned DEFAULT NULL COMMENT '회원번호(비회원 주문은 NULL)',
  `order_state` char(2) NOT NULL COMMENT '주문상태(10:입금대기,20:결제완료,30:배송중,40:배송완료,90:주문취소)',
  `pay_type` varchar(6) NOT NULL COMMENT '결제수단(CARD:신용카드,NPAY:네이버페이,KPAY:카카오페이,BANK:무통장)',
  `device` enum('PC','MOBILE','APP') NOT NULL COMMENT '주문 기기',
  `coupon_disc` int NOT NULL DEFAULT '0' COMMENT '쿠폰 할인액(원)',
  `delivery_fee` int NOT NULL DEFAULT '0' COMMENT '배송비(원)',
  `paid_amt` int NOT NULL DEFAULT '0' COMMENT '실결제금액(원)',
  `order_at` datetime NOT NULL COMMENT '주문일시',
  `done_at` datetime DEFAULT NULL COMMENT '배송완료일시',
  PRIMARY KEY (`order_no`),
  KEY `ix_order_member` (`member_no`,`order_at`),
  CONSTRAINT `fk_order_member` FOREIGN KEY (`member_no`) REFERENCES `member` (`member_no`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='주문서';

CREATE TABLE `order_line` (
  `line_id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `order_no` varchar(16) NOT NULL COMMENT '주문번호',
  `sku_id` bigint unsigned NOT NULL COMMENT '단품',
  `qty` int NOT NULL COMMENT '수량',
  `unit_price` int NOT NULL COMMENT '판매단가(원)',
  PRIMARY KEY (`line_id`),
  CONSTRAINT `fk_line_order` FOREIGN KEY (`order_no`) REFERENCES `order_sheet` (`order_no`),
  CONSTRAINT `fk_line_sku` FOREIGN KEY (`sku_id`) REFERENCES `sku` (`sku_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='주문 상세';

CREATE TABLE `claim` (
  `claim_id` int NOT NULL AUTO_INCREMENT,
  `line_id` bigint unsigned NOT NULL COMMENT '주문상세',
  `claim_type` char(1) NOT NULL COMMENT '클레임구분(C:취소,R:반품,X:교환)',
  `reason` char(2) NOT NULL COMMENT '사유(01:단순변심,02:사이즈불만,03:상품불량,04:오배송,05:배송지연)',
  `refund_amt` int NOT NULL DEFAULT '0' COMMENT '환불금액(원)',
  `requested_at` datetime NOT NULL COMMENT '접수일시',
  `closed_at` datetime DEFAULT NULL COMMENT '처리완료일시',
  PRIMARY KEY (`claim_id`),
  CONSTRAINT `fk_claim_line` FOREIGN KEY (`line_id`) REFERENCES `order_line` (`line_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='클레임(취소/반품/교환)';

CREATE TABLE `wish` (
  `member_no` bigint unsigned NOT NULL COMMENT '회원번호',
  `style_no` varchar(12) NOT NULL COMMENT '품번',
  `added_at` datetime NOT NULL COMMENT '찜한 일시',
  PRIMARY KEY (`member_no`,`style_no`),
  CONSTRAINT `fk_wish_member` FOREIGN KEY (`member_no`) REFERENCES `member` (`member_no`),
  CONSTRAINT `fk_wish_style` FOREIGN KEY (`style_no`) REFERENCES `style` (`style_no`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='찜(위시리스트)';

/* 동네배달 운영 DB : mysqldump --no-data */
DROP TABLE IF EXISTS `shop`;
CREATE TABLE `shop` (
  `shop_id` int(11) NOT NULL AUTO_INCREMENT COMMENT '가게 ID',
  `shop_nm` varchar(50) NOT NULL COMMENT '가게명',
  `owner_nm` varchar(20) DEFAULT NULL COMMENT '점주명',
  `food_type` varchar(10) NOT NULL COMMENT '음식분류(KOR:한식,CHN:중식,JPN:일식,CHK:치킨,PIZ:피자,BUN:분식,CAF:카페디저트)',
  `gu` varchar(20) NOT NULL COMMENT '소재 구(강남구, 마포구 등)',
  `ad_type` tinyint(4) NOT NULL DEFAULT '0' COMMENT '광고상품(0:없음,1:기본노출,2:상단고정)',
  `min_order` int(11) NOT NULL DEFAULT '0' COMMENT '최소주문금액',
  `open_tm` char(5) DEFAULT NULL COMMENT '영업시작(HH:MM)',
  `close_tm` char(5) DEFAULT NULL COMMENT '영업종료(HH:MM)',
  `is_closed` tinyint(1) NOT NULL DEFAULT '0' COMMENT '폐점여부',
  `reg_dt` datetime NOT NULL COMMENT '입점일시',
  PRIMARY KEY (`shop_id`),
  KEY `idx_shop_gu` (`gu`,`food_type`)
) ENGINE=InnoDB AUTO_INCREMENT=501 DEFAULT CHARSET=utf8 COMMENT='입점 가게';

DROP TABLE IF EXISTS `menu_item`;
CREATE TABLE `menu_item` (
  `menu_id` int(11) NOT NULL AUTO_INCREMENT COMMENT '메뉴 ID',
  `shop_id` int(11) NOT NULL COMMENT '가게 ID',
  `menu_nm` varchar(60) NOT NULL COMMENT '메뉴명',
  `price` int(11) NOT NULL COMMENT '가격(원)',
  `is_signature` tinyint(1) NOT NULL DEFAULT '0' COMMENT '대표메뉴 여부',
  `sold_out` tinyint(1) NOT NULL DEFAULT '0' COMMENT '품절 여부(1:품절)',
  PRIMARY KEY (`menu_id`),
  CONSTRAINT `menu_item_ibfk_1` FOREIGN KEY (`shop_id`) REFERENCES `shop` (`shop_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='메뉴';

DROP TABLE IF EXISTS `app_user`;
CREATE TABLE `app_user` (
  `user_id` int(11) NOT NULL AUTO_INCREMENT COMMENT '이용자 ID',
  `nick` varchar(20) NOT NULL COMMENT '닉네임',
  `age_grp` varchar(3) DEFAULT NULL COMMENT '연령대(10,20,30,40,50)',
  `gu` varchar(20) DEFAULT NULL COMMENT '기본 배달지 구',
  `club` char(1) NOT NULL DEFAULT 'N' COMMENT '배달클럽 구독여부(Y/N)',
  `os` enum('iOS','Android') DEFAULT NULL COMMENT '휴대폰 OS',
  `join_dt` datetime NOT NULL COMMENT '가입일시',
  `leave_dt` datetime DEFAULT NULL COMMENT '탈퇴일시',
  PRIMARY KEY (`user_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='앱 이용자';

DROP TABLE IF EXISTS `courier`;
CREATE TABLE `courier` (
  `courier_id` int(11) NOT NULL AUTO_INCREMENT,
  `courier_nm` varchar(20) NOT NULL COMMENT '라이더명',
  `vehicle` varchar(5) NOT NULL COMMENT '이동수단(BIKE:오토바이,CAR:자동차,CYCLE:자전거,WALK:도보)',
  `hire_type` char(1) NOT NULL COMMENT '고용형태(F:전업,P:부업)',
  `start_dt` date NOT NULL COMMENT '활동 시작일',
  `end_dt` date DEFAULT NULL COMMENT '활동 종료일',
  PRIMARY KEY (`courier_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='라이더';

DROP TABLE IF EXISTS `dlv_order`;
CREATE TABLE `dlv_order` (
  `order_id` bigint(20) NOT NULL AUTO_INCREMENT COMMENT '주문 ID',
  `user_id` int(11) NOT NULL COMMENT '이용자 ID',
  `shop_id` int(11) NOT NULL COMMENT '가게 ID',
  `courier_id` int(11) DEFAULT NULL COMMENT '배정 라이더(포장 주문/미배정은 NULL)',
  `order_type` char(1) NOT NULL COMMENT '주문방식(D:배달,T:포장)',
  `status` varchar(2) NOT NULL COMMENT '진행상태(01:접수대기,02:조리중,03:배달중,04:완료,91:고객취소,92:가게취소)',
  `food_amt` int(11) NOT NULL COMMENT '음식금액(원)',
  `tip_amt` int(11) NOT NULL DEFAULT '0' COMMENT '배달팁(원)',
  `coupon_amt` int(11) NOT NULL DEFAULT '0' COMMENT '쿠폰할인(원)',
  `pay_cd` varchar(4) NOT NULL COMMENT '결제수단(CARD:카드,PAY:간편결제,CASH:만나서현금)',
  `ordered_dt` datetime NOT NULL COMMENT '주문일시',
  `accepted_dt` datetime DEFAULT NULL COMMENT '접수일시',
  `picked_dt` datetime DEFAULT NULL COMMENT '픽업일시',
  `finished_dt` datetime DEFAULT NULL COMMENT '완료일시',
  PRIMARY KEY (`order_id`),
  KEY `user_id` (`user_id`),
  CONSTRAINT `dlv_order_ibfk_1` FOREIGN KEY (`user_id`) REFERENCES `app_user` (`user_id`),
  CONSTRAINT `dlv_order_ibfk_2` FOREIGN KEY (`shop_id`) REFERENCES `shop` (`shop_id`),
  CONSTRAINT `dlv_order_ibfk_3` FOREIGN KEY (`courier_id`) REFERENCES `courier` (`courier_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='주문';

DROP TABLE IF EXISTS `dlv_order_menu`;
CREATE TABLE `dlv_order_menu` (
  `order_id` bigint(20) NOT NULL,
  `menu_id` int(11) NOT NULL,
  `qty` int(11) NOT NULL DEFAULT '1' COMMENT '수량',
  PRIMARY KEY (`order_id`,`menu_id`),
  CONSTRAINT `dlv_order_menu_ibfk_1` FOREIGN KEY (`order_id`) REFERENCES `dlv_order` (`order_id`),
  CONSTRAINT `dlv_order_menu_ibfk_2` FOREIGN KEY (`menu_id`) REFERENCES `menu_item` (`menu_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='주문 메뉴';

DROP TABLE IF EXISTS `shop_review`;
CREATE TABLE `shop_review` (
  `review_id` int(11) NOT NULL AUTO_INCREMENT,
  `order_id` bigint(20) NOT NULL COMMENT '주문 ID',
  `star` tinyint(4) NOT NULL COMMENT '별점(1~5)',
  `body` text COMMENT '리뷰 내용',
  `photo_cnt` int(11) NOT NULL DEFAULT '0' COMMENT '사진 수',
  `reply_dt` datetime DEFAULT NULL COMMENT '사장님 답글일시(없으면 NULL)',
  `del_yn` char(1) NOT NULL DEFAULT 'N' COMMENT '삭제여부',
  `write_dt` datetime NOT NULL COMMENT '작성일시',
  PRIMARY KEY (`review_id`),
  CONSTRAINT `shop_review_ibfk_1` FOREIGN KEY (`order_id`) REFERENCES `dlv_order` (`order_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='리뷰';

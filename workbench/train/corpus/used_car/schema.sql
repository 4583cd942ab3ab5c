-- 중고차 직영몰 (MariaDB 10.6)
CREATE TABLE `car_model` (
  `model_id` int(11) NOT NULL AUTO_INCREMENT COMMENT '모델 ID',
  `maker` varchar(20) NOT NULL COMMENT '제조사(현대,기아,제네시스,KG모빌리티,BMW,벤츠,테슬라)',
  `model_name` varchar(40) NOT NULL COMMENT '모델명',
  `segment` varchar(4) NOT NULL COMMENT '차급(LIT:경차,SML:소형,MID:중형,LRG:대형,SUV:SUV)',
  `fuel` char(1) NOT NULL COMMENT '연료(G:가솔린,D:디젤,H:하이브리드,E:전기)',
  `is_import` tinyint(1) NOT NULL DEFAULT 0 COMMENT '수입차 여부(1:수입,0:국산)',
  PRIMARY KEY (`model_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='차종';

CREATE TABLE `branch_center` (
  `center_cd` char(3) NOT NULL COMMENT '센터코드',
  `center_name` varchar(30) NOT NULL COMMENT '센터명',
  `city` varchar(20) NOT NULL COMMENT '도시',
  `max_cars` int(11) DEFAULT NULL COMMENT '최대 보관대수',
  PRIMARY KEY (`center_cd`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='직영센터';

CREATE TABLE `used_car` (
  `car_id` bigint(20) NOT NULL AUTO_INCREMENT COMMENT '매물번호',
  `model_id` int(11) NOT NULL COMMENT '모델 ID',
  `center_cd` char(3) DEFAULT NULL COMMENT '보관 센터(입고 전 NULL)',
  `plate_no` varchar(10) NOT NULL COMMENT '차량번호',
  `model_year` smallint(6) NOT NULL COMMENT '연식(년)',
  `mileage_km` int(11) NOT NULL COMMENT '주행거리(km)',
  `color` varchar(10) DEFAULT NULL COMMENT '색상',
  `accident_yn` char(1) NOT NULL DEFAULT 'N' COMMENT '사고이력 여부(Y/N)',
  `buy_price` int(11) NOT NULL COMMENT '매입가(만원)',
  `list_price` int(11) NOT NULL COMMENT '판매가(만원)',
  `sale_state` enum('READY','ONSALE','RESERVED','SOLD','RETURNED') NOT NULL DEFAULT 'READY' COMMENT '판매상태(READY:상품화중,ONSALE:판매중,RESERVED:계약중,SOLD:판매완료,RETURNED:환불)',
  `bought_at` date NOT NULL COMMENT '매입일',
  `listed_at` datetime DEFAULT NULL COMMENT '게시일시(미게시 NULL)',
  PRIMARY KEY (`car_id`),
  UNIQUE KEY `uq_plate` (`plate_no`),
  CONSTRAINT `fk_car_model` FOREIGN KEY (`model_id`) REFERENCES `car_model` (`model_id`),
  CONSTRAINT `fk_car_center` FOREIGN KEY (`center_cd`) REFERENCES `branch_center` (`center_cd`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='매물 차량';

CREATE TABLE `inspection` (
  `insp_id` int(11) NOT NULL AUTO_INCREMENT,
  `car_id` bigint(20) NOT NULL COMMENT '매물번호',
  `inspector` varchar(20) NOT NULL COMMENT '점검자',
  `grade` char(1) NOT NULL COMMENT '진단등급(A,B,C,D)',
  `repair_cost` int(11) NOT NULL DEFAULT 0 COMMENT '상품화 비용(만원)',
  `insp_date` date NOT NULL COMMENT '점검일',
  PRIMARY KEY (`insp_id`),
  CONSTRAINT `fk_insp_car` FOREIGN KEY (`car_id`) REFERENCES `used_car` (`car_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='차량 진단';

CREATE TABLE `buyer` (
  `buyer_id` int(11) NOT NULL AUTO_INCREMENT COMMENT '구매자 ID',
  `buyer_name` varchar(20) NOT NULL COMMENT '구매자명',
  `birth_year` smallint(6) DEFAULT NULL COMMENT '출생연도',
  `sido` varchar(20) DEFAULT NULL COMMENT '거주 시도',
  `funnel` varchar(10) DEFAULT NULL COMMENT '유입경로(NAVER:네이버,YOUTUBE:유튜브,FRIEND:지인,TV:TV광고)',
  `signup_at` datetime NOT NULL COMMENT '회원가입일시',
  PRIMARY KEY (`buyer_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='구매 회원';

CREATE TABLE `deal` (
  `deal_no` varchar(12) NOT NULL COMMENT '계약번호',
  `car_id` bigint(20) NOT NULL COMMENT '매물번호',
  `buyer_id` int(11) NOT NULL COMMENT '구매자 ID',
  `advisor` varchar(20) DEFAULT NULL COMMENT '상담사(온라인 즉시구매는 NULL)',
  `deal_state` char(1) NOT NULL COMMENT '계약상태(1:계약금입금,2:잔금완료,3:인도완료,9:해약)',
  `pay_method` varchar(5) NOT NULL COMMENT '결제방식(CASH:현금,LOAN:할부,LEASE:리스)',
  `deal_price` int(11) NOT NULL COMMENT '실거래가(만원)',
  `discount` int(11) NOT NULL DEFAULT 0 COMMENT '할인액(만원)',
  `contracted_at` datetime NOT NULL COMMENT '계약일시',
  `delivered_on` date DEFAULT NULL COMMENT '인도일',
  `refund_on` date DEFAULT NULL COMMENT '환불일(책임환불 시)',
  PRIMARY KEY (`deal_no`),
  CONSTRAINT `fk_deal_car` FOREIGN KEY (`car_id`) REFERENCES `used_car` (`car_id`),
  CONSTRAINT `fk_deal_buyer` FOREIGN KEY (`buyer_id`) REFERENCES `buyer` (`buyer_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='판매 계약';

CREATE TABLE `car_view` (
  `view_id` bigint(20) NOT NULL AUTO_INCREMENT,
  `car_id` bigint(20) NOT NULL COMMENT '매물번호',
  `buyer_id` int(11) DEFAULT NULL COMMENT '본 회원(비로그인 NULL)',
  `is_inquiry` tinyint(1) NOT NULL DEFAULT 0 COMMENT '상담문의로 이어짐(1:예)',
  `viewed_at` datetime NOT NULL COMMENT '조회일시',
  PRIMARY KEY (`view_id`),
  CONSTRAINT `fk_view_car` FOREIGN KEY (`car_id`) REFERENCES `used_car` (`car_id`),
  CONSTRAINT `fk_view_buyer` FOREIGN KEY (`buyer_id`) REFERENCES `buyer` (`buyer_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='매물 조회 로그';

-- 호텔/리조트 예약 (MySQL 5.7)
CREATE TABLE IF NOT EXISTS `property` (
  `prop_id` smallint(6) NOT NULL AUTO_INCREMENT COMMENT '지점 ID',
  `prop_name` varchar(50) NOT NULL COMMENT '지점명',
  `prop_type` enum('HOTEL','RESORT','PENSION') NOT NULL COMMENT '지점유형(HOTEL:호텔,RESORT:리조트,PENSION:펜션)',
  `region` varchar(20) NOT NULL COMMENT '지역(서울,부산,제주,강원,경주,여수)',
  `star` tinyint(4) DEFAULT NULL COMMENT '성급(1~5)',
  `open_date` date NOT NULL COMMENT '개관일',
  `operating` tinyint(1) NOT NULL DEFAULT '1' COMMENT '운영중 여부(1:운영,0:휴관)',
  PRIMARY KEY (`prop_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='호텔 지점';

CREATE TABLE IF NOT EXISTS `room` (
  `room_id` int(11) NOT NULL AUTO_INCREMENT,
  `prop_id` smallint(6) NOT NULL COMMENT '지점 ID',
  `room_no` varchar(6) NOT NULL COMMENT '객실번호',
  `grade` varchar(3) NOT NULL COMMENT '객실등급(STD:스탠다드,DLX:디럭스,FAM:패밀리,SUI:스위트)',
  `bed_type` char(1) NOT NULL COMMENT '침대(D:더블,T:트윈,O:온돌)',
  `capacity` tinyint(4) NOT NULL COMMENT '정원',
  `base_rate` int(11) NOT NULL COMMENT '기본요금(1박,원)',
  `view_type` varchar(5) DEFAULT NULL COMMENT '전망(OCEAN:오션뷰,CITY:시티뷰,MT:마운틴뷰)',
  `use_yn` char(1) NOT NULL DEFAULT 'Y' COMMENT '판매여부(N:수리중)',
  PRIMARY KEY (`room_id`),
  UNIQUE KEY `uk_room` (`prop_id`,`room_no`),
  CONSTRAINT `fk_room_prop` FOREIGN KEY (`prop_id`) REFERENCES `property` (`prop_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='객실';

CREATE TABLE IF NOT EXISTS `guest_profile` (
  `guest_id` int(11) NOT NULL AUTO_INCREMENT COMMENT '고객 ID',
  `guest_name` varchar(40) NOT NULL COMMENT '고객명',
  `nation` char(2) NOT NULL DEFAULT 'KR' COMMENT '국적(KR:한국,JP:일본,CN:중국,US:미국,TW:대만)',
  `phone` varchar(20) DEFAULT NULL COMMENT '휴대폰',
  `member_level` char(1) DEFAULT NULL COMMENT '멤버십(S:실버,G:골드,P:플래티넘, 비회원 NULL)',
  `birthday` date DEFAULT NULL COMMENT '생일',
  `black_yn` char(1) NOT NULL DEFAULT 'N' COMMENT '블랙리스트 여부',
  `reg_at` datetime NOT NULL COMMENT '등록일시',
  PRIMARY KEY (`guest_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='투숙객';

CREATE TABLE IF NOT EXISTS `reservation_mst` (
  `rsv_no` varchar(12) NOT NULL COMMENT '예약번호',
  `guest_id` int(11) NOT NULL COMMENT '고객 ID',
  `room_id` int(11) NOT NULL COMMENT '객실',
  `channel` varchar(6) NOT NULL COMMENT '예약채널(DIRECT:자사홈,OTA:여행사이트,CALL:전화,CORP:법인)',
  `rsv_state` tinyint(4) NOT NULL COMMENT '예약상태(1:예약,2:체크인,3:체크아웃,8:노쇼,9:취소)',
  `checkin_date` date NOT NULL COMMENT '체크인 날짜',
  `checkout_date` date NOT NULL COMMENT '체크아웃 날짜',
  `adults` tinyint(4) NOT NULL DEFAULT '2' COMMENT '성인 수',
  `children` tinyint(4) NOT NULL DEFAULT '0' COMMENT '아동 수',
  `room_charge` int(11) NOT NULL COMMENT '객실료 합계(원)',
  `commission` int(11) NOT NULL DEFAULT '0' COMMENT '채널 수수료(원)',
  `reserved_at` datetime NOT NULL COMMENT '예약일시',
  `canceled_at` datetime DEFAULT NULL COMMENT '취소일시',
  PRIMARY KEY (`rsv_no`),
  KEY `ix_rsv_checkin` (`checkin_date`),
  CONSTRAINT `fk_rsv_guest` FOREIGN KEY (`guest_id`) REFERENCES `guest_profile` (`guest_id`),
  CONSTRAINT `fk_rsv_room` FOREIGN KEY (`room_id`) REFERENCES `room` (`room_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='객실 예약';

CREATE TABLE IF NOT EXISTS `extra_sale` (
  `sale_id` int(11) NOT NULL AUTO_INCREMENT,
  `rsv_no` varchar(12) NOT NULL COMMENT '예약번호',
  `dept` varchar(4) NOT NULL COMMENT '부대시설(FB:식음,SPA:스파,MINI:미니바,POOL:수영장,LDRY:세탁)',
  `amount` int(11) NOT NULL COMMENT '금액(원)',
  `sold_at` datetime NOT NULL COMMENT '이용일시',
  PRIMARY KEY (`sale_id`),
  CONSTRAINT `fk_extra_rsv` FOREIGN KEY (`rsv_no`) REFERENCES `reservation_mst` (`rsv_no`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='부대시설 매출';

CREATE TABLE IF NOT EXISTS `stay_survey` (
  `survey_id` int(11) NOT NULL AUTO_INCREMENT,
  `rsv_no` varchar(12) NOT NULL COMMENT '예약번호',
  `clean_score` tinyint(4) NOT NULL COMMENT '청결 점수(1~10)',
  `service_score` tinyint(4) NOT NULL COMMENT '서비스 점수(1~10)',
  `would_return` char(1) DEFAULT NULL COMMENT '재방문의사(Y/N, 무응답 NULL)',
  `memo` varchar(500) DEFAULT NULL COMMENT '의견',
  `submitted_at` datetime NOT NULL COMMENT '응답일시',
  PRIMARY KEY (`survey_id`),
  CONSTRAINT `fk_survey_rsv` FOREIGN KEY (`rsv_no`) REFERENCES `reservation_mst` (`rsv_no`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='투숙 설문';

CREATE TABLE IF NOT EXISTS `housekeeping` (
  `hk_id` int(11) NOT NULL AUTO_INCREMENT,
  `room_id` int(11) NOT NULL COMMENT '객실',
  `staff_name` varchar(20) DEFAULT NULL COMMENT '담당 직원(미배정 NULL)',
  `work_type` char(1) NOT NULL COMMENT '작업구분(C:청소,T:턴다운,R:수리)',
  `requested_at` datetime NOT NULL COMMENT '요청일시',
  `done_at` datetime DEFAULT NULL COMMENT '완료일시',
  PRIMARY KEY (`hk_id`),
  CONSTRAINT `fk_hk_room` FOREIGN KEY (`room_id`) REFERENCES `room` (`room_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='객실 정비';

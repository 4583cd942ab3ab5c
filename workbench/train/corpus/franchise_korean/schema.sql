-- 커피 프랜차이즈 본부 (MySQL, 한글 테이블/컬럼)
CREATE TABLE `가맹점` (
  `가맹점코드` char(5) NOT NULL,
  `가맹점명` varchar(40) NOT NULL,
  `운영형태` enum('직영','가맹','위탁') NOT NULL,
  `상권` char(2) NOT NULL COMMENT '상권 01:오피스 02:대학가 03:주거 04:역세권 05:쇼핑몰',
  `시도` varchar(10) NOT NULL,
  `개점일` date NOT NULL,
  `폐점일` date DEFAULT NULL COMMENT '영업중이면 NULL',
  `담당SV` varchar(20) DEFAULT NULL COMMENT '담당 슈퍼바이저(미배정 NULL)',
  `월임차료` int DEFAULT NULL COMMENT '월 임차료(만원)',
  PRIMARY KEY (`가맹점코드`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='가맹점 기본정보';

CREATE TABLE `메뉴` (
  `메뉴코드` varchar(6) NOT NULL,
  `메뉴명` varchar(50) NOT NULL,
  `분류` varchar(10) NOT NULL COMMENT '커피, 논커피, 티, 디저트, MD',
  `판매가` int NOT NULL COMMENT '원',
  `원가` int DEFAULT NULL COMMENT '원(미산정 NULL)',
  `출시일` date NOT NULL,
  `단종여부` tinyint(1) NOT NULL DEFAULT 0 COMMENT '1:단종',
  PRIMARY KEY (`메뉴코드`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='메뉴 마스터';

CREATE TABLE `멤버십회원` (
  `회원번호` int NOT NULL AUTO_INCREMENT,
  `이름` varchar(20) NOT NULL,
  `성별` char(1) DEFAULT NULL COMMENT 'M/F',
  `생년월일` date DEFAULT NULL,
  `등급` varchar(8) NOT NULL DEFAULT 'SEED' COMMENT 'SEED:씨앗,LEAF:잎새,TREE:나무',
  `별개수` int NOT NULL DEFAULT 0 COMMENT '적립 별',
  `가입일시` datetime NOT NULL,
  `탈퇴일시` datetime DEFAULT NULL,
  PRIMARY KEY (`회원번호`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='멤버십';

CREATE TABLE `판매` (
  `판매번호` bigint NOT NULL AUTO_INCREMENT,
  `가맹점코드` char(5) NOT NULL,
  `회원번호` int DEFAULT NULL COMMENT '비회원 NULL',
  `판매일시` datetime NOT NULL,
  `주문방식` char(1) NOT NULL COMMENT 'K:키오스크,C:카운터,A:앱주문,D:배달',
  `취식구분` char(1) NOT NULL COMMENT 'I:매장,T:포장',
  `결제금액` int NOT NULL,
  `할인금액` int NOT NULL DEFAULT 0,
  `취소여부` char(1) NOT NULL DEFAULT 'N',
  PRIMARY KEY (`판매번호`),
  CONSTRAINT `fk_판매_가맹점` FOREIGN KEY (`가맹점코드`) REFERENCES `가맹점` (`가맹점코드`),
  CONSTRAINT `fk_판매_회원` FOREIGN KEY (`회원번호`) REFERENCES `멤버십회원` (`회원번호`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='매장 판매(영수증)';

CREATE TABLE `판매상세` (
  `판매번호` bigint NOT NULL,
  `순번` smallint NOT NULL,
  `메뉴코드` varchar(6) NOT NULL,
  `온도` char(1) DEFAULT NULL COMMENT 'H:핫,I:아이스(디저트/MD는 NULL)',
  `수량` int NOT NULL,
  `금액` int NOT NULL,
  PRIMARY KEY (`판매번호`,`순번`),
  CONSTRAINT `fk_상세_판매` FOREIGN KEY (`판매번호`) REFERENCES `판매` (`판매번호`),
  CONSTRAINT `fk_상세_메뉴` FOREIGN KEY (`메뉴코드`) REFERENCES `메뉴` (`메뉴코드`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='판매 품목';

CREATE TABLE `물류발주` (
  `발주번호` varchar(12) NOT NULL,
  `가맹점코드` char(5) NOT NULL,
  `발주일` date NOT NULL,
  `입고일` date DEFAULT NULL COMMENT '미입고 NULL',
  `품목구분` varchar(4) NOT NULL COMMENT 'BEAN:원두,MILK:유제품,SYR:시럽,CUP:일회용품',
  `발주금액` int NOT NULL,
  `상태` char(2) NOT NULL COMMENT '10:요청,20:출고,30:입고,90:반려',
  PRIMARY KEY (`발주번호`),
  CONSTRAINT `fk_발주_가맹점` FOREIGN KEY (`가맹점코드`) REFERENCES `가맹점` (`가맹점코드`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='가맹점 물류 발주';

CREATE TABLE `위생점검` (
  `점검번호` int NOT NULL AUTO_INCREMENT,
  `가맹점코드` char(5) NOT NULL,
  `점검일` date NOT NULL,
  `점검자` varchar(20) NOT NULL,
  `점수` tinyint NOT NULL COMMENT '100점 만점',
  `결과` char(1) NOT NULL COMMENT 'P:적합,W:개선권고,F:부적합',
  `재점검일` date DEFAULT NULL,
  PRIMARY KEY (`점검번호`),
  CONSTRAINT `fk_점검_가맹점` FOREIGN KEY (`가맹점코드`) REFERENCES `가맹점` (`가맹점코드`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='QSC 위생 점검';

-- 생활가전 렌탈 (MySQL 8)
CREATE TABLE `t_product` (
  `product_cd` varchar(8) NOT NULL COMMENT '제품코드',
  `product_nm` varchar(60) NOT NULL COMMENT '제품명',
  `kind` varchar(3) NOT NULL COMMENT '제품군(WTR:정수기,AIR:공기청정기,BID:비데,MAT:매트리스,MSG:안마의자)',
  `monthly_fee` int NOT NULL COMMENT '월 렌탈료(원)',
  `care_cycle` tinyint DEFAULT NULL COMMENT '관리주기(개월, 자가관리는 NULL)',
  `launch_ym` char(6) NOT NULL COMMENT '출시년월(YYYYMM)',
  `sale_flag` tinyint(1) NOT NULL DEFAULT '1' COMMENT '판매중(1)/단종(0)',
  PRIMARY KEY (`product_cd`)
) ENGINE=InnoDB COMMENT='렌탈 제품';

CREATE TABLE `t_customer` (
  `cust_no` int NOT NULL AUTO_INCREMENT COMMENT '고객번호',
  `cust_nm` varchar(40) NOT NULL COMMENT '고객명',
  `cust_kind` char(1) NOT NULL COMMENT '고객유형(P:개인,B:법인)',
  `sido` varchar(10) DEFAULT NULL COMMENT '설치 시도',
  `birth_dt` date DEFAULT NULL COMMENT '생년월일(법인 NULL)',
  `agree_mkt` char(1) NOT NULL DEFAULT 'N' COMMENT '마케팅 활용 동의(Y/N)',
  `reg_dt` datetime NOT NULL COMMENT '고객등록일시',
  PRIMARY KEY (`cust_no`)
) ENGINE=InnoDB COMMENT='고객';

CREATE TABLE `t_planner` (
  `planner_no` int NOT NULL AUTO_INCREMENT,
  `planner_nm` varchar(20) NOT NULL COMMENT '케어매니저명',
  `branch` varchar(30) NOT NULL COMMENT '소속 지국',
  `join_dt` date NOT NULL COMMENT '위촉일',
  `resign_dt` date DEFAULT NULL COMMENT '해촉일',
  PRIMARY KEY (`planner_no`)
) ENGINE=InnoDB COMMENT='케어매니저';

CREATE TABLE `t_contract` (
  `cont_no` varchar(12) NOT NULL COMMENT '계약번호',
  `cust_no` int NOT NULL COMMENT '고객번호',
  `product_cd` varchar(8) NOT NULL COMMENT '제품코드',
  `planner_no` int DEFAULT NULL COMMENT '담당 케어매니저(미배정 NULL)',
  `sale_path` varchar(3) NOT NULL COMMENT '판매경로(ONL:온라인,HSP:홈쇼핑,STR:매장,PLN:방문판매)',
  `period_mm` tinyint NOT NULL COMMENT '약정기간(개월:36,60,72)',
  `fee` int NOT NULL COMMENT '계약 월렌탈료(원)',
  `prepaid` int NOT NULL DEFAULT '0' COMMENT '선납금(원)',
  `cont_st` char(2) NOT NULL COMMENT '계약상태(01:설치대기,02:이용중,03:일시중지,04:만기,09:중도해지)',
  `cont_dt` datetime NOT NULL COMMENT '계약일시',
  `install_dt` date DEFAULT NULL COMMENT '설치일',
  `end_dt` date DEFAULT NULL COMMENT '해지(만기)일',
  `cancel_rsn` char(2) DEFAULT NULL COMMENT '해지사유(PR:가격,QL:품질불만,MV:이사,CP:타사전환)',
  PRIMARY KEY (`cont_no`),
  KEY `ix_cont_cust` (`cust_no`),
  CONSTRAINT `fk_cont_cust` FOREIGN KEY (`cust_no`) REFERENCES `t_customer` (`cust_no`),
  CONSTRAINT `fk_cont_prod` FOREIGN KEY (`product_cd`) REFERENCES `t_product` (`product_cd`),
  CONSTRAINT `fk_cont_plan` FOREIGN KEY (`planner_no`) REFERENCES `t_planner` (`planner_no`)
) ENGINE=InnoDB COMMENT='렌탈 계약';

CREATE TABLE `t_visit` (
  `visit_id` bigint NOT NULL AUTO_INCREMENT,
  `cont_no` varchar(12) NOT NULL COMMENT '계약번호',
  `planner_no` int DEFAULT NULL COMMENT '방문 케어매니저',
  `plan_dt` date NOT NULL COMMENT '방문예정일',
  `visit_dt` datetime DEFAULT NULL COMMENT '실제 방문일시(미방문 NULL)',
  `visit_rst` char(1) DEFAULT NULL COMMENT '방문결과(D:완료,A:부재,R:거부)',
  `filter_chg` tinyint(1) NOT NULL DEFAULT '0' COMMENT '필터교체 여부',
  PRIMARY KEY (`visit_id`),
  CONSTRAINT `fk_visit_cont` FOREIGN KEY (`cont_no`) REFERENCES `t_contract` (`cont_no`),
  CONSTRAINT `fk_visit_plan` FOREIGN KEY (`planner_no`) REFERENCES `t_planner` (`planner_no`)
) ENGINE=InnoDB COMMENT='정기 방문관리';

CREATE TABLE `t_charge` (
  `charge_ym` char(6) NOT NULL COMMENT '청구년월(YYYYMM)',
  `cont_no` varchar(12) NOT NULL COMMENT '계약번호',
  `charge_amt` int NOT NULL COMMENT '청구금액(원)',
  `pay_amt` int NOT NULL DEFAULT '0' COMMENT '납부금액(원)',
  `pay_st` char(1) NOT NULL DEFAULT 'N' COMMENT '납부상태(Y:완납,P:부분납,N:미납)',
  `pay_way` char(1) DEFAULT NULL COMMENT '납부방법(C:카드자동,B:계좌자동,V:가상계좌)',
  PRIMARY KEY (`charge_ym`,`cont_no`),
  CONSTRAINT `fk_charge_cont` FOREIGN KEY (`cont_no`) REFERENCES `t_contract` (`cont_no`)
) ENGINE=InnoDB COMMENT='월 렌탈료 청구';

CREATE TABLE `t_as` (
  `as_no` int NOT NULL AUTO_INCREMENT COMMENT 'AS 접수번호',
  `cont_no` varchar(12) NOT NULL COMMENT '계약번호',
  `symptom` varchar(3) NOT NULL COMMENT '증상(LEK:누수,NOI:소음,SML:냄새,PWR:전원불량,ETC:기타)',
  `rcv_dt` datetime NOT NULL COMMENT '접수일시',
  `fix_dt` datetime DEFAULT NULL COMMENT '조치완료일시',
  `paid_yn` char(1) NOT NULL DEFAULT 'N' COMMENT '유상여부(Y/N)',
  `as_fee` int NOT NULL DEFAULT '0' COMMENT '수리비(원)',
  PRIMARY KEY (`as_no`),
  CONSTRAINT `fk_as_cont` FOREIGN KEY (`cont_no`) REFERENCES `t_contract` (`cont_no`)
) ENGINE=InnoDB COMMENT='AS 접수';

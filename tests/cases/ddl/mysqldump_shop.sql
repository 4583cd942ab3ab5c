/*!999999\- enable the sandbox mode */ 
-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: 10.0.3.21    Database: shopdb
-- ------------------------------------------------------
-- Server version	8.0.36-28

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!50503 SET NAMES utf8mb4 */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;

--
-- Table structure for table `tb_member`
--

DROP TABLE IF EXISTS `tb_member`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!50503 SET character_set_client = utf8mb4 */;
CREATE TABLE `tb_member` (
  `mem_no` bigint unsigned NOT NULL AUTO_INCREMENT COMMENT '회원번호',
  `mem_id` varchar(50) COLLATE utf8mb4_unicode_ci NOT NULL COMMENT '회원 아이디(이메일)',
  `mem_nm` varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL DEFAULT '' COMMENT '회원명; 개인은 ''본인'' 이름',
  `grade_cd` char(2) COLLATE utf8mb4_unicode_ci NOT NULL DEFAULT '01' COMMENT '등급코드(01:일반, 02:우수, 03:VIP)',
  `gender` enum('M','F','N') COLLATE utf8mb4_unicode_ci DEFAULT 'N' COMMENT '성별',
  `agree_flags` set('sms','email','push') COLLATE utf8mb4_unicode_ci DEFAULT NULL COMMENT '수신 동의',
  `is_active` tinyint(1) NOT NULL DEFAULT '1' COMMENT '활성 여부',
  `birth_ymd` date DEFAULT NULL COMMENT '생년월일',
  `point` int NOT NULL DEFAULT '0' COMMENT '적립금',
  `last_login_at` datetime(6) DEFAULT NULL COMMENT '최근 로그인',
  `reg_dt` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT '가입일시',
  `upd_dt` timestamp NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP COMMENT '수정일시',
  `email_domain` varchar(100) GENERATED ALWAYS AS (substring_index(`mem_id`,_utf8mb4'@',-(1))) VIRTUAL COMMENT '메일 도메인',
  PRIMARY KEY (`mem_no`),
  UNIQUE KEY `uk_mem_id` (`mem_id`),
  KEY `idx_mem_nm` (`mem_nm`(10)),
  KEY `idx_expr` ((lower(`mem_nm`))),
  FULLTEXT KEY `ft_nm` (`mem_nm`) /*!50100 WITH PARSER `ngram` */ 
) ENGINE=InnoDB AUTO_INCREMENT=10532 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='회원';
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `tb_member`
--

LOCK TABLES `tb_member` WRITE;
/*!40000 ALTER TABLE `tb_member` DISABLE KEYS */;
INSERT INTO `tb_member` VALUES (1,'a@b.kr','홍길동; DROP TABLE','01','M',NULL,1,'1990-01-01',0,NULL,'2024-01-01 00:00:00',NULL),(2,'it\'s@b.kr','김\'철수\\','02','F',NULL,1,NULL,10,NULL,'2024-01-02 00:00:00',NULL);
INSERT INTO `tb_member` VALUES (3,'c@b.kr','CREATE TABLE `fake` (a int);','01','M',NULL,1,'1990-01-01',0,NULL,'2024-01-01 00:00:00',NULL);
/*!40000 ALTER TABLE `tb_member` ENABLE KEYS */;
UNLOCK TABLES;

CREATE TABLE `tb_category` (
  `cate_cd` varchar(10) NOT NULL COMMENT '카테고리 코드',
  `parent_cate_cd` varchar(10) DEFAULT NULL COMMENT '상위 카테고리',
  `cate_nm` varchar(100) NOT NULL COMMENT '카테고리명',
  `sort_no` smallint NOT NULL DEFAULT 0,
  `use_yn` char(1) NOT NULL DEFAULT 'Y' COMMENT '사용 여부',
  PRIMARY KEY (`cate_cd`),
  KEY `fk_parent` (`parent_cate_cd`),
  CONSTRAINT `fk_parent` FOREIGN KEY (`parent_cate_cd`) REFERENCES `tb_category` (`cate_cd`) ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT `ck_use_yn` CHECK ((`use_yn` in (_utf8mb4'Y',_utf8mb4'N')))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='상품 카테고리';

CREATE TABLE `tb_product` (
  `prod_no` int unsigned NOT NULL AUTO_INCREMENT COMMENT '상품번호',
  `cate_cd` varchar(10) NOT NULL COMMENT '카테고리 코드',
  `prod_nm` varchar(200) NOT NULL COMMENT '상품명',
  `price` decimal(12,0) NOT NULL COMMENT '판매가(원)',
  `cost_rate` double DEFAULT NULL COMMENT '원가율',
  `weight` float(7,2) DEFAULT NULL COMMENT '무게(kg)',
  `options` json DEFAULT NULL COMMENT '옵션(JSON)',
  `detail` mediumtext COMMENT '상세 설명',
  `thumb` longblob COMMENT '썸네일',
  `key` varchar(20) DEFAULT NULL COMMENT '검색 키',
  `open_year` year DEFAULT NULL COMMENT '출시 연도',
  `flags` bit(8) DEFAULT b'0' COMMENT '플래그',
  PRIMARY KEY (`prod_no`),
  KEY `fk_cate` (`cate_cd`) USING BTREE COMMENT '카테고리 조회용',
  CONSTRAINT `fk_prod_cate` FOREIGN KEY (`cate_cd`) REFERENCES `tb_category` (`cate_cd`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 ROW_FORMAT=DYNAMIC COMMENT='상품';

CREATE TABLE `tb_order` (
  `ord_no` varchar(20) NOT NULL COMMENT '주문번호(YYYYMMDD + 일련번호)',
  `mem_no` bigint unsigned NOT NULL COMMENT '회원번호',
  `ord_dt` datetime NOT NULL COMMENT '주문일시',
  `ord_stat_cd` varchar(2) NOT NULL COMMENT '주문상태코드 10:접수 20:결제완료 30:배송중 40:완료 90:취소',
  `tot_amt` decimal(15,2) NOT NULL DEFAULT '0.00' COMMENT '총 금액',
  `addr` varchar(300) DEFAULT NULL COMMENT '배송지',
  PRIMARY KEY (`ord_no`,`ord_dt`),
  KEY `ix_mem` (`mem_no`,`ord_dt` DESC)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='주문'
/*!50100 PARTITION BY RANGE (year(`ord_dt`))
(PARTITION p2023 VALUES LESS THAN (2024) ENGINE = InnoDB,
 PARTITION p2024 VALUES LESS THAN (2025) ENGINE = InnoDB,
 PARTITION pmax VALUES LESS THAN MAXVALUE ENGINE = InnoDB) */;

CREATE TABLE `tb_order_item` (
  `ord_no` varchar(20) NOT NULL COMMENT '주문번호',
  `item_seq` smallint unsigned NOT NULL COMMENT '순번',
  `prod_no` int unsigned NOT NULL COMMENT '상품번호',
  `qty` mediumint NOT NULL COMMENT '수량',
  `unit_price` decimal(12,0) NOT NULL COMMENT '단가',
  PRIMARY KEY (`ord_no`,`item_seq`),
  KEY `fk_item_prod` (`prod_no`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='주문 상품';

CREATE TABLE `tb_delivery` (
  `dlv_no` bigint NOT NULL AUTO_INCREMENT,
  `ord_no` varchar(20) NOT NULL COMMENT '주문번호',
  `dlv_stat` enum('READY','SHIPPED','DONE','RETURN') NOT NULL DEFAULT 'READY' COMMENT '배송상태',
  `dlv_time` time DEFAULT NULL COMMENT '배송 시각',
  `lat` decimal(10,7) DEFAULT NULL, 
  `lng` decimal(10,7) DEFAULT NULL,
  `pos` point /*!80003 SRID 4326 */ DEFAULT NULL,
  PRIMARY KEY (`dlv_no`)
) ENGINE=MyISAM DEFAULT CHARSET=euckr COMMENT='배송';

CREATE TABLE `tb_review` (
  `review_id` int(11) NOT NULL AUTO_INCREMENT COMMENT '후기 ID',
  `prod_no` int(10) unsigned NOT NULL COMMENT '상품번호',
  `mem_no` bigint(20) unsigned NOT NULL COMMENT '회원번호',
  `score` tinyint(4) NOT NULL COMMENT '별점(1~5)',
  `body` text COMMENT '내용',
  PRIMARY KEY (`review_id`)
) ENGINE=InnoDB COMMENT='상품 후기';

CREATE TABLE `tb_code` (
  `grp_cd` varchar(10) NOT NULL COMMENT '그룹코드',
  `cd` varchar(10) NOT NULL COMMENT '코드',
  `cd_nm` varchar(100) NOT NULL COMMENT '코드명',
  PRIMARY KEY (`grp_cd`,`cd`)
) COMMENT='공통코드';

ALTER TABLE `tb_order` ADD CONSTRAINT `fk_ord_mem` FOREIGN KEY (`mem_no`) REFERENCES `tb_member` (`mem_no`);
ALTER TABLE `tb_order_item`
  ADD CONSTRAINT `fk_item_ord` FOREIGN KEY (`ord_no`) REFERENCES `tb_order` (`ord_no`) ON DELETE CASCADE,
  ADD CONSTRAINT `fk_item_prod` FOREIGN KEY (`prod_no`) REFERENCES `tb_product` (`prod_no`);
ALTER TABLE `tb_review` MODIFY `review_id` int(11) NOT NULL AUTO_INCREMENT COMMENT '후기 번호', AUTO_INCREMENT=77;

/*!50003 SET sql_mode              = 'STRICT_TRANS_TABLES' */ ;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`%`*/ /*!50003 TRIGGER `trg_ord` AFTER INSERT ON `tb_order` FOR EACH ROW BEGIN
  UPDATE tb_member SET point = point + 10 WHERE mem_no = NEW.mem_no;
  IF NEW.tot_amt > 0 THEN SET @x = 1; END IF;
END */;;
DELIMITER ;

--
-- Temporary view structure for view `v_sales`
--
DROP TABLE IF EXISTS `v_sales`;
/*!50001 DROP VIEW IF EXISTS `v_sales`*/;
/*!50001 CREATE VIEW `v_sales` AS SELECT 
 1 AS `ymd`,
 1 AS `amt`*/;
SET character_set_client = @saved_cs_client;

/*!50001 DROP VIEW IF EXISTS `v_sales`*/;
/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */
/*!50001 VIEW `v_sales` AS select date_format(`o`.`ord_dt`,'%Y-%m-%d') AS `ymd`,sum(`shopdb`.`i`.`qty` * `i`.`unit_price`) AS `amt` from (`tb_order` `o` join `tb_order_item` `i` on((`o`.`ord_no` = `i`.`ord_no`))) group by date_format(`o`.`ord_dt`,'%Y-%m-%d') */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;

-- Dump completed on 2026-03-02 10:12:44

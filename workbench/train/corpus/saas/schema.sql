-- 협업툴 구독 서비스 백오피스
CREATE TABLE `workspace` (
  `id` int NOT NULL AUTO_INCREMENT COMMENT '워크스페이스 ID',
  `company_name` varchar(60) NOT NULL COMMENT '고객사명',
  `industry` varchar(20) DEFAULT NULL COMMENT '업종(IT,제조,유통,금융,교육,기타)',
  `country` char(2) NOT NULL DEFAULT 'KR' COMMENT '국가코드(KR:한국,JP:일본,US:미국,VN:베트남)',
  `acquisition` enum('organic','ads','referral','partner') NOT NULL COMMENT '유입경로(organic:자연,ads:광고,referral:추천,partner:파트너)',
  `csm_id` int DEFAULT NULL COMMENT '담당 CSM(직원 ID)',
  `trial_started_at` datetime DEFAULT NULL COMMENT '무료체험 시작일시',
  `created_at` datetime NOT NULL COMMENT '개설일시',
  `deleted_at` datetime DEFAULT NULL COMMENT '삭제일시(NULL이면 사용중)',
  PRIMARY KEY (`id`),
  KEY `idx_ws_csm` (`csm_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='워크스페이스(고객사)';

CREATE TABLE `staff` (
  `id` int NOT NULL AUTO_INCREMENT,
  `name` varchar(20) NOT NULL COMMENT '직원명',
  `team` varchar(20) NOT NULL COMMENT '소속팀(CS팀,영업팀,기술지원팀)',
  `is_leave` tinyint(1) NOT NULL DEFAULT '0' COMMENT '퇴사여부(1:퇴사)',
  PRIMARY KEY (`id`)
) ENGINE=InnoDB COMMENT='우리 직원';

CREATE TABLE `plan` (
  `plan_code` varchar(10) NOT NULL COMMENT '요금제코드',
  `plan_name` varchar(30) NOT NULL COMMENT '요금제명',
  `billing_cycle` char(1) NOT NULL COMMENT '결제주기(M:월간,Y:연간)',
  `price_per_seat` int NOT NULL COMMENT '좌석당 가격(원)',
  `max_seats` int DEFAULT NULL COMMENT '최대 좌석수(NULL:무제한)',
  `on_sale` tinyint(1) NOT NULL DEFAULT '1' COMMENT '판매중 여부',
  PRIMARY KEY (`plan_code`)
) ENGINE=InnoDB COMMENT='요금제';

CREATE TABLE `subscription` (
  `id` bigint NOT NULL AUTO_INCREMENT COMMENT '구독 ID',
  `workspace_id` int NOT NULL COMMENT '워크스페이스 ID',
  `plan_code` varchar(10) NOT NULL COMMENT '요금제코드',
  `seats` int NOT NULL COMMENT '계약 좌석수',
  `mrr` int NOT NULL COMMENT '월 반복매출(원)',
  `state` varchar(10) NOT NULL COMMENT '구독상태(active:이용중,past_due:연체,paused:일시정지,canceled:해지)',
  `start_date` date NOT NULL COMMENT '구독 시작일',
  `cancel_date` date DEFAULT NULL COMMENT '해지일',
  `cancel_reason` varchar(10) DEFAULT NULL COMMENT '해지사유(PRICE:가격,COMPETE:경쟁사,FEATURE:기능부족,CLOSE:폐업)',
  `auto_renew` tinyint(1) NOT NULL DEFAULT '1' COMMENT '자동갱신 여부(1:예,0:아니오)',
  PRIMARY KEY (`id`),
  CONSTRAINT `fk_sub_ws` FOREIGN KEY (`workspace_id`) REFERENCES `workspace` (`id`),
  CONSTRAINT `fk_sub_plan` FOREIGN KEY (`plan_code`) REFERENCES `plan` (`plan_code`)
) ENGINE=InnoDB COMMENT='구독';

CREATE TABLE `invoice` (
  `invoice_no` varchar(20) NOT NULL COMMENT '청구서 번호',
  `subscription_id` bigint NOT NULL COMMENT '구독 ID',
  `issued_on` date NOT NULL COMMENT '발행일',
  `due_on` date NOT NULL COMMENT '납기일',
  `amount` int NOT NULL COMMENT '청구금액(원)',
  `vat` int NOT NULL COMMENT '부가세(원)',
  `paid_at` datetime DEFAULT NULL COMMENT '납부일시(미납이면 NULL)',
  `pay_method` varchar(8) DEFAULT NULL COMMENT '결제수단(card:카드,transfer:계좌이체,cms:자동이체)',
  PRIMARY KEY (`invoice_no`),
  CONSTRAINT `fk_inv_sub` FOREIGN KEY (`subscription_id`) REFERENCES `subscription` (`id`)
) ENGINE=InnoDB COMMENT='청구서';

CREATE TABLE `user_account` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `workspace_id` int NOT NULL COMMENT '워크스페이스 ID',
  `email` varchar(100) NOT NULL COMMENT '이메일',
  `nickname` varchar(30) DEFAULT NULL COMMENT '표시 이름',
  `role` varchar(10) NOT NULL COMMENT '권한(owner:소유자,admin:관리자,member:멤버,guest:게스트)',
  `invited_at` datetime NOT NULL COMMENT '초대일시',
  `joined_at` datetime DEFAULT NULL COMMENT '초대 수락일시(NULL:미수락)',
  `last_login_at` datetime DEFAULT NULL COMMENT '마지막 로그인',
  PRIMARY KEY (`id`),
  UNIQUE KEY `uk_email` (`email`),
  CONSTRAINT `fk_user_ws` FOREIGN KEY (`workspace_id`) REFERENCES `workspace` (`id`)
) ENGINE=InnoDB COMMENT='사용자 계정';

CREATE TABLE `usage_daily` (
  `workspace_id` int NOT NULL,
  `usage_date` date NOT NULL COMMENT '사용일',
  `active_users` int NOT NULL DEFAULT '0' COMMENT '활성 사용자수',
  `messages` int NOT NULL DEFAULT '0' COMMENT '메시지 수',
  `storage_mb` int NOT NULL DEFAULT '0' COMMENT '저장용량(MB)',
  `api_calls` int NOT NULL DEFAULT '0' COMMENT 'API 호출수',
  PRIMARY KEY (`workspace_id`,`usage_date`),
  CONSTRAINT `fk_usage_ws` FOREIGN KEY (`workspace_id`) REFERENCES `workspace` (`id`)
) ENGINE=InnoDB COMMENT='일별 사용량';

CREATE TABLE `ticket` (
  `ticket_id` int NOT NULL AUTO_INCREMENT COMMENT '문의번호',
  `workspace_id` int NOT NULL COMMENT '워크스페이스 ID',
  `assignee_id` int DEFAULT NULL COMMENT '처리 담당 직원(미배정 NULL)',
  `category` varchar(10) NOT NULL COMMENT '문의유형(BUG:오류,BILL:결제,HOWTO:사용법,REQ:기능요청)',
  `priority` tinyint NOT NULL DEFAULT '3' COMMENT '우선순위(1:긴급,2:높음,3:보통,4:낮음)',
  `title` varchar(200) NOT NULL COMMENT '제목',
  `opened_at` datetime NOT NULL COMMENT '접수일시',
  `first_reply_at` datetime DEFAULT NULL COMMENT '첫 답변일시',
  `closed_at` datetime DEFAULT NULL COMMENT '종료일시',
  `csat` tinyint DEFAULT NULL COMMENT '만족도(1~5, 무응답 NULL)',
  PRIMARY KEY (`ticket_id`),
  CONSTRAINT `fk_ticket_ws` FOREIGN KEY (`workspace_id`) REFERENCES `workspace` (`id`),
  CONSTRAINT `fk_ticket_staff` FOREIGN KEY (`assignee_id`) REFERENCES `staff` (`id`)
) ENGINE=InnoDB COMMENT='고객 문의';

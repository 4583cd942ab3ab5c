CREATE TABLE agent (
  agent_id INT PRIMARY KEY COMMENT '상담원번호',
  agent_nm VARCHAR(20) NOT NULL COMMENT '상담원명',
  team_nm VARCHAR(20) NOT NULL COMMENT '팀명',
  hire_dt DATE NOT NULL COMMENT '입사일자'
) COMMENT='상담원';
CREATE TABLE call_type (
  type_cd CHAR(2) PRIMARY KEY COMMENT '상담유형코드',
  type_nm VARCHAR(30) NOT NULL COMMENT '상담유형명'
) COMMENT='상담유형';
CREATE TABLE call_log (
  call_id BIGINT PRIMARY KEY COMMENT '상담번호',
  agent_id INT NOT NULL COMMENT '상담원번호',
  type_cd CHAR(2) NOT NULL COMMENT '상담유형코드',
  start_dttm DATETIME NOT NULL COMMENT '상담시작일시',
  call_sec INT NOT NULL COMMENT '통화시간(초)',
  solved_yn CHAR(1) NOT NULL COMMENT '해결여부(Y/N)',
  score TINYINT COMMENT '만족도(1~5)',
  FOREIGN KEY (agent_id) REFERENCES agent(agent_id),
  FOREIGN KEY (type_cd) REFERENCES call_type(type_cd)
) COMMENT='상담이력';

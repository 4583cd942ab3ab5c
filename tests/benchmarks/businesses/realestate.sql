CREATE TABLE broker (
  broker_id INT PRIMARY KEY COMMENT '중개사번호',
  office_nm VARCHAR(40) NOT NULL COMMENT '중개사무소명',
  dong_nm VARCHAR(20) NOT NULL COMMENT '소재동'
) COMMENT='중개사무소';
CREATE TABLE property (
  prop_id INT PRIMARY KEY COMMENT '매물번호',
  broker_id INT NOT NULL COMMENT '중개사번호',
  prop_type CHAR(1) NOT NULL COMMENT '매물종류(A:아파트,O:오피스텔,V:빌라)',
  dong_nm VARCHAR(20) NOT NULL COMMENT '동',
  area_m2 DECIMAL(7,2) NOT NULL COMMENT '전용면적(제곱미터)',
  room_cnt TINYINT NOT NULL COMMENT '방수',
  reg_dt DATE NOT NULL COMMENT '등록일',
  FOREIGN KEY (broker_id) REFERENCES broker(broker_id)
) COMMENT='매물';
CREATE TABLE deal (
  deal_id INT PRIMARY KEY COMMENT '거래번호',
  prop_id INT NOT NULL COMMENT '매물번호',
  deal_type CHAR(1) NOT NULL COMMENT '거래유형(S:매매,J:전세,M:월세)',
  deal_amt BIGINT NOT NULL COMMENT '거래금액(원)',
  deal_dt DATE NOT NULL COMMENT '계약일',
  FOREIGN KEY (prop_id) REFERENCES property(prop_id)
) COMMENT='거래';

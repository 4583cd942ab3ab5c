CREATE TABLE building (
  bld_id INT PRIMARY KEY COMMENT '건물번호',
  bld_nm VARCHAR(40) NOT NULL COMMENT '건물명',
  use_cd CHAR(1) NOT NULL COMMENT '용도(O:업무,R:주거,S:상업)',
  area_m2 DECIMAL(10,1) NOT NULL COMMENT '연면적(제곱미터)'
) COMMENT='건물';
CREATE TABLE meter (
  meter_id INT PRIMARY KEY COMMENT '계량기번호',
  bld_id INT NOT NULL COMMENT '건물번호',
  energy_cd CHAR(1) NOT NULL COMMENT '에너지원(E:전기,G:가스,H:난방)',
  install_dt DATE NOT NULL COMMENT '설치일',
  FOREIGN KEY (bld_id) REFERENCES building(bld_id)
) COMMENT='계량기';
CREATE TABLE usage_month (
  meter_id INT NOT NULL COMMENT '계량기번호',
  use_month DATE NOT NULL COMMENT '사용월(그 달 1일)',
  use_qty DECIMAL(12,2) NOT NULL COMMENT '사용량',
  bill_amt INT NOT NULL COMMENT '청구금액(원)',
  PRIMARY KEY (meter_id, use_month),
  FOREIGN KEY (meter_id) REFERENCES meter(meter_id)
) COMMENT='월사용량';

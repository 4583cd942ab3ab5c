CREATE TABLE line (
  line_cd CHAR(3) PRIMARY KEY COMMENT '라인코드',
  line_nm VARCHAR(30) NOT NULL COMMENT '라인명'
) COMMENT='생산라인';
CREATE TABLE part (
  part_no VARCHAR(10) PRIMARY KEY COMMENT '부품번호',
  part_nm VARCHAR(40) NOT NULL COMMENT '부품명',
  std_cost INT NOT NULL COMMENT '표준원가(원)'
) COMMENT='부품';
CREATE TABLE production (
  prod_id BIGINT PRIMARY KEY COMMENT '생산번호',
  line_cd CHAR(3) NOT NULL COMMENT '라인코드',
  part_no VARCHAR(10) NOT NULL COMMENT '부품번호',
  prod_dt DATE NOT NULL COMMENT '생산일자',
  good_qty INT NOT NULL COMMENT '양품수량',
  bad_qty INT NOT NULL COMMENT '불량수량',
  FOREIGN KEY (line_cd) REFERENCES line(line_cd),
  FOREIGN KEY (part_no) REFERENCES part(part_no)
) COMMENT='생산실적';
CREATE TABLE downtime (
  down_id INT PRIMARY KEY COMMENT '정지번호',
  line_cd CHAR(3) NOT NULL COMMENT '라인코드',
  start_dttm DATETIME NOT NULL COMMENT '정지시작일시',
  down_min INT NOT NULL COMMENT '정지시간(분)',
  reason_cd CHAR(2) NOT NULL COMMENT '정지사유(10:고장,20:점검,30:자재부족)',
  FOREIGN KEY (line_cd) REFERENCES line(line_cd)
) COMMENT='설비정지';

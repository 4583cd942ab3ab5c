CREATE TABLE product (
  prod_cd VARCHAR(5) PRIMARY KEY COMMENT '상품코드',
  prod_nm VARCHAR(50) NOT NULL COMMENT '상품명',
  kind_cd CHAR(1) NOT NULL COMMENT '보험종류(L:생명,C:자동차,H:건강)'
) COMMENT='보험상품';
CREATE TABLE planner (
  planner_id INT PRIMARY KEY COMMENT '설계사번호',
  planner_nm VARCHAR(20) NOT NULL COMMENT '설계사명',
  region_nm VARCHAR(20) NOT NULL COMMENT '활동지역'
) COMMENT='설계사';
CREATE TABLE policy (
  policy_no INT PRIMARY KEY COMMENT '증권번호',
  prod_cd VARCHAR(5) NOT NULL COMMENT '상품코드',
  planner_id INT NOT NULL COMMENT '설계사번호',
  insured_nm VARCHAR(20) NOT NULL COMMENT '피보험자명',
  contract_dt DATE NOT NULL COMMENT '계약일',
  premium_amt INT NOT NULL COMMENT '월보험료(원)',
  status_cd CHAR(1) NOT NULL COMMENT '계약상태(1:정상,2:실효,3:해지,4:만기)',
  FOREIGN KEY (prod_cd) REFERENCES product(prod_cd),
  FOREIGN KEY (planner_id) REFERENCES planner(planner_id)
) COMMENT='보험계약';
CREATE TABLE claim (
  claim_no INT PRIMARY KEY COMMENT '청구번호',
  policy_no INT NOT NULL COMMENT '증권번호',
  claim_dt DATE NOT NULL COMMENT '청구일',
  claim_amt INT NOT NULL COMMENT '청구금액(원)',
  paid_amt INT COMMENT '지급금액(원, 심사 중이면 NULL)',
  FOREIGN KEY (policy_no) REFERENCES policy(policy_no)
) COMMENT='보험금청구';

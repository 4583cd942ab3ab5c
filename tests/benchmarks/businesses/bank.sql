CREATE TABLE customer (
  cust_no INT PRIMARY KEY COMMENT '고객번호',
  cust_nm VARCHAR(30) NOT NULL COMMENT '고객명',
  grade_cd CHAR(1) NOT NULL COMMENT '고객등급(V:VIP,G:골드,N:일반)',
  join_dt DATE NOT NULL COMMENT '거래개시일'
) COMMENT='고객';
CREATE TABLE account (
  acct_no VARCHAR(20) PRIMARY KEY COMMENT '계좌번호',
  cust_no INT NOT NULL COMMENT '고객번호',
  acct_type CHAR(2) NOT NULL COMMENT '계좌종류(01:입출금,02:정기예금,03:적금)',
  open_dt DATE NOT NULL COMMENT '개설일',
  close_dt DATE COMMENT '해지일(해지하지 않았으면 NULL)',
  balance_amt DECIMAL(15,0) NOT NULL COMMENT '잔액(원)',
  FOREIGN KEY (cust_no) REFERENCES customer(cust_no)
) COMMENT='계좌';
CREATE TABLE acct_trade (
  trade_no BIGINT PRIMARY KEY COMMENT '거래번호',
  acct_no VARCHAR(20) NOT NULL COMMENT '계좌번호',
  trade_dttm DATETIME NOT NULL COMMENT '거래일시',
  trade_type CHAR(1) NOT NULL COMMENT '거래구분(D:입금,W:출금)',
  trade_amt DECIMAL(15,0) NOT NULL COMMENT '거래금액(원)',
  FOREIGN KEY (acct_no) REFERENCES account(acct_no)
) COMMENT='거래내역';

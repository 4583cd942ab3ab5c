CREATE TABLE branch (
  branch_id INT PRIMARY KEY COMMENT '지점번호',
  branch_nm VARCHAR(30) NOT NULL COMMENT '지점명'
) COMMENT='지점';
CREATE TABLE gym_member (
  member_id INT PRIMARY KEY COMMENT '회원번호',
  member_nm VARCHAR(20) NOT NULL COMMENT '회원명',
  branch_id INT NOT NULL COMMENT '등록지점번호',
  join_dt DATE NOT NULL COMMENT '가입일',
  FOREIGN KEY (branch_id) REFERENCES branch(branch_id)
) COMMENT='회원';
CREATE TABLE pass (
  pass_id INT PRIMARY KEY COMMENT '이용권번호',
  member_id INT NOT NULL COMMENT '회원번호',
  pass_type CHAR(2) NOT NULL COMMENT '이용권종류(01:1개월,03:3개월,12:12개월,PT:개인지도)',
  start_dt DATE NOT NULL COMMENT '시작일',
  end_dt DATE NOT NULL COMMENT '종료일',
  pay_amt INT NOT NULL COMMENT '결제금액(원)',
  FOREIGN KEY (member_id) REFERENCES gym_member(member_id)
) COMMENT='이용권';
CREATE TABLE checkin (
  checkin_id BIGINT PRIMARY KEY COMMENT '출입번호',
  member_id INT NOT NULL COMMENT '회원번호',
  checkin_dttm DATETIME NOT NULL COMMENT '출입일시',
  FOREIGN KEY (member_id) REFERENCES gym_member(member_id)
) COMMENT='출입기록';

CREATE TABLE room_type (
  type_cd CHAR(2) PRIMARY KEY COMMENT '객실유형코드',
  type_nm VARCHAR(30) NOT NULL COMMENT '객실유형명',
  base_price INT NOT NULL COMMENT '1박 기본요금(원)',
  max_person TINYINT NOT NULL COMMENT '최대인원'
) COMMENT='객실유형';
CREATE TABLE room (
  room_no CHAR(4) PRIMARY KEY COMMENT '객실번호',
  type_cd CHAR(2) NOT NULL COMMENT '객실유형코드',
  floor_no TINYINT NOT NULL COMMENT '층',
  FOREIGN KEY (type_cd) REFERENCES room_type(type_cd)
) COMMENT='객실';
CREATE TABLE guest (
  guest_id INT PRIMARY KEY COMMENT '고객번호',
  guest_nm VARCHAR(30) NOT NULL COMMENT '고객명',
  nation_cd CHAR(2) NOT NULL COMMENT '국적(KR:한국,JP:일본,CN:중국,US:미국)'
) COMMENT='고객';
CREATE TABLE booking (
  booking_id INT PRIMARY KEY COMMENT '예약번호',
  guest_id INT NOT NULL COMMENT '고객번호',
  room_no CHAR(4) NOT NULL COMMENT '객실번호',
  checkin_dt DATE NOT NULL COMMENT '체크인일자',
  checkout_dt DATE NOT NULL COMMENT '체크아웃일자',
  status_cd CHAR(2) NOT NULL COMMENT '예약상태(10:예약,20:투숙,30:퇴실,90:취소)',
  pay_amt INT NOT NULL COMMENT '결제금액(원)',
  FOREIGN KEY (guest_id) REFERENCES guest(guest_id),
  FOREIGN KEY (room_no) REFERENCES room(room_no)
) COMMENT='예약';

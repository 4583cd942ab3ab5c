CREATE TABLE parking_lot (
  lot_id INT PRIMARY KEY COMMENT '주차장번호',
  lot_nm VARCHAR(50) NOT NULL COMMENT '주차장명',
  gu_nm VARCHAR(20) NOT NULL COMMENT '자치구',
  space_cnt INT NOT NULL COMMENT '주차면수',
  owner_cd CHAR(1) NOT NULL COMMENT '운영구분(1:공영,2:민영)'
) COMMENT='주차장';
CREATE TABLE vehicle (
  car_no VARCHAR(10) PRIMARY KEY COMMENT '차량번호',
  car_type CHAR(1) NOT NULL COMMENT '차종(1:승용,2:승합,3:화물,4:전기)',
  owner_nm VARCHAR(20) COMMENT '소유자명'
) COMMENT='등록차량';
CREATE TABLE parking_log (
  log_id BIGINT PRIMARY KEY COMMENT '주차기록번호',
  lot_id INT NOT NULL COMMENT '주차장번호',
  car_no VARCHAR(10) NOT NULL COMMENT '차량번호',
  in_dttm DATETIME NOT NULL COMMENT '입차일시',
  out_dttm DATETIME COMMENT '출차일시(주차 중이면 NULL)',
  fee_amt INT COMMENT '주차요금(원)',
  FOREIGN KEY (lot_id) REFERENCES parking_lot(lot_id),
  FOREIGN KEY (car_no) REFERENCES vehicle(car_no)
) COMMENT='주차기록';

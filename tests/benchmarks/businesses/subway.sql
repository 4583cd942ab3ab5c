CREATE TABLE metro_line (
  line_no TINYINT PRIMARY KEY COMMENT '호선',
  line_nm VARCHAR(20) NOT NULL COMMENT '노선명'
) COMMENT='노선';
CREATE TABLE station (
  station_id INT PRIMARY KEY COMMENT '역번호',
  station_nm VARCHAR(30) NOT NULL COMMENT '역명',
  line_no TINYINT NOT NULL COMMENT '호선',
  transfer_yn CHAR(1) NOT NULL COMMENT '환승역여부(Y/N)',
  FOREIGN KEY (line_no) REFERENCES metro_line(line_no)
) COMMENT='역';
CREATE TABLE ride_daily (
  station_id INT NOT NULL COMMENT '역번호',
  ride_dt DATE NOT NULL COMMENT '일자',
  on_cnt INT NOT NULL COMMENT '승차인원',
  off_cnt INT NOT NULL COMMENT '하차인원',
  PRIMARY KEY (station_id, ride_dt),
  FOREIGN KEY (station_id) REFERENCES station(station_id)
) COMMENT='일별 승하차';

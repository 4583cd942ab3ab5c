CREATE TABLE restaurant (
  rest_id INT PRIMARY KEY COMMENT '음식점번호',
  rest_nm VARCHAR(40) NOT NULL COMMENT '음식점명',
  food_cd CHAR(2) NOT NULL COMMENT '음식종류(01:한식,02:중식,03:일식,04:양식,05:치킨)',
  gu_nm VARCHAR(20) NOT NULL COMMENT '구'
) COMMENT='음식점';
CREATE TABLE rider (
  rider_id INT PRIMARY KEY COMMENT '라이더번호',
  rider_nm VARCHAR(20) NOT NULL COMMENT '라이더명',
  vehicle_cd CHAR(1) NOT NULL COMMENT '이동수단(M:오토바이,B:자전거,W:도보)'
) COMMENT='라이더';
CREATE TABLE food_order (
  order_no BIGINT PRIMARY KEY COMMENT '주문번호',
  rest_id INT NOT NULL COMMENT '음식점번호',
  rider_id INT COMMENT '라이더번호',
  order_dttm DATETIME NOT NULL COMMENT '주문일시',
  done_dttm DATETIME COMMENT '배달완료일시',
  food_amt INT NOT NULL COMMENT '음식금액(원)',
  tip_amt INT NOT NULL DEFAULT 0 COMMENT '배달팁(원)',
  FOREIGN KEY (rest_id) REFERENCES restaurant(rest_id),
  FOREIGN KEY (rider_id) REFERENCES rider(rider_id)
) COMMENT='주문';

CREATE TABLE warehouse (
  wh_id INT PRIMARY KEY COMMENT '창고번호',
  wh_nm VARCHAR(30) NOT NULL COMMENT '창고명',
  city_nm VARCHAR(20) NOT NULL COMMENT '도시'
) COMMENT='창고';
CREATE TABLE goods (
  goods_cd VARCHAR(10) PRIMARY KEY COMMENT '품목코드',
  goods_nm VARCHAR(50) NOT NULL COMMENT '품목명',
  unit_price INT NOT NULL COMMENT '단가(원)'
) COMMENT='품목';
CREATE TABLE stock (
  wh_id INT NOT NULL COMMENT '창고번호',
  goods_cd VARCHAR(10) NOT NULL COMMENT '품목코드',
  stock_qty INT NOT NULL COMMENT '현재고수량',
  safe_qty INT NOT NULL COMMENT '안전재고수량',
  PRIMARY KEY (wh_id, goods_cd),
  FOREIGN KEY (wh_id) REFERENCES warehouse(wh_id),
  FOREIGN KEY (goods_cd) REFERENCES goods(goods_cd)
) COMMENT='재고';
CREATE TABLE shipment (
  ship_no INT PRIMARY KEY COMMENT '출고번호',
  wh_id INT NOT NULL COMMENT '창고번호',
  goods_cd VARCHAR(10) NOT NULL COMMENT '품목코드',
  ship_dt DATE NOT NULL COMMENT '출고일자',
  ship_qty INT NOT NULL COMMENT '출고수량',
  FOREIGN KEY (wh_id) REFERENCES warehouse(wh_id),
  FOREIGN KEY (goods_cd) REFERENCES goods(goods_cd)
) COMMENT='출고';

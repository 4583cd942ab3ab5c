CREATE TABLE store (
  store_id INT PRIMARY KEY COMMENT '매장번호',
  store_nm VARCHAR(30) NOT NULL COMMENT '매장명',
  region_nm VARCHAR(20) NOT NULL COMMENT '지역',
  open_dt DATE NOT NULL COMMENT '개점일'
) COMMENT='매장';
CREATE TABLE menu (
  menu_id INT PRIMARY KEY COMMENT '메뉴번호',
  menu_nm VARCHAR(50) NOT NULL COMMENT '메뉴명',
  kind_cd CHAR(1) NOT NULL COMMENT '종류(C:커피,T:차,D:디저트)',
  price INT NOT NULL COMMENT '가격(원)'
) COMMENT='메뉴';
CREATE TABLE sale (
  sale_id INT PRIMARY KEY COMMENT '판매번호',
  store_id INT NOT NULL COMMENT '매장번호',
  menu_id INT NOT NULL COMMENT '메뉴번호',
  sale_dttm DATETIME NOT NULL COMMENT '판매일시',
  qty INT NOT NULL COMMENT '수량',
  amt INT NOT NULL COMMENT '판매금액(원)',
  FOREIGN KEY (store_id) REFERENCES store(store_id),
  FOREIGN KEY (menu_id) REFERENCES menu(menu_id)
) COMMENT='판매';

CREATE TABLE farmer (
  farmer_id INT PRIMARY KEY COMMENT '농가번호',
  farmer_nm VARCHAR(20) NOT NULL COMMENT '농가주',
  province_nm VARCHAR(20) NOT NULL COMMENT '도'
) COMMENT='농가';
CREATE TABLE crop (
  crop_cd CHAR(3) PRIMARY KEY COMMENT '작물코드',
  crop_nm VARCHAR(20) NOT NULL COMMENT '작물명',
  season_cd CHAR(1) NOT NULL COMMENT '수확철(1:봄,2:여름,3:가을,4:겨울)'
) COMMENT='작물';
CREATE TABLE harvest (
  harvest_id INT PRIMARY KEY COMMENT '수확번호',
  farmer_id INT NOT NULL COMMENT '농가번호',
  crop_cd CHAR(3) NOT NULL COMMENT '작물코드',
  harvest_dt DATE NOT NULL COMMENT '수확일',
  weight_kg DECIMAL(10,1) NOT NULL COMMENT '수확량(kg)',
  price_per_kg INT NOT NULL COMMENT 'kg당 단가(원)',
  FOREIGN KEY (farmer_id) REFERENCES farmer(farmer_id),
  FOREIGN KEY (crop_cd) REFERENCES crop(crop_cd)
) COMMENT='수확';

CREATE TABLE package (
  pkg_id INT PRIMARY KEY COMMENT '상품번호',
  pkg_nm VARCHAR(60) NOT NULL COMMENT '여행상품명',
  nation_nm VARCHAR(20) NOT NULL COMMENT '여행국가',
  nights TINYINT NOT NULL COMMENT '숙박일수',
  price INT NOT NULL COMMENT '1인 가격(원)'
) COMMENT='여행상품';
CREATE TABLE traveler (
  traveler_id INT PRIMARY KEY COMMENT '여행자번호',
  traveler_nm VARCHAR(20) NOT NULL COMMENT '여행자명',
  birth_dt DATE COMMENT '생년월일'
) COMMENT='여행자';
CREATE TABLE reservation (
  rsv_no INT PRIMARY KEY COMMENT '예약번호',
  pkg_id INT NOT NULL COMMENT '상품번호',
  traveler_id INT NOT NULL COMMENT '여행자번호',
  rsv_dt DATE NOT NULL COMMENT '예약일',
  depart_dt DATE NOT NULL COMMENT '출발일',
  person_cnt TINYINT NOT NULL COMMENT '인원수',
  cancel_dt DATE COMMENT '취소일(취소하지 않았으면 NULL)',
  FOREIGN KEY (pkg_id) REFERENCES package(pkg_id),
  FOREIGN KEY (traveler_id) REFERENCES traveler(traveler_id)
) COMMENT='예약';
CREATE TABLE pkg_review (
  review_id INT PRIMARY KEY COMMENT '후기번호',
  rsv_no INT NOT NULL COMMENT '예약번호',
  score TINYINT NOT NULL COMMENT '평점(1~5)',
  write_dt DATE NOT NULL COMMENT '작성일',
  FOREIGN KEY (rsv_no) REFERENCES reservation(rsv_no)
) COMMENT='후기';

CREATE TABLE movie (
  movie_id INT PRIMARY KEY COMMENT '영화번호',
  movie_nm VARCHAR(60) NOT NULL COMMENT '영화명',
  genre_nm VARCHAR(20) NOT NULL COMMENT '장르',
  open_dt DATE NOT NULL COMMENT '개봉일',
  run_min INT NOT NULL COMMENT '상영시간(분)'
) COMMENT='영화';
CREATE TABLE theater (
  theater_id INT PRIMARY KEY COMMENT '극장번호',
  theater_nm VARCHAR(30) NOT NULL COMMENT '극장명',
  sido_nm VARCHAR(20) NOT NULL COMMENT '시도'
) COMMENT='극장';
CREATE TABLE screening (
  screening_id INT PRIMARY KEY COMMENT '상영번호',
  movie_id INT NOT NULL COMMENT '영화번호',
  theater_id INT NOT NULL COMMENT '극장번호',
  start_dttm DATETIME NOT NULL COMMENT '상영시작일시',
  FOREIGN KEY (movie_id) REFERENCES movie(movie_id),
  FOREIGN KEY (theater_id) REFERENCES theater(theater_id)
) COMMENT='상영';
CREATE TABLE ticket (
  ticket_id BIGINT PRIMARY KEY COMMENT '예매번호',
  screening_id INT NOT NULL COMMENT '상영번호',
  seat_cnt TINYINT NOT NULL COMMENT '좌석수',
  pay_amt INT NOT NULL COMMENT '결제금액(원)',
  cancel_yn CHAR(1) NOT NULL COMMENT '취소여부(Y/N)',
  FOREIGN KEY (screening_id) REFERENCES screening(screening_id)
) COMMENT='예매';

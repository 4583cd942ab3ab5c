CREATE TABLE member (
  member_no INT PRIMARY KEY COMMENT '회원번호',
  member_nm VARCHAR(20) NOT NULL COMMENT '회원명',
  join_dt DATE NOT NULL COMMENT '가입일자',
  stop_yn CHAR(1) NOT NULL COMMENT '대출정지여부(Y/N)'
) COMMENT='도서관 회원';
CREATE TABLE book (
  book_no INT PRIMARY KEY COMMENT '도서번호',
  title VARCHAR(100) NOT NULL COMMENT '서명',
  author VARCHAR(50) COMMENT '저자',
  class_cd CHAR(3) NOT NULL COMMENT '분류(000:총류,100:철학,800:문학,900:역사)',
  price INT COMMENT '가격(원)'
) COMMENT='도서';
CREATE TABLE loan (
  loan_no INT PRIMARY KEY COMMENT '대출번호',
  member_no INT NOT NULL COMMENT '회원번호',
  book_no INT NOT NULL COMMENT '도서번호',
  loan_dt DATE NOT NULL COMMENT '대출일자',
  due_dt DATE NOT NULL COMMENT '반납예정일자',
  return_dt DATE COMMENT '반납일자(미반납이면 NULL)',
  FOREIGN KEY (member_no) REFERENCES member(member_no),
  FOREIGN KEY (book_no) REFERENCES book(book_no)
) COMMENT='대출';

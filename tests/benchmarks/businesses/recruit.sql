CREATE TABLE company (
  company_id INT PRIMARY KEY COMMENT '회사번호',
  company_nm VARCHAR(40) NOT NULL COMMENT '회사명',
  industry_nm VARCHAR(30) NOT NULL COMMENT '업종',
  emp_cnt INT COMMENT '직원수'
) COMMENT='회사';
CREATE TABLE job_post (
  post_id INT PRIMARY KEY COMMENT '공고번호',
  company_id INT NOT NULL COMMENT '회사번호',
  title VARCHAR(100) NOT NULL COMMENT '공고제목',
  career_cd CHAR(1) NOT NULL COMMENT '경력구분(N:신입,C:경력,A:무관)',
  salary_amt INT COMMENT '연봉(만원)',
  close_dt DATE NOT NULL COMMENT '마감일',
  FOREIGN KEY (company_id) REFERENCES company(company_id)
) COMMENT='채용공고';
CREATE TABLE seeker (
  seeker_id INT PRIMARY KEY COMMENT '구직자번호',
  seeker_nm VARCHAR(20) NOT NULL COMMENT '구직자명',
  career_year TINYINT NOT NULL COMMENT '경력연수'
) COMMENT='구직자';
CREATE TABLE apply (
  apply_id INT PRIMARY KEY COMMENT '지원번호',
  post_id INT NOT NULL COMMENT '공고번호',
  seeker_id INT NOT NULL COMMENT '구직자번호',
  apply_dttm DATETIME NOT NULL COMMENT '지원일시',
  result_cd CHAR(1) NOT NULL COMMENT '전형결과(W:대기,D:서류합격,P:최종합격,F:불합격)',
  FOREIGN KEY (post_id) REFERENCES job_post(post_id),
  FOREIGN KEY (seeker_id) REFERENCES seeker(seeker_id)
) COMMENT='지원';

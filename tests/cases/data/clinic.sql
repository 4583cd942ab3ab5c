CREATE TABLE department (
  dept_id INT PRIMARY KEY AUTO_INCREMENT,
  dept_nm VARCHAR(30) NOT NULL COMMENT '진료과명',
  up_dept_id INT COMMENT '상위 진료과',
  head_id INT COMMENT '과장 의사번호',
  FOREIGN KEY (up_dept_id) REFERENCES department(dept_id),
  FOREIGN KEY (head_id) REFERENCES doctor(doctor_id)
) COMMENT='진료과';
CREATE TABLE doctor (
  doctor_id INT PRIMARY KEY,
  doctor_nm VARCHAR(20) NOT NULL COMMENT '의사명',
  level VARCHAR(10) NOT NULL COMMENT '구분' CHECK (level IN ('전문의', '전공의')),
  license_no CHAR(6) NOT NULL UNIQUE COMMENT '면허번호',
  dept_id INT NOT NULL COMMENT '진료과',
  FOREIGN KEY (dept_id) REFERENCES department(dept_id)
) COMMENT='의사';
CREATE TABLE patient (
  patient_id CHAR(7) PRIMARY KEY COMMENT '환자번호',
  patient_name VARCHAR(20) NOT NULL COMMENT '환자명',
  gender CHAR(1) COMMENT '성별(M:남,F:여)',
  birth_date DATE NOT NULL COMMENT '생년월일',
  resident_no VARCHAR(14) COMMENT '주민등록번호',
  phone VARCHAR(13) COMMENT '휴대폰',
  email VARCHAR(50) COMMENT '이메일',
  address VARCHAR(200) COMMENT '주소',
  insured_yn CHAR(1) COMMENT '보험가입여부',
  created_at DATETIME NOT NULL COMMENT '등록일시'
) COMMENT='환자';
CREATE TABLE visit (
  visit_no BIGINT PRIMARY KEY COMMENT '진료번호',
  patient_id CHAR(7) NOT NULL,
  doctor_id INT NOT NULL,
  visited_at DATETIME NOT NULL COMMENT '진료일시',
  kind ENUM('초진', '재진') NOT NULL COMMENT '진료구분',
  status_cd CHAR(2) NOT NULL COMMENT '상태(10:접수,20:완료,90:취소)',
  fee INT NOT NULL COMMENT '진료비(원)',
  rating TINYINT COMMENT '만족도(1~5)',
  memo TEXT COMMENT '특이사항',
  FOREIGN KEY (patient_id) REFERENCES patient(patient_id),
  FOREIGN KEY (doctor_id) REFERENCES doctor(doctor_id)
) COMMENT='진료';
CREATE TABLE prescription_item (
  visit_no BIGINT NOT NULL,
  line_no SMALLINT NOT NULL COMMENT '순번',
  drug_name VARCHAR(40) NOT NULL COMMENT '약품명',
  quantity INT NOT NULL COMMENT '수량',
  unit_price INT NOT NULL COMMENT '단가(원)',
  amount INT NOT NULL COMMENT '금액(원)',
  PRIMARY KEY (visit_no, line_no),
  FOREIGN KEY (visit_no) REFERENCES visit(visit_no)
) COMMENT='처방';
CREATE TABLE admission (
  patient_id CHAR(7) NOT NULL,
  admitted_on DATE NOT NULL COMMENT '입원일자',
  discharged_on DATE COMMENT '퇴원일자(종료)',
  room VARCHAR(10) COMMENT '병실',
  PRIMARY KEY (patient_id, admitted_on),
  FOREIGN KEY (patient_id) REFERENCES patient(patient_id)
) COMMENT='입원';
CREATE TABLE doctor_patient (
  doctor_id INT NOT NULL,
  patient_id CHAR(7) NOT NULL,
  since_on DATE,
  PRIMARY KEY (doctor_id, patient_id),
  FOREIGN KEY (doctor_id) REFERENCES doctor(doctor_id),
  FOREIGN KEY (patient_id) REFERENCES patient(patient_id)
) COMMENT='주치의';
CREATE TABLE audit_log (
  log_id INT PRIMARY KEY,
  user_id INT COMMENT '없는 테이블 참조',
  logged_at DATETIME COMMENT '기록일시',
  FOREIGN KEY (user_id) REFERENCES app_user(user_id)
) COMMENT='감사로그';
CREATE VIEW v_visit AS SELECT v.visit_no, p.patient_name, v.fee FROM visit v JOIN patient p ON v.patient_id = p.patient_id;

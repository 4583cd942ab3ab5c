CREATE TABLE dept (
  dept_id INT PRIMARY KEY COMMENT '진료과번호',
  dept_nm VARCHAR(30) NOT NULL COMMENT '진료과명'
) COMMENT='진료과';
CREATE TABLE doctor (
  doctor_id INT PRIMARY KEY COMMENT '의사번호',
  doctor_nm VARCHAR(20) NOT NULL COMMENT '의사명',
  dept_id INT NOT NULL COMMENT '진료과번호',
  FOREIGN KEY (dept_id) REFERENCES dept(dept_id)
) COMMENT='의사';
CREATE TABLE patient (
  patient_id INT PRIMARY KEY COMMENT '환자번호',
  patient_nm VARCHAR(20) NOT NULL COMMENT '환자명',
  gender_cd CHAR(1) COMMENT '성별(M:남,F:여)',
  birth_dt DATE COMMENT '생년월일'
) COMMENT='환자';
CREATE TABLE visit (
  visit_id INT PRIMARY KEY COMMENT '진료번호',
  patient_id INT NOT NULL COMMENT '환자번호',
  doctor_id INT NOT NULL COMMENT '의사번호',
  visit_dttm DATETIME NOT NULL COMMENT '진료일시',
  visit_type CHAR(1) NOT NULL COMMENT '진료구분(1:초진,2:재진)',
  fee_amt INT NOT NULL COMMENT '진료비(원)',
  FOREIGN KEY (patient_id) REFERENCES patient(patient_id),
  FOREIGN KEY (doctor_id) REFERENCES doctor(doctor_id)
) COMMENT='진료';

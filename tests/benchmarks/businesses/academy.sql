CREATE TABLE student (
  student_id INT PRIMARY KEY COMMENT '학생번호',
  student_nm VARCHAR(20) NOT NULL COMMENT '학생이름',
  grade_no TINYINT NOT NULL COMMENT '학년',
  school_nm VARCHAR(30) COMMENT '학교명'
) COMMENT='학생';
CREATE TABLE teacher (
  teacher_id INT PRIMARY KEY COMMENT '강사번호',
  teacher_nm VARCHAR(20) NOT NULL COMMENT '강사이름',
  subject_nm VARCHAR(20) NOT NULL COMMENT '담당과목'
) COMMENT='강사';
CREATE TABLE course (
  course_id INT PRIMARY KEY COMMENT '강좌번호',
  course_nm VARCHAR(50) NOT NULL COMMENT '강좌명',
  teacher_id INT NOT NULL COMMENT '강사번호',
  fee INT NOT NULL COMMENT '수강료(원)',
  FOREIGN KEY (teacher_id) REFERENCES teacher(teacher_id)
) COMMENT='강좌';
CREATE TABLE enrollment (
  student_id INT NOT NULL COMMENT '학생번호',
  course_id INT NOT NULL COMMENT '강좌번호',
  enroll_dt DATE NOT NULL COMMENT '수강신청일',
  score DECIMAL(5,2) COMMENT '성적(100점 만점)',
  PRIMARY KEY (student_id, course_id),
  FOREIGN KEY (student_id) REFERENCES student(student_id),
  FOREIGN KEY (course_id) REFERENCES course(course_id)
) COMMENT='수강';

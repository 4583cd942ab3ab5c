-- 근태/급여/채용 (PostgreSQL, hr 스키마)
CREATE SCHEMA IF NOT EXISTS hr;

CREATE TABLE hr.org_unit (
    unit_id    integer PRIMARY KEY,
    unit_name  varchar(50) NOT NULL,
    parent_id  integer REFERENCES hr.org_unit (unit_id),
    head_staff integer,
    site       varchar(10) NOT NULL,
    closed_on  date
);
COMMENT ON TABLE hr.org_unit IS '조직';
COMMENT ON COLUMN hr.org_unit.unit_name IS '조직명';
COMMENT ON COLUMN hr.org_unit.parent_id IS '상위 조직(본부는 NULL)';
COMMENT ON COLUMN hr.org_unit.head_staff IS '조직장 사번';
COMMENT ON COLUMN hr.org_unit.site IS '사업장(본사, 대전공장, 창원공장, 물류센터)';
COMMENT ON COLUMN hr.org_unit.closed_on IS '폐지일';

CREATE TABLE hr.staff (
    staff_no    integer PRIMARY KEY,
    full_name   varchar(40) NOT NULL,
    unit_id     integer REFERENCES hr.org_unit (unit_id),
    job_rank    varchar(2) NOT NULL,
    job_family  varchar(10) NOT NULL,
    employ_kind varchar(2) NOT NULL,
    sex         char(1) NOT NULL,
    birth_on    date,
    joined_on   date NOT NULL,
    left_on     date,
    base_salary numeric(12,0) NOT NULL
);
COMMENT ON TABLE hr.staff IS '임직원';
COMMENT ON COLUMN hr.staff.staff_no IS '사번';
COMMENT ON COLUMN hr.staff.full_name IS '성명';
COMMENT ON COLUMN hr.staff.unit_id IS '소속 조직(대기발령 NULL)';
COMMENT ON COLUMN hr.staff.job_rank IS '직급(G1:사원,G2:대리,G3:과장,G4:차장,G5:부장,EX:임원)';
COMMENT ON COLUMN hr.staff.job_family IS '직군(office:사무,tech:기술,prod:생산,sales:영업)';
COMMENT ON COLUMN hr.staff.employ_kind IS '고용형태(RG:정규,CT:계약,DP:파견,IN:인턴)';
COMMENT ON COLUMN hr.staff.sex IS 'M:남, F:여';
COMMENT ON COLUMN hr.staff.birth_on IS '생년월일';
COMMENT ON COLUMN hr.staff.joined_on IS '입사일';
COMMENT ON COLUMN hr.staff.left_on IS '퇴사일(재직 NULL)';
COMMENT ON COLUMN hr.staff.base_salary IS '기본급(월,원)';

CREATE TABLE hr.pay_slip (
    pay_ym  char(6) NOT NULL,
    staff_no   integer NOT NULL REFERENCES hr.staff (staff_no),
    base_pay   numeric(12,0) NOT NULL,
    overtime   numeric(12,0) NOT NULL DEFAULT 0,
    bonus      numeric(12,0) NOT NULL DEFAULT 0,
    deduction  numeric(12,0) NOT NULL DEFAULT 0,
    net_pay    numeric(12,0) NOT NULL,
    PRIMARY KEY (pay_ym, staff_no)
);
COMMENT ON TABLE hr.pay_slip IS '급여명세';
COMMENT ON COLUMN hr.pay_slip.pay_ym IS '귀속년월(YYYYMM)';
COMMENT ON COLUMN hr.pay_slip.base_pay IS '기본급(원)';
COMMENT ON COLUMN hr.pay_slip.overtime IS '시간외수당(원)';
COMMENT ON COLUMN hr.pay_slip.bonus IS '상여금(원)';
COMMENT ON COLUMN hr.pay_slip.deduction IS '공제액(원)';
COMMENT ON COLUMN hr.pay_slip.net_pay IS '실수령액(원)';

CREATE TABLE hr.work_record (
    work_on    date NOT NULL,
    staff_no   integer NOT NULL REFERENCES hr.staff (staff_no),
    in_at      timestamp,
    out_at     timestamp,
    work_kind  varchar(2) NOT NULL,
    ot_hours   numeric(4,1) NOT NULL DEFAULT 0,
    PRIMARY KEY (work_on, staff_no)
);
COMMENT ON TABLE hr.work_record IS '근태';
COMMENT ON COLUMN hr.work_record.work_on IS '근무일';
COMMENT ON COLUMN hr.work_record.in_at IS '출근시각';
COMMENT ON COLUMN hr.work_record.out_at IS '퇴근시각(미기록 NULL)';
COMMENT ON COLUMN hr.work_record.work_kind IS '근무구분(NM:정상,LT:지각,HW:재택,BT:출장,AB:결근)';
COMMENT ON COLUMN hr.work_record.ot_hours IS '연장근로(시간)';

CREATE TABLE hr.leave_request (
    leave_id    bigserial PRIMARY KEY,
    staff_no    integer NOT NULL REFERENCES hr.staff (staff_no),
    leave_kind  varchar(2) NOT NULL,
    from_on     date NOT NULL,
    to_on       date NOT NULL,
    days        numeric(4,1) NOT NULL,
    state       char(1) NOT NULL DEFAULT 'R',
    asked_at    timestamp NOT NULL
);
COMMENT ON TABLE hr.leave_request IS '휴가신청';
COMMENT ON COLUMN hr.leave_request.leave_kind IS '휴가종류(AN:연차,HF:반차,SK:병가,FM:경조,CH:출산육아)';
COMMENT ON COLUMN hr.leave_request.from_on IS '시작일';
COMMENT ON COLUMN hr.leave_request.to_on IS '종료일';
COMMENT ON COLUMN hr.leave_request.days IS '사용일수';
COMMENT ON COLUMN hr.leave_request.state IS '결재상태(R:상신,A:승인,J:반려,C:취소)';
COMMENT ON COLUMN hr.leave_request.asked_at IS '신청일시';

CREATE TABLE hr.training (
    course_id   integer PRIMARY KEY,
    course_name varchar(100) NOT NULL,
    is_required boolean NOT NULL DEFAULT false,
    hours       smallint NOT NULL,
    due_on      date
);
COMMENT ON TABLE hr.training IS '교육과정';
COMMENT ON COLUMN hr.training.course_name IS '과정명';
COMMENT ON COLUMN hr.training.is_required IS '법정 필수 여부';
COMMENT ON COLUMN hr.training.hours IS '교육시간';
COMMENT ON COLUMN hr.training.due_on IS '이수기한';

CREATE TABLE hr.training_result (
    course_id  integer NOT NULL REFERENCES hr.training (course_id),
    staff_no   integer NOT NULL REFERENCES hr.staff (staff_no),
    done_on    date,
    score      smallint,
    PRIMARY KEY (course_id, staff_no)
);
COMMENT ON TABLE hr.training_result IS '교육이수';
COMMENT ON COLUMN hr.training_result.done_on IS '이수일(미이수 NULL)';
COMMENT ON COLUMN hr.training_result.score IS '평가점수';

CREATE TABLE hr.applicant (
    applicant_id bigserial PRIMARY KEY,
    name         varchar(40) NOT NULL,
    unit_id      integer NOT NULL REFERENCES hr.org_unit (unit_id),
    source       varchar(8) NOT NULL,
    stage        varchar(4) NOT NULL,
    career_years numeric(3,1),
    applied_on   date NOT NULL,
    decided_on   date
);
COMMENT ON TABLE hr.applicant IS '채용 지원자';
COMMENT ON COLUMN hr.applicant.name IS '지원자명';
COMMENT ON COLUMN hr.applicant.unit_id IS '지원 조직';
COMMENT ON COLUMN hr.applicant.source IS '지원경로(saramin:사람인,wanted:원티드,refer:사내추천,hunter:헤드헌터)';
COMMENT ON COLUMN hr.applicant.stage IS '전형단계(DOC:서류,WORK:실무면접,EXEC:임원면접,PASS:합격,FAIL:불합격)';
COMMENT ON COLUMN hr.applicant.career_years IS '경력(년, 신입 NULL)';
COMMENT ON COLUMN hr.applicant.applied_on IS '지원일';
COMMENT ON COLUMN hr.applicant.decided_on IS '결과 확정일';
ALTER TABLE hr.org_unit ADD CONSTRAINT fk_head FOREIGN KEY (head_staff) REFERENCES hr.staff (staff_no);

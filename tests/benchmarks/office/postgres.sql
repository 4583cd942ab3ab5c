-- 인사·근태 시스템 (PostgreSQL 15, pg_dump)
SET statement_timeout = 0;
CREATE TABLE public.departments (
    dept_id integer NOT NULL,
    dept_name character varying(60) NOT NULL,
    parent_dept_id integer,
    location character varying(40)
);
COMMENT ON TABLE public.departments IS '부서';
COMMENT ON COLUMN public.departments.dept_id IS '부서 ID';
COMMENT ON COLUMN public.departments.dept_name IS '부서명';
COMMENT ON COLUMN public.departments.parent_dept_id IS '상위 부서 ID';
COMMENT ON COLUMN public.departments.location IS '근무지(도시)';
CREATE TABLE public.positions (
    position_id serial NOT NULL,
    position_name character varying(30) NOT NULL,
    position_level smallint NOT NULL
);
COMMENT ON TABLE public.positions IS '직급';
COMMENT ON COLUMN public.positions.position_name IS '직급명';
COMMENT ON COLUMN public.positions.position_level IS '직급 순위(1이 가장 높음)';
CREATE TABLE public.employees (
    emp_id integer NOT NULL,
    emp_name character varying(40) NOT NULL,
    dept_id integer NOT NULL,
    position_id integer NOT NULL,
    manager_id integer,
    hire_date date NOT NULL,
    resign_date date,
    gender character(1),
    emp_status character varying(10) DEFAULT 'ACTIVE'::character varying NOT NULL
);
COMMENT ON TABLE public.employees IS '직원';
COMMENT ON COLUMN public.employees.emp_id IS '사번';
COMMENT ON COLUMN public.employees.emp_name IS '직원 이름';
COMMENT ON COLUMN public.employees.dept_id IS '소속 부서 ID';
COMMENT ON COLUMN public.employees.position_id IS '직급 ID';
COMMENT ON COLUMN public.employees.manager_id IS '상사 사번';
COMMENT ON COLUMN public.employees.hire_date IS '입사일';
COMMENT ON COLUMN public.employees.resign_date IS '퇴사일';
COMMENT ON COLUMN public.employees.gender IS '성별(M:남, F:여)';
COMMENT ON COLUMN public.employees.emp_status IS '재직 상태(ACTIVE:재직, LEAVE:휴직, RESIGNED:퇴사)';
CREATE TABLE public.salaries (
    salary_id bigserial NOT NULL,
    emp_id integer NOT NULL,
    pay_month date NOT NULL,
    base_pay numeric(12,0) NOT NULL,
    bonus numeric(12,0) DEFAULT 0
);
COMMENT ON TABLE public.salaries IS '급여 지급 내역';
COMMENT ON COLUMN public.salaries.pay_month IS '지급월(매월 1일)';
COMMENT ON COLUMN public.salaries.base_pay IS '기본급(원)';
COMMENT ON COLUMN public.salaries.bonus IS '상여금(원)';
CREATE TABLE public.attendance (
    attendance_id bigserial NOT NULL,
    emp_id integer NOT NULL,
    work_date date NOT NULL,
    check_in timestamp with time zone,
    check_out timestamp with time zone,
    att_type character varying(10) NOT NULL
);
COMMENT ON TABLE public.attendance IS '근태';
COMMENT ON COLUMN public.attendance.work_date IS '근무일';
COMMENT ON COLUMN public.attendance.check_in IS '출근 시각';
COMMENT ON COLUMN public.attendance.check_out IS '퇴근 시각';
COMMENT ON COLUMN public.attendance.att_type IS '근태 구분(NORMAL:정상, LATE:지각, ABSENT:결근, REMOTE:재택)';
CREATE TABLE public.leaves (
    leave_id bigserial NOT NULL,
    emp_id integer NOT NULL,
    leave_type character varying(10) NOT NULL,
    start_date date NOT NULL,
    end_date date NOT NULL,
    days numeric(4,1) NOT NULL,
    approved boolean DEFAULT false NOT NULL
);
COMMENT ON TABLE public.leaves IS '휴가 신청';
COMMENT ON COLUMN public.leaves.leave_type IS '휴가 종류(ANNUAL:연차, SICK:병가, HALF:반차)';
COMMENT ON COLUMN public.leaves.days IS '휴가 일수';
COMMENT ON COLUMN public.leaves.approved IS '승인 여부';
CREATE TABLE public.projects (
    project_id integer NOT NULL,
    project_name character varying(100) NOT NULL,
    dept_id integer NOT NULL,
    start_date date NOT NULL,
    end_date date,
    budget numeric(15,0)
);
COMMENT ON TABLE public.projects IS '프로젝트';
COMMENT ON COLUMN public.projects.dept_id IS '주관 부서 ID';
COMMENT ON COLUMN public.projects.budget IS '예산(원)';
CREATE TABLE public.project_members (
    project_id integer NOT NULL,
    emp_id integer NOT NULL,
    role character varying(20) NOT NULL,
    joined_on date NOT NULL
);
COMMENT ON TABLE public.project_members IS '프로젝트 참여 인원';
COMMENT ON COLUMN public.project_members.role IS '역할(PM, DEV:개발, QA:품질)';
ALTER TABLE ONLY public.departments ADD CONSTRAINT departments_pkey PRIMARY KEY (dept_id);
ALTER TABLE ONLY public.positions ADD CONSTRAINT positions_pkey PRIMARY KEY (position_id);
ALTER TABLE ONLY public.employees ADD CONSTRAINT employees_pkey PRIMARY KEY (emp_id);
ALTER TABLE ONLY public.salaries ADD CONSTRAINT salaries_pkey PRIMARY KEY (salary_id);
ALTER TABLE ONLY public.attendance ADD CONSTRAINT attendance_pkey PRIMARY KEY (attendance_id);
ALTER TABLE ONLY public.leaves ADD CONSTRAINT leaves_pkey PRIMARY KEY (leave_id);
ALTER TABLE ONLY public.projects ADD CONSTRAINT projects_pkey PRIMARY KEY (project_id);
ALTER TABLE ONLY public.project_members ADD CONSTRAINT project_members_pkey PRIMARY KEY (project_id, emp_id);
ALTER TABLE ONLY public.employees ADD CONSTRAINT fk_emp_dept FOREIGN KEY (dept_id) REFERENCES public.departments(dept_id);
ALTER TABLE ONLY public.employees ADD CONSTRAINT fk_emp_pos FOREIGN KEY (position_id) REFERENCES public.positions(position_id);
ALTER TABLE ONLY public.employees ADD CONSTRAINT fk_emp_mgr FOREIGN KEY (manager_id) REFERENCES public.employees(emp_id);
ALTER TABLE ONLY public.salaries ADD CONSTRAINT fk_sal_emp FOREIGN KEY (emp_id) REFERENCES public.employees(emp_id);
ALTER TABLE ONLY public.attendance ADD CONSTRAINT fk_att_emp FOREIGN KEY (emp_id) REFERENCES public.employees(emp_id);
ALTER TABLE ONLY public.leaves ADD CONSTRAINT fk_leave_emp FOREIGN KEY (emp_id) REFERENCES public.employees(emp_id);
ALTER TABLE ONLY public.projects ADD CONSTRAINT fk_proj_dept FOREIGN KEY (dept_id) REFERENCES public.departments(dept_id);
ALTER TABLE ONLY public.project_members ADD CONSTRAINT fk_pm_proj FOREIGN KEY (project_id) REFERENCES public.projects(project_id);
ALTER TABLE ONLY public.project_members ADD CONSTRAINT fk_pm_emp FOREIGN KEY (emp_id) REFERENCES public.employees(emp_id);

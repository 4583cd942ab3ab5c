-- 병원 예약/수납 (PostgreSQL, 한글 컬럼명 사용)
CREATE TABLE 진료과 (
    진료과코드 char(2) PRIMARY KEY,
    진료과명 varchar(20) NOT NULL,
    위치 varchar(20),
    운영여부 char(1) NOT NULL DEFAULT 'Y'
);
COMMENT ON TABLE 진료과 IS '진료과 기준정보';
COMMENT ON COLUMN 진료과.위치 IS '층/동';
COMMENT ON COLUMN 진료과.운영여부 IS 'Y:운영,N:폐과';

CREATE TABLE 의사 (
    의사번호 serial PRIMARY KEY,
    이름 varchar(20) NOT NULL,
    진료과코드 char(2) NOT NULL REFERENCES 진료과 (진료과코드),
    직위 varchar(10) CHECK (직위 IN ('과장', '전문의', '전공의')),
    입사일 date NOT NULL,
    퇴사일 date
);
COMMENT ON TABLE 의사 IS '의료진';
COMMENT ON COLUMN 의사.퇴사일 IS '재직중이면 NULL';

CREATE TABLE 환자 (
    환자번호 varchar(8) PRIMARY KEY,
    이름 varchar(20) NOT NULL,
    성별 char(1),
    생년월일 date,
    거주지역 varchar(20),
    보험유형 char(2) NOT NULL,
    최초내원일 date,
    개인정보동의 boolean NOT NULL DEFAULT true,
    사망일 date
);
COMMENT ON TABLE 환자 IS '환자 원장';
COMMENT ON COLUMN 환자.성별 IS 'M:남,F:여';
COMMENT ON COLUMN 환자.보험유형 IS '10:건강보험,20:의료급여,30:자동차보험,40:산재,90:비급여';

CREATE TABLE 예약 (
    예약번호 bigserial PRIMARY KEY,
    환자번호 varchar(8) NOT NULL REFERENCES 환자 (환자번호),
    의사번호 integer REFERENCES 의사 (의사번호),
    예약일시 timestamp NOT NULL,
    예약경로 varchar(6) NOT NULL,
    예약상태 char(2) NOT NULL DEFAULT '01',
    초진여부 char(1) NOT NULL DEFAULT 'N',
    등록일시 timestamp NOT NULL DEFAULT now()
);
COMMENT ON TABLE 예약 IS '진료 예약';
COMMENT ON COLUMN 예약.의사번호 IS '담당의(미배정 NULL)';
COMMENT ON COLUMN 예약.예약경로 IS 'APP:앱,TEL:전화,WEB:홈페이지,VISIT:현장';
COMMENT ON COLUMN 예약.예약상태 IS '01:예약,02:내원,03:취소,04:노쇼';
COMMENT ON COLUMN 예약.초진여부 IS 'Y:초진,N:재진';

CREATE TABLE 진료 (
    진료번호 bigserial PRIMARY KEY,
    예약번호 bigint REFERENCES 예약 (예약번호),
    환자번호 varchar(8) NOT NULL REFERENCES 환자 (환자번호),
    의사번호 integer NOT NULL REFERENCES 의사 (의사번호),
    진료일 date NOT NULL,
    상병코드 varchar(7),
    상병명 varchar(60),
    대기시간 integer,
    처방일수 integer DEFAULT 0
);
COMMENT ON TABLE 진료 IS '외래 진료 기록';
COMMENT ON COLUMN 진료.예약번호 IS '예약 없이 온 환자는 NULL';
COMMENT ON COLUMN 진료.대기시간 IS '대기시간(분)';

CREATE TABLE 수납 (
    수납번호 bigserial PRIMARY KEY,
    진료번호 bigint NOT NULL REFERENCES 진료 (진료번호),
    총진료비 numeric(12,0) NOT NULL,
    본인부담금 numeric(12,0) NOT NULL,
    비급여금액 numeric(12,0) NOT NULL DEFAULT 0,
    수납방법 varchar(4),
    수납일시 timestamp,
    환불여부 char(1) NOT NULL DEFAULT 'N'
);
COMMENT ON TABLE 수납 IS '진료비 수납';
COMMENT ON COLUMN 수납.총진료비 IS '총진료비(원)';
COMMENT ON COLUMN 수납.본인부담금 IS '환자 본인부담금(원)';
COMMENT ON COLUMN 수납.수납방법 IS 'CARD:카드,CASH:현금,TRAN:이체';
COMMENT ON COLUMN 수납.수납일시 IS '미수납이면 NULL';

CREATE TABLE 검사 (
    검사번호 bigserial PRIMARY KEY,
    진료번호 bigint NOT NULL REFERENCES 진료 (진료번호),
    검사명 varchar(40) NOT NULL,
    검사구분 char(1) NOT NULL,
    검사예정일 date NOT NULL,
    검사완료일 date,
    이상소견 boolean,
    금액 numeric(10,0) NOT NULL
);
COMMENT ON TABLE 검사 IS '검사 오더';
COMMENT ON COLUMN 검사.검사구분 IS 'L:혈액,X:엑스레이,C:CT,M:MRI,E:내시경';
COMMENT ON COLUMN 검사.검사완료일 IS '미시행이면 NULL';
COMMENT ON COLUMN 검사.이상소견 IS '판독 전이면 NULL';

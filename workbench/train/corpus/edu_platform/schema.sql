-- 온라인 강의 플랫폼 (PostgreSQL 14, 스키마 분리)
CREATE SCHEMA lms;
CREATE SCHEMA billing;

CREATE TABLE lms.instructors (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        varchar(40) NOT NULL,
    field       varchar(20) NOT NULL,
    share_rate  numeric(4,1) NOT NULL DEFAULT 50.0,
    joined_on   date NOT NULL,
    left_on     date
);
COMMENT ON TABLE lms.instructors IS '강사';
COMMENT ON COLUMN lms.instructors.name IS '강사명';
COMMENT ON COLUMN lms.instructors.field IS '분야(개발, 디자인, 외국어, 재테크, 취미)';
COMMENT ON COLUMN lms.instructors.share_rate IS '정산비율(%)';
COMMENT ON COLUMN lms.instructors.joined_on IS '계약시작일';
COMMENT ON COLUMN lms.instructors.left_on IS '계약종료일';

CREATE TABLE lms.courses (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    instructor_id bigint NOT NULL REFERENCES lms.instructors (id),
    title         varchar(200) NOT NULL,
    level         smallint NOT NULL CHECK (level BETWEEN 1 AND 3),
    list_price    integer NOT NULL,
    lesson_cnt    integer NOT NULL DEFAULT 0,
    total_minutes integer NOT NULL DEFAULT 0,
    publish_state varchar(8) NOT NULL DEFAULT 'draft',
    published_at  timestamptz
);
COMMENT ON TABLE lms.courses IS '강의';
COMMENT ON COLUMN lms.courses.instructor_id IS '강사 ID';
COMMENT ON COLUMN lms.courses.title IS '강의명';
COMMENT ON COLUMN lms.courses.level IS '난이도(1:입문,2:중급,3:고급)';
COMMENT ON COLUMN lms.courses.list_price IS '정가(원)';
COMMENT ON COLUMN lms.courses.lesson_cnt IS '차시 수';
COMMENT ON COLUMN lms.courses.total_minutes IS '총 강의시간(분)';
COMMENT ON COLUMN lms.courses.publish_state IS '공개상태(draft:작성중,open:공개,closed:판매종료)';
COMMENT ON COLUMN lms.courses.published_at IS '공개일시';

CREATE TABLE lms.learners (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    nickname    varchar(30) NOT NULL,
    email       varchar(120) NOT NULL UNIQUE,
    birth_date  date,
    job         varchar(10),
    b2b_company varchar(60),
    email_opt_in boolean NOT NULL DEFAULT false,
    signed_up_at timestamptz NOT NULL DEFAULT now(),
    withdrawn_at timestamptz
);
COMMENT ON TABLE lms.learners IS '수강생';
COMMENT ON COLUMN lms.learners.nickname IS '닉네임';
COMMENT ON COLUMN lms.learners.birth_date IS '생년월일';
COMMENT ON COLUMN lms.learners.job IS '직업(student:학생,office:직장인,free:프리랜서,jobless:취준생)';
COMMENT ON COLUMN lms.learners.b2b_company IS '기업교육 소속 회사(개인 회원은 NULL)';
COMMENT ON COLUMN lms.learners.email_opt_in IS '이메일 수신동의';
COMMENT ON COLUMN lms.learners.signed_up_at IS '가입일시';
COMMENT ON COLUMN lms.learners.withdrawn_at IS '탈퇴일시';

CREATE TABLE billing.coupons (
    code        varchar(20) PRIMARY KEY,
    coupon_name varchar(60) NOT NULL,
    rate        smallint NOT NULL CHECK (rate BETWEEN 1 AND 100),
    valid_until date NOT NULL
);
COMMENT ON TABLE billing.coupons IS '할인쿠폰';
COMMENT ON COLUMN billing.coupons.coupon_name IS '쿠폰명';
COMMENT ON COLUMN billing.coupons.rate IS '할인율(%)';
COMMENT ON COLUMN billing.coupons.valid_until IS '유효기한';

CREATE TABLE billing.purchases (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    learner_id  bigint NOT NULL REFERENCES lms.learners (id),
    course_id   bigint NOT NULL REFERENCES lms.courses (id),
    coupon_code varchar(20) REFERENCES billing.coupons (code),
    amount      numeric(10,0) NOT NULL,
    pay_method  varchar(6) NOT NULL,
    paid_at     timestamptz NOT NULL,
    refunded_at timestamptz
);
COMMENT ON TABLE billing.purchases IS '수강권 결제';
COMMENT ON COLUMN billing.purchases.learner_id IS '수강생 ID';
COMMENT ON COLUMN billing.purchases.course_id IS '강의 ID';
COMMENT ON COLUMN billing.purchases.coupon_code IS '사용 쿠폰(미사용 NULL)';
COMMENT ON COLUMN billing.purchases.amount IS '결제금액(원)';
COMMENT ON COLUMN billing.purchases.pay_method IS '결제수단(card:카드,kakao:카카오페이,toss:토스,vbank:가상계좌)';
COMMENT ON COLUMN billing.purchases.paid_at IS '결제일시';
COMMENT ON COLUMN billing.purchases.refunded_at IS '환불일시(환불 없으면 NULL)';

CREATE TABLE lms.progress (
    purchase_id   bigint PRIMARY KEY REFERENCES billing.purchases (id),
    done_lessons  integer NOT NULL DEFAULT 0,
    watched_min   integer NOT NULL DEFAULT 0,
    last_seen_at  timestamptz,
    completed_at  timestamptz
);
COMMENT ON TABLE lms.progress IS '수강 진도';
COMMENT ON COLUMN lms.progress.purchase_id IS '결제 ID';
COMMENT ON COLUMN lms.progress.done_lessons IS '완료 차시';
COMMENT ON COLUMN lms.progress.watched_min IS '시청시간(분)';
COMMENT ON COLUMN lms.progress.last_seen_at IS '마지막 수강일시(미수강 NULL)';
COMMENT ON COLUMN lms.progress.completed_at IS '완강일시(미완강 NULL)';

CREATE TABLE lms.ratings (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id  bigint NOT NULL REFERENCES lms.courses (id),
    learner_id bigint NOT NULL REFERENCES lms.learners (id),
    score      smallint NOT NULL,
    comment    text,
    hidden     boolean NOT NULL DEFAULT false,
    rated_at   timestamptz NOT NULL
);
COMMENT ON TABLE lms.ratings IS '수강평';
COMMENT ON COLUMN lms.ratings.score IS '평점(1~5)';
COMMENT ON COLUMN lms.ratings.comment IS '내용';
COMMENT ON COLUMN lms.ratings.hidden IS '숨김 여부';
COMMENT ON COLUMN lms.ratings.rated_at IS '작성일시';

CREATE TABLE lms.questions (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course_id   bigint NOT NULL REFERENCES lms.courses (id),
    learner_id  bigint NOT NULL REFERENCES lms.learners (id),
    asked_at    timestamptz NOT NULL,
    answered_at timestamptz,
    views       integer NOT NULL DEFAULT 0
);
COMMENT ON TABLE lms.questions IS '강의 질문';
COMMENT ON COLUMN lms.questions.asked_at IS '질문일시';
COMMENT ON COLUMN lms.questions.answered_at IS '답변일시(미답변 NULL)';
COMMENT ON COLUMN lms.questions.views IS '조회수';

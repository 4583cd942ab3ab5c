-- 가계부 앱 로그/지표 (PostgreSQL)
CREATE TYPE os_kind AS ENUM ('ios', 'android');

CREATE TABLE users (
    user_id       uuid PRIMARY KEY,
    gender        char(1),
    birth_year    smallint,
    os            os_kind NOT NULL,
    app_version   varchar(10),
    first_channel varchar(12),
    push_on       boolean NOT NULL DEFAULT true,
    created_at    timestamptz NOT NULL,
    deleted_at    timestamptz
);
COMMENT ON TABLE users IS '가입자';
COMMENT ON COLUMN users.gender IS '성별(m:남, f:여, 미입력 NULL)';
COMMENT ON COLUMN users.birth_year IS '출생연도';
COMMENT ON COLUMN users.os IS '운영체제';
COMMENT ON COLUMN users.app_version IS '앱 버전';
COMMENT ON COLUMN users.first_channel IS '최초 유입채널(organic:자연유입, insta:인스타, asa:애플검색, uac:구글UAC, invite:친구초대)';
COMMENT ON COLUMN users.push_on IS '푸시 수신 여부';
COMMENT ON COLUMN users.created_at IS '가입일시';
COMMENT ON COLUMN users.deleted_at IS '탈퇴일시';

CREATE TABLE sessions (
    session_id  bigserial PRIMARY KEY,
    user_id     uuid NOT NULL REFERENCES users (user_id),
    started_at  timestamptz NOT NULL,
    ended_at    timestamptz,
    entry       varchar(10) NOT NULL,
    page_views  integer NOT NULL DEFAULT 0
);
COMMENT ON TABLE sessions IS '접속 세션';
COMMENT ON COLUMN sessions.started_at IS '시작 시각';
COMMENT ON COLUMN sessions.ended_at IS '종료 시각(비정상 종료는 NULL)';
COMMENT ON COLUMN sessions.entry IS '진입경로(icon:아이콘, push:푸시, link:딥링크, widget:위젯)';
COMMENT ON COLUMN sessions.page_views IS '페이지뷰';

CREATE TABLE events (
    event_id    bigserial PRIMARY KEY,
    session_id  bigint NOT NULL REFERENCES sessions (session_id),
    user_id     uuid NOT NULL REFERENCES users (user_id),
    event_name  varchar(20) NOT NULL,
    screen      varchar(20),
    occurred_at timestamptz NOT NULL
);
COMMENT ON TABLE events IS '행동 이벤트';
COMMENT ON COLUMN events.event_name IS '이벤트(view_plan:요금제조회, start_trial:체험시작, pay_click:결제클릭, pay_done:결제완료, add_record:내역추가)';
COMMENT ON COLUMN events.screen IS '화면명';
COMMENT ON COLUMN events.occurred_at IS '발생 시각';

CREATE TABLE premium (
    premium_id  bigserial PRIMARY KEY,
    user_id     uuid NOT NULL REFERENCES users (user_id),
    term        char(1) NOT NULL,
    price       integer NOT NULL,
    started_on  date NOT NULL,
    expires_on  date NOT NULL,
    canceled_at timestamptz,
    store       varchar(10) NOT NULL
);
COMMENT ON TABLE premium IS '프리미엄 구독 결제';
COMMENT ON COLUMN premium.term IS '기간(M:1개월, Y:1년)';
COMMENT ON COLUMN premium.price IS '결제금액(원)';
COMMENT ON COLUMN premium.started_on IS '시작일';
COMMENT ON COLUMN premium.expires_on IS '만료일';
COMMENT ON COLUMN premium.canceled_at IS '해지 신청일시(해지 안 했으면 NULL)';
COMMENT ON COLUMN premium.store IS '결제처(appstore:앱스토어, play:구글플레이, web:웹결제)';

CREATE TABLE push_campaigns (
    push_id   serial PRIMARY KEY,
    title     varchar(100) NOT NULL,
    target    varchar(10) NOT NULL,
    sent_at   timestamptz,
    writer    varchar(20)
);
COMMENT ON TABLE push_campaigns IS '푸시 캠페인';
COMMENT ON COLUMN push_campaigns.title IS '푸시 제목';
COMMENT ON COLUMN push_campaigns.target IS '대상(all:전체, dormant:휴면, premium:유료회원, new:신규)';
COMMENT ON COLUMN push_campaigns.sent_at IS '발송일시(예약 전 NULL)';
COMMENT ON COLUMN push_campaigns.writer IS '작성자';

CREATE TABLE push_logs (
    push_id   integer NOT NULL REFERENCES push_campaigns (push_id),
    user_id   uuid NOT NULL REFERENCES users (user_id),
    delivered boolean NOT NULL,
    opened_at timestamptz,
    PRIMARY KEY (push_id, user_id)
);
COMMENT ON TABLE push_logs IS '푸시 발송 결과';
COMMENT ON COLUMN push_logs.delivered IS '도달 여부';
COMMENT ON COLUMN push_logs.opened_at IS '클릭(오픈) 일시';

CREATE TABLE ab_tests (
    test_key    varchar(30) NOT NULL,
    user_id     uuid NOT NULL REFERENCES users (user_id),
    variant     char(1) NOT NULL,
    assigned_at timestamptz NOT NULL,
    converted   boolean NOT NULL DEFAULT false,
    PRIMARY KEY (test_key, user_id)
);
COMMENT ON TABLE ab_tests IS 'A/B 테스트 배정';
COMMENT ON COLUMN ab_tests.test_key IS '실험명';
COMMENT ON COLUMN ab_tests.variant IS '그룹(A:대조군, B:실험군)';
COMMENT ON COLUMN ab_tests.assigned_at IS '배정일시';
COMMENT ON COLUMN ab_tests.converted IS '전환 여부';

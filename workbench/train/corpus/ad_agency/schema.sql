-- 퍼포먼스 마케팅 대행사 리포팅 DB (PostgreSQL 15)
CREATE SCHEMA IF NOT EXISTS mkt;
SET search_path TO mkt;

CREATE TABLE mkt.advertisers (
    advertiser_id serial PRIMARY KEY,
    name          varchar(80) NOT NULL,
    industry      varchar(30),
    am_name       varchar(30),
    contract_type varchar(10) NOT NULL CHECK (contract_type IN ('monthly', 'project', 'cpa')),
    contract_end  date,
    is_vip        boolean NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE mkt.advertisers IS '광고주';
COMMENT ON COLUMN mkt.advertisers.advertiser_id IS '광고주 ID';
COMMENT ON COLUMN mkt.advertisers.name IS '광고주명';
COMMENT ON COLUMN mkt.advertisers.industry IS '업종(뷰티, 패션, 식품, 금융, 게임, 교육)';
COMMENT ON COLUMN mkt.advertisers.am_name IS '담당 AE';
COMMENT ON COLUMN mkt.advertisers.contract_type IS '계약형태(monthly:월정액, project:프로젝트, cpa:성과형)';
COMMENT ON COLUMN mkt.advertisers.contract_end IS '계약종료일(무기한이면 NULL)';
COMMENT ON COLUMN mkt.advertisers.is_vip IS '핵심 광고주 여부';
COMMENT ON COLUMN mkt.advertisers.created_at IS '등록일시';

CREATE TABLE mkt.campaigns (
    campaign_id   bigserial PRIMARY KEY,
    advertiser_id integer NOT NULL REFERENCES mkt.advertisers (advertiser_id),
    title         text NOT NULL,
    channel       varchar(10) NOT NULL,
    objective     varchar(12) NOT NULL,
    budget        numeric(14,0) NOT NULL DEFAULT 0,
    start_date    date NOT NULL,
    end_date      date,
    status        char(1) NOT NULL DEFAULT 'P',
    deleted       boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE mkt.campaigns IS '캠페인';
COMMENT ON COLUMN mkt.campaigns.title IS '캠페인명';
COMMENT ON COLUMN mkt.campaigns.channel IS '매체(naver:네이버, google:구글, meta:메타, kakao:카카오, tiktok:틱톡)';
COMMENT ON COLUMN mkt.campaigns.objective IS '목표(awareness:인지도, traffic:유입, conversion:전환)';
COMMENT ON COLUMN mkt.campaigns.budget IS '총예산(원)';
COMMENT ON COLUMN mkt.campaigns.start_date IS '시작일';
COMMENT ON COLUMN mkt.campaigns.end_date IS '종료일(상시 캠페인은 NULL)';
COMMENT ON COLUMN mkt.campaigns.status IS '상태(P:준비, R:집행중, H:일시중지, E:종료)';
COMMENT ON COLUMN mkt.campaigns.deleted IS '삭제 여부';

CREATE TABLE mkt.creatives (
    creative_id bigserial PRIMARY KEY,
    campaign_id bigint NOT NULL REFERENCES mkt.campaigns (campaign_id) ON DELETE CASCADE,
    headline    varchar(100) NOT NULL,
    format      varchar(8) NOT NULL,
    designer    varchar(30),
    review      char(2) NOT NULL DEFAULT '00',
    uploaded_at timestamptz NOT NULL
);
COMMENT ON TABLE mkt.creatives IS '소재';
COMMENT ON COLUMN mkt.creatives.headline IS '소재 문구';
COMMENT ON COLUMN mkt.creatives.format IS '소재유형(image:이미지, video:동영상, carousel:카루셀, text:텍스트)';
COMMENT ON COLUMN mkt.creatives.designer IS '제작 디자이너';
COMMENT ON COLUMN mkt.creatives.review IS '심사상태(00:심사중, 10:승인, 20:반려)';
COMMENT ON COLUMN mkt.creatives.uploaded_at IS '등록일시';

CREATE TABLE mkt.daily_stats (
    stat_date   date NOT NULL,
    creative_id bigint NOT NULL REFERENCES mkt.creatives (creative_id),
    device      varchar(2) NOT NULL,
    impressions integer NOT NULL DEFAULT 0,
    clicks      integer NOT NULL DEFAULT 0,
    spend       numeric(12,2) NOT NULL DEFAULT 0,
    conversions integer NOT NULL DEFAULT 0,
    revenue     numeric(14,2) NOT NULL DEFAULT 0,
    PRIMARY KEY (stat_date, creative_id, device)
);
COMMENT ON TABLE mkt.daily_stats IS '일별 성과';
COMMENT ON COLUMN mkt.daily_stats.stat_date IS '집계일';
COMMENT ON COLUMN mkt.daily_stats.creative_id IS '소재 ID';
COMMENT ON COLUMN mkt.daily_stats.device IS '기기(PC:피씨, MO:모바일)';
COMMENT ON COLUMN mkt.daily_stats.impressions IS '노출수';
COMMENT ON COLUMN mkt.daily_stats.clicks IS '클릭수';
COMMENT ON COLUMN mkt.daily_stats.spend IS '광고비(원)';
COMMENT ON COLUMN mkt.daily_stats.conversions IS '전환수';
COMMENT ON COLUMN mkt.daily_stats.revenue IS '전환매출(원)';

CREATE TABLE mkt.keywords (
    keyword_id  bigserial PRIMARY KEY,
    campaign_id bigint NOT NULL REFERENCES mkt.campaigns (campaign_id),
    keyword     varchar(60) NOT NULL,
    match_type  varchar(6) NOT NULL CHECK (match_type IN ('exact', 'phrase', 'broad')),
    bid         integer NOT NULL,
    quality     smallint,
    is_on       boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE mkt.keywords IS '검색 키워드';
COMMENT ON COLUMN mkt.keywords.keyword IS '키워드';
COMMENT ON COLUMN mkt.keywords.match_type IS '매칭방식(exact:일치, phrase:구문, broad:확장)';
COMMENT ON COLUMN mkt.keywords.bid IS '입찰가(원)';
COMMENT ON COLUMN mkt.keywords.quality IS '품질지수(1~10, 미평가 NULL)';
COMMENT ON COLUMN mkt.keywords.is_on IS '노출 여부';

CREATE TABLE mkt.leads (
    lead_id     bigserial PRIMARY KEY,
    campaign_id bigint REFERENCES mkt.campaigns (campaign_id),
    landing     varchar(30) NOT NULL,
    age_band    varchar(4),
    agreed      boolean NOT NULL DEFAULT false,
    stage       varchar(9) NOT NULL,
    amount      numeric(12,0),
    created_at  timestamptz NOT NULL
);
COMMENT ON TABLE mkt.leads IS '상담신청(리드)';
COMMENT ON COLUMN mkt.leads.campaign_id IS '유입 캠페인(직접 유입은 NULL)';
COMMENT ON COLUMN mkt.leads.landing IS '랜딩페이지';
COMMENT ON COLUMN mkt.leads.age_band IS '연령대(10대, 20대, 30대, 40대, 50대+)';
COMMENT ON COLUMN mkt.leads.agreed IS '마케팅 수신 동의';
COMMENT ON COLUMN mkt.leads.stage IS '단계(new:신규, called:상담, won:계약, lost:실패)';
COMMENT ON COLUMN mkt.leads.amount IS '계약금액(원)';
COMMENT ON COLUMN mkt.leads.created_at IS '신청일시';

CREATE TABLE mkt.media_bills (
    bill_id       serial PRIMARY KEY,
    advertiser_id integer NOT NULL REFERENCES mkt.advertisers (advertiser_id),
    bill_month    char(7) NOT NULL,
    media_cost    numeric(14,0) NOT NULL,
    fee           numeric(14,0) NOT NULL,
    paid_on       date
);
COMMENT ON TABLE mkt.media_bills IS '매체비 청구';
COMMENT ON COLUMN mkt.media_bills.bill_month IS '청구월(YYYY-MM)';
COMMENT ON COLUMN mkt.media_bills.media_cost IS '매체비(원)';
COMMENT ON COLUMN mkt.media_bills.fee IS '대행수수료(원)';
COMMENT ON COLUMN mkt.media_bills.paid_on IS '입금일(미입금 NULL)';

CREATE INDEX idx_stats_creative ON mkt.daily_stats USING btree (creative_id);
ALTER TABLE mkt.advertisers OWNER TO mkt_admin;

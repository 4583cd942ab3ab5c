--
-- PostgreSQL database dump (택배 운영)
--
SET statement_timeout = 0;
SET client_encoding = 'UTF8';

CREATE TABLE public.hub (
    hub_code character varying(5) NOT NULL,
    hub_name character varying(40) NOT NULL,
    hub_level character(1) NOT NULL,
    region character varying(10) NOT NULL,
    capacity_per_day integer,
    opened_on date NOT NULL
);
COMMENT ON TABLE public.hub IS '터미널/대리점';
COMMENT ON COLUMN public.hub.hub_code IS '거점코드';
COMMENT ON COLUMN public.hub.hub_name IS '거점명';
COMMENT ON COLUMN public.hub.hub_level IS '거점구분(H:허브터미널,S:서브터미널,A:대리점)';
COMMENT ON COLUMN public.hub.region IS '권역(수도권,충청권,호남권,영남권,강원권,제주권)';
COMMENT ON COLUMN public.hub.capacity_per_day IS '일 처리능력(박스)';
COMMENT ON COLUMN public.hub.opened_on IS '개소일';

CREATE TABLE public.shipper (
    shipper_id bigint NOT NULL,
    shipper_name character varying(60) NOT NULL,
    biz_type character varying(8) NOT NULL,
    contract_price numeric(8,0) NOT NULL,
    sales_rep character varying(20),
    contracted_on date NOT NULL,
    terminated_on date
);
COMMENT ON TABLE public.shipper IS '화주(계약 고객사)';
COMMENT ON COLUMN public.shipper.shipper_name IS '화주명';
COMMENT ON COLUMN public.shipper.biz_type IS '업태(fashion:의류,food:식품,elec:전자,cosmetic:화장품,book:도서)';
COMMENT ON COLUMN public.shipper.contract_price IS '계약단가(원/박스)';
COMMENT ON COLUMN public.shipper.sales_rep IS '영업담당자';
COMMENT ON COLUMN public.shipper.contracted_on IS '계약일';
COMMENT ON COLUMN public.shipper.terminated_on IS '계약해지일(거래중 NULL)';

CREATE TABLE public.driver (
    driver_id integer NOT NULL,
    driver_name character varying(20) NOT NULL,
    hub_code character varying(5) NOT NULL,
    contract_kind character(1) NOT NULL,
    phone character varying(13),
    active boolean DEFAULT true NOT NULL,
    joined_on date NOT NULL
);
COMMENT ON TABLE public.driver IS '배송기사';
COMMENT ON COLUMN public.driver.driver_name IS '기사명';
COMMENT ON COLUMN public.driver.hub_code IS '소속 거점';
COMMENT ON COLUMN public.driver.contract_kind IS '계약구분(D:직영,C:개인사업자)';
COMMENT ON COLUMN public.driver.phone IS '연락처';
COMMENT ON COLUMN public.driver.active IS '근무중 여부';
COMMENT ON COLUMN public.driver.joined_on IS '입사(계약)일';

CREATE TABLE public.parcel (
    waybill_no character varying(14) NOT NULL,
    shipper_id bigint,
    origin_hub character varying(5) NOT NULL,
    dest_hub character varying(5) NOT NULL,
    driver_id integer,
    box_size character varying(3) NOT NULL,
    weight_kg numeric(5,1),
    fare numeric(8,0) NOT NULL,
    fare_type character(1) NOT NULL,
    state smallint NOT NULL,
    accepted_at timestamp without time zone NOT NULL,
    delivered_at timestamp without time zone,
    receiver_sido character varying(20)
);
COMMENT ON TABLE public.parcel IS '운송장';
COMMENT ON COLUMN public.parcel.waybill_no IS '운송장번호';
COMMENT ON COLUMN public.parcel.shipper_id IS '화주(개인 접수는 NULL)';
COMMENT ON COLUMN public.parcel.origin_hub IS '출발 거점';
COMMENT ON COLUMN public.parcel.dest_hub IS '도착 거점';
COMMENT ON COLUMN public.parcel.driver_id IS '배송기사(미배정 NULL)';
COMMENT ON COLUMN public.parcel.box_size IS '박스규격(XS:극소,S:소,M:중,L:대,XL:이형)';
COMMENT ON COLUMN public.parcel.weight_kg IS '중량(kg)';
COMMENT ON COLUMN public.parcel.fare IS '운임(원)';
COMMENT ON COLUMN public.parcel.fare_type IS '운임구분(1:선불,2:착불,3:신용)';
COMMENT ON COLUMN public.parcel.state IS '상태(10:접수,20:간선이동,30:배송출발,40:배송완료,50:반송,90:분실)';
COMMENT ON COLUMN public.parcel.accepted_at IS '접수일시';
COMMENT ON COLUMN public.parcel.delivered_at IS '배송완료일시';
COMMENT ON COLUMN public.parcel.receiver_sido IS '받는 분 시도';

CREATE TABLE public.scan_log (
    scan_id bigint NOT NULL,
    waybill_no character varying(14) NOT NULL,
    hub_code character varying(5) NOT NULL,
    scan_kind character varying(3) NOT NULL,
    scanned_at timestamp without time zone NOT NULL
);
COMMENT ON TABLE public.scan_log IS '스캔 이력';
COMMENT ON COLUMN public.scan_log.hub_code IS '스캔 거점';
COMMENT ON COLUMN public.scan_log.scan_kind IS '스캔구분(IN:입고,OUT:출고,DLV:배송,RTN:반송)';
COMMENT ON COLUMN public.scan_log.scanned_at IS '스캔일시';

CREATE TABLE public.accident (
    accident_id integer NOT NULL,
    waybill_no character varying(14) NOT NULL,
    kind character(2) NOT NULL,
    liable_hub character varying(5),
    claim_amount numeric(10,0) NOT NULL,
    paid_amount numeric(10,0),
    reported_on date NOT NULL,
    settled_on date
);
COMMENT ON TABLE public.accident IS '사고(파손/분실) 접수';
COMMENT ON COLUMN public.accident.kind IS '사고유형(BR:파손,LO:분실,DL:지연,MS:오배송)';
COMMENT ON COLUMN public.accident.liable_hub IS '귀책 거점(조사중이면 NULL)';
COMMENT ON COLUMN public.accident.claim_amount IS '배상 요구액(원)';
COMMENT ON COLUMN public.accident.paid_amount IS '배상액(원)';
COMMENT ON COLUMN public.accident.reported_on IS '접수일';
COMMENT ON COLUMN public.accident.settled_on IS '종결일';

CREATE TABLE public.line_haul (
    run_id bigint NOT NULL,
    from_hub character varying(5) NOT NULL,
    to_hub character varying(5) NOT NULL,
    vehicle_ton numeric(3,1) NOT NULL,
    box_count integer NOT NULL,
    cost numeric(10,0) NOT NULL,
    departed_at timestamp without time zone NOT NULL,
    arrived_at timestamp without time zone
);
COMMENT ON TABLE public.line_haul IS '간선 운행';
COMMENT ON COLUMN public.line_haul.from_hub IS '출발 터미널';
COMMENT ON COLUMN public.line_haul.to_hub IS '도착 터미널';
COMMENT ON COLUMN public.line_haul.vehicle_ton IS '차량 톤수';
COMMENT ON COLUMN public.line_haul.box_count IS '적재 박스수';
COMMENT ON COLUMN public.line_haul.cost IS '운행비(원)';
COMMENT ON COLUMN public.line_haul.departed_at IS '출발일시';
COMMENT ON COLUMN public.line_haul.arrived_at IS '도착일시(운행중 NULL)';

ALTER TABLE ONLY public.hub ADD CONSTRAINT hub_pkey PRIMARY KEY (hub_code);
ALTER TABLE ONLY public.shipper ADD CONSTRAINT shipper_pkey PRIMARY KEY (shipper_id);
ALTER TABLE ONLY public.driver ADD CONSTRAINT driver_pkey PRIMARY KEY (driver_id);
ALTER TABLE ONLY public.parcel ADD CONSTRAINT parcel_pkey PRIMARY KEY (waybill_no);
ALTER TABLE ONLY public.scan_log ADD CONSTRAINT scan_log_pkey PRIMARY KEY (scan_id);
ALTER TABLE ONLY public.accident ADD CONSTRAINT accident_pkey PRIMARY KEY (accident_id);
ALTER TABLE ONLY public.line_haul ADD CONSTRAINT line_haul_pkey PRIMARY KEY (run_id);
ALTER TABLE ONLY public.driver ADD CONSTRAINT driver_hub_fkey FOREIGN KEY (hub_code) REFERENCES public.hub(hub_code);
ALTER TABLE ONLY public.parcel ADD CONSTRAINT parcel_shipper_fkey FOREIGN KEY (shipper_id) REFERENCES public.shipper(shipper_id);
ALTER TABLE ONLY public.parcel ADD CONSTRAINT parcel_origin_fkey FOREIGN KEY (origin_hub) REFERENCES public.hub(hub_code);
ALTER TABLE ONLY public.parcel ADD CONSTRAINT parcel_dest_fkey FOREIGN KEY (dest_hub) REFERENCES public.hub(hub_code);
ALTER TABLE ONLY public.parcel ADD CONSTRAINT parcel_driver_fkey FOREIGN KEY (driver_id) REFERENCES public.driver(driver_id);
ALTER TABLE ONLY public.scan_log ADD CONSTRAINT scan_parcel_fkey FOREIGN KEY (waybill_no) REFERENCES public.parcel(waybill_no);
ALTER TABLE ONLY public.scan_log ADD CONSTRAINT scan_hub_fkey FOREIGN KEY (hub_code) REFERENCES public.hub(hub_code);
ALTER TABLE ONLY public.accident ADD CONSTRAINT accident_parcel_fkey FOREIGN KEY (waybill_no) REFERENCES public.parcel(waybill_no);
ALTER TABLE ONLY public.accident ADD CONSTRAINT accident_hub_fkey FOREIGN KEY (liable_hub) REFERENCES public.hub(hub_code);
ALTER TABLE ONLY public.line_haul ADD CONSTRAINT haul_from_fkey FOREIGN KEY (from_hub) REFERENCES public.hub(hub_code);
ALTER TABLE ONLY public.line_haul ADD CONSTRAINT haul_to_fkey FOREIGN KEY (to_hub) REFERENCES public.hub(hub_code);

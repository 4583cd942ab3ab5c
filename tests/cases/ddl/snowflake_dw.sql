use warehouse COMPUTE_WH;
create or replace schema DW.MART;

create or replace TRANSIENT TABLE DW.MART.DIM_STORE (
	STORE_ID NUMBER(38,0) NOT NULL autoincrement start 1 increment 1 noorder COMMENT '매장 번호',
	STORE_NM VARCHAR(16777216) COLLATE 'ko' COMMENT '매장명',
	REGION VARCHAR(20) WITH MASKING POLICY DW.PUBLIC.MASK_REGION COMMENT '지역',
	OPENED_AT TIMESTAMP_NTZ(9) DEFAULT CURRENT_TIMESTAMP(),
	CLOSED_AT TIMESTAMP_TZ(9),
	SYNCED_AT TIMESTAMP_LTZ(9),
	AREA FLOAT COMMENT '면적(㎡)',
	ATTR VARIANT,
	TAGS ARRAY,
	INFO OBJECT,
	GEO GEOGRAPHY,
	IS_OPEN BOOLEAN,
	RAW BINARY(8388608),
	constraint PK_STORE primary key (STORE_ID)
)CLUSTER BY (REGION) COMMENT='매장 차원'
;
create or replace TABLE DW.MART.FCT_SALES (
	SALES_DATE DATE,
	STORE_ID NUMBER(38,0),
	AMOUNT NUMBER(18,2) COMMENT '매출액',
	QTY NUMBER,
	foreign key (STORE_ID) references DW.MART.DIM_STORE(STORE_ID)
);
create or replace view DW.MART.V_SALES(
	STORE_NM COMMENT '매장',
	AMOUNT
) COMMENT='매장별 매출'
 as
select s.STORE_NM, sum(f.AMOUNT) from DW.MART.FCT_SALES f join DW.MART.DIM_STORE s using (STORE_ID) group by 1;
create or replace table DW.MART.FCT_SALES_BAK clone DW.MART.FCT_SALES;
create or replace file format DW.MART.CSV_FF type = csv;
create or replace task DW.MART.T1 warehouse = COMPUTE_WH schedule = '60 minute' as select 1;

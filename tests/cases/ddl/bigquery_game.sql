CREATE OR REPLACE TABLE `my-game-prod.analytics.user_login`
(
  user_id INT64 NOT NULL OPTIONS(description="유저 번호"),
  login_ts TIMESTAMP NOT NULL OPTIONS(description="접속 시각(UTC)"),
  local_dt DATETIME,
  server STRING(10) DEFAULT 'KR' OPTIONS(description='서버 "코드"'),
  device STRUCT<os STRING, ver ARRAY<INT64>, screen STRUCT<w INT64, h INT64>> OPTIONS(description="기기"),
  items ARRAY<STRUCT<item_id INT64, cnt INT64>>,
  ip BYTES,
  amount NUMERIC OPTIONS(description="결제 금액"),
  rate BIGNUMERIC,
  score FLOAT64,
  raw JSON,
  geo GEOGRAPHY,
  play_time INTERVAL,
  is_bot BOOL,
  PRIMARY KEY (user_id, login_ts) NOT ENFORCED
)
PARTITION BY DATE(login_ts)
CLUSTER BY user_id, server
OPTIONS(
  description="유저 접속 로그",
  labels=[("team", "data"), ("pii", "no")],
  partition_expiration_days=365
);

CREATE TABLE IF NOT EXISTS analytics.users (
  user_id INT64 NOT NULL,
  nickname STRING OPTIONS(description="""닉네임
여러 줄 설명"""),
  level INT64,
  PRIMARY KEY (user_id) NOT ENFORCED,
  FOREIGN KEY (guild_id) REFERENCES analytics.guilds(guild_id) NOT ENFORCED,
  guild_id INT64
);

CREATE TABLE my-game-prod.analytics.guilds (guild_id INT64, name STRING, PRIMARY KEY (guild_id) NOT ENFORCED);

CREATE VIEW `my-game-prod.analytics.v_daily` OPTIONS(description="일별 접속자") AS
SELECT DATE(login_ts) AS d, COUNT(DISTINCT user_id) AS dau
FROM `my-game-prod.analytics.user_login`
WHERE NOT is_bot
GROUP BY d;

-- 온라인 게임 예시 데이터베이스 (지어낸 데이터입니다)
CREATE TABLE players (
    player_id INT PRIMARY KEY AUTO_INCREMENT COMMENT '플레이어 번호',
    username VARCHAR(50) UNIQUE NOT NULL COMMENT '계정 이름',
    email VARCHAR(100) NOT NULL COMMENT '이메일',
    password_hash VARCHAR(255) NOT NULL COMMENT '비밀번호 해시',
    country_code CHAR(2) NOT NULL DEFAULT 'KR' COMMENT '국가(KR:한국,JP:일본,US:미국,TW:대만)',
    vip_level TINYINT NOT NULL DEFAULT 0 COMMENT 'VIP 등급(0:없음, 1~5)',
    status CHAR(1) NOT NULL DEFAULT 'A' COMMENT '계정상태(A:정상,S:정지,D:휴면)',
    date_joined DATETIME NOT NULL COMMENT '가입 일시',
    last_login DATETIME COMMENT '마지막 접속 일시'
) COMMENT = '플레이어(계정)';

CREATE TABLE characters (
    character_id INT PRIMARY KEY AUTO_INCREMENT COMMENT '캐릭터 번호',
    player_id INT NOT NULL COMMENT '플레이어 번호',
    name VARCHAR(50) NOT NULL COMMENT '캐릭터 이름',
    class ENUM('전사', '마법사', '궁수', '도적', '성직자') NOT NULL COMMENT '직업',
    level INT NOT NULL DEFAULT 1 COMMENT '레벨',
    experience BIGINT NOT NULL DEFAULT 0 COMMENT '경험치',
    gold BIGINT NOT NULL DEFAULT 0 COMMENT '보유 골드',
    server_name VARCHAR(20) NOT NULL COMMENT '서버 이름',
    is_deleted TINYINT(1) NOT NULL DEFAULT 0 COMMENT '삭제 여부(1:삭제)',
    created_at DATETIME NOT NULL COMMENT '생성 일시',
    FOREIGN KEY (player_id) REFERENCES players(player_id)
) COMMENT = '캐릭터';

CREATE TABLE guilds (
    guild_id INT PRIMARY KEY AUTO_INCREMENT COMMENT '길드 번호',
    guild_name VARCHAR(50) NOT NULL COMMENT '길드 이름',
    master_character_id INT NOT NULL COMMENT '길드장 캐릭터 번호',
    server_name VARCHAR(20) NOT NULL COMMENT '서버 이름',
    guild_level INT NOT NULL DEFAULT 1 COMMENT '길드 레벨',
    founded_on DATE NOT NULL COMMENT '창설일',
    FOREIGN KEY (master_character_id) REFERENCES characters(character_id)
) COMMENT = '길드';

CREATE TABLE guild_members (
    guild_id INT NOT NULL COMMENT '길드 번호',
    character_id INT NOT NULL COMMENT '캐릭터 번호',
    role VARCHAR(10) NOT NULL COMMENT '직책(M:길드장,O:간부,N:일반)',
    contribution INT NOT NULL DEFAULT 0 COMMENT '기여도 점수',
    joined_at DATETIME NOT NULL COMMENT '길드 가입 일시',
    PRIMARY KEY (guild_id, character_id),
    FOREIGN KEY (guild_id) REFERENCES guilds(guild_id),
    FOREIGN KEY (character_id) REFERENCES characters(character_id)
) COMMENT = '길드원';

CREATE TABLE items (
    item_id INT PRIMARY KEY AUTO_INCREMENT COMMENT '아이템 번호',
    item_name VARCHAR(100) NOT NULL COMMENT '아이템 이름',
    item_type VARCHAR(20) NOT NULL COMMENT '아이템 종류(WEAPON:무기,ARMOR:방어구,ACC:장신구,POTION:소모품)',
    rarity TINYINT NOT NULL COMMENT '희귀도(1:일반,2:고급,3:희귀,4:영웅,5:전설)',
    required_level INT NOT NULL DEFAULT 1 COMMENT '착용 가능 레벨',
    attack INT NOT NULL DEFAULT 0 COMMENT '공격력',
    defense INT NOT NULL DEFAULT 0 COMMENT '방어력',
    price INT NOT NULL COMMENT '상점 가격(골드)'
) COMMENT = '아이템';

CREATE TABLE inventories (
    inventory_id INT PRIMARY KEY AUTO_INCREMENT COMMENT '소지품 번호',
    character_id INT NOT NULL COMMENT '캐릭터 번호',
    item_id INT NOT NULL COMMENT '아이템 번호',
    quantity INT NOT NULL DEFAULT 1 COMMENT '수량',
    enhance_level TINYINT NOT NULL DEFAULT 0 COMMENT '강화 단계',
    is_equipped TINYINT(1) NOT NULL DEFAULT 0 COMMENT '착용 여부(1:착용 중)',
    acquired_at DATETIME NOT NULL COMMENT '획득 일시',
    FOREIGN KEY (character_id) REFERENCES characters(character_id),
    FOREIGN KEY (item_id) REFERENCES items(item_id)
) COMMENT = '소지품(인벤토리)';

CREATE TABLE matches (
    match_id INT PRIMARY KEY AUTO_INCREMENT COMMENT '경기 번호',
    mode VARCHAR(10) NOT NULL COMMENT '경기 방식(SOLO:개인전,TEAM:팀전,RAID:레이드)',
    map_name VARCHAR(30) NOT NULL COMMENT '맵 이름',
    started_at DATETIME NOT NULL COMMENT '시작 일시',
    ended_at DATETIME COMMENT '종료 일시(중단되면 NULL)',
    winner_team TINYINT COMMENT '이긴 팀(1 또는 2, 무승부는 NULL)'
) COMMENT = '경기';

CREATE TABLE match_players (
    match_id INT NOT NULL COMMENT '경기 번호',
    character_id INT NOT NULL COMMENT '캐릭터 번호',
    team TINYINT NOT NULL COMMENT '팀(1 또는 2)',
    kills INT NOT NULL DEFAULT 0 COMMENT '처치 수',
    deaths INT NOT NULL DEFAULT 0 COMMENT '사망 수',
    assists INT NOT NULL DEFAULT 0 COMMENT '도움 수',
    damage BIGINT NOT NULL DEFAULT 0 COMMENT '가한 피해량',
    is_mvp TINYINT(1) NOT NULL DEFAULT 0 COMMENT '최우수 선수 여부',
    PRIMARY KEY (match_id, character_id),
    FOREIGN KEY (match_id) REFERENCES matches(match_id),
    FOREIGN KEY (character_id) REFERENCES characters(character_id)
) COMMENT = '경기 참가 기록';

CREATE TABLE purchases (
    purchase_id INT PRIMARY KEY AUTO_INCREMENT COMMENT '구매 번호',
    player_id INT NOT NULL COMMENT '플레이어 번호',
    product_name VARCHAR(50) NOT NULL COMMENT '유료 상품 이름',
    amount INT NOT NULL COMMENT '결제 금액(원)',
    store VARCHAR(10) NOT NULL COMMENT '결제 수단(GOOGLE:구글플레이,APPLE:앱스토어,WEB:웹상점)',
    purchased_at DATETIME NOT NULL COMMENT '구매 일시',
    refunded_at DATETIME COMMENT '환불 일시(환불하지 않았으면 NULL)',
    FOREIGN KEY (player_id) REFERENCES players(player_id)
) COMMENT = '유료 상품 구매';

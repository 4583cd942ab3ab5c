CREATE TABLE zones (
    zone_id INT PRIMARY KEY AUTO_INCREMENT,
    zone_name VARCHAR(255) NOT NULL,
    continent VARCHAR(255),
    recommended_level INT,
    is_pvp BOOLEAN DEFAULT FALSE
);
CREATE TABLE monsters (
    monster_id INT PRIMARY KEY AUTO_INCREMENT,
    monster_name VARCHAR(255) NOT NULL,
    zone_id INT,
    level INT NOT NULL,
    hp INT NOT NULL,
    attribute VARCHAR(50),
    is_boss BOOLEAN DEFAULT FALSE,
    FOREIGN KEY (zone_id) REFERENCES zones(zone_id)
);
CREATE TABLE equipment (
    equipment_id INT PRIMARY KEY AUTO_INCREMENT,
    equipment_name VARCHAR(255) NOT NULL,
    slot VARCHAR(50),
    required_level INT DEFAULT 1,
    attack_bonus INT DEFAULT 0,
    defense_bonus INT DEFAULT 0,
    vendor_price INT
);
CREATE TABLE monster_drops (
    monster_id INT,
    equipment_id INT,
    drop_rate DECIMAL(5,4),
    PRIMARY KEY (monster_id, equipment_id),
    FOREIGN KEY (monster_id) REFERENCES monsters(monster_id),
    FOREIGN KEY (equipment_id) REFERENCES equipment(equipment_id)
);
CREATE TABLE npcs (
    npc_id INT PRIMARY KEY AUTO_INCREMENT,
    npc_name VARCHAR(255) NOT NULL,
    zone_id INT,
    job VARCHAR(100),
    dialogue TEXT,
    FOREIGN KEY (zone_id) REFERENCES zones(zone_id)
);
CREATE TABLE npc_goods (
    npc_id INT,
    equipment_id INT,
    price INT NOT NULL,
    stock INT,
    PRIMARY KEY (npc_id, equipment_id),
    FOREIGN KEY (npc_id) REFERENCES npcs(npc_id),
    FOREIGN KEY (equipment_id) REFERENCES equipment(equipment_id)
);
CREATE TABLE avatars (
    avatar_id INT PRIMARY KEY AUTO_INCREMENT,
    avatar_name VARCHAR(255) NOT NULL,
    race VARCHAR(50),
    level INT DEFAULT 1,
    current_zone_id INT,
    playtime_minutes INT DEFAULT 0,
    last_login DATETIME,
    FOREIGN KEY (current_zone_id) REFERENCES zones(zone_id)
);
CREATE TABLE kill_logs (
    log_id BIGINT PRIMARY KEY AUTO_INCREMENT,
    avatar_id INT NOT NULL,
    monster_id INT NOT NULL,
    killed_at DATETIME NOT NULL,
    exp_gained INT,
    FOREIGN KEY (avatar_id) REFERENCES avatars(avatar_id),
    FOREIGN KEY (monster_id) REFERENCES monsters(monster_id)
);

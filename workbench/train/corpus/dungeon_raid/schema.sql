CREATE TABLE classes (
    class_id INT PRIMARY KEY AUTO_INCREMENT,
    class_name VARCHAR(255) NOT NULL,
    role VARCHAR(50),
    base_hp INT,
    base_mp INT,
    base_attack INT
);

CREATE TABLE adventurers (
    adventurer_id INT PRIMARY KEY AUTO_INCREMENT,
    name VARCHAR(255) NOT NULL,
    class_id INT,
    level INT DEFAULT 1,
    power INT DEFAULT 0,
    created_at DATETIME NOT NULL,
    deleted_at DATETIME,
    FOREIGN KEY (class_id) REFERENCES classes(class_id)
);

CREATE TABLE skills (
    skill_id INT PRIMARY KEY AUTO_INCREMENT,
    class_id INT,
    skill_name VARCHAR(255) NOT NULL,
    mp_cost INT,
    cooldown_sec INT,
    description TEXT,
    FOREIGN KEY (class_id) REFERENCES classes(class_id)
);

CREATE TABLE adventurer_skills (
    adventurer_id INT,
    skill_id INT,
    skill_level INT DEFAULT 1,
    PRIMARY KEY (adventurer_id, skill_id),
    FOREIGN KEY (adventurer_id) REFERENCES adventurers(adventurer_id),
    FOREIGN KEY (skill_id) REFERENCES skills(skill_id)
);

CREATE TABLE dungeons (
    dungeon_id INT PRIMARY KEY AUTO_INCREMENT,
    dungeon_name VARCHAR(255) NOT NULL,
    min_level INT,
    boss_name VARCHAR(255),
    stamina_cost INT
);

CREATE TABLE raid_logs (
    raid_id INT PRIMARY KEY AUTO_INCREMENT,
    dungeon_id INT,
    adventurer_id INT,
    is_success BOOLEAN,
    clear_seconds INT,
    damage BIGINT,
    death_count INT DEFAULT 0,
    raided_at DATETIME NOT NULL,
    FOREIGN KEY (dungeon_id) REFERENCES dungeons(dungeon_id),
    FOREIGN KEY (adventurer_id) REFERENCES adventurers(adventurer_id)
);

CREATE TABLE accounts (
    account_id INT PRIMARY KEY AUTO_INCREMENT,
    login_name VARCHAR(60) UNIQUE NOT NULL,
    email VARCHAR(255) UNIQUE NOT NULL,
    country VARCHAR(50),
    signup_date DATETIME NOT NULL,
    last_login DATETIME,
    is_banned TINYINT(1) DEFAULT 0
);

CREATE TABLE guilds (
    guild_id INT PRIMARY KEY AUTO_INCREMENT,
    guild_name VARCHAR(100) UNIQUE NOT NULL,
    guild_level INT DEFAULT 1,
    notice TEXT,
    founded_at DATETIME NOT NULL
);

CREATE TABLE heroes (
    hero_id INT PRIMARY KEY AUTO_INCREMENT,
    account_id INT NOT NULL,
    hero_name VARCHAR(50) UNIQUE NOT NULL,
    job VARCHAR(30) NOT NULL,
    level INT DEFAULT 1,
    exp BIGINT DEFAULT 0,
    gold BIGINT DEFAULT 0,
    created_at DATETIME NOT NULL,
    FOREIGN KEY (account_id) REFERENCES accounts(account_id)
);

CREATE TABLE guild_members (
    guild_id INT NOT NULL,
    hero_id INT NOT NULL,
    rank_name VARCHAR(20),
    joined_at DATETIME NOT NULL,
    contribution INT DEFAULT 0,
    PRIMARY KEY (guild_id, hero_id),
    FOREIGN KEY (guild_id) REFERENCES guilds(guild_id),
    FOREIGN KEY (hero_id) REFERENCES heroes(hero_id)
);

CREATE TABLE quests (
    quest_id INT PRIMARY KEY AUTO_INCREMENT,
    title VARCHAR(120) NOT NULL,
    description TEXT,
    required_level INT DEFAULT 1,
    reward_exp INT DEFAULT 0,
    reward_gold INT DEFAULT 0
);

CREATE TABLE hero_quests (
    hero_id INT NOT NULL,
    quest_id INT NOT NULL,
    status ENUM('accepted', 'completed', 'abandoned') NOT NULL,
    accepted_at DATETIME NOT NULL,
    completed_at DATETIME,
    PRIMARY KEY (hero_id, quest_id),
    FOREIGN KEY (hero_id) REFERENCES heroes(hero_id),
    FOREIGN KEY (quest_id) REFERENCES quests(quest_id)
);

CREATE TABLE items (
    item_id INT PRIMARY KEY AUTO_INCREMENT,
    item_name VARCHAR(100) NOT NULL,
    item_type VARCHAR(30) NOT NULL,
    rarity VARCHAR(20),
    price INT
);

CREATE TABLE hero_items (
    hero_item_id INT PRIMARY KEY AUTO_INCREMENT,
    hero_id INT NOT NULL,
    item_id INT NOT NULL,
    quantity INT DEFAULT 1,
    obtained_at DATETIME NOT NULL,
    is_equipped BOOLEAN DEFAULT FALSE,
    FOREIGN KEY (hero_id) REFERENCES heroes(hero_id),
    FOREIGN KEY (item_id) REFERENCES items(item_id)
);

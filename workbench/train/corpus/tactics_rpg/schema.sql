CREATE TABLE user_accounts (
    user_id INT PRIMARY KEY AUTO_INCREMENT,
    username VARCHAR(255) UNIQUE NOT NULL,
    email VARCHAR(255) UNIQUE NOT NULL,
    password_hash VARCHAR(255) NOT NULL,
    registration_date DATETIME NOT NULL,
    last_login DATETIME
);

CREATE TABLE nations (
    nation_id INT PRIMARY KEY AUTO_INCREMENT,
    nation_name VARCHAR(255) NOT NULL,
    capital VARCHAR(255),
    description TEXT
);

CREATE TABLE soldiers (
    soldier_id INT PRIMARY KEY AUTO_INCREMENT,
    user_id INT,
    nation_id INT,
    soldier_name VARCHAR(255) NOT NULL,
    unit_class VARCHAR(255),
    level INT DEFAULT 1,
    experience_points INT DEFAULT 0,
    strength INT,
    agility INT,
    intelligence INT,
    FOREIGN KEY (user_id) REFERENCES user_accounts(user_id),
    FOREIGN KEY (nation_id) REFERENCES nations(nation_id)
);

CREATE TABLE missions (
    mission_id INT PRIMARY KEY AUTO_INCREMENT,
    mission_name VARCHAR(255) NOT NULL,
    description TEXT,
    difficulty VARCHAR(50),
    reward_gold INT,
    reward_exp INT
);

CREATE TABLE mission_progress (
    progress_id INT PRIMARY KEY AUTO_INCREMENT,
    soldier_id INT,
    mission_id INT,
    status VARCHAR(50),
    started_date DATETIME,
    completed_date DATETIME,
    FOREIGN KEY (soldier_id) REFERENCES soldiers(soldier_id),
    FOREIGN KEY (mission_id) REFERENCES missions(mission_id)
);

CREATE TABLE weapons (
    weapon_id INT PRIMARY KEY AUTO_INCREMENT,
    weapon_name VARCHAR(255) NOT NULL,
    weapon_type VARCHAR(50),
    attack_power INT,
    durability INT,
    price DECIMAL(10, 2)
);

CREATE TABLE armories (
    armory_id INT PRIMARY KEY AUTO_INCREMENT,
    soldier_id INT,
    weapon_id INT,
    quantity INT DEFAULT 1,
    acquired_date DATETIME,
    FOREIGN KEY (soldier_id) REFERENCES soldiers(soldier_id),
    FOREIGN KEY (weapon_id) REFERENCES weapons(weapon_id)
);

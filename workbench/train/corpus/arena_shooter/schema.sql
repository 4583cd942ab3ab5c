CREATE TABLE players (
    player_id INT AUTO_INCREMENT PRIMARY KEY,
    callsign VARCHAR(100) NOT NULL UNIQUE,
    region VARCHAR(20),
    tier VARCHAR(20),
    rank_point INT DEFAULT 0,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    last_login DATETIME
);
CREATE TABLE weapons (
    weapon_id INT AUTO_INCREMENT PRIMARY KEY,
    weapon_name VARCHAR(100) NOT NULL,
    category VARCHAR(50) NOT NULL,
    damage INT NOT NULL,
    fire_rate FLOAT,
    unlock_level INT DEFAULT 1
);
CREATE TABLE maps (
    map_id INT AUTO_INCREMENT PRIMARY KEY,
    map_name VARCHAR(100) NOT NULL,
    max_players INT NOT NULL,
    environment VARCHAR(50)
);
CREATE TABLE matches (
    match_id INT AUTO_INCREMENT PRIMARY KEY,
    map_id INT NOT NULL,
    mode VARCHAR(30) NOT NULL,
    started_at DATETIME NOT NULL,
    duration_sec INT,
    winning_team VARCHAR(10),
    FOREIGN KEY (map_id) REFERENCES maps(map_id)
);
CREATE TABLE match_players (
    match_id INT NOT NULL,
    player_id INT NOT NULL,
    team VARCHAR(10) NOT NULL,
    weapon_id INT,
    kills INT DEFAULT 0,
    deaths INT DEFAULT 0,
    assists INT DEFAULT 0,
    headshots INT DEFAULT 0,
    damage_dealt INT DEFAULT 0,
    PRIMARY KEY (match_id, player_id),
    FOREIGN KEY (match_id) REFERENCES matches(match_id),
    FOREIGN KEY (player_id) REFERENCES players(player_id),
    FOREIGN KEY (weapon_id) REFERENCES weapons(weapon_id)
);
CREATE TABLE reports (
    report_id INT AUTO_INCREMENT PRIMARY KEY,
    reporter_id INT NOT NULL,
    reported_id INT NOT NULL,
    match_id INT,
    reason VARCHAR(50),
    reported_at DATETIME NOT NULL,
    handled BOOLEAN DEFAULT FALSE,
    FOREIGN KEY (reporter_id) REFERENCES players(player_id),
    FOREIGN KEY (reported_id) REFERENCES players(player_id),
    FOREIGN KEY (match_id) REFERENCES matches(match_id)
);

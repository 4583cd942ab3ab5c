CREATE TABLE leagues (
    id INT AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    region VARCHAR(30) NOT NULL,
    season_year INT NOT NULL,
    prize_pool BIGINT
);

CREATE TABLE teams (
    id INT AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    founded_year INT,
    home_city VARCHAR(50),
    sponsor VARCHAR(100)
);

CREATE TABLE pro_players (
    id INT AUTO_INCREMENT PRIMARY KEY,
    team_id INT,
    game_id VARCHAR(50) NOT NULL,
    real_name VARCHAR(50),
    position VARCHAR(20),
    birth_date DATE,
    salary INT,
    FOREIGN KEY (team_id) REFERENCES teams(id)
);

CREATE TABLE league_entries (
    league_id INT NOT NULL,
    team_id INT NOT NULL,
    seed INT,
    final_rank INT,
    PRIMARY KEY (league_id, team_id),
    FOREIGN KEY (league_id) REFERENCES leagues(id),
    FOREIGN KEY (team_id) REFERENCES teams(id)
);

CREATE TABLE matches (
    id INT AUTO_INCREMENT PRIMARY KEY,
    league_id INT NOT NULL,
    blue_team_id INT NOT NULL,
    red_team_id INT NOT NULL,
    blue_score INT,
    red_score INT,
    match_date DATE NOT NULL,
    venue VARCHAR(100),
    viewers INT,
    FOREIGN KEY (league_id) REFERENCES leagues(id),
    FOREIGN KEY (blue_team_id) REFERENCES teams(id),
    FOREIGN KEY (red_team_id) REFERENCES teams(id)
);

CREATE TABLE mvp_awards (
    id INT AUTO_INCREMENT PRIMARY KEY,
    match_id INT NOT NULL,
    player_id INT NOT NULL,
    points INT DEFAULT 100,
    FOREIGN KEY (match_id) REFERENCES matches(id),
    FOREIGN KEY (player_id) REFERENCES pro_players(id)
);

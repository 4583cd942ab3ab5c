CREATE TABLE managers (
    manager_id INT NOT NULL AUTO_INCREMENT,
    nickname VARCHAR(100) NOT NULL,
    reputation INT DEFAULT 0,
    cash BIGINT DEFAULT 0,
    created_at DATETIME NOT NULL,
    PRIMARY KEY (manager_id)
);
CREATE TABLE clubs (
    club_id INT NOT NULL AUTO_INCREMENT,
    manager_id INT,
    club_name VARCHAR(100) NOT NULL,
    division INT NOT NULL,
    stadium_capacity INT,
    PRIMARY KEY (club_id),
    FOREIGN KEY (manager_id) REFERENCES managers(manager_id)
);
CREATE TABLE footballers (
    footballer_id INT NOT NULL AUTO_INCREMENT,
    club_id INT,
    footballer_name VARCHAR(100) NOT NULL,
    nationality VARCHAR(50),
    position VARCHAR(5) NOT NULL,
    age INT,
    overall INT,
    potential INT,
    market_value BIGINT,
    injured BOOLEAN DEFAULT FALSE,
    PRIMARY KEY (footballer_id),
    FOREIGN KEY (club_id) REFERENCES clubs(club_id)
);
CREATE TABLE transfers (
    transfer_id INT NOT NULL AUTO_INCREMENT,
    footballer_id INT NOT NULL,
    from_club_id INT,
    to_club_id INT NOT NULL,
    fee BIGINT DEFAULT 0,
    transferred_on DATE NOT NULL,
    PRIMARY KEY (transfer_id),
    FOREIGN KEY (footballer_id) REFERENCES footballers(footballer_id),
    FOREIGN KEY (from_club_id) REFERENCES clubs(club_id),
    FOREIGN KEY (to_club_id) REFERENCES clubs(club_id)
);
CREATE TABLE fixtures (
    fixture_id INT NOT NULL AUTO_INCREMENT,
    home_club_id INT NOT NULL,
    away_club_id INT NOT NULL,
    home_goals INT,
    away_goals INT,
    attendance INT,
    played_on DATE,
    PRIMARY KEY (fixture_id),
    FOREIGN KEY (home_club_id) REFERENCES clubs(club_id),
    FOREIGN KEY (away_club_id) REFERENCES clubs(club_id)
);

CREATE TABLE gamers (
    gamer_id INT PRIMARY KEY AUTO_INCREMENT,
    gamer_tag VARCHAR(255) UNIQUE NOT NULL,
    email VARCHAR(255) UNIQUE NOT NULL,
    birth_date DATE,
    joined_date DATETIME NOT NULL,
    last_online DATETIME,
    status VARCHAR(20) DEFAULT 'active'
);

CREATE TABLE friendships (
    gamer_id1 INT NOT NULL,
    gamer_id2 INT NOT NULL,
    since DATETIME,
    accepted BOOLEAN DEFAULT FALSE,
    PRIMARY KEY (gamer_id1, gamer_id2),
    FOREIGN KEY (gamer_id1) REFERENCES gamers(gamer_id),
    FOREIGN KEY (gamer_id2) REFERENCES gamers(gamer_id)
);

CREATE TABLE messages (
    message_id INT PRIMARY KEY AUTO_INCREMENT,
    sender_id INT NOT NULL,
    receiver_id INT NOT NULL,
    message_text TEXT NOT NULL,
    is_read BOOLEAN DEFAULT FALSE,
    sent_at DATETIME NOT NULL,
    FOREIGN KEY (sender_id) REFERENCES gamers(gamer_id),
    FOREIGN KEY (receiver_id) REFERENCES gamers(gamer_id)
);

CREATE TABLE achievements (
    achievement_id INT PRIMARY KEY AUTO_INCREMENT,
    achievement_name VARCHAR(255) NOT NULL,
    points INT DEFAULT 0,
    is_hidden BOOLEAN DEFAULT FALSE
);

CREATE TABLE gamer_achievements (
    gamer_id INT NOT NULL,
    achievement_id INT NOT NULL,
    unlocked_at DATETIME NOT NULL,
    PRIMARY KEY (gamer_id, achievement_id),
    FOREIGN KEY (gamer_id) REFERENCES gamers(gamer_id),
    FOREIGN KEY (achievement_id) REFERENCES achievements(achievement_id)
);

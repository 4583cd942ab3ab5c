CREATE TABLE stage_records (
    record_id INT PRIMARY KEY AUTO_INCREMENT,
    user_name VARCHAR(255) NOT NULL,
    world VARCHAR(50) NOT NULL,
    stage_no INT NOT NULL,
    score INT NOT NULL,
    stars INT DEFAULT 0,
    moves_used INT,
    boosters_used INT DEFAULT 0,
    cleared BOOLEAN NOT NULL,
    device VARCHAR(20),
    played_at DATETIME NOT NULL
);

CREATE TABLE songs (
    song_id INT PRIMARY KEY AUTO_INCREMENT,
    song_title VARCHAR(255) NOT NULL,
    composer VARCHAR(255),
    bpm INT,
    length_sec INT,
    genre VARCHAR(50),
    unlock_price INT DEFAULT 0,
    added_at DATE
);

CREATE TABLE charts (
    chart_id INT PRIMARY KEY AUTO_INCREMENT,
    song_id INT NOT NULL,
    difficulty ENUM('EASY', 'NORMAL', 'HARD', 'MASTER') NOT NULL,
    level INT NOT NULL,
    note_count INT NOT NULL,
    FOREIGN KEY (song_id) REFERENCES songs(song_id)
);

CREATE TABLE djs (
    dj_id INT PRIMARY KEY AUTO_INCREMENT,
    dj_name VARCHAR(255) NOT NULL UNIQUE,
    title_badge VARCHAR(100),
    skill_point DECIMAL(8,2) DEFAULT 0,
    joined_at DATETIME NOT NULL
);

CREATE TABLE play_results (
    play_id BIGINT PRIMARY KEY AUTO_INCREMENT,
    dj_id INT NOT NULL,
    chart_id INT NOT NULL,
    score INT NOT NULL,
    max_combo INT,
    miss_count INT DEFAULT 0,
    is_full_combo BOOLEAN DEFAULT FALSE,
    grade CHAR(2),
    played_at DATETIME NOT NULL,
    FOREIGN KEY (dj_id) REFERENCES djs(dj_id),
    FOREIGN KEY (chart_id) REFERENCES charts(chart_id)
);

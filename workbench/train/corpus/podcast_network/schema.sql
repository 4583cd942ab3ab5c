CREATE TABLE Hosts (
    host_id INTEGER PRIMARY KEY,
    first_name VARCHAR(30),
    last_name VARCHAR(30),
    country VARCHAR(30),
    phone VARCHAR(30)
);
CREATE TABLE Shows (
    show_id INTEGER PRIMARY KEY,
    show_title VARCHAR(80),
    category VARCHAR(30),
    language VARCHAR(20),
    launched DATE,
    monthly_price DECIMAL(6,2)
);
CREATE TABLE Show_Hosts (
    show_id INTEGER,
    host_id INTEGER,
    host_role VARCHAR(20),
    PRIMARY KEY (show_id, host_id),
    FOREIGN KEY (show_id) REFERENCES Shows(show_id),
    FOREIGN KEY (host_id) REFERENCES Hosts(host_id)
);
CREATE TABLE Episodes (
    episode_id INTEGER PRIMARY KEY,
    show_id INTEGER,
    season INTEGER,
    episode_no INTEGER,
    title VARCHAR(120),
    minutes INTEGER,
    published DATE,
    FOREIGN KEY (show_id) REFERENCES Shows(show_id)
);
CREATE TABLE Listeners (
    listener_id INTEGER PRIMARY KEY,
    nickname VARCHAR(40),
    age INTEGER,
    country VARCHAR(30)
);
CREATE TABLE Plays (
    play_id INTEGER PRIMARY KEY,
    listener_id INTEGER,
    episode_id INTEGER,
    played_at TIMESTAMP,
    listened_minutes INTEGER,
    stars INTEGER,
    FOREIGN KEY (listener_id) REFERENCES Listeners(listener_id),
    FOREIGN KEY (episode_id) REFERENCES Episodes(episode_id)
);
CREATE TABLE Subscriptions (
    listener_id INTEGER,
    show_id INTEGER,
    started DATE,
    ended DATE,
    PRIMARY KEY (listener_id, show_id, started),
    FOREIGN KEY (listener_id) REFERENCES Listeners(listener_id),
    FOREIGN KEY (show_id) REFERENCES Shows(show_id)
);

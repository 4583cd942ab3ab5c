CREATE TABLE users (
    id INT AUTO_INCREMENT PRIMARY KEY,
    user_name VARCHAR(50) NOT NULL,
    diamonds INT DEFAULT 0,
    total_spent DECIMAL(12,2) DEFAULT 0,
    created_at DATETIME NOT NULL
);
CREATE TABLE units (
    id INT AUTO_INCREMENT PRIMARY KEY,
    unit_name VARCHAR(50) NOT NULL,
    star_grade INT NOT NULL,
    faction VARCHAR(30),
    attack_type ENUM('melee', 'ranged', 'magic'),
    release_date DATE
);
CREATE TABLE user_units (
    id INT AUTO_INCREMENT PRIMARY KEY,
    user_id INT NOT NULL,
    unit_id INT NOT NULL,
    unit_level INT DEFAULT 1,
    awakened TINYINT(1) DEFAULT 0,
    acquired_at DATETIME NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users(id),
    FOREIGN KEY (unit_id) REFERENCES units(id)
);
CREATE TABLE banners (
    id INT AUTO_INCREMENT PRIMARY KEY,
    banner_name VARCHAR(100) NOT NULL,
    pickup_unit_id INT,
    cost_per_pull INT NOT NULL,
    opened_on DATE NOT NULL,
    closed_on DATE,
    FOREIGN KEY (pickup_unit_id) REFERENCES units(id)
);
CREATE TABLE pulls (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    user_id INT NOT NULL,
    banner_id INT NOT NULL,
    unit_id INT NOT NULL,
    pulled_at DATETIME NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users(id),
    FOREIGN KEY (banner_id) REFERENCES banners(id),
    FOREIGN KEY (unit_id) REFERENCES units(id)
);

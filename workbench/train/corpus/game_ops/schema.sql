CREATE TABLE servers (
    server_id INT PRIMARY KEY AUTO_INCREMENT,
    server_name VARCHAR(50) NOT NULL,
    region VARCHAR(30) NOT NULL,
    capacity INT NOT NULL,
    opened_at DATETIME NOT NULL,
    closed_at DATETIME
);

CREATE TABLE accounts (
    account_id INT PRIMARY KEY AUTO_INCREMENT,
    server_id INT NOT NULL,
    nickname VARCHAR(50) NOT NULL,
    phone_verified BOOLEAN DEFAULT FALSE,
    level INT DEFAULT 1,
    created_at DATETIME NOT NULL,
    FOREIGN KEY (server_id) REFERENCES servers(server_id)
);

CREATE TABLE login_logs (
    log_id BIGINT PRIMARY KEY AUTO_INCREMENT,
    account_id INT NOT NULL,
    login_at DATETIME NOT NULL,
    logout_at DATETIME,
    ip_address VARCHAR(45),
    FOREIGN KEY (account_id) REFERENCES accounts(account_id)
);

CREATE TABLE operators (
    operator_id INT PRIMARY KEY AUTO_INCREMENT,
    operator_name VARCHAR(50) NOT NULL,
    team VARCHAR(30)
);

CREATE TABLE tickets (
    ticket_id INT PRIMARY KEY AUTO_INCREMENT,
    account_id INT NOT NULL,
    operator_id INT,
    category VARCHAR(30) NOT NULL,
    title VARCHAR(200) NOT NULL,
    state ENUM('waiting', 'in_progress', 'answered', 'closed') NOT NULL,
    satisfaction INT,
    asked_at DATETIME NOT NULL,
    answered_at DATETIME,
    FOREIGN KEY (account_id) REFERENCES accounts(account_id),
    FOREIGN KEY (operator_id) REFERENCES operators(operator_id)
);

CREATE TABLE sanctions (
    sanction_id INT PRIMARY KEY AUTO_INCREMENT,
    account_id INT NOT NULL,
    operator_id INT NOT NULL,
    reason VARCHAR(50) NOT NULL,
    days INT,
    started_at DATETIME NOT NULL,
    lifted_at DATETIME,
    FOREIGN KEY (account_id) REFERENCES accounts(account_id),
    FOREIGN KEY (operator_id) REFERENCES operators(operator_id)
);

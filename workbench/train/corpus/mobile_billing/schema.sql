CREATE TABLE users (
    uid BIGINT PRIMARY KEY AUTO_INCREMENT,
    nick VARCHAR(30) NOT NULL,
    os ENUM('android', 'ios', 'pc') NOT NULL,
    country_code CHAR(2) NOT NULL,
    vip_level INT NOT NULL DEFAULT 0,
    registered_at DATETIME NOT NULL,
    last_login_at DATETIME NULL,
    withdrawn_at DATETIME NULL
);

CREATE TABLE products (
    product_id INT PRIMARY KEY AUTO_INCREMENT,
    product_name VARCHAR(100) NOT NULL,
    category VARCHAR(30) NOT NULL COMMENT '상품 분류: gem, package, pass',
    price_krw INT NOT NULL,
    on_sale TINYINT(1) NOT NULL DEFAULT 1
);

CREATE TABLE purchases (
    purchase_id BIGINT PRIMARY KEY AUTO_INCREMENT,
    uid BIGINT NOT NULL,
    product_id INT NOT NULL,
    amount INT NOT NULL,
    store VARCHAR(20) NOT NULL,
    state CHAR(1) NOT NULL COMMENT 'P 결제완료, R 환불, F 실패',
    paid_at DATETIME NOT NULL,
    FOREIGN KEY (uid) REFERENCES users(uid),
    FOREIGN KEY (product_id) REFERENCES products(product_id)
);

CREATE TABLE events (
    event_id INT PRIMARY KEY AUTO_INCREMENT,
    event_name VARCHAR(100) NOT NULL,
    start_date DATE NOT NULL,
    end_date DATE NOT NULL,
    reward_gem INT NOT NULL DEFAULT 0
);

CREATE TABLE event_joins (
    event_id INT NOT NULL,
    uid BIGINT NOT NULL,
    joined_at DATETIME NOT NULL,
    rewarded TINYINT(1) NOT NULL DEFAULT 0,
    PRIMARY KEY (event_id, uid),
    FOREIGN KEY (event_id) REFERENCES events(event_id),
    FOREIGN KEY (uid) REFERENCES users(uid)
);

CREATE TABLE coupons (
    coupon_code VARCHAR(20) PRIMARY KEY,
    uid BIGINT,
    gem_amount INT NOT NULL,
    issued_at DATETIME NOT NULL,
    used_at DATETIME NULL,
    expires_on DATE NOT NULL,
    FOREIGN KEY (uid) REFERENCES users(uid)
);

CREATE TABLE attendance (
    uid BIGINT NOT NULL,
    attend_date DATE NOT NULL,
    streak INT NOT NULL DEFAULT 1,
    PRIMARY KEY (uid, attend_date),
    FOREIGN KEY (uid) REFERENCES users(uid)
);

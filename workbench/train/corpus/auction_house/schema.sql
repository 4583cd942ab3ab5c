CREATE TABLE characters (
    char_id INT PRIMARY KEY AUTO_INCREMENT,
    char_name VARCHAR(255) UNIQUE NOT NULL,
    server_name VARCHAR(50) NOT NULL,
    class_name VARCHAR(50) NOT NULL,
    item_level INT DEFAULT 0,
    silver BIGINT DEFAULT 0
);

CREATE TABLE auctions (
    auction_id INT PRIMARY KEY AUTO_INCREMENT,
    seller_id INT NOT NULL,
    item_name VARCHAR(255) NOT NULL,
    grade VARCHAR(20),
    quantity INT NOT NULL,
    start_price INT NOT NULL,
    buyout_price INT,
    listed_at DATETIME NOT NULL,
    closes_at DATETIME NOT NULL,
    status ENUM('open', 'sold', 'expired', 'canceled') NOT NULL,
    FOREIGN KEY (seller_id) REFERENCES characters(char_id)
);

CREATE TABLE bids (
    bid_id INT PRIMARY KEY AUTO_INCREMENT,
    auction_id INT NOT NULL,
    bidder_id INT NOT NULL,
    price INT NOT NULL,
    bid_at DATETIME NOT NULL,
    FOREIGN KEY (auction_id) REFERENCES auctions(auction_id),
    FOREIGN KEY (bidder_id) REFERENCES characters(char_id)
);

CREATE TABLE farmers (
    farmer_id INT PRIMARY KEY AUTO_INCREMENT,
    farm_name VARCHAR(100) NOT NULL,
    owner_name VARCHAR(50) NOT NULL,
    level INT NOT NULL DEFAULT 1,
    coins INT NOT NULL DEFAULT 500,
    season_pass BOOLEAN DEFAULT FALSE,
    started_on DATE NOT NULL
);

CREATE TABLE crops (
    crop_id INT PRIMARY KEY AUTO_INCREMENT,
    crop_name VARCHAR(50) NOT NULL,
    season ENUM('spring', 'summer', 'fall', 'winter'),
    grow_days INT NOT NULL,
    seed_price INT NOT NULL,
    sell_price INT NOT NULL
);

CREATE TABLE fields (
    field_id INT PRIMARY KEY AUTO_INCREMENT,
    farmer_id INT NOT NULL,
    size INT NOT NULL,
    soil VARCHAR(20),
    FOREIGN KEY (farmer_id) REFERENCES farmers(farmer_id)
);

CREATE TABLE plantings (
    planting_id INT PRIMARY KEY AUTO_INCREMENT,
    field_id INT NOT NULL,
    crop_id INT NOT NULL,
    planted_at DATETIME NOT NULL,
    harvested_at DATETIME,
    yield_count INT,
    FOREIGN KEY (field_id) REFERENCES fields(field_id),
    FOREIGN KEY (crop_id) REFERENCES crops(crop_id)
);

CREATE TABLE animals (
    animal_id INT PRIMARY KEY AUTO_INCREMENT,
    farmer_id INT NOT NULL,
    species VARCHAR(30) NOT NULL,
    pet_name VARCHAR(30),
    affection INT DEFAULT 0,
    bought_on DATE,
    FOREIGN KEY (farmer_id) REFERENCES farmers(farmer_id)
);

CREATE TABLE market_sales (
    sale_id INT PRIMARY KEY AUTO_INCREMENT,
    seller_id INT NOT NULL,
    buyer_id INT,
    crop_id INT NOT NULL,
    quantity INT NOT NULL,
    unit_price INT NOT NULL,
    sold_at DATETIME NOT NULL,
    FOREIGN KEY (seller_id) REFERENCES farmers(farmer_id),
    FOREIGN KEY (buyer_id) REFERENCES farmers(farmer_id),
    FOREIGN KEY (crop_id) REFERENCES crops(crop_id)
);

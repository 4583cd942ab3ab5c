CREATE TABLE lots (
    lot_id INT PRIMARY KEY,
    lot_name VARCHAR(60) NOT NULL,
    district VARCHAR(30),
    total_spaces INT,
    fee_per_10min INT,
    is_24h BOOLEAN
);
CREATE TABLE vehicles (
    plate VARCHAR(12) PRIMARY KEY,
    car_size VARCHAR(10),
    is_electric BOOLEAN,
    registered_on DATE
);
CREATE TABLE monthly_passes (
    pass_id INT PRIMARY KEY,
    plate VARCHAR(12) REFERENCES vehicles(plate),
    lot_id INT REFERENCES lots(lot_id),
    valid_from DATE,
    valid_to DATE,
    price INT
);
CREATE TABLE entries (
    entry_id BIGINT PRIMARY KEY,
    lot_id INT NOT NULL REFERENCES lots(lot_id),
    plate VARCHAR(12) NOT NULL REFERENCES vehicles(plate),
    in_time TIMESTAMP NOT NULL,
    out_time TIMESTAMP,
    fee INT,
    pay_method VARCHAR(10)
);
CREATE TABLE violations (
    violation_id INT PRIMARY KEY,
    plate VARCHAR(12) REFERENCES vehicles(plate),
    lot_id INT REFERENCES lots(lot_id),
    kind VARCHAR(30),
    fine INT,
    found_on DATE,
    paid BOOLEAN
);

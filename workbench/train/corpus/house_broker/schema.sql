CREATE TABLE agencies (
    agency_id INT NOT NULL PRIMARY KEY,
    agency_name VARCHAR(80),
    gu VARCHAR(20),
    registered_on DATE
);
CREATE TABLE agents (
    agent_id INT NOT NULL PRIMARY KEY,
    agency_id INT,
    agent_name VARCHAR(40),
    license_year INT,
    FOREIGN KEY (agency_id) REFERENCES agencies (agency_id)
);
CREATE TABLE properties (
    property_id INT NOT NULL PRIMARY KEY,
    address VARCHAR(200),
    gu VARCHAR(20),
    kind VARCHAR(20),
    area_m2 DECIMAL(7,2),
    rooms INT,
    built_year INT,
    has_elevator BOOLEAN
);
CREATE TABLE listings (
    listing_id INT NOT NULL PRIMARY KEY,
    property_id INT,
    agent_id INT,
    deal_type VARCHAR(10),
    asking_price BIGINT,
    monthly_rent INT,
    listed_on DATE,
    closed_on DATE,
    FOREIGN KEY (property_id) REFERENCES properties (property_id),
    FOREIGN KEY (agent_id) REFERENCES agents (agent_id)
);
CREATE TABLE visits (
    visit_id INT NOT NULL PRIMARY KEY,
    listing_id INT,
    visitor_name VARCHAR(40),
    visited_at DATETIME,
    score INT,
    FOREIGN KEY (listing_id) REFERENCES listings (listing_id)
);

CREATE TABLE guardians (
    guardian_id INTEGER PRIMARY KEY,
    guardian_name VARCHAR(40),
    phone VARCHAR(20),
    town VARCHAR(30),
    joined_on DATE
);
CREATE TABLE animals (
    animal_id INTEGER PRIMARY KEY,
    guardian_id INTEGER,
    animal_name VARCHAR(30),
    species VARCHAR(20),
    breed VARCHAR(40),
    sex CHAR(1),
    neutered BOOLEAN,
    weight_kg NUMERIC(5,2),
    birth_date DATE,
    FOREIGN KEY (guardian_id) REFERENCES guardians (guardian_id)
);
CREATE TABLE doctors (
    doctor_id INTEGER PRIMARY KEY,
    doctor_name VARCHAR(40),
    department VARCHAR(30),
    hired_on DATE
);
CREATE TABLE clinic_visits (
    visit_id INTEGER PRIMARY KEY,
    animal_id INTEGER,
    doctor_id INTEGER,
    visited_at TIMESTAMP,
    symptom VARCHAR(100),
    diagnosis VARCHAR(60),
    bill INTEGER,
    is_emergency BOOLEAN,
    FOREIGN KEY (animal_id) REFERENCES animals (animal_id),
    FOREIGN KEY (doctor_id) REFERENCES doctors (doctor_id)
);
CREATE TABLE medicines (
    medicine_code CHAR(5) PRIMARY KEY,
    medicine_name VARCHAR(40),
    unit_price INTEGER,
    stock INTEGER
);
CREATE TABLE prescriptions (
    visit_id INTEGER,
    medicine_code CHAR(5),
    days INTEGER,
    quantity INTEGER,
    PRIMARY KEY (visit_id, medicine_code),
    FOREIGN KEY (visit_id) REFERENCES clinic_visits (visit_id),
    FOREIGN KEY (medicine_code) REFERENCES medicines (medicine_code)
);

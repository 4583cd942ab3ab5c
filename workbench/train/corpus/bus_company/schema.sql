CREATE TABLE depot (
  id INTEGER PRIMARY KEY,
  depot_name TEXT,
  city TEXT,
  capacity INTEGER
);
CREATE TABLE bus (
  id INTEGER PRIMARY KEY,
  plate_number TEXT,
  depot_id INTEGER REFERENCES depot(id),
  fuel_type TEXT,
  seats INTEGER,
  purchase_year INTEGER
);
CREATE TABLE driver (
  id INTEGER PRIMARY KEY,
  name TEXT,
  age INTEGER,
  home_city TEXT,
  hire_year INTEGER,
  base_salary INTEGER
);
CREATE TABLE line (
  id INTEGER PRIMARY KEY,
  line_number TEXT,
  line_type TEXT,
  first_stop_id INTEGER,
  last_stop_id INTEGER,
  length_km REAL,
  FOREIGN KEY (first_stop_id) REFERENCES stop(id),
  FOREIGN KEY (last_stop_id) REFERENCES stop(id)
);
CREATE TABLE stop (
  id INTEGER PRIMARY KEY,
  stop_name TEXT,
  district TEXT,
  has_shelter INTEGER
);
CREATE TABLE line_stop (
  line_id INTEGER REFERENCES line(id),
  stop_id INTEGER REFERENCES stop(id),
  stop_order INTEGER,
  PRIMARY KEY (line_id, stop_id)
);
CREATE TABLE trip (
  id INTEGER PRIMARY KEY,
  line_id INTEGER REFERENCES line(id),
  bus_id INTEGER REFERENCES bus(id),
  driver_id INTEGER REFERENCES driver(id),
  trip_date DATE,
  passengers INTEGER,
  minutes_late INTEGER
);

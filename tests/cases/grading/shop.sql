CREATE TABLE customers (
  id INT PRIMARY KEY,
  name VARCHAR(50),
  city VARCHAR(20),
  grade VARCHAR(10),
  joined DATE,
  is_active BOOLEAN,
  zip VARCHAR(5)
);
CREATE TABLE orders (
  id INT PRIMARY KEY,
  customer_id INT REFERENCES customers(id),
  amount DECIMAL(12,2),
  rate DOUBLE,
  ordered_at TIMESTAMP,
  status VARCHAR(10)
);
CREATE TABLE items (
  order_id INT REFERENCES orders(id),
  product VARCHAR(30),
  qty INT,
  price INT
);

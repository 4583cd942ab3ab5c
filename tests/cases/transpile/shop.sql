CREATE TABLE customers (id INTEGER, name VARCHAR, city VARCHAR, joined DATE, birth VARCHAR, phone VARCHAR);
INSERT INTO customers VALUES
  (1, '김민수', '서울', DATE '2023-01-31', '19900105', '010-1234-5678'),
  (2, '이영희', '부산', DATE '2024-02-29', '19851224', NULL),
  (3, '박철수', '서울', DATE '2024-03-15', '20010301', '02-555-0000');
CREATE TABLE orders (id INTEGER, customer_id INTEGER, amount DECIMAL(12,2), ordered_at TIMESTAMP, order_date VARCHAR, status VARCHAR, paid BOOLEAN);
INSERT INTO orders VALUES
  (10, 1, 1234567.5, TIMESTAMP '2024-03-15 10:20:30', '2024-03-15', '20', true),
  (11, 1, 1000, TIMESTAMP '2024-04-01 00:00:00', '2024-04-01', '10', false),
  (12, 2, NULL, TIMESTAMP '2024-05-05 23:59:59', '2024-05-05', '20', true);

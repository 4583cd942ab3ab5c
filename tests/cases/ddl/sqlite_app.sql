PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
INSERT INTO django_migrations VALUES(1,'contenttypes','0001_initial','2024-01-01 00:00:00');
CREATE TABLE academy (
  id INTEGER PRIMARY KEY,            -- 학원 번호
  name TEXT NOT NULL UNIQUE,         -- 학원 이름
  region,                            -- 지역
  is_open BOOLEAN DEFAULT 1 CHECK (is_open IN (0, 1)),
  fee NUMERIC,                       -- 월 수강료(원)
  rating REAL,
  logo BLOB,
  opened_on DATE
);
CREATE TABLE lecture (
  academy_id INTEGER REFERENCES academy ON DELETE CASCADE,
  no INT,
  title NVARCHAR(100) COLLATE NOCASE,
  tutor "VARCHAR(20)",
  seats UNSIGNED BIG INT,
  PRIMARY KEY (academy_id, no)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE lecture_fts USING fts5(title, body, tokenize='unicode61');
CREATE TABLE sqlite_sequence(name,seq);
INSERT INTO sqlite_sequence VALUES('academy',3);
CREATE VIEW open_lecture AS SELECT a.name, l.title FROM lecture l JOIN academy a ON a.id = l.academy_id WHERE a.is_open;
CREATE INDEX idx_title ON lecture(title COLLATE NOCASE);
CREATE TRIGGER trg AFTER INSERT ON lecture BEGIN
  UPDATE academy SET rating = 0 WHERE id = NEW.academy_id;
END;
COMMIT;

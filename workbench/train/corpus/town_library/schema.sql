CREATE TABLE branch (
    branch_id INTEGER PRIMARY KEY,
    branch_name TEXT NOT NULL,
    district TEXT,
    open_year INTEGER,
    seat_count INTEGER
);

CREATE TABLE author (
    author_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    nationality TEXT,
    birth_year INTEGER
);

CREATE TABLE book (
    book_id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    genre TEXT,
    publish_year INTEGER,
    pages INTEGER
);

CREATE TABLE book_author (
    book_id INTEGER REFERENCES book(book_id),
    author_id INTEGER REFERENCES author(author_id),
    PRIMARY KEY (book_id, author_id)
);

CREATE TABLE patron (
    patron_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    age INTEGER,
    home_branch_id INTEGER REFERENCES branch(branch_id)
);

CREATE TABLE loan (
    loan_id INTEGER PRIMARY KEY,
    patron_id INTEGER REFERENCES patron(patron_id),
    book_id INTEGER REFERENCES book(book_id),
    branch_id INTEGER REFERENCES branch(branch_id),
    loan_date DATE,
    due_date DATE,
    return_date DATE
);

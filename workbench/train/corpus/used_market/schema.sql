CREATE TABLE neighborhoods (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    city TEXT NOT NULL
);
CREATE TABLE members (
    id INTEGER PRIMARY KEY,
    nickname TEXT NOT NULL,
    neighborhood_id INTEGER,
    manner_score REAL,
    joined_at TIMESTAMP,
    FOREIGN KEY (neighborhood_id) REFERENCES neighborhoods(id)
);
CREATE TABLE posts (
    id INTEGER PRIMARY KEY,
    seller_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    category TEXT,
    price INTEGER,
    is_free BOOLEAN,
    state TEXT,
    posted_at TIMESTAMP,
    view_count INTEGER,
    FOREIGN KEY (seller_id) REFERENCES members(id)
);
CREATE TABLE likes (
    post_id INTEGER,
    member_id INTEGER,
    liked_at TIMESTAMP,
    PRIMARY KEY (post_id, member_id),
    FOREIGN KEY (post_id) REFERENCES posts(id),
    FOREIGN KEY (member_id) REFERENCES members(id)
);
CREATE TABLE deals (
    id INTEGER PRIMARY KEY,
    post_id INTEGER NOT NULL,
    buyer_id INTEGER NOT NULL,
    final_price INTEGER,
    dealt_at TIMESTAMP,
    buyer_rating INTEGER,
    FOREIGN KEY (post_id) REFERENCES posts(id),
    FOREIGN KEY (buyer_id) REFERENCES members(id)
);

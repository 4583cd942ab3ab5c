CREATE TABLE users (
  user_id INT PRIMARY KEY AUTO_INCREMENT,
  nickname VARCHAR(255) UNIQUE NOT NULL,
  mmr INT NOT NULL DEFAULT 1000,
  gems INT DEFAULT 0,
  joined_on DATE NOT NULL,
  last_seen DATETIME
);

CREATE TABLE cards (
  card_id INT PRIMARY KEY AUTO_INCREMENT,
  card_name VARCHAR(255) NOT NULL,
  element VARCHAR(50),
  card_type ENUM('unit','spell','trap') NOT NULL,
  rarity ENUM('common','rare','epic','legendary') NOT NULL,
  cost INT NOT NULL,
  attack INT,
  health INT,
  flavor_text TEXT,
  released_on DATE
);

CREATE TABLE collections (
  user_id INT NOT NULL,
  card_id INT NOT NULL,
  copies INT NOT NULL DEFAULT 1,
  first_obtained DATETIME NOT NULL,
  PRIMARY KEY (user_id, card_id),
  FOREIGN KEY (user_id) REFERENCES users(user_id),
  FOREIGN KEY (card_id) REFERENCES cards(card_id)
);

CREATE TABLE decks (
  deck_id INT PRIMARY KEY AUTO_INCREMENT,
  user_id INT NOT NULL,
  deck_name VARCHAR(255) NOT NULL,
  created_at DATETIME NOT NULL,
  is_public BOOLEAN DEFAULT TRUE,
  FOREIGN KEY (user_id) REFERENCES users(user_id)
);

CREATE TABLE deck_cards (
  deck_id INT NOT NULL,
  card_id INT NOT NULL,
  count INT NOT NULL,
  PRIMARY KEY (deck_id, card_id),
  FOREIGN KEY (deck_id) REFERENCES decks(deck_id),
  FOREIGN KEY (card_id) REFERENCES cards(card_id)
);

CREATE TABLE duels (
  duel_id INT PRIMARY KEY AUTO_INCREMENT,
  season INT NOT NULL,
  first_user_id INT NOT NULL,
  second_user_id INT NOT NULL,
  winner_id INT,
  turns INT,
  started_at DATETIME NOT NULL,
  ended_at DATETIME,
  FOREIGN KEY (first_user_id) REFERENCES users(user_id),
  FOREIGN KEY (second_user_id) REFERENCES users(user_id),
  FOREIGN KEY (winner_id) REFERENCES users(user_id)
);

CREATE TABLE trainers (
  trainer_id INT PRIMARY KEY AUTO_INCREMENT,
  trainer_name VARCHAR(60) NOT NULL,
  hometown VARCHAR(60),
  badge_count INT NOT NULL DEFAULT 0,
  money INT NOT NULL DEFAULT 0,
  last_played DATETIME
);
CREATE TABLE species (
  species_id INT PRIMARY KEY AUTO_INCREMENT,
  species_name VARCHAR(60) NOT NULL,
  type1 VARCHAR(20) NOT NULL,
  type2 VARCHAR(20),
  base_hp INT,
  base_attack INT,
  evolves_to INT,
  FOREIGN KEY (evolves_to) REFERENCES species(species_id)
);
CREATE TABLE pets (
  pet_id INT PRIMARY KEY AUTO_INCREMENT,
  trainer_id INT,
  species_id INT NOT NULL,
  nickname VARCHAR(60),
  level INT NOT NULL DEFAULT 1,
  happiness INT DEFAULT 50,
  is_shiny BOOLEAN DEFAULT FALSE,
  caught_at DATETIME,
  FOREIGN KEY (trainer_id) REFERENCES trainers(trainer_id),
  FOREIGN KEY (species_id) REFERENCES species(species_id)
);
CREATE TABLE battles (
  battle_id INT PRIMARY KEY AUTO_INCREMENT,
  challenger_id INT NOT NULL,
  opponent_id INT NOT NULL,
  winner_id INT,
  prize INT DEFAULT 0,
  fought_at DATETIME NOT NULL,
  FOREIGN KEY (challenger_id) REFERENCES trainers(trainer_id),
  FOREIGN KEY (opponent_id) REFERENCES trainers(trainer_id),
  FOREIGN KEY (winner_id) REFERENCES trainers(trainer_id)
);

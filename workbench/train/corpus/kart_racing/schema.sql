CREATE TABLE `racers` (
  `racer_id` int NOT NULL AUTO_INCREMENT,
  `racer_name` varchar(40) NOT NULL,
  `license` varchar(10) DEFAULT NULL,
  `total_wins` int NOT NULL DEFAULT '0',
  `coins` int NOT NULL DEFAULT '0',
  `registered_at` datetime NOT NULL,
  `last_race_at` datetime DEFAULT NULL,
  PRIMARY KEY (`racer_id`),
  UNIQUE KEY `uk_racer_name` (`racer_name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE `karts` (
  `kart_id` int NOT NULL AUTO_INCREMENT,
  `kart_name` varchar(60) NOT NULL,
  `engine_class` varchar(10) NOT NULL,
  `max_speed` decimal(6,2) NOT NULL,
  `handling` int NOT NULL,
  `price` int NOT NULL,
  PRIMARY KEY (`kart_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE `garage` (
  `racer_id` int NOT NULL,
  `kart_id` int NOT NULL,
  `bought_at` datetime NOT NULL,
  `upgrade_level` int NOT NULL DEFAULT '0',
  PRIMARY KEY (`racer_id`,`kart_id`),
  CONSTRAINT `fk_garage_racer` FOREIGN KEY (`racer_id`) REFERENCES `racers` (`racer_id`),
  CONSTRAINT `fk_garage_kart` FOREIGN KEY (`kart_id`) REFERENCES `karts` (`kart_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE `tracks` (
  `track_id` int NOT NULL AUTO_INCREMENT,
  `track_name` varchar(80) NOT NULL,
  `theme` varchar(40) DEFAULT NULL,
  `length_m` int NOT NULL,
  `difficulty` tinyint NOT NULL,
  PRIMARY KEY (`track_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE `race_results` (
  `result_id` bigint NOT NULL AUTO_INCREMENT,
  `track_id` int NOT NULL,
  `racer_id` int NOT NULL,
  `kart_id` int NOT NULL,
  `position` int DEFAULT NULL,
  `lap_time_sec` decimal(8,3) DEFAULT NULL,
  `retired` tinyint(1) NOT NULL DEFAULT '0',
  `raced_at` datetime NOT NULL,
  PRIMARY KEY (`result_id`),
  KEY `idx_result_racer` (`racer_id`),
  CONSTRAINT `fk_result_track` FOREIGN KEY (`track_id`) REFERENCES `tracks` (`track_id`),
  CONSTRAINT `fk_result_racer` FOREIGN KEY (`racer_id`) REFERENCES `racers` (`racer_id`),
  CONSTRAINT `fk_result_kart` FOREIGN KEY (`kart_id`) REFERENCES `karts` (`kart_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

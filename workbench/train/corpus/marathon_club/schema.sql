CREATE TABLE club (
  Club_ID int NOT NULL,
  Club_Name text,
  City text,
  Founded int,
  PRIMARY KEY (Club_ID)
);
CREATE TABLE runner (
  Runner_ID int NOT NULL,
  Name text,
  Sex text,
  Age int,
  Club_ID int,
  PRIMARY KEY (Runner_ID),
  FOREIGN KEY (Club_ID) REFERENCES club(Club_ID)
);
CREATE TABLE race (
  Race_ID int NOT NULL,
  Race_Name text,
  Year int,
  Distance_km real,
  Host_City text,
  Entry_Fee int,
  PRIMARY KEY (Race_ID)
);
CREATE TABLE result (
  Race_ID int,
  Runner_ID int,
  Finish_Rank int,
  Finish_Minutes real,
  Medal text,
  PRIMARY KEY (Race_ID, Runner_ID),
  FOREIGN KEY (Race_ID) REFERENCES race(Race_ID),
  FOREIGN KEY (Runner_ID) REFERENCES runner(Runner_ID)
);
CREATE TABLE sponsor (
  Sponsor_ID int NOT NULL,
  Company text,
  Industry text,
  PRIMARY KEY (Sponsor_ID)
);
CREATE TABLE race_sponsor (
  Race_ID int,
  Sponsor_ID int,
  Amount int,
  PRIMARY KEY (Race_ID, Sponsor_ID),
  FOREIGN KEY (Race_ID) REFERENCES race(Race_ID),
  FOREIGN KEY (Sponsor_ID) REFERENCES sponsor(Sponsor_ID)
);

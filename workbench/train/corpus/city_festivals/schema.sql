CREATE TABLE festival (
  Festival_ID int PRIMARY KEY,
  Name varchar(80),
  City varchar(40),
  Theme varchar(40),
  Start_Date date,
  End_Date date,
  Budget_Million int
);
CREATE TABLE artist (
  Artist_ID int PRIMARY KEY,
  Stage_Name varchar(60),
  Genre varchar(30),
  Debut_Year int,
  Nationality varchar(30)
);
CREATE TABLE performance (
  Performance_ID int PRIMARY KEY,
  Festival_ID int,
  Artist_ID int,
  Stage varchar(30),
  Start_Time timestamp,
  Fee_Million int,
  Audience int,
  FOREIGN KEY (Festival_ID) REFERENCES festival(Festival_ID),
  FOREIGN KEY (Artist_ID) REFERENCES artist(Artist_ID)
);
CREATE TABLE volunteer (
  Volunteer_ID int PRIMARY KEY,
  Name varchar(40),
  Age int,
  Hometown varchar(40)
);
CREATE TABLE volunteer_work (
  Festival_ID int,
  Volunteer_ID int,
  Task varchar(40),
  Hours decimal(5,1),
  PRIMARY KEY (Festival_ID, Volunteer_ID, Task),
  FOREIGN KEY (Festival_ID) REFERENCES festival(Festival_ID),
  FOREIGN KEY (Volunteer_ID) REFERENCES volunteer(Volunteer_ID)
);

CREATE TABLE country_region (
  Region_Code char(3) PRIMARY KEY,
  Region_Name text,
  Population int
);
CREATE TABLE island (
  Island_ID int PRIMARY KEY,
  Island_Name text,
  Region_Code char(3),
  Area_km2 real,
  Residents int,
  Has_Bridge boolean,
  FOREIGN KEY (Region_Code) REFERENCES country_region(Region_Code)
);
CREATE TABLE port (
  Port_ID int PRIMARY KEY,
  Port_Name text,
  Island_ID int,
  Opened_Year int,
  Depth_m real,
  FOREIGN KEY (Island_ID) REFERENCES island(Island_ID)
);
CREATE TABLE ferry (
  Ferry_ID int PRIMARY KEY,
  Ferry_Name text,
  Company text,
  Seats int,
  Car_Capacity int,
  Built_Year int,
  Speed_Knots real
);
CREATE TABLE captain (
  Captain_ID int PRIMARY KEY,
  Name text,
  Age int,
  Hometown text,
  Rank_Level text
);
CREATE TABLE sailing (
  Sailing_ID int PRIMARY KEY,
  Ferry_ID int,
  Captain_ID int,
  From_Port int,
  To_Port int,
  Sail_Date date,
  Passengers int,
  Canceled_Reason text,
  FOREIGN KEY (Ferry_ID) REFERENCES ferry(Ferry_ID),
  FOREIGN KEY (Captain_ID) REFERENCES captain(Captain_ID),
  FOREIGN KEY (From_Port) REFERENCES port(Port_ID),
  FOREIGN KEY (To_Port) REFERENCES port(Port_ID)
);

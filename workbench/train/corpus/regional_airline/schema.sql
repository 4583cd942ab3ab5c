CREATE TABLE "airports" (
  "code" TEXT PRIMARY KEY,
  "airport_name" TEXT,
  "city" TEXT,
  "country" TEXT,
  "elevation_ft" INTEGER
);
CREATE TABLE "aircraft" (
  "tail_number" TEXT PRIMARY KEY,
  "model" TEXT,
  "seats" INTEGER,
  "range_km" INTEGER,
  "built_year" INTEGER
);
CREATE TABLE "flights" (
  "flight_id" INTEGER PRIMARY KEY,
  "flight_no" TEXT,
  "origin" TEXT,
  "destination" TEXT,
  "tail_number" TEXT,
  "distance_km" INTEGER,
  "departs_at" DATETIME,
  "arrives_at" DATETIME,
  "delay_minutes" INTEGER,
  "status" TEXT,
  FOREIGN KEY ("origin") REFERENCES "airports"("code"),
  FOREIGN KEY ("destination") REFERENCES "airports"("code"),
  FOREIGN KEY ("tail_number") REFERENCES "aircraft"("tail_number")
);
CREATE TABLE "crew" (
  "crew_id" INTEGER PRIMARY KEY,
  "name" TEXT,
  "role" TEXT,
  "salary" INTEGER,
  "base_airport" TEXT,
  FOREIGN KEY ("base_airport") REFERENCES "airports"("code")
);
CREATE TABLE "flight_crew" (
  "flight_id" INTEGER,
  "crew_id" INTEGER,
  PRIMARY KEY ("flight_id", "crew_id"),
  FOREIGN KEY ("flight_id") REFERENCES "flights"("flight_id"),
  FOREIGN KEY ("crew_id") REFERENCES "crew"("crew_id")
);
CREATE TABLE "certificates" (
  "crew_id" INTEGER,
  "model" TEXT,
  "issued_on" DATE,
  PRIMARY KEY ("crew_id", "model"),
  FOREIGN KEY ("crew_id") REFERENCES "crew"("crew_id")
);

CREATE TABLE "Mountain" (
  "id" INTEGER PRIMARY KEY,
  "name" TEXT,
  "province" TEXT,
  "height_m" INTEGER,
  "is_national_park" BOOLEAN
);
CREATE TABLE "Trail" (
  "id" INTEGER PRIMARY KEY,
  "mountainId" INTEGER,
  "trailName" TEXT,
  "lengthKm" REAL,
  "expectedHours" REAL,
  "difficulty" TEXT,
  "closed" BOOLEAN,
  FOREIGN KEY ("mountainId") REFERENCES "Mountain"("id")
);
CREATE TABLE "Hut" (
  "id" INTEGER PRIMARY KEY,
  "mountainId" INTEGER,
  "hutName" TEXT,
  "beds" INTEGER,
  "nightFee" INTEGER,
  FOREIGN KEY ("mountainId") REFERENCES "Mountain"("id")
);
CREATE TABLE "Hiker" (
  "id" INTEGER PRIMARY KEY,
  "fullName" TEXT,
  "age" INTEGER,
  "level" TEXT
);
CREATE TABLE "HutBooking" (
  "id" INTEGER PRIMARY KEY,
  "hutId" INTEGER,
  "hikerId" INTEGER,
  "checkIn" DATE,
  "nights" INTEGER,
  "people" INTEGER,
  "canceled" BOOLEAN,
  FOREIGN KEY ("hutId") REFERENCES "Hut"("id"),
  FOREIGN KEY ("hikerId") REFERENCES "Hiker"("id")
);
CREATE TABLE "HikeLog" (
  "id" INTEGER PRIMARY KEY,
  "hikerId" INTEGER,
  "trailId" INTEGER,
  "hikedOn" DATE,
  "hoursTaken" REAL,
  FOREIGN KEY ("hikerId") REFERENCES "Hiker"("id"),
  FOREIGN KEY ("trailId") REFERENCES "Trail"("id")
);

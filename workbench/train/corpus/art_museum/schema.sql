CREATE TABLE curator (
  CuratorId INTEGER PRIMARY KEY AUTOINCREMENT,
  CuratorName TEXT NOT NULL,
  Field TEXT,
  JoinedYear INTEGER
);
CREATE TABLE gallery_room (
  RoomNo INTEGER PRIMARY KEY,
  Floor INTEGER NOT NULL,
  AreaSqm REAL,
  HasClimateControl BOOLEAN
);
CREATE TABLE artwork (
  ArtworkId INTEGER PRIMARY KEY AUTOINCREMENT,
  Title TEXT NOT NULL,
  Painter TEXT,
  Era TEXT,
  Material TEXT,
  MadeYear INTEGER,
  InsuredValue INTEGER,
  AcquiredOn DATE
);
CREATE TABLE exhibition (
  ExhibitionId INTEGER PRIMARY KEY AUTOINCREMENT,
  ExhibitionTitle TEXT NOT NULL,
  CuratorId INTEGER,
  RoomNo INTEGER,
  OpensOn DATE,
  ClosesOn DATE,
  TicketPrice INTEGER,
  FOREIGN KEY (CuratorId) REFERENCES curator (CuratorId),
  FOREIGN KEY (RoomNo) REFERENCES gallery_room (RoomNo)
);
CREATE TABLE exhibition_artwork (
  ExhibitionId INTEGER NOT NULL,
  ArtworkId INTEGER NOT NULL,
  WallPosition TEXT,
  PRIMARY KEY (ExhibitionId, ArtworkId),
  FOREIGN KEY (ExhibitionId) REFERENCES exhibition (ExhibitionId),
  FOREIGN KEY (ArtworkId) REFERENCES artwork (ArtworkId)
);
CREATE TABLE daily_entry (
  ExhibitionId INTEGER NOT NULL,
  EntryDate DATE NOT NULL,
  Adults INTEGER,
  Children INTEGER,
  PRIMARY KEY (ExhibitionId, EntryDate),
  FOREIGN KEY (ExhibitionId) REFERENCES exhibition (ExhibitionId)
);

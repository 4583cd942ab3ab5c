CREATE TABLE Trainers (
    TrainerID INT PRIMARY KEY,
    Name VARCHAR(50),
    Specialty VARCHAR(50),
    Years_Experience INT,
    Monthly_Salary INT
);

CREATE TABLE Members (
    MemberID INT PRIMARY KEY,
    Name VARCHAR(50),
    Gender CHAR(1),
    Birth_Date DATE,
    City VARCHAR(30),
    Join_Date DATE
);

CREATE TABLE Memberships (
    MembershipID INT PRIMARY KEY,
    MemberID INT,
    Plan_Type VARCHAR(20),
    Start_Date DATE,
    End_Date DATE,
    Paid_Amount INT,
    FOREIGN KEY (MemberID) REFERENCES Members(MemberID)
);

CREATE TABLE Classes (
    ClassID INT PRIMARY KEY,
    Class_Name VARCHAR(50),
    TrainerID INT,
    Capacity INT,
    Weekday VARCHAR(10),
    FOREIGN KEY (TrainerID) REFERENCES Trainers(TrainerID)
);

CREATE TABLE Class_Bookings (
    BookingID INT PRIMARY KEY,
    ClassID INT,
    MemberID INT,
    Class_Date DATE,
    Attended BOOLEAN,
    FOREIGN KEY (ClassID) REFERENCES Classes(ClassID),
    FOREIGN KEY (MemberID) REFERENCES Members(MemberID)
);

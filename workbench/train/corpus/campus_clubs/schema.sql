CREATE TABLE Students (
    student_no CHAR(8) PRIMARY KEY,
    name VARCHAR(40),
    major VARCHAR(40),
    grade INT,
    gpa NUMERIC(3,2),
    advisor_id INT REFERENCES Professors(professor_id)
);
CREATE TABLE Professors (
    professor_id INT PRIMARY KEY,
    name VARCHAR(40),
    department VARCHAR(40),
    office VARCHAR(20)
);
CREATE TABLE Clubs (
    club_id INT PRIMARY KEY,
    club_name VARCHAR(60),
    field VARCHAR(30),
    room VARCHAR(20),
    budget INT,
    president_no CHAR(8) REFERENCES Students(student_no)
);
CREATE TABLE Memberships (
    student_no CHAR(8) REFERENCES Students(student_no),
    club_id INT REFERENCES Clubs(club_id),
    role VARCHAR(20),
    joined_on DATE,
    PRIMARY KEY (student_no, club_id)
);
CREATE TABLE Events (
    event_id INT PRIMARY KEY,
    club_id INT REFERENCES Clubs(club_id),
    event_name VARCHAR(80),
    place VARCHAR(40),
    held_on DATE,
    cost INT,
    attendees INT
);

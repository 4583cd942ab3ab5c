create table Office (
  OfficeCode varchar(10) primary key,
  City varchar(40),
  Phone varchar(20)
);
create table Vehicle (
  PlateNo varchar(12) primary key,
  OfficeCode varchar(10),
  Maker varchar(30),
  Model varchar(40),
  Fuel varchar(15),
  ModelYear int,
  DailyRate decimal(10,0),
  Mileage int,
  foreign key (OfficeCode) references Office(OfficeCode)
);
create table Customer (
  CustNo int primary key,
  FullName varchar(60),
  LicenseType varchar(10),
  Age int,
  Grade varchar(10)
);
create table Rental (
  RentalNo int primary key,
  CustNo int,
  PlateNo varchar(12),
  PickupOffice varchar(10),
  ReturnOffice varchar(10),
  PickupTime timestamp,
  ReturnTime timestamp,
  TotalFee decimal(12,0),
  foreign key (CustNo) references Customer(CustNo),
  foreign key (PlateNo) references Vehicle(PlateNo),
  foreign key (PickupOffice) references Office(OfficeCode),
  foreign key (ReturnOffice) references Office(OfficeCode)
);
create table Accident (
  AccidentNo int primary key,
  RentalNo int,
  AccidentDate date,
  RepairCost decimal(12,0),
  Severity varchar(10),
  foreign key (RentalNo) references Rental(RentalNo)
);

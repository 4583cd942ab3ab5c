USE [CRM]
GO
/****** Object:  UserDefinedDataType [dbo].[Flag]    Script Date: 2026-03-02 오전 9:10:11 ******/
CREATE TYPE [dbo].[Flag] FROM [bit] NOT NULL
GO
/****** Object:  Table [dbo].[TB_CUSTOMER]    Script Date: 2026-03-02 오전 9:10:11 ******/
SET ANSI_NULLS ON
GO
SET QUOTED_IDENTIFIER ON
GO
IF NOT EXISTS (SELECT * FROM sys.objects WHERE object_id = OBJECT_ID(N'[dbo].[TB_CUSTOMER]') AND type in (N'U'))
BEGIN
CREATE TABLE [dbo].[TB_CUSTOMER](
	[CustomerID] [int] IDENTITY(1,1) NOT FOR REPLICATION NOT NULL,
	[고객명] [nvarchar](50) COLLATE Korean_Wansung_CI_AS NOT NULL,
	[Grade] [char](1) NOT NULL,
	[RowGuid] [uniqueidentifier] ROWGUIDCOL  NOT NULL,
	[Balance] [money] NULL,
	[Rate] [decimal](9, 4) NULL,
	[IsActive] [bit] NOT NULL,
	[Agreed] [dbo].[Flag] NOT NULL,
	[Level] [tinyint] NULL,
	[Memo] [nvarchar](max) NULL,
	[Extra] [xml] NULL,
	[Photo] [varbinary](max) NULL,
	[Ver] [timestamp] NOT NULL,
	[CreatedAt] [datetime2](7) NOT NULL,
	[SeenAt] [datetimeoffset](3) NULL,
	[BirthDay] [smalldatetime] NULL,
	[FullKey]  AS (concat([Grade],'-',[CustomerID])) PERSISTED NOT NULL,
 CONSTRAINT [PK_TB_CUSTOMER] PRIMARY KEY CLUSTERED 
(
	[CustomerID] ASC
)WITH (PAD_INDEX = OFF, STATISTICS_NORECOMPUTE = OFF, IGNORE_DUP_KEY = OFF, ALLOW_ROW_LOCKS = ON) ON [PRIMARY],
 CONSTRAINT [UQ_CUST] UNIQUE NONCLUSTERED 
(
	[RowGuid] ASC
)WITH (PAD_INDEX = OFF) ON [PRIMARY]
) ON [PRIMARY] TEXTIMAGE_ON [PRIMARY]
END
GO
CREATE TABLE [dbo].[Order Details](
	[OrderID] [bigint] NOT NULL,
	[Line No] [smallint] NOT NULL,
	[CustomerID] [int] NOT NULL CONSTRAINT [FK_OD] FOREIGN KEY REFERENCES [dbo].[TB_CUSTOMER]([CustomerID]),
	[수량] [int] NOT NULL,
	[단가] [numeric](18, 0) NOT NULL,
	[Status] [varchar](10) NOT NULL,
	CONSTRAINT [PK_OD] PRIMARY KEY ([OrderID], [Line No]),
	INDEX [IX_Cust] NONCLUSTERED ([CustomerID])
)
GO
CREATE TABLE dbo.TB_상담이력
(
    상담번호 int identity(1,1) primary key,
    CustomerID int not null references dbo.TB_CUSTOMER (CustomerID),
    상담일시 datetime not null default getdate(),
    내용 ntext
)

ALTER TABLE [dbo].[TB_CUSTOMER] ADD  CONSTRAINT [DF_TB_CUSTOMER_Grade]  DEFAULT ('C') FOR [Grade]
GO
ALTER TABLE [dbo].[TB_CUSTOMER] ADD  DEFAULT ((1)) FOR [IsActive]
GO
ALTER TABLE [dbo].[TB_CUSTOMER]  WITH CHECK ADD  CONSTRAINT [CK_Grade] CHECK  (([Grade]='C' OR [Grade]='B' OR [Grade]='A'))
GO
ALTER TABLE [dbo].[TB_CUSTOMER] CHECK CONSTRAINT [CK_Grade]
GO
ALTER TABLE [dbo].[Order Details] ADD [할인율] float NULL, [비고] nvarchar(100) NULL
GO
CREATE UNIQUE NONCLUSTERED INDEX [UX_A] ON [dbo].[TB_CUSTOMER]
(
	[고객명] ASC,
	[BirthDay] ASC
)
INCLUDE ( [Grade]) WITH (PAD_INDEX = OFF) ON [PRIMARY]
GO
CREATE VIEW [dbo].[V_고객주문]
AS
SELECT TOP (100) PERCENT c.[고객명], SUM(d.[수량] * d.[단가]) AS 주문금액, ISNULL(MAX(d.Status), '') AS 최근상태
FROM dbo.TB_CUSTOMER AS c WITH (NOLOCK) INNER JOIN dbo.[Order Details] AS d ON c.CustomerID = d.CustomerID
GROUP BY c.[고객명]
GO
CREATE PROCEDURE [dbo].[usp_Close] @ym char(6)
AS
BEGIN
	SET NOCOUNT ON;
	CREATE TABLE #tmp (id int);
	INSERT INTO #tmp SELECT CustomerID FROM dbo.TB_CUSTOMER;
END
GO
SET IDENTITY_INSERT [dbo].[TB_CUSTOMER] ON 
INSERT [dbo].[TB_CUSTOMER] ([CustomerID], [고객명], [Grade]) VALUES (1, N'(주)한빛 ''본사''', N'A')
INSERT [dbo].[TB_CUSTOMER] ([CustomerID], [고객명], [Grade]) VALUES (2, N'GO', N'B')
SET IDENTITY_INSERT [dbo].[TB_CUSTOMER] OFF
GO
EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'고객 번호' , @level0type=N'SCHEMA',@level0name=N'dbo', @level1type=N'TABLE',@level1name=N'TB_CUSTOMER', @level2type=N'COLUMN',@level2name=N'CustomerID'
GO
EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'고객등급 (A:최우수, B:우수, C:일반)' , @level0type=N'SCHEMA',@level0name=N'dbo', @level1type=N'TABLE',@level1name=N'TB_CUSTOMER', @level2type=N'COLUMN',@level2name=N'Grade'
GO
EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'고객 마스터' , @level0type=N'SCHEMA',@level0name=N'dbo', @level1type=N'TABLE',@level1name=N'TB_CUSTOMER'
GO
EXECUTE sp_addextendedproperty N'MS_Description', N'주문 상세', N'user', N'dbo', N'table', N'Order Details', NULL, NULL
GO
DECLARE @v sql_variant 
SET @v = N'주문 상태'
EXECUTE sp_addextendedproperty N'MS_Description', @v, N'SCHEMA', N'dbo', N'TABLE', N'Order Details', N'COLUMN', N'Status'
GO
EXEC sys.sp_addextendedproperty @name=N'MS_DiagramPaneCount', @value=1 , @level0type=N'SCHEMA',@level0name=N'dbo', @level1type=N'VIEW',@level1name=N'V_고객주문'
GO
USE [master]
GO
ALTER DATABASE [CRM] SET  READ_WRITE 
GO

-- A record shop, written as tools for SQL Server and Access write: brackets, NVARCHAR, named keys beside the
-- columns, foreign keys without names.
CREATE TABLE [Artist]
(
    [ArtistId] INTEGER  NOT NULL,
    [Name] NVARCHAR(120),
    CONSTRAINT [PK_Artist] PRIMARY KEY  ([ArtistId])
);

CREATE TABLE [Album]
(
    [AlbumId] INTEGER  NOT NULL,
    [Title] NVARCHAR(160)  NOT NULL,
    [ArtistId] INTEGER  NOT NULL,
    CONSTRAINT [PK_Album] PRIMARY KEY  ([AlbumId]),
    FOREIGN KEY ([ArtistId]) REFERENCES [Artist] ([ArtistId])
		ON DELETE NO ACTION ON UPDATE NO ACTION
);

CREATE TABLE [Clerk]
(
    [ClerkId] INTEGER  NOT NULL,
    [LastName] NVARCHAR(20)  NOT NULL,
    [ReportsTo] INTEGER,
    [HiredAt] DATETIME,
    CONSTRAINT [PK_Clerk] PRIMARY KEY  ([ClerkId]),
    FOREIGN KEY ([ReportsTo]) REFERENCES [Clerk] ([ClerkId])
		ON DELETE NO ACTION ON UPDATE NO ACTION
);

CREATE TABLE [Sale]
(
    [SaleId] INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    [ClerkId] INTEGER  NOT NULL REFERENCES [Clerk],
    [SoldAt] DATETIME  NOT NULL DEFAULT (datetime('now')),
    [Total] NUMERIC(10,2)  NOT NULL DEFAULT 0.00 CHECK ([Total] >= 0)
);

CREATE TABLE [SaleLine]
(
    [SaleId] INTEGER  NOT NULL,
    [AlbumId] INTEGER  NOT NULL,
    [Price] NUMERIC(10,2)  NOT NULL,
    [Quantity] INTEGER  NOT NULL,
    CONSTRAINT [PK_SaleLine] PRIMARY KEY  ([SaleId], [AlbumId]),
    FOREIGN KEY ([SaleId]) REFERENCES [Sale] ([SaleId]) ON DELETE CASCADE,
    FOREIGN KEY ([AlbumId]) REFERENCES [Album] ([AlbumId])
);

CREATE INDEX [IFK_AlbumArtistId] ON [Album] ([ArtistId]);
CREATE INDEX [IFK_SaleLineAlbumId] ON [SaleLine] ([AlbumId]);
CREATE UNIQUE INDEX [IPK_Artist_Name] ON [Artist]([Name] COLLATE NOCASE DESC);

DROP TABLE "Books";

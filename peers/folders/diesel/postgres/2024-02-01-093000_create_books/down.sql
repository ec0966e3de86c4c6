DROP TABLE "Books";
DROP TYPE binding;

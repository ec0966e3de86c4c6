DROP TRIGGER books_touch ON "Books";
DROP FUNCTION touch;

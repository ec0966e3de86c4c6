DROP TRIGGER books_touch;

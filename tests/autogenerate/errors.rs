//! What every error says: message, causes, help.

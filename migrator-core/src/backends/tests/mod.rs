//! What both databases are asked alike; what is one database's own is in its folder.

mod refusals;
mod rendering;

//! Two counts of the people of settlements, made one.

//! Hazards twice: as models see them and as residents live them.

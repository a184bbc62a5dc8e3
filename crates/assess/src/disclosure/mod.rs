//! Do no harm: what may leave, and what is held back.

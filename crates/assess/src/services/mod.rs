//! Services, slum households and the indicators of SDG 11, from what was observed.

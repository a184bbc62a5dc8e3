//! Indicators of Sustainable Development Goal 11, each naming what is missing.

mod exposure;
mod inputs;
mod land;
mod losses;
mod services;
mod slums;

pub use exposure::{DisasterYear, Victims, disaster_victims, particulate_matter};
pub use land::{Form, Growth, LandConsumption, land_consumption};
pub use losses::{ByService, DirectLoss, damaged_facilities, direct_loss, service_disruptions};
pub use services::{PublicSpace, Waste, WasteControlled, near_transport, public_space, waste_controlled};
pub use slums::{Inadequate, InadequateHousing, inadequate_housing};

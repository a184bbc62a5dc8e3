//! Sums over people: litres by source and hour, visits, wastewater, sludge, each with its range.

use super::counts::Counts;
use crate::day::{Day, OtherUser, ToiletClass, Use, WaterClass};
use city::Estimate;
use std::collections::BTreeMap;

/// Low end, value, high end.
pub type Ends = [f64; 3];

/// The demand of some people in a day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Demand {
    /// People.
    pub people: f64,
    /// Litres by class of source, each hour; none where nobody's source is known.
    pub litres: Option<BTreeMap<WaterClass, [Ends; 24]>>,
    /// Visits by class of toilet, each hour; none where nobody's toilet is known.
    pub visits: Option<BTreeMap<ToiletClass, [Ends; 24]>>,
    /// Wastewater each hour, litres; none where litres are not known.
    pub wastewater: Option<[Ends; 24]>,
    /// Faecal sludge a day, litres; none where no toilet of a known kind is used.
    pub sludge_l: Option<Ends>,
    /// Share of people whose water source the count does not tell: taken as the others are, 0 to 1.
    pub source_not_told: f64,
    /// Share of people whose toilet it does not tell: taken as the others are.
    pub toilet_not_told: f64,
    /// Share of people with a toilet whose sludge no source gives: not in the sludge.
    pub sludge_not_told: f64,
    /// Share of people who drink packaged water and whose other source is not known: only what they drink is counted.
    pub other_source_not_told: f64,
}

fn ends(estimate: Estimate) -> Ends {
    [estimate.low, estimate.value, estimate.high]
}

fn add(hours: &mut [Ends; 24], people: f64, (amount, shares): (Ends, &[f64; 24])) {
    for (hour, share) in hours.iter_mut().zip(shares) {
        for (sum, end) in hour.iter_mut().zip(amount) {
            *sum += people * end * share;
        }
    }
}

const NO_HOURS: [Ends; 24] = [[0.0; 3]; 24];

/// Litres by use, a person and day, from a class of source; the rest after drinking and cooking is shared out, so that each end sums to
/// the litres of the class.
fn by_use(day: &Day, class: WaterClass, flush: bool) -> [(Use, Ends); 5] {
    let litres = day.litres_of(class).map_or([0.0; 3], ends);
    let (drinking, cooking) = (ends(day.drinking), ends(day.cooking));
    if class == WaterClass::Packaged {
        let none = [0.0; 3];
        return [
            (Use::Drinking, drinking),
            (Use::Cooking, none),
            (Use::Hygiene, none),
            (Use::ToiletFlush, none),
            (Use::LaundryCleaning, none),
        ];
    }
    let (hygiene, flushing) = (day.hygiene_share.value, if flush { day.flush_share.value } else { 0.0 });
    let mut made = [[0.0; 3]; 5];
    for end in 0..3 {
        let drunk = drinking[end].min(litres[end]);
        let cooked = cooking[end].min(litres[end] - drunk);
        let rest = litres[end] - drunk - cooked;
        made[0][end] = drunk;
        made[1][end] = cooked;
        made[2][end] = rest * hygiene;
        made[3][end] = rest * flushing;
        made[4][end] = rest * (1.0 - hygiene - flushing);
    }
    let [drunk, cooked, washed, flushed, cleaned] = made;
    [
        (Use::Drinking, drunk),
        (Use::Cooking, cooked),
        (Use::Hygiene, washed),
        (Use::ToiletFlush, flushed),
        (Use::LaundryCleaning, cleaned),
    ]
}

impl Demand {
    /// The demand of people in a day.
    ///
    /// - Litres: by class of the household's main source of drinking water ([`Day::litres_of`]). Who drinks packaged water takes the
    ///   rest from another source, which censuses do not ask: it is taken as the sources of the others at the place; where there are
    ///   no others, only what is drunk is counted, and that is said.
    /// - Whose source or toilet the count does not tell is taken as the others are, and the share is given.
    /// - Wastewater is the share of litres that comes back; sludge is that of people on toilets that keep it.
    /// - Ranges are the ends of the tables, all at once.
    #[must_use]
    pub fn of(counts: &Counts, day: &Day) -> Self {
        let people = counts.people();
        let mut made = Self { people, ..Self::default() };
        if people <= 0.0 {
            return made;
        }
        made.water(counts, day);
        made.toilets(counts, day);
        made
    }

    fn water(&mut self, counts: &Counts, day: &Day) {
        let class = |code: &str| day.water_class(code);
        let told: f64 = counts.cells.iter().filter(|(c, _)| class(&c.water).is_some()).map(|(_, n)| n).sum();
        if told <= 0.0 {
            self.source_not_told = 1.0;
            return;
        }
        self.source_not_told = 1.0 - told / self.people;
        let mut others: BTreeMap<WaterClass, f64> = BTreeMap::new();
        for (cell, n) in &counts.cells {
            if let Some(class) = class(&cell.water).filter(|c| *c != WaterClass::Packaged) {
                *others.entry(class).or_default() += n;
            }
        }
        let sum: f64 = others.values().sum();
        let mut litres: BTreeMap<WaterClass, [Ends; 24]> = BTreeMap::new();
        let scale = self.people / told;
        for (cell, n) in &counts.cells {
            let Some(class) = class(&cell.water) else { continue };
            let flush = day.toilet(&cell.toilet).is_some_and(|t| t.flush);
            let n = n * scale;
            let mut take = |from: WaterClass, people: f64, drinking: bool| {
                let hours = litres.entry(from).or_insert(NO_HOURS);
                for (of, amount) in by_use(day, from, flush) {
                    if drinking || of != Use::Drinking {
                        add(hours, people, (amount, &day.schedules.hours(cell.schedule, of)));
                    }
                }
            };
            take(class, n, true);
            if class == WaterClass::Packaged {
                if sum <= 0.0 {
                    self.other_source_not_told += n / self.people;
                }
                for (other, people) in &others {
                    take(*other, n * people / sum, false);
                }
            }
        }
        let back = ends(day.returned());
        let mut wastewater = NO_HOURS;
        for hours in litres.values() {
            for (sum, hour) in wastewater.iter_mut().zip(hours) {
                sum.iter_mut().zip(hour).zip(back).for_each(|((sum, litres), back)| *sum += litres * back);
            }
        }
        self.litres = Some(litres);
        self.wastewater = Some(wastewater);
    }

    fn toilets(&mut self, counts: &Counts, day: &Day) {
        let told: f64 = counts.cells.iter().filter(|(c, _)| day.toilet(&c.toilet).is_some()).map(|(_, n)| n).sum();
        if told <= 0.0 {
            self.toilet_not_told = 1.0;
            return;
        }
        self.toilet_not_told = 1.0 - told / self.people;
        let scale = self.people / told;
        let mut visits: BTreeMap<ToiletClass, [Ends; 24]> = BTreeMap::new();
        let (mut sludge, mut any) = ([0.0; 3], false);
        for (cell, n) in &counts.cells {
            let Some(toilet) = day.toilet(&cell.toilet) else { continue };
            let n = n * scale;
            if let (Some(class), Some(each)) = (toilet.class, toilet.visits) {
                let hours = visits.entry(class).or_insert(NO_HOURS);
                add(hours, n, (ends(each), &day.schedules.visits(cell.schedule)));
            }
            match toilet.sludge_l {
                Some(each) => {
                    any = true;
                    sludge.iter_mut().zip(ends(each)).for_each(|(sum, end)| *sum += n * end);
                }
                None => self.sludge_not_told += n / self.people,
            }
        }
        self.visits = Some(visits);
        self.sludge_l = any.then_some(sludge);
    }

    /// Litres a day of all classes, and what is used in some hours of it.
    #[must_use]
    pub fn litres_in(&self, hours: &[u8]) -> Option<BTreeMap<WaterClass, Ends>> {
        let litres = self.litres.as_ref()?;
        Some(litres.iter().map(|(class, of)| (*class, within(of, hours))).collect())
    }

    /// Visits in some hours.
    #[must_use]
    pub fn visits_in(&self, hours: &[u8]) -> Option<BTreeMap<ToiletClass, Ends>> {
        let visits = self.visits.as_ref()?;
        Some(visits.iter().map(|(class, of)| (*class, within(of, hours))).collect())
    }

    /// Wastewater in some hours, litres.
    #[must_use]
    pub fn wastewater_in(&self, hours: &[u8]) -> Option<Ends> {
        self.wastewater.as_ref().map(|of| within(of, hours))
    }

    /// The hour with the most visits to public toilets, and how many there are in it.
    #[must_use]
    pub fn peak_public_visits(&self) -> Option<(u8, Ends)> {
        let hours = self.visits.as_ref()?.get(&ToiletClass::Public)?;
        let peak =
            (0..24_u8).max_by(|a, b| hours[usize::from(*a)][1].total_cmp(&hours[usize::from(*b)][1]).then(b.cmp(a)))?;
        Some((peak, hours[usize::from(peak)]))
    }
}

fn within(of: &[Ends; 24], hours: &[u8]) -> Ends {
    let mut sum = [0.0; 3];
    for hour in hours.iter().filter_map(|h| of.get(usize::from(*h))) {
        sum.iter_mut().zip(hour).for_each(|(sum, end)| *sum += end);
    }
    sum
}

/// Litres and wastewater of users that are no households, each hour: `units` (pupils, beds, workers, guests) times litres a unit.
#[must_use]
pub fn other_demand(user: &OtherUser, units: Estimate) -> ([Ends; 24], [Ends; 24]) {
    let (mut litres, mut waste) = (NO_HOURS, NO_HOURS);
    let hours = f64::from(u8::try_from(user.hours.len()).unwrap_or(24).max(1));
    let day = [units.low * user.litres.low, units.value * user.litres.value, units.high * user.litres.high];
    for hour in user.hours.iter().map(|h| usize::from(*h)).filter(|h| *h < 24) {
        for end in 0..3 {
            litres[hour][end] = day[end] / hours;
            waste[hour][end] = day[end] / hours * user.return_percent / 100.0;
        }
    }
    (litres, waste)
}

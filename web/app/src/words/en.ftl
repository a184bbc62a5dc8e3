# The words of the page in English. One message a line of thought; a test fails on a key that is missing or not used.

## The frame
skip = Skip to the page
nav = Pages
nav-city = City
nav-map = Map
nav-data = Data
invented = Invented city
invented-words = Every number is made up to try the program. It is no evidence of anything.
role-words = You see what { $role } may see.
made-with = Makazi on this computer. Nothing on these pages is loaded from elsewhere.
licences = Licences
role-public = everybody
role-planner = a planner of the city
role-community = the community
waiting = Reading…
no-answer = No answer
no-answer-words = The program that serves these pages does not answer. Is it still running?
hint = What to do:
again = Try again
close = Close
lost = There is no such page
lost-words = The address leads nowhere here.
lost-home = To the page of { $city }
title-city = { $city } · Makazi
title-place = { $place }, { $city } · Makazi
title-map = Map of { $city } · Makazi
title-data = Data · Makazi

## Finding a place
find = Find a place
find-none = No place is called “{ $asked }”.
find-near = Nothing is called “{ $asked }”. Nearest names:
find-count = { $n ->
    [one] One place
   *[other] { $n } places
  }

## The city
city-eyebrow = City profile
worth = Also worth knowing
pages = Pages written for people
coloured = Map and table
coloured-by = Colour by
coloured-kind = Places
coloured-sift = Search these places
coloured-found = { $n } of { $all } places
coloured-table = Places with their numbers
coloured-none = No place has these words in its name.
coloured-nothing = There are no places with an outline yet. Bring them in with makazi collect.
place = Place
people = People
no-data = no data
legend-places = { $n ->
    [one] { $shown } place
   *[other] { $shown } places
  }

## The map
map-name = Map
map-label = Map: { $what }. The table has the same numbers.
map-in = Zoom in
map-out = Zoom out
map-wheel = Hold Ctrl and scroll to zoom
map-wheel-mac = Hold ⌘ and scroll to zoom
map-fingers = Use two fingers to move the map
map-fault = The map cannot be drawn in this browser. The table has the same numbers.
map-help = Select a place on the map or in the table to read its page. On the map, arrows move, + and − zoom. Each number in the table says where it came from.

## The completeness board
board = What is known, and what is not
board-words = For each topic, how many places have a number, how many say why they have none, and how many nobody has asked.
board-known = Known
board-stated = Gap with a reason
board-absent = Nothing
board-indicator = Indicator
board-indicators = { $n ->
    [one] one indicator
   *[other] { $n } indicators
  }
board-share = { $percent }% known
board-blocks = Blocks: { $what }

## A place
crumbs = Where this is
where = Where { $name } lies in the city
topics = Topics
value = Value
trust = Trend and trust
children = { $n ->
    [one] One place within
   *[other] { $n } places within
  }
children-more = { $n ->
    [one] One more is on the map.
   *[other] { $n } more are on the map: buildings, facilities and the like.
  }
people-of = { $people } people
place-kind = { $type } { $kind }
place-known = { $n ->
    [one] One indicator is known.
   *[other] { $known } indicators are known.
  }
place-gaps = { $n ->
    [one] For one more there is a reason why not.
   *[other] For { $n } more there is a reason why not.
  }
place-latest = Last asked { $when }.
place-print = Print one sheet
place-groups = by group ({ $n })
place-groups-of = { $label }, by group ({ $n })
place-nothing = Nothing is known of this place yet. That does not mean that nothing is wrong there.
place-lost = This place is not here
quality-note = how far the source is trusted: high, medium, low.
why-note-place = Every number is a button that says where it came from.
paper-more = { $n ->
    [one] One more indicator is on the page of this place.
   *[other] { $n } more indicators are on the page of this place.
  }
paper-note = { $id }. As { $role } may see it. This sheet belongs first to those who live here.
trend = From { $from } in { $first } to { $to } in { $last }

## Numbers
yes = yes
no = no
under = under { $n }
below-zero = a little below 0
over-almost-all = over 99.9
range = { $low } – { $high }
range-words = between
range-between = between { $range }
not-known = Not known
unknown = not known

## Why
why = Where this number comes from
why-of = { $label }: where this comes from
why-nothing = Nothing is known about this number
why-groups = { $n ->
    [one] The same for one other group
   *[other] The same for { $n } other groups
  }
why-definition = What it is
why-method = How it was worked out
why-read = Read from
why-note = Note
why-inputs = Worked out from
why-source = { $n ->
    [one] Source
   *[other] Sources
  }
why-files = Files and checksum
why-above = as above
why-run = Brought in by
why-run-words = { $stage }, makazi { $version }, { $date }, seed { $seed }
why-others = Other numbers of the same, not chosen
everybody = everybody
publisher-unknown = publisher not known
licence-date = Licence { $licence }, { $date }

## Layers
layers = Map
layer = Layer
layers-results = Results
layers-places = Places
layers-given = As it came in
layers-none = The city has no layers yet.
layer-count = { $n ->
    [one] One feature
   *[other] { $shown } features
  }
layer-source = { $source }. Licence { $licence }.
layer-help = Select a feature on the map or in the table to read it.
layer-table = Table: { $layer }
feature = Feature { $n }
on-map = Show on the map
open-place = Open its page
earlier = Earlier rows
later = Later rows
rows = Rows { $from } – { $to } of { $all }

## Data
data = Data
data-words = Everything that these pages show, to open in a spreadsheet, in QGIS or in a program. Each table has its units in its column names.
data-tables = Tables
table-observations = All numbers
table-observations-words = One row for each place, indicator, period and group: value and range or the reason for a gap, quality and source.
table-places = All places
table-places-words = Names, kinds, what lies in what, and people.
data-layers = Layers
data-layer = { $n ->
    [one] { $shape }, one feature
   *[other] { $shape }, { $shown } features
  }
data-columns = { $n ->
    [one] One column
   *[other] { $n } columns
  }
no-words = no description
take = { $what } as { $form }
show-layer = { $what } on the map
qgis = Open in QGIS
copy = Copy the address
copied = Copied
qgis-1 = In QGIS choose Layer, Data Source Manager, WFS / OGC API Features, New.
qgis-2 = Paste the address above as URL, choose OGC API Features as version, press OK and Connect.
qgis-3 = Choose the layers and press Add. They come with their columns, in WGS 84.
machines = For programs: OGC API Features and its OpenAPI description.
shape-point = Points
shape-line = Lines
shape-area = Areas
shape-mixed = Areas and points
shape-none = Table

## Kinds of places
kind-city = city
kind-district = district
kind-settlement = settlement
kind-cell = cell
kind-building = building
kind-facility = facility
kinds-city = The city
kinds-district = Districts
kinds-settlement = Settlements

## Trust
quality-high = high trust
quality-medium = medium trust
quality-low = low trust

## Gaps
gap-not_estimated = not estimated
gap-not_occurring = does not occur here
gap-included_elsewhere = counted under another heading
gap-confidential = kept confidential by its publisher
gap-withheld_by_community = withheld by the community
gap-not_measured_here = not measured here

## Topics
topic-people = People
topic-citizenship = Community
topic-assessment = Risk and priorities
topic-hazard_lived = Hazards as lived
topic-hazard_modelled = Hazards as modelled
topic-water = Water
topic-sanitation = Sanitation
topic-hygiene = Hygiene
topic-waste = Waste
topic-energy = Energy
topic-housing = Housing
topic-land = Land
topic-tenure = Tenure
topic-health = Health
topic-education = Education
topic-safety = Safety
topic-emergency = Emergency services
topic-transport = Transport
topic-communication = Communication
topic-work = Work
topic-poverty = Poverty
topic-economy = Economy
topic-governance = Governance
topic-environment = Environment
topic-climate = Climate
topic-terrain = Terrain
topic-other = Other

## Units; one that is not listed stands as it is
unit-1 = { "" }
unit-count = { "" }
unit-class = { "" }
unit-flag = { "" }
unit-yes_no = { "" }
unit-code = { "" }
unit-ratio = { "" }
unit-rank = { "" }
unit-tier = { "" }
unit-year = { "" }
unit-points = { "" }
unit-persons = people
unit-percent = %
unit-percent_per_year = % a year
unit-m2 = m²
unit-km2 = km²
unit-m2_per_person = m² per person
unit-m3_day = m³ a day
unit-degC = °C
unit-degrees = °
unit-ug_per_m3 = µg/m³
unit-persons_per_km2 = people/km²
unit-persons_per_ha = people/ha
unit-persons_per_toilet = people per toilet
unit-persons_toilet = people
unit-persons_per_household = people per household
unit-persons_per_seat = people per seat
unit-persons_per_point = people per point
unit-persons_per_structure = people per structure
unit-persons_per_room = people per room
unit-persons_per_100 = for each 100
unit-persons_per_1000 = for each 1,000 people
unit-structures_per_ha = structures/ha
unit-local_currency = local currency
unit-local_currency_per_person = local currency per person
unit-litres_per_person_day = litres per person a day
unit-kg_per_person_day = kg per person a day
unit-visits_per_week = visits a week
unit-kWh_per_m2_day = kWh/m² a day
unit-tCO2e_per_person_year = tCO₂e per person a year
unit-deaths_per_1000_births = deaths per 1,000 births
unit-cases_per_100000_year = cases per 100,000 people a year
unit-persons_per_100000_year = people per 100,000 a year

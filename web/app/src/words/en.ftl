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
unit-threats = threats
unit-visits = visits
unit-toilets = toilets
unit-blocks = blocks
unit-seats = seats
unit-lights = lights
unit-km = km
unit-m = m
unit-mm = mm
unit-organisations = organisations
unit-enterprises = enterprises
unit-number_day = a day
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

## The frame, again
nav-work = What if
nav-forms = Field forms
nav-inbox = Inbox
nav-add = Add
language = Language
signed-in = Signed in as { $name }.
sign-in = Sign in
sign-out = Sign out
sign-in-none = Nobody needs to sign in here: this computer keeps no accounts.
sign-in-later = Too many tries. Wait { $seconds } seconds and try again.
account-name = Name
password = Password
title-of = { $page } · Makazi
title-of-city = { $page }, { $city } · Makazi
fresh = The city has changed since this page was read.
fresh-show = Show it anew
too-old = This is not here yet
too-old-words = The makazi that answers here is older than this page and does not know how to do this. Start a newer one.
role-viewer = a viewer
role-administrator = an administrator

## Field forms
forms = Field forms
forms-words = Fill a form here, or take it to KoboToolbox or ODK. What is sent waits in the inbox until the community confirms it.
forms-none = No form is offered yet.
forms-getting-ready = Getting the forms ready for where there is no connection…
forms-ready = Ready to be filled without a connection, on this device.
forms-not-ready = Not ready to be filled without a connection: keep this page open, or open it again.
form-languages = In { $languages }
form-version = Version { $version }
form-fill = Fill here
form-go-on = Go on filling
form-send = Send
form-required = An answer is needed here.
form-constraint = This answer is not possible here.
form-kept = Draft kept on this device at { $time }.
form-drop = Throw it away and begin anew
form-drop-sure = Throw away what is filled in so far?
form-done = Kept. It is sent as soon as the city answers; you can fill the next one.
field-sign-in = Sign in to send it. It stays here until then.
field-not-taken = The city did not take it ({ $status }). It stays here.
offline = No connection.
offline-words = Go on: all that you fill in is kept on this device.
outbox-waiting = { $n ->
    [one] One filled form waits to be sent.
   *[other] { $n } filled forms wait to be sent.
  }
outbox-words = They stay on this device until the city says that it has them.
outbox-send = Send now
outbox-empty = Nothing waits to be sent from this device.
phones = On phones with ODK Collect or KoboCollect
phones-1 = Ask whoever keeps the accounts for a token; it gives your phone an address of its own.
phones-2 = In the app choose a server of kind ODK and enter that address; on this computer it is { $address }.
phones-3 = Get the blank forms, fill them anywhere, send them when there is a connection.

## What waits for the community
inbox = Inbox
inbox-words = What the field sent. It becomes part of the city’s profile only when the community that it belongs to has confirmed it.
inbox-show = Show
inbox-none = Nothing is here.
inbox-from = from { $name }
inbox-sealed = { $n ->
    [one] One photo or file is sealed with it and not shown.
   *[other] { $n } photos or files are sealed with it and not shown.
  }
state-waiting = Waiting
state-confirmed = Confirmed
state-refused = Refused
state-withdrawn = Withdrawn
act-confirm = Confirm…
act-refuse = Refuse…
act-withdraw = Withdraw…
do-confirm = Confirm
do-refuse = Refuse
do-withdraw = Withdraw
did-confirm = { $name } is confirmed and will be read when the city is next brought in.
did-refuse = { $name } is refused; it is kept with your reason.
did-withdraw = { $name } is withdrawn and will be taken out when the city is next brought in.
consent-owner = Who owns these answers
consent-level = Who may see them
consent-boundary = Those who may see them may see the true boundary; otherwise a point to about 1 km
level-public = Everybody
level-partner = Partners who work with the community
level-city = The city’s offices
level-community = Only the community
level-sealed = Only those whom the community names
reason = Reason
problems = { $n ->
    [one] One thing to look at
   *[other] { $n } things to look at
  }
problem-what = What is wrong
problem-row = Row
problem-column = Column
problem-value = What stands there
problem-expected = Expected: { $what }
accounts = Accounts
accounts-words = Who may sign in, and what they may do. What belongs to a community is decided by that community alone.
accounts-none = There are no accounts yet.
account-role = Role
account-role-of = Role of { $name }
account-owners = Owners it speaks for
account-owners-words = As they stand in the consent; several with commas
account-do = What to do
account-make = Make an account
account-made = The account { $name } is made.
account-changed = The account { $name } is changed.
account-end = End
account-end-of = End the account { $name }
account-end-sure = End the account { $name }? It can no longer sign in.
account-ended = The account { $name } is ended.
password-words = At least 12 characters
token-give = Address for a phone
token-give-to = Address for a phone of { $name }
token-made = A new address for { $name } is made.
token-words = Enter this address in ODK Collect or KoboCollect on the phone of { $name }. It is shown only once.
reads = Who read what
reads-words = Every look at data that only the community may see, newest first.
reads-none = Nobody has read anything of it yet.
reads-when = When
reads-who = Who
reads-what = What

## What if
work = What if
work-words = Change a weight, a threshold or a budget and see what becomes of it, beside what is. Nothing of the city is changed.
choices = What may be changed
choices-none = This city has nothing to change yet: bring it in and assess it first.
choices-n = { $n ->
    [one] one choice
   *[other] { $n } choices
  }
choice-now = now { $value }
choice-none = not set
choice-ends = from { $low } to { $high }
choice-slide = { $what }, slider
trial-new = A new trial
trial-nothing = Nothing is changed yet.
trial-name = Name of the trial
trial-run = Run it
trials = Trials
trials-none = No trial has been made yet.
trials-compare = { $n ->
    [one] Compare it with what is
   *[other] Compare with what is ({ $n })
  }
trial-changes = { $n ->
    [one] one change
   *[other] { $n } changes
  }
trial-drop = Remove
trial-drop-of = Remove the trial { $name }
trial-drop-sure = Remove the trial { $name } and its results?
jobs = Work under way
jobs-words = It goes on when this page is closed. One after another: readers never wait.
jobs-none = Nothing has run yet.
job-trial = trial { $trial }
job-of = { $done } of { $total }
job-cancel = Cancel
job-cancel-of = Cancel: { $what }
job-stage = Run for the city itself
job-begin = Begin
state-running = Running
state-done = Done
state-failed = Failed
state-cancelled = Cancelled
state-broken = Broken off when the server stopped
stage-collect = Bring in the sources
stage-profile = Describe the city
stage-assess = Assess who is most at risk
stage-risk = Work out hazards and losses
stage-anticipate = Look ahead: people and needs
stage-plan_water = Plan water and toilets

## Side by side
compare = Side by side
compare-words = What is, and up to three trials.
compare-none = Choose one to three trials on the page “What if” first.
compare-as-is = As it is
compare-rank = Rank
compare-maps = Maps
compare-table = Places
compare-swapped = What changed places, and why
compare-none-swapped = No place changed its class or its place among the first.
compare-from-to = { $place }: from { $from } to { $to }
compare-part = { $label } ({ $part })
compare-plan = Plans
compare-metric = What is measured
compare-builds = What is built
swipe = Swipe between two
swipe-left = Left
swipe-right = Right
swipe-where = Where the two maps meet, in percent from the left
swipe-said = { $left } up to { $at }%, then { $right }
rank-up = more urgent by
rank-down = less urgent by

## Correct and add
add = Add and correct
add-words = What you bring becomes part of the city’s own folder, with who, when and why. Numbers are corrected where they stand: press one and choose “Correct this number”.
cancel = Cancel
correct = Correct this number
correct-value = The right number
correct-low = At least
correct-high = At most
correct-period = For when (2026, 2026-11 or 2026-11-05)
correct-reason = Why, and how you know
correct-keep = Keep the correction
correct-kept = Kept with your reason. The old number stays and is shown here; yours counts once the city is brought in again.
corrections = Corrected so far
matches = Names to match
matches-words = Sources name places in their own way. Say which place is meant; nothing is guessed for you.
matches-open = See the names
matches-done = Every name in the sources has its place.
match-rows = { $n ->
    [one] one row
   *[other] { $shown } rows
  }
match-is = It is { $place }
match-none = None of these: leave it out
match-taken = “{ $text }” is { $place } from now on.
match-left = “{ $text }” is left out from now on.
upload = Bring a file
upload-drop = Drop a file here, or choose one
upload-drop-it = Take another file
upload-kinds = CSV, Excel, GeoJSON, GeoPackage, shapefile in a zip, KML. Nothing is taken in before you have seen it.
upload-sending = Reading { $name }…
upload-read = { $name }: { $format }, { $rows } rows, { $columns } columns.
upload-text = Text in { $encoding }, columns divided by { $delimiter }.
upload-look = Look at what becomes of it
upload-looked = What becomes of it
upload-errors = { $n ->
    [one] One fault: that row stays out.
   *[other] { $n } faults: those rows stay out.
  }
upload-clean = Nothing is wrong with it.
upload-becomes = The first numbers that it gives
upload-take = Take it in
upload-taken = { $name } is in the city’s folder and counts once the city is brought in again.
mapping = What each column is
mapping-examples = Examples
mapping-is = It is
mapping-of = What the column { $column } is
mapping-nothing = left out
mapping-period = the year or day
source-title = Title of the source
source-licence = Licence
source-date = Year, month or day of the numbers
source-quality = How far to trust it
boundary = Draw or correct a boundary
boundary-correct = Correct the boundary
boundary-words = Walk it with the people who live there first. The old boundary is kept.
boundary-choose = Choose a place
boundary-map = Boundary of { $place }; the fields beside it have the same corners
boundary-help = Click on the map to add a corner, drag one to move it; or write longitude and latitude beside it.
boundary-corners = { $n ->
    [one] One corner: longitude, latitude
   *[other] { $n } corners: longitude, latitude
  }
boundary-longitude = Longitude of corner { $n }
boundary-latitude = Latitude of corner { $n }
boundary-drop = Take corner { $n } away
boundary-add = Add a corner
boundary-crosses = Two sides cross: move a corner.
boundary-keep = Keep this boundary
boundary-kept = The boundary of { $place } is kept with your reason; it counts once the city is brought in again.
bring-going = The city is brought in again; you may go on.
bring-done = The city is brought in again.
mapping-place-name = the place, by its name
mapping-place-code = the place, by its code
upload-counts = { $rows } rows give { $numbers } numbers about { $places } places.
correct-was = before: { $value }
corrected = corrected
compare-by = Compare by
stage-everything = Everything, one after another
stage-travel = Work out who reaches what

## Rasters, and two maps in one
rasters = Rasters
raster-label = Map: { $what }
layer-beside = Swipe against
layer-alone = nothing
over = over { $n }
raster-none = What has no number is see-through.
reads-whose = Whose
reads-times = { $n ->
    [one] once that day
   *[other] { $n } times that day
  }
read-place = page of a place
read-why = where a number comes from
read-table = table
read-city = the city as a whole
read-tiles = map
read-features = features
read-other = something else
account-first = The first account is an administrator’s. From then on everybody signs in.

## Kinds and units, again
settlement-formal = formal settlement
settlement-informal = informal settlement
unit-structures = structures
unit-households = households
unit-facilities = facilities
unit-settlements = settlements
unit-minutes = minutes
unit-days = days
unit-hours = hours
unit-hours_per_day = hours a day
unit-local_currency_per_year = local currency a year
unit-local_currency_per_month = local currency a month
bring = Bring the city in again now
inbox-earlier = Show earlier ones
place-trial = You look at a trial, not at what is.
place-as-is = As it is
compare-open = { $value }: { $place } in { $trial }
compare-not-yet = The city itself has not been assessed since it was last brought in: run “Assess who is most at risk” for it.

## The sentences that stand first on the city's page, after their number
first-lives = live in { $city }
first-no-people = No source says how many people live in { $city }.
first-informal = { $settlements ->
    [one] were counted in informal settlements (one settlement)
   *[other] were counted in informal settlements ({ $settlements } settlements)
  }
first-no-settlements = No settlement profiles are in the file: the people of informal settlements cannot be told apart here.
first-toilets = for each toilet counted in { $place }, the most anywhere
first-no-toilet = { $whom ->
    [households] of households have no toilet
    [people] of people have no toilet
   *[other] have no toilet
  }
first-improved-water = { $whom ->
    [households] of households have an improved water source when packaged and delivered water do not count
    [people] of people have an improved water source when packaged and delivered water do not count
   *[other] have an improved water source when packaged and delivered water do not count
  }
first-electricity = { $whom ->
    [households] of households light with electricity
    [people] of people light with electricity
   *[other] light with electricity
  }
first-unknown = { $unknown } of { $all } settlements have no count of people; they are unknown, not empty.
first-look = { $look ->
    [one] One thing in the files should be looked at.
   *[other] { $look } things in the files should be looked at.
  }
first-unused = { $unused ->
    [one] One thing in the files could not be used.
   *[other] { $unused } things in the files could not be used.
  }
first-unused-and-look = Things in the files that could not be used: { $unused }; to be looked at: { $look }.

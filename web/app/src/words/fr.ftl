# Les mots de la page en français : les mêmes clés que en.ftl.

## The frame
skip = Aller à la page
nav = Pages
nav-city = Ville
nav-map = Carte
nav-data = Données
invented = Ville inventée
invented-words = Tous les chiffres sont inventés pour essayer le programme. Ils ne prouvent rien.
role-words = Vous voyez ce que peut voir { $role }.
made-with = Makazi sur cet ordinateur. Rien sur ces pages ne vient d’ailleurs.
licences = Licences
role-public = tout le monde
role-planner = une personne qui planifie la ville
role-community = la communauté
waiting = Lecture…
no-answer = Pas de réponse
no-answer-words = Le programme qui sert ces pages ne répond pas. Tourne-t-il encore ?
hint = Que faire :
again = Réessayer
close = Fermer
lost = Cette page n’existe pas
lost-words = L’adresse ne mène nulle part ici.
lost-home = Vers la page de { $city }
title-city = { $city } · Makazi
title-place = { $place }, { $city } · Makazi
title-map = Carte de { $city } · Makazi
title-data = Données · Makazi

## Finding a place
find = Chercher un lieu
find-none = Aucun lieu ne s’appelle « { $asked } ».
find-near = Rien ne s’appelle « { $asked } ». Noms les plus proches :
find-count = { $n ->
    [one] { $n } lieu
   *[other] { $n } lieux
  }

## The city
city-eyebrow = Profil de la ville
worth = À savoir aussi
pages = Pages écrites pour tous
coloured = Carte et tableau
coloured-by = Colorer selon
coloured-kind = Lieux
coloured-sift = Chercher parmi ces lieux
coloured-found = { $n } lieux sur { $all }
coloured-table = Les lieux et leurs chiffres
coloured-none = Aucun lieu n’a ces mots dans son nom.
coloured-nothing = Aucun lieu n’a encore de contour. Apportez-les avec makazi collect.
place = Lieu
people = Habitants
no-data = pas de donnée
legend-places = { $n ->
    [one] { $shown } lieu
   *[other] { $shown } lieux
  }

## The map
map-name = Carte
map-label = Carte : { $what }. Le tableau donne les mêmes chiffres.
map-in = Agrandir
map-out = Réduire
map-wheel = Tenez Ctrl et faites défiler pour agrandir
map-wheel-mac = Tenez ⌘ et faites défiler pour agrandir
map-fingers = Déplacez la carte avec deux doigts
map-fault = La carte ne peut pas être dessinée dans ce navigateur. Le tableau donne les mêmes chiffres.
map-help = Choisissez un lieu sur la carte ou dans le tableau pour lire sa page. Sur la carte, les flèches déplacent, + et − agrandissent ou réduisent. Chaque chiffre du tableau dit d’où il vient.

## The completeness board
board = Ce que l’on sait et ce que l’on ignore
board-words = Pour chaque thème : combien de lieux ont un chiffre, combien disent pourquoi ils n’en ont pas, et combien que personne n’a interrogés.
board-known = Connu
board-stated = Lacune expliquée
board-absent = Rien
board-indicator = Indicateur
board-indicators = { $n ->
    [one] { $n } indicateur
   *[other] { $n } indicateurs
  }
board-share = { $percent } % connus
board-blocks = Empêche : { $what }

## A place
crumbs = Où l’on est
where = Où se trouve { $name } dans la ville
topics = Thèmes
value = Valeur
trust = Évolution et confiance
children = { $n ->
    [one] { $n } lieu à l’intérieur
   *[other] { $n } lieux à l’intérieur
  }
children-more = { $n ->
    [one] { $n } autre est sur la carte.
   *[other] { $n } autres sont sur la carte : bâtiments, équipements et autres.
  }
people-of = { $people } habitants
place-kind = { $kind }, { $type }
place-known = { $n ->
    [one] { $known } indicateur est connu.
   *[other] { $known } indicateurs sont connus.
  }
place-gaps = { $n ->
    [one] Pour { $n } autre, il est dit pourquoi il manque.
   *[other] Pour { $n } autres, il est dit pourquoi ils manquent.
  }
place-latest = Dernière question : { $when }.
place-print = Imprimer une feuille
place-groups = par groupe ({ $n })
place-groups-of = { $label }, par groupe ({ $n })
place-nothing = On ne sait encore rien de ce lieu. Cela ne veut pas dire que tout y va bien.
place-lost = Ce lieu n’est pas ici
quality-note = confiance accordée à la source : élevée, moyenne, faible.
why-note-place = Chaque chiffre est un bouton qui dit d’où il vient.
paper-more = { $n ->
    [one] { $n } autre indicateur est sur la page de ce lieu.
   *[other] { $n } autres indicateurs sont sur la page de ce lieu.
  }
paper-note = { $id }. Tel que peut le voir { $role }. Cette feuille appartient d’abord à celles et ceux qui vivent ici.
trend = De { $from } en { $first } à { $to } en { $last }

## Numbers
yes = oui
no = non
under = moins de { $n }
below-zero = un peu moins de 0
over-almost-all = plus de 99,9
range = { $low } – { $high }
range-words = entre
range-between = entre { $range }
not-known = Non connu
unknown = inconnu

## Why
why = D’où vient ce chiffre
why-of = { $label } : d’où cela vient
why-nothing = On ne sait rien de ce chiffre
why-groups = { $n ->
    [one] La même chose pour { $n } autre groupe
   *[other] La même chose pour { $n } autres groupes
  }
why-definition = Ce que c’est
why-method = Comment c’est calculé
why-read = Lu dans
why-note = Remarque
why-inputs = Calculé à partir de
why-source = { $n ->
    [one] Source
   *[other] Sources
  }
why-files = Fichiers et somme de contrôle
why-above = comme ci-dessus
why-run = Apporté par
why-run-words = { $stage }, makazi { $version }, { $date }, graine { $seed }
why-others = Autres chiffres de la même chose, non retenus
everybody = tout le monde
publisher-unknown = éditeur inconnu
licence-date = Licence { $licence }, { $date }

## Layers
layers = Carte
layer = Couche
layers-results = Résultats
layers-places = Lieux
layers-given = Tel que reçu
layers-none = La ville n’a pas encore de couche.
layer-count = { $n ->
    [one] { $shown } objet
   *[other] { $shown } objets
  }
layer-source = { $source }. Licence { $licence }.
layer-help = Choisissez un objet sur la carte ou dans le tableau pour le lire.
layer-table = Tableau : { $layer }
feature = Objet { $n }
on-map = Montrer sur la carte
open-place = Ouvrir sa page
earlier = Lignes précédentes
later = Lignes suivantes
rows = Lignes { $from } – { $to } sur { $all }

## Data
data = Données
data-words = Tout ce que montrent ces pages, à ouvrir dans un tableur, dans QGIS ou dans un programme. Les noms des colonnes portent leurs unités.
data-tables = Tableaux
table-observations = Tous les chiffres
table-observations-words = Une ligne pour chaque lieu, indicateur, période et groupe : valeur et fourchette ou raison de la lacune, qualité et source.
table-places = Tous les lieux
table-places-words = Noms, types, ce qui se trouve dans quoi, et habitants.
data-layers = Couches
data-layer = { $n ->
    [one] { $shape }, { $shown } objet
   *[other] { $shape }, { $shown } objets
  }
data-columns = { $n ->
    [one] { $n } colonne
   *[other] { $n } colonnes
  }
no-words = sans description
take = { $what } en { $form }
show-layer = { $what } sur la carte
qgis = Ouvrir dans QGIS
copy = Copier l’adresse
copied = Copié
qgis-1 = Dans QGIS, choisissez Couche, Gestionnaire des sources de données, WFS / OGC API - Features, Nouveau.
qgis-2 = Collez l’adresse ci-dessus comme URL, choisissez OGC API - Features comme version, puis OK et Connexion.
qgis-3 = Choisissez les couches et ajoutez-les. Elles viennent avec leurs colonnes, en WGS 84.
machines = Pour les programmes : OGC API Features et sa description OpenAPI.
shape-point = Points
shape-line = Lignes
shape-area = Surfaces
shape-mixed = Surfaces et points
shape-none = Tableau

## Kinds of places
kind-city = ville
kind-district = district
kind-settlement = quartier
kind-cell = maille
kind-building = bâtiment
kind-facility = équipement
kinds-city = La ville
kinds-district = Districts
kinds-settlement = Quartiers

## Trust
quality-high = confiance élevée
quality-medium = confiance moyenne
quality-low = confiance faible

## Gaps
gap-not_estimated = non estimé
gap-not_occurring = n’existe pas ici
gap-included_elsewhere = compté sous une autre rubrique
gap-confidential = gardé confidentiel par son éditeur
gap-withheld_by_community = retenu par la communauté
gap-not_measured_here = non mesuré ici

## Topics
topic-people = Habitants
topic-citizenship = Communauté
topic-assessment = Risques et priorités
topic-hazard_lived = Aléas vécus
topic-hazard_modelled = Aléas modélisés
topic-water = Eau
topic-sanitation = Assainissement
topic-hygiene = Hygiène
topic-waste = Déchets
topic-energy = Énergie
topic-housing = Logement
topic-land = Foncier
topic-tenure = Sécurité d’occupation
topic-health = Santé
topic-education = Éducation
topic-safety = Sécurité
topic-emergency = Secours
topic-transport = Transport
topic-communication = Communication
topic-work = Travail
topic-poverty = Pauvreté
topic-economy = Économie
topic-governance = Gouvernance
topic-environment = Environnement
topic-climate = Climat
topic-terrain = Relief
topic-other = Autres

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
unit-threats = menaces
unit-visits = passages
unit-toilets = toilettes
unit-blocks = blocs
unit-seats = sièges
unit-lights = lampadaires
unit-km = km
unit-m = m
unit-mm = mm
unit-organisations = organisations
unit-enterprises = entreprises
unit-number_day = par jour
unit-persons = personnes
unit-percent = %
unit-percent_per_year = % par an
unit-m2 = m²
unit-km2 = km²
unit-m2_per_person = m² par personne
unit-m3_day = m³ par jour
unit-degC = °C
unit-degrees = °
unit-ug_per_m3 = µg/m³
unit-persons_per_km2 = pers./km²
unit-persons_per_ha = pers./ha
unit-persons_per_toilet = personnes par toilette
unit-persons_toilet = personnes
unit-persons_per_household = personnes par ménage
unit-persons_per_seat = personnes par siège
unit-persons_per_point = personnes par point
unit-persons_per_structure = personnes par construction
unit-persons_per_room = personnes par pièce
unit-persons_per_100 = pour 100
unit-persons_per_1000 = pour 1 000 personnes
unit-structures_per_ha = constructions/ha
unit-local_currency = monnaie locale
unit-local_currency_per_person = monnaie locale par personne
unit-litres_per_person_day = litres par personne et par jour
unit-kg_per_person_day = kg par personne et par jour
unit-visits_per_week = passages par semaine
unit-kWh_per_m2_day = kWh/m² par jour
unit-tCO2e_per_person_year = tCO₂e par personne et par an
unit-deaths_per_1000_births = décès pour 1 000 naissances
unit-cases_per_100000_year = cas pour 100 000 personnes par an
unit-persons_per_100000_year = personnes pour 100 000 par an

## The frame, again
nav-work = Et si
nav-forms = Formulaires
nav-inbox = Réception
nav-add = Ajouter
language = Langue
signed-in = Connecté : { $name }.
sign-in = Se connecter
sign-out = Se déconnecter
sign-in-none = Inutile de se connecter ici : cet ordinateur ne tient pas de comptes.
sign-in-later = Trop d’essais. Attendez { $seconds } secondes puis réessayez.
account-name = Nom
password = Mot de passe
title-of = { $page } · Makazi
title-of-city = { $page }, { $city } · Makazi
fresh = La ville a changé depuis la lecture de cette page.
fresh-show = L’afficher à nouveau
too-old = Cela n’est pas encore là
too-old-words = Le makazi qui répond ici est plus ancien que cette page et ne sait pas le faire. Lancez-en un plus récent.
role-viewer = une personne qui consulte
role-administrator = une personne qui administre

## Field forms
forms = Formulaires de terrain
forms-words = Remplissez un formulaire ici, ou emportez-le dans KoboToolbox ou ODK. Ce qui est envoyé attend dans la réception que la communauté le confirme.
forms-none = Aucun formulaire n’est encore proposé.
forms-getting-ready = Préparation des formulaires pour les lieux sans connexion…
forms-ready = Prêts à être remplis sans connexion, sur cet appareil.
forms-not-ready = Pas prêts à être remplis sans connexion : gardez cette page ouverte ou rouvrez-la.
form-languages = En { $languages }
form-version = Version { $version }
form-fill = Remplir ici
form-go-on = Continuer à remplir
form-send = Envoyer
form-required = Une réponse est nécessaire ici.
form-constraint = Cette réponse n’est pas possible ici.
form-kept = Brouillon gardé sur cet appareil à { $time }.
form-drop = Le jeter et recommencer
form-drop-sure = Jeter ce qui est déjà rempli ?
form-done = Gardé. L’envoi se fait dès que la ville répond ; vous pouvez remplir le suivant.
field-sign-in = Connectez-vous pour l’envoyer. Il reste ici d’ici là.
field-not-taken = La ville ne l’a pas pris ({ $status }). Il reste ici.
offline = Pas de connexion.
offline-words = Continuez : tout ce que vous remplissez est gardé sur cet appareil.
outbox-waiting = { $n ->
    [one] { $n } formulaire rempli attend d’être envoyé.
   *[other] { $n } formulaires remplis attendent d’être envoyés.
  }
outbox-words = Ils restent sur cet appareil jusqu’à ce que la ville confirme les avoir.
outbox-send = Envoyer maintenant
outbox-empty = Rien n’attend d’être envoyé depuis cet appareil.
phones = Sur téléphone avec ODK Collect ou KoboCollect
phones-1 = Demandez un jeton à qui tient les comptes ; il donne à votre téléphone sa propre adresse.
phones-2 = Dans l’application, choisissez un serveur ODK et entrez cette adresse ; sur cet ordinateur, c’est { $address }.
phones-3 = Récupérez les formulaires vierges, remplissez-les n’importe où, envoyez-les une fois connecté.

## What waits for the community
inbox = Réception
inbox-words = Ce que le terrain a envoyé. Cela n’entre dans le profil de la ville que lorsque la communauté à qui cela appartient l’a confirmé.
inbox-show = Montrer
inbox-none = Il n’y a rien ici.
inbox-from = de { $name }
inbox-sealed = { $n ->
    [one] { $n } photo ou fichier y est scellé et n’est pas montré.
   *[other] { $n } photos ou fichiers y sont scellés et ne sont pas montrés.
  }
state-waiting = En attente
state-confirmed = Confirmé
state-refused = Refusé
state-withdrawn = Retiré
act-confirm = Confirmer…
act-refuse = Refuser…
act-withdraw = Retirer…
do-confirm = Confirmer
do-refuse = Refuser
do-withdraw = Retirer
did-confirm = { $name } est confirmé et sera lu à la prochaine collecte de la ville.
did-refuse = { $name } est refusé ; il est gardé avec votre raison.
did-withdraw = { $name } est retiré et sera ôté à la prochaine collecte de la ville.
consent-owner = À qui appartiennent ces réponses
consent-level = Qui peut les voir
consent-boundary = Celles et ceux qui peuvent les voir peuvent voir le vrai contour ; sinon un point à environ 1 km
level-public = Tout le monde
level-partner = Les partenaires de la communauté
level-city = Les services de la ville
level-community = Seulement la communauté
level-sealed = Seulement les personnes que la communauté nomme
reason = Raison
problems = { $n ->
    [one] { $n } point à regarder
   *[other] { $n } points à regarder
  }
problem-what = Ce qui ne va pas
problem-row = Ligne
problem-column = Colonne
problem-value = Ce qui s’y trouve
problem-expected = Attendu : { $what }
accounts = Comptes
accounts-words = Qui peut se connecter, et pour faire quoi. Ce qui appartient à une communauté est décidé par elle seule.
accounts-none = Il n’y a pas encore de compte.
account-role = Rôle
account-role-of = Rôle de { $name }
account-owners = Propriétaires pour qui il parle
account-owners-words = Tels qu’écrits dans le consentement ; plusieurs avec des virgules
account-do = Actions
account-make = Créer un compte
account-made = Le compte { $name } est créé.
account-changed = Le compte { $name } est modifié.
account-end = Fermer
account-end-of = Fermer le compte { $name }
account-end-sure = Fermer le compte { $name } ? Il ne pourra plus se connecter.
account-ended = Le compte { $name } est fermé.
password-words = Au moins 12 caractères
token-give = Adresse pour un téléphone
token-give-to = Adresse pour un téléphone de { $name }
token-made = Une nouvelle adresse pour { $name } est créée.
token-words = Entrez cette adresse dans ODK Collect ou KoboCollect sur le téléphone de { $name }. Elle n’est montrée qu’une fois.
reads = Qui a lu quoi
reads-words = Chaque consultation des données réservées à la communauté, la plus récente d’abord.
reads-none = Personne n’en a encore rien lu.
reads-when = Quand
reads-who = Qui
reads-what = Quoi

## What if
work = Et si…
work-words = Changez un poids, un seuil ou un budget et voyez ce qui en résulte, à côté de ce qui est. Rien de la ville n’est modifié.
choices = Ce qui peut changer
choices-none = Cette ville n’a encore rien à changer : collectez puis évaluez d’abord.
choices-n = { $n ->
    [one] { $n } choix
   *[other] { $n } choix
  }
choice-now = maintenant { $value }
choice-none = non fixé
choice-ends = de { $low } à { $high }
choice-slide = { $what }, curseur
trial-new = Un nouvel essai
trial-nothing = Rien n’est encore changé.
trial-name = Nom de l’essai
trial-run = Lancer
trials = Essais
trials-none = Aucun essai n’a encore été fait.
trials-compare = { $n ->
    [one] Comparer avec ce qui est ({ $n })
   *[other] Comparer avec ce qui est ({ $n })
  }
trial-changes = { $n ->
    [one] { $n } changement
   *[other] { $n } changements
  }
trial-drop = Retirer
trial-drop-of = Retirer l’essai { $name }
trial-drop-sure = Retirer l’essai { $name } et ses résultats ?
jobs = Travaux en cours
jobs-words = Cela continue quand cette page est fermée. L’un après l’autre : on peut toujours lire.
jobs-none = Rien n’a encore été lancé.
job-trial = essai { $trial }
job-of = { $done } sur { $total }
job-cancel = Annuler
job-cancel-of = Annuler : { $what }
job-stage = Lancer pour la ville elle-même
job-begin = Commencer
state-running = En cours
state-done = Fait
state-failed = Échoué
state-cancelled = Annulé
state-broken = Interrompu à l’arrêt du serveur
stage-collect = Collecter les sources
stage-profile = Décrire la ville
stage-assess = Évaluer les plus exposés
stage-risk = Calculer aléas et pertes
stage-anticipate = Anticiper : habitants et besoins
stage-plan_water = Planifier eau et toilettes

## Side by side
compare = Côte à côte
compare-words = Ce qui est, et jusqu’à trois essais.
compare-none = Choisissez d’abord un à trois essais sur la page « Et si… ».
compare-as-is = Ce qui est
compare-rank = Rang
compare-maps = Cartes
compare-table = Lieux
compare-swapped = Ce qui a changé de place, et pourquoi
compare-none-swapped = Aucun lieu n’a changé de classe ni de place parmi les premiers.
compare-from-to = { $place } : de { $from } à { $to }
compare-part = { $label } ({ $part })
compare-plan = Plans
compare-metric = Ce qui est mesuré
compare-builds = Ce qui est construit
swipe = Glisser entre deux
swipe-left = À gauche
swipe-right = À droite
swipe-where = Où les deux cartes se rejoignent, en pourcent depuis la gauche
swipe-said = { $left } jusqu’à { $at } %, puis { $right }
rank-up = plus urgent de
rank-down = moins urgent de

## Correct and add
add = Ajouter et corriger
add-words = Ce que vous apportez entre dans le dossier de la ville, avec qui, quand et pourquoi. Un chiffre se corrige là où il se trouve : pressez-le et choisissez « Corriger ce chiffre ».
cancel = Annuler
correct = Corriger ce chiffre
correct-value = Le bon chiffre
correct-low = Au moins
correct-high = Au plus
correct-period = Pour quand (2026, 2026-11 ou 2026-11-05)
correct-reason = Pourquoi, et comment vous le savez
correct-keep = Garder la correction
correct-kept = Gardé avec votre raison. L’ancien chiffre reste et se montre ici ; le vôtre compte dès la prochaine collecte.
corrections = Corrigé jusqu’ici
matches = Noms à rapprocher
matches-words = Les sources nomment les lieux à leur façon. Dites quel lieu est visé ; rien n’est deviné pour vous.
matches-open = Voir les noms
matches-done = Chaque nom des sources a son lieu.
match-rows = { $n ->
    [one] { $shown } ligne
   *[other] { $shown } lignes
  }
match-is = C’est { $place }
match-none = Aucun : le laisser de côté
match-taken = « { $text } » est désormais { $place }.
match-left = « { $text } » est désormais laissé de côté.
upload = Apporter un fichier
upload-drop = Déposez un fichier ici, ou choisissez-en un
upload-drop-it = Prendre un autre fichier
upload-kinds = CSV, Excel, GeoJSON, GeoPackage, shapefile dans un zip, KML. Rien n’est pris avant que vous l’ayez vu.
upload-sending = Lecture de { $name }…
upload-read = { $name } : { $format }, { $rows } lignes, { $columns } colonnes.
upload-text = Texte en { $encoding }, colonnes séparées par { $delimiter }.
upload-look = Voir ce qui en résulte
upload-looked = Ce qui en résulte
upload-errors = { $n ->
    [one] { $n } faute : cette ligne reste dehors.
   *[other] { $n } fautes : ces lignes restent dehors.
  }
upload-clean = Rien à redire.
upload-becomes = Les premiers chiffres qu’il donne
upload-take = Le prendre
upload-taken = { $name } est dans le dossier de la ville et compte dès la prochaine collecte.
mapping = Ce qu’est chaque colonne
mapping-examples = Exemples
mapping-is = C’est
mapping-of = Ce qu’est la colonne { $column }
mapping-nothing = laissée de côté
mapping-period = l’année ou le jour
source-title = Titre de la source
source-licence = Licence
source-date = Année, mois ou jour des chiffres
source-quality = Quelle confiance lui accorder
boundary = Tracer ou corriger un contour
boundary-correct = Corriger le contour
boundary-words = Parcourez-le d’abord avec celles et ceux qui y vivent. L’ancien contour est gardé.
boundary-choose = Choisir un lieu
boundary-map = Contour de { $place } ; les champs à côté ont les mêmes sommets
boundary-help = Cliquez sur la carte pour ajouter un sommet, glissez-en un pour le déplacer ; ou écrivez longitude et latitude à côté.
boundary-corners = { $n ->
    [one] { $n } sommet : longitude, latitude
   *[other] { $n } sommets : longitude, latitude
  }
boundary-longitude = Longitude du sommet { $n }
boundary-latitude = Latitude du sommet { $n }
boundary-drop = Ôter le sommet { $n }
boundary-add = Ajouter un sommet
boundary-crosses = Deux côtés se croisent : déplacez un sommet.
boundary-keep = Garder ce contour
boundary-kept = Le contour de { $place } est gardé avec votre raison ; il compte dès la prochaine collecte.
bring-going = La ville est collectée à nouveau ; vous pouvez continuer.
bring-done = La ville est collectée à nouveau.
mapping-place-name = le lieu, par son nom
mapping-place-code = le lieu, par son code
upload-counts = { $rows } lignes donnent { $numbers } chiffres sur { $places } lieux.
correct-was = avant : { $value }
corrected = corrigé
compare-by = Comparer selon
stage-everything = Tout, l’un après l’autre
stage-travel = Calculer qui atteint quoi

## Rasters, and two maps in one
rasters = Rasters
raster-label = Carte : { $what }
layer-beside = Comparer en glissant avec
layer-alone = rien
over = plus de { $n }
raster-none = Ce qui n’a pas de chiffre est transparent.
reads-whose = À qui
reads-times = { $n ->
    [one] { $n } fois ce jour-là
   *[other] { $n } fois ce jour-là
  }
read-place = page d’un lieu
read-why = origine d’un chiffre
read-table = tableau
read-city = la ville entière
read-tiles = carte
read-features = objets
read-other = autre chose
account-first = Le premier compte est celui d’une personne qui administre. Ensuite tout le monde se connecte.

## Kinds and units, again
settlement-formal = quartier formel
settlement-informal = quartier précaire
unit-structures = constructions
unit-households = ménages
unit-facilities = équipements
unit-settlements = quartiers
unit-minutes = minutes
unit-days = jours
unit-hours = heures
unit-hours_per_day = heures par jour
unit-local_currency_per_year = monnaie locale par an
unit-local_currency_per_month = monnaie locale par mois
bring = Collecter la ville maintenant
inbox-earlier = Montrer les précédents
place-trial = Vous regardez un essai, non ce qui est.
place-as-is = Ce qui est
compare-open = { $value } : { $place } dans { $trial }
compare-not-yet = La ville elle-même n’a pas été évaluée depuis sa dernière collecte : lancez pour elle « Évaluer les plus exposés ».

## Les phrases qui viennent d’abord sur la page de la ville, après leur nombre
first-lives = vivent à { $city }
first-no-people = Aucune source ne dit combien de personnes vivent à { $city }.
first-informal = { $settlements ->
    [one] ont été comptées dans les quartiers précaires (un quartier)
   *[other] ont été comptées dans les quartiers précaires ({ $settlements } quartiers)
  }
first-no-settlements = Le fichier ne contient aucun profil de quartier : on ne peut pas y distinguer les habitants des quartiers précaires.
first-toilets = par toilette comptée à { $place }, plus que partout ailleurs
first-no-toilet = { $whom ->
    [households] des ménages n’ont pas de toilettes
    [people] des personnes n’ont pas de toilettes
   *[other] n’ont pas de toilettes
  }
first-improved-water = { $whom ->
    [households] des ménages ont une source d’eau améliorée, sans compter l’eau conditionnée ou livrée
    [people] des personnes ont une source d’eau améliorée, sans compter l’eau conditionnée ou livrée
   *[other] ont une source d’eau améliorée, sans compter l’eau conditionnée ou livrée
  }
first-electricity = { $whom ->
    [households] des ménages s’éclairent à l’électricité
    [people] des personnes s’éclairent à l’électricité
   *[other] s’éclairent à l’électricité
  }
first-unknown = Dans { $unknown } quartiers sur { $all }, personne n’a compté les habitants : ils sont inconnus, pas vides.
first-look = { $look ->
    [one] Une chose dans les fichiers est à vérifier.
   *[other] { $look } choses dans les fichiers sont à vérifier.
  }
first-unused = { $unused ->
    [one] Une chose dans les fichiers n’a pas pu être utilisée.
   *[other] { $unused } choses dans les fichiers n’ont pas pu être utilisées.
  }
first-unused-and-look = Dans les fichiers, choses inutilisables : { $unused } ; choses à vérifier : { $look }.

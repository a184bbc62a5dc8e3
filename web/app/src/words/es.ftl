# Las palabras de la página en español: las mismas claves que en.ftl.

## The frame
skip = Ir a la página
nav = Páginas
nav-city = Ciudad
nav-map = Mapa
nav-data = Datos
invented = Ciudad inventada
invented-words = Todas las cifras son inventadas para probar el programa. No prueban nada.
role-words = Usted ve lo que puede ver { $role }.
made-with = Makazi en este ordenador. Nada en estas páginas viene de otro sitio.
licences = Licencias
role-public = cualquier persona
role-planner = quien planifica la ciudad
role-community = la comunidad
waiting = Leyendo…
no-answer = Sin respuesta
no-answer-words = El programa que sirve estas páginas no responde. ¿Sigue en marcha?
hint = Qué hacer:
again = Intentar de nuevo
close = Cerrar
lost = Esta página no existe
lost-words = La dirección no lleva a ningún sitio aquí.
lost-home = A la página de { $city }
title-city = { $city } · Makazi
title-place = { $place }, { $city } · Makazi
title-map = Mapa de { $city } · Makazi
title-data = Datos · Makazi

## Finding a place
find = Buscar un lugar
find-none = Ningún lugar se llama «{ $asked }».
find-near = Nada se llama «{ $asked }». Nombres más cercanos:
find-count = { $n ->
    [one] Un lugar
   *[other] { $n } lugares
  }

## The city
city-eyebrow = Perfil de la ciudad
worth = También conviene saber
pages = Páginas escritas para la gente
coloured = Mapa y tabla
coloured-by = Colorear por
coloured-kind = Lugares
coloured-sift = Buscar entre estos lugares
coloured-found = { $n } de { $all } lugares
coloured-table = Los lugares y sus cifras
coloured-none = Ningún lugar tiene estas palabras en su nombre.
coloured-nothing = Todavía no hay lugares con contorno. Tráigalos con makazi collect.
place = Lugar
people = Habitantes
no-data = sin datos
legend-places = { $n ->
    [one] { $shown } lugar
   *[other] { $shown } lugares
  }

## The map
map-name = Mapa
map-label = Mapa: { $what }. La tabla tiene las mismas cifras.
map-in = Acercar
map-out = Alejar
map-wheel = Mantenga Ctrl y desplácese para acercar
map-wheel-mac = Mantenga ⌘ y desplácese para acercar
map-fingers = Use dos dedos para mover el mapa
map-fault = El mapa no se puede dibujar en este navegador. La tabla tiene las mismas cifras.
map-help = Elija un lugar en el mapa o en la tabla para leer su página. En el mapa, las flechas mueven, + y − acercan o alejan. Cada cifra de la tabla dice de dónde viene.

## The completeness board
board = Lo que se sabe y lo que no
board-words = Para cada tema, cuántos lugares tienen una cifra, cuántos dicen por qué no la tienen y cuántos a los que nadie ha preguntado.
board-known = Conocido
board-stated = Vacío con motivo
board-absent = Nada
board-indicator = Indicador
board-indicators = { $n ->
    [one] un indicador
   *[other] { $n } indicadores
  }
board-share = { $percent } % conocido
board-blocks = Impide: { $what }

## A place
crumbs = Dónde está esto
where = Dónde está { $name } en la ciudad
topics = Temas
value = Valor
trust = Evolución y confianza
children = { $n ->
    [one] Un lugar dentro
   *[other] { $n } lugares dentro
  }
children-more = { $n ->
    [one] Uno más está en el mapa.
   *[other] { $n } más están en el mapa: edificios, equipamientos y otros.
  }
people-of = { $people } habitantes
place-kind = { $kind }, { $type }
place-known = { $n ->
    [one] Se conoce un indicador.
   *[other] Se conocen { $known } indicadores.
  }
place-gaps = { $n ->
    [one] Para uno más se dice por qué falta.
   *[other] Para { $n } más se dice por qué faltan.
  }
place-latest = Última pregunta: { $when }.
place-print = Imprimir una hoja
place-groups = por grupo ({ $n })
place-groups-of = { $label }, por grupo ({ $n })
place-nothing = Todavía no se sabe nada de este lugar. Eso no significa que allí no haya problemas.
place-lost = Este lugar no está aquí
quality-note = cuánto se confía en la fuente: alta, media, baja.
why-note-place = Cada cifra es un botón que dice de dónde viene.
paper-more = { $n ->
    [one] Un indicador más está en la página de este lugar.
   *[other] { $n } indicadores más están en la página de este lugar.
  }
paper-note = { $id }. Como lo puede ver { $role }. Esta hoja pertenece primero a quienes viven aquí.
trend = De { $from } en { $first } a { $to } en { $last }

## Numbers
yes = sí
no = no
under = menos de { $n }
below-zero = un poco menos de 0
over-almost-all = más de 99,9
range = { $low } – { $high }
range-words = entre
range-between = entre { $range }
not-known = No se sabe
unknown = desconocido

## Why
why = De dónde viene esta cifra
why-of = { $label }: de dónde viene esto
why-nothing = No se sabe nada de esta cifra
why-groups = { $n ->
    [one] Lo mismo para otro grupo
   *[other] Lo mismo para otros { $n } grupos
  }
why-definition = Qué es
why-method = Cómo se calculó
why-read = Leído en
why-note = Nota
why-inputs = Calculado a partir de
why-source = { $n ->
    [one] Fuente
   *[other] Fuentes
  }
why-files = Archivos y suma de comprobación
why-above = como arriba
why-run = Traído por
why-run-words = { $stage }, makazi { $version }, { $date }, semilla { $seed }
why-others = Otras cifras de lo mismo, no elegidas
everybody = todas las personas
publisher-unknown = editor desconocido
licence-date = Licencia { $licence }, { $date }

## Layers
layers = Mapa
layer = Capa
layers-results = Resultados
layers-places = Lugares
layers-given = Como llegó
layers-none = La ciudad todavía no tiene capas.
layer-count = { $n ->
    [one] Un elemento
   *[other] { $shown } elementos
  }
layer-source = { $source }. Licencia { $licence }.
layer-help = Elija un elemento en el mapa o en la tabla para leerlo.
layer-table = Tabla: { $layer }
feature = Elemento { $n }
on-map = Mostrar en el mapa
open-place = Abrir su página
earlier = Filas anteriores
later = Filas siguientes
rows = Filas { $from } – { $to } de { $all }

## Data
data = Datos
data-words = Todo lo que muestran estas páginas, para abrir en una hoja de cálculo, en QGIS o en un programa. Las unidades están en los nombres de las columnas.
data-tables = Tablas
table-observations = Todas las cifras
table-observations-words = Una fila por lugar, indicador, periodo y grupo: valor y rango o el motivo del vacío, calidad y fuente.
table-places = Todos los lugares
table-places-words = Nombres, tipos, qué está dentro de qué y habitantes.
data-layers = Capas
data-layer = { $n ->
    [one] { $shape }, un elemento
   *[other] { $shape }, { $shown } elementos
  }
data-columns = { $n ->
    [one] Una columna
   *[other] { $n } columnas
  }
no-words = sin descripción
take = { $what } en { $form }
show-layer = { $what } en el mapa
qgis = Abrir en QGIS
copy = Copiar la dirección
copied = Copiado
qgis-1 = En QGIS elija Capa, Administrador de fuentes de datos, WFS / OGC API - Features, Nuevo.
qgis-2 = Pegue la dirección de arriba como URL, elija OGC API - Features como versión, pulse Aceptar y Conectar.
qgis-3 = Elija las capas y añádalas. Vienen con sus columnas, en WGS 84.
machines = Para programas: OGC API Features y su descripción OpenAPI.
shape-point = Puntos
shape-line = Líneas
shape-area = Áreas
shape-mixed = Áreas y puntos
shape-none = Tabla

## Kinds of places
kind-city = ciudad
kind-district = distrito
kind-settlement = asentamiento
kind-cell = celda
kind-building = edificio
kind-facility = equipamiento
kinds-city = La ciudad
kinds-district = Distritos
kinds-settlement = Asentamientos

## Trust
quality-high = confianza alta
quality-medium = confianza media
quality-low = confianza baja

## Gaps
gap-not_estimated = no estimado
gap-not_occurring = no ocurre aquí
gap-included_elsewhere = contado en otro apartado
gap-confidential = mantenido en reserva por quien publica
gap-withheld_by_community = retenido por la comunidad
gap-not_measured_here = no medido aquí

## Topics
topic-people = Población
topic-citizenship = Comunidad
topic-assessment = Riesgos y prioridades
topic-hazard_lived = Amenazas vividas
topic-hazard_modelled = Amenazas modeladas
topic-water = Agua
topic-sanitation = Saneamiento
topic-hygiene = Higiene
topic-waste = Residuos
topic-energy = Energía
topic-housing = Vivienda
topic-land = Suelo
topic-tenure = Seguridad de la tenencia
topic-health = Salud
topic-education = Educación
topic-safety = Seguridad
topic-emergency = Servicios de emergencia
topic-transport = Transporte
topic-communication = Comunicación
topic-work = Trabajo
topic-poverty = Pobreza
topic-economy = Economía
topic-governance = Gobernanza
topic-environment = Medio ambiente
topic-climate = Clima
topic-terrain = Relieve
topic-other = Otros

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
unit-threats = amenazas
unit-visits = visitas
unit-toilets = baños
unit-blocks = bloques
unit-seats = asientos
unit-lights = luces
unit-km = km
unit-m = m
unit-mm = mm
unit-organisations = organizaciones
unit-enterprises = empresas
unit-number_day = al día
unit-persons = personas
unit-percent = %
unit-percent_per_year = % al año
unit-m2 = m²
unit-km2 = km²
unit-m2_per_person = m² por persona
unit-m3_day = m³ al día
unit-degC = °C
unit-degrees = °
unit-ug_per_m3 = µg/m³
unit-persons_per_km2 = personas/km²
unit-persons_per_ha = personas/ha
unit-persons_per_toilet = personas por baño
unit-persons_toilet = personas
unit-persons_per_household = personas por hogar
unit-persons_per_seat = personas por asiento
unit-persons_per_point = personas por punto
unit-persons_per_structure = personas por construcción
unit-persons_per_room = personas por habitación
unit-persons_per_100 = por cada 100
unit-persons_per_1000 = por cada 1.000 personas
unit-structures_per_ha = construcciones/ha
unit-local_currency = moneda local
unit-local_currency_per_person = moneda local por persona
unit-litres_per_person_day = litros por persona al día
unit-kg_per_person_day = kg por persona al día
unit-visits_per_week = visitas por semana
unit-kWh_per_m2_day = kWh/m² al día
unit-tCO2e_per_person_year = tCO₂e por persona al año
unit-deaths_per_1000_births = muertes por cada 1.000 nacimientos
unit-cases_per_100000_year = casos por cada 100.000 personas al año
unit-persons_per_100000_year = personas por cada 100.000 al año

## The frame, again
nav-work = Y si
nav-forms = Formularios
nav-inbox = Recibidos
nav-add = Añadir
language = Idioma
signed-in = Sesión de { $name }.
sign-in = Iniciar sesión
sign-out = Cerrar sesión
sign-in-none = Aquí nadie necesita iniciar sesión: este ordenador no tiene cuentas.
sign-in-later = Demasiados intentos. Espere { $seconds } segundos e inténtelo de nuevo.
account-name = Nombre
password = Contraseña
title-of = { $page } · Makazi
title-of-city = { $page }, { $city } · Makazi
fresh = La ciudad ha cambiado desde que se leyó esta página.
fresh-show = Mostrarla de nuevo
too-old = Esto todavía no está aquí
too-old-words = El makazi que responde aquí es más antiguo que esta página y no sabe hacerlo. Inicie uno más reciente.
role-viewer = quien consulta
role-administrator = quien administra

## Field forms
forms = Formularios de campo
forms-words = Rellene un formulario aquí o llévelo a KoboToolbox u ODK. Lo enviado espera en los recibidos hasta que la comunidad lo confirme.
forms-none = Todavía no hay formularios.
forms-getting-ready = Preparando los formularios para donde no hay conexión…
forms-ready = Listos para rellenarse sin conexión, en este aparato.
forms-not-ready = No están listos para rellenarse sin conexión: deje esta página abierta o ábrala de nuevo.
form-languages = En { $languages }
form-version = Versión { $version }
form-fill = Rellenar aquí
form-go-on = Seguir rellenando
form-send = Enviar
form-required = Aquí hace falta una respuesta.
form-constraint = Esta respuesta no es posible aquí.
form-kept = Borrador guardado en este aparato a las { $time }.
form-drop = Desecharlo y empezar de nuevo
form-drop-sure = ¿Desechar lo rellenado hasta ahora?
form-done = Guardado. Se envía en cuanto la ciudad responda; puede rellenar el siguiente.
field-sign-in = Inicie sesión para enviarlo. Se queda aquí hasta entonces.
field-not-taken = La ciudad no lo aceptó ({ $status }). Se queda aquí.
offline = Sin conexión.
offline-words = Siga: todo lo que rellene se guarda en este aparato.
outbox-waiting = { $n ->
    [one] Un formulario relleno espera ser enviado.
   *[other] { $n } formularios rellenos esperan ser enviados.
  }
outbox-words = Se quedan en este aparato hasta que la ciudad diga que los tiene.
outbox-send = Enviar ahora
outbox-empty = Nada espera ser enviado desde este aparato.
phones = En teléfonos con ODK Collect o KoboCollect
phones-1 = Pida un código a quien lleva las cuentas; da a su teléfono una dirección propia.
phones-2 = En la aplicación elija un servidor ODK y escriba esa dirección; en este ordenador es { $address }.
phones-3 = Obtenga los formularios en blanco, rellénelos donde sea y envíelos cuando haya conexión.

## What waits for the community
inbox = Recibidos
inbox-words = Lo que envió el campo. Solo entra en el perfil de la ciudad cuando la comunidad a la que pertenece lo confirma.
inbox-show = Mostrar
inbox-none = Aquí no hay nada.
inbox-from = de { $name }
inbox-sealed = { $n ->
    [one] Una foto o archivo está sellado con él y no se muestra.
   *[other] { $n } fotos o archivos están sellados con él y no se muestran.
  }
state-waiting = En espera
state-confirmed = Confirmado
state-refused = Rechazado
state-withdrawn = Retirado
act-confirm = Confirmar…
act-refuse = Rechazar…
act-withdraw = Retirar…
do-confirm = Confirmar
do-refuse = Rechazar
do-withdraw = Retirar
did-confirm = { $name } está confirmado y se leerá en la próxima recogida de la ciudad.
did-refuse = { $name } está rechazado; se guarda con su motivo.
did-withdraw = { $name } está retirado y saldrá en la próxima recogida de la ciudad.
consent-owner = A quién pertenecen estas respuestas
consent-level = Quién puede verlas
consent-boundary = Quienes pueden verlas pueden ver el límite verdadero; si no, un punto a cerca de 1 km
level-public = Todo el mundo
level-partner = Quienes trabajan con la comunidad
level-city = Las oficinas de la ciudad
level-community = Solo la comunidad
level-sealed = Solo quienes la comunidad nombre
reason = Motivo
problems = { $n ->
    [one] Un punto que mirar
   *[other] { $n } puntos que mirar
  }
problem-what = Qué está mal
problem-row = Fila
problem-column = Columna
problem-value = Lo que hay
problem-expected = Se esperaba: { $what }
accounts = Cuentas
accounts-words = Quién puede entrar y qué puede hacer. Lo que pertenece a una comunidad lo decide solo ella.
accounts-none = Todavía no hay cuentas.
account-role = Función
account-role-of = Función de { $name }
account-owners = Dueños por quienes habla
account-owners-words = Como están en el consentimiento; varios con comas
account-do = Acciones
account-make = Crear una cuenta
account-made = La cuenta { $name } está creada.
account-changed = La cuenta { $name } está cambiada.
account-end = Cerrar
account-end-of = Cerrar la cuenta { $name }
account-end-sure = ¿Cerrar la cuenta { $name }? Ya no podrá entrar.
account-ended = La cuenta { $name } está cerrada.
password-words = Al menos 12 caracteres
token-give = Dirección para un teléfono
token-give-to = Dirección para un teléfono de { $name }
token-made = Se creó una dirección nueva para { $name }.
token-words = Escriba esta dirección en ODK Collect o KoboCollect en el teléfono de { $name }. Solo se muestra una vez.
reads = Quién leyó qué
reads-words = Cada consulta de los datos que solo la comunidad puede ver, la más reciente primero.
reads-none = Todavía nadie ha leído nada.
reads-when = Cuándo
reads-who = Quién
reads-what = Qué

## What if
work = Y si…
work-words = Cambie un peso, un umbral o un presupuesto y vea qué resulta, junto a lo que hay. Nada de la ciudad cambia.
choices = Lo que se puede cambiar
choices-none = Esta ciudad aún no tiene nada que cambiar: primero recójala y evalúela.
choices-n = { $n ->
    [one] una opción
   *[other] { $n } opciones
  }
choice-now = ahora { $value }
choice-none = sin fijar
choice-ends = de { $low } a { $high }
choice-slide = { $what }, deslizador
trial-new = Un ensayo nuevo
trial-nothing = Todavía no cambió nada.
trial-name = Nombre del ensayo
trial-run = Ejecutar
trials = Ensayos
trials-none = Todavía no se ha hecho ningún ensayo.
trials-compare = { $n ->
    [one] Comparar con lo que hay ({ $n })
   *[other] Comparar con lo que hay ({ $n })
  }
trial-changes = { $n ->
    [one] un cambio
   *[other] { $n } cambios
  }
trial-drop = Quitar
trial-drop-of = Quitar el ensayo { $name }
trial-drop-sure = ¿Quitar el ensayo { $name } y sus resultados?
jobs = Trabajos en curso
jobs-words = Sigue cuando se cierra esta página. Uno tras otro: quien lee nunca espera.
jobs-none = Todavía no se ha ejecutado nada.
job-trial = ensayo { $trial }
job-of = { $done } de { $total }
job-cancel = Cancelar
job-cancel-of = Cancelar: { $what }
job-stage = Ejecutar para la propia ciudad
job-begin = Empezar
state-running = En marcha
state-done = Hecho
state-failed = Falló
state-cancelled = Cancelado
state-broken = Interrumpido al parar el servidor
stage-collect = Recoger las fuentes
stage-profile = Describir la ciudad
stage-assess = Evaluar quién corre más riesgo
stage-risk = Calcular amenazas y pérdidas
stage-anticipate = Anticipar: población y necesidades
stage-plan_water = Planear agua y baños

## Side by side
compare = Lado a lado
compare-words = Lo que hay, y hasta tres ensayos.
compare-none = Elija primero de uno a tres ensayos en la página «Y si…».
compare-as-is = Como es
compare-rank = Puesto
compare-maps = Mapas
compare-table = Lugares
compare-swapped = Qué cambió de lugar y por qué
compare-none-swapped = Ningún lugar cambió de clase ni de puesto entre los primeros.
compare-from-to = { $place }: de { $from } a { $to }
compare-part = { $label } ({ $part })
compare-plan = Planes
compare-metric = Lo que se mide
compare-builds = Lo que se construye
swipe = Deslizar entre dos
swipe-left = A la izquierda
swipe-right = A la derecha
swipe-where = Dónde se juntan los dos mapas, en porcentaje desde la izquierda
swipe-said = { $left } hasta { $at } %, después { $right }
rank-up = más urgente en
rank-down = menos urgente en

## Correct and add
add = Añadir y corregir
add-words = Lo que traiga entra en la carpeta de la ciudad, con quién, cuándo y por qué. Una cifra se corrige donde está: púlsela y elija «Corregir esta cifra».
cancel = Cancelar
correct = Corregir esta cifra
correct-value = La cifra correcta
correct-low = Al menos
correct-high = Como mucho
correct-period = Para cuándo (2026, 2026-11 o 2026-11-05)
correct-reason = Por qué, y cómo lo sabe
correct-keep = Guardar la corrección
correct-kept = Guardado con su motivo. La cifra anterior queda y se muestra aquí; la suya cuenta tras la próxima recogida.
corrections = Corregido hasta ahora
matches = Nombres por emparejar
matches-words = Las fuentes nombran los lugares a su manera. Diga qué lugar es; nada se adivina por usted.
matches-open = Ver los nombres
matches-done = Cada nombre de las fuentes tiene su lugar.
match-rows = { $n ->
    [one] una fila
   *[other] { $shown } filas
  }
match-is = Es { $place }
match-none = Ninguno: dejarlo fuera
match-taken = «{ $text }» es desde ahora { $place }.
match-left = «{ $text }» queda fuera.
upload = Traer un archivo
upload-drop = Suelte un archivo aquí o elija uno
upload-drop-it = Elegir otro archivo
upload-kinds = CSV, Excel, GeoJSON, GeoPackage, shapefile en un zip, KML. Nada entra antes de que lo vea.
upload-sending = Leyendo { $name }…
upload-read = { $name }: { $format }, { $rows } filas, { $columns } columnas.
upload-text = Texto en { $encoding }, columnas separadas por { $delimiter }.
upload-look = Ver qué resulta
upload-looked = Lo que resulta
upload-errors = { $n ->
    [one] Un fallo: esa fila queda fuera.
   *[other] { $n } fallos: esas filas quedan fuera.
  }
upload-clean = No hay nada mal.
upload-becomes = Las primeras cifras que da
upload-take = Aceptarlo
upload-taken = { $name } está en la carpeta de la ciudad y cuenta tras la próxima recogida.
mapping = Qué es cada columna
mapping-examples = Ejemplos
mapping-is = Es
mapping-of = Qué es la columna { $column }
mapping-nothing = se deja fuera
mapping-period = el año o el día
source-title = Título de la fuente
source-licence = Licencia
source-date = Año, mes o día de las cifras
source-quality = Cuánto confiar
boundary = Dibujar o corregir un límite
boundary-correct = Corregir el límite
boundary-words = Recórralo primero con quienes viven allí. El límite anterior se guarda.
boundary-choose = Elegir un lugar
boundary-map = Límite de { $place }; los campos de al lado tienen los mismos vértices
boundary-help = Pulse en el mapa para añadir un vértice, arrastre uno para moverlo; o escriba longitud y latitud al lado.
boundary-corners = { $n ->
    [one] Un vértice: longitud, latitud
   *[other] { $n } vértices: longitud, latitud
  }
boundary-longitude = Longitud del vértice { $n }
boundary-latitude = Latitud del vértice { $n }
boundary-drop = Quitar el vértice { $n }
boundary-add = Añadir un vértice
boundary-crosses = Dos lados se cruzan: mueva un vértice.
boundary-keep = Guardar este límite
boundary-kept = El límite de { $place } está guardado con su motivo; cuenta tras la próxima recogida.
bring-going = La ciudad se recoge de nuevo; puede seguir.
bring-done = La ciudad se ha recogido de nuevo.
mapping-place-name = el lugar, por su nombre
mapping-place-code = el lugar, por su código
upload-counts = { $rows } filas dan { $numbers } cifras sobre { $places } lugares.
correct-was = antes: { $value }
corrected = corregido
compare-by = Comparar según
stage-everything = Todo, uno tras otro
stage-travel = Calcular quién llega a qué

## Rasters, and two maps in one
rasters = Rásteres
raster-label = Mapa: { $what }
layer-beside = Deslizar frente a
layer-alone = nada
over = más de { $n }
raster-none = Lo que no tiene cifra es transparente.
reads-whose = De quién
reads-times = { $n ->
    [one] una vez ese día
   *[other] { $n } veces ese día
  }
read-place = página de un lugar
read-why = origen de una cifra
read-table = tabla
read-city = la ciudad entera
read-tiles = mapa
read-features = elementos
read-other = otra cosa
account-first = La primera cuenta es de quien administra. Desde entonces todos inician sesión.

## Kinds and units, again
settlement-formal = asentamiento formal
settlement-informal = asentamiento informal
unit-structures = construcciones
unit-households = hogares
unit-facilities = equipamientos
unit-settlements = asentamientos
unit-minutes = minutos
unit-days = días
unit-hours = horas
unit-hours_per_day = horas al día
unit-local_currency_per_year = moneda local al año
unit-local_currency_per_month = moneda local al mes
bring = Recoger la ciudad ahora
inbox-earlier = Mostrar los anteriores
place-trial = Está viendo un ensayo, no lo que hay.
place-as-is = Como es
compare-open = { $value }: { $place } en { $trial }
compare-not-yet = La propia ciudad no se ha evaluado desde la última recogida: ejecute para ella «Evaluar quién corre más riesgo».

## Las frases que van primero en la página de la ciudad, después de su número
first-lives = viven en { $city }
first-no-people = Ninguna fuente dice cuántas personas viven en { $city }.
first-informal = { $settlements ->
    [one] se contaron en asentamientos informales (un asentamiento)
   *[other] se contaron en asentamientos informales ({ $settlements } asentamientos)
  }
first-no-settlements = El archivo no tiene perfiles de asentamientos: aquí no se puede distinguir a las personas de los asentamientos informales.
first-toilets = por cada baño contado en { $place }, más que en ningún otro lugar
first-no-toilet = { $whom ->
    [households] de los hogares no tienen baño
    [people] de las personas no tienen baño
   *[other] no tienen baño
  }
first-improved-water = { $whom ->
    [households] de los hogares tienen una fuente de agua mejorada, sin contar el agua envasada o repartida
    [people] de las personas tienen una fuente de agua mejorada, sin contar el agua envasada o repartida
   *[other] tienen una fuente de agua mejorada, sin contar el agua envasada o repartida
  }
first-electricity = { $whom ->
    [households] de los hogares se alumbran con electricidad
    [people] de las personas se alumbran con electricidad
   *[other] se alumbran con electricidad
  }
first-unknown = En { $unknown } de { $all } asentamientos nadie contó a las personas: son desconocidas, no inexistentes.
first-look = { $look ->
    [one] Hay que mirar una cosa en los archivos.
   *[other] Hay que mirar { $look } cosas en los archivos.
  }
first-unused = { $unused ->
    [one] Una cosa de los archivos no se pudo usar.
   *[other] { $unused } cosas de los archivos no se pudieron usar.
  }
first-unused-and-look = Cosas de los archivos que no se pudieron usar: { $unused }; que hay que mirar: { $look }.

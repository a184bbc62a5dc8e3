# As palavras da página em português: as mesmas chaves que en.ftl.

## The frame
skip = Ir para a página
nav = Páginas
nav-city = Cidade
nav-map = Mapa
nav-data = Dados
invented = Cidade inventada
invented-words = Todos os números foram inventados para experimentar o programa. Não provam nada.
role-words = Você vê o que { $role } pode ver.
made-with = Makazi neste computador. Nada nestas páginas vem de outro lugar.
licences = Licenças
role-public = qualquer pessoa
role-planner = quem planeja a cidade
role-community = a comunidade
waiting = A ler…
no-answer = Sem resposta
no-answer-words = O programa que serve estas páginas não responde. Ainda está a funcionar?
hint = O que fazer:
again = Tentar de novo
close = Fechar
lost = Esta página não existe
lost-words = O endereço não leva a lugar nenhum aqui.
lost-home = Para a página de { $city }
title-city = { $city } · Makazi
title-place = { $place }, { $city } · Makazi
title-map = Mapa de { $city } · Makazi
title-data = Dados · Makazi

## Finding a place
find = Procurar um lugar
find-none = Nenhum lugar se chama “{ $asked }”.
find-near = Nada se chama “{ $asked }”. Nomes mais próximos:
find-count = { $n ->
    [one] { $n } lugar
   *[other] { $n } lugares
  }

## The city
city-eyebrow = Perfil da cidade
worth = Também importa saber
pages = Páginas escritas para as pessoas
coloured = Mapa e tabela
coloured-by = Colorir por
coloured-kind = Lugares
coloured-sift = Procurar nestes lugares
coloured-found = { $n } de { $all } lugares
coloured-table = Os lugares e os seus números
coloured-none = Nenhum lugar tem estas palavras no nome.
coloured-nothing = Ainda não há lugares com contorno. Traga-os com makazi collect.
place = Lugar
people = Habitantes
no-data = sem dados
legend-places = { $n ->
    [one] { $shown } lugar
   *[other] { $shown } lugares
  }

## The map
map-name = Mapa
map-label = Mapa: { $what }. A tabela tem os mesmos números.
map-in = Aproximar
map-out = Afastar
map-wheel = Segure Ctrl e role para aproximar
map-wheel-mac = Segure ⌘ e role para aproximar
map-fingers = Use dois dedos para mover o mapa
map-fault = O mapa não pode ser desenhado neste navegador. A tabela tem os mesmos números.
map-help = Escolha um lugar no mapa ou na tabela para ler a sua página. No mapa, as setas movem, + e − aproximam ou afastam. Cada número da tabela diz de onde veio.

## The completeness board
board = O que se sabe e o que não se sabe
board-words = Para cada tema, quantos lugares têm um número, quantos dizem por que não têm e quantos ninguém perguntou.
board-known = Conhecido
board-stated = Lacuna com motivo
board-absent = Nada
board-indicator = Indicador
board-indicators = { $n ->
    [one] { $n } indicador
   *[other] { $n } indicadores
  }
board-share = { $percent }% conhecido
board-blocks = Impede: { $what }

## A place
crumbs = Onde isto fica
where = Onde { $name } fica na cidade
topics = Temas
value = Valor
trust = Evolução e confiança
children = { $n ->
    [one] { $n } lugar dentro
   *[other] { $n } lugares dentro
  }
children-more = { $n ->
    [one] Mais { $n } está no mapa.
   *[other] Mais { $n } estão no mapa: edifícios, equipamentos e outros.
  }
people-of = { $people } habitantes
place-kind = { $kind }, { $type }
place-known = { $n ->
    [one] { $known } indicador é conhecido.
   *[other] { $known } indicadores são conhecidos.
  }
place-gaps = { $n ->
    [one] Para mais { $n } há um motivo para não haver.
   *[other] Para mais { $n } há um motivo para não haver.
  }
place-latest = Última pergunta: { $when }.
place-print = Imprimir uma folha
place-groups = por grupo ({ $n })
place-groups-of = { $label }, por grupo ({ $n })
place-nothing = Ainda não se sabe nada deste lugar. Isso não quer dizer que lá esteja tudo bem.
place-lost = Este lugar não está aqui
quality-note = quanto se confia na fonte: alta, média, baixa.
why-note-place = Cada número é um botão que diz de onde veio.
paper-more = { $n ->
    [one] Mais { $n } indicador está na página deste lugar.
   *[other] Mais { $n } indicadores estão na página deste lugar.
  }
paper-note = { $id }. Como { $role } pode ver. Esta folha pertence primeiro a quem vive aqui.
trend = De { $from } em { $first } a { $to } em { $last }

## Numbers
yes = sim
no = não
under = menos de { $n }
below-zero = um pouco abaixo de 0
over-almost-all = mais de 99,9
range = { $low } – { $high }
range-words = entre
range-between = entre { $range }
not-known = Não se sabe
unknown = desconhecido

## Why
why = De onde veio este número
why-of = { $label }: de onde isto veio
why-nothing = Nada se sabe deste número
why-groups = { $n ->
    [one] O mesmo para mais { $n } grupo
   *[other] O mesmo para mais { $n } grupos
  }
why-definition = O que é
why-method = Como foi calculado
why-read = Lido em
why-note = Nota
why-inputs = Calculado a partir de
why-source = { $n ->
    [one] Fonte
   *[other] Fontes
  }
why-files = Arquivos e soma de verificação
why-above = como acima
why-run = Trazido por
why-run-words = { $stage }, makazi { $version }, { $date }, semente { $seed }
why-others = Outros números do mesmo, não escolhidos
everybody = todas as pessoas
publisher-unknown = editor desconhecido
licence-date = Licença { $licence }, { $date }

## Layers
layers = Mapa
layer = Camada
layers-results = Resultados
layers-places = Lugares
layers-given = Como chegou
layers-none = A cidade ainda não tem camadas.
layer-count = { $n ->
    [one] { $shown } elemento
   *[other] { $shown } elementos
  }
layer-source = { $source }. Licença { $licence }.
layer-help = Escolha um elemento no mapa ou na tabela para o ler.
layer-table = Tabela: { $layer }
feature = Elemento { $n }
on-map = Mostrar no mapa
open-place = Abrir a sua página
earlier = Linhas anteriores
later = Linhas seguintes
rows = Linhas { $from } – { $to } de { $all }

## Data
data = Dados
data-words = Tudo o que estas páginas mostram, para abrir numa folha de cálculo, no QGIS ou num programa. As unidades estão nos nomes das colunas.
data-tables = Tabelas
table-observations = Todos os números
table-observations-words = Uma linha para cada lugar, indicador, período e grupo: valor e intervalo ou o motivo da lacuna, qualidade e fonte.
table-places = Todos os lugares
table-places-words = Nomes, tipos, o que fica dentro de quê e habitantes.
data-layers = Camadas
data-layer = { $n ->
    [one] { $shape }, { $shown } elemento
   *[other] { $shape }, { $shown } elementos
  }
data-columns = { $n ->
    [one] { $n } coluna
   *[other] { $n } colunas
  }
no-words = sem descrição
take = { $what } em { $form }
show-layer = { $what } no mapa
qgis = Abrir no QGIS
copy = Copiar o endereço
copied = Copiado
qgis-1 = No QGIS escolha Camada, Gerenciador de fontes de dados, WFS / OGC API - Features, Novo.
qgis-2 = Cole o endereço acima como URL, escolha OGC API - Features como versão, carregue em OK e Conectar.
qgis-3 = Escolha as camadas e adicione-as. Vêm com as suas colunas, em WGS 84.
machines = Para programas: OGC API Features e a sua descrição OpenAPI.
shape-point = Pontos
shape-line = Linhas
shape-area = Áreas
shape-mixed = Áreas e pontos
shape-none = Tabela

## Kinds of places
kind-city = cidade
kind-district = distrito
kind-settlement = assentamento
kind-cell = célula
kind-building = edifício
kind-facility = equipamento
kinds-city = A cidade
kinds-district = Distritos
kinds-settlement = Assentamentos

## Trust
quality-high = confiança alta
quality-medium = confiança média
quality-low = confiança baixa

## Gaps
gap-not_estimated = não estimado
gap-not_occurring = não ocorre aqui
gap-included_elsewhere = contado noutra rubrica
gap-confidential = mantido confidencial por quem publica
gap-withheld_by_community = retido pela comunidade
gap-not_measured_here = não medido aqui

## Topics
topic-people = População
topic-citizenship = Comunidade
topic-assessment = Riscos e prioridades
topic-hazard_lived = Perigos vividos
topic-hazard_modelled = Perigos modelados
topic-water = Água
topic-sanitation = Saneamento
topic-hygiene = Higiene
topic-waste = Lixo
topic-energy = Energia
topic-housing = Habitação
topic-land = Terra
topic-tenure = Segurança da posse
topic-health = Saúde
topic-education = Educação
topic-safety = Segurança
topic-emergency = Serviços de emergência
topic-transport = Transporte
topic-communication = Comunicação
topic-work = Trabalho
topic-poverty = Pobreza
topic-economy = Economia
topic-governance = Governação
topic-environment = Ambiente
topic-climate = Clima
topic-terrain = Relevo
topic-other = Outros

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
unit-threats = ameaças
unit-visits = visitas
unit-toilets = sanitários
unit-blocks = blocos
unit-seats = assentos
unit-lights = candeeiros
unit-km = km
unit-m = m
unit-mm = mm
unit-organisations = organizações
unit-enterprises = empresas
unit-number_day = por dia
unit-persons = pessoas
unit-percent = %
unit-percent_per_year = % por ano
unit-m2 = m²
unit-km2 = km²
unit-m2_per_person = m² por pessoa
unit-m3_day = m³ por dia
unit-degC = °C
unit-degrees = °
unit-ug_per_m3 = µg/m³
unit-persons_per_km2 = pessoas/km²
unit-persons_per_ha = pessoas/ha
unit-persons_per_toilet = pessoas por sanitário
unit-persons_toilet = pessoas
unit-persons_per_household = pessoas por domicílio
unit-persons_per_seat = pessoas por assento
unit-persons_per_point = pessoas por ponto
unit-persons_per_structure = pessoas por construção
unit-persons_per_room = pessoas por cômodo
unit-persons_per_100 = por 100
unit-persons_per_1000 = por 1.000 pessoas
unit-structures_per_ha = construções/ha
unit-local_currency = moeda local
unit-local_currency_per_person = moeda local por pessoa
unit-litres_per_person_day = litros por pessoa por dia
unit-kg_per_person_day = kg por pessoa por dia
unit-visits_per_week = visitas por semana
unit-kWh_per_m2_day = kWh/m² por dia
unit-tCO2e_per_person_year = tCO₂e por pessoa por ano
unit-deaths_per_1000_births = mortes por 1.000 nascimentos
unit-cases_per_100000_year = casos por 100.000 pessoas por ano
unit-persons_per_100000_year = pessoas por 100.000 por ano

## The frame, again
nav-work = E se
nav-forms = Formulários
nav-inbox = Recebidos
nav-add = Adicionar
language = Língua
signed-in = Sessão de { $name }.
sign-in = Entrar
sign-out = Sair
sign-in-none = Aqui ninguém precisa de entrar: este computador não tem contas.
sign-in-later = Demasiadas tentativas. Espere { $seconds } segundos e tente de novo.
account-name = Nome
password = Palavra-passe
title-of = { $page } · Makazi
title-of-city = { $page }, { $city } · Makazi
fresh = A cidade mudou desde que esta página foi lida.
fresh-show = Mostrar de novo
too-old = Isto ainda não está aqui
too-old-words = O makazi que responde aqui é mais antigo do que esta página e não sabe fazer isto. Inicie um mais recente.
role-viewer = quem consulta
role-administrator = quem administra

## Field forms
forms = Formulários de campo
forms-words = Preencha um formulário aqui ou leve-o para o KoboToolbox ou o ODK. O que é enviado espera nos recebidos até a comunidade confirmar.
forms-none = Ainda não há formulários.
forms-getting-ready = A preparar os formulários para onde não há ligação…
forms-ready = Prontos para preencher sem ligação, neste aparelho.
forms-not-ready = Não estão prontos para preencher sem ligação: mantenha esta página aberta ou abra-a de novo.
form-languages = Em { $languages }
form-version = Versão { $version }
form-fill = Preencher aqui
form-go-on = Continuar a preencher
form-send = Enviar
form-required = Aqui é preciso uma resposta.
form-constraint = Esta resposta não é possível aqui.
form-kept = Rascunho guardado neste aparelho às { $time }.
form-drop = Deitar fora e começar de novo
form-drop-sure = Deitar fora o que já está preenchido?
form-done = Guardado. É enviado assim que a cidade responder; pode preencher o seguinte.
field-sign-in = Entre para o enviar. Fica aqui até lá.
field-not-taken = A cidade não o aceitou ({ $status }). Fica aqui.
offline = Sem ligação.
offline-words = Continue: tudo o que preencher fica guardado neste aparelho.
outbox-waiting = { $n ->
    [one] { $n } formulário preenchido espera ser enviado.
   *[other] { $n } formulários preenchidos esperam ser enviados.
  }
outbox-words = Ficam neste aparelho até a cidade dizer que os tem.
outbox-send = Enviar agora
outbox-empty = Nada espera ser enviado deste aparelho.
phones = Em telefones com ODK Collect ou KoboCollect
phones-1 = Peça um código a quem gere as contas; dá ao seu telefone um endereço próprio.
phones-2 = Na aplicação escolha um servidor ODK e escreva esse endereço; neste computador é { $address }.
phones-3 = Obtenha os formulários em branco, preencha-os em qualquer lugar e envie-os quando houver ligação.

## What waits for the community
inbox = Recebidos
inbox-words = O que o campo enviou. Só entra no perfil da cidade quando a comunidade a quem pertence o confirmar.
inbox-show = Mostrar
inbox-none = Não há nada aqui.
inbox-from = de { $name }
inbox-sealed = { $n ->
    [one] { $n } foto ou ficheiro está selado com ele e não se mostra.
   *[other] { $n } fotos ou ficheiros estão selados com ele e não se mostram.
  }
state-waiting = À espera
state-confirmed = Confirmado
state-refused = Recusado
state-withdrawn = Retirado
act-confirm = Confirmar…
act-refuse = Recusar…
act-withdraw = Retirar…
do-confirm = Confirmar
do-refuse = Recusar
do-withdraw = Retirar
did-confirm = { $name } está confirmado e será lido na próxima recolha da cidade.
did-refuse = { $name } foi recusado; fica guardado com o seu motivo.
did-withdraw = { $name } foi retirado e sairá na próxima recolha da cidade.
consent-owner = A quem pertencem estas respostas
consent-level = Quem as pode ver
consent-boundary = Quem as pode ver pode ver o limite verdadeiro; senão, um ponto com cerca de 1 km
level-public = Todas as pessoas
level-partner = Parceiros que trabalham com a comunidade
level-city = Os serviços da cidade
level-community = Só a comunidade
level-sealed = Só quem a comunidade nomear
reason = Motivo
problems = { $n ->
    [one] { $n } ponto a ver
   *[other] { $n } pontos a ver
  }
problem-what = O que está errado
problem-row = Linha
problem-column = Coluna
problem-value = O que lá está
problem-expected = Esperado: { $what }
accounts = Contas
accounts-words = Quem pode entrar e o que pode fazer. O que pertence a uma comunidade só ela o decide.
accounts-none = Ainda não há contas.
account-role = Função
account-role-of = Função de { $name }
account-owners = Donos por quem fala
account-owners-words = Como estão no consentimento; vários com vírgulas
account-do = Ações
account-make = Criar uma conta
account-made = A conta { $name } foi criada.
account-changed = A conta { $name } foi alterada.
account-end = Encerrar
account-end-of = Encerrar a conta { $name }
account-end-sure = Encerrar a conta { $name }? Já não poderá entrar.
account-ended = A conta { $name } foi encerrada.
password-words = Pelo menos 12 caracteres
token-give = Endereço para um telefone
token-give-to = Endereço para um telefone de { $name }
token-made = Foi criado um novo endereço para { $name }.
token-words = Escreva este endereço no ODK Collect ou no KoboCollect no telefone de { $name }. Só é mostrado uma vez.
reads = Quem leu o quê
reads-words = Cada consulta aos dados que só a comunidade pode ver, a mais recente primeiro.
reads-none = Ainda ninguém leu nada.
reads-when = Quando
reads-who = Quem
reads-what = O quê

## What if
work = E se…
work-words = Mude um peso, um limiar ou um orçamento e veja o que resulta, ao lado do que é. Nada da cidade é alterado.
choices = O que pode mudar
choices-none = Esta cidade ainda não tem nada para mudar: recolha e avalie primeiro.
choices-n = { $n ->
    [one] { $n } escolha
   *[other] { $n } escolhas
  }
choice-now = agora { $value }
choice-none = não definido
choice-ends = de { $low } a { $high }
choice-slide = { $what }, cursor
trial-new = Um novo ensaio
trial-nothing = Ainda nada mudou.
trial-name = Nome do ensaio
trial-run = Executar
trials = Ensaios
trials-none = Ainda não se fez nenhum ensaio.
trials-compare = { $n ->
    [one] Comparar com o que é ({ $n })
   *[other] Comparar com o que é ({ $n })
  }
trial-changes = { $n ->
    [one] { $n } mudança
   *[other] { $n } mudanças
  }
trial-drop = Remover
trial-drop-of = Remover o ensaio { $name }
trial-drop-sure = Remover o ensaio { $name } e os seus resultados?
jobs = Trabalhos em curso
jobs-words = Continua quando esta página se fecha. Um após outro: quem lê nunca espera.
jobs-none = Ainda nada correu.
job-trial = ensaio { $trial }
job-of = { $done } de { $total }
job-cancel = Cancelar
job-cancel-of = Cancelar: { $what }
job-stage = Executar para a própria cidade
job-begin = Começar
state-running = A correr
state-done = Feito
state-failed = Falhou
state-cancelled = Cancelado
state-broken = Interrompido quando o servidor parou
stage-collect = Recolher as fontes
stage-profile = Descrever a cidade
stage-assess = Avaliar quem corre mais risco
stage-risk = Calcular perigos e perdas
stage-anticipate = Antecipar: população e necessidades
stage-plan_water = Planear água e sanitários

## Side by side
compare = Lado a lado
compare-words = O que é, e até três ensaios.
compare-none = Escolha primeiro de um a três ensaios na página “E se…”.
compare-as-is = Como é
compare-rank = Posição
compare-maps = Mapas
compare-table = Lugares
compare-swapped = O que mudou de lugar, e porquê
compare-none-swapped = Nenhum lugar mudou de classe nem de posição entre os primeiros.
compare-from-to = { $place }: de { $from } para { $to }
compare-part = { $label } ({ $part })
compare-plan = Planos
compare-metric = O que é medido
compare-builds = O que se constrói
swipe = Deslizar entre dois
swipe-left = À esquerda
swipe-right = À direita
swipe-where = Onde os dois mapas se encontram, em percentagem a partir da esquerda
swipe-said = { $left } até { $at }%, depois { $right }
rank-up = mais urgente em
rank-down = menos urgente em

## Correct and add
add = Adicionar e corrigir
add-words = O que trouxer passa a fazer parte da pasta da cidade, com quem, quando e porquê. Um número corrige-se onde está: carregue nele e escolha “Corrigir este número”.
cancel = Cancelar
correct = Corrigir este número
correct-value = O número certo
correct-low = Pelo menos
correct-high = No máximo
correct-period = Para quando (2026, 2026-11 ou 2026-11-05)
correct-reason = Porquê, e como sabe
correct-keep = Guardar a correção
correct-kept = Guardado com o seu motivo. O número antigo fica e mostra-se aqui; o seu conta depois da próxima recolha.
corrections = Corrigido até agora
matches = Nomes a ligar
matches-words = As fontes dão aos lugares os seus próprios nomes. Diga qual lugar é; nada se adivinha por si.
matches-open = Ver os nomes
matches-done = Cada nome das fontes tem o seu lugar.
match-rows = { $n ->
    [one] { $shown } linha
   *[other] { $shown } linhas
  }
match-is = É { $place }
match-none = Nenhum destes: deixar de fora
match-taken = “{ $text }” é agora { $place }.
match-left = “{ $text }” fica de fora.
upload = Trazer um ficheiro
upload-drop = Largue um ficheiro aqui, ou escolha um
upload-drop-it = Escolher outro ficheiro
upload-kinds = CSV, Excel, GeoJSON, GeoPackage, shapefile num zip, KML. Nada entra antes de o ver.
upload-sending = A ler { $name }…
upload-read = { $name }: { $format }, { $rows } linhas, { $columns } colunas.
upload-text = Texto em { $encoding }, colunas separadas por { $delimiter }.
upload-look = Ver o que resulta
upload-looked = O que resulta
upload-errors = { $n ->
    [one] { $n } falha: essa linha fica de fora.
   *[other] { $n } falhas: essas linhas ficam de fora.
  }
upload-clean = Não há nada errado.
upload-becomes = Os primeiros números que dá
upload-take = Aceitar
upload-taken = { $name } está na pasta da cidade e conta depois da próxima recolha.
mapping = O que é cada coluna
mapping-examples = Exemplos
mapping-is = É
mapping-of = O que é a coluna { $column }
mapping-nothing = fica de fora
mapping-period = o ano ou o dia
source-title = Título da fonte
source-licence = Licença
source-date = Ano, mês ou dia dos números
source-quality = Quanto confiar
boundary = Desenhar ou corrigir um limite
boundary-correct = Corrigir o limite
boundary-words = Percorra-o primeiro com quem lá vive. O limite antigo fica guardado.
boundary-choose = Escolher um lugar
boundary-map = Limite de { $place }; os campos ao lado têm os mesmos vértices
boundary-help = Clique no mapa para adicionar um vértice, arraste um para o mover; ou escreva longitude e latitude ao lado.
boundary-corners = { $n ->
    [one] { $n } vértice: longitude, latitude
   *[other] { $n } vértices: longitude, latitude
  }
boundary-longitude = Longitude do vértice { $n }
boundary-latitude = Latitude do vértice { $n }
boundary-drop = Tirar o vértice { $n }
boundary-add = Adicionar um vértice
boundary-crosses = Dois lados cruzam-se: mova um vértice.
boundary-keep = Guardar este limite
boundary-kept = O limite de { $place } está guardado com o seu motivo; conta depois da próxima recolha.
bring-going = A cidade está a ser recolhida de novo; pode continuar.
bring-done = A cidade foi recolhida de novo.
mapping-place-name = o lugar, pelo nome
mapping-place-code = o lugar, pelo código
upload-counts = { $rows } linhas dão { $numbers } números sobre { $places } lugares.
correct-was = antes: { $value }
corrected = corrigido
compare-by = Comparar por
stage-everything = Tudo, um após outro
stage-travel = Calcular quem chega a quê

## Rasters, and two maps in one
rasters = Rasters
raster-label = Mapa: { $what }
layer-beside = Deslizar contra
layer-alone = nada
over = mais de { $n }
raster-none = O que não tem número é transparente.
reads-whose = De quem
reads-times = { $n ->
    [one] { $n } vez nesse dia
   *[other] { $n } vezes nesse dia
  }
read-place = página de um lugar
read-why = origem de um número
read-table = tabela
read-city = a cidade inteira
read-tiles = mapa
read-features = elementos
read-other = outra coisa
account-first = A primeira conta é de quem administra. A partir daí todos entram com a sua.

## Kinds and units, again
settlement-formal = assentamento formal
settlement-informal = assentamento informal
unit-structures = construções
unit-households = domicílios
unit-facilities = equipamentos
unit-settlements = assentamentos
unit-minutes = minutos
unit-days = dias
unit-hours = horas
unit-hours_per_day = horas por dia
unit-local_currency_per_year = moeda local por ano
unit-local_currency_per_month = moeda local por mês
bring = Recolher a cidade agora
inbox-earlier = Mostrar os anteriores
place-trial = Está a ver um ensaio, não o que é.
place-as-is = Como é
compare-open = { $value }: { $place } em { $trial }
compare-not-yet = A própria cidade não foi avaliada desde a última recolha: execute para ela “Avaliar quem corre mais risco”.

## As frases que vêm primeiro na página da cidade, depois do seu número
first-lives = vivem em { $city }
first-no-people = Nenhuma fonte diz quantas pessoas vivem em { $city }.
first-informal = { $settlements ->
    [one] foram contadas em assentamentos informais (um assentamento)
   *[other] foram contadas em assentamentos informais ({ $settlements } assentamentos)
  }
first-no-settlements = O ficheiro não tem perfis de assentamentos: aqui não se podem distinguir as pessoas dos assentamentos informais.
first-toilets = por cada sanitário contado em { $place }, mais do que em qualquer outro lugar
first-no-toilet = { $whom ->
    [households] dos agregados familiares não têm sanitário
    [people] das pessoas não têm sanitário
   *[other] não têm sanitário
  }
first-improved-water = { $whom ->
    [households] dos agregados familiares têm uma fonte de água melhorada, sem contar a água embalada ou entregue
    [people] das pessoas têm uma fonte de água melhorada, sem contar a água embalada ou entregue
   *[other] têm uma fonte de água melhorada, sem contar a água embalada ou entregue
  }
first-electricity = { $whom ->
    [households] dos agregados familiares iluminam-se com eletricidade
    [people] das pessoas iluminam-se com eletricidade
   *[other] iluminam-se com eletricidade
  }
first-unknown = Em { $unknown } de { $all } assentamentos ninguém contou as pessoas: são desconhecidas, não inexistentes.
first-look = { $look ->
    [one] Uma coisa nos ficheiros deve ser verificada.
   *[other] { $look } coisas nos ficheiros devem ser verificadas.
  }
first-unused = { $unused ->
    [one] Uma coisa nos ficheiros não pôde ser usada.
   *[other] { $unused } coisas nos ficheiros não puderam ser usadas.
  }
first-unused-and-look = Coisas nos ficheiros que não puderam ser usadas: { $unused }; a verificar: { $look }.

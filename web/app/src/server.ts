// What the server answers, and how it is asked. Every request stays on the address that the page came from.
import type { Problem } from "./desk";
import { groupIn, indicatorWords, locale } from "./words";

export type Tone = "plain" | "better" | "worse" | "warn" | (string & {});
/** `said`: the words by their key, to be said in the language of the page. */
export interface Sentence { text: string; said?: { key: string; with: Record<string, string | number> } | null; value?: number | Partial<Estimate> | null; low?: number | null; high?: number | null; kind?: string; unit?: string | null; tone?: Tone | null; period?: string | null; indicator?: string | null; place?: string | null }
export interface City {
  id: string; name: string; country?: string | null; role: string; revision: string;
  places: Record<string, number>; bounds: Bounds | null; sentences: Sentence[]; outputs: { name: string; title: string }[];
  invented?: boolean; notice?: string | null;
}
export type Bounds = [west: number, south: number, east: number, north: number];
export interface Population { low: number; value: number; high: number; year: number | string }
export interface PlaceHead { id: string; name: string; kind: string; parent?: string | null; population?: Population | null; has_shape: boolean; edition?: string | null }
export interface Row {
  indicator: string; label: string; unit: string; kind?: string; topic: string; direction: string; period: string; group: string; group_label?: string | null;
  value?: number | null; low?: number | null; high?: number | null; classes?: string[] | null; labels?: string[] | null; gap?: { reason: string; words: string } | null;
  quality: string; source: { id: string; title: string }; derived: boolean; note?: string | null;
  corrected?: { reason: string; who?: string | null; when?: string | null } | null;
}
export interface Place { id: string; name: string; kind: string; parent?: { id: string; name: string } | null; children: PlaceHead[]; bounds: Bounds | null; rows: Row[] }
export interface Gap { indicator: string; label: string; topic?: string | null; unit?: string | null; direction?: string | null; kind: string; known: number; gaps: Record<string, number>; absent: number; blocks?: string[] | null }
export type Style =
  | { single: string }
  | { categorised: { column: string; classes: [value: string, colour: string, label: string][] } }
  | { graduated: { column: string; classes: [upTo: number, colour: string, label: string][] } };
export interface Column { name: string; type: string; description: string }
export interface Layer { name: string; title: string; shape: string; columns: Column[]; count: number; bounds: Bounds | null; style?: Style | null; licence?: string | null; source?: string | null }
export interface Estimate { low: number; value: number; high: number }
export type Value = Estimate | { classes: string[] } | { gap: string };
export interface Source { id: string; title: string; publisher?: string; licence?: string; address?: string; date?: string; files?: string[]; checksum?: string; reference_system?: string }
export interface Explanation {
  indicator: string; label: string; unit: string; kind: string; definition: string; citation: string; place: string; place_name: string; group: string; group_label?: string;
  period: string; value: Value; quality: string; note: string; key: string;
  basis: { reported: { locator: string } } | { derived: { method: string; inputs: string[] } };
  source: Source; more_sources?: Source[]; run?: { id: string; stage: string; started: string; version: string; seed: number } | null;
  inputs: Explanation[]; others: { key: string; value: Value; quality: string }[];
}
export interface Feature { id?: number | string; geometry: { type: string; coordinates: unknown } | null; properties: Record<string, unknown> }
export interface Features { features: Feature[]; numberMatched?: number; numberReturned?: number }

/** What went wrong, in the server's words, and what to do about it. */
export class Refused extends Error {
  constructor(readonly title: string, readonly detail: string, readonly hint: string, readonly status: number, readonly later = 0, readonly problems: Problem[] = []) { super(`${title}: ${detail}`); }
  /** Whether the program that answers does not know the address at all: it is older than this page. */
  get unknown(): boolean { return (this.status === 404 && /nothing at \//.test(this.detail)) || this.status === 405 || this.status === 501; }
}

/** Asks for what a path gives, or asks that something be changed; `body` is JSON unless it is bytes. */
export async function ask<T>(path: string, method = "GET", body?: unknown): Promise<T> {
  const bytes = body instanceof Blob || body instanceof FormData;
  const headers: Record<string, string> = { accept: "application/json", "accept-language": locale, ...(body === undefined || bytes ? {} : { "content-type": "application/json" }) };
  const answer = await fetch(path, { method, headers, ...(body === undefined ? {} : { body: bytes ? body : JSON.stringify(body) }) }).catch(() => null);
  if (!answer) throw new Refused("", "", "", 0);
  const text = await answer.text().catch(() => "");
  const said = parsed(text);
  if (answer.ok) return said as T;
  const problem = (said ?? {}) as { title?: string; detail?: string; hint?: string; problems?: Problem[] };
  throw new Refused(problem.title ?? "", problem.detail ?? "", problem.hint ?? "", answer.status, Number(answer.headers.get("retry-after") ?? 0), problem.problems);
}
function parsed(text: string): unknown {
  try { return text ? JSON.parse(text) : null; } catch { return null; }
}

const kept = new Map<string, Promise<unknown>>();
/** Asks once and keeps the answer for the life of the page; a refusal is not kept. */
function once<T>(path: string): Promise<T> {
  const asked = (kept.get(path) as Promise<T> | undefined) ?? ask<T>(path).catch((refusal) => { kept.delete(path); throw refusal; });
  kept.set(path, asked);
  return asked;
}

/** Forgets what was answered: the city has changed. */
export const forget = () => kept.clear();

export const query = (values: Record<string, string | number | undefined>) =>
  new URLSearchParams(Object.entries(values).flatMap(([name, value]) => (value === undefined || value === "" ? [] : [[name, String(value)]]))).toString();

/** An indicator by its name in the language of the page. */
const named = <T extends { indicator: string; label: string; group_label?: string | null }>(one: T): T =>
  ({ ...one, label: indicatorWords(one.indicator) ?? one.label, ...(one.group_label ? { group_label: groupIn(one.group_label) } : {}) });
/** A row with its classes and its gap in that language too. */
const rowNamed = (row: Row): Row =>
  locale === "en" ? row : { ...named(row), labels: row.labels?.map(groupIn), gap: row.gap ? { ...row.gap, words: "" } : row.gap };
const explained = (one: Explanation): Explanation => ({ ...named(one), inputs: one.inputs.map(explained) });
/** A column of an indicator: its name in the language of the page, its unit behind it as before. */
function titled(column: Column): Column {
  const words = indicatorWords(column.name);
  return words ? { ...column, description: words + (/, [a-z%][a-z0-9_/%²³]*$/i.exec(column.description)?.[0] ?? "") } : column;
}

export const city = () => once<City>("/api/city");
export function places(asked: { q?: string; kind?: string; parent?: string } = {}): Promise<PlaceHead[]> {
  const path = `/api/places?${query(asked)}`;
  return asked.q ? ask(path) : once(path);
}
/** A place as it is, or as it would be in a trial. */
export const place = async (id: string, trial = ""): Promise<Place> => { const found = await once<Place>(`/api/places/${encodeURIComponent(id)}${trial ? `?${query({ trial })}` : ""}`); return { ...found, rows: found.rows.map(rowNamed) }; };
export const why = async (at: string, indicator: string) => (await once<Explanation[]>(`/api/why?${query({ place: at, indicator })}`)).map(explained);
export const gaps = async () => (await once<Gap[]>("/api/gaps")).map(named);
export const layers = async () => (await once<Layer[]>("/api/layers")).map((layer) => ({ ...layer, columns: layer.columns.map(titled) }));
export const items = (layer: string, limit: number, offset = 0) =>
  once<Features>(`/ogc/collections/${encodeURIComponent(layer)}/items?${query({ limit, offset: offset || undefined })}`);

/** The feature of a place in the layer of its kind. */
export const ownItem = async (layer: string, id: string): Promise<Feature | null> =>
  (await once<Features>(`/ogc/collections/${encodeURIComponent(layer)}/items?${query({ id, limit: 1 })}`)).features.find(({ properties }) => properties.id === id) ?? null;

/** All features of a small layer, page after page; at most `most`. */
export async function everyItem(layer: string, most = 5000): Promise<Feature[]> {
  const found: Feature[] = [];
  for (;;) {
    const page = await items(layer, 1000, found.length);
    found.push(...page.features);
    if (page.features.length === 0 || found.length >= Math.min(page.numberMatched ?? 0, most)) return found;
  }
}

/** Asks; asks once more when the turn changes (the reader pressed “Try again”). */
export const attempt = <T>(_turn: number, ask: () => Promise<T>): Promise<T> => ask();

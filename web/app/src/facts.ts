// The rows of a place made readable: one fact for each indicator, the latest number first, earlier ones and groups below it.
import type { Row } from "./server";
import { groupWords } from "./figures";

export interface Series { group: string; words: string; latest: Row; earlier: Row[] }
export interface Fact { indicator: string; label: string; topic: string; whole: Series | null; groups: Series[] }

/** Facts in the order in which their indicators come; the rows of each come latest first. */
export function facts(rows: Row[]): Fact[] {
  const found = new Map<string, Fact>();
  for (const row of [...rows].sort((a, b) => end(b.period).localeCompare(end(a.period)))) {
    const fact: Fact = found.get(row.indicator) ?? { indicator: row.indicator, label: row.label, topic: row.topic || "other", whole: null, groups: [] };
    found.set(row.indicator, fact);
    const known = row.group ? fact.groups.find(({ group }) => group === row.group) : fact.whole;
    if (known) known.earlier.push(row);
    else if (row.group) fact.groups.push({ group: row.group, words: row.group_label || groupWords(row.group), latest: row, earlier: [] });
    else fact.whole = { group: "", words: "", latest: row, earlier: [] };
  }
  const order = new Map<string, number>();
  for (const { indicator } of rows) if (!order.has(indicator)) order.set(indicator, order.size);
  for (const fact of found.values()) shorten(fact.groups);
  for (const fact of found.values()) fact.groups.sort((a, b) => a.words.localeCompare(b.words, undefined, { numeric: true }));
  return [...found.values()].sort((a, b) => (order.get(a.indicator) ?? 0) - (order.get(b.indicator) ?? 0));
}

/** What all groups of a fact have in common is left out of their words. */
function shorten(groups: Series[]) {
  const codes = groups.map(({ group }) => group.split(";"));
  const common = new Set(codes[0]?.filter((code) => groups.length > 1 && codes.every((other) => other.includes(code))));
  groups.forEach((series, at) => {
    const parts = series.words.split(", ");
    const own = codes[at] ?? [];
    if (parts.length !== own.length || common.size === own.length) return;
    series.words = parts.filter((_, part) => !common.has(own[part] ?? "")).join(", ");
  });
}

const end = (period: string) => period.split("/").at(-1) ?? period;

/** Groups that stand open: few, or those that set formal beside informal. */
export const standOpen = (fact: Fact): boolean =>
  fact.groups.length <= (fact.whole ? 0 : 4) || (fact.groups.length <= 6 && fact.groups.some(({ group }) => /formal/.test(group)));

/** About how many lines one sheet of paper holds under the head, in three columns. */
const LINES = 208;
/** Up to which share of those lines the words may be larger. */
const ROOMY = 0.5;
/** About how many letters of name and number stand in one line of it. */
const LETTERS = 40;

/** The indicators that find room on one sheet of paper, topics in their order; the others are on the page alone. */
export function onPaper(topics: [string, Fact[]][], shown: (series: Series) => string): { kept: Set<string>; roomy: boolean } {
  const kept = new Set<string>();
  let left = LINES;
  for (const [, list] of topics) {
    left -= 2;
    for (const fact of list) {
      const rows = [...(fact.whole ? [[fact.label, fact.whole] as const] : []), ...(standOpen(fact) ? fact.groups.map((series) => [series.words, series] as const) : [])];
      const over = fact.whole || rows.length === 0 ? 0 : 1;
      const lines = over + rows.reduce((sum, [words, series]) => sum + Math.ceil((words.length + shown(series).length) / LETTERS), 0);
      if (rows.length === 0 || lines > left) continue;
      left -= lines;
      kept.add(fact.indicator);
    }
  }
  return { kept, roomy: LINES - left < LINES * ROOMY };
}

/** The numbers of a series, oldest first, where there are at least three. */
export function trend({ latest, earlier }: Series): { at: number; value: number }[] {
  if (latest.kind === "flag") return [];
  const numbers = [latest, ...earlier].flatMap(({ period, value, gap }) => (typeof value === "number" && !gap ? [{ at: year(period), value }] : []));
  const once = numbers.filter(({ at }, index, all) => all.findIndex((other) => other.at === at) === index).reverse();
  return once.length >= 3 && new Set(once.map(({ value }) => value)).size > 1 ? once : [];
}

function year(period: string): number {
  const [whole = 0, month = 1, day = 1] = end(period).split("-").map(Number);
  return whole + (month - 1) / 12 + (day - 1) / 365;
}

// Numbers as people read them: no more digits than their kind bears, a range that says something, never zero for what is not.
import type { Row, Value } from "./server";
import { readable, region, say, sayCode } from "./words";

const format = (value: number, least: number, most: number) =>
  new Intl.NumberFormat(region, { minimumFractionDigits: least, maximumFractionDigits: most }).format(value);

/** A number with the digits of its kind: counts whole, shares with one decimal, others with about three digits. */
export function figure(value: number, kind = "amount"): string {
  const size = Math.abs(value);
  if (kind === "flag") return say(value > 0.5 ? "yes" : "no");
  if (kind === "share" && value >= 99.95 && value < 100) return say("over-almost-all");
  const decimals = kind === "count" || kind === "class" ? 0 : kind === "share" ? 1 : size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  if (size > 0 && Number(size.toFixed(decimals)) === 0) return value < 0 ? say("below-zero") : say("under", { n: format(10 ** -decimals, decimals, decimals) });
  return format(value, kind === "share" ? 1 : 0, decimals);
}

/** The sign of a share as it stands behind its number: French and Spanish keep a little room before it. */
export const PERCENT = /^(fr|es)/.test(region) ? "\u202f%" : "%";

export interface Shown { main: string; range: string; unit: string; gap: boolean }

const LARGE: Record<string, [least: number, divisor: number, unit: string][]> = { m2: [[1e6, 1e6, "km2"], [1e4, 1e4, "ha"]] };

/** An estimate in words, with the range where it differs from the number. */
export function estimate(of: { low?: number | null; value: number; high?: number | null }, kind: string, unitId: string): Shown {
  const [, divisor, unit] = LARGE[unitId]?.find(([least]) => of.value >= least) ?? [0, 1, unitId];
  const write = (n: number) => (unitId === "year" ? String(Math.round(n)) : figure(n / divisor, kind));
  const [low, main, high] = [of.low ?? of.value, of.value, of.high ?? of.value].map(write) as [string, string, string];
  return { main, range: low === main && high === main ? "" : say("range", { low, high }), unit: kind === "flag" ? "" : sayCode("unit", unit), gap: false };
}

const gapWords = (reason: string): Shown => ({ main: sayCode("gap", reason), range: "", unit: "", gap: true });

export function shownValue(value: Value, kind: string, unit: string): Shown {
  if ("gap" in value) return gapWords(value.gap);
  if ("classes" in value) return { main: value.classes.map(readable).join(", "), range: "", unit: "", gap: value.classes.length === 0 };
  return estimate(value, kind, unit);
}

export function shownRow(row: Row): Shown {
  if (row.gap) return { main: row.gap.words || sayCode("gap", row.gap.reason), range: "", unit: "", gap: true };
  if (row.classes?.length) return { main: (row.labels?.length ? row.labels : row.classes.map(readable)).join(", "), range: "", unit: "", gap: false };
  if (row.value === null || row.value === undefined) return gapWords("not_estimated");
  return estimate({ value: row.value, low: row.low, high: row.high }, row.kind ?? kindOf(row.unit), row.unit);
}

/** The kind of a number that only its unit tells. */
export const kindOf = (unit: string): string =>
  unit === "percent" ? "share" : unit === "yes_no" ? "flag" : ["persons", "households", "structures", "settlements", "facilities"].includes(unit) ? "count" : "amount";

/** A period as people write it: 2021, Nov 2020, 5 Nov 2020, or two of them. */
export const period = (text: string): string => text.split("/").map(moment).join(" – ");

function moment(text: string): string {
  const [year, month, day] = text.split("-").map(Number);
  if (!year || !month) return text;
  const style: Intl.DateTimeFormatOptions = { year: "numeric", month: "short", ...(day ? { day: "numeric" } : {}), timeZone: "UTC" };
  return new Intl.DateTimeFormat(region, style).format(new Date(Date.UTC(year, month - 1, day || 1)));
}

/** A group without its label: its codes, readable. */
export const groupWords = (group: string): string =>
  group.split(";").filter(Boolean).map((part) => {
    const [dimension = "", code = ""] = part.split("=");
    return /^\d/.test(code) ? `${readable(dimension)} ${readable(code)}` : readable(code);
  }).join(", ");

export const count = (n: number): string => format(n, 0, 0);

/** Without accents and case, for finding names. */
export const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// How the features of a layer are told apart: classes with a colour, a pattern and words, and what has no number.
import type { Column, Layer } from "../server";
import { figure, kindOf } from "../figures";
import { groupIn, say, sayCode } from "../words";
import type { ExpressionSpecification } from "maplibre-gl";

export interface Class { label: string; colour: string; mark: Mark; match: ExpressionSpecification; count?: number }
export interface Colouring { column: string | null; title: string; unit: string; classes: Class[]; noData: ExpressionSpecification | null; noDataCount?: number }
/** Shape of a point, pattern of an area and dashes of a line: what tells classes apart without colour. */
export interface Mark { shape: string; pattern: string; dashes: number[] }

const MARKS: Mark[] = [
  { shape: "circle", pattern: "plain", dashes: [1, 0] },
  { shape: "square", pattern: "lines", dashes: [3, 1.5] },
  { shape: "triangle", pattern: "dots", dashes: [1, 1.2] },
  { shape: "diamond", pattern: "cross", dashes: [5, 1.5, 1, 1.5] },
  { shape: "down", pattern: "upright", dashes: [2, 1] },
  { shape: "plus", pattern: "level", dashes: [6, 2] },
];
const PLAIN = MARKS[0] as Mark;
const mark = (at: number): Mark => MARKS[at % MARKS.length] ?? PLAIN;

const number = (column: string): ExpressionSpecification => ["to-number", ["get", column]];
const isNumber = (column: string): ExpressionSpecification => ["==", ["typeof", ["get", column]], "number"];

/** Classes between rising limits; the last one is open. */
export function graduated(column: string, limits: number[], colours: string[], labels: string[]): Class[] {
  return limits.map((upTo, at) => {
    const below: ExpressionSpecification = at === limits.length - 1 ? ["literal", true] : ["<=", number(column), upTo];
    const above: ExpressionSpecification = at === 0 ? ["literal", true] : [">", number(column), limits[at - 1] as number];
    return { label: labels[at] ?? "", colour: colours[at] ?? "#888888", mark: PLAIN, match: ["all", isNumber(column), above, below] };
  });
}

/** The words of a class as the city file has them, “300 to 1450 persons”, as numbers of this language; its unit stands in the title. */
function between(label: string): string {
  const [, low, high] = /^(-?[\d.]+) to (-?[\d.]+)\b/.exec(label) ?? [];
  return low !== undefined && high !== undefined ? say("range", { low: figure(Number(low)), high: figure(Number(high)) }) : label;
}

/** The colouring that the city file gives a layer. */
export function ofStyle(layer: Layer, otherColour: string): Colouring {
  const style = layer.style;
  if (style && "graduated" in style) {
    const { column, classes } = style.graduated;
    return {
      ...named(layer, column),
      classes: graduated(column, classes.map(([limit]) => limit), classes.map(([, colour]) => colour), classes.map(([, , label]) => between(label))),
      noData: ["!", isNumber(column)],
    };
  }
  if (style && "categorised" in style) {
    const { column, classes } = style.categorised;
    const is = (value: string): ExpressionSpecification => ["==", ["to-string", ["get", column]], value];
    const known = classes.map(([value, colour, label], at) => ({ label: groupIn(label), colour, mark: mark(at), match: is(String(value)) }));
    return { ...named(layer, column), classes: known, noData: ["!", ["any", ...known.map(({ match }) => match)]] as ExpressionSpecification };
  }
  const colour = style && "single" in style ? style.single : otherColour;
  return { column: null, title: "", unit: "", classes: [{ label: layer.title, colour, mark: PLAIN, match: ["literal", true] }], noData: null };
}

const named = (layer: Layer, column: string) => {
  const words = described(layer.columns.find(({ name }) => name === column), column);
  return { column, title: words.label, unit: words.unit };
};

/** `People per working seat, persons_per_seat` is a label and a unit. */
export function described(column: Column | undefined, name: string): { label: string; unit: string } {
  const text = column?.description ?? "";
  const [, label, unit] = /^(.*), ([a-z%][a-z0-9_/%²³]*)$/i.exec(text) ?? [];
  const words = label && unit ? label : text || name.replace(/_/g, " ");
  return { label: words.charAt(0).toUpperCase() + words.slice(1), unit: label && unit ? unit : "" };
}

/** Five classes with about as many places each, their limits rounded to what people can read. */
export function quantiles(column: string, values: number[], colours: string[], unit: string): Class[] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] as number;
  const most = Math.min(colours.length, new Set(sorted).size);
  const limits = [...new Set(Array.from({ length: most }, (_, i) => at((i + 1) / most)))];
  const from = (i: number) => (i === 0 ? (sorted[0] as number) : (limits[i - 1] as number));
  const kind = kindOf(unit);
  const ramp = limits.map((_, i) => colours[limits.length === 1 ? 2 : Math.round((i * (colours.length - 1)) / (limits.length - 1))] as string);
  const labels = limits.map((limit, i) => {
    const [low, high] = [figure(from(i), kind), figure(limit, kind)];
    return kind === "flag" ? high : low === high ? high : say("range", { low, high });
  });
  return graduated(column, limits, ramp, labels).map((one, i) => ({
    ...one,
    count: sorted.filter((v) => (i === 0 || v > from(i)) && v <= (limits[i] as number)).length,
  }));
}

export const unitWords = (unit: string): string => (unit ? sayCode("unit", unit) : "");

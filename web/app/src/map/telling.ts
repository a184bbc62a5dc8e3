// What a feature is called, and its values as words.
import { figure } from "../figures";
import { say } from "../words";

export const titled = (feature: { properties: Record<string, unknown>; id?: string | number }): string =>
  String(feature.properties.name || feature.properties.title || feature.properties.kind || feature.properties.class || say("feature", { n: String(feature.id ?? "") }));
export const cell = (value: unknown): string | null =>
  value === null || value === undefined || value === "" ? null : typeof value === "number" ? (Number.isInteger(value) && Math.abs(value) < 1e4 ? String(value) : figure(value)) : String(value);

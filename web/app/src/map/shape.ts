// Where a feature lies: its box, and a point to write its name at.
import type { Bounds, Feature } from "../server";

export function boxOf(feature: Pick<Feature, "geometry">): Bounds | null {
  const box: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  const walk = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    const [x, y] = part as unknown[];
    if (typeof x === "number" && typeof y === "number") {
      box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y); box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
    } else part.forEach(walk);
  };
  walk(feature.geometry?.coordinates);
  return box[0] <= box[2] ? box : null;
}

/** The box around several. */
export function around(boxes: (Bounds | null)[]): Bounds | null {
  const all = boxes.filter((box) => box !== null);
  if (all.length === 0) return null;
  return [Math.min(...all.map((b) => b[0])), Math.min(...all.map((b) => b[1])), Math.max(...all.map((b) => b[2])), Math.max(...all.map((b) => b[3]))];
}

export const middle = ([w, s, e, n]: Bounds): [number, number] => [(w + e) / 2, (s + n) / 2];

/** The outline of a feature as the path of a drawing; `to` brings a point there. Points nearer than half a unit are one. */
export function outline(feature: Pick<Feature, "geometry">, to: (point: [number, number]) => [number, number]): string {
  const rings: string[] = [];
  const walk = (part: unknown): void => {
    if (!Array.isArray(part) || !Array.isArray(part[0])) return;
    if (typeof (part[0] as unknown[])[0] !== "number") return part.forEach(walk);
    let [lastX, lastY] = [Infinity, Infinity];
    const points = (part as [number, number][]).map(to).filter(([x, y]) => {
      const far = Math.abs(x - lastX) >= 0.5 || Math.abs(y - lastY) >= 0.5;
      if (far) [lastX, lastY] = [x, y];
      return far;
    });
    if (points.length > 1) rings.push(`M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}${feature.geometry?.type.includes("Polygon") ? "z" : ""}`);
  };
  walk(feature.geometry?.coordinates);
  return rings.join("");
}

/** The newest edition of boundaries that changed; features without an edition stay. */
export const newest = (features: Feature[]): string => features.reduce((last, { properties }) => (String(properties.edition ?? "") > last ? String(properties.edition) : last), "");
export const current = (features: Feature[]): Feature[] => {
  const last = newest(features);
  return features.filter(({ properties }) => [last, ""].includes(String(properties.edition ?? "")));
};

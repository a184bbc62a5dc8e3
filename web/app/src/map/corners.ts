// The corners of an outline, to be moved, added and taken away; what else the shape has (other parts, holes) stays as it is.
import type { Feature } from "../server";

export type Corner = [longitude: number, latitude: number];
type Polygons = Corner[][][];

const polygons = (geometry: Feature["geometry"]): Polygons =>
  geometry?.type === "Polygon" ? [geometry.coordinates as Corner[][]] : geometry?.type === "MultiPolygon" ? (geometry.coordinates as Polygons) : [];

/** Twice the area of a ring, in degrees; only to find the largest. */
export const size = (ring: Corner[]): number => Math.abs(ring.reduce((sum, [x, y], at) => { const [u, v] = ring[(at + 1) % ring.length] as Corner; return sum + x * v - u * y; }, 0));

const largest = (all: Polygons): number => all.reduce((best, one, at) => (size(one[0] ?? []) > size(all[best]?.[0] ?? []) ? at : best), 0);

/** The corners of the largest part, without the one that closes it. */
export function cornersOf(geometry: Feature["geometry"]): Corner[] {
  const all = polygons(geometry);
  const ring = all[largest(all)]?.[0] ?? [];
  return ring.slice(0, -1).map(([x, y]) => [x, y]);
}

/** The shape with these corners in the place of its largest part's. */
export function withCorners(geometry: Feature["geometry"], corners: Corner[]): { type: string; coordinates: unknown } {
  const ring = [...corners, corners[0] as Corner];
  const all = polygons(geometry);
  if (all.length === 0) return { type: "Polygon", coordinates: [ring] };
  const at = largest(all);
  const changed = all.map((one, part) => (part === at ? [ring, ...one.slice(1)] : one));
  return changed.length === 1 ? { type: "Polygon", coordinates: changed[0] } : { type: "MultiPolygon", coordinates: changed };
}

/** Where a new corner goes: into the side that it lies nearest to. */
export function inserted(corners: Corner[], at: Corner): Corner[] {
  if (corners.length < 3) return [...corners, at];
  const away = (a: Corner, b: Corner) => {
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const along = Math.max(0, Math.min(1, ((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(a[0] + along * dx - at[0], a[1] + along * dy - at[1]);
  };
  const sides = corners.map((corner, i) => away(corner, corners[(i + 1) % corners.length] as Corner));
  const side = sides.indexOf(Math.min(...sides));
  return [...corners.slice(0, side + 1), at, ...corners.slice(side + 1)];
}

/** Whether two sides cross: such a ring has no inside. */
export function crosses(corners: Corner[]): boolean {
  const turn = (a: Corner, b: Corner, c: Corner) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
  const side = (at: number): [Corner, Corner] => [corners[at] as Corner, corners[(at + 1) % corners.length] as Corner];
  return corners.some((_, i) => corners.some((_, j) => {
    if (j <= i + 1 || (i === 0 && j === corners.length - 1)) return false;
    const [[a, b], [c, d]] = [side(i), side(j)];
    return turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b);
  }));
}

// Rasters as pictures in tiles: what they are called, what their colours mean, and how MapLibre draws them.
import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import { ask, Refused, type Bounds } from "../server";
import { figure } from "../figures";
import { say } from "../words";
import { groundOf, names, pointsOf, source, style } from "./draw";
import type { Colouring } from "./colouring";
import type { Theme } from "./theme";

export interface RasterHead { name: string; title: string; unit?: string | null }
interface Step { colour?: string; color?: string; label?: string | null; from?: number | null; to?: number | null; value?: number | string | null }
export interface Raster extends RasterHead { tiles: string[]; bounds?: Bounds; minzoom?: number; maxzoom?: number; legend?: Step[]; classes?: Step[]; description?: string; source?: string | null; licence?: string | null }

/** The rasters of the city; none where the program does not draw any. */
export const rasters = (): Promise<RasterHead[]> =>
  ask<RasterHead[]>("/tiles/raster.json").catch((refusal) => { if (refusal instanceof Refused && refusal.status > 0) return []; throw refusal; });
export const raster = (name: string) => ask<Raster>(`/tiles/raster/${encodeURIComponent(name)}.json`);

const words = ({ label, from, to, value }: Step): string =>
  label ?? (typeof from === "number" && typeof to === "number" ? say("range", { low: figure(from), high: figure(to) }) : typeof from === "number" ? say("over", { n: figure(from) }) : String(value ?? ""));

export const legendOf = (of: Raster): Colouring => ({
  column: "v", title: of.title, unit: of.unit ?? "",
  classes: (of.legend ?? of.classes ?? []).map((step) => ({ label: words(step), colour: step.colour ?? step.color ?? "", mark: { shape: "circle", pattern: "plain", dashes: [1, 0] }, match: ["literal", true] })),
  noData: null,
});

/** A raster on the ground of the districts, their outlines and names above it. */
export function rasterStyle(of: Raster, points: Parameters<typeof pointsOf>[0], last: string | null, theme: Theme): StyleSpecification {
  const base = last === null ? [] : groundOf("place_district", last, theme);
  const drawn: LayerSpecification = { id: "raster", type: "raster", source: "raster", paint: { "raster-resampling": "nearest", "raster-fade-duration": 0 } };
  return style(
    {
      raster: { type: "raster", tiles: of.tiles, tileSize: 256, ...(of.bounds ? { bounds: of.bounds } : {}), ...(of.maxzoom ? { maxzoom: of.maxzoom } : {}), ...(of.minzoom ? { minzoom: of.minzoom } : {}) },
      ...(last === null ? {} : { place_district: source("place_district") }), names: pointsOf(points),
    },
    [...base.filter(({ type }) => type === "fill"), drawn, ...base.filter(({ type }) => type === "line"), names(theme)], theme,
  );
}

// A layer with its colouring as what MapLibre draws: areas, lines and points of one source, and what has no number hatched.
import type { ExpressionSpecification, LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import type { Colouring } from "./colouring";
import { areaPicture, pointPicture } from "./picture";
import type { Theme } from "./theme";

const is = (type: "Polygon" | "LineString" | "Point"): ExpressionSpecification => ["==", ["geometry-type"], type];
const choose = (colouring: Colouring, of: (at: number) => unknown, none: unknown): ExpressionSpecification =>
  ["case", ...colouring.classes.flatMap(({ match }, at) => [match, of(at)]), none] as ExpressionSpecification;
const and = (...all: (ExpressionSpecification | null)[]): ExpressionSpecification => ["all", ...all.filter((one) => one !== null)] as ExpressionSpecification;

export const source = (layer: string): SourceSpecification => ({ type: "vector", url: new URL(`/tiles/${layer}.json`, location.href).href });

/** The drawn layers of one layer of the city, or of those features `only` that are asked for; all their ids begin with its name. */
export function drawn(layer: string, colouring: Colouring, theme: Theme, many: boolean, only: ExpressionSpecification | null = null): LayerSpecification[] {
  const of = { source: layer, "source-layer": layer };
  const classed: ExpressionSpecification | null = colouring.noData ? ["!", colouring.noData] : null;
  const colour = choose(colouring, (at) => colouring.classes[at]?.colour, theme.paper);
  const patterned = colouring.classes.some(({ mark }) => mark.pattern !== "plain");
  const layers: LayerSpecification[] = [
    { id: `${layer}:areas`, type: "fill", ...of, filter: and(is("Polygon"), classed, only), paint: { "fill-color": colour, "fill-opacity": colouring.column ? 0.9 : 0.25 } },
  ];
  if (patterned) {
    const picture = choose(colouring, (at) => areaPicture(colouring.classes[at]?.mark.pattern ?? "plain", "none", theme.ink), areaPicture("plain", "none", theme.ink));
    layers.push({ id: `${layer}:patterns`, type: "fill", ...of, filter: and(is("Polygon"), classed, only), paint: { "fill-pattern": picture, "fill-opacity": 0.7 } });
  }
  if (colouring.noData) {
    const hatch = areaPicture("hatch", theme.paper, theme.stripe);
    layers.push({ id: `${layer}:hatched`, type: "fill", ...of, filter: and(is("Polygon"), colouring.noData, only), paint: { "fill-pattern": hatch } });
  }
  layers.push(
    { id: `${layer}:outlines`, type: "line", ...of, filter: and(is("Polygon"), only), paint: { "line-color": colouring.column ? theme.strong : colour, "line-width": many ? 0.4 : colouring.column ? 0.8 : 1.4, "line-opacity": many ? ["step", ["zoom"], 0, 14, 1] : 1 } },
    {
      id: `${layer}:lines`, type: "line", ...of, filter: and(is("LineString"), only), layout: { "line-cap": "butt", "line-join": "round" },
      paint: {
        "line-color": colouring.noData ? (["case", colouring.noData, theme.strong, colour] as ExpressionSpecification) : colour,
        "line-width": ["interpolate", ["linear"], ["zoom"], 10, 1.2, 16, 4],
        "line-dasharray": choose(colouring, (at) => ["literal", colouring.classes[at]?.mark.dashes ?? [1, 0]], ["literal", [0.6, 1.6]]),
      },
    },
    {
      id: `${layer}:points`, type: "symbol", ...of, filter: and(is("Point"), only),
      layout: {
        "icon-image": choose(colouring, (at) => pointPicture(colouring.classes[at]?.mark.shape ?? "circle", colouring.classes[at]?.colour ?? "", theme.ink), pointPicture("hatch", theme.paper, theme.strong)),
        "icon-size": ["interpolate", ["linear"], ["zoom"], 10, many ? 0.55 : 0.9, 15, 1.15], "icon-allow-overlap": true, "icon-ignore-placement": many,
      },
    },
  );
  return layers;
}

/** Features of an edition of boundaries, and those without one. */
export const edition = (newest: string): ExpressionSpecification => ["in", ["to-string", ["coalesce", ["get", "edition"], ""]], ["literal", [newest, ""]]];

/** The districts of the newest edition as the ground below everything. */
export const groundOf = (layer: string, newest: string, theme: Theme): LayerSpecification[] => {
  const of = { source: layer, "source-layer": layer, filter: edition(newest) };
  return [
    { id: "base:fill", type: "fill", ...of, paint: { "fill-color": theme.paper } },
    { id: "base:line", type: "line", ...of, paint: { "line-color": theme.strong, "line-width": 0.8 } },
  ];
};

/** A ring around one feature: what the pointer or the keyboard is at. */
export function ringed(layer: string, property: string, value: string | number, theme: Theme): LayerSpecification[] {
  const of = { source: layer, "source-layer": layer };
  const at: ExpressionSpecification = property === "$id" ? ["==", ["id"], value] : ["==", ["get", property], value];
  return [
    { id: "ring:line", type: "line", ...of, filter: and(["!", is("Point")] as ExpressionSpecification, at), paint: { "line-color": theme.accent, "line-width": 3.5 } },
    { id: "ring:point", type: "circle", ...of, filter: and(is("Point"), at), paint: { "circle-radius": 11, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": theme.accent, "circle-stroke-width": 3.5 } },
  ];
}

/** Dots for areas that are too small to see; one goes when its area has grown as large as it. */
export const dots = (colouring: Colouring, theme: Theme): LayerSpecification[] => {
  const seen = Array.from({ length: 12 }, (_, i) => i + 8).flatMap((zoom) => [zoom, ["case", [">", ["get", "until"], zoom], 1, 0]]);
  const shown = ["step", ["zoom"], 1, ...seen] as ExpressionSpecification;
  const colour = choose(colouring, (at) => colouring.classes[at]?.colour, theme.paper);
  const none = colouring.noData ? (["case", colouring.noData, theme.strong, theme.ink] as ExpressionSpecification) : theme.ink;
  return [{
    id: "dots", type: "circle", source: "names",
    layout: colouring.noData ? { "circle-sort-key": ["case", colouring.noData, 0, 1] } : {},
    paint: { "circle-radius": 5.5, "circle-color": colour, "circle-opacity": shown, "circle-stroke-color": none, "circle-stroke-width": 1, "circle-stroke-opacity": shown },
  }];
};

/** The zoom at which a box is as wide as a dot. */
export const untilZoom = (degrees: number): number => Math.log2((360 * 13) / 512 / Math.max(degrees, 1e-9));

/** Names of places, each once, from points handed in. */
export const names = (theme: Theme, least = 0): LayerSpecification => ({
  id: "names", type: "symbol", source: "names", minzoom: least,
  layout: {
    "text-field": ["get", "name"], "text-font": ["system-ui", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"], "text-size": 12.5, "text-max-width": 8,
    "text-variable-anchor": ["bottom", "top", "right", "left"], "text-radial-offset": 0.7, "text-padding": 3,
  },
  paint: { "text-color": theme.ink, "text-halo-color": theme.paper, "text-halo-width": 1.6 },
});

export const pointsOf = (named: { name: string; at: [number, number]; more?: Record<string, unknown> }[]): SourceSpecification => ({
  type: "geojson",
  data: { type: "FeatureCollection", features: named.map(({ name, at, more }) => ({ type: "Feature", properties: { ...more, name }, geometry: { type: "Point", coordinates: at } })) },
});

/** Everything together on the ground colour. */
export const style = (sources: Record<string, SourceSpecification>, layers: LayerSpecification[], theme: Theme): StyleSpecification => ({
  version: 8, sources,
  layers: [{ id: "ground", type: "background", paint: { "background-color": theme.wash } }, ...layers],
});

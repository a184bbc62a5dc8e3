// Places coloured by what each of several scenarios says of them, in one set of classes.
import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Feature } from "../server";
import type { Compared } from "../working";
import { quantiles, type Colouring } from "./colouring";
import { dots, drawn, groundOf, names, pointsOf, source, style, untilZoom } from "./draw";
import { boxOf, middle } from "./shape";
import type { Theme } from "./theme";

/** The classes that all scenarios share. */
export function shared(found: Compared, theme: Theme): Colouring {
  const values = found.places.flatMap(({ scenarios }) => scenarios.flatMap(({ value }) => (value === null ? [] : [value])));
  return {
    column: "v", title: found.label ?? "", unit: found.unit ?? "",
    classes: quantiles("v", values, theme.ramp("w"), found.unit ?? "").map(({ count: _, ...one }) => one),
    noData: ["!=", ["typeof", ["get", "v"]], "number"],
  };
}

/** The map of one scenario. */
export function scenarioStyle(found: Compared, at: number, features: Feature[], ground: string | null, colouring: Colouring, theme: Theme): StyleSpecification {
  const values = new Map(found.places.map(({ id, scenarios }) => [id, scenarios[at]?.value ?? null]));
  const held = features.filter(({ properties }) => values.has(String(properties.id)));
  const valued = held.map((feature) => ({ type: "Feature" as const, geometry: feature.geometry as never, properties: { id: feature.properties.id, name: feature.properties.name, v: values.get(String(feature.properties.id)) } }));
  const points = held.flatMap((feature) => {
    const box = boxOf(feature);
    return box ? [{ name: String(feature.properties.name ?? ""), at: middle(box), more: { id: feature.properties.id, v: values.get(String(feature.properties.id)), until: untilZoom(Math.max(box[2] - box[0], box[3] - box[1])) } }] : [];
  });
  const plain = (layer: LayerSpecification): LayerSpecification => { const { "source-layer": _, ...rest } = layer as LayerSpecification & { "source-layer"?: string }; return rest as LayerSpecification; };
  return style(
    { ...(ground === null ? {} : { place_district: source("place_district") }), places: { type: "geojson", data: { type: "FeatureCollection", features: valued } }, names: pointsOf(points) },
    [...(ground === null ? [] : groundOf("place_district", ground, theme)), ...drawn("places", colouring, theme, held.length > 300).map(plain), ...dots(colouring, theme), names(theme, 11)], theme,
  );
}

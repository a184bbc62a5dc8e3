// MapLibre, loaded only when a page has a map.
import { Map, Marker, NavigationControl, ScaleControl, setWorkerUrl, type StyleSpecification } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { draw } from "./picture";
import { say } from "../words";
import type { Bounds } from "../server";

setWorkerUrl(workerUrl);

export interface Options { container: HTMLElement; style: StyleSpecification; bounds: Bounds | null }

const least = (bounds: Bounds): Bounds => {
  const [w, s, e, n] = bounds;
  const room = Math.max(0, 0.002 - Math.max(e - w, n - s)) / 2;
  return [w - room, s - room, e + room, n + room];
};

export function start({ container, style, bounds }: Options): Map {
  const map = new Map({
    container, style, attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, maxZoom: 18,
    cooperativeGestures: true, fadeDuration: 0, renderWorldCopies: false, canvasContextAttributes: { preserveDrawingBuffer: true },
    ...(bounds ? { bounds: least(bounds), fitBoundsOptions: { padding: 24 } } : {}),
    locale: {
      "NavigationControl.ZoomIn": say("map-in"), "NavigationControl.ZoomOut": say("map-out"), "Map.Title": say("map-name"),
      "CooperativeGesturesHandler.WindowsHelpText": say("map-wheel"), "CooperativeGesturesHandler.MacHelpText": say("map-wheel-mac"),
      "CooperativeGesturesHandler.MobileHelpText": say("map-fingers"), "ScaleControl.Meters": "m", "ScaleControl.Kilometers": "km",
    },
  });
  map.touchZoomRotate?.disableRotation();
  map.keyboard?.disableRotation();
  map.setMissingStyleImageResolver((id) => {
    const picture = draw(id);
    if (picture && !map.hasImage(id)) map.addImage(id, picture, { pixelRatio: 2 });
  });
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ maxWidth: 110 }), "bottom-left");
  return map;
}

export const fit = (map: Map, bounds: Bounds) => map.fitBounds(least(bounds), { padding: 40, maxZoom: 16, animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });

/** A corner that can be dragged. */
export function handle(map: Map, at: [number, number], moved: (to: { lng: number; lat: number }) => void): Marker {
  const element = document.createElement("span");
  element.className = "handle";
  const marker = new Marker({ element, draggable: true }).setLngLat(at).addTo(map);
  element.removeAttribute("aria-label");
  element.setAttribute("aria-hidden", "true");
  element.removeAttribute("tabindex");
  element.removeAttribute("role");
  element.addEventListener("click", (event) => event.stopPropagation());
  marker.on("dragend", () => moved(marker.getLngLat()));
  return marker;
}

// The order in which topics are read: people first, then what threatens them, then services, then the rest.
const ORDER = [
  "people", "citizenship", "assessment", "hazard_lived", "water", "sanitation", "hygiene", "waste", "energy", "housing", "land", "tenure",
  "health", "education", "safety", "emergency", "transport", "communication", "work", "poverty", "economy", "governance", "hazard_modelled", "environment", "climate", "terrain",
];
const place = (topic: string) => { const at = ORDER.indexOf(topic); return at < 0 ? ORDER.length : at; };

/** Things by topic, topics in reading order, things as they came. */
export function byTopic<T extends { topic?: string | null }>(things: T[]): [topic: string, things: T[]][] {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const topic = thing.topic || "other";
    groups.set(topic, [...(groups.get(topic) ?? []), thing]);
  }
  return [...groups].sort(([a], [b]) => place(a) - place(b) || a.localeCompare(b));
}

/** Layers as people look for them: results, places, then what came in. */
export function byOrigin<T extends { name: string }>(layers: T[]): [origin: "results" | "places" | "given", layers: T[]][] {
  const of = ({ name }: T) => (/^place_/.test(name) ? "places" : /^(profile|assessment|risk|travel|plan|anticipate)_/.test(name) ? "results" : "given");
  return (["results", "places", "given"] as const).map((origin): [typeof origin, T[]] => [origin, layers.filter((one) => of(one) === origin)]).filter(([, list]) => list.length > 0);
}

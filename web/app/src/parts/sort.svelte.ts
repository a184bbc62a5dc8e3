// A table that is sorted by a click on a heading; what has no number stands last.
import { locale } from "../words";

const collator = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });

export class Order<T> {
  by = $state("");
  down = $state(false);
  constructor(private readonly keys: Record<string, (row: T) => number | string | null>, by: string, down = false) {
    this.by = by;
    this.down = down;
  }
  /** Another heading starts with the largest number, or with A; the same one turns round. */
  press(by: string, first: T | undefined) {
    this.down = by === this.by ? !this.down : typeof (first && this.keys[by]?.(first)) !== "string";
    this.by = by;
  }
  said(by: string): "ascending" | "descending" | undefined {
    return by === this.by ? (this.down ? "descending" : "ascending") : undefined;
  }
  sorted(rows: T[]): T[] {
    const key = this.keys[this.by] ?? (() => null);
    const sign = this.down ? -1 : 1;
    return [...rows].sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      if ((x === null) !== (y === null)) return x === null ? 1 : -1;
      return sign * (typeof x === "number" && typeof y === "number" ? x - y : collator.compare(String(x ?? ""), String(y ?? "")));
    });
  }
}

// The colours of the page, read from its style sheet, so that the map follows light and dark.

export interface Theme { paper: string; wash: string; ink: string; soft: string; line: string; strong: string; accent: string; stripe: string; ramp: (name: "w" | "b" | "n") => string[] }

export function theme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    paper: colour("paper"), wash: colour("wash"), ink: colour("ink"), soft: colour("soft"), line: colour("line"), strong: colour("strong"),
    accent: colour("accent"), stripe: colour("stripe"), ramp: (name) => [0, 1, 2, 3, 4].map((step) => colour(`${name}${step}`)),
  };
}

/** Calls when light changes to dark or back; the answer ends that. */
export function onTheme(changed: () => void): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", changed);
  return () => dark.removeEventListener("change", changed);
}

/** The ramp for what more of something means. */
export const rampOf = (direction: string | null | undefined): "w" | "b" | "n" =>
  direction === "more_is_worse" ? "w" : direction === "more_is_better" ? "b" : "n";

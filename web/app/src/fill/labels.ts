// What the form engine leaves unsaid to those who cannot see it: which question a field of a number or a day answers.

/** Gives names to fields as they come; the answer ends that. */
export function name(engine: HTMLElement): () => void {
  let due = 0;
  const look = () => {
    due = 0;
    for (const question of engine.querySelectorAll(".question-container")) {
      const label = question.querySelector<HTMLLabelElement>(".control-text label");
      if (!label) continue;
      label.id ||= `${question.id}-label`;
      for (const field of question.querySelectorAll<HTMLInputElement>("input:not([type=radio], [type=checkbox], [type=hidden], [type=file]), textarea"))
        if (!field.labels?.length && !field.hasAttribute("aria-labelledby")) field.setAttribute("aria-labelledby", label.id);
    }
    // The groups are called after headings that the engine leaves empty: as landmarks they would all have the same name.
    for (const region of engine.querySelectorAll(".p-panel-content-container[role=region]")) region.removeAttribute("role");
  };
  const watch = new MutationObserver(() => { due ||= requestAnimationFrame(look); });
  watch.observe(engine, { childList: true, subtree: true });
  return () => { watch.disconnect(); cancelAnimationFrame(due); };
}

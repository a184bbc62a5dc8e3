// Tables that are sorted by a click on a heading: by the number of a cell (data-v), or by its words; what has no number stands last.
function sortable(table, body) {
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const heads = [...table.querySelectorAll("thead th")];
  const words = (cell) => (cell.matches("th") ? (cell.querySelector("a") ?? cell) : cell).textContent;
  const value = (cell) => (cell?.dataset.v === undefined ? null : Number(cell.dataset.v));
  heads.forEach((head, column) => {
    const label = head.querySelector("span") ?? head.firstChild;
    const button = document.createElement("button");
    const paper = document.createElement("span");
    button.type = "button";
    paper.className = "paper";
    paper.textContent = label.textContent;
    paper.ariaHidden = "true";
    label.replaceWith(button, paper);
    button.append(label);
    button.addEventListener("click", () => {
      const down = column ? head.ariaSort !== "descending" : head.ariaSort === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const sign = down ? -1 : 1;
      const sorted = [...body.children].sort((a, b) => {
        const [x, y] = [value(a.cells[column]), value(b.cells[column])];
        if (column && (x === null) !== (y === null)) return x === null ? 1 : -1;
        return sign * (column && x !== null ? x - y : collator.compare(words(a.cells[column]), words(b.cells[column])));
      });
      body.append(...sorted);
    });
  });
}

// Style elements are not allowed by the content policy; what the form engine would put into one is adopted by the document instead.

class AdoptedStyle extends HTMLElement {
  readonly #sheet = new CSSStyleSheet();
  readonly #watch = new MutationObserver(() => this.#read());

  connectedCallback() {
    document.adoptedStyleSheets.push(this.#sheet);
    this.#watch.observe(this, { childList: true, characterData: true, subtree: true });
    this.#read();
  }
  disconnectedCallback() {
    this.#watch.disconnect();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
  }
  #read() { this.#sheet.replaceSync(this.textContent ?? ""); }
}

customElements.define("adopted-style", AdoptedStyle);

// @ts-check
// The search box: a combobox whose list is read out, worked by keyboard or pointer.
import { el, sign } from "./text.js";

/**
 * @param {HTMLInputElement} input
 * @param {HTMLElement} listbox
 * @param {HTMLElement} status
 * @param {import("./data.js").Data} data
 * @param {import("./language.js").Speaker} speaker
 * @param {(typed: string) => Array<{ thing: number, name: string, score: number }>} find
 * @param {{ go: (key: string) => void, look: (type: string) => { shape: string, colour: string } }} page
 */
export function searchBox(input, listbox, status, data, speaker, find, page) {
  const { t } = speaker;
  /** @type {Array<{ thing: number, name: string, score: number }>} */
  let results = [];
  let active = -1;

  function close() {
    listbox.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function update() {
    results = find(input.value);
    active = -1;
    input.removeAttribute("aria-activedescendant");
    if (!input.value.trim()) {
      close();
      status.textContent = "";
      return;
    }
    status.textContent = results.length ? t("resultCount", { n: results.length }) : t("noResult");
    listbox.replaceChildren(...results.map(option));
    if (!results.length) listbox.append(el("li", { class: "empty", role: "option", "aria-disabled": "true" }, t("noResult")));
    listbox.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  /** @param {{ thing: number, name: string }} result @param {number} at */
  function option(result, at) {
    const thing = data.things[result.thing];
    const other = result.name !== thing.name;
    const uses = thing.names.find((n) => n.name === result.name)?.uses || [];
    const scoped = uses.find((u) => u.scoped);
    const where = scoped ? ` · ${data.documents[scoped.document].title}` : "";
    const made = el(
      "li",
      { role: "option", id: `option-${at}`, "aria-selected": "false" },
      sign(page.look(thing.type)),
      el("span", { class: "name", lang: "zh-CN" }, thing.name + (thing.qualifier ? `（${thing.qualifier}）` : "")),
      el("span", { class: "why" }, speaker.title(data.terms.types[thing.type]), other && ` · ${t("alsoCalled")} `, other && el("span", { lang: "zh-CN" }, result.name), where),
    );
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    made.addEventListener("click", () => choose(at));
    return made;
  }

  /** @param {number} to */
  function move(to) {
    if (listbox.hidden || !results.length) return;
    listbox.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
    active = (to + results.length) % results.length;
    const option = listbox.children[active];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  /** @param {number} at */
  function choose(at) {
    const result = results[at];
    if (!result) return;
    input.value = result.name;
    close();
    page.go(data.things[result.thing].key);
  }

  input.addEventListener("input", update);
  input.addEventListener("focus", () => input.value.trim() && update());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // an input method is still at work
    if (event.key === "ArrowDown") move(active + 1);
    else if (event.key === "ArrowUp") move(active < 0 ? -1 : active - 1);
    else if (event.key === "Enter") choose(active < 0 ? 0 : active);
    else if (event.key === "Escape" && !listbox.hidden) close();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const at = /** @type {HTMLElement} */ (event.target);
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && at.tagName !== "INPUT") {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
}

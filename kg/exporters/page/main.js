// @ts-check
// Puts the page together.
import { readAddress, writeAddress } from "./address.js";
import { embedded, index as indexOf } from "./data.js";
import { draw } from "./drawing.js";
import { speaker as speakerOf } from "./language.js";
import { panel as panelOf } from "./panel.js";
import { finder } from "./search.js";
import { searchBox } from "./searchbox.js";
import { el, sign } from "./text.js";

function main() {
  /** @type {import("./data.js").Data} */
  const data = embedded("data");
  const looks = embedded("looks");
  const index = indexOf(data);
  const speaker = speakerOf(embedded("labels"));
  const { t, title } = speaker;
  const at = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const look = (/** @type {string} */ type) => looks[type] || looks[""];
  /** @type {import("./drawing.js").Focus} */
  let focus = null;
  let key = "";
  /** @type {number | undefined} */
  let sentence;
  /** @type {"zh" | "en" | null} */
  let chosenLanguage = null;

  const start = readAddress();
  if (start.language) {
    chosenLanguage = start.language;
    speaker.set(start.language);
  } else speaker.set(speaker.language);

  const drawing = draw(at("canvas"), data, index, speaker, (chosen) => open(chosen, panel.keyOf(chosen), { move: false, from: "drawing" }));
  const panel = panelOf(at("panel"), data, index, speaker, { go, home: () => open(null, "", { from: "panel" }), shown: drawing.shown, look });

  /** @param {string} wanted @param {number} [inSentence] */
  function go(wanted, inSentence) {
    const found = index.byKey.get(wanted);
    if (found) open(found, wanted, { sentence: inSentence, from: "panel" });
  }

  /**
   * @param {import("./drawing.js").Focus} next
   * @param {string} nextKey
   * @param {{ move?: boolean, sentence?: number, from?: string }} how
   */
  function open(next, nextKey, { move = true, sentence: nextSentence = undefined, from = "" } = {}) {
    focus = next;
    key = nextKey;
    sentence = nextSentence;
    if (!next || next.kind !== "document") drawing.focus(next, move);
    panel.show(focus, key, sentence);
    writeAddress(key, chosenLanguage);
    document.title = focus ? `${panel.title(focus)} · ${t("title")}` : t("title");
    at("status").textContent = focus ? panel.title(focus) : "";
    const heading = /** @type {HTMLElement | null} */ (at("panel").querySelector("h2"));
    if (from === "panel" && heading && document.activeElement !== at("search")) heading.focus({ preventScroll: true });
  }

  /** What the address says; said so where it points nowhere. */
  function follow() {
    const wanted = readAddress();
    if (wanted.language && wanted.language !== speaker.language) {
      chosenLanguage = wanted.language;
      speaker.set(wanted.language);
      dress();
    }
    if (wanted.key === key) return;
    const found = index.byKey.get(wanted.key) || null;
    open(found, found ? wanted.key : "");
    if (wanted.key && !found) at("status").textContent = t("gone");
  }

  function legend() {
    const counts = new Map();
    for (const id of drawing.shown()) counts.set(data.things[id].type, (counts.get(data.things[id].type) || 0) + 1);
    at("legend").replaceChildren(
      ...Object.entries(data.terms.types)
        .filter(([type]) => data.things.some((thing) => thing.type === type))
        .map(([type, label]) => {
          const hidden = drawing.view.hiddenTypes.has(type);
          const button = el(
            "button",
            { type: "button", "aria-pressed": String(!hidden), title: t("toggleType", { name: title(label) }) },
            sign(look(type)),
            title(label),
            el("span", { class: "count" }, ` ${counts.get(type) || 0}`),
          );
          button.addEventListener("click", () => {
            if (hidden) drawing.view.hiddenTypes.delete(type);
            else drawing.view.hiddenTypes.add(type);
            changed();
            /** @type {HTMLElement[]} */ ([...at("legend").querySelectorAll("button")]).find((b) => b.textContent?.startsWith(title(label)))?.focus();
          });
          return button;
        }),
    );
  }

  function switches() {
    const drawn = data.drawing.nodes;
    const made = [];
    /** @param {"doubtful" | "all" | "alone"} name @param {string} label @param {number} n */
    const add = (name, label, n) => {
      if (!n) return;
      const box = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", id: `switch-${name}` }));
      box.checked = drawing.view[name];
      box.addEventListener("change", () => {
        drawing.view[name] = box.checked;
        changed();
        drawing.fit();
      });
      made.push(el("label", {}, box, t(label, { n })));
    };
    add("all", "showAll", drawn.filter((n) => n.level === 1).length);
    add("doubtful", "showDoubtful", data.pairs.filter((p) => !p.certain).length);
    add("alone", "showAlone", drawn.filter((n) => n.level === 2).length);
    at("switches").replaceChildren(...made);
  }

  /** After what the drawing shows has changed. */
  function changed() {
    drawing.refresh();
    legend();
    if (!focus) panel.show(null, "");
  }

  /** All texts of the frame, in the present language. */
  function dress() {
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-t]"))) one.textContent = t(/** @type {string} */ (one.dataset.t));
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-label]"))) {
      const text = t(/** @type {string} */ (one.dataset.label));
      one.setAttribute("aria-label", text);
      if (one.tagName === "BUTTON") one.title = text;
    }
    at("search").setAttribute("placeholder", t("search"));
    at("language").textContent = t("otherLanguage");
    at("language").lang = speaker.language === "zh" ? "en" : "zh-CN";
    at("language").setAttribute("aria-label", t("otherLanguageLabel"));
    at("receipt").textContent = data.meta.receipt;
    at("documents").textContent = t("documentCount", { n: data.meta.documents });
    at("version").textContent = t("version", { v: data.meta.version });
    drawing.describe(t("drawing"));
    legend();
    switches();
    panel.show(focus, key, sentence);
    document.title = focus ? `${panel.title(focus)} · ${t("title")}` : t("title");
    drawing.redraw();
  }

  searchBox(/** @type {HTMLInputElement} */ (at("search")), at("results"), at("status"), data, speaker, finder(data), {
    go: (wanted) => go(wanted),
    look,
  });
  at("in").addEventListener("click", () => drawing.zoom(1.4));
  at("out").addEventListener("click", () => drawing.zoom(1 / 1.4));
  at("fit").addEventListener("click", () => drawing.fit());
  at("language").addEventListener("click", () => {
    chosenLanguage = speaker.language === "zh" ? "en" : "zh";
    speaker.set(chosenLanguage);
    dress();
    writeAddress(key, chosenLanguage);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && focus) open(null, "", { from: "panel", move: false });
  });
  addEventListener("hashchange", follow);
  dress();
  follow();
  // For those who look on from outside (tests, a reader's console); nothing here depends on it.
  /** @type {any} */ (window).kg = { data, drawing };
}

main();

// @ts-check
// Making elements. Text only ever goes in as text.

/**
 * @param {string} tag
 * @param {Record<string, string | number | boolean | EventListener | undefined>} [attributes] `on…` are listeners
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child) made.append(child);
  }
  return made;
}

/** Polygons of the node shapes in a 20 × 20 box. @type {Record<string, string>} */
const OUTLINES = {
  square: "M3 3H17V17H3Z",
  triangleDown: "M2 4H18L10 18Z",
  triangle: "M2 16H18L10 2Z",
  hexagon: "M5.5 2.5H14.5L19 10L14.5 17.5H5.5L1 10Z",
  star: "M10 1L12.4 7.2L19 7.5L13.9 11.7L15.6 18.2L10 14.5L4.4 18.2L6.1 11.7L1 7.5L7.6 7.2Z",
  diamond: "M10 1L18 10L10 19L2 10Z",
  dot: "M10 2A8 8 0 1 1 9.99 2Z",
};

/**
 * The sign of a type, as in the drawing.
 * @param {{ shape: string, colour: string }} look
 * @returns {SVGElement}
 */
export function sign(look) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "sign");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", OUTLINES[look.shape] || OUTLINES.dot);
  path.setAttribute("fill", look.colour);
  svg.append(path);
  return svg;
}

/**
 * A sentence with marked stretches. Offsets count characters, not UTF-16 units; later marks yield to earlier ones.
 * @param {string} text
 * @param {Array<{ span: [number, number] | null, kind: string, title: string }>} marks
 * @returns {DocumentFragment}
 */
export function marked(text, marks) {
  const characters = Array.from(text);
  const made = document.createDocumentFragment();
  const taken = marks
    .filter((m) => m.span)
    .filter((m, i, all) => !all.slice(0, i).some((other) => overlap(m.span, other.span)))
    .sort((a, b) => /** @type {any} */ (a.span)[0] - /** @type {any} */ (b.span)[0]);
  let at = 0;
  for (const { span, kind, title } of taken) {
    const [start, end] = /** @type {[number, number]} */ (span);
    made.append(characters.slice(at, start).join(""), el("mark", { class: kind, title }, characters.slice(start, end).join("")));
    at = end;
  }
  made.append(characters.slice(at).join(""));
  return made;
}

/** @param {any} a @param {any} b */
function overlap(a, b) {
  return a[0] < b[1] && b[0] < a[1];
}

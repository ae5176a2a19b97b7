// @ts-check
// The drawing: vis-network shows what was laid out when the page was built; nothing moves by itself.
import { drawLabels } from "./labelling.js";

const MARGIN_TOP = 64;
const MARGIN_BOTTOM = 100;
/** So many lines carry their labels at any zoom. */
const FEW = 30;

/** @typedef {{ kind: "thing" | "pair" | "document", at: number } | null} Focus */

/**
 * @param {HTMLElement} container
 * @param {import("./data.js").Data} data
 * @param {import("./data.js").Index} index
 * @param {import("./language.js").Speaker} speaker
 * @param {(focus: Focus) => void} choose what a click on the drawing chose; null for its empty ground
 */
export function draw(container, data, index, speaker, choose) {
  const vis = /** @type {any} */ (window).vis;
  const drawn = data.drawing;
  const place = drawn.nodes.map((n) => ({ x: n.x, y: n.y }));
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const view = {
    hiddenTypes: /** @type {Set<string>} */ (new Set()),
    doubtful: false,
    all: false,
    alone: false,
    focus: /** @type {Focus} */ (null),
    hoverNode: -1,
    hoverPair: -1,
  };
  /** @type {{ nodes: Set<number>, pairs: Set<number> }} */
  let shown = { nodes: new Set(), pairs: new Set() };
  let near = { nodes: new Set(), pairs: new Set() };
  let theme = colours();
  /** Nodes keep a size that can be seen when the drawing is far away. */
  let growth = 1;

  const nodes = new vis.DataSet(drawn.nodes.map((n) => ({ ...n, label: undefined, hidden: true })));
  const edges = new vis.DataSet(drawn.edges.map((e) => ({ ...e, hidden: true })));
  const network = new vis.Network(container, { nodes, edges }, {
    ...drawn.options,
    interaction: { ...drawn.options.interaction, hideEdgesOnDrag: drawn.edges.length > 1500, hideEdgesOnZoom: drawn.edges.length > 1500 },
  });
  const canvas = /** @type {HTMLCanvasElement} */ (container.querySelector("canvas"));
  canvas.setAttribute("role", "img");
  // The list in the panel is the way by keyboard; a second stop here would lead nowhere.
  const frame = /** @type {HTMLElement} */ (canvas.parentElement);
  frame.tabIndex = -1;

  function colours() {
    const style = getComputedStyle(document.documentElement);
    const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    return {
      label: read("--ink"), halo: read("--ground"), edge: read("--edge"), edgeLabel: read("--quiet"), accent: read("--accent"), border: read("--ground"),
    };
  }

  /** What the focus touches: it and its neighbours. */
  function nearby() {
    const found = { nodes: new Set(), pairs: new Set() };
    if (view.focus && view.focus.kind === "thing") {
      found.nodes.add(view.focus.at);
      for (const p of index.pairsOf[view.focus.at]) {
        if (!data.pairs[p].certain && !view.doubtful) continue;
        found.pairs.add(p);
        data.pairs[p].ends.forEach((end) => found.nodes.add(end));
      }
    } else if (view.focus && view.focus.kind === "pair") {
      found.pairs.add(view.focus.at);
      data.pairs[view.focus.at].ends.forEach((end) => found.nodes.add(end));
    }
    return found;
  }

  /** What is shown now. A thing that is in focus, and its neighbours, are shown whatever the switches say. */
  function visible() {
    const found = { nodes: new Set(), pairs: new Set() };
    for (const n of drawn.nodes) {
      if (view.hiddenTypes.has(data.things[n.id].type) && !(view.focus && near.nodes.has(n.id))) continue;
      const doubtful = view.doubtful && index.pairsOf[n.id].length > 0;
      if (n.level === 0 || (n.level === 1 && view.all) || (n.level === 2 && (view.alone || doubtful)) || near.nodes.has(n.id)) found.nodes.add(n.id);
    }
    for (const e of drawn.edges) {
      const pair = data.pairs[e.id];
      if (!(pair.certain || view.doubtful || near.pairs.has(e.id))) continue;
      if (found.nodes.has(e.from) && found.nodes.has(e.to)) found.pairs.add(e.id);
    }
    return found;
  }

  /** Brings vis-network's lists in line with the view. */
  function apply() {
    near = nearby();
    shown = visible();
    const focused = near.nodes.size > 0;
    nodes.update(
      drawn.nodes.map((n) => {
        const chosen = view.focus !== null && view.focus.kind === "thing" && view.focus.at === n.id;
        const border = chosen ? theme.label : theme.border;
        const colour = { background: n.color, border };
        return {
          id: n.id, size: n.size * growth, hidden: !shown.nodes.has(n.id), opacity: focused && !near.nodes.has(n.id) ? 0.18 : 1,
          borderWidth: chosen ? 3 : 1.5, color: { ...colour, highlight: colour, hover: { background: n.color, border: theme.label } },
        };
      }),
    );
    edges.update(
      drawn.edges.map((e) => {
        const active = near.pairs.has(e.id);
        const colour = active ? theme.accent : theme.edge;
        return {
          id: e.id, hidden: !shown.pairs.has(e.id), width: (active ? e.width + 0.8 : e.width) * growth,
          color: { color: colour, highlight: colour, hover: theme.accent, opacity: focused && !active ? 0.18 : 1 },
        };
      }),
    );
  }

  network.on("afterDrawing", (/** @type {CanvasRenderingContext2D} */ context) => {
    const scale = network.getScale();
    const low = network.DOMtoCanvas({ x: 0, y: 0 });
    const high = network.DOMtoCanvas({ x: container.clientWidth, y: container.clientHeight });
    const focused = near.nodes.size > 0;
    const letters = Math.min(1.3, Math.max(1, scale));
    /** @type {import("./labelling.js").Wish[]} */
    const wishes = [];
    for (const id of shown.nodes) {
      const node = drawn.nodes[id];
      const { x, y } = place[id];
      if (x < low.x - 80 || x > high.x + 80 || y < low.y - 60 || y > high.y + 20) continue;
      const close = near.nodes.has(id);
      const strong = id === view.hoverNode || (view.focus !== null && view.focus.kind === "thing" && view.focus.at === id);
      const pairEnd = close && view.focus !== null && view.focus.kind === "pair";
      wishes.push({
        x, y, text: node.label, radius: node.size * growth, faint: focused && !close && !strong, strong: strong || pairEnd,
        size: (11.5 + 3 * node.importance) * letters, priority: (strong ? 4 : 0) + (close ? 2 : 0) + node.importance,
      });
    }
    /** @type {import("./labelling.js").Wish[]} */
    const onEdges = [];
    for (const id of shown.pairs) {
      const active = near.pairs.has(id) || id === view.hoverPair;
      if (!active && (focused || (scale < 1.35 && shown.pairs.size > FEW))) continue;
      const [a, b] = data.pairs[id].ends;
      const x = (place[a].x + place[b].x) / 2;
      const y = (place[a].y + place[b].y) / 2;
      if (x < low.x || x > high.x || y < low.y || y > high.y) continue;
      const strong = id === view.hoverPair || (view.focus !== null && view.focus.kind === "pair" && view.focus.at === id);
      onEdges.push({ x, y, text: pairLabel(id), radius: 0, faint: false, strong, size: 10.5 * letters, priority: strong ? 2 : active ? 1 : 0 });
    }
    const frame = [low.x * scale, low.y * scale, high.x * scale, high.y * scale];
    drawLabels(context, scale, wishes, onEdges, frame, theme);
  });

  /** @param {number} id the relations of a pair, the doubtful ones only where they are shown */
  function pairLabel(id) {
    const statements = data.pairs[id].statements.map((s) => data.statements[s]).filter((s) => s.certain || view.doubtful || !data.pairs[id].certain);
    const names = [...new Set(statements.map((s) => speaker.pick(data.terms.predicates[s.predicate].label)))];
    return names.slice(0, 2).join(" · ") + (statements.length > 1 && (names.length === 1 || names.length > 2) ? ` ×${statements.length}` : "");
  }

  network.on("click", (/** @type {any} */ event) => {
    if (event.nodes.length) choose({ kind: "thing", at: event.nodes[0] });
    else if (event.edges.length) choose({ kind: "pair", at: event.edges[0] });
    else choose(null);
  });
  network.on("hoverNode", (/** @type {any} */ event) => hover(event.node, -1));
  network.on("blurNode", () => hover(-1, -1));
  network.on("hoverEdge", (/** @type {any} */ event) => hover(-1, event.edge));
  network.on("blurEdge", () => hover(-1, -1));
  for (const name of ["dragging", "dragEnd"]) {
    network.on(name, (/** @type {any} */ event) => {
      for (const [id, at] of Object.entries(network.getPositions(event.nodes))) place[Number(id)] = /** @type {any} */ (at);
    });
  }

  let settling = 0;
  /** @param {number} scale */
  const settle = (scale) => {
    const wanted = Math.min(1.7, Math.max(1, 0.8 / scale));
    if (Math.abs(wanted - growth) < 0.08) return;
    growth = wanted;
    apply();
  };
  network.on("zoom", () => {
    clearTimeout(settling);
    settling = setTimeout(() => settle(network.getScale()), 120);
  });

  /** @param {number} node @param {number} pair */
  function hover(node, pair) {
    view.hoverNode = node;
    view.hoverPair = pair;
    canvas.style.cursor = node >= 0 || pair >= 0 ? "pointer" : "default";
    network.redraw();
  }

  /** @param {boolean} [animated] @param {number} [least] where all would be smaller than this, the middle of the matter is shown instead */
  function fit(animated = true, least = 0) {
    const ids = [...shown.nodes];
    if (!ids.length) return;
    const xs = ids.map((id) => place[id].x);
    const ys = ids.map((id) => place[id].y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    // Room for labels at the sides, and for the switches above and the legend below.
    const width = container.clientWidth - Math.min(160, container.clientWidth / 5);
    const height = Math.max(120, container.clientHeight - MARGIN_TOP - MARGIN_BOTTOM);
    let scale = Math.min(1.25, width / (right - left + 1), height / (bottom - top + 1));
    let position = { x: (left + right) / 2, y: (top + bottom) / 2 + (MARGIN_BOTTOM - MARGIN_TOP) / 2 / scale };
    if (scale < least) {
      scale = least * 1.3;
      position = place[ids.reduce((a, b) => (drawn.nodes[b].importance > drawn.nodes[a].importance ? b : a))];
    }
    settle(scale);
    network.moveTo({ position, scale, animation: animated && !still ? { duration: 300 } : false });
  }

  /** Moves to what is in focus, and closer where it would be hard to read. */
  function show() {
    const ids = near.nodes.size ? [...near.nodes] : [];
    if (!ids.length) return;
    const animation = still ? false : { duration: 350, easingFunction: "easeInOutQuad" };
    const centre = view.focus && view.focus.kind === "thing" ? place[view.focus.at] : middle(ids);
    const scale = Math.min(1.6, Math.max(network.getScale(), 0.95));
    settle(scale);
    network.moveTo({ position: centre, scale, animation });
  }

  /** @param {number[]} ids */
  function middle(ids) {
    const sum = ids.reduce((s, id) => ({ x: s.x + place[id].x, y: s.y + place[id].y }), { x: 0, y: 0 });
    return { x: sum.x / ids.length, y: sum.y / ids.length };
  }

  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", () => {
    theme = colours();
    apply();
  });
  apply();
  fit(false, 0.28);

  return {
    view,
    fit,
    /** @param {number} factor */
    zoom(factor) {
      const scale = network.getScale() * factor;
      settle(scale);
      network.moveTo({ scale, animation: still ? false : { duration: 150 } });
    },
    /** @param {Focus} focus @param {boolean} move */
    focus(focus, move) {
      view.focus = focus && focus.kind !== "document" ? focus : null;
      apply();
      if (move) show();
    },
    refresh: apply,
    redraw: () => network.redraw(),
    shown: () => shown.nodes,
    /** @param {string} text */
    describe: (text) => canvas.setAttribute("aria-label", text),
    /** Where a node stands on the screen, for those who look on from outside. @param {number} id */
    where: (id) => network.canvasToDOM(place[id]),
  };
}

/** @typedef {ReturnType<typeof draw>} Drawing */

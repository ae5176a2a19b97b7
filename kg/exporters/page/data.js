// @ts-check
// The page's data, read once, and the ways through it. Things, statements, documents are referred to by their place.

/** @typedef {{ document: number, count: number, scoped: boolean, reason: string }} Use */
/** @typedef {{ name: string, keys: Array<[string, string]>, uses: Use[] }} Name */
/** @typedef {{ key: string, type: string, name: string, qualifier: string, code: string, scope: string, weight: number, names: Name[] }} Thing */
/** @typedef {[number, number] | null} Mark */
/** @typedef {{ speaker?: string, organisation?: string, post?: string, medium?: string }} Said */
/** @typedef {{ sentence: number, raw: [number, number], marks?: [Mark, Mark, Mark], page?: string, rule?: string, confidence?: number, modality?: string, role?: string, time?: string, said?: Said }} Evidence */
/** @typedef {{ key: string, subject: number, predicate: string, object: number, certain: boolean, evidence: Evidence[] }} Statement */
/** @typedef {{ ends: [number, number], statements: number[], certain: boolean }} Pair */
/** @typedef {{ key: string, subject: number, indicator: string, value: string, unit: string, comparator: string, kind: string, time: string, inferred: boolean, certain: boolean, evidence: Evidence[] }} Figure */
/** @typedef {{ key: string, title: string, byline: string[], publisher: string, published: string, url: string, licence: string, source: string, given: string[], repairs: Array<[string, number]>, text?: string }} Document_ */
/** @typedef {{ document: number, text: string, start: number }} Sentence */
/** @typedef {{ id: number, label: string, shape: string, color: string, size: number, x: number, y: number, importance: number, level: number }} DrawnNode */
/** @typedef {{ id: number, from: number, to: number, width: number, arrows?: string, dashes?: boolean, hidden?: boolean }} DrawnEdge */
/** @typedef {{ name: string, type: string, count: number, reason: string, candidates: string[], evidence: Evidence }} Unresolved */
/**
 * @typedef {{
 *   meta: { receipt: string, version: string, base: string, threshold: number, documents: number },
 *   terms: { types: Record<string, [string, string]>, predicates: Record<string, { label: [string, string], inverse: [string, string] }> },
 *   drawing: { nodes: DrawnNode[], edges: DrawnEdge[], options: Record<string, any> },
 *   things: Thing[], statements: Statement[], pairs: Pair[], figures: Figure[],
 *   disagreements: Array<{ kind: string, figures: number[] }>, unresolved: Unresolved[],
 *   refused: Array<{ what: string, reason: string, evidence: Evidence }>, failures: Array<[string, string]>,
 *   reprints: Array<{ documents: [number, number], share: number }>, sentences: Sentence[], documents: Document_[],
 * }} Data
 */

/**
 * @param {string} id
 * @returns {any}
 */
export function embedded(id) {
  return JSON.parse(/** @type {HTMLElement} */ (document.getElementById(id)).textContent || "null");
}

/**
 * What the views ask again and again, worked out once.
 * @param {Data} data
 */
export function index(data) {
  /** @type {number[][]} */
  const statementsOf = data.things.map(() => []);
  data.statements.forEach((statement, i) => {
    statementsOf[statement.subject].push(i);
    if (statement.object !== statement.subject) statementsOf[statement.object].push(i);
  });
  /** @type {number[][]} */
  const figuresOf = data.things.map(() => []);
  data.figures.forEach((figure, i) => figuresOf[figure.subject].push(i));
  /** @type {number[][]} */
  const pairsOf = data.things.map(() => []);
  data.pairs.forEach((pair, i) => pair.ends.forEach((end) => pairsOf[end].push(i)));
  /** @type {Map<string, { kind: "thing" | "pair" | "document", at: number }>} */
  const byKey = new Map();
  data.documents.forEach((d, at) => byKey.has(d.key) || byKey.set(d.key, { kind: "document", at }));
  data.things.forEach((t, at) => byKey.set(t.key, { kind: "thing", at }));
  data.figures.forEach((f) => byKey.set(f.key, { kind: "thing", at: f.subject }));
  data.statements.forEach((s) => byKey.set(s.key, { kind: "thing", at: s.subject }));
  data.pairs.forEach((pair, at) => {
    byKey.set(pairKey(data, pair), { kind: "pair", at });
    pair.statements.forEach((s) => byKey.set(data.statements[s].key, { kind: "pair", at }));
  });
  return { statementsOf, figuresOf, pairsOf, byKey };
}

/** @typedef {ReturnType<typeof index>} Index */

/**
 * The address of a pair: both keys, the smaller first, so that it does not change with the drawing.
 * @param {Data} data @param {Pair} pair
 */
export function pairKey(data, pair) {
  return pair.ends
    .map((end) => data.things[end].key)
    .sort()
    .join("~");
}

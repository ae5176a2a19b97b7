// @ts-check
// Finding things by what a reader types: characters, pinyin, initials, or a mixture (亦zhuang).

/** The same characters are dropped when the page is built (kg/exporters/keys.py). */
const DROPPED = new Set(" \t\n\r\u3000\u00a0《》〈〉“”‘’「」『』\"'·•・—–-（）()【】[]");

/**
 * @param {string} text
 * @returns {string[]} characters
 */
export function fold(text) {
  return Array.from(text.normalize("NFKC").toLowerCase()).filter((c) => !DROPPED.has(c));
}

/** How well a key matches: smaller is better, 9 is not at all. */
export const NONE = 9;

/**
 * @param {string[]} query folded
 * @param {{ text: string, characters: string[], syllables: string[] }} key
 * @param {boolean} latin whether the query has letters that may be pinyin
 * @returns {number}
 */
export function match(query, key, latin) {
  const found = key.text.indexOf(query.join(""));
  if (found === 0) return key.characters.length === query.length ? 0 : 1;
  if (found > 0) return 2;
  if (!latin || !key.syllables.length) return NONE;
  for (let start = 0; start < key.characters.length; start++) {
    const end = reach(query, key, start);
    if (end < 0) continue;
    if (start > 0) return 5;
    return end === key.characters.length ? 3 : 4;
  }
  return NONE;
}

/**
 * From `start` on, each character of the name takes itself or a beginning of its syllable from the query.
 * @param {string[]} query
 * @param {{ characters: string[], syllables: string[] }} key
 * @param {number} start
 * @returns {number} the character after the last one used, or -1
 */
function reach(query, key, start) {
  let places = new Set([0]);
  for (let i = start; i < key.characters.length && places.size; i++) {
    /** @type {Set<number>} */
    const next = new Set();
    for (const at of places) {
      if (query[at] === key.characters[i]) next.add(at + 1);
      const syllable = key.syllables[i];
      for (let length = 0; length < syllable.length && query[at + length] === syllable[length]; length++) {
        next.add(at + length + 1);
      }
    }
    if (next.has(query.length)) return i + 1;
    places = next;
  }
  return -1;
}

/**
 * @param {import("./data.js").Data} data
 * @returns {(typed: string, limit?: number) => Array<{ thing: number, name: string, score: number }>}
 */
export function finder(data) {
  const importance = new Map(data.drawing.nodes.map((n) => [n.id, n.importance]));
  const entries = data.things.flatMap((thing, at) =>
    thing.names.flatMap((name) =>
      name.keys.map(([text, syllables]) => ({
        thing: at,
        name: name.name,
        text,
        characters: Array.from(text),
        syllables: syllables ? syllables.split(" ") : [],
      })),
    ),
  );
  return (typed, limit = 30) => {
    const query = fold(typed);
    if (!query.length) return [];
    const latin = query.some((c) => c >= "a" && c <= "z");
    /** @type {Map<number, { thing: number, name: string, score: number }>} */
    const best = new Map();
    for (const entry of entries) {
      const score = match(query, entry, latin);
      const known = best.get(entry.thing);
      if (score < NONE && (!known || score < known.score)) best.set(entry.thing, { thing: entry.thing, name: entry.name, score });
    }
    return [...best.values()]
      .sort((a, b) => a.score - b.score || (importance.get(b.thing) || 0) - (importance.get(a.thing) || 0) || a.thing - b.thing)
      .slice(0, limit);
  };
}

// @ts-check
// Two languages: the page's own labels, and those that the ontology brings.

/** @typedef {"zh" | "en"} Language */

/** @param {Record<string, Record<Language, string>>} labels */
export function speaker(labels) {
  /** @type {Language} */
  let current = (navigator.language || "").toLowerCase().startsWith("zh") ? "zh" : "en";
  return {
    get language() {
      return current;
    },
    /** @param {Language} language */
    set(language) {
      current = language;
      document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    },
    /**
     * @param {string} key
     * @param {Record<string, string | number>} [values]
     */
    t(key, values = {}) {
      const label = labels[key] ? labels[key][current] : key;
      return label.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
    },
    /** @param {string} key */
    has: (key) => key in labels,
    /** @param {[string, string]} pair zh, en */
    pick: (pair) => pair[current === "zh" ? 0 : 1],
    /** The same, where it stands alone. @param {[string, string]} pair zh, en */
    title: (pair) => (current === "zh" ? pair[0] : pair[1].charAt(0).toUpperCase() + pair[1].slice(1)),
  };
}

/** @typedef {ReturnType<typeof speaker>} Speaker */

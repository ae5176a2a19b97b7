// @ts-check
// The address bar as memory: #entity/ab12 or #entity/ab12~entity/cd34, with &lang=en where the reader chose.

/** @returns {{ key: string, language: "zh" | "en" | null }} */
export function readAddress() {
  const [first, ...rest] = location.hash.slice(1).split("&");
  const chosen = rest.find((part) => part.startsWith("lang="));
  let key = first;
  try {
    key = decodeURIComponent(first);
  } catch {
    // A broken escape: taken as it stands, it will not be found.
  }
  return { key, language: chosen === "lang=zh" ? "zh" : chosen === "lang=en" ? "en" : null };
}

/**
 * @param {string} key
 * @param {"zh" | "en" | null} language
 */
export function writeAddress(key, language) {
  const wanted = "#" + encodeURIComponent(key).replace(/%2F/g, "/").replace(/%3A/g, ":") + (language ? `&lang=${language}` : "");
  if (wanted === location.hash || (wanted === "#" && !location.hash)) return;
  try {
    location.hash = wanted;
  } catch {
    // In a frame without an address (a notebook) the page works without one.
  }
}

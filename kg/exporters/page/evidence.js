// @ts-check
// What stands in a text: sentences with their names marked, where they come from, who said it.
import { el, marked } from "./text.js";

const COMPARATORS = /** @type {Record<string, string>} */ ({ "=": "", ">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", "~": "≈ " });

/**
 * @param {import("./data.js").Data} data
 * @param {import("./language.js").Speaker} speaker
 * @param {(key: string, sentence?: number) => void} go
 */
export function evidenceViews(data, speaker, go) {
  const { t } = speaker;

  /** @param {import("./data.js").Document_} d */
  const titleOf = (d) => d.title || d.source || t("untitled");

  /** @param {import("./data.js").Evidence} evidence */
  function card(evidence) {
    const sentence = data.sentences[evidence.sentence];
    const document = data.documents[sentence.document];
    const kinds = ["subject", "object", "trigger"];
    const spans = (evidence.marks || []).map((span, i) => ({ span, kind: kinds[i], title: t(kinds[i]) }));
    const said = evidence.said;
    const facts = [
      said && [said.organisation, said.post, said.speaker, said.medium].filter(Boolean).join(" "),
      evidence.modality && evidence.modality !== "asserted" && t(evidence.modality),
      evidence.role && `${t("role")} ${evidence.role}`,
    ];
    const how = [
      document.source + (evidence.page ? ` ${evidence.page}` : ""),
      t("characters", { a: evidence.raw[0], b: evidence.raw[1] }),
      evidence.rule && `${t("rule")} ${evidence.rule}`,
      evidence.confidence !== undefined && `${t("confidence")} ${evidence.confidence.toFixed(2)}`,
    ];
    return el(
      "article",
      { class: "evidence" },
      el("blockquote", { lang: "zh-CN" }, marked(sentence.text, spans)),
      said && facts[0] ? el("p", { class: "said" }, `${t("said")} `, el("span", { lang: "zh-CN" }, facts[0])) : null,
      facts[1] || facts[2] ? el("p", { class: "said" }, [facts[1], facts[2]].filter(Boolean).join(" · ")) : null,
      el(
        "p",
        { class: "source" },
        el("button", { type: "button", class: "link", onclick: () => go(document.key, evidence.sentence), title: t("passage") }, titleOf(document)),
        ` ${[document.publisher, document.published || t("noDate")].filter(Boolean).join(" · ")}`,
      ),
      el("p", { class: "how" }, how.filter(Boolean).join(" · ")),
    );
  }

  /**
   * A row with a button that opens its evidence.
   * @param {Array<Node | string>} head
   * @param {import("./data.js").Evidence[]} evidence
   * @param {boolean} open
   * @param {string} [name] what the evidence is about, for those who do not see the row
   * @param {boolean} [brief] only the number on the button
   */
  function unfolding(head, evidence, open, name = "", brief = false) {
    const body = el("div", { class: "cards", hidden: !open });
    let filled = false;
    const fill = () => {
      if (!filled) body.append(...evidence.map(card));
      filled = true;
    };
    if (open) fill();
    const count = evidence.length === 1 ? t("evidenceCount1") : t("evidenceCount", { n: evidence.length });
    const button = el("button", { type: "button", class: "unfold", "aria-expanded": String(open), "aria-label": name ? `${count}: ${name}` : undefined, title: brief && count }, brief ? String(evidence.length) : count);
    button.addEventListener("click", () => {
      fill();
      body.hidden = !body.hidden;
      button.setAttribute("aria-expanded", String(!body.hidden));
    });
    return { row: el("div", { class: "row" }, ...head, button), body, button };
  }

  /** @param {import("./data.js").Figure} figure */
  function value(figure) {
    const unit = figure.unit.startsWith("%") ? figure.unit : figure.unit && ` ${figure.unit}`;
    return COMPARATORS[figure.comparator] + figure.value + unit;
  }

  /** @param {import("./data.js").Figure} figure */
  function when(figure) {
    if (!figure.time) return "—";
    const time = figure.kind === "target" ? t("deadline", { time: figure.time }) : figure.time;
    return figure.inferred ? t("inferred", { time }) : time;
  }

  /** The day the first evidence was published. @param {import("./data.js").Figure} figure */
  function published(figure) {
    return data.documents[data.sentences[figure.evidence[0].sentence].document].published || "—";
  }

  /**
   * Figures as a table whose rows open their evidence.
   * @param {import("./data.js").Figure[]} figures
   * @param {string} caption
   * @param {((figure: import("./data.js").Figure) => Node) | null} subject says whose figure it is
   */
  function table(figures, caption, subject) {
    const body = el("tbody");
    const columns = [t("indicator"), t("value"), t("time"), t("published"), t("evidence")];
    const mixed = new Set(figures.map((figure) => figure.kind)).size > 1;
    for (const figure of figures) {
      const { body: cards, button } = unfolding([], figure.evidence, false, figure.indicator, true);
      const below = el("tr", { class: "below", hidden: true }, el("td", { colspan: columns.length }, cards));
      button.addEventListener("click", () => (below.hidden = cards.hidden));
      body.append(
        el(
          "tr",
          figure.certain ? {} : { class: "doubtful" },
          el("td", { class: "indicator", lang: "zh-CN" }, subject && subject(figure), el("div", {}, figure.indicator)),
          el("td", { class: "number", lang: "zh-CN" }, value(figure), mixed && el("div", { class: `tag ${figure.kind}` }, t(figure.kind))),
          el("td", { class: "date" }, when(figure)),
          el("td", { class: "date" }, published(figure)),
          el("td", {}, button),
        ),
        below,
      );
    }
    return el(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
      el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, ...columns.map((c) => el("th", { scope: "col" }, c)))), body),
    );
  }

  return { card, unfolding, value, when, published, table, titleOf };
}

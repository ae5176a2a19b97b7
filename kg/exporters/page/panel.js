// @ts-check
// The panel: the overview with its lists, a thing, the relations of two things, a document.
import { pairKey } from "./data.js";
import { evidenceViews } from "./evidence.js";
import { el, marked, sign } from "./text.js";

const TABS = ["things", "figures", "disagreements", "unresolved", "documents"];
const AT_ONCE = 40;
const NAMED = 3; // so many documents of a name are listed at once

/**
 * @param {HTMLElement} root
 * @param {import("./data.js").Data} data
 * @param {import("./data.js").Index} index
 * @param {import("./language.js").Speaker} speaker
 * @param {{ go: (key: string, sentence?: number) => void, home: () => void, shown: () => Set<number>, look: (type: string) => { shape: string, colour: string } }} page
 */
export function panel(root, data, index, speaker, page) {
  const { t, pick } = speaker;
  const { go, look } = page;
  const views = evidenceViews(data, speaker, go);
  const importance = new Map(data.drawing.nodes.map((n) => [n.id, n.importance]));
  const collator = new Intl.Collator("zh-CN");
  let tab = "things";

  /** @param {string} key */
  const has = (key) => (speaker.has(key) ? t(key) : key);
  /** @param {number} at */
  const fullName = (at) => data.things[at].name + (data.things[at].qualifier ? `（${data.things[at].qualifier}）` : "");

  /** @param {number} at @param {boolean} [withSign] */
  function thingLink(at, withSign = true) {
    const thing = data.things[at];
    return el(
      "button",
      { type: "button", class: "link thing", onclick: () => go(thing.key), lang: "zh-CN" },
      withSign && sign(look(thing.type)),
      fullName(at),
    );
  }

  /**
   * A list that starts short.
   * @template T
   * @param {T[]} items @param {(item: T) => Node} view @param {string} [name]
   */
  function list(items, view, name = "plain") {
    const made = el("ul", { class: name });
    let at = 0;
    const grow = () => {
      const next = items.slice(at, at + AT_ONCE * (at ? 5 : 1));
      next.forEach((item) => made.append(el("li", {}, view(item))));
      at += next.length;
      if (at >= items.length) return;
      const button = el("button", { type: "button", class: "more" }, t("more", { n: items.length - at }));
      const row = el("li", {}, button);
      button.addEventListener("click", () => {
        const before = made.children.length - 1;
        row.remove();
        grow();
        const first = made.children[before] && made.children[before].querySelector("button");
        if (first) first.focus();
      });
      made.append(row);
    };
    grow();
    return made;
  }

  /** @param {string} title @param {...(Node | string | null)} children */
  const section = (title, ...children) => el("section", {}, el("h3", {}, title), ...children);

  const back = () => el("button", { type: "button", class: "back", onclick: page.home }, "‹ " + t("back"));

  /** @param {string} title @param {Node | null} before @param {string} lang */
  const heading = (title, before, lang = "zh-CN") => el("h2", { tabindex: -1, lang }, before, title);

  // ------------------------------------------------------------------ overview

  function overview() {
    const counts = {
      things: data.things.length,
      figures: data.figures.length,
      disagreements: data.disagreements.length,
      unresolved: data.unresolved.length,
      documents: data.meta.documents,
    };
    const names = { things: "tabThings", figures: "tabFigures", disagreements: "tabDisagreements", unresolved: "tabUnresolved", documents: "tabDocuments" };
    const content = el("div", { role: "tabpanel", id: "tabpanel", "aria-labelledby": `tab-${tab}`, tabindex: 0 });
    const buttons = TABS.map((name) => {
      const chosen = name === tab;
      return el(
        "button",
        { type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(chosen), "aria-controls": "tabpanel", tabindex: chosen ? 0 : -1, onclick: () => open(name) },
        t(/** @type {any} */ (names)[name]),
        el("span", { class: "count" }, ` ${/** @type {any} */ (counts)[name]}`),
      );
    });
    const bar = el("div", { role: "tablist", "aria-label": t("tabs") }, ...buttons);
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[/** @type {KeyboardEvent} */ (event).key];
      if (!step) return;
      event.preventDefault();
      open(TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length]);
      /** @type {HTMLElement | null} */ (root.querySelector('[role="tab"][aria-selected="true"]'))?.focus();
    });
    content.append(...{ things, figures, disagreements, unresolved, documents }[tab]());
    root.replaceChildren(el("p", { class: "note" }, t("welcome")), bar, content);
  }

  /** @param {string} name */
  function open(name) {
    tab = name;
    overview();
  }

  function things() {
    const shown = page.shown();
    const order = (/** @type {number} */ a, /** @type {number} */ b) =>
      (importance.get(b) || 0) - (importance.get(a) || 0) || collator.compare(data.things[a].name, data.things[b].name);
    const all = data.things.map((_, at) => at).sort(order);
    const inside = all.filter((at) => shown.has(at));
    const outside = all.filter((at) => !shown.has(at));
    const parts = byType(inside);
    parts.unshift(el("p", { class: "note" }, t("inView", { n: inside.length })));
    if (outside.length) parts.push(el("details", {}, el("summary", {}, t("notInView", { n: outside.length })), ...byType(outside)));
    return parts;
  }

  /** @param {number[]} places @returns {HTMLElement[]} */
  function byType(places) {
    return Object.keys(data.terms.types)
      .map((type) => ({ type, members: places.filter((at) => data.things[at].type === type) }))
      .filter(({ members }) => members.length)
      .sort((a, b) => b.members.length - a.members.length)
      .map(({ type, members }) => {
        const made = section(speaker.title(data.terms.types[type]), list(members, (at) => thingLink(at), "chips"));
        /** @type {HTMLElement} */ (made.firstChild).prepend(sign(look(type)));
        /** @type {HTMLElement} */ (made.firstChild).append(el("span", { class: "count" }, ` ${members.length}`));
        return made;
      });
  }

  function figures() {
    const order = (/** @type {any} */ a, /** @type {any} */ b) => (a.time || "9").localeCompare(b.time || "9") || collator.compare(a.indicator, b.indicator);
    const of = (/** @type {string} */ kind) => data.figures.filter((f) => f.kind === kind).sort(order);
    const made = ["target", "fact"].filter((kind) => of(kind).length).map((kind) => views.table(of(kind), t(kind), (f) => thingLink(f.subject, false)));
    return made.length ? made : [el("p", { class: "note" }, t("none"))];
  }

  /** @param {Array<{ kind: string, figures: number[] }>} disagreements */
  function disagreementCards(disagreements) {
    return disagreements.map((d) => {
      const all = d.figures.map((i) => data.figures[i]).sort((a, b) => views.published(a).localeCompare(views.published(b)));
      return el(
        "article",
        { class: "disagreement" },
        el("p", {}, el("span", { class: `tag ${d.kind}` }, has(d.kind)), " ", thingLink(all[0].subject)),
        views.table(all, all[0].indicator, null),
      );
    });
  }

  function disagreements() {
    return data.disagreements.length ? disagreementCards(data.disagreements) : [el("p", { class: "note" }, t("none"))];
  }

  function unresolved() {
    if (!data.unresolved.length && !data.refused.length) return [el("p", { class: "note" }, t("none"))];
    const refused = data.refused.map((r) => {
      const { row, body } = views.unfolding([el("span", { class: "grow", lang: "zh-CN" }, r.what)], [r.evidence], false, r.what);
      return el("div", {}, row, el("p", { class: "how" }, has(r.reason)), body);
    });
    return [
      el("p", { class: "note" }, t("unresolvedNote")),
      list(
        [...data.unresolved].sort((a, b) => b.count - a.count || collator.compare(a.name, b.name)),
        (u) => {
          const { row, body } = views.unfolding(
            [sign(look(u.type)), el("span", { class: "grow", lang: "zh-CN" }, u.name, el("span", { class: "count" }, ` ${t("times", { n: u.count })}`))],
            [u.evidence], false, u.name,
          );
          const why = [has(u.reason), u.candidates.length ? `${t("candidates")} ${u.candidates.join("、")}` : ""].filter(Boolean).join(" · ");
          return el("div", {}, row, el("p", { class: "how" }, why), body);
        },
        "plain",
      ),
      ...(refused.length ? [section(t("refused"), list(refused, (view) => view))] : []),
    ];
  }

  function documents() {
    const order = (/** @type {any} */ a, /** @type {any} */ b) => (b.published || "").localeCompare(a.published || "") || collator.compare(a.title, b.title);
    const alike = data.reprints.map((r) =>
      el("p", { class: "how" }, ...r.documents.flatMap((d, i) => [i ? " ↔ " : "", documentLink(data.documents[d])]), ` ${t("similar", { n: Math.round(r.share * 100) })}`),
    );
    return [
      list([...data.documents].sort(order), (d) =>
        el("div", {}, documentLink(d), el("p", { class: "how" }, [d.publisher, d.published || t("noDate"), d.source].filter(Boolean).join(" · "))),
      ),
      ...(alike.length ? [section(t("reprints"), ...alike)] : []),
      ...(data.failures.length ? [section(t("failures"), ...data.failures.map(([name, why]) => el("p", { class: "how" }, `${name}: ${why}`)))] : []),
    ];
  }

  /** @param {import("./data.js").Document_} d */
  const documentLink = (d) => el("button", { type: "button", class: "link", onclick: () => go(d.key), lang: "zh-CN" }, views.titleOf(d));

  // ------------------------------------------------------------------ one thing

  /** @param {number} at @param {string} key */
  function thing(at, key) {
    const it = data.things[at];
    const own = data.figures.map((f, i) => i).filter((i) => data.figures[i].subject === at);
    const about = data.disagreements.filter((d) => d.figures.some((i) => own.includes(i)));
    root.replaceChildren(
      back(),
      heading(fullName(at), sign(look(it.type))),
      el("p", { class: "note" }, [speaker.title(data.terms.types[it.type]), it.code].filter(Boolean).join(" · ")),
      namesSection(it),
      statementsSection(at, key),
      ...(own.length ? [section(t("figures"), views.table(index.figuresOf[at].map((i) => data.figures[i]), t("figures"), null))] : []),
      ...(about.length ? [section(t("disagreements"), ...disagreementCards(about))] : []),
    );
  }

  /** @param {import("./data.js").Thing} it */
  function namesSection(it) {
    const rows = it.names.filter((n) => n.uses.length);
    if (!rows.length) return section(t("names"), el("p", { lang: "zh-CN" }, it.name));
    return section(
      t("names"),
      el(
        "dl",
        { class: "names" },
        ...rows.flatMap((name) => [
          el("dt", { lang: "zh-CN" }, name.name),
          el("dd", {}, ...uses(name)),
        ]),
      ),
    );
  }

  /** Where a name is used, each article once, also where two files hold it. @param {import("./data.js").Name} name */
  function uses(name) {
    const seen = new Set();
    const once = name.uses.filter(({ document }) => !seen.has(data.documents[document].key) && seen.add(data.documents[document].key));
    const views = once.map((use) =>
      el(
        "span",
        { class: "use" },
        documentLink(data.documents[use.document]),
        el("span", { class: "count" }, ` ${t("times", { n: use.count })} `),
        use.scoped ? el("span", { class: "tag" }, t("scopedName")) : null,
      ),
    );
    if (views.length <= NAMED) return views;
    const button = el("button", { type: "button", class: "more" }, t("more", { n: views.length - NAMED }));
    button.addEventListener("click", () => button.replaceWith(...views.slice(NAMED)));
    return [...views.slice(0, NAMED), button];
  }

  /** @param {number} at @param {string} key a statement's key opens its evidence */
  function statementsSection(at, key) {
    const own = index.statementsOf[at].map((i) => data.statements[i]);
    const sure = own.filter((s) => s.certain);
    const doubtful = own.filter((s) => !s.certain);
    const made = section(t("statements"), ...groups(sure, at, key));
    if (!own.length) made.append(el("p", { class: "note" }, t("noStatements")));
    if (doubtful.length) {
      const button = el("button", { type: "button", class: "more" }, t("hiddenDoubtful", { n: doubtful.length }));
      const show = () => button.replaceWith(el("div", { class: "doubtful" }, ...groups(doubtful, at, key)));
      button.addEventListener("click", show);
      made.append(button);
      if (doubtful.some((s) => s.key === key)) show();
    }
    return made;
  }

  /** Statements by predicate and direction. @param {import("./data.js").Statement[]} statements @param {number} at @param {string} key */
  function groups(statements, at, key) {
    /** @type {Map<string, { title: string, members: import("./data.js").Statement[] }>} */
    const found = new Map();
    for (const s of statements) {
      const term = data.terms.predicates[s.predicate];
      const title = pick(s.subject === at ? term.label : term.inverse);
      const id = `${title}`;
      if (!found.has(id)) found.set(id, { title, members: [] });
      /** @type {any} */ (found.get(id)).members.push(s);
    }
    return [...found.values()]
      .sort((a, b) => collator.compare(a.title, b.title))
      .map(({ title, members }) =>
        el(
          "div",
          { class: "group" },
          el("h4", {}, title, el("span", { class: "count" }, ` ${members.length}`)),
          list(members, (s) => {
            const other = s.subject === at ? s.object : s.subject;
            const { row, body } = views.unfolding([thingLink(other)], s.evidence, s.key === key, fullName(other));
            return el("div", {}, row, body);
          }),
        ),
      );
  }

  // ------------------------------------------------------------------ two things, a document

  /** @param {number} at @param {string} key */
  function pair(at, key) {
    const it = data.pairs[at];
    const own = it.statements.map((i) => data.statements[i]);
    const sure = own.filter((s) => s.certain);
    const doubtful = own.filter((s) => !s.certain);
    const block = (/** @type {import("./data.js").Statement} */ s) =>
      el(
        "section",
        { class: s.certain ? "statement" : "statement doubtful" },
        el(
          "h3",
          {},
          el("span", { lang: "zh-CN" }, fullName(s.subject)),
          el("span", { class: "predicate" }, ` ${pick(data.terms.predicates[s.predicate].label)} → `),
          el("span", { lang: "zh-CN" }, fullName(s.object)),
          s.certain ? null : el("span", { class: "tag" }, t("doubtful")),
        ),
        ...s.evidence.map(views.card),
      );
    const rest = doubtful.map(block);
    const button = el("button", { type: "button", class: "more" }, t("hiddenDoubtful", { n: doubtful.length }));
    button.addEventListener("click", () => button.replaceWith(...rest));
    const asked = !sure.length || doubtful.some((s) => s.key === key);
    root.replaceChildren(
      back(),
      heading(t("between"), null, ""),
      el("p", { class: "ends" }, thingLink(it.ends[0]), " — ", thingLink(it.ends[1])),
      ...sure.map(block),
      ...(asked ? rest : doubtful.length ? [button] : []),
    );
  }

  /** @param {number} at @param {number | undefined} sentence */
  function document_(at, sentence) {
    const it = data.documents[at];
    const place = sentence === undefined ? null : data.sentences[sentence];
    const spot = place && place.start >= 0 ? /** @type {[number, number]} */ ([place.start, place.start + Array.from(place.text).length]) : null;
    const facts = [it.publisher, it.published || t("noDate"), it.byline.join("、"), it.licence].filter(Boolean).join(" · ");
    const text = el("div", { class: "text", lang: "zh-CN" });
    if (it.text !== undefined) text.append(marked(it.text, spot ? [{ span: spot, kind: "passage", title: t("evidence") }] : []));
    else text.append(el("p", { class: "note" }, t("noText")), ...(place ? [el("blockquote", {}, place.text)] : []));
    const repairs = it.repairs.filter(([, count]) => count).map(([kind, count]) => `${kind} ${count}`);
    root.replaceChildren(
      back(),
      heading(views.titleOf(it), null),
      el("p", { class: "note" }, facts),
      el("p", { class: "how" }, [`${t("file")} ${it.source}`, it.url, repairs.length ? `${t("repairs")} ${repairs.join("、")}` : ""].filter(Boolean).join(" · ")),
      text,
    );
    const mark = text.querySelector("mark");
    if (mark) mark.scrollIntoView({ block: "center" });
  }

  return {
    /**
     * @param {import("./drawing.js").Focus} focus
     * @param {string} key what the address says: the same thing may be meant by several
     * @param {number} [sentence]
     */
    show(focus, key, sentence) {
      if (!focus) overview();
      else if (focus.kind === "thing") thing(focus.at, key);
      else if (focus.kind === "pair") pair(focus.at, key);
      else document_(focus.at, sentence);
      if (!(focus && focus.kind === "document" && sentence !== undefined)) root.scrollTop = 0;
    },
    /** The title of what is shown. @param {import("./drawing.js").Focus} focus */
    title(focus) {
      if (!focus) return t("overview");
      if (focus.kind === "thing") return fullName(focus.at);
      if (focus.kind === "document") return views.titleOf(data.documents[focus.at]);
      return data.pairs[focus.at].ends.map(fullName).join(" — ");
    },
    keyOf: (/** @type {import("./drawing.js").Focus} */ focus) => {
      if (!focus) return "";
      if (focus.kind === "thing") return data.things[focus.at].key;
      if (focus.kind === "document") return data.documents[focus.at].key;
      return pairKey(data, data.pairs[focus.at]);
    },
  };
}

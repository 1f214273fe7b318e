/* <qianshao-search>: a search box for any page of the intranet. One file, no dependency.
   <script src="http://server/embed.js" defer></script> <qianshao-search limit="5"></qianshao-search> */
(function () {
  "use strict";
  if (!("customElements" in window) || customElements.get("qianshao-search")) return;

  var script = document.currentScript;
  var BASE = script ? script.src.replace(/\/embed\.js(?:[?#].*)?$/, "") : location.origin;
  var FILTERS = []; // the server writes the names of its filters here
  var PAUSE_MS = 300, PATIENCE_MS = 8000, EXCERPT = 110, ANSWERS = 3;
  var WORDS = {
    zh: {
      label: "检索报告", go: "检索", searching: "正在检索…", none: "没有一段写出“{q}”", one: "共 1 段", total: "共 {n} 段", scattered: "没有一段含「{q}」全部的词；{n} 段只含一部分", partly: "以下 {n} 段只含一部分词", lacks: "缺：{w}",
      more: "在前哨中查看全部", away: "检索服务暂时连接不上，输入的内容已保留。", again: "再试一次", open: "在前哨中打开",
      propose: "您是不是要找：", nth: "第 {n} 段", year: "{n} 年", since: "{n} 年起", until: "{n} 年中断，此前是 {a}–{b} 年",
      absent: "本库没有「{q}」的文献", noYear: "本库没有 {n} 年的报告", noYearOf: "本库没有{u} {n} 年的文献", instead: "改查 ", meant: "没有「{q}」，已改查「{m}」", exact: "原文有这一句，一字不差", apart: "每一句库中都有，一字不差，只是不连在一起", bySigns: "原文有这一句，只有标点不同", altered: "库中没有一字不差的这一句", typed: "您写 ", printed: "原文 ", held: "本库收有：", first: "“{q}”在本库中最早见于 {n} 年", begun: "“{q}”始于 {d}，原文写明", stated: "原文写到：{d}", planned: "当时是计划", done: "{n} 年已见实施", sooner: "写法“{q}”更早，见于 {n} 年", issued: "{d} 发布", righted: "“{w}”后更正为 ", moreAnswers: "另有 {n} 个数据可以回答", aim: "（目标）", up: "升 ", down: "降 ", report: "文献：《{q}》", copy: "复制原文和引用", copied: "已复制", notCopied: "复制失败，请手动选择",
      refused: "本页还不能检索：检索服务没有登记本站。输入的内容已保留。", keeper: "给网站管理员",
      unlisted: "检索服务还没有登记本站（{o}）：请在 qianshao.yaml 的 embed.allowed_origins 中加上它，再重启服务。", guide: "嵌入说明"
    },
    en: {
      label: "Search reports", go: "Search", searching: "Searching…", none: "No paragraph has “{q}”", one: "1 paragraph", total: "{n} paragraphs", scattered: "No paragraph has all of “{q}”; {n} have a part of it", partly: "{n} more with only some of the words", lacks: "Lacks: {w}",
      more: "See all", away: "The search service cannot be reached; what you typed is kept.", again: "Try again", open: "Open the search page",
      propose: "Did you mean: ", nth: "paragraph {n}", year: "{n}", since: "since {n}", until: "broken in {n}, after {a}–{b}",
      absent: "The library has nothing of “{q}”", noYear: "no report of {n}", noYearOf: "no report of {u} of {n}", instead: "Try ", meant: "Nothing found for “{q}”; searched for “{m}”", exact: "printed so, word for word", apart: "every sentence is printed word for word, not side by side", bySigns: "printed so; only the punctuation differs", altered: "not printed word for word", typed: "You wrote ", printed: "Printed ", held: "The library has: ", first: "“{q}” stands first in {n} in this library", begun: "“{q}” began {d}, as the text says", stated: "the text says: {d}", planned: "then a plan", done: "done in {n}", sooner: "written “{q}” already in {n}", issued: "published {d}", righted: "“{w}” was corrected to ", moreAnswers: "{n} more figures answer", aim: " (target)", up: "up ", down: "down ", report: "Report: {q}", copy: "Copy text and reference", copied: "Copied", notCopied: "Not copied: please select it by hand",
      refused: "Searching on this page is not possible: the search service does not list this site. What you typed is kept.", keeper: "For the webmaster",
      unlisted: "The search service does not list this site ({o}): add it to embed.allowed_origins in qianshao.yaml and restart the service.", guide: "How to embed"
    }
  };

  var CSS = [
    // Of !important rules those of the box win over those of the page around it.
    ":host { display: block !important; visibility: visible !important; opacity: 1 !important; float: none !important; margin: var(--qs-margin, 0) !important; padding: 0 !important; border: 0 !important; border-radius: 0 !important; outline: 0 !important; background: none !important; box-shadow: none !important; transform: none !important; filter: none !important; }",
    ":host([hidden]) { display: none !important; }",
    ".root { all: initial; display: block; box-sizing: border-box; color: var(--qs-color, #20262b); background: var(--qs-background, transparent); font: var(--qs-font-size, 15px)/1.7 var(--qs-font, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif); overflow-wrap: anywhere; }",
    ".root * { box-sizing: border-box; }",
    "form { display: flex; margin: 0; }",
    "input { flex: 1; min-width: 0; height: 40px; margin: 0; padding: 0 12px; font: inherit; color: inherit; background: var(--qs-field, #fff); border: 1px solid var(--qs-border, #b9b5aa); border-right: 0; border-radius: var(--qs-radius, 6px) 0 0 var(--qs-radius, 6px); -webkit-appearance: none; appearance: none; }",
    "button { height: 40px; padding: 0 18px; font: inherit; cursor: pointer; color: var(--qs-accent-ink, #fff); background: var(--qs-accent, #1b5a78); border: 1px solid var(--qs-accent, #1b5a78); border-radius: 0 var(--qs-radius, 6px) var(--qs-radius, 6px) 0; }",
    "button.link { height: auto; padding: 0; color: var(--qs-accent, #1b5a78); background: none; border: 0; text-decoration: underline; border-radius: 2px; }",
    "input:focus-visible, button:focus-visible, a:focus-visible { outline: 2px solid var(--qs-accent, #1b5a78); outline-offset: 1px; }",
    ".status { margin: 6px 0 0; color: var(--qs-muted, #5a636b); font-size: .92em; min-height: 1.7em; }",
    ".status:empty { display: none; }",
    "ul { margin: 0; padding: 0; list-style: none; }",
    "li { padding: 8px 0; border-bottom: 1px solid var(--qs-line, #dcd8ce); }",
    "a { color: var(--qs-accent, #1b5a78); text-decoration: none; font-weight: 600; }",
    "a:hover { text-decoration: underline; }",
    ".facts { color: var(--qs-muted, #5a636b); font-size: .87em; }",
    ".answers p { margin: 6px 0 0; padding: 2px 0 2px 10px; border-left: 3px solid var(--qs-accent, #1b5a78); }",
    ".answers a { font-weight: 400; } .facts .link { margin-left: 8px; font-size: 1em; min-height: 24px; }",
    ".divide { padding: 4px 0; color: var(--qs-muted, #5a636b); font-size: .87em; }",
    ".text, .item .answer { margin: 2px 0 0; } .item .answer { font-size: .9em; }",
    "mark { color: inherit; background: var(--qs-mark, #ffe7a3); padding: 0 1px; }",
    ".more { margin: 8px 0 0; }",
    "summary { cursor: pointer; } details p { margin: 4px 0 0; }",
    "@media (prefers-color-scheme: dark) { :host([colors=auto]) .root { --qs-color: #e2e5e2; --qs-muted: #a4aeb4; --qs-accent: #83c3de; --qs-accent-ink: #10222b; --qs-field: #1b2125; --qs-border: #4a555c; --qs-line: #323b41; --qs-mark: #5c4a14; } }"
  ].join("\n");

  var sheet = null;
  try {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  } catch (error) { sheet = null; /* an old browser: the box works, unadorned */ }

  function make(name, part, text) {
    var element = document.createElement(name);
    if (part) { element.setAttribute("part", part); element.className = part; }
    if (text) element.textContent = text;
    return element;
  }

  // Offsets from the server count code points; the pieces are cut in code points, too.
  function pieces(text, marks, limit) {
    var points = Array.from(text);
    var first = marks.length ? marks[0][0] : 0;
    var start = limit && points.length > limit ? Math.max(0, Math.min(first - 20, points.length - limit)) : 0;
    var end = limit ? Math.min(points.length, start + limit) : points.length;
    var found = [], at = start;
    marks.forEach(function (mark) {
      var low = Math.max(mark[0], at), high = Math.min(mark[1], end);
      if (low >= high) return;
      if (low > at) found.push([points.slice(at, low).join(""), false]);
      found.push([points.slice(low, high).join(""), true]);
      at = high;
    });
    if (at < end) found.push([points.slice(at, end).join(""), false]);
    if (start > 0) found.unshift(["…", false]);
    if (end < points.length) found.push(["…", false]);
    return found;
  }

  function fill(element, text, marks, limit) {
    pieces(text, marks || [], limit).forEach(function (piece) {
      element.appendChild(piece[1] ? make("mark", "mark", piece[0]) : document.createTextNode(piece[0]));
    });
    return element;
  }

  // Over plain HTTP there is no navigator.clipboard.
  function copied(text) {
    var done = false;
    function fillIn(event) {
      event.preventDefault();
      event.stopImmediatePropagation();
      event.clipboardData.setData("text/plain", text);
      done = true;
    }
    window.addEventListener("copy", fillIn, true);
    try { document.execCommand("copy"); } catch (error) { /* done stays false */ }
    window.removeEventListener("copy", fillIn, true);
    return done;
  }

  class QianshaoSearch extends HTMLElement {
    static get observedAttributes() { return ["placeholder", "lang"]; }

    constructor() {
      super();
      this._composing = false;
      this._running = null;
      this._timer = 0;
      var shadow = this.attachShadow({ mode: "open", delegatesFocus: true });
      if (sheet && "adoptedStyleSheets" in shadow) shadow.adoptedStyleSheets = [sheet];
      this._build(shadow);
    }

    connectedCallback() {
      this._label();
      if (!this._input.value && this.getAttribute("value")) this.value = this.getAttribute("value");
    }
    disconnectedCallback() { clearTimeout(this._timer); if (this._running) this._running.abort(); }
    attributeChangedCallback() { this._label(); }

    get server() { return (this.getAttribute("server") || BASE).replace(/\/+$/, ""); }
    get value() { return this._input.value; }
    set value(text) { this._input.value = text; this._later(); }
    get limit() { return Math.min(20, Math.max(1, parseInt(this.getAttribute("limit"), 10) || 5)); }

    get _comma() { return this._isEnglish ? ", " : "、"; }
    get _isEnglish() { return (this.getAttribute("lang") || "").slice(0, 2) === "en"; }

    _word(name, values) {
      var lang = (this.getAttribute("lang") || "zh").slice(0, 2);
      return (WORDS[lang] || WORDS.zh)[name].replace(/\{(\w)\}/g, function (all, key) { return values[key]; });
    }

    _build(shadow) {
      var root = make("div");
      root.className = "root";
      this._form = make("form", "form");
      this._form.setAttribute("role", "search");
      this._input = make("input", "input");
      this._input.type = "search";
      this._input.autocomplete = "off";
      this._input.maxLength = 2000;
      this._button = make("button", "button");
      this._status = make("div", "status");
      this._status.setAttribute("role", "status");
      this._answers = make("div", "answers");
      this._list = make("ul", "list");
      this._more = make("p", "more");
      this._form.append(this._input, this._button);
      root.append(this._form, this._status, this._answers, this._list, this._more);
      shadow.appendChild(root);
      this._listen(root);
    }

    _listen(root) {
      var self = this;
      this._form.addEventListener("submit", function (event) {
        event.preventDefault();
        if (!self._composing) self._search();
      });
      this._input.addEventListener("compositionstart", function () { self._composing = true; });
      this._input.addEventListener("compositionend", function () { self._composing = false; self._later(); });
      this._input.addEventListener("input", function (event) { if (!event.isComposing && !self._composing) self._later(); });
      root.addEventListener("keydown", function (event) { self._press(event); });
      ["keyup", "keypress"].forEach(function (kind) {
        root.addEventListener(kind, function (event) { event.stopPropagation(); });
      });
    }

    // Keys typed here are no shortcuts of the page around us; Tab and Escape pass.
    _press(event) {
      if (event.key !== "Tab" && event.key !== "Escape") event.stopPropagation();
      if (event.isComposing || event.keyCode === 229) {
        if (event.key === "Enter") event.preventDefault();
        return;
      }
      var links = Array.prototype.slice.call(this.shadowRoot.querySelectorAll(".answers a, .list a"));
      var here = links.indexOf(this.shadowRoot.activeElement);
      if (event.key === "ArrowDown" && links.length) {
        event.preventDefault();
        links[Math.min(links.length - 1, here + 1)].focus();
      } else if (event.key === "ArrowUp" && here >= 0) {
        event.preventDefault();
        (here ? links[here - 1] : this._input).focus();
      } else if (event.key === "Escape" && (this._input.value || links.length)) {
        this._input.value = "";
        this._clear();
        this._input.focus();
      }
    }

    _label() {
      var words = this.getAttribute("placeholder") || this._word("label");
      this._input.placeholder = words;
      this._input.setAttribute("aria-label", words);
      this._button.textContent = this._word("go");
    }

    _later() {
      var self = this;
      clearTimeout(this._timer);
      this._timer = setTimeout(function () { self._search(); }, PAUSE_MS);
    }

    _clear() {
      clearTimeout(this._timer);
      if (this._running) this._running.abort();
      this._empty("");
    }

    _empty(words) {
      this._status.textContent = words;
      this._answers.textContent = "";
      this._list.textContent = "";
      this._more.textContent = "";
    }

    _pairs(size) {
      var pairs = [["q", this._input.value.trim()]];
      var self = this;
      if (this.getAttribute("mode") === "exact") pairs.push(["mode", "exact"]);
      FILTERS.forEach(function (name) {
        (self.getAttribute(name) || "").split("|").forEach(function (value) {
          if (value.trim()) pairs.push([name, value.trim()]);
        });
      });
      if (size) pairs.push(["size", String(size)], ["facet_limit", "0"], ["box", "1"]);
      if (this._isEnglish) pairs.push(["lang", "en"]);
      return pairs.map(function (pair) { return pair[0] + "=" + encodeURIComponent(pair[1]); }).join("&");
    }

    _search() {
      var self = this;
      clearTimeout(this._timer);
      if (this._running) this._running.abort();
      var words = this._input.value.trim();
      if (!words) return this._clear();
      var running = (this._running = new AbortController());
      var late = false;
      var patience = setTimeout(function () { late = true; running.abort(); }, PATIENCE_MS);
      this._status.textContent = this._word("searching");
      fetch(this.server + "/api/v1/search?" + this._pairs(this.limit), { signal: running.signal, credentials: "omit" })
        .then(function (response) {
          return response.json().then(function (body) { return { ok: response.ok, body: body }; });
        })
        .then(function (answer) {
          if (self._running !== running) return;
          if (answer.ok) self._show(words, answer.body);
          else self._fail(answer.body.detail);
        })
        .catch(function () { if (self._running === running && (late || !running.signal.aborted)) return self._away(running, late); })
        .then(function () { clearTimeout(patience); });
    }

    _show(words, body) {
      var self = this;
      var told = body.box || {}, answers = body.answers || [];
      var isFolded = told.unmet || told.in_gap || (told.missing || []).length > 0; // its hits only share words with it
      var some = body.matches && !told.scattered ? body.matches.some : 0;
      var whole = body.total - some;
      var partly = whole ? some : 0;
      this._empty(this._headline(words, told, whole || body.total, body.query.corrected));
      var others = body.query.suggestions.filter(function (s) { return s.text !== words; });
      if ((!body.total || isFolded || told.scattered) && others.length) this._propose(others);
      this._pasted(told.pasted && told.pasted.difference);
      this._instead(words, told);
      this._answer(answers, told);
      (isFolded ? [] : body.hits).forEach(function (hit, i) {
        if (partly && hit.match === "some") {
          self._list.appendChild(make("li", "divide", self._word("partly", { n: partly })));
          partly = 0;
        }
        self._list.appendChild(self._row(hit, words, (told.citations || [])[i], (told.corrections || [])[i] || []));
      });
      if (!body.total || body.total > this._list.querySelectorAll(".item").length || answers.length) this._more.appendChild(this._onward(isFolded || !body.total ? "open" : "more"));
    }

    _headline(words, told, total, corrected) {
      var self = this;
      var absent = told.missing || [], pasted = told.pasted, gaps = told.year_gaps || [];
      var said = absent.length ? "absent" : !total || told.unmet ? "none" : told.scattered ? "scattered" : total === 1 ? "one" : "total";
      var headline = told.in_gap && !absent.length ? [] : [this._word(said, { n: total, q: absent.join(this._comma) || words })];
      if (corrected) headline.unshift(this._word("meant", { q: words, m: corrected }));
      if (pasted && (pasted.is_printed || pasted.is_near)) headline.push(this._word(!pasted.is_printed ? "altered" : pasted.is_apart ? "apart" : pasted.difference ? "bySigns" : "exact"));
      gaps.forEach(function (gap) { headline.push(self._word("noYearOf", { u: gap.unit, n: gap.year })); });
      (told.years_missing || []).forEach(function (n) { headline.push(self._word("noYear", { n: n })); });
      return headline.join(" · ");
    }

    // A pasted sentence and what is printed, both marked where they differ.
    _pasted(difference) {
      var self = this;
      if (!difference) return;
      ["typed", "printed"].forEach(function (side) {
        var line = self._line();
        line.append(make("b", "", self._word(side)));
        difference[side].forEach(function (span) { line.append(span[1] ? make("mark", "mark", span[0]) : span[0]); });
      });
    }

    // Years of which a unit has reports, and whose reports the library has.
    _instead(words, told) {
      var self = this;
      (told.year_gaps || []).forEach(function (gap) {
        self._propose(gap.nearest.map(function (year) { return { text: words.replace(gap.year, year) }; }), "instead");
      });
      if (!(told.held || []).length) return;
      var line = this._line();
      line.append(this._word("held"));
      told.held.forEach(function (one) { line.append(self._link(one.name, self._at(one.url)), " "); });
    }

    // What the page of results answers above its list: figures, a first year, a report's own title.
    _answer(answers, told) {
      var self = this;
      answers.slice(0, ANSWERS).forEach(function (row) {
        var year = row.year_told ? self._word("year", { n: row.year_told }) : "";
        var lasted = row.lasted && (row.lasted.until ? self._word("until", { n: row.lasted.until + 1, a: row.lasted.since, b: row.lasted.until }) : self._word("since", { n: row.lasted.since }));
        var way = row.kind === "change" && (row.direction === "up" || row.direction === "down") ? self._word(row.direction) : "";
        var line = self._line();
        line.append(make("b", "", lasted || way + row.shown), " " + [row.source || row.title, lasted ? "" : year].filter(Boolean).join(self._isEnglish ? ", " : "，") + (row.modality === "target" ? self._word("aim") : "") + (self._isEnglish ? ": " : "："), self._link("“" + row.quote + "”", self._at(row.url)));
      });
      if (answers.length > ANSWERS) this._line().append(this._onward("moreAnswers", { n: answers.length - ANSWERS }));
      if (told.first) this._tellFirst(told.first);
      (told.said || []).forEach(function (one) {
        var year = one.year ? self._word("year", { n: one.year }) : "";
        self._line().append(make("b", "", one.source || ""), " " + year + (self._isEnglish ? ": " : "："), self._link("“" + one.quote + "”", self._at(one.url)));
      });
      (told.titles || []).forEach(function (one) {
        self._line().append(self._link(self._word("report", { q: one.title }), self._at(one.url)));
      });
    }

    _tellFirst(first) {
      var stated = first.stated.filter(function (day) { return day !== first.begun; });
      var facts = [first.planned && this._word("planned"), first.done_year && this._word("done", { n: first.done_year }), first.sooner && this._word("sooner", { q: first.sooner.name, n: first.sooner.year }), stated.length && this._word("stated", { d: stated.join(this._comma) })];
      var link = this._link(this._word("first", { q: first.name, n: first.year }), this._at(first.url));
      var begun = first.begun ? this._word("begun", { q: first.name, d: first.begun }) + " · " : "";
      this._line().append(begun, link, facts.filter(Boolean).map(function (fact) { return " · " + fact; }).join(""));
    }

    _line() {
      return this._answers.appendChild(make("p", "answer"));
    }

    _row(hit, words, citation, corrections) {
      var self = this;
      var row = make("li", "item");
      var target = this._at(hit.url);
      target.searchParams.set("q", words);
      if (this._isEnglish) target.searchParams.set("lang", "en");
      var link = this._link("", target);
      link.setAttribute("part", "title");
      var year = hit.year ? this._word("year", { n: hit.year }) : hit.date;
      var known = [hit.source, year, hit.genre].filter(Boolean).join(" "); // of what has no title
      fill(link, hit.title || known || hit.document, hit.title ? hit.title_marks : []);
      var lacks = hit.match === "some" && hit.lacks && hit.lacks.length ? this._word("lacks", { w: hit.lacks.join(this._comma) }) : "";
      // A report of a year is mostly published in the next: both are told, where they differ.
      var isOfYear = hit.year !== null && (hit.date || "").slice(0, 4) !== String(hit.year);
      var day = hit.date && isOfYear ? this._word("issued", { d: hit.date }) : hit.date;
      var facts = [hit.source, isOfYear ? this._word("year", { n: hit.year }) : "", day, this._word("nth", { n: hit.ordinal }), lacks];
      var told = make("div", "facts", facts.filter(Boolean).join(" · "));
      var remarks = corrections.map(function (one) {
        var remark = make("p", "answer", self._word("righted", { w: one.wrong }));
        remark.append(self._link(one.right, self._at(one.url)), " " + one.title);
        return remark;
      });
      var righted = remarks.map(function (remark) { return "\n〔" + remark.textContent + "〕"; }).join("");
      if (citation) told.append(this._copier(hit.text + righted, citation));
      row.append(link, told, fill(make("p", "text"), hit.text, hit.marks, EXCERPT));
      remarks.forEach(function (remark) { row.append(remark); });
      return row;
    }

    _copier(text, citation) {
      var self = this;
      var button = make("button", "", this._word("copy"));
      button.className = "link";
      button.type = "button";
      button.addEventListener("click", function () {
        button.textContent = self._word(copied(text + "\n" + citation) ? "copied" : "notCopied");
        setTimeout(function () { button.textContent = self._word("copy"); }, 1600);
      });
      return button;
    }

    _onward(word, values) {
      return this._link(this._word(word, values), this.server + "/search?" + this._pairs());
    }

    // Addresses in answers begin with the sub-path that the server is under.
    _at(url) { return new URL(url, this.server); }

    _link(text, target) {
      var link = make("a", "", text);
      link.href = target;
      link.target = "_blank";
      link.rel = "noopener";
      return link;
    }

    _propose(suggestions, said) {
      var self = this;
      this._status.append(" ", this._word(said || "propose"));
      suggestions.forEach(function (s) {
        var button = make("button", "", s.text);
        button.className = "link";
        button.type = "button";
        button.addEventListener("click", function () { self._input.value = s.text; self._search(); self._input.focus(); });
        self._status.append(button, " ");
      });
    }

    // A server that answers, but not to this page, has not listed its origin.
    _away(running, late) {
      var self = this;
      if (late || new URL(this.server, location.href).origin === location.origin) return this._fail();
      return fetch(this.server + "/embed.js", { mode: "no-cors", credentials: "omit", cache: "no-store" })
        .then(function () { return true; }, function () { return false; })
        .then(function (isUnlisted) {
          if (self._running !== running) return;
          self._fail(isUnlisted ? self._word("refused") : "");
          if (isUnlisted) self._status.append(self._forKeeper());
        });
    }

    // What a reader cannot do anything about is folded.
    _forKeeper() {
      var told = make("details");
      var text = make("p", "", this._word("unlisted", { o: location.origin }) + " ");
      text.append(this._link(this._word("guide"), this.server + "/embed-guide"));
      told.append(make("summary", "", this._word("keeper")), text);
      return told;
    }

    _fail(reason) {
      var self = this;
      this._empty((reason || this._word("away")) + " ");
      if (!reason) { // trying again may help
        var again = make("button", "", this._word("again"));
        again.className = "link";
        again.type = "button";
        again.addEventListener("click", function () { self._search(); });
        this._status.append(again, " ");
      }
      this._status.append(this._onward("open"));
    }
  }

  customElements.define("qianshao-search", QianshaoSearch);
})();

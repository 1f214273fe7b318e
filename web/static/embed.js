/* <qianshao-search>: a search box for any page of the intranet. One file, no dependency.
   <script src="http://server/embed.js" defer></script> <qianshao-search limit="5"></qianshao-search> */
(function () {
  "use strict";
  if (!("customElements" in window) || customElements.get("qianshao-search")) return;

  var script = document.currentScript;
  var BASE = script ? script.src.replace(/\/embed\.js(?:[?#].*)?$/, "") : location.origin;
  var FILTERS = []; // the server writes the names of its filters here
  var PAUSE_MS = 300, PATIENCE_MS = 8000;
  var PARTS = [[".answers li, .answers > p, .propose", "answer"], [".hits", "list"], [".hit", "item"], [".hit h2 a", "title"], [".facts", "facts"], [".text", "text"], ["mark", "mark"]];
  var WORDS = {
    zh: {
      label: "检索报告", go: "检索", searching: "正在检索…", away: "检索服务暂时连接不上，输入的内容已保留。", again: "再试一次", open: "在前哨中打开", copy: "复制原文和引用",
      copied: "已复制", notCopied: "复制失败，请手动选择", refused: "本页还不能检索：检索服务没有登记本站。输入的内容已保留。", keeper: "给网站管理员", unlisted: "检索服务还没有登记本站（{o}）：请在 qianshao.yaml 的 embed.allowed_origins 中加上它，再重启服务。", guide: "嵌入说明"
    },
    en: {
      label: "Search reports", go: "Search", searching: "Searching…", away: "The search service cannot be reached; what you typed is kept.", again: "Try again", open: "Open the search page", copy: "Copy text and reference",
      copied: "Copied", notCopied: "Not copied: please select it by hand", refused: "Searching on this page is not possible: the search service does not list this site. What you typed is kept.", keeper: "For the webmaster", unlisted: "The search service does not list this site ({o}): add it to embed.allowed_origins in qianshao.yaml and restart the service.", guide: "How to embed"
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
    "ul, ol { margin: 0; padding: 0; list-style: none; } h2 { margin: 0; font: inherit; } .found p { margin: 2px 0 0; }",
    ".hit { padding: 8px 0; border-bottom: 1px solid var(--qs-line, #dcd8ce); }",
    "a { color: var(--qs-accent, #1b5a78); text-decoration: none; } h2 a, .count a { font-weight: 600; } .line h2 { display: inline-block; margin-right: 8px; }",
    "a:hover { text-decoration: underline; } b, strong { font-weight: 600; } .unseen { display: none; }",
    ".facts, .note, .divider, small { color: var(--qs-muted, #5a636b); font-size: .87em; } .facts span { margin-right: 8px; } .status strong { color: var(--qs-color, #20262b); } .found .corrected { color: inherit; font-size: .92em; } .found .link { font-size: 1em; min-height: 24px; }",
    ".answers, .near, .card { margin: 6px 0 0; padding: 2px 0 2px 10px; border-left: 3px solid var(--qs-accent, #1b5a78); }",
    "th, td { padding: 1px 10px 1px 0; text-align: left; vertical-align: top; font-weight: 400; }",
    "mark { color: inherit; background: var(--qs-mark, #ffe7a3); padding: 0 1px; }",
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
      this._found = make("div", "found");
      this._form.append(this._input, this._button);
      root.append(this._form, this._status, this._found);
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
      root.addEventListener("click", function (event) { self._click(event); });
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
      var links = Array.prototype.slice.call(this.shadowRoot.querySelectorAll(".found a"));
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
      this._found.textContent = "";
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
      if (size) pairs.push(["size", String(size)]);
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
      fetch(this.server + "/api/v1/box?" + this._pairs(this.limit), { signal: running.signal, credentials: "omit" })
        .then(function (response) {
          return response.ok ? response.text().then(function (html) { return { html: html }; }) : response.json();
        })
        .then(function (answer) {
          if (self._running !== running) return;
          if (answer.html) self._show(answer.html);
          else self._fail(answer.detail);
        })
        .catch(function () { if (self._running === running && (late || !running.signal.aborted)) return self._away(running, late); })
        .then(function () { clearTimeout(patience); });
    }

    // What the frame shows, too: links lead to the server in a new window, a mere wording is searched here.
    _show(html) {
      var self = this, page = new DOMParser().parseFromString(html, "text/html").body;
      page.querySelectorAll("a").forEach(function (link) {
        link.href = new URL(link.getAttribute("href"), self.server);
        link.target = "_blank";
        link.rel = "noopener";
      });
      PARTS.forEach(function (pair) {
        page.querySelectorAll(pair[0]).forEach(function (element) { element.setAttribute("part", pair[1]); });
      });
      this._empty("");
      this._status.append.apply(this._status, page.querySelector(".count").childNodes);
      page.querySelector(".count").remove();
      this._found.append.apply(this._found, page.childNodes);
    }

    _click(event) {
      var button = event.target.closest("[data-copy]"), link = event.target.closest(".propose a");
      if (button) this._copy(button, button.closest("li"));
      var words = link && /\/search\?q=[^&]*(?:&(?:size=\d+|lang=en))*$/.test(link.href) && new URL(link.href).searchParams.get("q");
      if (!words || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this._input.value = words;
      this._search();
      this._input.focus();
    }

    // The whole paragraph, what of it was corrected later, and its reference.
    _copy(button, hit) {
      var self = this;
      var said = [".whole .text, .hit > .text", ".corrected", ".reference"].map(function (which) { return hit.querySelector(which); });
      var whole = hit.querySelector(".whole .text") || said[0];
      var text = whole.textContent.trim() + (said[1] ? "\n〔" + said[1].textContent.trim() + "〕" : "") + "\n" + said[2].textContent;
      button.textContent = this._word(copied(text) ? "copied" : "notCopied");
      setTimeout(function () { button.textContent = self._word("copy"); }, 1600);
    }

    _onward(word, values) {
      return this._link(this._word(word, values), this.server + "/search?" + this._pairs());
    }

    _link(text, target) {
      var link = make("a", "", text);
      link.href = target;
      link.target = "_blank";
      link.rel = "noopener";
      return link;
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

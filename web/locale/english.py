"""The page's words in English, by the Chinese that stands in the templates; a test finds gaps."""

from __future__ import annotations

ENGLISH: dict[str, str] = {
    "前哨": "Qianshao",
    "中文报告全文检索": "full-text search for Chinese reports",
    # frame and search box
    "跳到正文": "Skip to content",
    "站内": "Site",
    "举措": "Initiatives",
    "文献": "Documents",
    "帮助": "Help",
    "嵌入": "Embed",
    "深色或浅色": "Dark or light",
    "深色": "Dark",
    "浅色": "Light",
    "原文版权归发布单位所有；引用时请核对原文。": (
        "The texts belong to their publishers; check the original before quoting."
    ),
    "键盘": "Keyboard",
    "关闭": "Close",
    "检索词": "Query",
    "检索": "Search",
    "词语、名称、一句话，或一个问题": "Words, a name, a sentence, or a question",
    "建议": "Suggestions",
    "方式": "Mode",
    "智能": "Smart",
    "精确": "Exact",
    "范围": "Field",
    "全文": "Text",
    "标题": "Title",
    "高级": "Advanced",
    "在检索框里可以这样写：": "In the box you can write:",
    "作为一个词组": "as one phrase",
    "同在一句": "in one sentence",
    "相距五字以内": "within five characters",
    "每页": "Per page",
    "更多写法": "More operators",
    "没有建议": "No suggestions",
    "找到 {n} 条建议": "{n} suggestions",
    # start
    "{n} 篇报告，{m} 段原文，每一处都能找到、核对、引用。": (
        "{n} reports, {m} paragraphs: every passage can be found, checked and quoted."
    ),
    "试一试": "Try it",
    "查一项举措": "Look up an initiative",
    "各单位怎么叫它、做到什么程度：{n} 段": (
        "What bureaus call it, how far they got: {n} paragraphs"
    ),
    "比一个主题": "Compare a theme",
    "按篇并排看各单位的写法：{n} 段": "Report by report: {n} paragraphs",
    "找一句话的出处": "Trace a sentence",
    "粘贴一段文字，精确定位到原段：{n} 段": "Paste a text, find its paragraph: {n} paragraphs",
    "从一项举措开始": "Start from an initiative",
    "全部 {n} 项举措": "All {n} initiatives",
    "按主题看": "By theme",
    "本库收录": "What the library holds",
    "数字是段数；年份是报告所述的年份。": (
        "Figures count paragraphs; the year is the one a report is about."
    ),
    "只列段数最多的 {n} 个来源，共 {m} 个。": "The {n} largest of {m} sources.",
    "全部文献": "All documents",
    "各来源各年份的段数": "Paragraphs by source and year",
    "来源": "Source",
    "主题": "Theme",
    "地区": "Region",
    "年份": "Year",
    "体裁": "Genre",
    "合计": "Total",
    "未注明来源": "Source not stated",
    # results
    "筛选": "Filters",
    "应用": "Apply",
    "收起": "Hide",
    "各年段数": "Paragraphs by year",
    "{y} 年，{n} 段": "{y}: {n} paragraphs",
    "从哪一年": "From year",
    "到哪一年": "To year",
    "按年筛选": "Apply years",
    "{a} 至 {b} 年": "{a} to {b}",
    "已选 {n}": "{n} chosen",
    "在{name}中查找": "Find in {name}",
    "更多 {n} 项": "{n} more",
    "列出全部": "List all",
    "检索结果": "Results",
    "没有找到": "Nothing found",
    "{n} 段": "{n} paragraphs",
    "{n} 篇": "{n} documents",
    "{n} 秒": "{n} s",
    "{n} 段含完整词组": "{n} with the whole phrase",
    "{n} 段含全部词": "{n} with all words",
    "{n} 段分散命中": "{n} with some words",
    "一并检索的写法：": "Also searched: ",
    "（同义）": "(synonym)",
    "（异写）": "(variant)",
    "（繁简）": "(traditional/simplified)",
    "（数字）": "(numeral)",
    "（写法）": "(spelling)",
    "只查原词": "Only as typed",
    "只查了原词。": "Only the words as typed. ",
    "也查同义和异写": "Also synonyms and variants",
    "您是不是要找": "Did you mean",
    "不加筛选：": "Without filters: ",
    "可以改查：": "Try: ",
    "拼音": "Pinyin",
    "词组": "Phrase",
    "已选的筛选": "Filters in force",
    "去掉筛选：{name} {value}": "Remove filter: {name} {value}",
    "全部清除": "Clear all",
    "看法": "View",
    "排序": "Order",
    "段落": "Paragraphs",
    "按篇": "By document",
    "对照": "Concordance",
    "相关": "Relevance",
    "最新": "Newest",
    "最早": "Oldest",
    "导出": "Export",
    "在结果中检索": "Search within",
    "共 {n} 段，超过一次导出的上限 {m}；下面的文件只含当前页。": (
        "{n} paragraphs are over the limit of {m} for one file; these hold the current page."
    ),
    "没有一段同时满足这些条件": "No paragraph meets all conditions",
    "去掉全部筛选再查": "Search again without filters",
    "改用智能检索：词语可以分开，也查同义和异写": "Use smart mode: words apart, synonyms too",
    "在全文中查，不限标题": "Search the text, not only titles",
    "少写几个字，或换一种说法": "Try fewer or other words",
    "看看本库有哪些举措": "See the initiatives of this library",
    "这一页没有内容": "Nothing on this page",
    "回到第一页": "Back to the first page",
    "每处命中一行，左右是上下文": "One line for each hit with its context",
    "前文": "Before",
    "命中": "Hit",
    "后文": "After",
    "出处": "Found in",
    "分散命中": "Scattered hits",
    "以下各段只含一部分词": "The paragraphs below hold only some of the words",
    "原文预览": "Preview",
    "按 j、k 移动，按 Enter 或点击一段，这里显示它的前后文。": (
        "Move with j and k; Enter or a click shows a paragraph in its context here."
    ),
    "复制所选和引用": "Copy with citations",
    "清除": "Clear",
    "结果已更新：{n} 段": "Results updated: {n} paragraphs",
    "连接中断，显示的是上一次的结果": "Connection lost; these are the previous results",
    # hits
    "第 {n} 段": "paragraph {n}",
    "{n} 年": "{n}",
    "引用": "Cite",
    "复制": "Copy",
    "链接": "Link",
    "全段": "Whole paragraph",
    "勾选第 {n} 条": "Tick hit {n}",
    "这一篇共有 {n} 段命中": "{n} matching paragraphs in this document",
    "得分 {n}": "Score {n}",
    "翻页": "Pages",
    "上一页": "Previous",
    "下一页": "Next",
    "第 {a} / {b} 页": "Page {a} of {b}",
    "已复制": "Copied",
    "已复制 {n} 段": "{n} paragraphs copied",
    "复制失败，请手动选择": "Copying failed; please select by hand",
    "上一处命中": "Previous hit",
    "下一处命中": "Next hit",
    "打开原文": "Open",
    # reading
    "目录": "Contents",
    "数据": "Data",
    "回到检索结果": "Back to the results",
    "所述年份": "Year",
    "发布日期": "Published",
    "篇幅": "Length",
    "原始网址": "Original address",
    "「{q}」在本篇有 {n} 处命中": "“{q}”: {n} hits in this document",
    "上一处": "Previous",
    "下一处": "Next",
    "第 {a} 处，共 {b} 处": "{a} / {b}",
    "本篇没有「{q}」的原词；它可能在标题或其他篇里": (
        "“{q}” does not stand in this text; it may be in a title or elsewhere"
    ),
    "链接所指的段落：第 {n} 段": "The paragraph the link means: {n}",
    "链接所指的段落已有改动，以下是本篇现在的内容。": (
        "The paragraph of the link has changed; this is the document as it is now."
    ),
    "链接所指的段落已移到这里（第 {n} 段）": "The paragraph of the link has moved here ({n})",
    "链接所指的段落已有改动，这里是原来的位置": "The paragraph of the link has changed",
    "第 {n} 段的永久链接": "Permanent link to paragraph {n}",
    "同一来源的报告": "Reports of the same source",
    "同一来源 · 上一篇": "Same source · before",
    "同一来源 · 下一篇": "Same source · after",
    "{d} 发布": "published {d}",
    # initiatives
    "举措索引": "Index of initiatives",
    "{n} 项": "{n}",
    "活动、平台、机制、工程、口号等专名，不论原文怎样写，都归到一个名称下；数字是段数。": (
        "Campaigns, platforms, mechanisms, slogans: each under one name however it is written; "
        "figures count paragraphs."
    ),
    "在举措中查找": "Find an initiative",
    "种类": "Kind",
    "其他": "Other",
    "本库还没有登记举措。": "No initiatives yet.",
    "在本库中最早": "First in this library",
    "收录": "Holdings",
    "{n} 个来源": "{n} sources",
    "写法": "Written forms",
    "谁在用": "Who uses it",
    "原文，从早到晚": "Paragraphs, oldest first",
    "在检索页中打开，可再筛选": "Open as a search, to filter further",
    "本库还没有含它的段落。": "No paragraph has it yet.",
    # errors
    "出错了": "Something went wrong",
    "没有找到这一页": "Page not found",
    "暂时不能检索": "Search is not available right now",
    "这个请求无法执行": "This request cannot be carried out",
    "您输入的内容还在检索框里，稍后按「检索」再试即可。": (
        "What you typed is still in the box; press Search again in a moment."
    ),
    "回到首页": "Back to the start",
    "代码": "Code",
    # keys
    "到检索框": "to the search box",
    "下一条、上一条": "next, previous hit",
    "预览所在的前后文": "preview in context",
    "下一处、上一处命中": "next, previous mark",
    "勾选，之后可一并复制": "tick, to copy several",
    "复制引用": "copy the citation",
    "上一页、下一页": "previous, next page",
    "显示这张表": "this table",
    "关闭、离开检索框": "close, leave the box",
    # embedding
    "前哨检索框": "Qianshao search box",
    "检索报告": "Search reports",
    "在前哨中查看全部": "See all",
    "把检索框放进单位内网": "Put the search box into your intranet",
    "四种方式，由简到繁；每一段都可以直接复制，已写好本服务器的地址。": (
        "Four ways, from simple to rich; each block can be copied as it is and holds this "
        "server's address."
    ),
    "还没有登记允许嵌入的网站。": "No site is allowed to embed yet.",
    "方式二和方式三要等管理员在 qianshao.yaml 中写上门户的来源并重启服务后才能用：": (
        "Ways two and three work once the administrator has put the portal's origin into "
        "qianshao.yaml and restarted the service:"
    ),
    "已登记的网站：": "Allowed sites: ",
    "一、普通表单": "1. Plain form",
    "不需要脚本，任何页面都能放；结果在前哨的页面上显示。": (
        "No script; works on any page; results open here."
    ),
    "二、内嵌框架": "2. Frame",
    "结果显示在框内；框的高度由消息自动调整。": (
        "Results inside the frame; its height follows by message."
    ),
    "门户页面的内容安全策略（CSP）需要加上：": ("The host page's content security policy needs:"),
    "三、网页组件": "3. Web component",
    "一个脚本文件，样式与门户互不影响；同一页可以放几个。": (
        "One script; styles do not touch the host's; several per page."
    ),
    "属性：source、theme、initiative、region、year、genre（多个值用 | 分开）、mode、limit、placeholder、lang。": (  # noqa: E501
        "Attributes: source, theme, initiative, region, year, genre (several values joined by |), "
        "mode, limit, placeholder, lang."
    ),
    "外观：CSS 变量与 ::part，例如": "Looks: custom properties and ::part, for example",
    "变量：--qs-accent、--qs-background、--qs-color、--qs-muted、--qs-border、--qs-mark、--qs-font、--qs-font-size、--qs-radius。部件：form、input、button、status、list、item、title、facts、text、mark、more。": (  # noqa: E501
        "Properties: --qs-accent, --qs-background, --qs-color, --qs-muted, --qs-border, "
        "--qs-mark, --qs-font, --qs-font-size, --qs-radius. Parts: form, input, button, status, "
        "list, item, title, facts, text, mark, more."
    ),
    "试用": "Try it here",
    "四、数据接口": "4. API",
    "JSON，字段说明见": "JSON, described at",
    "。": ".",
    "浏览器地址栏": "The browser's address bar",
    "浏览器会自动发现本站的检索说明；也可以手工填写：": (
        "Browsers discover this site's search by themselves; or enter by hand:"
    ),
    # help
    "打字就能查；下面每个例子都取自本库，点开就是结果。": (
        "Just type. Every example below is taken from this library and opens its results."
    ),
    "怎样写检索词": "How to write a query",
    "想做的事": "To",
    "这样写": "write",
    "查一个名称，不管原文有没有引号": "find a name, quoted in print or not",
    "一定要连在一起": "demand one run of characters",
    "同一段里都要有": "demand both in a paragraph",
    "有一个就行": "accept either",
    "不要含某个词": "leave a word out",
    "同在一句，或相距不远": "want them in one sentence, or near",
    "限定年份": "limit the years",
    "限定来源、主题、地区、举措、标题": "limit source, theme, region, initiative, title",
    "有一两个字记不准": "leave characters open",
    "任意几个字": "any characters",
    "一个字": "one character",
    "直接提问": "ask a question",
    "找一句话的出处（精确）": "trace a sentence (exact)",
    "智能与精确": "Smart and exact",
    "智能：完整词组排在前，其次是含全部词的段落；含一部分词的在「分散命中」线以下。同义、异写、繁简、数字写法会一并检索，列在结果上方，可以一键改为「只查原词」。": (  # noqa: E501
        "Smart: paragraphs with the whole phrase come first, then those with all words; those "
        "with some of them stand below a divider. Synonyms, variants, traditional characters and "
        "numerals are searched along, shown above the results, and switched off by one click."
    ),
    "精确：整个检索框的内容当作一串字，逐字比对；引号、空白、全半角和繁简不计，标点和小数点照算。粘贴带断行的文字也能找到。": (  # noqa: E501
        "Exact: the whole box is one string, compared character by character; quotation marks, "
        "white space, width and traditional forms do not matter, punctuation does. Text pasted "
        "with line breaks is found, too."
    ),
    "筛选、引用、导出": "Filters, citations, exports",
    "同一栏里多选是「或」，不同栏之间是「且」；数字是选上之后会有的段数。地区选了上级，下级都算在内。": (  # noqa: E501
        "Several values of one filter mean or, different filters mean and; figures say how many "
        "paragraphs a choice gives. A region includes all below it."
    ),
    "「引用」按 GB/T 7714—2025（或 2015）给出，带段号和永久链接；「复制」把原文和引用一起放进剪贴板，可直接粘贴到 WPS 或 Word。": (  # noqa: E501
        "Cite gives GB/T 7714—2025 (or 2015) with paragraph number and permanent link; Copy puts "
        "text and citation on the clipboard for WPS or Word."
    ),
    "导出 CSV、XLSX、DOCX 含全部结果，一次最多 {n} 段。": (
        "CSV, XLSX and DOCX hold all results, up to {n} paragraphs."
    ),
    "输入法正在选字时，快捷键都不起作用。": "No key acts while an input method is composing.",
    "限度": "Limits",
    "检索词最长 {a} 字，最多 {b} 个条件，{c} 层括号；结果可翻到第 {d} 段。超过时页面会说明。": (
        "Queries hold up to {a} characters, {b} conditions and {c} levels of brackets; results "
        "can be paged to number {d}. The page says when a limit is met."
    ),
    "这里的地址就是检索的全部状态：复制给同事，看到的是同样的结果。把 search 换成 search.json 或 search.csv，就是同一结果的数据。": (  # noqa: E501
        "The address is the whole state: a colleague who opens it sees the same. Put search.json "
        "or search.csv for search, and you have the same results as data."
    ),
}

"""Pages of the third set: party papers, agencies, portals, courts, police sites, WeChat exports."""

from __future__ import annotations

from collections.abc import Callable

from page_parts import others, paragraphs
from papers import Blocks, Paper
from third_texts import PoliceWriter

Page = tuple[str, Blocks, dict[str, str | None], list[str]]  # html, body, truth, optional lines


def people_daily(w: PoliceWriter) -> Page:
    """人民网: kicker and subtitle around the h1, day and source in one bar, (责编：…) below."""
    title, above = f"{w.place}：{w.subject}暖人心", "一线调研·平安中国"
    medium = f"人民网－{w.path[0][:2]}频道"
    blocks: Blocks = [("text", w.paragraph()) for _ in range(5)]
    page = (
        f"<html><head><meta charset='UTF-8'><title>{title}--{medium}--人民网</title><meta name='"
        f"source' content='来源：{medium}'><meta name='publishdate' content='{w.day.iso}'></head><body>"
        f"<div class='layout path'><div class='col'><a>人民网</a>&gt;&gt;<a>{w.path[0]}频道</a></div>"
        f"</div><div class='layout rm_txt cf'><div class='col col-1 fl'><h3 class='pre'>{above}</h3>"
        f"<h1>{title}</h1><div class='author cf'></div><div class='channel cf'><div class='col-1-1 fl'>"
        f"{w.day.year}年{w.day.month:02}月{w.day.day:02}日08:21 | 来源：<a>{medium}</a></div><div class="
        "'fr'><a>小字号</a></div></div><div class='rm_txt_con cf'><div class='otitle'>原标题：平安路上"
        f"</div>{paragraphs(blocks)}<p class='paper_num'>《 人民日报 》（ {w.day.year}年{w.day.month:02}月"
        f"{w.day.day:02}日 11 版）</p><div class='edit cf'>(责编：{w.person}、{w.other})</div></div><div "
        "class='rm_relevant cf'><p>关注公众号：人民网财经</p><p>分享让更多人看到</p></div></div><div "
        f"class='col col-2 fr'><h2>热门排行</h2><ul>{others(w, 8)}</ul><h2>客户端下载</h2></div></div>"
        "<div id='copyright'>人 民 网 版 权 所 有 ，未 经 书 面 授 权 禁 止 使 用</div></body></html>"
    )
    truth = w.truth(title, publisher=medium, date=w.day.iso)
    for name in ("source", "author", "publisher"):
        truth.pop(name)
    paper = f"《 人民日报 》（ {w.day.year}年{w.day.month:02}月{w.day.day:02}日 11 版）"
    return page, blocks, truth, [above, "原标题：平安路上", paper, f"(责编：{w.person}、{w.other})"]


def news_agency(w: PoliceWriter) -> Page:
    """中新网: the reporter in brackets of the dateline, (完) at the end, 【编辑：…】 below."""
    title = f"{w.place}通报{w.subject}成果"
    start = f"中新网{w.place}{w.day.month}月{w.day.day}日电 (记者 {w.person})记者从{w.unit}获悉，"
    blocks: Blocks = [("text", w.paragraph(start)), *(("text", w.paragraph()) for _ in range(3))]
    blocks.append(("text", w.paragraph() + "(完)"))
    page = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}-中新网</title></head><body>"
        "<div class='nav_navcon'><a>首页</a><a>时政</a><a>国际</a><a>社会</a><a>财经</a></div><div class="
        "'content_maincontent_more'><div class='content_left'><h1 class='content_left_title'>"
        f"{title}</h1><div class='content_left_time'>{w.day.printed} 17:43　来源：<a>中国新闻网</a>"
        "<div class='shareBox'><a>分享到：</a></div></div><div class='content_maincontent_content'>"
        f"<div class='left_zw'>{paragraphs(blocks)}</div><div class='adEditor'><div class='left_name'>"
        f"【编辑:{w.other}】</div></div></div><div class='channel'>更多精彩内容请进入<span>法治频道</span>"
        f"</div></div><div class='content_right'><h3>相关新闻</h3><ul>{others(w)}</ul></div></div>"
        "<div class='foot'>本网站所刊载信息，不代表中新社和中新网观点。</div></body></html>"
    )
    truth = w.truth(
        title, publisher="中国新闻网", date=w.day.iso, author=w.person, genre="新闻报道"
    )
    return page, blocks, truth, [f"【编辑:{w.other}】"]


def portal(w: PoliceWriter) -> Page:
    """政府门户: the title in a div, bar of font sizes and printing, 【纠错】, a column beside."""
    title = f"{w.unit}召开{w.subject}部署会"
    opening = f"{w.day.month}月{w.day.day}日，{w.unit}召开部署会。"
    blocks: Blocks = [("text", w.paragraph(opening)), *(("text", w.paragraph()) for _ in range(3))]
    published = w.a_day(w.day.year)
    page = (
        f"<html><head><meta charset='utf-8'><title>{title}_部门动态_{w.place}人民政府</title><style>"
        ".left-col{float:left;width:25%}.article{float:right;width:70%}.article_title{font-size:24px;"
        "text-align:center}.footer{clear:both}</style></head><body>"
        f"<div class='logo'>{w.place}人民政府</div><div class='main'><div class='left-col'><h3>部门动态</h3>"
        f"<ul>{others(w, 5)}</ul></div><div class='article'><div class='article_title'>{title}</div>"
        f"<div class='article_bar'><span>发布日期：{published.iso} 15:02</span><span>来源：{w.unit}</span>"
        "<span>字号：[大][中][小]</span><span>打印</span><span>收藏</span></div><div class='article_con'>"
        f"{paragraphs(blocks, '<div>　　', '</div>')}</div><div class='jiucuo'>【我要纠错】 责任编辑："
        f"{w.person}</div><div class='xgwj'><h4>相关稿件</h4><ul>{others(w, 3)}</ul></div></div></div>"
        "<div class='footer'><p>主办单位：人民政府办公室</p><p>网站标识码：3205000001</p></div></body></html>"
    )
    truth = w.truth(title, date=published.iso)
    truth.pop("publisher")
    return page, blocks, truth, [f"【我要纠错】 责任编辑：{w.person}"]


def policy_library(w: PoliceWriter) -> Page:
    """政策文件库: a table of 标题 发文机关 发文字号 成文日期 发布日期 above, the paper below."""
    number = f"{w.short}发〔{w.day.year}〕{w.dice.randint(2, 60)}号"
    title = f"{w.unit}关于加强{w.subject}的意见"
    shown = w.a_day(w.day.year + 1)
    blocks: Blocks = [("text", "各有关单位："), ("text", w.paragraph()), *w.sections(3)]
    blocks += [("text", w.unit), ("text", w.day.printed), ("text", "（此件公开发布）")]
    rows = (("标　　题", title), ("发文机关", w.unit), ("发文字号", number), ("来　　源", w.unit),
            ("主题分类", "公安、安全、司法\\公安"), ("公文种类", "意见"), ("成文日期", w.day.printed),
            ("发布日期", shown.printed))  # fmt: skip
    table = "".join(f"<tr><td><b>{name}：</b></td><td>{value}</td></tr>" for name, value in rows)
    page = (
        f"<html><head><meta charset='utf-8'><title>{title}_政策文件库</title></head><body><div>首页 &gt; "
        f"政策 &gt; 政策文件库</div><div class='policyLibraryOverview_header'><table>{table}</table></div>"
        f"<div class='pages_content'><p align='center'><span style='font-size:22pt'>{title}</span></p>"
        f"<p align='center'>{number}</p>{paragraphs(blocks)}</div><div class='related'><h3>相关文件</h3>"
        f"{others(w, 3)}</div><p>扫一扫在手机打开当前页</p></body></html>"
    )
    year = str(w.day.year)
    truth = w.truth(title, doc_number=number, date=w.day.iso, year=year, genre="意见")
    truth.pop("publisher")
    return page, blocks, truth, [title, number]


def wechat_numbered(w: PoliceWriter) -> Page:
    """微信公众号: numbers in boxes above headings, ▼, END, 来源 编辑 审核 below."""
    title = f"硬核！{w.place}{w.subject}交出亮眼“成绩单”"
    account = f"{w.place[:-1]}警方"
    blocks: Blocks = [("text", w.paragraph())]
    body = f"<p><span>{blocks[0][1]}</span></p>"
    for number in (1, 2, 3):
        heading = w.heading()
        body += (f"<section style='text-align:center'><section><strong>0{number}</strong></section>"
                 f"<section><strong>{heading}</strong></section></section>")  # fmt: skip
        blocks.append(("heading", heading))
        for _ in range(2):
            blocks.append(("text", w.paragraph()))
            body += (
                f"<section><p style='text-indent:2em'><span>{blocks[-1][1]}</span></p></section>"
            )
    page = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title></title><meta property='og:title' "
        f"content='{title}'><meta property='og:site_name' content='微信公众平台'></head><body id="
        f"'activity-detail'><div class='rich_media_inner'><h1 class='rich_media_title' id='activity-name'>"
        f"{title}</h1><div id='meta_content'><span class='rich_media_meta_text'>{account}</span><a id="
        f"'js_name'>{account}</a><em id='publish_time'>{w.day.iso} 18:30</em><em id='js_ip_wording'>"
        f"{w.path[0][:2]}</em></div><div class='rich_media_content' id='js_content'><section><p>点击上方"
        f"“{account}”关注我们</p></section>{body}<section><p>—  END  —</p></section><p>来源：{w.unit}</p>"
        f"<p>编辑：{w.person}</p><p>审核：{w.other}</p><p>▼往期推荐▼</p><p><a>夏夜巡查 我们在行动</a></p>"
        "</div><div>预览时标签不可点</div><div>微信扫一扫<br>关注该公众号</div></div></body></html>"
    )
    truth = w.truth(title, publisher=account, date=w.day.iso)
    optional = [f"来源：{w.unit}", f"编辑：{w.person}", f"审核：{w.other}", "01", "02", "03"]
    return page, blocks, truth, optional


def sohu_repost(w: PoliceWriter) -> Page:
    """搜狐号: the account, 发布于, 返回搜狐，查看更多, 平台声明; a brand beside the title."""
    title = f"{w.unit}多点发力做好{w.subject}"
    account = f"平安{w.place[:-1]}"
    blocks: Blocks = [("text", w.paragraph()), *w.sections(2, False)]
    page = (
        f"<html><head><meta charset='utf-8'><title>{title}_{w.place}_工作_服务</title><meta name="
        f"'mediaid' content='{account}'></head><body><header>搜狐首页 新闻 体育 汽车 房产</header><div "
        f"class='left sidebar'><h4>{account}</h4><em>1023</em>文章 <em>52万</em>总阅读</div><div class="
        f"'text'><div class='text-title'><h1>{title}<span class='article-tag'></span></h1><div class="
        f"'article-info'><span class='time'>{w.day.iso} 09:20</span><span>来源: <a>{account}</a></span>"
        f"</div></div><article class='article'><p data-role='original-title'>原标题：{title}</p>"
        f"{paragraphs(blocks, '<p>', '</p>')}<p>返回搜狐，查看更多</p><p data-role='editor-name'>责任编辑："
        "</p></article><div class='statement'>平台声明：该文观点仅代表作者本人，搜狐号系信息发布平台，"
        "搜狐仅提供信息存储空间服务。</div><div>阅读 (<em>128</em>)</div></div><div class='god-article'>"
        f"<h3>大家都在看</h3>{others(w)}</div></body></html>"
    )
    truth = w.truth(title, publisher=account, date=w.day.iso)
    return page, blocks, truth, [f"原标题：{title}"]


def police_list_side(w: PoliceWriter) -> Page:
    """A police site: definition lists with days beside; the text in divs with a lead in bold."""
    title = f"{w.place}公安{w.subject}“组合拳”打出成效"
    blocks: Blocks = [("text", w.paragraph()), *w.sections(3, False)]
    side = others(w, 6, "dd")
    page = (
        f"<html><head><meta charset='gb2312'><title>{w.unit}</title></head><body><div class='top'><span>"
        f"今天是2026年11月28日 星期六</span></div><div class='side'><dl><dt>警务要闻</dt>{side}</dl><dl><dt>"
        f"通知公告</dt>{side}</dl></div><div class='content'><div class='wz'>当前位置：<a>首页</a>-&gt;<a>"
        f"警务要闻</a></div><h2>{title}</h2><div class='xx'>时间：{w.day.iso}&nbsp;&nbsp;作者：{w.person}"
        f"&nbsp;&nbsp;点击：<script>document.write(1)</script>次</div><div class='nr'>"
        f"{paragraphs(blocks, '<div>&emsp;&emsp;', '</div>', 'b')}</div><div class='fy'>上一条：<a>"
        "全市公安工作会议召开</a> 下一条：<a>开展交通安全宣传</a></div></div><div class='bottom'>技术支持：某某"
        "科技 总访问量：1023456</div></body></html>"
    )
    truth = w.truth(title, date=w.day.iso, author=w.person)
    truth.pop("publisher")
    return page, blocks, truth, []


def linked_data(w: PoliceWriter) -> Page:
    """A news app's page: JSON-LD, time elements, a summary box, keywords, a floating bar."""
    title = f"守护万家灯火｜{w.place}{w.subject}见闻"
    blocks: Blocks = [("text", w.paragraph()) for _ in range(4)]
    data = (f'{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{title}","datePublished"'
            f':"{w.day.iso}T07:12:00+08:00","publisher":{{"@type":"Organization","name":"{w.medium}"}},'
            f'"author":{{"@type":"Person","name":"{w.person}"}}}}')  # fmt: skip
    page = (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title><script type='application/"
        f"ld+json'>{data}</script></head><body><header><a>{w.medium}</a></header><main><article><header>"
        f"<h1>{title}</h1><p class='byline'>{w.medium}记者 {w.person}</p><time datetime='{w.day.iso}'>"
        f"{w.day.month}-{w.day.day} 07:12</time></header><div class='ai-summary'><b>内容提要</b></div>"
        f"<div class='body'>{paragraphs(blocks, '<p>', '</p>')}</div><footer><span>责编 {w.other}</span>"
        "<ul class='keywords'><li>平安</li><li>警务</li></ul></footer></article><div class='float'><button>"
        "点赞</button><button>评论 12</button></div></main></body></html>"
    )
    truth = w.truth(title, publisher=w.medium, date=w.day.iso, author=w.person)
    truth.pop("source")
    return page, blocks, truth, ["内容提要", f"责编 {w.other}"]


def congress_report(w: PoliceWriter) -> Page:
    """法院/检察院 工作报告: occasion below a dash, office and name; 各位代表："""
    unit = f"{w.place}人民检察院"
    title = f"{unit}工作报告"
    occasion = f"——{w.day.printed}在{w.place}第十七届人民代表大会第三次会议上"
    blocks: Blocks = [("text", "各位代表："), ("text", w.paragraph(f"{w.day.year - 1}年，")),
                      *w.sections(3)]  # fmt: skip
    centred = "".join(
        f"<p style='text-align: center;'>{text}</p>"
        for text in (occasion, f"{unit}检察长　{w.person}")
    )
    page = (
        f"<html><head><meta charset='utf-8'><title>{title}-{unit}</title></head><body><ul><li>首页</li><li>"
        f"检察概况</li><li>检务公开</li></ul><div class='detail'><h1>{title}</h1><div>时间："
        f"{w.a_day(w.day.year).iso}　作者：　新闻来源：　【字号：大 | 中 | 小】</div><div class='zoom'>{centred}"
        f"{paragraphs(blocks)}</div></div><div>版权所有：{unit}</div></body></html>"
    )
    truth: dict[str, str | None] = {
        "title": title, "source": unit, "region": w.region, "genre": "工作报告",
        "year": str(w.day.year - 1), "author": w.person, "doc_number": None,
    }  # fmt: skip
    return page, blocks, truth, [occasion, f"{unit}检察长 {w.person}"]


def public_list(w: PoliceWriter) -> Page:
    """公示: a paragraph, a table of names with merged cells, contact, signature."""
    title = f"关于{w.subject}先进集体拟表彰对象的公示"
    rows: Blocks = [("row", "序号 | 单位 | 类别"), ("row", "1 | 城关派出所 | 先进集体"),
                    ("row", "2 | 刑侦大队 | 先进集体")]  # fmt: skip
    blocks: Blocks = [("text", w.paragraph("根据评选办法，现将名单予以公示。")), *rows,
                      ("text", f"监督电话：0558-{w.dice.randint(1000000, 9999999)}"),
                      ("text", w.unit), ("text", w.day.printed)]  # fmt: skip
    page = (
        f"<html><head><meta charset='utf-8'><title>{title}</title><meta name='ColumnName' content='公示公告'>"
        f"<meta name='PubDate' content='{w.day.iso} 08:30:00'></head><body><div>网站首页</div><div class="
        f"'bt'>{title}</div><div class='ly'>{w.day.iso} 08:30　浏览量：1203</div><div id='UCAP-CONTENT'>"
        f"{paragraphs(blocks)}</div><div>附件下载：<a href='a.docx'>名单.docx</a></div></body></html>"
    )
    truth = w.truth(title, date=w.day.iso, genre="公示")
    truth.pop("publisher")
    return page, blocks, truth, ["附件下载：名单.docx", "名单.docx"]


def live_text(w: PoliceWriter) -> Page:
    """文字实录: each speaker in square brackets with a clock; a picture's caption."""
    title = f"“{w.subject}”新闻发布会文字实录"
    blocks: Blocks = [("text", f"[{who}]{w.paragraph()}") for who in ("主持人", w.person, "记者")]
    items = "".join(
        f"<div class='item'><i>10:0{n}</i><p>{t}</p></div>" for n, (_, t) in enumerate(blocks)
    )
    page = (
        f"<html><head><meta charset='utf-8'><title>{title} - {w.unit}</title></head><body><nav>首页 | 在线访谈"
        f"</nav><h1>{title}</h1><p class='info'>直播时间：{w.day.printed}10:00　主办：{w.unit}</p>{items}"
        "<p class='foot'>Copyright © 公安局 All Rights Reserved</p></body></html>"
    )
    truth: dict[str, str | None] = {"title": title, "region": w.region, "author": None}
    return page, blocks, truth, ["10:00", "10:01", "10:02"]


def numbered_list(w: PoliceWriter) -> Page:
    """An article whose points are an ordered list, with a quotation; h4 headings, blank ps."""
    title = f"{w.place}出台{w.subject}十条措施"
    points = [w.sentence() for _ in range(5)]
    lead = w.paragraph(f"日前，{w.unit}出台十条措施。")
    blocks: Blocks = [
        ("text", lead),
        ("heading", "主要内容"),
        *(("text", f"{n}. {text}") for n, text in enumerate(points, 1)),
    ]
    blocks += [("heading", "专家点评"), ("text", w.paragraph())]
    listed = "".join(f"<li>{text}</li>" for text in points)
    page = (
        f"<html><head><meta charset='utf-8'><title>{title}|{w.medium}</title></head><body><h1>{title}</h1>"
        f"<div class='meta'>{w.medium}　{w.day.printed}　星期三　第04版</div><p>{lead}</p><p>&nbsp;</p><h4>"
        f"主要内容</h4><ol>{listed}</ol><h4>专家点评</h4><blockquote><p>{blocks[-1][1]}</p></blockquote>"
        f"<p class='author'>（记者　{w.person}）</p><div>相关链接</div><ul>{others(w, 3)}</ul></body></html>"
    )
    truth = w.truth(title, publisher=w.medium, date=w.day.iso, author=w.person)
    return page, blocks, truth, [f"（记者 {w.person}）", f"（记者　{w.person}）", "相关链接"]


def preformatted(w: PoliceWriter) -> Page:
    """A print version: all in one pre, lines broken at 40 characters."""
    title = f"{w.unit}{w.day.year}年{w.subject}情况"
    blocks: Blocks = [("text", w.paragraph()), *w.sections(2)]
    lines = [" " * 20 + title, ""]
    for kind, text in blocks:
        whole = text if kind == "heading" else f"　　{text}"
        lines += [whole[at : at + 40] for at in range(0, len(whole), 40)]
    page = (
        f"<html><head><meta charset='utf-8'><title>打印</title></head><body><pre>{chr(10).join(lines)}</pre>"
        "<p>打印时间：2026-01-05</p></body></html>"
    )
    truth = w.truth(title, date=None, year=str(w.day.year))
    return page, blocks, truth, ["打印时间：2026-01-05"]


def court_case(w: PoliceWriter) -> Page:
    """典型案例: several cases, each with its parts; the day only in the address's stamp."""
    title = f"{w.unit}发布{w.subject}典型案例"
    blocks: Blocks = [("text", w.paragraph())]
    for number in "一二":
        blocks += [("heading", f"案例{number}：李某某盗窃案"), ("heading", "【基本案情】"),
                   ("text", w.paragraph()), ("heading", "【典型意义】"), ("text", w.paragraph())]  # fmt: skip
    page = (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><div class='h'>{w.unit}</div>"
        f"<div class='t'><h3>{title}</h3><p>来源：{w.medium}　发布时间：{w.day.iso}</p></div><div class='c'>"
        f"{paragraphs(blocks)}</div><p>（文中人物均为化名）</p></body></html>"
    )
    truth = w.truth(title, publisher=w.medium, date=w.day.iso)
    return page, [*blocks, ("text", "（文中人物均为化名）")], truth, []


KINDS: tuple[Callable[[PoliceWriter], Page], ...] = (
    people_daily, news_agency, portal, policy_library, wechat_numbered, sohu_repost,
    police_list_side, linked_data, congress_report, public_list, live_text, numbered_list,
    preformatted, court_case,
)  # fmt: skip


def make_third_pages(seed: int, public: tuple[str, ...] = ()) -> list[Paper]:
    papers = []
    for kind in KINDS:
        page, blocks, truth, optional = kind(PoliceWriter(f"third {kind.__name__}", seed, public))
        data = page.encode("gb18030" if "gb2312" in page[:60] else "utf-8")
        papers.append(Paper(f"{kind.__name__}.html", data, tuple(blocks), truth, tuple(optional)))
    return papers

"""Eighteen pages of government sites, news sites and WeChat, each after another family of sites."""

from __future__ import annotations

from collections.abc import Callable

from page_parts import MENU, others, paragraphs, site
from papers import Blocks, Paper
from second_texts import Writer

Page = tuple[str, Blocks, dict[str, str | None], list[str]]  # html, body, truth, optional lines


def open_information(w: Writer) -> Page:
    """政府信息公开: metas and a table with 索引号 above the paper itself."""
    number = f"{w.unit[0]}{w.unit[len(w.place)]}发〔{w.day.year}〕{w.dice.randint(1, 80)}号"
    title = f"{w.unit}关于做好{w.subject}的通知"
    blocks: Blocks = [("text", "各县（市、区）有关部门："), ("text", w.paragraph()), *w.sections(2)]
    blocks += [("text", w.unit), ("text", w.day.printed)]
    shown = w.a_day(w.day.year + 1)
    page = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}_{site(w)}</title>"
        f"<meta name='SiteName' content='{site(w)}'><meta name='ArticleTitle' content='{title}'>"
        f"<meta name='PubDate' content='{shown.iso} 10:21'><meta name='ContentSource' content='"
        f"{w.unit}'></head><body><ul class='nav'>{MENU}</ul><div class='BreadCrumbs'>当前位置："
        "<a>首页</a> &gt; <a>政府信息公开</a> &gt; <a>政策文件</a></div><div class='xxgk'><table>"
        f"<tr><td>索 引 号：</td><td>K{w.dice.randint(10000, 99999)}/2020-00012</td><td>主题分类：</td>"
        f"<td>综合政务</td></tr><tr><td>发布机构：</td><td>{w.unit}</td><td>成文日期：</td><td>"
        f"{w.day.iso}</td></tr><tr><td>名　　称：</td><td>{title}</td><td>文　　号：</td><td>{number}"
        f"</td></tr></table></div><div class='view TRS_UEDITOR'><style>.TRS p{{color:red}}</style>"
        f"<p style='text-align:center'>{title}</p><p style='text-align:center'>{number}</p>"
        f"{paragraphs(blocks)}</div><div class='tools'>扫一扫在手机打开当前页 <a>【打印】</a>"
        "<a>【关闭】</a></div><div class='foot'>主办：本局　备案序号：浙ICP备05000001号</div></body></html>"
    )
    truth = w.truth(title, doc_number=number, date=w.day.iso, year=str(w.day.year), genre="通知")
    truth.pop("publisher")
    return page, blocks, truth, [number, title]


def comment_marked(w: Writer) -> Page:
    """A page whose parts are marked by comments; 字号 and 浏览次数 in the line of dates."""
    title = f"{w.unit}扎实推进{w.subject}"
    blocks: Blocks = [("text", w.paragraph(f"今年以来，{w.unit}")), *w.sections(2, False)]
    page = (
        f"<html><head><meta http-equiv='Content-Type' content='text/html; charset=utf-8'/><title>"
        f"{site(w)} 工作动态 {title}</title></head><body><div id='header'><h1>{site(w)}</h1></div>"
        f"<ul>{MENU}</ul><table width='900'><tr><td>您现在的位置：首页 &gt; 工作动态</td></tr><tr>"
        f"<td class='title'><!--<$[标题名称(html)]>begin-->{title}<!--<$[标题名称(html)]>end--></td>"
        f"</tr><tr><td>发布日期：{w.day.iso} 09:14　浏览次数：<span>1087</span> 次　来源：{w.unit}"
        "　字号：[ <a>大</a> <a>中</a> <a>小</a> ]</td></tr><tr><td><div id='zoom'>"
        f"<!--<$[信息内容]>begin-->{paragraphs(blocks, bold='b')}<!--<$[信息内容]>end--></div></td>"
        "</tr><tr><td>分享到： <a>微信</a> <a>微博</a></td></tr></table><div>网站地图 | 联系我们</div>"
        "</body></html>"
    )
    truth = w.truth(title, date=w.day.iso)
    truth.pop("publisher")
    return page, blocks, truth, []


def old_tables(w: Writer) -> Page:
    """An old page in tables within tables; the caller saves it in GB18030 without a charset."""
    title = f"{w.place}{w.subject}工作取得明显成效"
    blocks: Blocks = [("text", w.paragraph()), *w.sections(2, False)]
    text = paragraphs(blocks, "&nbsp;&nbsp;&nbsp;&nbsp;", "<br>\r\n<br>\r\n", "b")
    page = (
        f"<HTML><HEAD><TITLE>{title}</TITLE></HEAD><BODY><TABLE><TR><TD><IMG src='banner.jpg'></TD>"
        f"</TR></TABLE><TABLE><TR><TD width=200><TABLE>{others(w, 5, 'TR')}</TABLE></TD><TD><TABLE>"
        f"<TR><TD align=center><FONT size=5 color=red><B>{title}</B></FONT></TD></TR><TR><TD align="
        f"center>{w.day.year}-{w.day.month}-{w.day.day}&nbsp;&nbsp;来源：{w.medium}&nbsp;&nbsp;作者："
        f"{w.person}</TD></TR><TR><TD>{text}</TD></TR><TR><TD align=right>【<A>关闭窗口</A>】</TD></TR>"
        "</TABLE></TD></TR></TABLE><CENTER>Copyright 2008 版权所有 未经许可不得转载</CENTER></BODY></HTML>"
    )
    truth = w.truth(title, publisher=w.medium, date=w.day.iso, author=w.person)
    truth.pop("source")
    return page, blocks, truth, []


def shared_bar(w: Writer) -> Page:
    """A responsive theme: tags, share bar, QR caption, previous and next, related reading."""
    title = f"以“小切口”做好民生“大文章”——{w.place}{w.subject}纪实"
    blocks: Blocks = [("text", w.paragraph()), *w.sections(3, False)]
    page = (
        f"<!doctype html><html lang='zh-CN'><head><meta charset='utf-8'><title>{title} - {w.medium}"
        f"</title><meta property='og:title' content='{title}'><meta property='og:site_name' content='"
        f"{w.medium}'></head><body><header><nav><ul>{MENU}</ul></nav></header><main><ol class="
        f"'breadcrumb'><li>首页</li><li>民生</li></ol><article><h2 class='entry-title'>{title}</h2>"
        f"<div class='entry-meta'><span>{w.medium}</span><time datetime='{w.day.iso}T08:00:00+08:00'>"
        f"{w.day.printed} 08:00</time><span>阅读 2.3万</span></div><div class='entry-content'>"
        f"{paragraphs(blocks, '<p>', '</p>', 'h3')}<p>记者 {w.person} 通讯员 {w.other}</p></div>"
        "<div class='bdsharebuttonbox'><span>分享到：</span><a>微信好友</a><a>QQ空间</a></div><div>"
        "<img alt='二维码'><p>扫描二维码，关注我们</p></div><div class='tags'>标签：民生 实事</div><div>"
        f"上一篇：<a>全省春耕备耕有序推进</a></div><div>下一篇：<a>没有了</a></div></article><aside><h4>"
        f"相关阅读</h4><ul>{others(w)}</ul></aside></main><footer>ICP备案号</footer></body></html>"
    )
    truth = w.truth(title, publisher=w.medium, date=w.day.iso, author=f"{w.person}、{w.other}")
    truth.pop("source")
    return page, blocks, truth, [f"记者 {w.person} 通讯员 {w.other}"]


def paged(w: Writer) -> Page:
    """The first of several pages: the paging line is no text."""
    title = f"{w.unit}：{w.subject}一线见闻"
    blocks: Blocks = [("text", w.paragraph()) for _ in range(7)]
    page = (
        f"<html><head><meta charset=gbk><title>{title}--{w.medium}</title></head><body><div>{w.medium}"
        f" &gt;&gt; 地方频道</div><h1>{title}</h1><div class='source'>{w.day.printed}08:15 | 来源：<a>"
        f"{w.medium}</a> | <span>小字号</span></div><div class='box_con'>{paragraphs(blocks)}</div>"
        "<div class='zdfy'><a>上一页</a> <b>1</b> <a>2</a> <a>3</a> <a>下一页</a> <a>全文阅读</a></div>"
        f"<div class='edit'>(责编：{w.person}、{w.other})</div><div>分享让更多人看到</div><div><h3>推荐阅读"
        f"</h3>{others(w, 8, 'p')}</div></body></html>"
    )
    truth = w.truth(title, publisher=w.medium, date=w.day.iso)
    truth.pop("author")
    return page, blocks, truth, [f"(责编：{w.person}、{w.other})"]


def wechat(w: Writer) -> Page:
    """A WeChat article in nested sections, with follow-us, editors and earlier articles."""
    title = f"{w.place}{w.subject}“答卷”来了"
    account = f"平安{w.place.removesuffix('市')}"
    blocks: Blocks = [("text", w.paragraph()), *w.sections(2, False), ("text", w.paragraph())]
    body = paragraphs(
        blocks, "<section style='margin:8px'><section><p><span>", "</span></p></section></section>"
    )
    page = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><meta property='og:title' content='{title}'>"
        f"<meta property='og:article:author' content=''><title></title></head><body id='activity-detail'>"
        f"<div class='rich_media_inner'><h1 class='rich_media_title' id='activity-name'>{title}</h1>"
        f"<div id='meta_content'><span class='rich_media_meta_text'>原创</span><a id='js_name'>{account}"
        "</a><em id='publish_time'></em></div><div class='rich_media_content' id='js_content' style="
        "'visibility: hidden;'><p style='text-align:center'>点击上方<strong>蓝字</strong>关注我们</p>"
        f"{body}<p>来源：{w.unit}</p><p>编辑：{w.person}　审核：{w.other}</p><p>往期推荐</p><p><a>"
        "快看！这些变化就在身边</a></p><p>点个“在看”再走吧</p></div></div>"
        f"<script>var ct = '1';var createTime = '{w.day.iso} 18:30';</script></body></html>"
    )
    truth = w.truth(title, publisher=account, date=w.day.iso)
    truth.pop("author")
    return page, blocks, truth, [f"来源：{w.unit}", f"编辑：{w.person} 审核：{w.other}"]


def wechat_breaks(w: Writer) -> Page:
    """A WeChat article of spans and breaks, with the time only as a number of seconds."""
    title = f"关于{w.place}{w.subject}，你关心的都在这里"
    account = f"{w.place}发布"
    blocks: Blocks = [("text", w.paragraph()) for _ in range(5)]
    body = paragraphs(blocks, "<span leaf=''>", "<br></span><br>")
    page = (
        f"<html><head><meta charset='utf-8'><meta property='og:title' content='{title}'></head><body>"
        f"<h1 id='activity-name'>{title}</h1><a id='js_name'>{account}</a><div id='js_content'><div>"
        f'{body}</div></div><script>var ct = "1678410000";</script></body></html>'
    )  # 1678410000 is 10 March 2023 in China
    truth = w.truth(title, publisher=account, date="2023-03-10")
    truth.pop("source")
    return page, blocks, truth, []


def split_date(w: Writer) -> Page:
    """A news site that prints year and day in two elements, and the editor below."""
    title = f"{w.place}：{w.subject}让群众得实惠"
    blocks: Blocks = [("text", w.paragraph(f"{w.medium}讯　")), *w.sections(2, False)]
    page = (
        f"<html><head><meta charset='utf-8'><title>{title}-{w.medium}</title></head><body>"
        f"<div class='header-cont'><div class='header-time'><span class='year'><em>{w.day.year}</em>"
        f"</span><span class='day'><em>{w.day.month:02}</em>/<em>{w.day.day:02}</em></span><span class="
        f"'time'>09:20:31</span></div><h1><span class='title'>{title}</span></h1><div class='source'>"
        f"来源：{w.medium}</div></div><div id='detail'>{paragraphs(blocks)}<div class='editor'>【责任编辑:"
        f"{w.person}】</div></div><div class='relation'><h4>深度观察</h4><ul>{others(w)}</ul></div>"
        "</body></html>"
    )
    truth = w.truth(title, publisher=w.medium, date=w.day.iso)
    truth.pop("author")
    truth.pop("source")
    return page, blocks, truth, [f"【责任编辑:{w.person}】"]


def newspaper(w: Writer) -> Page:
    """A newspaper's digital edition: page and edition lines, a kicker above the title."""
    title = f"{w.subject}温暖民心"
    kicker = f"{w.unit}创新举措办实事"
    blocks: Blocks = [("text", w.paragraph(f"本报讯（记者 {w.person}）"))]
    blocks += [("text", w.paragraph()) for _ in range(3)]
    page = (
        f"<html><head><meta charset='utf-8'><title>{w.medium}数字报-{title}</title></head><body><div>"
        f"<span>{w.day.printed}　星期四</span><span>第03版：要闻</span></div><div><a>上一版</a> <a>下一版</a>"
        f"</div><div><founder-pretitle><p>{kicker}</p></founder-pretitle><founder-title><h1>{title}</h1>"
        f"</founder-title></div><div id='ozoom'><founder-content>{paragraphs(blocks)}</founder-content>"
        "</div><div><a>上一篇</a> <a>下一篇</a> <a>放大</a> <a>缩小</a> <a>默认</a></div>"
        f"<div>版面导航 {MENU}</div></body></html>"
    )
    truth = w.truth(title, publisher=w.medium, date=w.day.iso, author=w.person)
    return page, blocks, truth, [kicker]


def work_report(w: Writer) -> Page:
    """政府工作报告: the title over two lines, occasion and speaker below; all in one div."""
    place = w.place
    title = f"{w.day.year}年{place}人民政府工作报告"
    occasion = f"——{w.day.year}年1月9日在{place}第十七届人民代表大会第三次会议上"
    speaker = f"市长　{w.person}"
    blocks: Blocks = [("text", "各位代表："), ("text", w.paragraph()), *w.sections(4)]
    page = (
        f"<html><head><meta charset='utf-8'><title>政府工作报告_{place}人民政府</title></head><body>"
        f"<div class='top'>{place}人民政府</div><ul>{MENU}</ul><div class='main'><h1>{w.day.year}年"
        f"<br/>{place}人民政府工作报告</h1><p class='xx'>发布时间：{w.day.year}-01-20 16:02　来源：{place}"
        f"人民政府办公室　访问量：3302</p><div class='nr'><p style='text-align:center'>{occasion}</p>"
        f"<p style='text-align:center'>{speaker}</p>{paragraphs(blocks)}</div></div></body></html>"
    )
    truth = w.truth(title, source=f"{place}人民政府", genre="政府工作报告", author=w.person)
    truth.pop("publisher")
    return page, blocks, truth, [occasion, speaker.replace("　", " ")]


def explained(w: Writer) -> Page:
    """政策解读: names another paper and its day; attachments as links below."""
    title = f"《{w.place}{w.subject}管理办法》政策解读"
    paper = w.a_day(w.day.year - 1)
    opening = f"{paper.printed}，{w.unit}印发了《{w.place}{w.subject}管理办法》。现解读如下："
    blocks: Blocks = [("text", opening), *w.sections(3)]
    page = (
        f"<html><head><meta charset='utf-8'><meta name='PubDate' content='{w.day.iso}'><title>{title}"
        f"</title></head><body><ul>{MENU}</ul><div class='position'>首页 / 政策解读</div><div class="
        f"'con'><h3 class='tit'>{title}</h3><div class='info'><span>信息来源：{w.unit}</span><span>发布时间："
        f"{w.day.iso}</span><span>【字体：大 中 小】</span><span>打印</span></div><div class='article-body'>"
        f"{paragraphs(blocks)}</div><div class='fj'>附件下载：<a href='a.pdf'>管理办法.pdf</a></div><div>"
        "<span>相关政策</span><a>管理办法</a></div></div></body></html>"
    )
    truth = w.truth(title, date=w.day.iso, genre="政策解读")
    truth.pop("genre")
    truth.pop("publisher")
    return page, blocks, truth, []


def with_table(w: Writer) -> Page:
    """A table with a caption and spanned cells, and a picture with its caption."""
    title = f"{w.unit}{w.day.year}年{w.subject}情况通报"
    rows = w.rows()
    blocks: Blocks = [("text", w.paragraph()), *rows, *w.sections(2)]
    page = (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><nav>{MENU}</nav><h1>"
        f"{title}</h1><p>时间：{w.day.iso}　来源：{w.unit}　点击数：55</p><div class='content'>"
        f"{paragraphs(blocks)}</div><div>Produced By 某某CMS 网站群内容管理系统</div></body></html>"
    )
    truth = w.truth(title, date=w.day.iso, year=str(w.day.year), genre="通报")
    truth.pop("publisher")
    return page, blocks, truth, []


def saved_by_word(w: Writer) -> Page:
    """A Word file saved as a page: Mso classes, o:p, conditional comments."""
    title = f"{w.unit}关于{w.subject}的调研报告"
    blocks: Blocks = [("text", w.paragraph()), *w.sections(3)]
    body = paragraphs(
        blocks, "<p class=MsoNormal style='text-indent:32.0pt'><span style='font-family:仿宋'>",
        "<o:p></o:p></span></p>\n", "b",
    )  # fmt: skip
    page = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><meta http-equiv=Content-Type "
        "content='text/html; charset=gb2312'><meta name=Generator content='Microsoft Word 11'><title>"
        f"{w.person}</title><!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>微软用户</o:Author>"
        "</o:DocumentProperties></xml><![endif]--><style>p.MsoNormal{margin:0cm}</style></head><body "
        f"lang=ZH-CN><div class=Section1><p class=MsoNormal align=center><b><span style='font-size:22.0pt'>"
        f"{title}<o:p></o:p></span></b></p>{body}<p class=MsoNormal align=right>{w.unit}<o:p></o:p></p>"
        f"<p class=MsoNormal align=right>{w.day.printed}</p></div></body></html>"
    )
    blocks += [("text", w.unit), ("text", w.day.printed)]
    return page, blocks, w.truth(title, date=w.day.iso, genre="调研报告"), []


def bare_text(w: Writer) -> Page:
    """Text nodes between breaks, in font tags, with spaces of both kinds."""
    title = f"{w.place}召开{w.subject}工作会议"
    blocks: Blocks = [
        ("text", w.paragraph(f"{w.day.month}月{w.day.day}日，")),
        *w.sections(2, False),
    ]
    text = paragraphs(blocks, "<font face='宋体'>&nbsp;&nbsp;　", "</font><br><br>", "b")
    page = (
        f"<html><head><meta charset='gb2312'><title>欢迎访问{site(w)}</title></head><body><div>{site(w)}"
        f"</div><div align='center'><font size='5'>{title}</font></div><div align='center'>[ 发布：{w.unit}"
        f"办公室 ] [ 日期：{w.day.iso} ] [ 点击：210 ]</div><hr>{text}<hr><div>[ 返回上页 ] [ 打印本页 ]</div>"
        "</body></html>"
    )
    truth = w.truth(title, date=w.day.iso)
    truth.pop("publisher")
    return page, blocks, truth, []


def regulation(w: Writer) -> Page:
    """A regulation with several dates: adopted, published, in force; articles by number."""
    title = f"{w.path[0]}{w.subject}条例"
    force = w.a_day(w.day.year + 1)
    adopted = f"（{w.day.printed}{w.path[0]}第十三届人民代表大会常务委员会第十八次会议通过　自{force.printed}起施行）"
    blocks: Blocks = [("heading", "第一章　总则")]
    blocks += [("text", f"第{small}条　{w.paragraph()}") for small in "一二三"]
    blocks += [("heading", "第二章　附则"), ("text", f"第四条　本条例自{force.printed}起施行。")]
    page = (
        f"<html><head><meta charset='utf-8'><title>{title} - 法规库</title></head><body><div class='crumb'>"
        f"法规库 - 地方性法规</div><div class='law'><div class='law-title'>{title}</div><div class='law-note'>"
        f"{adopted}</div>{paragraphs(blocks)}</div><div>本库内容仅供参考</div></body></html>"
    )
    truth: dict[str, str | None] = {"title": title, "region": w.path[0]}
    return page, blocks, truth, [adopted.replace("　", " ")]


def police_site(w: Writer) -> Page:
    """A site with help for readers, hidden words, a side column with dates, comments."""
    unit = f"{w.place}公安局"
    title = f"{unit}便民服务再升级"
    blocks: Blocks = [("text", w.paragraph(f"为方便群众，{unit}")), *w.sections(2, False)]
    page = (
        f"<html><head><meta charset='utf-8'><title>{title}_警务动态_{unit}</title></head><body><div>长者模式"
        f"｜无障碍阅读｜收藏本站</div><ul>{MENU}</ul><div class='left'><h4>最新公告</h4><ul>{others(w, 9)}</ul>"
        f"</div><div class='right'><div class='xl_title'>{title}</div><div class='xl_info'>来源：{unit}　作者："
        f"{w.person}　发布时间：{w.day.iso} 17:05:11　阅读：<i>0</i>次</div><div style='display:none'>此处为隐藏的"
        f"摘要文字</div><div class='xl_con'>{paragraphs(blocks)}</div><div class='pl'>网友评论（0条）　登录后发表"
        "</div></div><div class='yqlj'>友情链接：公安部　省公安厅　市政府</div><div>网安备 33030002000001号</div>"
        "</body></html>"
    )
    truth = w.truth(title, source=unit, date=w.day.iso, author=w.person)
    truth.pop("publisher")
    return page, blocks, truth, []


def mobile(w: Writer) -> Page:
    """A mobile page: sections, JSON-LD, an advertisement, a folded rest."""
    title = f"{w.place}为{w.subject}按下“快进键”"
    blocks: Blocks = [("text", w.paragraph()) for _ in range(5)]
    page = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}_手机{w.medium}</title><script type="
        f'\'application/ld+json\'>{{"@type":"NewsArticle","headline":"{title}","datePublished":'
        f'"{w.day.iso}T07:30:00+08:00","author":{{"@type":"Organization","name":"{w.medium}"}}}}'
        f"</script></head><body><header>{w.medium}<a>打开APP</a></header><section><h1>{title}</h1><p class="
        f"'m'>{w.medium} {w.day.month:02}-{w.day.day:02} 07:30</p><article>{paragraphs(blocks)}</article><div "
        "class='ad'>广告：点击领取优惠</div><div>展开全文</div></section><footer>触屏版 电脑版</footer></body></html>"
    )
    truth = w.truth(title, publisher=w.medium, date=w.day.iso)
    truth.pop("source")
    truth.pop("author")
    return page, blocks, truth, []


def announcement(w: Writer) -> Page:
    """公告: published by one unit, printed on another's site, dated a day before."""
    title = f"关于{w.day.year}年{w.subject}拟补助项目的公示"
    blocks: Blocks = [
        ("text", w.paragraph()),
        *w.rows(),
        ("text", f"公示期：{w.day.printed}起7日。"),
    ]
    blocks += [("text", "联系电话：0577-88001234"), ("text", w.unit), ("text", w.day.printed)]
    page = (
        f"<html><head><meta charset='utf-8'><title>公示公告-{title}</title></head><body><div>{w.place}政府网"
        f"</div><div class='wz'>首页 &gt;&gt; 公示公告 &gt;&gt; 内容</div><div class='bt'><b>{title}</b></div>"
        f"<div class='fbsj'>发布时间：{w.day.year}-{w.day.month:02}-{w.day.day:02}　　发布单位：{w.unit}</div>"
        f"<div class='wznr'>{paragraphs(blocks)}</div></body></html>"
    )
    truth = w.truth(title, date=w.day.iso, year=str(w.day.year), genre="公示")
    truth.pop("publisher")
    return page, blocks, truth, []


KINDS: tuple[Callable[[Writer], Page], ...] = (
    open_information, comment_marked, old_tables, shared_bar, paged, wechat, wechat_breaks,
    split_date, newspaper, work_report, explained, with_table, saved_by_word, bare_text, regulation,
    police_site, mobile, announcement,
)  # fmt: skip
_ENCODED = {
    "old_tables": "gb18030",
    "saved_by_word": "gb18030",
    "bare_text": "gb18030",
    "paged": "gbk",
}


def make_web_papers(seed: int, public: tuple[str, ...] = ()) -> list[Paper]:
    papers = []
    for kind in KINDS:
        page, blocks, truth, optional = kind(Writer(kind.__name__, seed, public))
        data = page.encode(_ENCODED.get(kind.__name__, "utf-8"), "xmlcharrefreplace")
        papers.append(Paper(f"{kind.__name__}.html", data, tuple(blocks), truth, tuple(optional)))
    return papers

package markdown

import (
	"fmt"

	emoji "github.com/yuin/goldmark-emoji"
	east "github.com/yuin/goldmark-emoji/ast"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// nodes renders what this package shows in its own way.
type nodes struct{}

// RegisterFuncs tells the renderer which nodes these are.
func (nodes) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindLink, renderLink)
	reg.Register(ast.KindAutoLink, renderAutoLink)
	reg.Register(ast.KindImage, renderImage)
	reg.Register(ast.KindCodeBlock, renderCode)
	reg.Register(ast.KindFencedCodeBlock, renderCode)
	reg.Register(extast.KindTable, renderTable)
	reg.Register(extast.KindTableCell, renderCell)
	reg.Register(extast.KindTaskCheckBox, renderTask)
	reg.Register(kindMention, renderMention)
	reg.Register(kindSpoiler, renderSpoiler)
}

// rel says of a link that a member wrote it: search engines give it no credit, and the page
// it opens has no hold on ours.
const rel = `" rel="nofollow ugc noopener"`

func renderLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return written(w, "</a>")
	}
	n := node.(*ast.Link)
	_, _ = w.WriteString(`<a href="`)
	_, _ = w.Write(util.EscapeHTML(n.Destination))
	_, _ = w.WriteString(rel)
	writeTitle(w, n.Title)
	return written(w, ">")
}

func writeTitle(w util.BufWriter, title []byte) {
	if title != nil {
		_, _ = w.WriteString(` title="`)
		html.DefaultWriter.Write(w, title)
		_ = w.WriteByte('"')
	}
}

func renderAutoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.AutoLink)
	to, _ := n.AttributeString("to")
	_, _ = w.WriteString(`<a href="`)
	_, _ = w.Write(util.EscapeHTML(to.([]byte)))
	_, _ = w.WriteString(rel + ">")
	_, _ = w.Write(util.EscapeHTML(n.Label(source)))
	return written(w, "</a>")
}

// renderImage shows a picture of ours. The page keeps its place free, so that nothing jumps when
// it comes; a large one is sent smaller and leads to the whole, by the words that describe it.
func renderImage(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Image)
	whole := string(n.Destination)
	words, _ := n.AttributeString("words")
	shown := Smaller(whole)
	leads := shown != whole && len(words.([]byte)) > 0 && !isIn(n, ast.KindLink)
	if leads {
		_, _ = w.WriteString(`<a class="app-picture" href="` + whole + `">`)
	}
	_, _ = w.WriteString(`<img src="`)
	_, _ = w.Write(util.EscapeHTML([]byte(shown)))
	_, _ = w.WriteString(`" alt="`)
	_, _ = w.Write(util.EscapeHTML(words.([]byte)))
	_ = w.WriteByte('"')
	if width, height := sizeAt(whole); width > 0 {
		width, height = Fit(width, height, WidestPicture)
		_, _ = fmt.Fprintf(w, ` width="%d" height="%d"`, width, height)
	}
	_, _ = w.WriteString(` loading="lazy"`)
	writeTitle(w, n.Title)
	_ = w.WriteByte('>')
	if leads {
		_, _ = w.WriteString("</a>")
	}
	return ast.WalkSkipChildren, nil
}

// renderTable lets a wide table scroll within the page, also by the keyboard. It is a group
// and no landmark: a page may have many.
func renderTable(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		return written(w, `<div class="app-table-scroll" tabindex="0" role="group" aria-label="Table"><table>`+"\n")
	}
	return written(w, "</table></div>\n")
}

// renderCell says of each heading cell that it heads its column.
func renderCell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*extast.TableCell)
	tag, scope := "td", ""
	if n.Parent().Kind() == extast.KindTableHeader {
		tag, scope = "th", ` scope="col"`
	}
	if !entering {
		return written(w, "</"+tag+">\n")
	}
	align := ""
	if n.Alignment != extast.AlignNone {
		align = ` align="` + n.Alignment.String() + `"`
	}
	return written(w, "<"+tag+scope+align+">")
}

// renderTask shows a box that says what a tick in it means, for those who hear the page.
func renderTask(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	checked := ""
	if node.(*extast.TaskCheckBox).IsChecked {
		checked = ` checked=""`
	}
	return written(w, `<input type="checkbox" disabled=""`+checked+` aria-label="Done"> `)
}

func renderMention(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	m := node.(*mention)
	if !m.linked {
		return written(w, "@"+m.written)
	}
	return written(w, `<a class="app-mention" href="/members/`+m.handle()+`">@`+m.written+`</a>`)
}

func renderEmoji(w util.BufWriter, _ []byte, n *east.Emoji, _ *emoji.RendererConfig) {
	if n.Value.IsUnicode() {
		_, _ = w.WriteString(string(n.Value.Unicode))
		return
	}
	// A few names stand for pictures that only their own site has.
	_, _ = w.WriteString(":" + string(n.ShortName) + ":")
}

const prefixMeta = "prefix"

// footnotePrefix begins the ids of footnotes like all others of the text.
func footnotePrefix(n ast.Node) []byte {
	prefix, _ := n.OwnerDocument().Meta()[prefixMeta].(string)
	return []byte(prefix + "-")
}

func written(w util.BufWriter, s string) (ast.WalkStatus, error) {
	_, err := w.WriteString(s)
	return ast.WalkContinue, err
}

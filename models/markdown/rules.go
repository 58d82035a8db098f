package markdown

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// rules decides on the parsed tree what may become a link, an image or an id, and writes its
// decisions on the nodes for the renderer.
type rules struct{}

// Transform is called by the parser with each finished tree.
func (rules) Transform(root *ast.Document, reader text.Reader, pc parser.Context) {
	o := pc.Get(optionsKey).(Options)
	root.AddMeta(prefixMeta, o.Prefix)
	r := ruling{Options: o, source: reader.Source(), ids: map[string]bool{}, same: map[string]int{}}
	all := everyNode(root)
	for _, n := range all {
		if h, ok := n.(*ast.Heading); ok {
			r.heading(h)
		}
	}
	// Innermost first, so that a picture in a link is judged before the link around it.
	for _, n := range slices.Backward(all) {
		r.decide(n)
	}
}

// everyNode lists the tree before it is changed.
func everyNode(root ast.Node) []ast.Node {
	var all []ast.Node
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			all = append(all, n)
		}
		return ast.WalkContinue, nil
	})
	return all
}

// ruling is the work on one text.
type ruling struct {
	Options
	source []byte
	ids    map[string]bool // of the headings so far
	same   map[string]int  // how many headings had each name
	above  []int           // the levels, as they were written, of the headings that the next may stand under
}

func (r *ruling) decide(n ast.Node) {
	switch n := n.(type) {
	case *ast.Link:
		r.link(n)
	case *ast.AutoLink:
		r.autoLink(n)
	case *ast.Image:
		r.image(n)
	case *ast.Text:
		if n.HardLineBreak() {
			r.trim(n)
		}
	case *mention:
		n.linked = r.Known(n.handle()) && !isIn(n, ast.KindLink)
	case *extast.TaskCheckBox:
		if item := n.Parent().Parent(); item != nil {
			item.SetAttributeString("class", []byte("app-task-item"))
		}
	}
}

// trim drops the spaces that made a line break: they are not part of the words. The parser
// may have cut them into several pieces.
func (r *ruling) trim(n *ast.Text) {
	for ok := true; ok; n, ok = n.PreviousSibling().(*ast.Text) {
		n.Segment = n.Segment.TrimRightSpace(r.source)
		if !n.Segment.IsEmpty() {
			return
		}
	}
}

// heading moves h to its level on the page and gives it an id. Levels follow each other without
// a gap, however they were written: those who hear a page find their way by them.
func (r *ruling) heading(h *ast.Heading) {
	for len(r.above) > 0 && r.above[len(r.above)-1] >= h.Level {
		r.above = r.above[:len(r.above)-1]
	}
	r.above = append(r.above, h.Level)
	h.Level = min(r.Shift+len(r.above), 6)
	name := r.Prefix + "-h-" + slug(inlineText(h, r.source))
	id := name
	for r.ids[id] {
		r.same[name]++
		id = name + "-" + strconv.Itoa(r.same[name]+1)
	}
	r.ids[id] = true
	h.SetAttributeString("id", []byte(id))
}

// link keeps a link that leads to an allowed place, and leaves the words of any other. A link
// around a footnote's mark goes too: links do not stand in links.
func (r *ruling) link(n *ast.Link) {
	to, ok := resolve(n.Destination)
	if !ok || hasFootnote(n) {
		unwrap(n)
		return
	}
	if own := "#" + r.Prefix + "-h-" + strings.TrimPrefix(to, "#"); to != own && strings.HasPrefix(to, "#") && r.ids[own[1:]] {
		to = own
	}
	n.Destination = []byte(to)
}

func (r *ruling) autoLink(n *ast.AutoLink) {
	to := string(n.URL(r.source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(to), "mailto:") {
		to = "mailto:" + to
	}
	to, ok := allowed(string(util.URLEscape([]byte(to), false)))
	if !ok {
		n.Parent().ReplaceChild(n.Parent(), n, plainString(string(n.Label(r.source))))
		return
	}
	n.SetAttributeString("to", []byte(to))
}

// ownFile is a file of ours, by a path that cannot climb out of its folder.
var ownFile = regexp.MustCompile(`^/files/[A-Za-z0-9_-]+(?:[./][A-Za-z0-9_-]+)*$`)

// image keeps a picture that we hold. Pages fetch nothing from elsewhere, so any other becomes
// a link with the words that describe it; within a link, or with nowhere to go, only those.
func (r *ruling) image(n *ast.Image) {
	words := strings.TrimSpace(inlineText(n, r.source))
	to, ok := resolve(n.Destination)
	if ok && ownFile.MatchString(to) {
		n.Destination = []byte(to)
		n.SetAttributeString("words", []byte(words))
		return
	}
	if words == "" {
		words = to
	}
	var instead ast.Node = plainString(words)
	if ok && !isIn(n, ast.KindLink) && words != "" {
		link := ast.NewLink()
		link.Destination, link.Title = []byte(to), n.Title
		link.AppendChild(link, instead)
		instead = link
	}
	n.Parent().ReplaceChild(n.Parent(), n, instead)
}

// plainString is a node that shows s as it is.
func plainString(s string) *ast.String {
	n := ast.NewString([]byte(s))
	n.SetRaw(true)
	return n
}

// unwrap puts the children of n in its place.
func unwrap(n ast.Node) {
	parent := n.Parent()
	for child := n.FirstChild(); child != nil; child = n.FirstChild() {
		parent.InsertBefore(parent, n, child)
	}
	parent.RemoveChild(parent, n)
}

func isIn(n ast.Node, kind ast.NodeKind) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == kind {
			return true
		}
	}
	return false
}

func hasFootnote(root ast.Node) bool {
	return slices.ContainsFunc(everyNode(root), func(n ast.Node) bool { return n.Kind() == extast.KindFootnoteLink })
}

// resolve reads a destination as Markdown means it, with its character references, and tells
// whether it may be linked to.
func resolve(destination []byte) (string, bool) {
	return allowed(string(util.URLEscape(destination, true)))
}

// schemes are the only ones that a link may have. A link without one stays on this site.
var schemes = []string{"http", "https", "mailto"}

// allowed tells whether to may be linked to: an address on this site or one with an allowed
// scheme. "//host" has none and is not on this site. An empty one leads nowhere; one that does not parse, has controls in it (the parser knows:
// browsers drop them) or puts a name in front of its host is nobody's honest link.
func allowed(to string) (string, bool) {
	u, err := url.Parse(to)
	if to == "" || err != nil || u.User != nil {
		return to, false
	}
	if u.Scheme == "" {
		head, _, found := strings.Cut(to, ":")
		return to, u.Host == "" && (!found || strings.ContainsAny(head, "/?#"))
	}
	return to, slices.Contains(schemes, u.Scheme) && (u.Scheme == "mailto" || u.Host != "")
}

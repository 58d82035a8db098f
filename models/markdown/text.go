package markdown

import (
	"bufio"
	"bytes"
	"html"
	"strings"
	"unicode"

	east "github.com/yuin/goldmark-emoji/ast"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/text/unicode/norm"
)

// Text gives the words of source without its marks, one line for each block: for summaries
// and for search. A text beyond the limits is given as it stands.
func Text(source string) string {
	clean := withoutBidi(source)
	if Measure(clean) != nil {
		return strings.TrimSpace(clean)
	}
	return plainText(parse([]byte(clean), Options{}), []byte(clean))
}

// Headings gives the contents of a document, in order, as Render marks them.
func Headings(source string, o Options) []Heading {
	clean := withoutBidi(source)
	if Measure(clean) != nil {
		return nil
	}
	return headings(parse([]byte(clean), o), []byte(clean))
}

func headings(root ast.Node, source []byte) []Heading {
	var all []Heading
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		h, ok := n.(*ast.Heading)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		title := strings.TrimSpace(inlineText(h, source))
		if id, ok := h.AttributeString("id"); ok && title != "" {
			all = append(all, Heading{Level: h.Level, ID: string(id.([]byte)), Title: title})
		}
		return ast.WalkSkipChildren, nil
	})
	return all
}

// plainText gives one line for each block that holds words.
func plainText(root ast.Node, source []byte) string {
	var lines []string
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Type() != ast.TypeBlock {
			return ast.WalkContinue, nil
		}
		line, status := "", ast.WalkContinue
		switch {
		case n.Kind() == ast.KindCodeBlock || n.Kind() == ast.KindFencedCodeBlock:
			line, status = string(n.Lines().Value(source)), ast.WalkSkipChildren
		case n.Kind() == kindSpoiler:
			line = n.(*spoiler).title
		case n.FirstChild() != nil && n.FirstChild().Type() == ast.TypeInline:
			line, status = inlineText(n, source), ast.WalkSkipChildren
		}
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
		return status, nil
	})
	return strings.Join(lines, "\n")
}

// inlineText gives the words within n as a reader sees them.
func inlineText(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			b.WriteString(words(n, source))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// words gives what one inline node adds to a text.
func words(n ast.Node, source []byte) string {
	switch n := n.(type) {
	case *ast.Text:
		s := string(n.Segment.Value(source))
		if !n.IsRaw() && n.Parent().Kind() != ast.KindCodeSpan {
			s = unmarked(s)
		}
		if n.SoftLineBreak() || n.HardLineBreak() {
			s += " "
		}
		return s
	case *ast.String:
		return string(n.Value)
	case *ast.AutoLink:
		return string(n.Label(source))
	case *mention:
		return "@" + n.written
	case *east.Emoji:
		if n.Value.IsUnicode() {
			return string(n.Value.Unicode)
		}
		return ":" + string(n.ShortName) + ":"
	case *extast.TaskCheckBox:
		return ""
	}
	return ""
}

// unmarked resolves the escapes and character references in s.
func unmarked(s string) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	gmhtml.DefaultWriter.Write(w, []byte(s))
	_ = w.Flush() // a buffer takes everything
	return html.UnescapeString(out.String())
}

// longestSlug keeps an address short enough to be read out.
const longestSlug = 60

// slug turns a heading into the tail of an id: small letters, digits and hyphens.
func slug(title string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(title)) {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= longestSlug {
			break
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "section"
}

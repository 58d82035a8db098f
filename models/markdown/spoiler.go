package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

var kindSpoiler = ast.NewNodeKind("Spoiler")

// spoiler is a part of a text that stays folded up until a reader opens it: an answer to guess
// first, a long list for the few who need it. It stands between two lines that begin with three
// colons, the first of them with the word and what the fold is called:
//
//	::: spoiler What we found
//	It was the labels.
//	:::
type spoiler struct {
	ast.BaseBlock
	title  string
	colons int // of its first line: the last has as many, or more
}

func (s *spoiler) Kind() ast.NodeKind { return kindSpoiler }

func (s *spoiler) Dump(source []byte, level int) {
	ast.DumpHelper(s, source, level, map[string]string{"Title": s.title}, nil)
}

// The title of a fold.
const (
	untitled     = "Show the rest"
	longestTitle = 120
)

type spoilerParser struct{}

func (spoilerParser) Trigger() []byte { return []byte{':'} }

// Open reads the first line. A fold within a fold would be one too many: it stays text.
func (spoilerParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 || parent.Kind() == kindSpoiler || isIn(parent, kindSpoiler) {
		return nil, parser.NoChildren
	}
	colons := colonsOf(line[at:])
	name, title, _ := strings.Cut(strings.TrimSpace(string(line[at+colons:])), " ")
	if colons < 3 || name != "spoiler" {
		return nil, parser.NoChildren
	}
	s := &spoiler{title: strings.Join(strings.Fields(title), " "), colons: colons}
	if runes := []rune(s.title); len(runes) > longestTitle {
		s.title = string(runes[:longestTitle])
	}
	if s.title == "" {
		s.title = untitled
	}
	reader.Advance(segment.Len() - newline(line))
	return s, parser.HasChildren
}

// Continue goes on to the line of colons that ends it, or to the end of what it stands in.
func (spoilerParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, segment := reader.PeekLine()
	width, at := util.IndentWidth(line, reader.LineOffset())
	if width < 4 && at < len(line) {
		colons := colonsOf(line[at:])
		if colons >= node.(*spoiler).colons && len(bytes.TrimSpace(line[at+colons:])) == 0 {
			reader.Advance(segment.Len() - newline(line))
			return parser.Close
		}
	}
	return parser.Continue | parser.HasChildren
}

func (spoilerParser) Close(ast.Node, text.Reader, parser.Context) {}

func (spoilerParser) CanInterruptParagraph() bool { return true }

func (spoilerParser) CanAcceptIndentedLine() bool { return false }

// colonsOf is how many colons a line begins with.
func colonsOf(line []byte) int { return len(line) - len(bytes.TrimLeft(line, ":")) }

// newline is the length of the end of a line, which the parser reads for itself.
func newline(line []byte) int { return len(line) - len(bytes.TrimSuffix(line, []byte("\n"))) }

func renderSpoiler(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return written(w, "</details>\n")
	}
	return written(w, `<details class="app-spoiler"><summary>`+string(util.EscapeHTML([]byte(node.(*spoiler).title)))+"</summary>\n")
}

package markdown

import (
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// The length of a member's handle.
const (
	shortestHandle = 2
	longestHandle  = 40
)

var kindMention = ast.NewNodeKind("Mention")

// mention is "@handle" in a text.
type mention struct {
	ast.BaseInline
	written string // as it stands in the text, without the @
	linked  bool
}

func (m *mention) Kind() ast.NodeKind { return kindMention }

func (m *mention) Dump(source []byte, level int) {
	ast.DumpHelper(m, source, level, map[string]string{"Handle": m.written}, nil)
}

// handle is the member's, in small letters as handles are kept.
func (m *mention) handle() string { return strings.ToLower(m.written) }

// mentionParser reads "@handle" where it stands on its own: not in a@b.com, not in an address
// of another network such as @ann@social.example.
type mentionParser struct{}

func (mentionParser) Trigger() []byte { return []byte{'@'} }

func (mentionParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	if unicode.IsLetter(before) || unicode.IsDigit(before) || strings.ContainsRune("@.-+/=%&#$\\", before) {
		return nil
	}
	line, _ := block.PeekLine()
	n := 1
	for n < len(line) && isHandleByte(line[n]) {
		n++
	}
	handle := strings.TrimRight(string(line[1:n]), "-")
	if len(handle) < shortestHandle || len(handle) > longestHandle || handle[0] == '-' || goesOn(line[n:]) {
		return nil
	}
	block.Advance(1 + len(handle))
	return &mention{written: handle}
}

func isHandleByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-'
}

// goesOn tells whether what follows a handle makes it a piece of something longer: a letter
// of another script, a second @, or a dot with more behind it as in a host's name.
func goesOn(rest []byte) bool {
	if len(rest) == 0 {
		return false
	}
	next := []rune(string(rest[:min(len(rest), 8)]))
	if next[0] == '.' {
		return len(next) > 1 && (unicode.IsLetter(next[1]) || unicode.IsDigit(next[1]))
	}
	return next[0] == '@' || next[0] == '/' || unicode.IsLetter(next[0]) || unicode.IsDigit(next[0])
}

// Mentions gives the handles that source mentions, in small letters, each once, in order.
// What is quoted calls nobody a second time, and code calls nobody at all. A text beyond the
// limits mentions nobody.
func Mentions(source string) []string {
	clean := withoutBidi(source)
	if Measure(clean) != nil {
		return nil
	}
	return mentions(parse([]byte(clean), Options{}))
}

func mentions(root ast.Node) []string {
	var handles []string
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() == ast.KindBlockquote {
			return ast.WalkSkipChildren, nil
		}
		if m, ok := n.(*mention); ok && entering && !slices.Contains(handles, m.handle()) {
			handles = append(handles, m.handle())
		}
		return ast.WalkContinue, nil
	})
	return handles
}

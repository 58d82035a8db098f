package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Quote writes source as a quotation. What it quotes itself is left out, so that no quotation
// stands in another: who answers an answer means its own words. Of a text that is a quotation
// and nothing else, nothing is left.
func Quote(source string) string {
	var quoted []string
	for _, line := range unquoted(source) {
		quoted = append(quoted, strings.TrimRight("> "+line, " "))
	}
	return strings.Join(quoted, "\n")
}

// unquoted gives the lines of source that stand in no quotation.
func unquoted(source string) []string {
	lines := strings.Split(source, "\n")
	if Measure(source) == nil {
		lines = outside(lines, quotations(parse([]byte(source), Options{}), source))
	}
	return strings.Split(strings.Trim(strings.Join(lines, "\n"), "\n"), "\n")
}

// stretch are the lines of a text from one up to another.
type stretch struct{ from, to int }

// quotations are the stretches that are quoted: each from its first line to where the next
// thing begins. Their marks do not say where they end, since a line may go on without one.
func quotations(root ast.Node, source string) (list []stretch) {
	lineOf := func(n ast.Node) int { return strings.Count(source[:n.Pos()], "\n") }
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Kind() != ast.KindBlockquote {
			return ast.WalkContinue, nil
		}
		s := stretch{lineOf(n), len(source)}
		if next := after(n); next != nil && next.Pos() > n.Pos() {
			s.to = lineOf(next)
		}
		list = append(list, s)
		return ast.WalkSkipChildren, nil
	})
	return list
}

// after is the block that begins when n and all that ends with it has ended.
func after(n ast.Node) ast.Node {
	for ; n != nil; n = n.Parent() {
		if next := n.NextSibling(); next != nil {
			return next
		}
	}
	return nil
}

func outside(lines []string, gone []stretch) (kept []string) {
	for i, line := range lines {
		in := false
		for _, s := range gone {
			in = in || s.from <= i && i < s.to
		}
		if !in {
			kept = append(kept, line)
		}
	}
	return kept
}

// Plainly writes a name so that it reads as it stands, whatever marks are in it.
func Plainly(name string) string {
	var b strings.Builder
	for _, r := range name {
		if strings.ContainsRune("\\`*_{}[]<>#|~@:&!", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

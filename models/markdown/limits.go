package markdown

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// The limits of one text.
const (
	MaxLength  = 20_000 // characters: some 3,300 words, longer than any post needs
	MaxDepth   = 20     // quotes, lists, emphasis and links within each other
	MaxColumns = 40     // of a table

	// maxCells bounds a table by its cells: a row may leave its cells out, the page has them all.
	maxCells = 4_000
	// maxLinks bounds what may begin a link: for each the parser reads on to find its end.
	maxLinks = 2_000
	// maxOutput is the most HTML one text may become, in bytes: twenty for every character.
	maxOutput = 20 * MaxLength
)

// Measure tells in linear time whether source is within the limits that must hold before it
// is parsed. Parsing costs the square of what Measure refuses.
func Measure(source string) error {
	if utf8.RuneCountInString(source) > MaxLength {
		return ErrTooLong
	}
	if strings.Count(source, "[") > maxLinks {
		return ErrTooLarge
	}
	for line := range strings.Lines(source) {
		if markers(line) > MaxDepth {
			return ErrTooDeep
		}
		if isDelimiterRow(line) && strings.Count(line, "|") > MaxColumns+1 {
			return ErrTooWide
		}
	}
	return nil
}

// markers counts the quotes and list items that line begins with.
func markers(line string) int {
	if isRule(line) {
		return 0
	}
	n := 0
	for rest := strings.TrimLeft(line, " \t"); rest != ""; rest = strings.TrimLeft(rest, " \t") {
		width := marker(rest)
		if width == 0 {
			break
		}
		n++
		rest = rest[width:]
	}
	return n
}

// marker gives the width of the quote or list mark that s begins with, or 0.
func marker(s string) int {
	switch s[0] {
	case '>':
		return 1
	case '-', '+', '*':
		if blankAt(s, 1) {
			return 1
		}
	}
	digits := 0
	for digits < len(s) && digits < 9 && s[digits] >= '0' && s[digits] <= '9' {
		digits++
	}
	if digits > 0 && digits < len(s) && (s[digits] == '.' || s[digits] == ')') && blankAt(s, digits+1) {
		return digits + 1
	}
	return 0
}

func blankAt(s string, i int) bool {
	return i >= len(s) || strings.IndexByte(" \t\r\n", s[i]) >= 0
}

// isRule tells whether line is a thematic break: "* * *" opens no list.
func isRule(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && strings.IndexByte("*-_", line[0]) >= 0 && strings.Trim(line, line[:1]+" \t") == ""
}

// isDelimiterRow tells whether line may be the second line of a table, maybe in a quote.
func isDelimiterRow(line string) bool {
	return strings.Contains(line, "-") && strings.Trim(line, "|-: \t\r\n>") == ""
}

// measureTree tells whether what was parsed is within the limits that only the tree shows.
func measureTree(root ast.Node) error {
	depth, cells := 0, 0
	return ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() == extast.KindTableCell && entering {
			if cells++; cells > maxCells {
				return ast.WalkStop, ErrTooLarge
			}
		}
		if !nests(n) {
			return ast.WalkContinue, nil
		}
		if !entering {
			depth--
			return ast.WalkContinue, nil
		}
		if depth++; depth > MaxDepth {
			return ast.WalkStop, ErrTooDeep
		}
		return ast.WalkContinue, nil
	})
}

// nests tells whether n is something that a person put others into.
func nests(n ast.Node) bool {
	switch n.Kind() {
	case ast.KindBlockquote, ast.KindListItem, ast.KindEmphasis, ast.KindLink, ast.KindImage, extast.KindStrikethrough, kindSpoiler:
		return true
	}
	return false
}

package markdown

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// stairs is a text whose parts are written one after the other with a growing number.
func stairs(part func(i int) string) string {
	var b strings.Builder
	for i := 1; ; i++ {
		next := part(i)
		if b.Len()+len(next) > MaxLength {
			return b.String()
		}
		b.WriteString(next)
	}
}

func TestTextsBeyondTheLimitsAreRefused(t *testing.T) {
	t.Parallel()
	quotes := func(n int) string { return strings.Repeat("> ", n) + "a" }
	lists := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.Repeat("  ", i) + "- a\n")
		}
		return b.String()
	}
	table := func(columns, rows int) string {
		return strings.Repeat("|a", columns) + "|\n" + strings.Repeat("|-", columns) + "|\n" + strings.Repeat("|a\n", rows)
	}
	for name, c := range map[string]struct {
		source string
		want   error
	}{
		"the longest":                           {strings.Repeat("é", MaxLength), nil},
		"one character more":                    {strings.Repeat("é", MaxLength+1), ErrTooLong},
		"the deepest quote":                     {quotes(MaxDepth), nil},
		"one quote more":                        {quotes(MaxDepth + 1), ErrTooDeep},
		"the deepest list":                      {lists(MaxDepth), nil},
		"one list more":                         {lists(MaxDepth + 1), ErrTooDeep},
		"one list more, in one line":            {strings.Repeat("- ", MaxDepth+1) + "a", ErrTooDeep},
		"one numbered list more":                {strings.Repeat("1. ", MaxDepth+1) + "a", ErrTooDeep},
		"quotes and lists together":             {strings.Repeat("> - ", MaxDepth/2+1) + "a", ErrTooDeep},
		"quotes without spaces":                 {strings.Repeat(">", MaxDepth+1) + "a", ErrTooDeep},
		"emphasis":                              {strings.Repeat("*a ", MaxDepth+1) + strings.Repeat("a* ", MaxDepth+1), ErrTooDeep},
		"a long rule is no list":                {strings.Repeat("* ", 200), nil},
		"a deeply indented block of code":       {"```\n" + strings.Repeat(" ", 100) + "a\n```", nil},
		"the widest table":                      {table(MaxColumns, 1), nil},
		"one column more":                       {table(MaxColumns+1, 1), ErrTooWide},
		"many cells that nobody wrote":          {table(MaxColumns, 200), ErrTooLarge},
		"more links than anybody reads":         {strings.Repeat("[a](", maxLinks+1), ErrTooLarge},
		"one long address linked to many times": {"[a]: /" + strings.Repeat("b", 9_000) + "\n\n" + strings.Repeat("[a]", 3_000), ErrTooLarge},
	} {
		if _, err := Render(t.Context(), c.source, Options{}); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

// attacks are texts within the length that make parsers go round in circles.
var attacks = map[string]string{
	"list marks":             strings.Repeat("* ", 9_999) + "a",
	"numbered lists":         strings.Repeat("1. ", 6_600),
	"quotes":                 strings.Repeat(">", 20_000),
	"the deepest lists":      strings.Repeat(strings.Repeat("- ", MaxDepth)+"a\n", 480),
	"the deepest quotes":     strings.Repeat(strings.Repeat(">", MaxDepth)+"a\n", 900),
	"lists like stairs":      stairs(func(i int) string { return strings.Repeat("  ", i) + "- a\n" }),
	"empty items":            strings.Repeat("-\n", 10_000),
	"open brackets":          strings.Repeat("[", 20_000),
	"brackets in brackets":   strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000),
	"open links":             strings.Repeat("[a](", 5_000),
	"open titles":            strings.Repeat(`[a](b "`, 2_857),
	"open pictures":          strings.Repeat("![", 10_000),
	"brackets in an address": "[a](" + strings.Repeat("(", 19_900),
	"open emphasis":          strings.Repeat("*a ", 6_666),
	"mixed emphasis":         strings.Repeat("*a_b ", 4_000),
	"nested emphasis":        strings.Repeat("*a ", 3_000) + strings.Repeat(" a*", 3_000),
	"stars":                  strings.Repeat("*", 10_000) + "a" + strings.Repeat("*", 9_999),
	"strikes":                strings.Repeat("~~a", 6_600),
	"backticks":              stairs(func(i int) string { return strings.Repeat("`", i) + "a" }),
	"less-than signs":        strings.Repeat("<", 20_000),
	"open autolinks":         strings.Repeat("<http://a", 2_222),
	"ampersands":             strings.Repeat("&", 20_000),
	"backslashes":            strings.Repeat(`\`, 20_000),
	"colons":                 strings.Repeat(":a", 10_000),
	"mentions":               strings.Repeat("@ab", 6_666),
	"bare addresses":         strings.Repeat("(www.a", 3_333),
	"half e-mail addresses":  strings.Repeat("_a.b", 5_000),
	"footnotes":              stairs(func(i int) string { return fmt.Sprintf("[^%d]\n\n[^%d]: a\n", i, i) }),
	"marks of one footnote":  strings.Repeat("[^1]", 4_990) + "\n\n[^1]: a",
	"definitions":            stairs(func(i int) string { return fmt.Sprintf("[%d]: b\n", i) }),
	"headings of one name":   strings.Repeat("# a\n", 5_000),
	"tables":                 strings.Repeat("|a|\n|-|\n\n", 2_222),
	"one tall table":         "|a|\n|-|\n" + strings.Repeat("|`|\n", 4_900),
	"one wide table":         strings.Repeat("a|", 2_500) + "\n" + strings.Repeat("-|", 2_500) + "\n" + strings.Repeat("a\n", 5_000),
	"empty lines":            strings.Repeat("\n", 20_000),
	"tabs":                   strings.Repeat("\t", 19_999) + "a",
	"open strings in code":   "```sql\n" + strings.Repeat(`'a\`, 6_600),
	"many blocks of code":    strings.Repeat("```php\n<?=<<<a\n```\n", 1_111),
	"heredocs in code":       "```php\n" + strings.Repeat("<<<a\n", 3_900),
}

func TestNoTextTakesLong(t *testing.T) {
	t.Parallel()
	for name, source := range attacks {
		start := time.Now()
		page, err := Render(t.Context(), source, Options{Prefix: "p7"})
		// Each takes some hundredths of a second; what is quadratic without a limit takes
		// minutes. Between the two a busy machine has room.
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s took %s", name, took)
		}
		if err == nil && len(page) > maxOutput*2 {
			t.Errorf("%s became %d bytes", name, len(page))
		}
		if got := Text(source); len(got) > 4*len(source) {
			t.Errorf("the words of %s became %d bytes", name, len(got))
		}
	}
}

// TestNoCodeTakesLong: of some code a grammar finds one piece after a look at all the rest, and
// then the next, of the same kind. Without its clock each of these takes many seconds.
func TestNoCodeTakesLong(t *testing.T) {
	for name, source := range map[string]string{
		"marks in YAML":             "```yaml\n" + strings.Repeat("'", MaxLength-20) + "\n```",
		"lines in SAS":              "```sas\n" + strings.Repeat("\n ", MaxLength/2-20) + "\n```",
		"dollars in TypeScript":     "```ts\n" + strings.Repeat("$", MaxLength-20) + "\n```",
		"many blocks without names": strings.Repeat("```\n", MaxLength/4),
	} {
		began := time.Now()
		if _, err := Render(t.Context(), source, Options{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

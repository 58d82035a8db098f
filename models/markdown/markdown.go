// Package markdown turns what members write into safe HTML: CommonMark 0.31 with tables, task
// lists, strikethrough, bare links, footnotes, emoji, highlighted code, folds and @mentions.
//
// Three walls stand between a text and a page. The text is measured before it is parsed, since
// parsing costs the square of the nesting. Links, images and ids are decided on the parsed
// tree, by allow-list. What was rendered then passes a strict sanitiser that knows every
// element, attribute and class this package writes, and nothing else.
package markdown

import (
	"bytes"
	"context"
	"errors"
	"io"
	"regexp"
	"runtime"
	"strings"

	"github.com/yuin/goldmark"
	emoji "github.com/yuin/goldmark-emoji"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Version is the version of the renderer. It goes up with each change that makes the same
// source another page; `commonroom rerender` then brings stored HTML up to date.
const Version = 3

// Shifts for Options: how many levels a heading goes down on the page it is shown on.
const (
	PostShift     = 2 // a post stands under the title of its thread and its own byline
	DocumentShift = 1 // a document stands under its title alone
)

// Options say where a text is going to be shown.
type Options struct {
	// Prefix begins every id of the text, so that two texts on one page never clash: small
	// letters and digits, beginning with a letter.
	Prefix string
	// Shift is the level of the heading that the text stands under: its own begin one below. A
	// page has one h1 and it is never in here.
	Shift int
	// Known tells whether a handle, in small letters, is a member's. Only then is a mention a
	// link. Nil means that nobody is known.
	Known func(handle string) bool
}

// Heading is one entry of a document's list of contents.
type Heading struct {
	Level int // on the page, from 2
	ID    string
	Title string
}

// Page is all that one reading of a text gives.
type Page struct {
	HTML     string
	Text     string // without marks, one line for each block
	Mentions []string
	Headings []Heading
	Files    []int64 // the numbers of the files of ours that it shows or leads to, each once
}

// Render gives the HTML of source. It waits its turn when all processors are rendering.
func Render(ctx context.Context, source string, o Options) (string, error) {
	page, err := Read(ctx, source, o)
	return page.HTML, err
}

// Read parses source once and gives everything there is to know of it.
func Read(ctx context.Context, source string, o Options) (Page, error) {
	clean := withoutBidi(source)
	if err := errors.Join(ctx.Err(), Measure(clean)); err != nil {
		return Page{}, err
	}
	select {
	case turns <- struct{}{}:
		defer func() { <-turns }()
	case <-ctx.Done():
		return Page{}, ctx.Err()
	}
	return read([]byte(clean), o)
}

// turns bounds how many texts are rendered at once: rendering is pure computation, and more
// of it than there are processors only makes everybody wait.
var turns = make(chan struct{}, max(1, runtime.GOMAXPROCS(0)))

func read(source []byte, o Options) (Page, error) {
	root := parse(source, o)
	if err := measureTree(root); err != nil {
		return Page{}, err
	}
	html, err := write(source, root)
	if err != nil {
		return Page{}, err
	}
	return Page{
		HTML:     html,
		Text:     plainText(root, source),
		Mentions: mentions(root),
		Headings: headings(root, source),
		Files:    files(root),
	}, nil
}

func parse(source []byte, o Options) ast.Node {
	pc := parser.NewContext()
	pc.Set(optionsKey, o.checked())
	return engine.Parser().Parse(text.NewReader(source), parser.WithContext(pc))
}

func write(source []byte, root ast.Node) (string, error) {
	var out bytes.Buffer
	if err := engine.Renderer().Render(&limited{w: &out, left: maxOutput}, source, root); err != nil {
		return "", err
	}
	return policy.SanitizeReader(&out).String(), nil
}

var (
	optionsKey = parser.NewContextKey()
	goodPrefix = regexp.MustCompile(`^[a-z][a-z0-9]{0,31}$`)
)

// checked gives options that cannot break the page: ids keep a prefix, h1 stays free.
func (o Options) checked() Options {
	if !goodPrefix.MatchString(o.Prefix) {
		o.Prefix = "text"
	}
	o.Shift = max(o.Shift, 1)
	if o.Known == nil {
		o.Known = func(string) bool { return false }
	}
	return o
}

// engine is the one parser and renderer. What differs from text to text travels in the
// parser's context and on the nodes.
var engine = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(without(parser.DefaultBlockParsers(), parser.NewHTMLBlockParser())...),
		parser.WithBlockParsers(util.Prioritized(spoilerParser{}, 690)), // before fenced code
		parser.WithInlineParsers(without(parser.DefaultInlineParsers(), parser.NewRawHTMLParser())...),
		parser.WithInlineParsers(util.Prioritized(mentionParser{}, 990)),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		parser.WithASTTransformers(util.Prioritized(rules{}, 2000)), // after the footnotes
	)),
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
		extension.Strikethrough,
		extension.TaskList,
		extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"})),
		extension.NewFootnote(
			extension.WithFootnoteIDPrefixFunction(footnotePrefix),
			extension.WithFootnoteBacklinkTitle("Back to the text"),
		),
		emoji.New(emoji.WithRenderingMethod(emoji.Func), emoji.WithRendererFunc(renderEmoji)),
	),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(nodes{}, 100))),
)

// without gives parsers but for the one of the same kind as gone. Raw HTML is not parsed, so
// that what looks like it stays on the page as the words it was typed as.
func without(parsers []util.PrioritizedValue, gone any) []util.PrioritizedValue {
	var kept []util.PrioritizedValue
	for _, p := range parsers {
		if p.Value != gone {
			kept = append(kept, p)
		}
	}
	return kept
}

// withoutBidi drops the marks that turn the direction of what follows: they make an address
// or a file name read as another. The marks for single letters (LRM, RLM, ALM) stay.
func withoutBidi(source string) string {
	return strings.Map(func(r rune) rune {
		if r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, source)
}

// limited stops a text that would grow too large: an address named once can be linked to
// thousands of times.
type limited struct {
	w    io.Writer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	if len(p) > l.left {
		return 0, ErrTooLarge
	}
	l.left -= len(p)
	return l.w.Write(p)
}

// The refusals of a text. Each is a fact for the caller to put into words.
var (
	ErrTooLong  = errors.New("markdown: longer than MaxLength")
	ErrTooDeep  = errors.New("markdown: nested deeper than MaxDepth")
	ErrTooWide  = errors.New("markdown: a table with more than MaxColumns columns")
	ErrTooLarge = errors.New("markdown: the page would be too large")
)

package prose

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/unicode/norm"

	"commonroom/models"
	"commonroom/models/markdown"
	"commonroom/models/nhsnumber"
)

// Prose is a text that passed the door: what was written, and the page it makes.
type Prose struct {
	Source   string
	HTML     string
	Version  int      // of the renderer that made HTML
	Mentions []string // handles, in small letters, each once
	Files    []int64  // the numbers of the files of ours that it shows or leads to
}

// maxFiles is how many files one text may show or lead to: more make a page nobody sees the end of.
const maxFiles = 10

// Text takes the Markdown of a post. Known tells whether a handle is a member's, so that a
// mention of them becomes a link; nil means that nobody is known.
func Text(ctx context.Context, field, source string, known func(handle string) bool) (Prose, error) {
	return take(ctx, field, source, known, asPost)
}

// OptionalText takes Markdown that may be left empty.
func OptionalText(ctx context.Context, field, source string, known func(handle string) bool) (Prose, error) {
	if strings.TrimSpace(source) == "" {
		return Prose{Version: markdown.Version}, nil
	}
	return Text(ctx, field, source, known)
}

// Document takes the Markdown of a text that has a page of its own, such as a practice: its
// headings stand one level higher than a post's, and their addresses outlive an edit.
func Document(ctx context.Context, field, source string, known func(handle string) bool) (Prose, error) {
	return take(ctx, field, source, known, asDocument)
}

// Render makes the page of a post anew from its source, as `commonroom rerender` does after a
// change of the renderer. It judges nothing: what is stored has passed the door.
func Render(ctx context.Context, source string, known func(handle string) bool) (Prose, error) {
	return render(ctx, source, known, asPost)
}

// RenderDocument is Render for a document.
func RenderDocument(ctx context.Context, source string, known func(handle string) bool) (Prose, error) {
	return render(ctx, source, known, asDocument)
}

// Contents lists the headings of a document, with the ids that Document gives them.
func Contents(source string) []markdown.Heading {
	return markdown.Headings(source, asDocument(source))
}

// Mentions gives the handles that source mentions, in small letters, each once.
func Mentions(source string) []string { return markdown.Mentions(source) }

// asPost says how a post is rendered. Many posts share a page, and a text is rendered before
// it has a number: its ids begin with a digest of its words.
func asPost(source string) markdown.Options {
	sum := sha256.Sum256([]byte(source))
	return markdown.Options{Prefix: "t" + hex.EncodeToString(sum[:4]), Shift: markdown.PostShift}
}

// asDocument says how a document is rendered: there is one on a page.
func asDocument(string) markdown.Options {
	return markdown.Options{Prefix: "doc", Shift: markdown.DocumentShift}
}

func take(ctx context.Context, field, source string, known func(string) bool, as func(string) markdown.Options) (Prose, error) {
	source, err := tidy(field, source)
	if err != nil {
		return Prose{}, err
	}
	o := as(source)
	o.Known = known
	page, err := markdown.Read(ctx, source, o)
	if err != nil {
		return Prose{}, refuse(field, source, err)
	}
	if strings.TrimSpace(page.HTML) == "" {
		return Prose{}, models.Invalid(field, writeFirst)
	}
	if err := guardText(field, source, page.Text); err != nil {
		return Prose{}, err
	}
	if len(page.Files) > maxFiles {
		return Prose{}, models.Invalid(field, fmt.Sprintf("Use at most %d files in one text. There are %d now.", maxFiles, len(page.Files)))
	}
	return Prose{Source: source, HTML: page.HTML, Version: markdown.Version, Mentions: page.Mentions, Files: page.Files}, nil
}

func render(ctx context.Context, source string, known func(string) bool, as func(string) markdown.Options) (Prose, error) {
	o := as(source)
	o.Known = known
	page, err := markdown.Read(ctx, source, o)
	return Prose{Source: source, HTML: page.HTML, Version: markdown.Version, Mentions: page.Mentions}, err
}

const writeFirst = "Write something first."

// tidy writes a text one way, as Line does for a line: browsers send "\r\n", word processors
// page breaks. The space in front of its first word stays, for it may begin a block of code.
func tidy(field, source string) (string, error) {
	if !utf8.ValidString(source) {
		return "", models.Invalid(field, "Some characters could not be read. Type your text again.")
	}
	source = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n").Replace(source)
	source = strings.TrimRight(norm.NFC.String(source), " \t\n")
	if strings.TrimSpace(source) == "" {
		return "", models.Invalid(field, writeFirst)
	}
	for n, line := range strings.Split(source, "\n") {
		if strings.ContainsFunc(line, func(r rune) bool { return r != '\t' && unicode.IsControl(r) }) {
			return "", models.Invalid(field, fmt.Sprintf("Line %d has an invisible character. Type that line again.", n+1))
		}
	}
	return source, nil
}

// refuse puts a refusal of the renderer into words. The end of a request is no refusal.
func refuse(field, source string, err error) error {
	english := message.NewPrinter(language.BritishEnglish)
	switch {
	case errors.Is(err, markdown.ErrTooLong):
		return models.Invalid(field, english.Sprintf("This is %d characters long. The limit is %d: shorten it, or split it in two.",
			utf8.RuneCountInString(source), markdown.MaxLength))
	case errors.Is(err, markdown.ErrTooDeep):
		return models.Invalid(field, english.Sprintf("Lists and quotes stand more than %d deep in each other here. Take some of the levels out.", markdown.MaxDepth))
	case errors.Is(err, markdown.ErrTooWide):
		return models.Invalid(field, english.Sprintf("A table here has more than %d columns. Split it in two, or leave some out.", markdown.MaxColumns))
	case errors.Is(err, markdown.ErrTooLarge):
		return models.Invalid(field, "The page this makes would be too large. Make its tables smaller, or link to a long address less often.")
	}
	return err
}

// guardText stops a text in which a patient's number stands, as it was typed or as it reads
// once the marks are gone. The number itself goes nowhere.
func guardText(field, source, shown string) error {
	if found, ok := nhsnumber.Find(source); ok {
		return models.Invalid(field, fmt.Sprintf("This looks like a patient's NHS number (line %d). Nothing was saved. Take it out, or write about the person without it.", found.Line))
	}
	// A number does not go on from one block to the next.
	return guard(field, strings.ReplaceAll(shown, "\n", "\n\n"))
}

// Guard stops a text in which a patient's number stands, for what is kept before it passes the
// door of a text that is posted.
func Guard(field, source string) error { return guardText(field, source, source) }

// Excerpt gives the first words of a text without its marks, at most n characters of them; n is
// at least 1.
func Excerpt(source string, n int) string {
	words := strings.Join(strings.Fields(markdown.Text(source)), " ")
	if utf8.RuneCountInString(words) <= n {
		return words
	}
	cut := []rune(words)[:n]
	end := n - 1 // the last place is for the dots
	for i := n - 1; i > 0; i-- {
		if cut[i] == ' ' {
			end = i
			break
		}
	}
	return strings.TrimRight(string(cut[:end]), " ,;:.–-") + "…"
}

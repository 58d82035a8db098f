// Package prose is the one door that every text of a person passes before it is stored: its
// length, its characters, the patient-data guard, and for Markdown the renderer.
package prose

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"commonroom/models"
	"commonroom/models/nhsnumber"
)

// Line takes one line that must be there, such as a title. The field is the form's; the label
// says in a sentence what it is: "a title", "your name". At most max characters are taken.
func Line(field, label, text string, max int) (string, error) {
	line, err := Optional(field, label, text, max)
	if err == nil && line == "" {
		return "", models.Invalid(field, "Enter "+label+".")
	}
	return line, err
}

// Optional takes one line that may be left empty. Space around it is cut, space within it is
// made single, and composed characters are written one way.
func Optional(field, label, text string, max int) (string, error) {
	if !utf8.ValidString(text) {
		return "", models.Invalid(field, "Some characters could not be read. Type "+label+" again.")
	}
	line := strings.Join(strings.Fields(norm.NFC.String(text)), " ")
	if n := utf8.RuneCountInString(line); n > max {
		return "", models.Invalid(field, fmt.Sprintf("Use at most %d characters for %s. There are %d now.", max, label, n))
	}
	if strings.ContainsFunc(line, unseen) {
		return "", models.Invalid(field, "Take out the invisible characters, or type "+label+" again.")
	}
	if !strings.ContainsFunc(line, shows) {
		return "", nil // of nothing but zero-width characters: as good as empty
	}
	return line, guard(field, line)
}

// shows tells whether a character leaves ink.
func shows(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) && r != '\u3164' && r != '\u2800'
}

// unseen tells whether a character is one that nobody sees but that can turn the text around
// it: controls, and marks that override the direction of writing.
func unseen(r rune) bool {
	return unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// guard stops a text in which a patient's number stands. The number itself goes nowhere.
func guard(field, text string) error {
	if _, found := nhsnumber.Find(text); found {
		return models.Invalid(field, "This looks like a patient's NHS number. Nothing was saved. Take it out, or write about the person without it.")
	}
	return nil
}

// Fold writes a text as a key for sorting, matching and telling duplicates: without case or
// accents, by characters and not by their forms. The same text always gives the same key.
func Fold(text string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(text))
	return strings.Join(strings.Fields(norm.NFC.String(cases.Fold().String(plain))), " ")
}

// maxSlug keeps addresses short enough to read out.
const maxSlug = 80

// Slug writes a title as part of an address: plain letters and figures with hyphens between,
// whole words of at most 80 characters, and never nothing.
func Slug(title string) string {
	words := strings.FieldsFunc(Fold(title), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	slug := strings.Join(words, "-")
	if len(slug) > maxSlug {
		slug = slug[:maxSlug+1]
		slug = slug[:max(strings.LastIndexByte(slug, '-'), 0)]
	}
	if slug == "" {
		return "untitled"
	}
	return slug
}

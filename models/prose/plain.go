package prose

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"commonroom/models"
)

// Plain takes several lines that are shown as they are, without Markdown, and may be left
// empty: what somebody tells the committee. At most max characters are taken.
func Plain(field, label, text string, max int) (string, error) {
	if !utf8.ValidString(text) {
		return "", models.Invalid(field, "Some characters could not be read. Type "+label+" again.")
	}
	text = strings.TrimSpace(norm.NFC.String(strings.ReplaceAll(text, "\r\n", "\n")))
	if n := utf8.RuneCountInString(text); n > max {
		return "", models.Invalid(field, fmt.Sprintf("Use at most %d characters for %s. There are %d now.", max, label, n))
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && r != '\t' && unseen(r) }) {
		return "", models.Invalid(field, "Take out the invisible characters, or type "+label+" again.")
	}
	return text, guard(field, text)
}

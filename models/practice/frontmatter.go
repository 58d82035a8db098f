package practice

import (
	"bytes"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"

	"commonroom/models"
	"commonroom/models/nhsnumber"
)

// Bounds of a file to import: what stands above the text is a few lines, and the text itself
// is measured by the rules for texts.
const (
	maxFrontMatter = 8 << 10
	maxFile        = 1 << 20
)

// Fault is one thing wrong with a file, and the line it stands on; 0 for the file as a whole.
type Fault struct {
	Line    int
	Message string
}

func (f Fault) String() string {
	if f.Line == 0 {
		return f.Message
	}
	return fmt.Sprintf("line %d: %s", f.Line, f.Message)
}

// file is a Markdown file as it was read: what its front matter says, and its text.
type file struct {
	Title   string `yaml:"title"`
	Author  string `yaml:"author"` // an e-mail address, alone or behind a name
	Date    string `yaml:"date"`
	Tags    names  `yaml:"tags"`
	Summary string `yaml:"summary"`
	Board   string `yaml:"board"` // its slug; the board Practices if it is left out

	email string
	at    time.Time
	body  string
	lines map[string]int // where each field begins
}

// names are words in a list, or in one line with commas between.
type names []string

// UnmarshalYAML is what the decoder calls.
func (n *names) UnmarshalYAML(decode func(any) error) error {
	var line string
	if decode(&line) == nil {
		*n = strings.Split(line, ",")
		return nil
	}
	return decode((*[]string)(n))
}

// parse reads a file: front matter between two lines of three hyphens, then Markdown.
func parse(text []byte) (f file, faults []Fault) {
	text = bytes.ReplaceAll(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
	switch {
	case len(text) > maxFile:
		return f, []Fault{{0, "The file is too large to be a practice."}}
	case !utf8.Valid(text):
		return f, []Fault{{0, "The file is not written in UTF-8."}}
	}
	if number, found := nhsnumber.Find(string(text)); found {
		return f, []Fault{{number.Line, "This looks like a patient's NHS number. Take it out, or write about the person without it."}}
	}
	head, body, found := split(string(text))
	switch {
	case !found:
		return f, []Fault{{1, "Begin with front matter: a line of three hyphens, title, author and date, and three hyphens again."}}
	case len(head) > maxFrontMatter:
		return f, []Fault{{1, "The front matter is too long. Close it with a line of three hyphens."}}
	}
	if fault, wrong := f.decode(head); wrong {
		return f, []Fault{fault}
	}
	f.body, f.lines = body, fieldLines(head)
	f.lines["body"] = strings.Count(head, "\n") + 3
	return f, f.check()
}

// split cuts the front matter off. Its lines are those between the two of hyphens.
func split(text string) (head, body string, found bool) {
	text, opened := strings.CutPrefix(text, "---\n")
	if !opened {
		return "", "", false
	}
	for start := 0; start < len(text); {
		line, _, _ := strings.Cut(text[start:], "\n")
		after := min(start+len(line)+1, len(text))
		if line = strings.TrimRight(line, " \t"); line == "---" || line == "..." {
			return text[:start], text[after:], true
		}
		start = after
	}
	return "", "", false
}

func (f *file) decode(head string) (fault Fault, wrong bool) {
	if line := anchored(head); line > 0 {
		return Fault{line, "Write each word out: the front matter takes no anchors (&) and no references to them (*)."}, true
	}
	err := yaml.NewDecoder(strings.NewReader(head), yaml.Strict()).Decode(f)
	if err == nil || strings.TrimSpace(head) == "" {
		return Fault{}, false
	}
	fault = Fault{Line: 1, Message: "The front matter cannot be read."}
	var at interface {
		GetToken() *token.Token
		GetMessage() string
	}
	if errors.As(err, &at) {
		fault.Message = "The front matter cannot be read: " + at.GetMessage() + "."
		if t := at.GetToken(); t != nil && t.Position != nil {
			fault.Line = t.Position.Line + 1
		}
	}
	return fault, true
}

// anchored tells on which line of the file the front matter first names a part of itself, or
// refers to one; 0 if nowhere. A dozen lines that each refer nine times to the one above would
// be written out as more words than any memory holds.
func anchored(head string) int {
	for _, t := range lexer.Tokenize(head) {
		if t.Type == token.AnchorType || t.Type == token.AliasType {
			return t.Position.Line + 1
		}
	}
	return 0
}

// fieldLines tells on which line of the file each field of the front matter begins.
func fieldLines(head string) map[string]int {
	lines := map[string]int{}
	for i, line := range strings.Split(head, "\n") {
		if name, _, ok := strings.Cut(line, ":"); ok {
			lines[strings.TrimSpace(name)] = i + 2
		}
	}
	return lines
}

func (f *file) check() (faults []Fault) {
	say := func(field, message string) {
		faults = append(faults, Fault{max(f.lines[field], 1), message})
	}
	if strings.TrimSpace(f.Title) == "" {
		say("title", "Give a title.")
	}
	if address, err := mail.ParseAddress(f.Author); err != nil {
		say("author", "Give the author's e-mail address, such as ann.ward@example.org.")
	} else {
		f.email = address.Address
	}
	var err error
	if f.at, err = parseMoment(f.Date); err != nil {
		say("date", "Give the date as 2019-02-28, or with its time as 2019-02-28T14:05:00Z.")
	}
	return faults
}

// midday is when something came out of which only the day is known: the same day wherever it
// is read.
const midday = 12 * time.Hour

func parseMoment(text string) (time.Time, error) {
	if day, err := models.ParseDay(text); err == nil {
		return day.Start().Add(midday).UTC(), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	return at.UTC(), err
}

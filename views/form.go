package views

import (
	"strconv"
	"strings"

	"commonroom/models/markdown"
)

// Field is one question of a form. Name, Label and Value are what most fields need; the rest
// serves the components that say so.
type Field struct {
	Name  string // as the form sends it; the id of its control is "field-" + Name
	Label string
	Hint  string // one sentence under the label
	Value string // what the person wrote or chose
	Error string // usually problems.For("title")

	Optional bool   // says "(optional)" behind the label
	ID       string // another id, when one name stands twice on a page

	Type         string // TextInput: "text" when empty, or "email", "url", "search"
	Autocomplete string // TextInput: such as "name" or "off"
	Width        int    // TextInput: as wide as so many characters (2 3 4 5 10 20 30); 0 is the whole column

	Rows int // TextArea, Composer: 8 when 0
	Max  int // TextArea, Composer: the most characters, said under it

	Document bool // Composer: the text has a page of its own, as a practice has
	Bare     bool // Composer: no files can be added

	Choices []Choice // Select, Radios, Checkboxes
}

// Choice is one answer on offer.
type Choice struct {
	Value, Label, Hint string
	Chosen             bool // Checkboxes; Select and Radios compare Value with the field's own
}

func (f Field) id() string {
	if f.ID != "" {
		return f.ID
	}
	return fieldID(f.Name)
}

func fieldID(name string) string { return "field-" + strings.ReplaceAll(name, ".", "-") }

// lineDescribedBy names the hint and the error that belong to the control.
func (f Field) lineDescribedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.id()+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.id()+"-error")
	}
	return strings.Join(ids, " ")
}

// describedBy is the same for a text area, whose count of characters belongs to it too.
func (f Field) describedBy() string {
	if !f.counts() {
		return f.lineDescribedBy()
	}
	return strings.TrimSpace(f.lineDescribedBy() + " " + f.id() + "-count")
}

// asMarkdown is the same for a text that is formatted, which may be long unless it says how long.
func (f Field) asMarkdown() Field {
	if f.Max == 0 {
		f.Max = markdown.MaxLength
	}
	return f
}

func (f Field) counts() bool { return f.Max > 0 }

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f Field) rows() string {
	if f.Rows == 0 {
		return "8"
	}
	return strconv.Itoa(f.Rows)
}

// What a field for a day or a time says to those whose browser has no such field: with one, it is
// never typed like that.
const (
	dayWords   = "If your browser offers no calendar, write it as 2026-12-24."
	clockWords = "If your browser offers no clock, write it as 08:30."
)

// choiceID gives the first choice the id of the field, so that the error summary leads to it.
func (f Field) choiceID(i int) string {
	if i == 0 {
		return f.id()
	}
	return f.id() + "-" + strconv.Itoa(i+1)
}

func (f Field) chosen(c Choice) bool { return c.Chosen || c.Value == f.Value }

// groupClass marks the group red when its answer was refused.
func (f Field) groupClass() string {
	if f.Error != "" {
		return "nhsuk-form-group nhsuk-form-group--error"
	}
	return "nhsuk-form-group"
}

// controlClass is the class of the control itself, such as "nhsuk-input nhsuk-input--width-10".
func (f Field) controlClass(base string) string {
	class := base
	if f.Width > 0 {
		class += " " + base + "--width-" + strconv.Itoa(f.Width)
	}
	if f.Error != "" {
		class += " " + base + "--error"
	}
	return class
}

// maxWords says the limit to everybody; scripts turn it into how many characters are left.
func (f Field) maxWords() string {
	return "You can enter up to " + Thousands(f.Max) + " characters"
}

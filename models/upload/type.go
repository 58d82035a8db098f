package upload

import (
	"path"
	"strings"

	"commonroom/models/prose"
)

// Type is what sort of file it is, in the ending that its name is given.
type Type string

// The types that are kept.
const (
	PNG  Type = "png"
	JPEG Type = "jpg"
	PDF  Type = "pdf"
	DOCX Type = "docx"
	XLSX Type = "xlsx"
	PPTX Type = "pptx"
	ODT  Type = "odt"
	ODS  Type = "ods"
	ODP  Type = "odp"
	CSV  Type = "csv"
	MD   Type = "md"
	TXT  Type = "txt"
)

// Types that are taken and drawn anew as one of the others.
const (
	gif  Type = "gif"
	webp Type = "webp"
)

// kinds says of each type what a page calls it and what a browser is told that it is. What nobody
// renders is told to be bytes: a browser that guessed could guess wrong.
var kinds = map[Type]struct{ word, media string }{
	PNG:  {"picture", "image/png"},
	JPEG: {"picture", "image/jpeg"},
	PDF:  {"PDF", "application/pdf"},
	DOCX: {"Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	XLSX: {"Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	PPTX: {"PowerPoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
	ODT:  {"OpenDocument text", "application/vnd.oasis.opendocument.text"},
	ODS:  {"OpenDocument spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"},
	ODP:  {"OpenDocument slides", "application/vnd.oasis.opendocument.presentation"},
	CSV:  {"CSV", "text/csv; charset=utf-8"},
	MD:   {"Markdown", "text/markdown; charset=utf-8"},
	TXT:  {"text", "text/plain; charset=utf-8"},
}

// Word is what a page calls files of the type.
func (t Type) Word() string { return kinds[t].word }

// Media is what a browser is told.
func (t Type) Media() string { return kinds[t].media }

func (t Type) picture() bool { return t == PNG || t == JPEG || t == gif || t == webp }

// Accept is what a file field offers to choose: endings, as every browser understands them.
const Accept = ".png,.jpg,.jpeg,.gif,.webp,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.csv,.md,.txt"

// maxTitle is how long a file's name may be.
const maxTitle = 150

// titleOf is what a page calls the file: its name without folders and ending. A name that nobody
// can read is no reason to refuse a file.
func titleOf(name string) (string, error) {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	stem := []rune(strings.Map(inked, strings.TrimSuffix(name, path.Ext(name))))
	title, err := prose.Optional(field, "the file's name", string(stem[:min(len(stem), maxTitle)]), maxTitle)
	if err != nil {
		return title, err
	}
	if title == "" {
		title = "File"
	}
	// Clinical systems write a blank as a low line in the names of what they print and scan.
	return title, prose.Guard(field, strings.ReplaceAll(title, "_", " "))
}

// inked leaves out what nobody sees, and what turns the direction of what follows: it can make
// one ending read as another.
func inked(r rune) rune {
	switch {
	case r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff:
		return -1
	}
	return r
}

// escape writes words so that Markdown shows them as they are.
func escape(words string) string {
	return strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`, "`", "\\`", `*`, `\*`, `_`, `\_`, `<`, `\<`, "\n", " ").Replace(words)
}

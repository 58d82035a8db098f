package upload

import (
	"bytes"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"commonroom/models"
)

// field is the form's field that a refusal is about.
const field = "file"

// The refusals. Each says what to do instead.
var (
	errNothing  = models.Invalid(field, "Choose a file that has something in it.")
	errUnknown  = models.Invalid(field, "This is not a kind of file that we take. Add a picture (PNG, JPEG, GIF or WebP), a PDF, a Word, Excel, PowerPoint or OpenDocument file, CSV, Markdown or plain text.")
	errActive   = models.Invalid(field, "This is a web page, or a drawing written like one (SVG), whatever its name says. It could do things in the browser of whoever opens it. Save it as PNG or PDF and add that.")
	errHEIC     = models.Invalid(field, "This picture is in a format that few browsers show (HEIC or AVIF). Save it as JPEG and add that.")
	errOld      = models.Invalid(field, "This file is in an old Office format, or has a password. Save it as .docx, .xlsx or .pptx without a password and add that.")
	errMacros   = models.Invalid(field, "This file has macros in it, which are programs. Save it without them and add that.")
	errDamaged  = models.Invalid(field, "This file is damaged or incomplete. Open it, save it again and add that.")
	errEncoding = models.Invalid(field, "Some characters of this file could not be read. Save it as UTF-8 (in Excel: “CSV UTF-8”) and add that.")
)

// starts are the bytes that files of each sort begin with.
var starts = []struct {
	magic string
	what  Type
	wrong error
}{
	{"\x89PNG\r\n\x1a\n", PNG, nil},
	{"\xff\xd8\xff", JPEG, nil},
	{"GIF87a", gif, nil},
	{"GIF89a", gif, nil},
	{"%PDF-", PDF, nil},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", errOld},
}

// brands are the names that HEIC and AVIF files give themselves.
var brands = []string{"heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "mif1", "msf1", "avif", "avis"}

// sniff tells what a file is by what is in it. Its name counts only where nothing else can tell:
// between one sort of plain text and another.
func sniff(name string, data []byte) (Type, error) {
	if len(data) == 0 {
		return "", errNothing
	}
	for _, s := range starts {
		if bytes.HasPrefix(data, []byte(s.magic)) {
			return s.what, s.wrong
		}
	}
	switch {
	case bytes.HasPrefix(data, []byte("RIFF")) && len(data) > 12 && string(data[8:12]) == "WEBP":
		return webp, nil
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return office(data)
	case len(data) > 12 && string(data[4:8]) == "ftyp" && slices.Contains(brands, string(data[8:12])):
		return "", errHEIC
	}
	return plainText(name, data)
}

// markup is how something begins that a browser may take for a page of its own, beside what the
// standard library knows.
var markup = regexp.MustCompile(`(?i)\A(?:\s|<!--.*?-->)*<(?:!doctype|\?|svg|object|embed|form|img|link|meta|base|x|math)[\s/>!]?`)

// sniffed is how far into a text browsers look for what it is.
const sniffed = 1024

// plainText takes text for what its name says that it is.
func plainText(name string, data []byte) (Type, error) {
	body := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	head := body[:min(len(body), sniffed)]
	guess, _, _ := strings.Cut(http.DetectContentType(body), ";")
	if guess == "text/html" || guess == "text/xml" || markup.Match(head) {
		return "", errActive
	}
	what, known := map[string]Type{".csv": CSV, ".md": MD, ".markdown": MD, ".txt": TXT, ".text": TXT}[strings.ToLower(path.Ext(name))]
	switch {
	case !known || bytes.ContainsFunc(head, control):
		return "", errUnknown
	case !utf8.Valid(body):
		return "", errEncoding
	case bytes.ContainsFunc(body, control):
		return "", errUnknown
	case len(bytes.TrimSpace(body)) == 0:
		return "", errNothing
	}
	return what, nil
}

// control tells whether a character is one that no text has.
func control(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f'
}

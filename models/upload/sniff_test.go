package upload

import (
	"strings"
	"testing"

	"commonroom/models"
)

func TestAFileIsWhatIsInItNotWhatItIsCalled(t *testing.T) {
	t.Parallel()
	picture := quarters(8, 8)
	for says, c := range map[string]struct {
		name string
		data []byte
		want Type
	}{
		"a PNG":                      {"a.png", asPNG(t, picture), PNG},
		"a PNG called a PDF":         {"a.pdf", asPNG(t, picture), PNG},
		"a JPEG without an ending":   {"a", asJPEG(t, picture), JPEG},
		"a GIF":                      {"a.gif", asGIF(t, picture), gif},
		"a WebP":                     {"a.png", []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00"), webp},
		"a PDF":                      {"a.docx", []byte("%PDF-1.7\n"), PDF},
		"a Word file":                {"a.docx", word(t), DOCX},
		"an Excel file":              {"a.zip", zipOf(t, [2]string{"[Content_Types].xml", ""}, [2]string{"xl/workbook.xml", ""}), XLSX},
		"a PowerPoint file":          {"a.pptx", zipOf(t, [2]string{"[Content_Types].xml", ""}, [2]string{"ppt/presentation.xml", ""}), PPTX},
		"an OpenDocument text":       {"a.odt", zipOf(t, [2]string{"mimetype", ODT.Media()}), ODT},
		"an OpenDocument sheet":      {"a.ods", zipOf(t, [2]string{"mimetype", ODS.Media()}), ODS},
		"a CSV":                      {"A.CSV", []byte("ward,calls\n7,12\n"), CSV},
		"a CSV that says it is UTF8": {"a.csv", []byte("\xef\xbb\xbfward,calls\n"), CSV},
		"Markdown":                   {"a.markdown", []byte("# A <b>plan</b>\n"), MD},
		"plain text":                 {"a.txt", []byte("Ward 7: 12 < 13\n"), TXT},
	} {
		got, err := sniff(c.name, c.data)
		if err != nil || got != c.want {
			t.Errorf("%s: got %q, %v; want %q", says, got, err, c.want)
		}
	}
}

func TestWhatCouldActIsRefusedWhateverItIsCalled(t *testing.T) {
	t.Parallel()
	svg := `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
	for says, c := range map[string]struct {
		name, data string
		want       error
	}{
		"SVG":                        {"a.svg", svg, errActive},
		"SVG called a PNG":           {"a.png", svg, errActive},
		"SVG called Markdown":        {"a.md", "\xef\xbb\xbf\n  " + svg, errActive},
		"SVG behind a declaration":   {"a.png", `<?xml version="1.0"?>` + svg, errActive},
		"SVG behind a comment":       {"a.txt", "<!-- x -->" + svg, errActive},
		"SVG in capitals":            {"a.txt", "<SVG/onload=alert(1)>", errActive},
		"a page":                     {"a.html", "<!doctype html><title>x</title>", errActive},
		"a page called a PNG":        {"a.png", "\n\t<html><body onload=alert(1)>", errActive},
		"a page called a CSV":        {"a.csv", "<script>alert(1)</script>", errActive},
		"a page behind a comment":    {"a.csv", "<!-- a --> <!-- b --><embed src=x>", errActive},
		"XML":                        {"a.txt", "<?xml version=\"1.0\"?><a/>", errActive},
		"an old Word file":           {"a.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", errOld},
		"macros in Word":             {"a.docx", string(zipOf(t, [2]string{"[Content_Types].xml", ""}, [2]string{"word/document.xml", ""}, [2]string{"word/vbaProject.bin", "x"})), errMacros},
		"macros in OpenDocument":     {"a.odt", string(zipOf(t, [2]string{"mimetype", ODT.Media()}, [2]string{"Basic/Standard/x.xml", "x"})), errMacros},
		"an archive":                 {"a.docx", string(zipOf(t, [2]string{"virus.exe", "MZ"})), errUnknown},
		"a document of another sort": {"a.odt", string(zipOf(t, [2]string{"mimetype", "application/vnd.oasis.opendocument.base"})), errUnknown},
		"half an archive":            {"a.docx", string(word(t)[:40]), errDamaged},
		"a program":                  {"a.png", "MZ\x90\x00\x03", errUnknown},
		"a program called text":      {"a.txt", "MZ\x90\x00\x03", errUnknown},
		"text called a PNG":          {"a.png", "just words", errUnknown},
		"JavaScript":                 {"a.js", "alert(1)", errUnknown},
		"HEIC":                       {"a.jpg", "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", errHEIC},
		"another encoding":           {"a.csv", "na\xefve,caf\xe9\n", errEncoding},
		"nothing":                    {"a.png", "", errNothing},
		"blanks":                     {"a.txt", " \n ", errNothing},
	} {
		if got, err := sniff(c.name, []byte(c.data)); err != c.want {
			t.Errorf("%s: got %q, %v; want %v", says, got, err, c.want)
		}
	}
}

func TestAPatientsNumberInATableIsRefusedWithItsLine(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("7,12,a quiet day\n", 40_000)
	for says, c := range map[string]struct {
		what Type
		text string
		line string
	}{
		"at the top":           {CSV, "999 000 0018,Ward 7\n", "line 1"},
		"far down":             {CSV, long + "x,9990000018\n", "line 40001"},
		"in notes":             {MD, "# Ward 7\n\nNHS number 999 000 0018\n", "line 3"},
		"no number of anybody": {CSV, long + "x,9990000017\n", ""},
		"a PDF cannot be read": {PDF, "%PDF-1.7 999 000 0018", ""},
	} {
		err := noPatients(t.Context(), c.what, []byte(c.text))
		if c.line == "" && err != nil || c.line != "" && (models.KindOf(err) != models.KindInvalid || !strings.Contains(err.Error(), c.line+")") || strings.Contains(err.Error(), "0018")) {
			t.Errorf("%s: got %v, want %q", says, err, c.line)
		}
	}
}

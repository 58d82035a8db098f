package upload

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

// parts are what tells one sort of Office file from another: a part that it cannot be without.
var parts = []struct {
	name string
	what Type
}{
	{"word/document.xml", DOCX},
	{"xl/workbook.xml", XLSX},
	{"ppt/presentation.xml", PPTX},
}

// maxParts is more parts than a file of ten megabytes has.
const maxParts = 20_000

// office tells which Office file a ZIP archive is. Nothing is unpacked but the one line by which
// an OpenDocument file says what it is.
func office(data []byte) (Type, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(archive.File) > maxParts {
		return "", errDamaged
	}
	var what Type
	typed := false
	for _, f := range archive.File {
		switch name := strings.ToLower(f.Name); {
		case strings.HasSuffix(name, "vbaproject.bin"), strings.HasPrefix(name, "basic/"), strings.HasPrefix(name, "scripts/"), strings.Contains(name, "/macrosheets/"):
			return "", errMacros
		case name == "[content_types].xml":
			typed = true
		}
		for _, part := range parts {
			if f.Name == part.name {
				what = part.what
			}
		}
	}
	if typed && what != "" {
		return what, nil
	}
	return openDocument(archive)
}

// openDocument reads what an archive says that it is in its first part, as OpenDocument files do.
func openDocument(archive *zip.Reader) (Type, error) {
	if len(archive.File) == 0 || archive.File[0].Name != "mimetype" {
		return "", errUnknown
	}
	part, err := archive.File[0].Open()
	if err != nil {
		return "", errDamaged
	}
	defer part.Close()
	const longest = 100
	said, err := io.ReadAll(io.LimitReader(part, longest))
	if err != nil {
		return "", errDamaged
	}
	for _, what := range []Type{ODT, ODS, ODP} {
		if string(said) == what.Media() {
			return what, nil
		}
	}
	return "", errUnknown
}

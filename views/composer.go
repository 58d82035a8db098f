package views

// Preview is what one text of a form will look like when it is sent.
type Preview struct {
	Field string
	HTML  string // rendered and cleaned as what is posted is
}

// looked is the preview of a field, if somebody asked for one.
func (f Frame) looked(field string) *Preview {
	for i := range f.Previews {
		if f.Previews[i].Field == field {
			return &f.Previews[i]
		}
	}
	return nil
}

// previewWords says under the word Preview that nothing has happened yet.
func (f Frame) previewWords() string {
	return "This is how it will look. Nothing is sent yet: change your words above, or send them with the button of the form."
}

// previewID is where the preview of a field stands on its page.
func previewID(field string) string { return "preview-" + field }

// as names for a script the sort of page that a text makes.
func (f Field) as() string {
	if f.Document {
		return "document"
	}
	return "post"
}

// What the fields for a file say of themselves.
const (
	pickerWords   = "PNG, JPEG, GIF, WebP, PDF, Word, Excel, PowerPoint, OpenDocument, CSV, Markdown or text, up to 10 MB. It comes at the end of your text when you press a button below."
	describeWords = "For those who cannot see it. Leave it empty if the picture only decorates. Nothing that could identify a patient, in the picture either."
)

// fileID is the id of the field that chooses a file for a text.
func (f Field) fileID() string { return f.id() + "-file" }

// enctype is how a form is sent around a text that files can be added to.
func (f Frame) enctype() string {
	if f.Files {
		return "multipart/form-data"
	}
	return ""
}

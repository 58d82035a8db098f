package views

import (
	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/prose"
)

// TemplatePage is the form that changes what threads on a board begin with. Changes are set when it
// has changed meanwhile.
type TemplatePage struct {
	discuss.Template
	In       discuss.EditTemplate
	Problems models.Problems
	Changes  []prose.Change
}

func (p TemplatePage) action() string { return templatePath(p.Space.Slug) }

// templatePath is where the template of a board is changed.
func templatePath(slug string) string { return "/boards/" + slug + "/template" }

// shapes tells whether somebody may change the template of the board.
func (b BoardPage) shapes(by Person) bool { return by.Committee && b.Room.Kind == "board" }

func (p TemplatePage) field() Field {
	return Field{Name: "body", Label: "Template", Optional: true, Bare: true, Value: p.In.Body, Error: p.Problems.For("body"), Rows: 12, Max: discuss.MaxTemplate,
		Hint: "Headings and a hint under each, such as: ## What we tried. Leave it empty for no template."}
}

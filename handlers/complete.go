package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"
)

// completion is something that what somebody writes in a text may become.
type completion struct {
	Text  string `json:"text"`
	More  string `json:"more,omitempty"`
	Value string `json:"value"` // as it goes into the text
}

// completing reads what was typed, for a script that asks while somebody writes.
func (s *Server) completing(c *fiber.Ctx) (typed string, err error) {
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderVary, fiber.HeaderCookie)
	var in struct {
		Text string `form:"q"`
	}
	if err := asked(c, &in); err != nil {
		return "", err
	}
	return strings.TrimSpace(in.Text), s.limitSuggestion(c)
}

// completeMembers lists members whose handle or name begins with what was typed after an @.
func (s *Server) completeMembers(c *fiber.Ctx) error {
	typed, err := s.completing(c)
	if err != nil {
		return err
	}
	list, err := s.Members.Beginning(c.UserContext(), s.by(c), typed)
	if err != nil {
		return err
	}
	answer := make([]completion, len(list))
	for i, m := range list {
		answer[i] = completion{Text: m.Name, More: "@" + m.Handle, Value: "@" + m.Handle}
	}
	return c.JSON(answer)
}

// asLinkText keeps a name from ending the link that it stands in.
var asLinkText = strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`)

// completeTags lists tags that begin with what was typed after a #. One goes into the text as a
// link to its page.
func (s *Server) completeTags(c *fiber.Ctx) error {
	typed, err := s.completing(c)
	if err != nil {
		return err
	}
	list, err := s.Search.Tags(c.UserContext(), s.by(c), typed)
	if err != nil {
		return err
	}
	answer := make([]completion, len(list))
	for i, one := range list {
		answer[i] = completion{Text: one.Text, Value: "[" + asLinkText.Replace(one.Text) + "](" + one.Path + ")"}
	}
	return c.JSON(answer)
}

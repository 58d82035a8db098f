package handlers

import "github.com/gofiber/fiber/v2"

// chosenKeys is whether somebody goes without the shortcuts that are one key.
type chosenKeys struct {
	Off bool `form:"off"`
}

func (s *Server) postKeys(c *fiber.Ctx) error {
	var in chosenKeys
	if err := form(c, &in); err != nil {
		return err
	}
	if err := s.Members.ChooseKeys(c.UserContext(), s.by(c), in.Off); err != nil {
		return err
	}
	s.flash(c, map[bool]string{true: "The shortcuts are off.", false: "The shortcuts are on."}[in.Off])
	return seeOther(c, "/help/keys")
}

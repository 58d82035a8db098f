package handlers

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/moderation"
	"commonroom/views"
)

func (s *Server) report(c *fiber.Ctx) error {
	in := reportQuery(c)
	about, err := s.Moderation.About(c.UserContext(), s.by(c), in)
	if err != nil {
		return err
	}
	in.Key = newKey()
	return s.page(c, views.NewReport(s.frame(c, "Report something"), about, in, nil))
}

// reportQuery reads what a report is about from its link.
func reportQuery(c *fiber.Ctx) moderation.NewReport {
	return moderation.NewReport{Post: number(c.Query("post")), Thread: number(c.Query("thread")), Member: c.Query("member")}
}

func (s *Server) postReport(c *fiber.Ctx) error {
	var in moderation.NewReport
	err := form(c, &in)
	in.Page = s.here(in.Page)
	if err == nil {
		err = s.limitReport(c, in.Key, func() error {
			_, err := s.Moderation.File(c.UserContext(), s.by(c), in)
			return err
		})
	}
	if err == nil {
		return seeOther(c, "/report/thanks"+reportLink(in))
	}
	about, missing := s.Moderation.About(c.UserContext(), s.by(c), in)
	if missing != nil {
		return missing
	}
	return s.again(c, err, func(p models.Problems) templ.Component {
		return views.NewReport(s.frame(c, "Report something"), about, in, p)
	})
}

// reportLink is the query by which a report says what it is about.
func reportLink(in moderation.NewReport) string {
	switch {
	case in.Post != 0:
		return fmt.Sprint("?post=", in.Post)
	case in.Thread != 0:
		return fmt.Sprint("?thread=", in.Thread)
	case in.Member != "":
		return "?member=" + url.QueryEscape(in.Member)
	}
	return ""
}

// here writes an address of this site without its host, and leaves any other as it is.
func (s *Server) here(address string) string {
	address = strings.TrimSpace(address)
	for _, scheme := range []string{"https://", "http://", ""} {
		if path, ok := strings.CutPrefix(address, scheme+s.PublicURL.Host+"/"); ok {
			return "/" + path
		}
	}
	return address
}

func (s *Server) reportThanks(c *fiber.Ctx) error {
	about, err := s.Moderation.About(c.UserContext(), s.by(c), reportQuery(c))
	if err != nil && models.KindOf(err) != models.KindNotFound {
		return err
	}
	return s.page(c, views.ReportThanks(s.frame(c, "Your report has reached the committee"), about.Path()))
}

func (s *Server) reports(c *fiber.Ctx) error {
	state := moderation.Open
	if c.Query("state") == string(moderation.Closed) {
		state = moderation.Closed
	}
	page, err := s.Moderation.Reports(c.UserContext(), s.by(c), state, c.Query("from"))
	if err != nil {
		return err
	}
	return s.page(c, views.Reports(s.frame(c, "Reports", committeeCrumb), state, page))
}

func (s *Server) readReport(c *fiber.Ctx) error {
	r, err := s.Moderation.Report(c.UserContext(), s.by(c), id(c))
	if err != nil {
		return err
	}
	in := moderation.CloseReport{Key: newKey()}
	return s.page(c, views.ReadReport(s.reportFrame(c), r, in, nil))
}

func (s *Server) reportFrame(c *fiber.Ctx) views.Frame {
	return s.frame(c, "A report", committeeCrumb, views.Crumb{Text: "Reports", Href: "/reports"})
}

func (s *Server) postCloseReport(c *fiber.Ctx) error {
	var in moderation.CloseReport
	err := form(c, &in)
	if err == nil {
		err = s.Moderation.Close(c.UserContext(), s.by(c), id(c), in)
	}
	if err == nil {
		s.flash(c, "The report is closed.")
		return seeOther(c, "/reports")
	}
	r, missing := s.Moderation.Report(c.UserContext(), s.by(c), id(c))
	if missing != nil {
		return missing
	}
	return s.again(c, err, func(p models.Problems) templ.Component {
		return views.ReadReport(s.reportFrame(c), r, in, p)
	})
}

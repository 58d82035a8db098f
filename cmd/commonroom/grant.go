package main

import (
	"context"
	"fmt"

	"commonroom/cmd/site"
	"commonroom/models"
	"commonroom/models/member"
)

// grant gives a member an office for a term, or ends one. It is for whoever runs the server: no
// page leads here.
type grant struct {
	site.Database
	Who    string `arg:"" help:"The member: a handle, or an e-mail address they sign in with or have on the roll."`
	Office string `arg:"" help:"The office: chair, vice-chair, secretary, treasurer, member (of the committee), election-officer, accreditation-assessor or administrator."`
	From   string `placeholder:"DAY" help:"The first day of power, such as 2026-11-24; today if left out."`
	Until  string `placeholder:"DAY" help:"The last day of power; no end if left out. With --end, yesterday."`
	How    string `enum:"elected,co-opted,officer,appointed" default:"appointed" help:"How they came into it: elected, co-opted, officer or appointed (${default})."`
	End    bool   `help:"End the term they hold instead."`
}

// Run grants or ends.
func (c grant) Run(ctx context.Context) error {
	s, err := site.Beside(ctx, site.Settings{Database: c.Database})
	if err != nil {
		return err
	}
	defer s.Close()
	if c.End {
		if err := s.Members.EndTerm(ctx, c.Who, c.Office, models.Day(c.Until)); err != nil {
			return err
		}
		fmt.Printf("%s holds the office %s no longer.\n", c.Who, c.Office)
		return nil
	}
	term, err := s.Members.Grant(ctx, member.NewTerm{
		Who: c.Who, Office: c.Office, From: models.Day(c.From), Until: models.Day(c.Until), How: c.How,
	})
	if err != nil {
		return err
	}
	until := "until further notice"
	if term.Until != models.Forever {
		until = "until " + string(term.Until)
	}
	fmt.Printf("%s is %s from %s %s. It counts from their next sign-in.\n", c.Who, term.Office, term.From, until)
	return nil
}

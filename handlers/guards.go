package handlers

import (
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"

	"commonroom/models"
	"commonroom/models/member"
	"commonroom/models/upload"
)

// guard is the coarse rule of a policy: who may knock at all. What somebody may do with one
// thing is for the models to say.
type guard func(by member.Member, now time.Time) error

// guards are the policies of the authorisation matrix that routes may name. Where the matrix
// answers as if a thing were absent, or where it depends on whose it is, everybody may knock.
var guards = map[string]guard{
	"P01": everybody,  // pages meant for everyone
	"P02": everybody,  // read what stands in a space
	"P03": everybody,  // report
	"P04": everybody,  // sign in and out
	"P05": everybody,  // public feeds
	"M01": applicants, // own application
	"M02": admitting,  // admit or decline an applicant
	"M03": settled,    // own profile, sessions and sign-ins
	"M04": members,    // the directory and members' pages
	"M11": members,    // own feed addresses
	"M12": everybody,  // a private feed, by its address
	"D01": members,    // members-only spaces
	"D02": members,    // start a thread, reply
	"D03": members,    // edit or withdraw own post
	"D06": members,    // add a file
	"D04": members,    // react, bookmark, follow, vote, keep drafts
	"D05": members,    // mark the answer of a question
	"D07": signedIn,   // own notices
	"D10": everybody,  // a hidden post
	"D11": signedIn,   // own hidden post
	"D12": settled,    // a preview of own words
	"L01": members,    // make a practice or project
	"L02": members,    // edit or publish own
	"L04": everybody,  // a draft
	"C01": moderating, // hide, restore, lock, move, pin
	"C03": moderating, // the reports
	"C14": moderating, // the words that search knows, and what it does not find
	"C15": moderating, // what tags are for
	"C17": moderating, // the order of the boards
	"C16": moderating, // what threads on a board begin with
	"G03": everybody,  // read a private space
	"G04": everybody,  // write in a private space
	"S01": running,    // grant or end an office
}

func everybody(member.Member, time.Time) error { return nil }

func signedIn(by member.Member, _ time.Time) error {
	if by.IsVisitor() {
		return models.SignIn()
	}
	return nil
}

func members(by member.Member, _ time.Time) error {
	switch {
	case by.IsVisitor():
		return models.SignIn()
	case by.State == member.Suspended:
		return models.Forbidden("Your membership is suspended, so you cannot do this. What you were told says how to appeal.")
	case !by.IsMember():
		return models.Forbidden("Only members can do this. The committee has still to confirm your place.")
	}
	return nil
}

// applicants are those who signed in and have no place: whoever has one has no application.
func applicants(by member.Member, _ time.Time) error {
	switch {
	case by.IsVisitor():
		return models.SignIn()
	case by.State != member.Applicant && by.State != member.Declined:
		return models.Forbidden("You have no application: your place is settled.")
	}
	return nil
}

// settled are all who look after a profile and sign-ins of their own.
func settled(by member.Member, now time.Time) error {
	if by.State == member.Suspended {
		return members(by, now)
	}
	return signedIn(by, now)
}

func admitting(by member.Member, now time.Time) error {
	return holding(by, now, member.Admit, "Only the committee and those who run the server can admit people.")
}

func moderating(by member.Member, now time.Time) error {
	return holding(by, now, member.Moderate, "Only members of the committee can do this.")
}

func running(by member.Member, now time.Time) error {
	return holding(by, now, member.Administer, "Only those who run the server can do this.")
}

func holding(by member.Member, now time.Time, power member.Power, refusal string) error {
	if by.IsVisitor() {
		return models.SignIn()
	}
	if !by.IsMember() || !by.Holds(power, now) {
		return models.Forbidden(refusal)
	}
	return nil
}

// own marks the policies whose pages hold what is nobody else's business: no copy is kept.
var own = map[string]bool{"M01": true, "M03": true, "M11": true, "D07": true, "P04": true}

// mount puts the table of routes behind its guards. A route without a guard does not start.
func (s *Server) mount(routes []route) error {
	for _, r := range routes {
		check, ok := s.guards[r.Policy]
		if !ok {
			return fmt.Errorf("%s %s has the policy %q, which no guard knows", r.Method, r.Path, r.Policy)
		}
		s.app.Add(r.Method, r.Path, s.enter(r, check), r.Handle)
		if r.Method == fiber.MethodGet {
			s.app.Add(fiber.MethodHead, r.Path, s.enter(r, check), r.Handle)
		}
	}
	return nil
}

// enter recognises who knocks and lets them in or not.
func (s *Server) enter(r route, check guard) fiber.Handler {
	return func(c *fiber.Ctx) error {
		about(c).pattern = r.Path
		if r.Bare {
			return c.Next()
		}
		if own[r.Policy] {
			c.Set(fiber.HeaderCacheControl, "no-store")
		}
		if err := s.recognise(c); err != nil {
			return err
		}
		if err := check(s.by(c), s.Now()); err != nil {
			return err
		}
		if err := s.limitAct(c, r); err != nil {
			return err
		}
		about(c).keep = func(in upload.NewFile) (upload.Upload, error) { return s.keepFile(c, in) }
		return c.Next()
	}
}

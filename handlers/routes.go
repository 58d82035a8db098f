package handlers

import "github.com/gofiber/fiber/v2"

// route is one line of the table: who may knock is the policy's, an id of the authorisation
// matrix in testdata/authz.csv.
type route struct {
	Method, Path, Policy string
	Handle               fiber.Handler
	Bare                 bool // no page of the site: nobody needs to be recognised
}

// routes is every address of the site. The first that fits answers, so a fixed word stands
// above the parameter that would swallow it.
func (s *Server) routes() []route {
	return []route{
		{"GET", "/healthz", "P01", s.healthz, true},
		{"GET", "/readyz", "P01", s.readyz, true},
		{"GET", "/robots.txt", "P01", s.robots, true},
		{"GET", "/assets/*", "P01", s.asset, true},

		{"GET", "/", "P01", s.home, false},
		{"GET", "/conduct", "P01", s.conduct, false},
		{"GET", "/committee", "P01", s.committee, false},
		{"GET", "/committee/members", "P01", s.committeeMembers, false},
		{"GET", "/committee/log", "P01", s.moderationLog, false},
		{"GET", "/report", "P03", s.report, false},
		{"POST", "/report", "P03", s.postReport, false},
		{"GET", "/report/thanks", "P03", s.reportThanks, false},
		{"GET", "/reports", "C03", s.reports, false},
		{"GET", "/reports/:id", "C03", s.readReport, false},
		{"POST", "/reports/:id/close", "C03", s.postCloseReport, false},

		{"GET", "/notices", "D07", s.notices, false},
		{"POST", "/notices/read", "D07", s.postNoticesRead, false},
	}
}

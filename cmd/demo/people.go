package main

import (
	"fmt"
	"slices"
	"strings"

	"commonroom/cmd/demo/idp"
)

// persona is somebody to sign in as. All of them, and where they work, are made up.
type persona struct {
	idp.Persona
	cohort       int // 0: not on the roll
	job, at      string
	region       string
	about        string
	perspectives []string
	absent       bool   // on the roll, but has never signed in
	office       string // held today
	past         string // held until last year
}

const domain = "@example.org"

// personas are the people of the demo, in the order in which they are offered.
var personas = []persona{
	{
		Persona: idp.Persona{Subject: "ann", Name: "Ann Ward", Email: "ann" + domain,
			About: "On the roll, but has never been here. Sign in as a new member and say hello."},
		cohort: 3, absent: true,
	},
	{
		Persona: idp.Persona{Subject: "grace", Name: "Grace Obi", Email: "grace" + domain,
			About: "A member. Start a thread, reply, write up a practice."},
		cohort: 2, job: "lead analyst", at: "Wharfside Hospitals", region: "North East and Yorkshire",
		about:        "I turn waiting list data into questions people can act on.\n\n**Ask me about** run charts, and about getting a board to look at one.",
		perspectives: []string{"data-and-analysis"},
	},
	{
		Persona: idp.Persona{Subject: "tom", Name: "Tom Fielding", Email: "tom" + domain,
			About: "A member whose project on the IT service desk others comment on."},
		cohort: 1, job: "head of IT operations", at: "Northmoor Community Care", region: "North West",
		about:        "Service desks, floor walking, and asking people what gets in their way.",
		perspectives: []string{"technology-and-engineering", "management-and-operations"},
	},
	{
		Persona: idp.Persona{Subject: "priya", Name: "Priya Raman", Email: "priya" + domain,
			About: "A member whose term on the committee is over: her powers are gone."},
		cohort: 1, job: "chief pharmacy information officer", at: "Eastholme Hospitals", region: "East of England",
		about:        "Electronic prescribing, and what happens to it at the ward door.",
		perspectives: []string{"pharmacy-and-healthcare-science"}, past: "secretary",
	},
	{
		Persona: idp.Persona{Subject: "omar", Name: "Omar Haddad", Email: "omar" + domain,
			About: "Chair of the committee. Hide a reply with a rule and a reason, admit applicants, read reports."},
		cohort: 1, job: "consultant and chief clinical information officer", at: "Southfell Hospitals", region: "South West",
		about:        "Emergency medicine, and records that are there when the patient is.",
		perspectives: []string{"medical"}, office: "chair",
	},
	{
		Persona: idp.Persona{Subject: "ruth", Name: "Ruth Okafor", Email: "ruth" + domain,
			About: "Secretary of the committee, so that the chair is not alone."},
		cohort: 4, job: "digital midwife", at: "Lowmere Maternity Network", region: "Midlands",
		perspectives: []string{"nursing-and-midwifery"}, office: "secretary",
	},
	{
		Persona: idp.Persona{Subject: "sam", Name: "Sam Ellis", Email: "sam" + domain,
			About: "Not on the roll. Ask for a place and wait for the committee."},
	},
	{
		Persona: idp.Persona{Subject: "kit", Name: "Kit Marsh", Email: "kit" + domain, Unverified: true,
			About: "On the roll, but with an e-mail address nobody has checked: waits like anybody else."},
		cohort: 5, absent: true,
	},
	{
		Persona: idp.Persona{Subject: "alex", Name: "Alex Morgan", Email: "alex" + domain,
			About: "Runs the server. Admits applicants, and moderates nothing."},
		cohort: 2, job: "infrastructure lead", at: "Wharfside Hospitals", region: "North East and Yorkshire",
		perspectives: []string{"technology-and-engineering"}, office: "administrator",
	},
}

// offered gives the people as the identity provider offers them.
func offered() []idp.Persona {
	list := make([]idp.Persona, len(personas))
	for i, p := range personas {
		list[i] = p.Persona
	}
	return list
}

// everybody gives all people of the sample, those who are offered first.
func everybody() []persona { return slices.Concat(personas, colleagues) }

// joined tells how many days ago those of a cohort came: about a year after one another,
// once the first had finished in February 2019. Whoever is of none came this year.
func joined(cohort int) float64 {
	if cohort == 0 {
		return 240
	}
	return 2800 - 350*float64(cohort-1)
}

// rollFile is the roll as the programme hands it over: those entitled to a place.
func rollFile() string {
	var b strings.Builder
	b.WriteString("name,e-mails,cohort\n")
	for _, p := range everybody() {
		if p.cohort > 0 {
			fmt.Fprintf(&b, "%s,%s,%d\n", p.Name, p.Email, p.cohort)
		}
	}
	return b.String()
}

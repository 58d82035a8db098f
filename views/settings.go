package views

import (
	"slices"

	"commonroom/models"
	"commonroom/models/member"
	"commonroom/models/prose"
)

// WelcomePage is what a new member chooses first.
type WelcomePage struct {
	In       member.Welcome
	All      []member.Perspective
	ReturnTo string
}

func (p WelcomePage) handle(problems models.Problems) Field {
	return Field{Name: "handle", Label: "Your handle", Value: p.In.Handle, Error: problems.For("handle"), Width: 20, Autocomplete: "off",
		Hint: "Others write it with an @ to reach you, such as @ann-ward. Small letters, digits and hyphens. It stays once chosen."}
}

// perspectives asks where a member speaks from.
func perspectives(all []member.Perspective, chosen []string, problems models.Problems) Field {
	f := Field{Name: "perspectives", Label: "Where do you speak from?", Optional: true, Error: problems.For("perspectives"),
		Hint: "Choose up to three. They appear on your page, and show whose views a discussion has heard."}
	for _, p := range all {
		f.Choices = append(f.Choices, Choice{Value: p.Slug, Label: p.Name, Chosen: slices.Contains(chosen, p.Slug)})
	}
	return f
}

// ProfilePage is the form of one's own profile.
type ProfilePage struct {
	In        member.EditProfile
	All       []member.Perspective
	Conflict  bool         // it was saved meanwhile
	Different []prose.Part // how what is in the form differs from what is saved now
}

// EditOf is the form of a profile as it is.
func EditOf(p member.Profile, key string) member.EditProfile {
	in := member.EditProfile{Name: p.Name, JobTitle: p.JobTitle, Organisation: p.Organisation, Region: p.Region,
		About: p.About, Version: p.Version, Key: key}
	for _, v := range p.Perspectives {
		in.Perspectives = append(in.Perspectives, v.Slug)
	}
	return in
}

func (p ProfilePage) fields(problems models.Problems) []Field {
	return []Field{
		{Name: "name", Label: "Your name", Hint: "As people call you.", Value: p.In.Name, Error: problems.For("name"), Autocomplete: "name", Width: 30},
		{Name: "job_title", Label: "Job title", Hint: "In lower case, such as lead nurse for informatics.", Value: p.In.JobTitle, Error: problems.For("job_title"), Optional: true, Autocomplete: "organization-title"},
		{Name: "organisation", Label: "Organisation", Value: p.In.Organisation, Error: problems.For("organisation"), Optional: true, Autocomplete: "organization"},
		{Name: "region", Label: "Region", Hint: "Such as North East and Yorkshire.", Value: p.In.Region, Error: problems.For("region"), Optional: true, Width: 30},
	}
}

func (p ProfilePage) about(problems models.Problems) Field {
	return Field{Name: "about", Label: "About you", Value: p.In.About, Error: problems.For("about"), Optional: true, Bare: true,
		Hint: "What you work on, what you can help with, what you would like to learn. Only members read it."}
}

// SessionsPage lists the browsers in which one is signed in.
type SessionsPage struct {
	Sessions []member.Session
	Here     int64 // the one that looks
}

// Others tells whether there is any but this one.
func (p SessionsPage) Others() bool {
	return slices.ContainsFunc(p.Sessions, func(s member.Session) bool { return s.ID != p.Here })
}

func revokePath(s member.Session) string {
	return "/settings/sessions/" + itoa64(s.ID) + "/revoke"
}

// SignInsPage lists the ways in which one may sign in, and those that may be linked.
type SignInsPage struct {
	Identities []member.Identity
	Ways       []Way
	Fresh      bool // signed in so lately that it may be changed
}

// label is what a provider is called: one that is set up no more, by its name.
func (p SignInsPage) label(provider string) string {
	for _, w := range p.Ways {
		if w.Name == provider {
			return w.Label
		}
	}
	return provider
}

func (p SignInsPage) address(i member.Identity) string {
	switch {
	case i.Email == "":
		return "No e-mail address given"
	case i.Trusted:
		return i.Email + " (confirmed)"
	}
	return i.Email + " (not confirmed)"
}

func removePath(i member.Identity) string {
	return "/settings/sign-ins/" + itoa64(i.ID) + "/remove"
}

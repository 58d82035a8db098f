package views

import (
	"commonroom/models"
	"commonroom/models/member"
)

// Way is one provider that people may sign in with: its name in addresses, and on the button.
type Way struct{ Name, Label string }

// SignInPage is what the page for signing in has to know.
type SignInPage struct {
	Ways     []Way
	ReturnTo string // the page of this site to go to afterwards
	Purpose  string // "sign-in", or "confirm" for somebody who is signed in already
}

// Confirms tells whether the person only has to show again that it is them.
func (p SignInPage) Confirms() bool { return p.Purpose == "confirm" }

// to is where a form of this page goes when no button of its own says otherwise.
func (p SignInPage) to() string {
	if len(p.Ways) == 0 {
		return "/sign-in"
	}
	return p.Ways[0].path()
}

func (w Way) path() string { return "/auth/" + w.Name }

// JoinPage is where an applicant stands.
type JoinPage struct {
	Application member.Application
	Words       string // as last typed
}

func (p JoinPage) field(problems models.Problems) Field {
	return Field{Name: "words", Label: "How can the committee know you?", Value: p.Words, Error: problems.For("words"), Rows: 5, Max: member.MaxWords,
		Hint: "Your cohort, the name you had then, or somebody in the community who knows you."}
}

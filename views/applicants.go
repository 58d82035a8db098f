package views

import (
	"slices"
	"strconv"

	"commonroom/models"
	"commonroom/models/member"
)

// ApplicantPage is one applicant before the committee.
type ApplicantPage struct {
	Application member.Application
	Labels      []Way // the providers, for their names
	In          member.Decision
}

func applicantPath(a member.Application) string {
	return "/committee/applicants/" + itoa64(a.MemberID)
}

// hintWords says what a sign-in of an applicant tells, without their address.
func hintWords(h member.Hint, ways []Way) string {
	said := "Signed in with " + SignInsPage{Ways: ways}.label(h.Provider) + " as “" + h.Name + "”. "
	onRoll := "The address is on the roll as " + h.RollName + ", cohort " + strconv.Itoa(h.Cohort)
	switch {
	case !h.Trusted:
		return said + "The address is not confirmed, so it was not looked up on the roll."
	case h.RollName == "":
		return said + "The address is confirmed and is not on the roll."
	case h.Taken:
		return said + onRoll + ", whose place is taken: ask them to sign in as they did before and link this sign-in."
	}
	return said + onRoll + ". Their place is free."
}

// stateOf is what a list of applicants says of one at a glance.
func stateOf(a member.Application) State {
	for _, h := range a.Hints {
		switch {
		case h.Taken:
			return State{Text: "Place is taken", Tone: "attention"}
		case h.RollName != "":
			return State{Text: "On the roll", Tone: "good"}
		}
	}
	if len(a.Hints) > 0 && !slices.ContainsFunc(a.Hints, func(h member.Hint) bool { return h.Trusted }) {
		return State{Text: "Address not confirmed", Tone: "attention"}
	}
	return State{Text: "Not on the roll"}
}

func (p ApplicantPage) reason(problems models.Problems) Field {
	return Field{Name: "reason", Label: "Why?", Value: p.In.Reason, Error: problems.For("reason"), Rows: 3, Max: member.MaxReason,
		Hint: "One or two sentences. The applicant reads them."}
}

func (p ApplicantPage) waiting() bool { return p.Application.Outcome == "waiting" }

func applicantsFilter(declined bool) string {
	if declined {
		return filter("show", "declined")
	}
	return ""
}
